//! The forms in which things are written, a case each.

mod beyond;
mod blocks;
mod boxes;
mod commands;
mod dependencies;
mod phases;
mod references;
mod spoken;
mod states;
mod status;

/// Compares what was read of `text`.
#[track_caller]
fn check(text: &str, found: &str, expected: &str) {
    assert_eq!(found, expected, "{text}");
}
