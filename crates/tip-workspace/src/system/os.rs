//! The files of the operating system.
#![expect(
    clippy::disallowed_methods,
    reason = "this is the one place where the disk is looked at"
)]

mod list;

mod replace;

mod walk;

#[cfg(unix)]
use std::fs::OpenOptions;
use std::fs::{self, File, Metadata};
use std::io::{self, Read};
#[cfg(unix)]
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::time::{SystemTime, UNIX_EPOCH};

use camino::{Utf8Path, Utf8PathBuf};
#[cfg(unix)]
use rustix::fs::OFlags;
use tip_rules::Day;

use super::{
    AsRead, EntryKind, LARGEST_FILE, LARGEST_KEPT, ReplaceError, Stamp, System, Walk, Walked,
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
        walk::walk(walk)
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
