//! The files of the commits, read once.

use std::cell::RefCell;
use std::hash::Hash;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use gix::ObjectId;
use rustc_hash::FxHashMap;

use crate::cache::Texts;
use crate::chain::Chain;
use crate::changes::{Changes, FileChanges};
use crate::follow::Now;
use crate::graph::{CommitId, Graph, Step};
use crate::history::{Error, Revision, broken};
use crate::line_map::{LineMap, Pairs};
use crate::symbol::{Language, Symbol, Unread};
use crate::text::{Symbols, Text};
use crate::trace::Trace;

type Cache<K, V> = Mutex<FxHashMap<K, Arc<V>>>;

/// What was read of a history, shared by all threads.
#[derive(Debug)]
pub(crate) struct Store {
    pub(crate) graph: Graph,
    pub(crate) changes: Changes,
    pub(crate) texts: Cache<ObjectId, Text>,
    pub(crate) pairs: Cache<(ObjectId, ObjectId), Pairs>,
    /// The symbols that an earlier run read.
    pub(crate) symbols: FxHashMap<(ObjectId, Language), Arc<Symbols>>,
    /// Whether two versions were compared, or symbols read, that no earlier run had.
    has_more: AtomicBool,
    chains: Mutex<FxHashMap<CommitId, Option<Arc<Chain>>>>,
}

/// A thread's way into a [`Store`], and into the files as they are.
pub(crate) struct Reader<'a> {
    pub(crate) store: &'a Store,
    pub(crate) local: gix::Repository,
    now: &'a Now<'a>,
    /// What was asked that may be answered otherwise another time.
    pub(crate) trace: RefCell<Trace>,
}

impl Store {
    pub(crate) fn new(graph: Graph, changes: Changes, texts: Texts) -> Self {
        Self {
            graph,
            changes,
            texts: Cache::default(),
            pairs: Mutex::new(texts.pairs),
            symbols: texts.symbols,
            has_more: AtomicBool::new(false),
            chains: Mutex::default(),
        }
    }

    /// Returns whether something was found out of texts that no earlier run had.
    pub(crate) fn has_more(&self) -> bool {
        self.has_more.load(Ordering::Relaxed)
    }

    /// Returns the way from a commit to the last one; `None` where none leads there.
    pub(crate) fn chain(&self, commit: CommitId) -> Option<Arc<Chain>> {
        let mut chains = lock(&self.chains);
        let make = || self.graph.chain(commit);
        chains
            .entry(commit)
            .or_insert_with(|| make().map(Chain::new).map(Arc::new))
            .clone()
    }
}

