//! The files of the operating system.
#![expect(
    clippy::disallowed_methods,
    reason = "this is the one place where the disk is looked at"
)]

mod replace;

#[cfg(unix)]
use std::fs::OpenOptions;
use std::fs::{self, File, Metadata};
use std::io::{self, Read};
#[cfg(unix)]
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;
use std::sync::mpsc;
use std::time::{SystemTime, UNIX_EPOCH};

use camino::{Utf8Path, Utf8PathBuf};
use ignore::{DirEntry, WalkBuilder, WalkState};
#[cfg(unix)]
use rustix::fs::OFlags;
use tip_rules::Day;

use super::{
    AsRead, EntryKind, LARGEST_FILE, LARGEST_KEPT, NEVER_WALKED, ReplaceError, Stamp, System,
    Unseen, Walk, Walked,
};

/// The files of the operating system.
#[derive(Clone, Copy, Debug, Default)]
pub struct Os;

impl System for Os {
    fn read(&self, path: &Utf8Path) -> io::Result<Vec<u8>> {
        read_up_to(path, LARGEST_FILE)
    }

    fn read_head(&self, path: &Utf8Path, limit: usize) -> io::Result<Vec<u8>> {
        let (file, size) = open(path)?;
        let most = usize::try_from(size).unwrap_or(limit).min(limit);
        let mut bytes = Vec::with_capacity(most.min(32 * 1024));
        file.take(limit as u64).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn today(&self) -> Option<Day> {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
        let days = since.as_secs() / (24 * 60 * 60);
        u32::try_from(days).ok().map(Day::from_days_since_1970)
    }

    fn stamp(&self, path: &Utf8Path) -> Option<Stamp> {
        fs::metadata(path).ok().and_then(|it| stamp_of(&it))
    }

    fn moment(&self) -> i64 {
        // Some file systems count in steps of two seconds.
        const STEP: i64 = 2_000_000_000;
        nanoseconds(SystemTime::now()).map_or(i64::MIN, |it| it.saturating_sub(STEP))
    }

    fn kind(&self, path: &Utf8Path) -> Option<EntryKind> {
        let metadata = fs::metadata(path).ok()?;
        Some(if metadata.is_dir() {
            EntryKind::Folder
        } else if metadata.is_file() {
            EntryKind::File
        } else {
            EntryKind::Other
        })
    }

    fn real(&self, path: &Utf8Path) -> Option<Utf8PathBuf> {
        path.canonicalize_utf8().ok()
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
        let mut builder = WalkBuilder::new(walk.root);
        builder
            .hidden(false)
            .ignore(false)
            .parents(false)
            .git_global(false)
            .git_ignore(!walk.ignored)
            .git_exclude(!walk.ignored)
            .require_git(false)
            .threads(std::thread::available_parallelism().map_or(1, |it| it.get().min(8)))
            .filter_entry(is_walked);
        let (sender, receiver) = mpsc::channel();
        let batch = || Batch {
            sender: sender.clone(),
            walked: Walked::default(),
        };
        if walk.few {
            let mut batch = batch();
            builder.build().for_each(|it| batch.add(walk.root, it));
        } else {
            builder.build_parallel().run(|| {
                let (root, mut batch) = (walk.root, batch());
                Box::new(move |entry| {
                    batch.add(root, entry);
                    WalkState::Continue
                })
            });
        }
        drop(sender);
        let mut all = Walked::default();
        for part in receiver {
            all.files.extend(part.files);
            all.folders.extend(part.folders);
            all.others.extend(part.others);
            all.problems.extend(part.problems);
            all.links.extend(part.links);
        }
        all.sorted()
    }

    fn replace_beside(
        &self,
        path: &Utf8Path,
        before: Option<&[u8]>,
        after: &[u8],
        others: &[AsRead<'_>],
    ) -> Result<(), ReplaceError> {
        replace::replace(path, before, after, others)
    }

    fn kept(&self, path: &Utf8Path) -> io::Result<Vec<u8>> {
        read_up_to(path, LARGEST_KEPT)
    }

    fn keep(&self, path: &Utf8Path, bytes: &[u8]) -> io::Result<()> {
        replace::keep(path, bytes)
    }

    fn forget(&self, folder: &Utf8Path) -> io::Result<()> {
        match fs::remove_dir_all(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other,
        }
    }
}

/// Returns by what a file is told from what it is after a change: the time of that cannot be set back.
#[cfg(unix)]
#[expect(
    clippy::unnecessary_wraps,
    reason = "elsewhere a file may have no time of its change"
)]
fn stamp_of(metadata: &Metadata) -> Option<Stamp> {
    let at = |seconds: i64, rest: i64| seconds.saturating_mul(1_000_000_000).saturating_add(rest);
    let modified = at(metadata.mtime(), metadata.mtime_nsec());
    let changed = at(metadata.ctime(), metadata.ctime_nsec());
    Some(Stamp {
        changed: changed.max(modified),
        rest: [
            metadata.dev(),
            metadata.ino(),
            metadata.len(),
            modified.cast_unsigned(),
        ],
    })
}

