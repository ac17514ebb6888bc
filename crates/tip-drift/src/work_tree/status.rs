//! What the system says of files without reading them.

use std::path::Path;
use std::time::SystemTime;

use gix::index::entry::Stat;
#[cfg(unix)]
use rustix::fs::{self, AtFlags, CWD, FileType};

/// What the system says of a file without reading it. A link is not followed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Status {
    /// The size, the times and the place, as git's index has them.
    pub(crate) stat: Stat,
    pub(crate) size: u64,
    pub(crate) form: Form,
    /// When it was written or changed last.
    pub(crate) changed: Option<SystemTime>,
}

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Plain,
    Executable,
    Link,
    /// A folder, or something that is never read.
    Other,
}

impl Status {
    /// Returns what the system says of the file at a path; `None` where there is none.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        #[cfg(unix)]
        return Self::at(CWD, path);
        #[cfg(not(unix))]
        return gix::index::fs::Metadata::from_path_no_follow(path)
            .ok()
            .and_then(|it| Self::told(&it));
    }

    /// Returns what the system says of the file at a path below an open folder.
    #[cfg(unix)]
    pub(super) fn at(folder: impl rustix::fd::AsFd, path: impl rustix::path::Arg) -> Option<Self> {
        let found = fs::statat(folder, path, AtFlags::SYMLINK_NOFOLLOW).ok()?;
        Self::told(&found)
    }

    #[cfg(unix)]
    #[expect(
        clippy::unnecessary_cast,
        clippy::cast_sign_loss,
        trivial_numeric_casts,
        reason = "systems have them in several sizes"
    )]
    #[expect(clippy::unnecessary_wraps, reason = "elsewhere it may not be told")]
    fn told(found: &fs::Stat) -> Option<Self> {
        use std::time::Duration;

        use gix::index::entry::stat::Time;

        // Git keeps the low bits of all of them; what is older than its first second has none.
        let time = |seconds: i64, rest: u32| match u64::try_from(seconds) {
            Ok(seconds) => Time {
                secs: seconds as u32,
                nsecs: rest,
            },
            Err(_) => Time::default(),
        };
        let written = (found.st_mtime as i64, found.st_mtime_nsec as u32);
        let changed = (found.st_ctime as i64, found.st_ctime_nsec as u32);
        let form = match FileType::from_raw_mode(found.st_mode) {
            FileType::Symlink => Form::Link,
            FileType::RegularFile if found.st_mode as u32 & 0o100 != 0 => Form::Executable,
            FileType::RegularFile => Form::Plain,
            _ => Form::Other,
        };
        let (seconds, rest) = written.max(changed);
        let since = u64::try_from(seconds).map(|it| Duration::new(it, rest));
        Some(Self {
            stat: Stat {
                mtime: time(written.0, written.1),
                ctime: time(changed.0, changed.1),
                dev: found.st_dev as u32,
                ino: found.st_ino as u32,
                uid: found.st_uid as u32,
                gid: found.st_gid as u32,
                size: found.st_size as u32,
            },
            size: found.st_size as u64,
            form,
            changed: SystemTime::UNIX_EPOCH.checked_add(since.unwrap_or_default()),
        })
    }

    #[cfg(not(unix))]
    fn told(found: &gix::index::fs::Metadata) -> Option<Self> {
        let form = if found.is_symlink() {
            Form::Link
        } else if found.is_executable() {
            Form::Executable
        } else if found.is_file() {
            Form::Plain
        } else {
            Form::Other
        };
        Some(Self {
            stat: Stat::from_fs(found).ok()?,
            size: found.len(),
            form,
            // There is no time of change.
            changed: None,
        })
    }
}
