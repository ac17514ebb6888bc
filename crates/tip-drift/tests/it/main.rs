//! Tests of history, on repositories built for them.

mod cache;
mod follow;
mod history;
mod import;
mod languages;
mod moves;
mod random_edits;
mod special;
mod symbol;
