//! The versions of one file, and the commits that changed it.

use crate::drift::Drift;
use crate::graph::Step;
use crate::history::{Error, Revision};
use crate::origin::{last_change, parents};

/// A version of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileVersion {
    /// The commit that made it.
    pub revision: Revision,
    /// Its path then, relative to the folder that the history was opened at.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

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
                versions.push(FileVersion {
                    revision: reader.id(commit),
                    path: self.shown(&path),
                    bytes: reader.bytes(blob)?,
                });
            }
            let Some((parent, before_path, before)) = before else {
                return Ok(versions);
            };
            commit = reader.graph().commit(commit).parents[parent];
            (path, blob) = (before_path, before);
        }
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
