//! Which files each commit changed.

use std::sync::{Arc, Mutex, PoisonError};

use gix::ObjectId;
use gix::diff::tree::Recorder;
use gix::diff::tree::recorder::Change;
use gix::objs::TreeRefIter;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::cache::Known;
use crate::graph::{CommitId, Graph, Step};
use crate::history::{Error, broken};

/// How much of decoded objects each thread keeps, in bytes: neighbouring commits share most of their trees.
pub(crate) const OBJECT_CACHE: usize = 16 << 20;

/// What a commit did to a file: neither has it when the one before or after does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FileChange {
    pub(crate) path: Arc<str>,
    pub(crate) before: Option<ObjectId>,
    pub(crate) after: Option<ObjectId>,
}

/// The changes of a step, by path.
pub(crate) type FileChanges = Arc<[FileChange]>;

/// Returns what a step did to one file.
pub(crate) fn to_file<'a>(changes: &'a [FileChange], path: &str) -> Option<&'a FileChange> {
    let at = changes.binary_search_by(|it| (*it.path).cmp(path)).ok()?;
    changes.get(at)
}

/// Returns whether a step changed a file in a folder, which is written without a slash at its end.
pub(crate) fn touches_below(changes: &[FileChange], folder: &str) -> bool {
    let prefix = format!("{folder}/");
    let at = changes.partition_point(|it| *it.path < *prefix);
    changes
        .get(at)
        .is_some_and(|it| it.path.starts_with(&prefix))
}

/// The changed files of every commit of a graph.
#[derive(Debug)]
pub(crate) struct Changes {
    /// Against the first parent, by commit.
    first: Vec<FileChanges>,
    /// Which commits changed a file against their first parent, in their order.
    by_path: FxHashMap<Arc<str>, Vec<CommitId>>,
    /// All paths that ever were, sorted.
    paths: Vec<Arc<str>>,
    /// The same, by their last part.
    by_name: FxHashMap<Box<str>, Vec<Arc<str>>>,
    /// Against the other parents, as they are asked for.
    others: Mutex<FxHashMap<(CommitId, usize), FileChanges>>,
}

impl Changes {
    /// Compares every commit with its first parent, but for those that are known already.
    pub(crate) fn read(
        repository: &gix::ThreadSafeRepository,
        graph: &Graph,
        known: &Known,
    ) -> Result<Self, Error> {
        let commits: Vec<CommitId> = graph.ids().collect();
        let local = || {
            let mut local = repository.to_thread_local();
            local.object_cache_size_if_unset(OBJECT_CACHE);
            local
        };
        // Neighbours in one thread, so that its cache serves.
        let first: Vec<Vec<FileChange>> = commits
            .par_iter()
            .with_min_len(64)
            .map_init(local, |local, commit| {
                match known.commits.get(&graph.commit(*commit).id) {
                    Some(known) => Ok(known.changes.to_vec()),
                    None => step_changes(local, graph, *commit, 0),
                }
            })
            .collect::<Result<_, Error>>()?;
        let mut paths: FxHashMap<Arc<str>, Vec<CommitId>> = FxHashMap::default();
        let mut shared = Vec::with_capacity(first.len());
        for (commit, changes) in commits.iter().zip(first) {
            let mut interned = Vec::with_capacity(changes.len());
            for mut change in changes {
                if let Some((path, _)) = paths.get_key_value(&change.path) {
                    change.path = Arc::clone(path);
                }
                let changed = paths.entry(Arc::clone(&change.path)).or_default();
                changed.push(*commit);
                interned.push(change);
            }
            shared.push(FileChanges::from(interned));
        }
        let mut by_name: FxHashMap<Box<str>, Vec<Arc<str>>> = FxHashMap::default();
        let mut all: Vec<Arc<str>> = paths.keys().cloned().collect();
        all.sort_unstable();
        for path in &all {
            let name = path.rsplit('/').next().unwrap_or(path);
            by_name
                .entry(name.into())
                .or_default()
                .push(Arc::clone(path));
        }
        Ok(Self {
            first: shared,
            by_path: paths,
            paths: all,
            by_name,
            others: Mutex::default(),
        })
    }

    /// Returns what a commit changed against its first parent.
    pub(crate) fn first(&self, commit: CommitId) -> &FileChanges {
        &self.first[commit.0 as usize]
    }

    /// Returns the commits that changed a file against their first parent, oldest first.
    pub(crate) fn of(&self, path: &str) -> &[CommitId] {
        self.by_path.get(path).map_or(&[], Vec::as_slice)
    }

    /// Returns the last commit that changed a file whose path begins so and fits.
    pub(crate) fn last_of(&self, prefix: &str, fits: &dyn Fn(&str) -> bool) -> Option<CommitId> {
        let from = self.paths.partition_point(|it| **it < *prefix);
        let begin_so = self.paths[from..].iter();
        let begin_so = begin_so.take_while(|it| it.starts_with(prefix));
        let fitting = begin_so.filter(|it| fits(it));
        fitting.filter_map(|it| self.of(it).last().copied()).max()
    }

