//! Tests of the workspace, on trees in memory.

mod answers;
mod carried;
mod check;

mod config;

mod discovery;

mod drifted;

mod fix;
mod home;

mod names;

mod preflight;

mod runnables;

mod system;

mod walk;

use std::sync::Arc;

use tip_workspace::{Memory, Snapshot};

/// Opens a repository at `/repo` that holds the given files.
#[track_caller]
fn open(files: &[(&str, &str)]) -> Snapshot {
    let mut memory = Memory::default();
    for (path, text) in files {
        memory.write(format!("/repo/{path}"), *text);
    }
    Snapshot::open(Arc::new(memory), "/repo".into(), None, None).expect("the repository opens")
}
