//! Tests of reading text: nothing is lost, and blocks, inlines and front matter are where they should be.

mod blocks;
mod dump;
mod front_matter;
mod invariants;
mod lossless;
mod reread;
