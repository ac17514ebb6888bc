//! The versions of one file, and the commits that changed it.

use std::sync::Arc;

use gix::ObjectId;

use crate::changes::touches_below;
use crate::drift::Drift;
use crate::graph::{CommitId, Step};
use crate::history::{Error, Revision};
use crate::origin::{Needle, Origin, last_change, origins, parents};
use crate::store::{Reader, content_id};
use crate::text::Text;

/// A version of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileVersion {
    /// The commit that made it.
    pub revision: Revision,
    /// Its path then, relative to the folder that the history was opened at.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What it holds: two versions that are the same have the same.
    pub content: ContentId,
}

/// What a version of a file holds, as git names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ContentId(ObjectId);

impl ContentId {
    /// Returns that of bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(content_id(bytes))
    }

    /// Returns it as bytes.
    pub fn bytes(self) -> [u8; 20] {
        let own = self.0.as_slice();
        own.try_into().unwrap_or_default()
    }
}

/// Tells where things of a version were in the one before: the version before, the version after, and the things in it.
pub type Earlier<'a, T> = dyn FnMut(&FileVersion, &FileVersion, &[T]) -> Vec<Option<T>> + 'a;

impl Drift<'_> {
    /// Returns the versions of a file, the newest first, back through its renames; none where the last commit lacks it.
    ///
    /// Of a merge the parent is taken whose version is the same, else the first that has one.
    pub fn versions(&self, path: &str) -> Result<Vec<FileVersion>, Error> {
        let reader = self.reader(&|_| None)?;
        let mut versions = Vec::new();
        let Some(head) = reader.graph().last() else {
            return Ok(versions);
        };
        let mut path = self.full(path);
        let Some(mut blob) = reader.blob(head, &path)? else {
            return Ok(versions);
        };
        let mut commit = head;
        loop {
            commit = last_change(&reader, commit, &path);
            let before = parents(&reader, commit, &path, blob)?.into_iter().next();
            let is_new = before
                .as_ref()
                .is_none_or(|(_, old, it)| *it != blob || *old != path);
            if is_new {
                versions.push(self.version(&reader, commit, &path, blob)?);
            }
            let Some((parent, before_path, before)) = before else {
                return Ok(versions);
            };
            commit = reader.graph().commit(commit).parents[parent];
            (path, blob) = (before_path, before);
        }
    }

    /// Returns the version of a file that the last commit has; none where it lacks the file.
    pub fn last_version(&self, path: &str) -> Result<Option<FileVersion>, Error> {
        let reader = self.reader(&|_| None)?;
        let Some(head) = reader.graph().last() else {
            return Ok(None);
        };
        let path = self.full(path);
        let blob = reader.blob(head, &path)?;
        blob.map(|blob| self.version(&reader, last_change(&reader, head, &path), &path, blob))
            .transpose()
    }

    /// Returns for each thing in the last version of a file the commit since which it is there without interruption.
    ///
    /// It goes back through the versions, renames and merges included, for as long as `earlier` finds it in the one before. Of a merge it
    /// goes to the first parent that has it, the one whose version is the same before others.
    pub fn since<T: Copy>(
        &self,
        path: &str,
        things: &[T],
        earlier: &mut Earlier<'_, T>,
    ) -> Result<Vec<Option<Revision>>, Error> {
        let reader = self.reader(&|_| None)?;
        let mut since = vec![None; things.len()];
        let Some(head) = reader.graph().last() else {
            return Ok(since);
        };
        let path = self.full(path);
        let Some(blob) = reader.blob(head, &path)? else {
            return Ok(since);
        };
        let all: Vec<(usize, T)> = things.iter().copied().enumerate().collect();
        let mut open = vec![(head, path, blob, all)];
        while let Some((commit, path, blob, mut left)) = open.pop() {
            if left.is_empty() {
                continue;
            }
            let commit = last_change(&reader, commit, &path);
            let mut after = None;
            for (parent, before_path, before) in parents(&reader, commit, &path, blob)? {
                let at = reader.graph().commit(commit).parents[parent];
                if before == blob {
                    open.push((at, before_path, before, std::mem::take(&mut left)));
                    break;
                }
                let after = match &mut after {
                    Some(after) => after,
                    none => none.insert(self.version(&reader, commit, &path, blob)?),
                };
                let old = self.version(&reader, at, &before_path, before)?;
                let asked: Vec<T> = left.iter().map(|it| it.1).collect();
                let found = earlier(&old, after, &asked);
                let mut found_before = Vec::new();
                let mut rest = Vec::new();
                for ((thing, here), found) in left.into_iter().zip(found) {
                    match found {
                        Some(there) => found_before.push((thing, there)),
                        None => rest.push((thing, here)),
                    }
                }
                open.push((at, before_path, before, found_before));
                left = rest;
            }
            for (thing, _) in left {
                since[thing] = Some(reader.id(commit));
            }
        }
        Ok(since)
    }

    fn version(
        &self,
        reader: &Reader<'_>,
        commit: CommitId,
        path: &str,
        blob: ObjectId,
    ) -> Result<FileVersion, Error> {
        Ok(FileVersion {
            revision: reader.id(commit),
            path: self.shown(path),
            bytes: reader.bytes(blob)?,
            content: ContentId(blob),
        })
    }

    /// Returns the commits that changed a file after another commit, oldest first, each with whether it added the file.
    pub fn changed_since(
        &self,
        path: &str,
        base: Revision,
    ) -> Result<Vec<(Revision, bool)>, Error> {
        let reader = self.reader(&|_| None)?;
        let full = self.full(path);
        let base = reader.graph().find(base.0);
        let Some(chain) = base.and_then(|it| reader.store.chain(it)) else {
            return Ok(Vec::new());
        };
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(next) = chain.next(&reader, at, &full)? {
            at = next.at;
            found.push((reader.id(next.commit), next.before.is_none()));
        }
        Ok(found)
    }

    /// Returns the commit that wrote words into a line of a file, counted from 0, as the file is given; `None` where none did yet.
    pub fn wrote(
        &self,
        path: &str,
        bytes: &[u8],
        line: usize,
        words: &str,
    ) -> Result<Option<Revision>, Error> {
        let reader = self.reader(&|_| None)?;
        let text = Arc::new(Text::new(bytes));
        let needle = Needle {
            line,
            parts: vec![words.to_owned()],
        };
        let found = origins(&reader, &self.full(path), &text, &[needle])?;
        Ok(found.into_iter().find_map(|it| match it {
            Origin::Commit(commit) => Some(reader.id(commit)),
            Origin::WorkTree => None,
        }))
    }

    /// Returns the commits that changed something in a folder since another commit, that one included, oldest first.
    pub fn changed_below(&self, folder: &str, base: Revision) -> Result<Vec<Revision>, Error> {
        let reader = self.reader(&|_| None)?;
        let full = self.full(folder.trim_end_matches('/'));
        let Some(base) = reader.graph().find(base.0) else {
            return Ok(Vec::new());
        };
        let own = reader.changes(Step {
            commit: base,
            parent: 0,
        })?;
        let mut found = Vec::new();
        if touches_below(&own, &full) {
            found.push(reader.id(base));
        }
        if let Some(chain) = reader.store.chain(base) {
            let later = chain.below(&reader, &full)?;
            found.extend(later.into_iter().map(|it| reader.id(it)));
        }
        Ok(found)
    }

    /// Returns the last commit that changed a file whose path begins so and fits; `None` where there never was one.
    pub fn last_of(
        &self,
        prefix: &str,
        fits: &dyn Fn(&str) -> bool,
    ) -> Result<Option<Revision>, Error> {
        let store = self.store()?;
        let within = |path: &str| self.within(path).is_some_and(fits);
        let last = store.changes.last_of(&self.full(prefix), &within);
        Ok(last.map(|it| Revision(store.graph.commit(it).id)))
    }

    /// Returns whether a commit itself added or changed a file, against its first parent.
    pub fn touches(&self, commit: Revision, path: &str) -> Result<Option<bool>, Error> {
        let reader = self.reader(&|_| None)?;
        let Some(commit) = reader.graph().find(commit.0) else {
            return Ok(None);
        };
        let changes = reader.changes(Step { commit, parent: 0 })?;
        let change = crate::changes::to_file(&changes, &self.full(path));
        Ok(change.map(|it| it.before.is_none()))
    }
}