    /// Returns the paths that ever were below a folder.
    pub(crate) fn below(&self, folder: &str) -> Vec<&str> {
        let prefix = format!("{folder}/");
        let from = self.paths.partition_point(|it| **it < *prefix);
        let below = self.paths[from..].iter().map(|it| &**it);
        below.take_while(|it| it.starts_with(&prefix)).collect()
    }

    /// Returns the paths that ever were in folders whose paths end with this one, each behind its folder.
    pub(crate) fn in_folders<'a>(
        &'a self,
        ending: &str,
    ) -> impl Iterator<Item = (&'a str, &'a str)> {
        let inner = format!("/{ending}/");
        self.paths.iter().filter_map(move |path| {
            let end = if path.starts_with(&inner[1..]) {
                inner.len() - 2
            } else {
                path.find(&inner)? + inner.len() - 1
            };
            Some((&path[..end], &**path))
        })
    }

    /// Returns the paths that ever were and end with this one, at the bounds of parts.
    pub(crate) fn ending_with<'a>(&'a self, path: &'a str) -> impl Iterator<Item = &'a str> {
        let name = path.rsplit('/').next().unwrap_or(path);
        let all = self.by_name.get(name).into_iter().flatten();
        all.map(|it| &**it).filter(move |it| {
            it.strip_suffix(path)
                .is_some_and(|before| before.is_empty() || before.ends_with('/'))
        })
    }

    /// Returns what a step changed.
    pub(crate) fn step(
        &self,
        repository: &gix::Repository,
        graph: &Graph,
        step: Step,
    ) -> Result<FileChanges, Error> {
        if step.parent == 0 {
            return Ok(Arc::clone(&self.first[step.commit.0 as usize]));
        }
        let key = (step.commit, step.parent);
        let known = |others: &FxHashMap<_, FileChanges>| others.get(&key).cloned();
        if let Some(changes) = known(&self.others.lock().unwrap_or_else(PoisonError::into_inner)) {
            return Ok(changes);
        }
        let changes = step_changes(repository, graph, step.commit, step.parent)?;
        let changes = FileChanges::from(changes);
        let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        others.insert(key, Arc::clone(&changes));
        Ok(changes)
    }
}

/// Compares the tree of a commit with that of a parent, or with an empty one where it has none.
fn step_changes(
    repository: &gix::Repository,
    graph: &Graph,
    commit: CommitId,
    parent: usize,
) -> Result<Vec<FileChange>, Error> {
    let commit = graph.commit(commit);
    let before = commit.parents.get(parent);
    let before = before.map(|it| graph.commit(*it).tree);
    tree_changes(repository, before, commit.tree).map_err(|error| broken(commit.id, error))
}

/// Compares two trees, the first of which may be an empty one; the changes are in the order of their paths.
pub(crate) fn tree_changes(
    repository: &gix::Repository,
    before: Option<ObjectId>,
    after: ObjectId,
) -> Result<Vec<FileChange>, Box<dyn std::error::Error + Send + Sync>> {
    let before = match before {
        Some(before) => repository.find_tree(before)?,
        None => repository.empty_tree(),
    };
    let after = repository.find_tree(after)?;
    let mut recorder = Recorder::default();
    gix::diff::tree(
        TreeRefIter::from_bytes(&before.data, gix::hash::Kind::Sha1),
        TreeRefIter::from_bytes(&after.data, gix::hash::Kind::Sha1),
        gix::diff::tree::State::default(),
        &repository.objects,
        &mut recorder,
    )?;
    let mut changes: Vec<FileChange> = recorder.records.into_iter().filter_map(file).collect();
    changes.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    Ok(changes)
}

/// Returns the change of a file; folders, links and submodules have none.
pub(crate) fn file(change: Change) -> Option<FileChange> {
    let (path, before, after) = match change {
        Change::Addition {
            entry_mode,
            oid,
            path,
            ..
        } => (path, None, entry_mode.is_blob().then_some(oid)),
        Change::Deletion {
            entry_mode,
            oid,
            path,
            ..
        } => (path, entry_mode.is_blob().then_some(oid), None),
        Change::Modification {
            previous_entry_mode,
            previous_oid,
            entry_mode,
            oid,
            path,
        } => (
            path,
            previous_entry_mode.is_blob().then_some(previous_oid),
            entry_mode.is_blob().then_some(oid),
        ),
    };
    if before.is_none() && after.is_none() {
        return None;
    }
    // A path that is no UTF-8 cannot be named in a plan.
    let path = std::str::from_utf8(&path).ok()?;
    Some(FileChange {
        path: path.into(),
        before,
        after,
    })
}
