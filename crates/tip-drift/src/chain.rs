//! The way from a commit to the last one, as a file sees it.

use gix::ObjectId;

use crate::changes::{FileChanges, to_file, touches_below};
use crate::graph::{CommitId, Step};
use crate::history::Error;
use crate::origin::last_change;
use crate::store::Reader;

/// The steps from a commit to the last one.
#[derive(Debug)]
pub(crate) struct Chain {
    steps: Vec<Step>,
    /// Places of the steps that come from another parent than the first.
    aside: Vec<usize>,
}

/// The next change of a file.
pub(crate) struct Next {
    /// The place in the chain after it.
    pub(crate) at: usize,
    pub(crate) commit: CommitId,
    /// All that the step changed.
    pub(crate) changes: FileChanges,
    /// The file before; `None` when it was not there.
    pub(crate) before: Option<ObjectId>,
    /// The file after; `None` when it is gone.
    pub(crate) after: Option<ObjectId>,
}

impl Next {
    /// Returns the commit that made the change: of a merge that only brings it, the commit of the other side.
    pub(crate) fn cause(&self, reader: &Reader<'_>, path: &str) -> Result<CommitId, Error> {
        let mut at = self.commit;
        loop {
            let mut from = None;
            for parent in reader.graph().commit(at).parents.iter().skip(1) {
                if reader.blob(*parent, path)? == self.after {
                    from = Some(*parent);
                    break;
                }
            }
            // A side that never had the file did not delete it.
            let made = from.map(|it| last_change(reader, it, path));
            match made.filter(|it| reader.store.changes.of(path).contains(it)) {
                Some(made) => at = made,
                None => return Ok(at),
            }
        }
    }
}

impl Chain {
    pub(crate) fn new(steps: Vec<Step>) -> Self {
        let aside = steps.iter().enumerate().filter(|(_, it)| it.parent != 0);
        let aside = aside.map(|it| it.0).collect();
        Self { steps, aside }
    }

    /// Returns the next change of a file, from a place in the chain on.
    pub(crate) fn next(
        &self,
        reader: &Reader<'_>,
        from: usize,
        path: &str,
    ) -> Result<Option<Next>, Error> {
        // Found or not: another `HEAD` may lack the step, or have one more.
        reader.counts_on(path);
        let straight = self.straight(reader, from, path);
        let aside = self.aside.partition_point(|it| *it < from);
        for &at in &self.aside[aside..] {
            if straight.is_some_and(|it| it < at) {
                break;
            }
            let changes = reader.changes(self.steps[at])?;
            if to_file(&changes, path).is_some() {
                return Ok(Some(self.at(at, changes, path)));
            }
        }
        let Some(at) = straight else {
            return Ok(None);
        };
        let changes = reader.changes(self.steps[at])?;
        Ok(Some(self.at(at, changes, path)))
    }

    /// Returns the commits that changed something in a folder, oldest first.
    pub(crate) fn below(&self, reader: &Reader<'_>, folder: &str) -> Result<Vec<CommitId>, Error> {
        let mut found = Vec::new();
        for step in &self.steps {
            if touches_below(&reader.changes(*step)?, folder) {
                found.push(step.commit);
            }
        }
        Ok(found)
    }

    fn at(&self, at: usize, changes: FileChanges, path: &str) -> Next {
        let change = to_file(&changes, path);
        let (before, after) = change.map_or((None, None), |it| (it.before, it.after));
        Next {
            at: at + 1,
            commit: self.steps[at].commit,
            changes,
            before,
            after,
        }
    }

    /// Returns the place of the next step along a first parent that changes a file.
    fn straight(&self, reader: &Reader<'_>, from: usize, path: &str) -> Option<usize> {
        let first = self.steps.get(from)?.commit;
        let changed = reader.store.changes.of(path);
        let start = changed.partition_point(|it| *it < first);
        changed[start..].iter().find_map(|commit| {
            // The steps of a chain are in the order of the graph.
            let at = self
                .steps
                .binary_search_by_key(commit, |it| it.commit)
                .ok()?;
            (self.steps[at].parent == 0).then_some(at)
        })
    }
}