/// Returns by what a file is told from what it is after a change.
#[cfg(not(unix))]
fn stamp_of(metadata: &Metadata) -> Option<Stamp> {
    let created = metadata.created().ok().and_then(nanoseconds).unwrap_or(0);
    Some(Stamp {
        changed: nanoseconds(metadata.modified().ok()?)?,
        rest: [metadata.len(), created.cast_unsigned(), 0, 0],
    })
}

fn nanoseconds(time: SystemTime) -> Option<i64> {
    let since = time.duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(since.as_nanos()).ok()
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
                self.walked.problems.push(unseen(root, &error));
                return;
            }
        };
        let Some(path) = Utf8Path::from_path(entry.path()) else {
            let path = entry.path().strip_prefix(root).unwrap_or(entry.path());
            self.walked.problems.push(Unseen {
                path: path.to_string_lossy().into_owned(),
                reason: "its name is not UTF-8".to_owned(),
            });
            return;
        };
        let Ok(relative) = path.strip_prefix(root) else {
            return;
        };
        if relative.as_str().is_empty() {
            return;
        }
        let kind = match entry.file_type() {
            Some(it) if it.is_dir() => EntryKind::Folder,
            Some(it) if it.is_file() => EntryKind::File,
            // A link that leads nowhere is a file that cannot be read.
            Some(it) if it.is_symlink() => Os.kind(path).unwrap_or(EntryKind::File),
            _ => EntryKind::Other,
        };
        if entry.path_is_symlink() {
            self.walked.links.push(relative.as_str().to_owned());
        }
        let list = match kind {
            EntryKind::Folder => &mut self.walked.folders,
            EntryKind::File => &mut self.walked.files,
            EntryKind::Other => &mut self.walked.others,
        };
        list.push(relative.as_str().to_owned());
    }
}

impl Drop for Batch {
    fn drop(&mut self) {
        // The receiver lives until every thread has ended.
        let _ = self.sender.send(std::mem::take(&mut self.walked));
    }
}

/// Opens a regular file and returns its size; the error says what else it is.
///
/// To open a pipe would wait for whoever writes into it, so that is done without waiting, and what was opened is asked.
#[cfg(unix)]
fn open(path: &Utf8Path) -> io::Result<(File, u64)> {
    let at_once = OFlags::NONBLOCK.bits().cast_signed();
    let opened = OpenOptions::new()
        .read(true)
        .custom_flags(at_once)
        .open(path);
    match opened {
        Ok(file) => {
            let size = size_of(&file.metadata()?)?;
            Ok((file, size))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(error),
        // A socket cannot be opened at all, and the error does not tell that it is one.
        Err(error) => size_of(&fs::metadata(path)?).and(Err(error)),
    }
}

/// Opens a regular file and returns its size; the error says what else it is.
#[cfg(not(unix))]
fn open(path: &Utf8Path) -> io::Result<(File, u64)> {
    let size = size_of(&fs::metadata(path)?)?;
    Ok((File::open(path)?, size))
}

/// Returns the size of a file; the error says that it is none.
fn size_of(metadata: &Metadata) -> io::Result<u64> {
    if metadata.is_dir() {
        return Err(io::Error::new(
            io::ErrorKind::IsADirectory,
            "it is a folder",
        ));
    }
    if !metadata.is_file() {
        return Err(io::Error::other("it is no regular file"));
    }
    Ok(metadata.len())
}

fn read_up_to(path: &Utf8Path, most: u64) -> io::Result<Vec<u8>> {
    let (file, size) = open(path)?;
    if size > most {
        return Err(too_large(most));
    }
    let mut bytes = Vec::with_capacity(size as usize);
    // The file may grow meanwhile.
    let mut file = file.take(most + 1);
    file.read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(too_large(most));
    }
    Ok(bytes)
}

fn too_large(most: u64) -> io::Error {
    let most = most / (1024 * 1024);
    io::Error::new(
        io::ErrorKind::FileTooLarge,
        format!("it is larger than {most} MiB"),
    )
}

/// Says what the walker says, with the path relative to the root.
fn unseen(root: &Utf8Path, error: &ignore::Error) -> Unseen {
    let path = path_of(error).map(|it| it.strip_prefix(root).unwrap_or(it));
    let reason = error
        .io_error()
        .map_or_else(|| error.to_string(), ToString::to_string);
    Unseen {
        path: path.map_or_else(String::new, |it| it.to_string_lossy().into_owned()),
        reason,
    }
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            path_of(err)
        }
        ignore::Error::Loop { child, .. } => Some(child),
        _ => None,
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
