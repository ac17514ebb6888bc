//! Which files the versions of a repository hold.

use std::collections::BTreeMap;

use gix::ObjectId;
use gix::bstr::ByteSlice;
use gix::diff::tree::Recorder;
use gix::index::entry::{Flags, Mode};
use gix::objs::TreeRefIter;
use rustc_hash::FxHashSet;

use super::Version;
use crate::changes::file;
use crate::follow::Now;
use crate::history::{Error, History, Revision, broken};
use crate::text::Text;
use crate::work_tree::{Status, is_as_noted};

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// What git knows.
    Blob(ObjectId),
    /// What it does not.
    Bytes(Vec<u8>),
}

impl Content {
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self == other
    }
}

type Files = BTreeMap<String, Content>;

/// A file that differs: its path, what it holds before and after.
type Changed = (String, Option<Content>, Option<Content>);

/// Lists the files of versions.
pub(super) struct Listing<'a> {
    history: &'a History,
    local: gix::Repository,
    untracked: &'a [String],
    now: &'a Now<'a>,
}

impl<'a> Listing<'a> {
    pub(super) fn new(history: &'a History, untracked: &'a [String], now: &'a Now<'a>) -> Self {
        Self {
            history,
            local: history.repository.to_thread_local(),
            untracked,
            now,
        }
    }

    /// Returns the files that two versions do not have in common, by path.
    pub(super) fn changed(&self, before: Version, after: Version) -> Result<Vec<Changed>, Error> {
        if let (Version::Commit(one), Version::Commit(other)) = (before, after) {
            return self.between(Some(one), Some(other));
        }
        let old = self.files(before)?;
        let mut new = self.files(after)?;
        // Folders that a sparse index holds as one are as they were.
        let folded = match after {
            Version::Index | Version::WorkTree => self.folded()?,
            Version::Empty | Version::Commit(_) => Vec::new(),
        };
        let mut changed = Vec::new();
        for (path, content) in old {
            if folded.iter().any(|it| path.starts_with(it.as_str())) {
                continue;
            }
            let after = new.remove(&path);
            if !after.as_ref().is_some_and(|it| self.is_equal(&content, it)) {
                changed.push((path, Some(content), after));
            }
        }
        changed.extend(new.into_iter().map(|(path, it)| (path, None, Some(it))));
        Ok(changed)
    }

    /// Returns the text of a file; empty where this clone lacks it.
    pub(super) fn text(&self, content: &Content) -> Text {
        match content {
            Content::Bytes(bytes) => Text::new(bytes),
            Content::Blob(id) => {
                let object = self.local.find_object(*id);
                object.map_or_else(|_| Text::default(), |it| Text::new(&it.data))
            }
        }
    }

    /// Returns the bytes of a file as it is staged.
    pub(super) fn staged(&self, path: &str) -> Result<Option<Vec<u8>>, Error> {
        let index = self.index()?;
        let full = format!("{}{path}", self.history.prefix);
        let Some(entry) = index.entry_by_path(full.as_bytes().as_bstr()) else {
            return Ok(None);
        };
        let object = self.local.find_object(entry.id);
        Ok(Some(
            object
                .map_err(|error| broken(entry.id, error))?
                .detach()
                .data,
        ))
    }

    fn is_equal(&self, one: &Content, other: &Content) -> bool {
        match (one, other) {
            (Content::Blob(one), Content::Blob(other)) => one == other,
            (Content::Bytes(one), Content::Bytes(other)) => one == other,
            (Content::Blob(id), Content::Bytes(bytes))
            | (Content::Bytes(bytes), Content::Blob(id)) => self.holds(*id, bytes),
        }
    }

    /// Returns whether a file on the disk is what git holds; it may have other line ends there.
    fn holds(&self, id: ObjectId, bytes: &[u8]) -> bool {
        let Ok(object) = self.local.find_object(id) else {
            return false;
        };
        let lines = |it: &[u8]| -> Vec<u8> { it.replace("\r\n", "\n") };
        object.data == bytes || lines(&object.data) == lines(bytes)
    }

    fn files(&self, version: Version) -> Result<Files, Error> {
        match version {
            Version::Empty => Ok(Files::new()),
            Version::Commit(revision) => {
                let all = self.between(None, Some(revision))?;
                let files = all
                    .into_iter()
                    .filter_map(|(path, _, it)| Some((path, it?)));
                Ok(files.collect())
            }
            Version::Index => self.index_files(),
            Version::WorkTree => self.disk_files(),
        }
    }

