//! The world, as far as plans need it.
//!
//! Everything that looks at files goes through [`System`], so that tests bring their own and an editor answers for what is not saved.
//! Paths are UTF-8 and absolute; nothing here knows a current directory.

mod memory;

mod os;

mod overlay;

mod stamp;

use std::fmt;
use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use thiserror::Error;
use tip_rules::Day;

pub use memory::Memory;
pub use os::Os;
pub use overlay::Overlay;
pub use stamp::Stamp;

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryKind {
    /// A file, or a link to one.
    File,
    /// A folder, or a link to one.
    Folder,
    /// Something that is neither and is never read: a pipe, a socket, a device.
    Other,
}

/// The most bytes of a file that are read: larger ones are refused.
pub const LARGEST_FILE: u64 = 32 * 1024 * 1024;

/// The most bytes of a file that is kept from run to run.
pub const LARGEST_KEPT: u64 = 256 * 1024 * 1024;

/// Access to files.
pub trait System: fmt::Debug + Send + Sync {
    /// Returns the bytes of a file; what is no file or larger than [`LARGEST_FILE`] is refused.
    fn read(&self, path: &Utf8Path) -> io::Result<Vec<u8>>;

    /// Returns at most the first `limit` bytes of a file.
    fn read_head(&self, path: &Utf8Path, limit: usize) -> io::Result<Vec<u8>>;

    /// Returns what stands at a path; `None` when nothing does or it cannot be seen.
    fn kind(&self, path: &Utf8Path) -> Option<EntryKind>;

    /// Returns where a path really leads, without links on the way; `None` when nothing stands there.
    fn real(&self, path: &Utf8Path) -> Option<Utf8PathBuf>;

    /// Returns the names in a folder and what stands there, sorted by name.
    fn list(&self, folder: &Utf8Path) -> io::Result<Vec<(String, EntryKind)>>;

    /// Returns the day of today, by Greenwich.
    fn today(&self) -> Option<Day>;

    /// Returns by what a file or folder is told from what it is after a change; `None` where that cannot be told.
    ///
    /// The stamp of a folder tells of the names in it, and not of what its files hold.
    fn stamp(&self, path: &Utf8Path) -> Option<Stamp>;

    /// Returns a moment before which stamps are certain: whatever changes from now on gets one that is not older.
    fn moment(&self) -> i64;

    /// Returns what lies below a folder.
    fn walk(&self, walk: &Walk<'_>) -> Walked;

    /// Replaces the bytes of a file, whole or not at all, if they are still `before`; `None` asks that nothing stands there.
    ///
    /// The folders of a new file are made.
    /// A link stays a link, and the permissions stay those of the file.
    fn replace(
        &self,
        path: &Utf8Path,
        before: Option<&[u8]>,
        after: &[u8],
    ) -> Result<(), ReplaceError> {
        self.replace_beside(path, before, after, &[])
    }

    /// Replaces the bytes of a file as [`Self::replace`] does, if other files are still as they were, too.
    fn replace_beside(
        &self,
        path: &Utf8Path,
        before: Option<&[u8]>,
        after: &[u8],
        others: &[AsRead<'_>],
    ) -> Result<(), ReplaceError>;

    /// Returns the bytes of a file that [`Self::keep`] wrote; one larger than [`LARGEST_KEPT`] is refused.
    fn kept(&self, path: &Utf8Path) -> io::Result<Vec<u8>>;

    /// Writes a file of our own, whole or not at all, whatever stands there. The folders of a new file are made.
    fn keep(&self, path: &Utf8Path, bytes: &[u8]) -> io::Result<()>;

    /// Deletes a folder of our own with all that is in it; one that is not there is deleted already.
    fn forget(&self, folder: &Utf8Path) -> io::Result<()>;
}

/// A file as somebody read it.
#[derive(Clone, Copy, Debug)]
pub struct AsRead<'a> {
    /// Its path.
    pub path: &'a Utf8Path,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// Why a file was left as it was.
#[derive(Debug, Error)]
pub enum ReplaceError {
    /// The file is not what it was when it was read.
    #[error("it was changed meanwhile")]
    Changed,
    /// The file is open in an editor, whose text would be lost.
    #[error("it is open in an editor")]
    Open,
    /// The system refuses.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// What to walk, and how.
#[derive(Clone, Copy, Debug)]
pub struct Walk<'a> {
    /// The folder.
    pub root: &'a Utf8Path,
    /// Whether what git ignores is walked as well.
    pub ignored: bool,
}

/// What lies below a folder: paths relative to it, `/` between their parts, sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Walked {
    /// The files.
    pub files: Vec<String>,
    /// The folders, without a `/` at their ends.
    pub folders: Vec<String>,
    /// What is neither file nor folder: pipes, sockets, devices.
    pub others: Vec<String>,
    /// What could not be looked at.
    pub problems: Vec<Unseen>,
    /// Those of the files, folders and others that are links.
    pub links: Vec<String>,
    /// The files that decided what else was found: those that tell git what to ignore, the tags of caches, and `.git` where a repository is.
    pub rules: Vec<String>,
}

/// A file or folder that could not be looked at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unseen {
    /// Its path; what in it is not UTF-8 is replaced.
    pub path: String,
    /// Why, as a phrase that fits behind the path.
    pub reason: String,
}

impl Walked {
    /// Adds what comes after it.
    fn append(&mut self, mut after: Self) {
        self.files.append(&mut after.files);
        self.folders.append(&mut after.folders);
        self.others.append(&mut after.others);
        self.problems.append(&mut after.problems);
        self.links.append(&mut after.links);
        self.rules.append(&mut after.rules);
    }
}

/// The names of folders that are never walked: what version control, package managers and we keep for ourselves.
pub(crate) const NEVER_WALKED: &[&str] = &[
    ".git",
    ".hg",
    ".svn",
    ".jj",
    ".tip",
    "node_modules",
    ".venv",
    "__pycache__",
];
