//! Commits and the files in them.

use std::fmt;

use camino::{Utf8Path, Utf8PathBuf};
use gix::object::Kind;
use gix::{ObjectId, ThreadSafeRepository};
use thiserror::Error;

use crate::store::content_id;

/// Why the history cannot tell.
#[derive(Debug, Error)]
pub enum Error {
    /// The folder belongs to no git repository.
    #[error("`{path}` belongs to no git repository")]
    NoRepository {
        /// The folder.
        path: Utf8PathBuf,
        /// What git says.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A name that is no commit.
    #[error("`{name}` is no commit of this repository")]
    UnknownRevision {
        /// The name.
        name: String,
        /// What git says.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A file that git keeps for itself is not as it should be.
    #[error("{what} cannot be read")]
    Unreadable {
        /// What the file says.
        what: &'static str,
        /// What git says.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The index, which holds what is staged, cannot be read.
    #[error("the index of git cannot be read")]
    Index {
        /// What git says.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// An object is missing or broken, as in a shallow clone.
    #[error("the history cannot be read at `{revision}`")]
    Broken {
        /// The commit.
        revision: String,
        /// What git says.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

/// Says that the objects behind a commit cannot be read.
pub(crate) fn broken(
    revision: ObjectId,
    source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
) -> Error {
    Error::Broken {
        revision: Revision(revision).to_string(),
        source: source.into(),
    }
}

/// A commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Revision(pub(crate) ObjectId);

impl Revision {
    /// Returns the whole hash.
    pub fn hash(self) -> String {
        self.0.to_string()
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.to_hex_with_len(10))
    }
}

/// Who made a commit, when, and what for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommitInfo {
    /// The commit.
    pub revision: Revision,
    /// The first line of its message.
    pub subject: String,
    /// The name of its author.
    pub author: String,
    /// The day on which it was written: `2026-01-31`.
    pub date: String,
    /// The moment at which it was written, in seconds since 1970.
    pub seconds: i64,
}

/// The history of the repository that a folder belongs to.
pub struct History {
    pub(crate) repository: ThreadSafeRepository,
    /// The folder within the work tree, that paths are relative to; with a `/` at its end unless it is empty.
    pub(crate) prefix: String,
}

impl fmt::Debug for History {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("History")
            .field("prefix", &self.prefix)
            .finish_non_exhaustive()
    }
}

impl History {
    /// Opens the repository that `folder` belongs to; paths are relative to `folder`.
    #[expect(
        clippy::disallowed_methods,
        reason = "git reads the disk itself, and only the disk knows where its links lead"
    )]
    pub fn open(folder: &Utf8Path) -> Result<Self, Error> {
        let repository =
            gix::discover(folder.as_std_path()).map_err(|source| Error::NoRepository {
                path: folder.to_path_buf(),
                source: Box::new(source),
            })?;
        // A link on the way to either would hide that one lies in the other.
        let real = folder.canonicalize_utf8();
        let real = real.as_deref().unwrap_or(folder);
        let tree = repository.workdir().and_then(Utf8Path::from_path);
        let tree = tree.and_then(|it| it.canonicalize_utf8().ok());
        let inside = tree.and_then(|it| real.strip_prefix(it).map(Utf8Path::to_path_buf).ok());
        let prefix = match inside {
            Some(inside) if !inside.as_str().is_empty() => format!("{inside}/"),
            _ => String::new(),
        };
        Ok(Self {
            repository: repository.into_sync(),
            prefix,
        })
    }

    /// Returns the commit of a name as git reads it: a branch, a tag, `HEAD~2`, the start of a hash.
    pub fn revision(&self, name: &str) -> Result<Revision, Error> {
        let unknown = |source: Box<dyn std::error::Error + Send + Sync>| Error::UnknownRevision {
            name: name.to_owned(),
            source,
        };
        let repository = self.repository.to_thread_local();
        let id = repository
            .rev_parse_single(name)
            .map_err(|error| unknown(Box::new(error)))?;
        let object = id.object().map_err(|error| unknown(Box::new(error)))?;
        let commit = object
            .peel_to_kind(Kind::Commit)
            .map_err(|error| unknown(Box::new(error)))?;
        Ok(Revision(commit.id))
    }

    /// Returns the last commit that both have behind them; `None` where they have none.
    pub fn merge_base(&self, one: Revision, other: Revision) -> Result<Option<Revision>, Error> {
        let repository = self.repository.to_thread_local();
        let base = repository.merge_base(one.0, other.0);
        let base = base.map_err(|source| Error::Broken {
            revision: one.to_string(),
            source: Box::new(source),
        })?;
        Ok(base.map(|it| Revision(it.detach())))
    }

    /// Returns who made a commit, when, and what for.
    pub fn about(&self, revision: Revision) -> Result<CommitInfo, Error> {
        let repository = self.repository.to_thread_local();
        let commit = repository.find_commit(revision.0);
        let commit = commit.map_err(|error| broken(revision.0, error))?;
        let author = commit.author().map_err(|error| broken(revision.0, error))?;
        let time = author.time().map_err(|error| broken(revision.0, error))?;
        let message = String::from_utf8_lossy(commit.message_raw_sloppy()).into_owned();
        let subject = message.lines().find(|it| !it.trim().is_empty());
        Ok(CommitInfo {
            revision,
            subject: subject.unwrap_or_default().trim().to_owned(),
            author: String::from_utf8_lossy(author.name).into_owned(),
            seconds: time.seconds,
            date: time
                .format(gix::date::time::format::SHORT)
                .map_err(|error| broken(revision.0, error))?,
        })
    }

    /// Returns the name of whoever works here, as git is told it.
    pub fn user(&self) -> Option<String> {
        let repository = self.repository.to_thread_local();
        let name = repository.config_snapshot().string("user.name")?;
        let name = String::from_utf8_lossy(&name).trim().to_owned();
        (!name.is_empty()).then_some(name)
    }

    /// Returns whether the last commit holds something at a path.
    pub fn holds(&self, path: &str) -> bool {
        let repository = self.repository.to_thread_local();
        let tree = repository.head_tree().ok();
        let entry = tree.and_then(|it| {
            it.lookup_entry_by_path(format!("{}{path}", self.prefix))
                .ok()
        });
        entry.flatten().is_some()
    }

    /// Returns what stands for how the history is cut, as in a shallow clone, and which objects are replaced by others.
    pub(crate) fn grafts(&self) -> Result<ObjectId, Error> {
        let repository = self.repository.to_thread_local();
        let unreadable = |source: Box<dyn std::error::Error + Send + Sync>| Error::Unreadable {
            what: "where the history is cut",
            source,
        };
        let cut = repository
            .shallow_commits()
            .map_err(|error| unreadable(Box::new(error)))?;
        let cut = cut.iter().flat_map(|it| it.iter());
        let mut lines: Vec<String> = cut.map(ToString::to_string).collect();
        let references = repository
            .references()
            .map_err(|error| unreadable(Box::new(error)))?;
        let replaced = references
            .prefixed("refs/replace/")
            .map_err(|error| unreadable(Box::new(error)))?;
        for reference in replaced {
            let reference = reference.map_err(|error| unreadable(error.into()))?;
            lines.push(format!("{:?}", reference.inner));
        }
        lines.sort_unstable();
        Ok(content_id(lines.join("\n").as_bytes()))
    }

    /// Returns the files and folders by which one tells without reading it whether the history stands as it stood: where `HEAD` is,
    /// what is staged, what was fetched, how the history is cut, and which objects were packed.
    ///
    /// Some of them need not be there.
    pub fn deciding_files(&self) -> Vec<Utf8PathBuf> {
        let repository = self.repository.to_thread_local();
        let (own, common) = (repository.git_dir(), repository.common_dir());
        let head = repository.head_name().ok().flatten();
        let head = head.map(|it| it.as_bstr().to_string()).unwrap_or_default();
        let of_own = ["HEAD", "index", "FETCH_HEAD", &head];
        let of_common = [
            "packed-refs",
            "reftable/tables.list",
            "shallow",
            "refs/replace",
            "config",
            "objects/pack",
            &head,
        ];
        let paths = of_own.iter().map(|it| own.join(it));
        let paths = paths.chain(of_common.iter().map(|it| common.join(it)));
        paths
            .filter_map(|it| Utf8PathBuf::from_path_buf(it).ok())
            .collect()
    }

    /// Returns whether this clone lacks older commits.
    pub fn is_shallow(&self) -> Result<bool, Error> {
        let repository = self.repository.to_thread_local();
        let cut = repository
            .shallow_commits()
            .map_err(|error| Error::Unreadable {
                what: "where the history is cut",
                source: Box::new(error),
            })?;
        Ok(cut.is_some())
    }

    /// Returns the paths of the submodules, which have histories of their own.
    pub fn submodules(&self) -> Result<Vec<String>, Error> {
        let repository = self.repository.to_thread_local();
        let index = repository.index_or_empty().map_err(|source| Error::Index {
            source: Box::new(source),
        })?;
        let entries = index.entries().iter();
        let links = entries.filter(|it| it.mode == gix::index::entry::Mode::COMMIT);
        let paths = links.filter_map(|it| {
            let path = std::str::from_utf8(it.path(&index)).ok()?;
            path.strip_prefix(self.prefix.as_str()).map(str::to_owned)
        });
        Ok(paths.collect())
    }

    /// Returns what git is in the middle of: a merge, a rebase.
    pub fn in_progress(&self) -> Option<&'static str> {
        use gix::state::InProgress;
        let repository = self.repository.to_thread_local();
        Some(match repository.state()? {
            InProgress::Merge => "a merge",
            InProgress::Rebase | InProgress::RebaseInteractive => "a rebase",
            InProgress::CherryPick | InProgress::CherryPickSequence => "a cherry-pick",
            InProgress::Revert | InProgress::RevertSequence => "a revert",
            InProgress::Bisect => "a bisection",
            InProgress::ApplyMailbox | InProgress::ApplyMailboxRebase => "applying patches",
        })
    }

    /// Returns the bytes of a file as it was in a commit; `None` where it was not there.
    pub fn file(&self, revision: Revision, path: &str) -> Result<Option<Vec<u8>>, Error> {
        let broken = |source: Box<dyn std::error::Error + Send + Sync>| Error::Broken {
            revision: revision.to_string(),
            source,
        };
        let repository = self.repository.to_thread_local();
        let commit = repository
            .find_commit(revision.0)
            .map_err(|error| broken(Box::new(error)))?;
        let tree = commit.tree().map_err(|error| broken(Box::new(error)))?;
        let path = format!("{}{path}", self.prefix);
        let entry = tree
            .lookup_entry_by_path(&path)
            .map_err(|error| broken(Box::new(error)))?;
        let Some(entry) = entry.filter(|it| it.mode().is_blob()) else {
            return Ok(None);
        };
        let object = entry.object().map_err(|error| broken(Box::new(error)))?;
        Ok(Some(object.detach().data))
    }
}
