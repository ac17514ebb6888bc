//! Tests of history, on repositories built for them.

mod cache;
mod follow;
mod history;
mod random_edits;
mod symbol;