    fn between(
        &self,
        before: Option<Revision>,
        after: Option<Revision>,
    ) -> Result<Vec<Changed>, Error> {
        let tree = |revision: Option<Revision>| match revision {
            None => Ok(self.local.empty_tree()),
            Some(it) => {
                let commit = self.local.find_commit(it.0);
                let commit = commit.map_err(|error| broken(it.0, error))?;
                commit.tree().map_err(|error| broken(it.0, error))
            }
        };
        let (old, new) = (tree(before)?, tree(after)?);
        let mut recorder = Recorder::default();
        gix::diff::tree(
            TreeRefIter::from_bytes(&old.data, gix::hash::Kind::Sha1),
            TreeRefIter::from_bytes(&new.data, gix::hash::Kind::Sha1),
            gix::diff::tree::State::default(),
            &self.local.objects,
            &mut recorder,
        )
        .map_err(|error| broken(new.id, error))?;
        let changes = recorder.records.into_iter().filter_map(file);
        let inner = changes.filter_map(|it| {
            let path = it.path.strip_prefix(self.history.prefix.as_str())?;
            let blob = |id: Option<ObjectId>| id.map(Content::Blob);
            Some((path.to_owned(), blob(it.before), blob(it.after)))
        });
        Ok(inner.collect())
    }

    fn index(&self) -> Result<gix::worktree::Index, Error> {
        let index = self.local.index_or_empty();
        index.map_err(|source| Error::Index {
            source: Box::new(source),
        })
    }

    /// Returns the folders that a sparse index holds as one.
    fn folded(&self) -> Result<Vec<String>, Error> {
        let index = self.index()?;
        let folders = index.entries().iter().filter(|it| it.mode == Mode::DIR);
        Ok(folders
            .filter_map(|it| self.inner(it.path(&index)))
            .collect())
    }

    /// Returns a path as it is shown, unless it lies outside of the folder or is no UTF-8.
    fn inner(&self, path: &gix::bstr::BStr) -> Option<String> {
        let path = std::str::from_utf8(path).ok()?;
        let inner = path.strip_prefix(self.history.prefix.as_str())?;
        Some(inner.to_owned())
    }

    fn index_files(&self) -> Result<Files, Error> {
        let index = self.index()?;
        let is_file = |mode: Mode| mode == Mode::FILE || mode == Mode::FILE_EXECUTABLE;
        let entries = index.entries().iter().filter(|it| is_file(it.mode));
        // Of a conflict the side that is theirs comes last and stays; none of them is what will be.
        Ok(entries
            .filter_map(|it| Some((self.inner(it.path(&index))?, Content::Blob(it.id))))
            .collect())
    }

    /// Returns the files as they are; those whose size and times are as git noted them are not read.
    fn disk_files(&self) -> Result<Files, Error> {
        let index = self.index()?;
        let Some(folder) = self.local.workdir() else {
            return Ok(Files::new());
        };
        let mut files = Files::new();
        let mut known: FxHashSet<String> = FxHashSet::default();
        for entry in index.entries() {
            if entry.mode != Mode::FILE && entry.mode != Mode::FILE_EXECUTABLE {
                continue;
            }
            let full = entry.path(&index);
            let Some(path) = self.inner(full) else {
                continue;
            };
            if !known.insert(path.clone()) {
                continue;
            }
            let kept = Flags::ASSUME_VALID | Flags::SKIP_WORKTREE;
            let on_disk = folder.join(format!("{}{path}", self.history.prefix));
            let is_unread = || {
                let status = Status::of(&on_disk);
                status.is_some_and(|it| is_as_noted(entry, &index, &it))
            };
            if entry.flags.intersects(kept) || is_unread() {
                files.insert(path, Content::Blob(entry.id));
            } else if let Some(bytes) = (self.now)(&path) {
                let content = if self.holds(entry.id, &bytes) {
                    Content::Blob(entry.id)
                } else {
                    Content::Bytes(bytes)
                };
                files.insert(path, content);
            }
        }
        // A submodule has a history of its own, and what lies in it belongs there.
        let submodules = self.history.submodules()?;
        let is_within = |path: &String| {
            let rest = |it: &String| path.strip_prefix(it.as_str());
            submodules
                .iter()
                .any(|it| rest(it).is_some_and(|rest| rest.starts_with('/')))
        };
        let untracked = self.untracked.iter();
        for path in untracked.filter(|it| !known.contains(*it) && !is_within(it)) {
            if let Some(bytes) = (self.now)(path) {
                files.insert(path.clone(), Content::Bytes(bytes));
            }
        }
        Ok(files)
    }
}
