//! Waits for changes of files.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use camino::{Utf8Path, Utf8PathBuf};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::Failure;

/// How long nothing must change before an answer begins: editors write a file in several steps.
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

/// The changes of the files below a folder, kept until somebody waits for them.
#[derive(Debug)]
pub struct Changes {
    told: Receiver<Told>,
    teller: Sender<Told>,
    /// What was changed since somebody asked.
    paths: Arc<Mutex<BTreeSet<Utf8PathBuf>>>,
    /// Tells as long as it lives.
    _watcher: RecommendedWatcher,
}

/// What ended the waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// Something was written, made or removed, and nothing else since.
    Changed,
    /// Nobody wants to wait any more.
    Enough,
}

impl Changes {
    /// Watches the files below a folder.
    pub fn below(root: &Utf8Path) -> Result<Self, Failure> {
        let (teller, told) = mpsc::channel();
        let sender = teller.clone();
        let folder = root.as_std_path().to_path_buf();
        let paths = Arc::<Mutex<BTreeSet<Utf8PathBuf>>>::default();
        let seen = Arc::clone(&paths);
        let hear = move |event: notify::Result<Event>| {
            let event = event.ok().filter(|it| matters(it, &folder));
            if let Some(event) = event {
                let new = event.paths.into_iter();
                let new = new.filter_map(|it| Utf8PathBuf::from_path_buf(it).ok());
                seen.lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .extend(new);
                // Nobody waits where the other end is gone.
                let _ = sender.send(Told::Changed);
            }
        };
        let mut watcher = notify::recommended_watcher(hear).map_err(|it| cannot_watch(&it))?;
        watcher
            .watch(root.as_std_path(), RecursiveMode::Recursive)
            .map_err(|it| cannot_watch(&it))?;
        Ok(Self {
            told,
            teller,
            paths,
            _watcher: watcher,
        })
    }

    /// Returns the files that were changed since this was asked last.
    pub fn paths(&self) -> BTreeSet<Utf8PathBuf> {
        let mut paths = self.paths.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut paths)
    }

    /// Returns what ends the waiting, now or later.
    pub fn ender(&self) -> impl Fn() + Send + 'static {
        let teller = self.teller.clone();
        move || {
            let _ = teller.send(Told::Enough);
        }
    }

    /// Waits for a change that matters, and until no other follows.
    pub fn wait(&self) -> Result<Told, Failure> {
        let mut told = self.told.recv().map_err(Failure::internal)?;
        while told == Told::Changed {
            match self.told.recv_timeout(QUIET) {
                Ok(next) => told = next,
                Err(RecvTimeoutError::Timeout) => break,
                Err(error @ RecvTimeoutError::Disconnected) => {
                    return Err(Failure::internal(error));
                }
            }
        }
        Ok(told)
    }
}

/// Returns whether something below a folder may have another content now.
fn matters(event: &Event, folder: &Path) -> bool {
    let written = !matches!(event.kind, EventKind::Access(_));
    // The folders that the folder itself lies in say nothing.
    let within = |path: &'_ Path| path.strip_prefix(folder).unwrap_or(path).to_path_buf();
    written && event.paths.iter().any(|path| !is_ignored(&within(path)))
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
        let root = Path::new("/target/r");
        let modified = EventKind::Modify(ModifyKind::Any);
        assert!(matters(&event(modified, "/target/r/docs/tips/a.md"), root));
        assert!(!matters(&event(modified, "/target/r/.git/index"), root));
        assert!(!matters(
            &event(modified, "/target/r/.tip/evidence.db-wal"),
            root
        ));
        let read = EventKind::Access(AccessKind::Any);
        assert!(!matters(&event(read, "/target/r/docs/tips/a.md"), root));
    }
}
