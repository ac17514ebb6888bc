//! Asks for many files from near them.
//!
//! The system goes through all folders on the way to a file each time that it is asked for one. So a file is asked for from the nearest
//! folder that it shares with those that come after it.

use std::path::{Path, PathBuf};

#[cfg(unix)]
use rustix::fd::OwnedFd;
#[cfg(unix)]
use rustix::fs::{self, CWD, Mode, OFlags};

use super::status::Status;

/// A folder is worth opening for so many files.
pub(super) const WORTH: usize = 16;

/// A folder below which files are asked for.
#[derive(Debug)]
pub(super) struct Root {
    path: PathBuf,
    /// Where it cannot be opened, files are asked for by their whole paths.
    #[cfg(unix)]
    folder: Option<OwnedFd>,
}

impl Root {
    pub(super) fn new(path: &Path) -> Self {
        Self {
            path: path.to_path_buf(),
            #[cfg(unix)]
            folder: fs::openat(CWD, path, FLAGS, Mode::empty()).ok(),
        }
    }

    /// Returns the path on the disk of a file.
    pub(super) fn on_disk(&self, path: &str) -> PathBuf {
        self.path.join(path)
    }

    fn status(&self, path: &str) -> Option<Status> {
        #[cfg(unix)]
        if let Some(folder) = &self.folder {
            return Status::at(folder, path);
        }
        Status::of(&self.on_disk(path))
    }
}

/// By what a folder is opened from which files are asked for.
#[cfg(any(target_os = "linux", target_os = "android"))]
const FLAGS: OFlags = OFlags::PATH.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);

/// By what a folder is opened from which files are asked for.
#[cfg(all(unix, not(any(target_os = "linux", target_os = "android"))))]
const FLAGS: OFlags = OFlags::RDONLY
    .union(OFlags::DIRECTORY)
    .union(OFlags::CLOEXEC);

/// Asks for files in the order of their paths.
#[derive(Debug)]
pub(super) struct Nearby<'a> {
    root: &'a Root,
    /// The folder that files are asked for from, with a `/` at its end, and nothing for the root.
    #[cfg(unix)]
    near: (String, Option<OwnedFd>),
    /// How many files were asked for since a folder was looked for.
    #[cfg(unix)]
    asked: usize,
}

impl<'a> Nearby<'a> {
    pub(super) fn new(root: &'a Root) -> Self {
        Self {
            root,
            #[cfg(unix)]
            near: (String::new(), None),
            #[cfg(unix)]
            asked: 0,
        }
    }

    /// Returns what the system says of a file; `ahead` tells the path of the one that is asked for [`WORTH`] files later.
    #[cfg(unix)]
    pub(super) fn status<'b>(
        &mut self,
        path: &str,
        ahead: impl FnOnce() -> Option<&'b str>,
    ) -> Option<Status> {
        if self.asked == WORTH || !path.starts_with(&self.near.0) {
            self.asked = 0;
        }
        if self.asked == 0 {
            self.go_near(path, ahead());
        }
        self.asked += 1;
        let (folder, open) = &self.near;
        match open {
            Some(open) => Status::at(open, &path[folder.len()..]),
            None => self.root.status(path),
        }
    }

    /// Returns what the system says of a file.
    #[cfg(not(unix))]
    pub(super) fn status<'b>(
        &mut self,
        path: &str,
        _: impl FnOnce() -> Option<&'b str>,
    ) -> Option<Status> {
        self.root.status(path)
    }

    #[cfg(unix)]
    fn go_near(&mut self, path: &str, ahead: Option<&str>) {
        let folder = ahead.map_or("", |it| shared_folder(path, it));
        if self.near.0 == folder {
            return;
        }
        let open = self.root.folder.as_ref().filter(|_| !folder.is_empty());
        let open = open.and_then(|it| fs::openat(it, folder, FLAGS, Mode::empty()).ok());
        self.near.0.clear();
        if open.is_some() {
            self.near.0.push_str(folder);
        }
        self.near.1 = open;
    }
}

/// Returns the innermost folder in which both paths lie, with a `/` at its end; nothing where that is the root.
#[cfg(unix)]
fn shared_folder<'a>(one: &'a str, other: &str) -> &'a str {
    let pairs = one.bytes().zip(other.bytes());
    let same = pairs.take_while(|(one, other)| one == other).count();
    let end = one.as_bytes()[..same].iter().rposition(|it| *it == b'/');
    end.map_or("", |at| &one[..=at])
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn the_folder_that_two_files_share_is_the_innermost() {
        for (one, other, folder) in [
            ("a/b/c", "a/b/d", "a/b/"),
            ("a/b/c", "a/bc", "a/"),
            ("a", "ab", ""),
            ("ä/x", "ö/x", ""),
            ("a/ä", "a/ö", "a/"),
        ] {
            assert_eq!(shared_folder(one, other), folder);
        }
    }
}
