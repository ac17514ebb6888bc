//! The content of the files of the work tree, through git's index: what it knows to be unchanged is not read.

mod file_look;

mod nearby;

mod stamp;

mod status;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use gix::ObjectId;
use gix::index::File as Index;
use gix::index::entry::{Mode, stat};

use self::status::Form;
use crate::history::{Error, History, Revision, broken};

pub use self::file_look::FileLook;
pub(crate) use self::status::Status;

/// The content of a file, as git names it: two files with the same have the same bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Content {
    id: ObjectId,
    kind: FileKind,
}

/// What kind of file a content is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum FileKind {
    Plain,
    Executable,
    Link,
    /// A repository of its own.
    Repository,
}

impl Content {
    /// Returns the content of the file at `path` on the disk; `None` where there is none.
    pub fn of_file(path: &Path) -> Option<Self> {
        read(path, &Status::of(path)?).ok()
    }

    /// Returns the bytes that stand for it in a digest.
    pub fn bytes(&self) -> impl Iterator<Item = u8> + '_ {
        let kind = std::iter::once(self.letter());
        kind.chain(self.id.as_bytes().iter().copied())
    }

    /// Returns it as text: a letter for the kind of file, and the object id.
    pub fn text(&self) -> String {
        format!("{}{}", char::from(self.letter()), self.id)
    }

    fn letter(self) -> u8 {
        match self.kind {
            FileKind::Plain => b'f',
            FileKind::Executable => b'x',
            FileKind::Link => b'l',
            FileKind::Repository => b'r',
        }
    }
}

impl History {
    /// Returns the commit that is checked out; `None` where there is none yet.
    pub fn head(&self) -> Option<Revision> {
        let repository = self.repository.to_thread_local();
        // What `HEAD` or its branch names is a commit: to look at it tells no more.
        let named = repository.head().ok().and_then(|it| it.id());
        let id = named.or_else(|| repository.head_id().ok())?;
        Some(Revision(id.detach()))
    }

    /// Returns the files of a commit, below the folder that the history was opened at.
    pub fn committed(&self, revision: Revision) -> Result<BTreeMap<String, Content>, Error> {
        let repository = self.repository.to_thread_local();
        let failed = |error: Box<dyn std::error::Error + Send + Sync>| broken(revision.0, error);
        let commit = repository
            .find_commit(revision.0)
            .map_err(|error| failed(Box::new(error)))?;
        let tree = commit.tree_id().map_err(|error| failed(Box::new(error)))?;
        let index = repository
            .index_from_tree(&tree)
            .map_err(|error| failed(Box::new(error)))?;
        let entries = index.entries().iter();
        let found = entries.filter_map(|entry| {
            let path = std::str::from_utf8(entry.path(&index)).ok()?;
            let path = path.strip_prefix(&self.prefix)?;
            Some((path.to_owned(), committed(entry)?))
        });
        Ok(found.collect())
    }
}

/// Files with their contents, sorted by path.
pub type Files = Vec<(String, Content)>;

/// Returns whether the size and the times of a file are as the index knows them, so that it need not be read.
pub(crate) fn is_as_noted(entry: &gix::index::Entry, index: &Index, now: &Status) -> bool {
    let options = stat::Options {
        // Who writes no parts of seconds into the index compares none.
        use_nsec: entry.stat.mtime.nsecs != 0,
        ..stat::Options::default()
    };
    entry.stat.matches(&now.stat, options) && !entry.stat.is_racy(index.timestamp(), options)
}

/// Returns what an entry of an index says.
fn committed(entry: &gix::index::Entry) -> Option<Content> {
    let kind = match entry.mode {
        Mode::FILE => FileKind::Plain,
        Mode::FILE_EXECUTABLE => FileKind::Executable,
        Mode::SYMLINK => FileKind::Link,
        Mode::COMMIT => FileKind::Repository,
        _ => return None,
    };
    Some(Content { id: entry.id, kind })
}

/// Returns the kind of a file that the system speaks of; `None` where it is none.
fn kind(status: &Status) -> Option<FileKind> {
    match status.form {
        Form::Plain => Some(FileKind::Plain),
        Form::Executable => Some(FileKind::Executable),
        Form::Link => Some(FileKind::Link),
        Form::Other => None,
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "git's index speaks of the disk, and so do we"
)]
fn read(path: &Path, status: &Status) -> io::Result<Content> {
    let kind = kind(status).ok_or(io::ErrorKind::InvalidInput)?;
    let bytes = match kind {
        FileKind::Link => fs::read_link(path)?.into_os_string().into_encoded_bytes(),
        _ => fs::read(path)?,
    };
    let id = gix::objs::compute_hash(gix::hash::Kind::Sha1, gix::objs::Kind::Blob, &bytes)
        .map_err(io::Error::other)?;
    Ok(Content { id, kind })
}
