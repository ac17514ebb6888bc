//! `tip check --watch`.

use std::path::Path;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;

use notify::{Event, EventKind, RecursiveMode, Watcher};

use super::once;
use crate::Answer;
use crate::args::CheckArgs;
use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;

/// How long nothing must change before the check begins: editors write a file in several steps.
const QUIET: Duration = Duration::from_millis(100);

/// Folders whose changes say nothing about plans.
const IGNORED: &[&str] = &[
    ".git",
    ".hg",
    ".jj",
    ".tip",
    "node_modules",
    "target",
    ".venv",
];

/// Checks, and checks again after every change; ends only by an error or an interruption.
pub(super) fn run(args: &CheckArgs, place: &Place, output: &mut Output) -> Result<Answer, Failure> {
    let (sender, changes) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(sender).map_err(|error| cannot_watch(&error))?;
    let root = place.base().to_path_buf();
    watcher
        .watch(root.as_std_path(), RecursiveMode::Recursive)
        .map_err(|error| cannot_watch(&error))?;
    loop {
        output.clear()?;
        // What cannot be checked now may be mended by the next change.
        if let Err(failure) = once(args, place, output) {
            output.failure(&failure);
        }
        // Whoever is told that nothing more comes has all of the answer.
        output.flush()?;
        output.note("waiting for changes; Ctrl-C ends it");
        wait(&changes)?;
    }
}

/// Waits for a change that matters, and until no other follows.
fn wait(changes: &Receiver<notify::Result<Event>>) -> Result<(), Failure> {
    loop {
        let event = changes.recv().map_err(Failure::internal)?;
        if event.is_ok_and(|it| matters(&it)) {
            break;
        }
    }
    loop {
        match changes.recv_timeout(QUIET) {
            Ok(_) => {}
            Err(RecvTimeoutError::Timeout) => return Ok(()),
            Err(error @ RecvTimeoutError::Disconnected) => return Err(Failure::internal(error)),
        }
    }
}

fn matters(event: &Event) -> bool {
    let written = !matches!(event.kind, EventKind::Access(_));
    written && event.paths.iter().any(|path| !is_ignored(path))
}

fn is_ignored(path: &Path) -> bool {
    let mut parts = path.components();
    parts.any(|part| IGNORED.iter().any(|it| part.as_os_str() == *it))
}

fn cannot_watch(error: &notify::Error) -> Failure {
    Failure::user(format!("cannot watch for changes: {error}"))
        .hint("a system limits how many folders may be watched: see `fs.inotify.max_user_watches`")
}

#[cfg(test)]
mod tests {
    use notify::event::{AccessKind, ModifyKind};

    use super::*;

    #[test]
    fn only_what_may_change_an_answer_matters() {
        let event = |kind, path: &str| Event::new(kind).add_path(path.into());
        let modified = EventKind::Modify(ModifyKind::Any);
        assert!(matters(&event(modified, "/r/docs/tips/a.md")));
        assert!(!matters(&event(modified, "/r/.git/index")));
        let read = EventKind::Access(AccessKind::Any);
        assert!(!matters(&event(read, "/r/docs/tips/a.md")));
    }
}
