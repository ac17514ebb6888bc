//! The commits of a history and how they follow each other.

use gix::ObjectId;
use rustc_hash::FxHashMap;

use crate::cache::Known;
use crate::history::{Error, broken};

/// The place of a commit in a [`Graph`]: parents have lower ones than their children.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct CommitId(pub(crate) u32);

impl CommitId {
    fn index(self) -> usize {
        self.0 as usize
    }
}

/// A commit, as far as following files needs it.
#[derive(Debug)]
pub(crate) struct Commit {
    pub(crate) id: ObjectId,
    pub(crate) tree: ObjectId,
    pub(crate) parents: Vec<CommitId>,
    /// Whether it has parents that this clone does not hold.
    pub(crate) is_boundary: bool,
}

/// All commits behind one, parents first.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    commits: Vec<Commit>,
    places: FxHashMap<ObjectId, CommitId>,
}

/// A step of a [`Graph::chain`]: from the parent of a commit to the commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) commit: CommitId,
    /// Which of its parents is the one before.
    pub(crate) parent: usize,
}

impl Graph {
    /// Reads all commits behind `head`; those that are known already are not asked for again.
    pub(crate) fn read(
        repository: &gix::Repository,
        head: ObjectId,
        known: &Known,
    ) -> Result<Self, Error> {
        let shallow = repository.shallow_commits().ok().flatten();
        let is_cut = |id: &ObjectId| {
            shallow
                .as_ref()
                .is_some_and(|it| it.iter().any(|cut| cut == id))
        };
        let mut read: FxHashMap<ObjectId, (ObjectId, Vec<ObjectId>)> = FxHashMap::default();
        let mut order = Vec::new();
        // Depth first, a commit is done when all its parents are.
        let mut stack = vec![(head, false)];
        while let Some((id, parents_are_done)) = stack.pop() {
            if parents_are_done {
                order.push(id);
                continue;
            }
            if read.contains_key(&id) {
                continue;
            }
            if let Some(commit) = known.commits.get(&id) {
                stack.push((id, true));
                stack.extend(commit.parents.iter().rev().map(|it| (*it, false)));
                read.insert(id, (commit.tree, commit.parents.clone()));
                continue;
            }
            let commit = repository
                .find_commit(id)
                .map_err(|error| broken(id, error))?;
            let tree = commit.tree_id().map_err(|error| broken(id, error))?;
            let parents: Vec<ObjectId> = if is_cut(&id) {
                Vec::new()
            } else {
                commit.parent_ids().map(gix::Id::detach).collect()
            };
            stack.push((id, true));
            stack.extend(parents.iter().rev().map(|it| (*it, false)));
            read.insert(id, (tree.detach(), parents));
        }
        let mut graph = Self::default();
        for id in order {
            let Some((tree, parents)) = read.remove(&id) else {
                continue;
            };
            let place = CommitId(graph.commits.len() as u32);
            let parents = parents
                .iter()
                .filter_map(|it| graph.places.get(it).copied());
            graph.commits.push(Commit {
                id,
                tree,
                parents: parents.collect(),
                is_boundary: is_cut(&id),
            });
            graph.places.insert(id, place);
        }
        Ok(graph)
    }

    pub(crate) fn commit(&self, commit: CommitId) -> &Commit {
        &self.commits[commit.index()]
    }

    pub(crate) fn find(&self, id: ObjectId) -> Option<CommitId> {
        self.places.get(&id).copied()
    }

    /// Returns the commit that all others are behind; `None` where there is none.
    pub(crate) fn last(&self) -> Option<CommitId> {
        (self.commits.len() as u32).checked_sub(1).map(CommitId)
    }

    pub(crate) fn ids(&self) -> impl Iterator<Item = CommitId> + use<> {
        (0..self.commits.len() as u32).map(CommitId)
    }

    /// Returns the steps that lead from `base` to the last commit, along first parents where they come from `base` too.
    ///
    /// Empty when `base` is the last commit; `None` when it is not behind it.
    pub(crate) fn chain(&self, base: CommitId) -> Option<Vec<Step>> {
        let mut is_after = vec![false; self.commits.len()];
        is_after[base.index()] = true;
        for at in base.index() + 1..self.commits.len() {
            is_after[at] = self.commits[at]
                .parents
                .iter()
                .any(|it| is_after[it.index()]);
        }
        let mut at = self.last()?;
        let mut steps = Vec::new();
        while at != base {
            let parents = &self.commit(at).parents;
            let parent = parents.iter().position(|it| is_after[it.index()])?;
            steps.push(Step { commit: at, parent });
            at = parents[parent];
        }
        steps.reverse();
        Some(steps)
    }
}
