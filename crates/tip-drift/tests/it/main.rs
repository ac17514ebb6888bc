//! Tests of history, on repositories built for them.

mod history;
mod symbol;