pub(crate) fn lock<T>(of: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    // A cache that was left in the middle of an insertion is still a cache.
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Returns what a cache has, or makes it. Two threads may make the same thing, which costs time and nothing else.
fn cached<K: Eq + Hash, V>(
    cache: &Cache<K, V>,
    key: K,
    make: impl FnOnce() -> Result<V, Error>,
) -> Result<Arc<V>, Error> {
    if let Some(known) = lock(cache).get(&key) {
        return Ok(Arc::clone(known));
    }
    let value = Arc::new(make()?);
    Ok(Arc::clone(lock(cache).entry(key).or_insert(value)))
}

impl<'a> Reader<'a> {
    pub(crate) fn new(store: &'a Store, local: gix::Repository, now: &'a Now<'a>) -> Self {
        Self {
            store,
            local,
            now,
            trace: RefCell::default(),
        }
    }

    pub(crate) fn graph(&self) -> &'a Graph {
        &self.store.graph
    }

    /// Does something and returns what its result was taken from beside.
    pub(crate) fn traced<T>(
        &self,
        work: impl FnOnce() -> Result<T, Error>,
    ) -> Result<(T, Trace), Error> {
        self.trace.take();
        let result = work()?;
        Ok((result, self.trace.take()))
    }

    /// Returns the commit at a place of the graph.
    pub(crate) fn id(&self, commit: CommitId) -> Revision {
        Revision(self.graph().commit(commit).id)
    }

    /// Returns the bytes of a file as it is, by its path in the repository.
    pub(crate) fn now(&self, path: &str) -> Option<Vec<u8>> {
        let bytes = (self.now)(path);
        let content = bytes.as_deref().map(content_id);
        self.trace.borrow_mut().saw(path, content);
        bytes
    }

    /// Returns the bytes of a file.
    pub(crate) fn bytes(&self, blob: ObjectId) -> Result<Vec<u8>, Error> {
        let object = self.local.find_object(blob);
        Ok(object.map_err(|error| broken(blob, error))?.detach().data)
    }

    /// Returns the text of a file.
    pub(crate) fn text(&self, blob: ObjectId) -> Result<Arc<Text>, Error> {
        let text = cached(&self.store.texts, blob, || {
            let object = self.local.find_object(blob);
            let object = object.map_err(|error| broken(blob, error))?;
            Ok(Text::new(&object.data))
        });
        if text.is_err() {
            // A clone that fetches it later knows more.
            self.trace.borrow_mut().is_loose = true;
        }
        text
    }

    /// Returns which lines two versions of a file share.
    pub(crate) fn pairs(&self, before: ObjectId, after: ObjectId) -> Result<Arc<Pairs>, Error> {
        cached(&self.store.pairs, (before, after), || {
            self.store.has_more.store(true, Ordering::Relaxed);
            Ok(Pairs::new(&*self.text(before)?, &*self.text(after)?))
        })
    }

    /// Compares two versions of a file.
    pub(crate) fn map(&self, before: ObjectId, after: ObjectId) -> Result<LineMap, Error> {
        let (old, new) = (self.text(before)?, self.text(after)?);
        Ok(LineMap::with(old, new, self.pairs(before, after)?))
    }

    /// Returns what a version of the file at a path defines; nothing where that cannot be told, which is noted.
    pub(crate) fn symbols(&self, blob: Option<ObjectId>, path: &str, text: &Text) -> Arc<[Symbol]> {
        let Some(language) = Language::of_path(path) else {
            return Arc::default();
        };
        let known = blob.and_then(|it| self.store.symbols.get(&(it, language)));
        let symbols = if let Some(known) = known {
            Arc::clone(known)
        } else {
            let has_more = &self.store.has_more;
            has_more.fetch_or(blob.is_some(), Ordering::Relaxed);
            text.symbols(language)
        };
        match &*symbols {
            Ok(symbols) => Arc::clone(symbols),
            Err(why) => {
                self.note_unread(path, *why);
                Arc::default()
            }
        }
    }

    fn note_unread(&self, path: &str, why: Unread) {
        self.trace.borrow_mut().unread.insert(path.into(), why);
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

    /// Returns the file at a path in the last commit.
    pub(crate) fn blob_at_head(&self, path: &str) -> Result<Option<ObjectId>, Error> {
        self.counts_on(path);
        match self.graph().last() {
            Some(head) => self.blob(head, path),
            None => Ok(None),
        }
    }

    /// Notes that it counts which commits changed the file at a path.
    pub(crate) fn counts_on(&self, path: &str) {
        let mut trace = self.trace.borrow_mut();
        if !trace.paths.contains(path) {
            trace.paths.insert(path.into());
        }
    }

    /// Returns what a step changed.
    pub(crate) fn changes(&self, step: Step) -> Result<FileChanges, Error> {
        self.store.changes.step(&self.local, self.graph(), step)
    }
}

/// Returns the id that git gives to a file with these bytes.
pub(crate) fn content_id(bytes: &[u8]) -> ObjectId {
    gix::objs::compute_hash(gix::hash::Kind::Sha1, gix::objs::Kind::Blob, bytes)
        .unwrap_or_else(|_| ObjectId::null(gix::hash::Kind::Sha1))
}
