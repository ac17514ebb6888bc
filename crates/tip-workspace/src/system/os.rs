//! The files of the operating system.
#![expect(
    clippy::disallowed_methods,
    reason = "this is the one place where the disk is looked at"
)]

mod replace;

use std::fs::{self, File};
use std::io::{self, Read};
use std::sync::mpsc;
use std::time::{SystemTime, UNIX_EPOCH};

use camino::Utf8Path;
use ignore::{DirEntry, WalkBuilder, WalkState};
use tip_rules::Day;

use super::{EntryKind, NEVER_WALKED, ReplaceError, System, Walk, Walked};

/// The files of the operating system.
#[derive(Clone, Copy, Debug, Default)]
pub struct Os;

impl System for Os {
    fn read(&self, path: &Utf8Path) -> io::Result<Vec<u8>> {
        fs::read(path)
    }

    fn read_head(&self, path: &Utf8Path, limit: usize) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::with_capacity(limit.min(32 * 1024));
        File::open(path)?
            .take(limit as u64)
            .read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn today(&self) -> Option<Day> {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
        let days = since.as_secs() / (24 * 60 * 60);
        u32::try_from(days).ok().map(Day::from_days_since_1970)
    }

    fn kind(&self, path: &Utf8Path) -> Option<EntryKind> {
        let metadata = fs::metadata(path).ok()?;
        Some(if metadata.is_dir() {
            EntryKind::Folder
        } else {
            EntryKind::File
        })
    }

    fn list(&self, folder: &Utf8Path) -> io::Result<Vec<(String, EntryKind)>> {
        let mut entries = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let Ok(name) = entry.file_name().into_string() else {
                continue;
            };
            if let Some(kind) = self.kind(&folder.join(&name)) {
                entries.push((name, kind));
            }
        }
        entries.sort_unstable();
        Ok(entries)
    }

    fn walk(&self, walk: &Walk<'_>) -> Walked {
        let walker = WalkBuilder::new(walk.root)
            .hidden(false)
            .ignore(false)
            .parents(false)
            .git_global(false)
            .git_ignore(!walk.ignored)
            .git_exclude(!walk.ignored)
            .require_git(false)
            .threads(std::thread::available_parallelism().map_or(1, |it| it.get().min(8)))
            .filter_entry(is_walked)
            .build_parallel();
        let (sender, receiver) = mpsc::channel();
        walker.run(|| {
            let mut batch = Batch {
                sender: sender.clone(),
                walked: Walked::default(),
            };
            let root = walk.root;
            Box::new(move |entry| {
                batch.add(root, entry);
                WalkState::Continue
            })
        });
        drop(sender);
        let mut all = Walked::default();
        for part in receiver {
            all.files.extend(part.files);
            all.folders.extend(part.folders);
            all.problems.extend(part.problems);
        }
        all.sorted()
    }

    fn replace(
        &self,
        path: &Utf8Path,
        before: Option<&[u8]>,
        after: &[u8],
    ) -> Result<(), ReplaceError> {
        replace::replace(path, before, after)
    }
}

/// What one thread found, handed over when it ends.
struct Batch {
    sender: mpsc::Sender<Walked>,
    walked: Walked,
}

impl Batch {
    fn add(&mut self, root: &Utf8Path, entry: Result<DirEntry, ignore::Error>) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                self.walked.problems.push(error.to_string());
                return;
            }
        };
        let Some(path) = Utf8Path::from_path(entry.path()) else {
            let path = entry.path().to_string_lossy();
            self.walked
                .problems
                .push(format!("`{path}`: the name is not UTF-8"));
            return;
        };
        let Ok(relative) = path.strip_prefix(root) else {
            return;
        };
        if relative.as_str().is_empty() {
            return;
        }
        let folder = entry.file_type().is_some_and(|it| it.is_dir())
            || (entry.path_is_symlink() && Os.kind(path) == Some(EntryKind::Folder));
        let relative = relative.as_str().to_owned();
        if folder {
            self.walked.folders.push(relative);
        } else {
            self.walked.files.push(relative);
        }
    }
}

impl Drop for Batch {
    fn drop(&mut self) {
        // The receiver lives until every thread has ended.
        let _ = self.sender.send(std::mem::take(&mut self.walked));
    }
}

fn is_walked(entry: &DirEntry) -> bool {
    if entry.depth() == 0 || !entry.file_type().is_some_and(|it| it.is_dir()) {
        return true;
    }
    let Some(name) = entry.file_name().to_str() else {
        return true;
    };
    // What a build tool marks as its cache is no part of the repository even where git was not told.
    let is_cache = name == "target" && entry.path().join("CACHEDIR.TAG").exists();
    !is_cache && !NEVER_WALKED.contains(&name)
}
