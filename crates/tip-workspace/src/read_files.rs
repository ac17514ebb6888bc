//! The files of a plan, read, and shared with whoever asks again while they are as they were.

use std::ops::Index;
use std::slice;
use std::sync::Arc;

use tip_plan::Plan;
use tip_syntax::Document;

use crate::{ReadError, Snapshot};

/// The files of a plan, each with its text and what was read of it.
#[derive(Clone, Debug, Default)]
pub struct ReadFiles(Vec<Arc<(Document, Plan)>>);

/// Goes through the files of a plan in their order.
#[derive(Clone, Debug)]
pub struct ReadFilesIter<'a>(slice::Iter<'a, Arc<(Document, Plan)>>);

impl ReadFiles {
    /// Reads files, named by their paths.
    pub fn read<'a>(
        snapshot: &Snapshot,
        paths: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self, ReadError> {
        let files = paths.into_iter().map(|it| snapshot.read_shared(it));
        files.collect::<Result<_, _>>().map(Self)
    }

    /// Returns files as a snapshot before this one read them; `None` where one of them has to be read.
    pub fn known<'a>(
        snapshot: &Snapshot,
        paths: impl IntoIterator<Item = &'a str>,
    ) -> Option<Self> {
        let files = paths.into_iter().map(|it| snapshot.known_shared(it));
        files.collect::<Option<_>>().map(Self)
    }

    /// Returns whether these are the same readings of the same files.
    pub fn is_same(&self, other: &Self) -> bool {
        let pairs = || self.0.iter().zip(&other.0);
        self.0.len() == other.0.len() && pairs().all(|(a, b)| Arc::ptr_eq(a, b))
    }

    /// Reads one more.
    pub fn add(&mut self, snapshot: &Snapshot, path: &str) -> Result<(), ReadError> {
        self.0.push(snapshot.read_shared(path)?);
        Ok(())
    }

    /// Adds those of another plan.
    pub fn append(&mut self, others: &Self) {
        self.0.extend(others.0.iter().cloned());
    }

    /// Goes through them in their order.
    pub fn iter(&self) -> ReadFilesIter<'_> {
        ReadFilesIter(self.0.iter())
    }

    /// Returns how many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Snapshot {
    /// Reads a file as a plan, or takes what a snapshot before this one read of it where it is as it was then.
    pub(crate) fn read_shared(&self, path: &str) -> Result<Arc<(Document, Plan)>, ReadError> {
        let stamp = self.carried().stamp(self.system(), self.root(), path);
        let has_summary = self.has_summary(path);
        let read = || self.read(path).map(Arc::new);
        let plans = &self.carried().plans;
        plans.get(path, stamp, has_summary, read)
    }

    /// Returns what a snapshot before this one read of a file, where it is as it was then.
    fn known_shared(&self, path: &str) -> Option<Arc<(Document, Plan)>> {
        let stamp = self.carried().stamp(self.system(), self.root(), path)?;
        let has_summary = self.has_summary(path);
        self.carried().plans.known(path, stamp, has_summary)
    }
}

impl Index<usize> for ReadFiles {
    type Output = (Document, Plan);

    fn index(&self, at: usize) -> &(Document, Plan) {
        &self.0[at]
    }
}

impl<'a> IntoIterator for &'a ReadFiles {
    type Item = &'a (Document, Plan);
    type IntoIter = ReadFilesIter<'a>;

    fn into_iter(self) -> ReadFilesIter<'a> {
        self.iter()
    }
}

impl<'a> Iterator for ReadFilesIter<'a> {
    type Item = &'a (Document, Plan);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(Arc::as_ref)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl ExactSizeIterator for ReadFilesIter<'_> {}
