//! The files of the commits, read once.

use std::sync::{Arc, Mutex, PoisonError};

use gix::ObjectId;
use rustc_hash::FxHashMap;

use crate::changes::{Changes, FileChanges};
use crate::graph::{CommitId, Graph, Step};
use crate::history::{Error, broken};
use crate::line_map::LineMap;
use crate::text::Text;

type Cache<K, V> = Mutex<FxHashMap<K, Arc<V>>>;

/// What was read of a history, shared by all threads.
#[derive(Debug)]
pub(crate) struct Store {
    pub(crate) graph: Graph,
    pub(crate) changes: Changes,
    texts: Cache<ObjectId, Text>,
    maps: Cache<(ObjectId, ObjectId), LineMap>,
}

/// A thread's way into a [`Store`].
pub(crate) struct Reader<'a> {
    pub(crate) store: &'a Store,
    pub(crate) local: gix::Repository,
}

impl Store {
    pub(crate) fn new(graph: Graph, changes: Changes) -> Self {
        Self {
            graph,
            changes,
            texts: Cache::default(),
            maps: Cache::default(),
        }
    }
}

/// Returns what a cache has, or makes it. Two threads may make the same thing, which costs time and nothing else.
fn cached<K, V, E>(
    cache: &Cache<K, V>,
    key: K,
    make: impl FnOnce() -> Result<V, E>,
) -> Result<Arc<V>, E>
where
    K: Eq + std::hash::Hash,
{
    let known = cache
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .get(&key)
        .cloned();
    if let Some(known) = known {
        return Ok(known);
    }
    let value = Arc::new(make()?);
    let mut cache = cache.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(Arc::clone(cache.entry(key).or_insert(value)))
}

impl Reader<'_> {
    pub(crate) fn graph(&self) -> &Graph {
        &self.store.graph
    }

    /// Returns the bytes of a file.
    pub(crate) fn bytes(&self, blob: ObjectId) -> Result<Vec<u8>, Error> {
        let object = self.local.find_object(blob);
        Ok(object.map_err(|error| broken(blob, error))?.detach().data)
    }

    /// Returns the text of a file.
    pub(crate) fn text(&self, blob: ObjectId) -> Result<Arc<Text>, Error> {
        cached(&self.store.texts, blob, || {
            let object = self.local.find_object(blob);
            let object = object.map_err(|error| broken(blob, error))?;
            Ok(Text::new(&object.data))
        })
    }

    /// Compares two versions of a file.
    pub(crate) fn map(&self, before: ObjectId, after: ObjectId) -> Result<Arc<LineMap>, Error> {
        cached(&self.store.maps, (before, after), || {
            Ok(LineMap::new(self.text(before)?, self.text(after)?))
        })
    }

    /// Returns the file at a path in a commit.
    pub(crate) fn blob(&self, commit: CommitId, path: &str) -> Result<Option<ObjectId>, Error> {
        let commit = self.graph().commit(commit);
        let tree = self.local.find_tree(commit.tree);
        let tree = tree.map_err(|error| broken(commit.id, error))?;
        // A path that leads on below a file or a link leads to nothing.
        let entry = tree.lookup_entry_by_path(path).unwrap_or_default();
        Ok(entry
            .filter(|it| it.mode().is_blob())
            .map(|it| it.object_id()))
    }

    /// Returns what a step changed.
    pub(crate) fn changes(&self, step: Step) -> Result<FileChanges, Error> {
        self.store.changes.step(&self.local, self.graph(), step)
    }
}
