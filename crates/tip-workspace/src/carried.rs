//! What a snapshot leaves to the one after it.
//!
//! A server answers one question after the other about one repository, and each answer is about the files as they are when it is asked.
//! What was made of files is kept with their stamps, taken before they were read, and holds for as long as they bear the same ones.

mod discovery;

mod drifts;

mod known;

mod look;

mod parts;

mod plans;

mod tree_stamps;

use std::sync::{Arc, Mutex};

use camino::Utf8Path;
use rustc_hash::FxHashMap;
use tip_rules::{FileFacts, RunnableKind};

use crate::discover::Decision;
use crate::resolve::lock;
use crate::snapshot::Tree;
use crate::system::Stamp;
use crate::test_words::KnownTests;
use crate::{System, Walked};

pub(crate) use self::discovery::KeptDiscovery;
pub(crate) use self::drifts::KeptDrifts;
pub use self::known::Known;
pub(crate) use self::known::Terms;
pub(crate) use self::look::Look;
pub(crate) use self::parts::in_parts;
pub(crate) use self::plans::KeptPlans;
pub(crate) use self::tree_stamps::{TreeStamps, WalkedFolders};

/// What a snapshot leaves to the one after it.
#[derive(Debug, Default)]
pub(crate) struct Carried {
    /// Whether another snapshot will come after; who asks once needs no stamps.
    pub(crate) keeps: bool,
    tree: Mutex<Option<(Arc<Tree>, TreeStamps)>>,
    /// What lies in the places of plans, whatever git ignores.
    places: Mutex<FxHashMap<&'static str, (Arc<Walked>, TreeStamps)>>,
    pub(crate) discovery: KeptDiscovery,
    pub(crate) drifts: KeptDrifts,
    /// Plans, read.
    pub(crate) plans: KeptPlans,
    /// Whether each Markdown file is a plan.
    pub(crate) decisions: OfFiles<Decision>,
    pub(crate) facts: OfFiles<Option<Arc<FileFacts>>>,
    pub(crate) tests: KnownTests,
    /// For each kind the names that a file declares.
    pub(crate) names: [OfFiles<Option<Vec<String>>>; RunnableKind::ALL.len()],
}

impl Carried {
    /// Returns what is still empty, and kept for snapshots that come after.
    pub(crate) fn for_others() -> Self {
        Self {
            keeps: true,
            ..Self::default()
        }
    }

    /// Returns the stamp of a file where whatever changes from now on will show in it.
    pub(crate) fn stamp(&self, system: &dyn System, root: &Utf8Path, path: &str) -> Option<Stamp> {
        if !self.keeps {
            return None;
        }
        let moment = system.moment();
        let stamp = system.stamp(&root.join(path))?;
        (stamp.changed < moment).then_some(stamp)
    }

    /// Returns the tree as it is: the one that was walked before, or a new one.
    pub(crate) fn tree(
        &self,
        system: &dyn System,
        root: &Utf8Path,
        walk: impl FnOnce() -> Tree,
    ) -> Arc<Tree> {
        if !self.keeps {
            return Arc::new(walk());
        }
        let mut known = lock(&self.tree);
        if let Some((tree, stamps)) = &*known
            && stamps.hold(system)
        {
            return Arc::clone(tree);
        }
        let moment = system.moment();
        let tree = Arc::new(walk());
        let walked = WalkedFolders {
            folders: tree.index.folders(),
            links: &tree.links,
            rules: &tree.rules,
            problems: &tree.rest.problems,
        };
        let stamps = TreeStamps::of(walked, system, root, moment);
        *known = stamps.map(|stamps| (Arc::clone(&tree), stamps));
        drop(known);
        self.drifts.clear();
        self.forget_others(&tree);
        tree
    }

    /// Returns what lies in a place of plans as it is: what was found there before, or what a walk finds.
    pub(crate) fn place(
        &self,
        system: &dyn System,
        name: &'static str,
        root: &Utf8Path,
        walk: impl FnOnce() -> Walked,
    ) -> Arc<Walked> {
        if !self.keeps {
            return Arc::new(walk());
        }
        let mut known = lock(&self.places);
        if let Some((walked, stamps)) = known.get(name)
            && stamps.hold(system)
        {
            return Arc::clone(walked);
        }
        let moment = system.moment();
        let walked = Arc::new(walk());
        let folders = WalkedFolders {
            folders: &walked.folders,
            links: &walked.links,
            rules: &walked.rules,
            problems: &walked.problems,
        };
        match TreeStamps::of(folders, system, root, moment) {
            Some(stamps) => known.insert(name, (Arc::clone(&walked), stamps)),
            None => known.remove(name),
        };
        walked
    }

    /// Forgets what was made of files that are not there any more.
    fn forget_others(&self, tree: &Tree) {
        let is_there = |path: &str| tree.index.has_file(path);
        self.plans.keep(is_there);
        self.decisions.keep(is_there);
        self.facts.keep(is_there);
        self.tests.keep(is_there);
        for names in &self.names {
            names.keep(is_there);
        }
    }
}

/// What was made of files, each by its path, as long as it is as it was.
#[derive(Debug)]
pub(crate) struct OfFiles<T>(Mutex<FxHashMap<String, (Stamp, T)>>);

impl<T> Default for OfFiles<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T: Clone> OfFiles<T> {
    /// Returns what was made of the file at a path when it had a stamp, or makes it. Without a stamp it is made and not kept.
    pub(crate) fn get(&self, path: &str, stamp: Option<Stamp>, make: impl FnOnce() -> T) -> T {
        let Some(stamp) = stamp else {
            return make();
        };
        if let Some((known, made)) = lock(&self.0).get(path)
            && *known == stamp
        {
            return made.clone();
        }
        let new = make();
        lock(&self.0).insert(path.to_owned(), (stamp, new.clone()));
        new
    }

    /// Returns the stamp with which something was made of the file at a path that `is_it`.
    pub(crate) fn stamp_where(&self, path: &str, is_it: impl Fn(&T) -> bool) -> Option<Stamp> {
        let known = lock(&self.0);
        let (stamp, made) = known.get(path)?;
        is_it(made).then_some(*stamp)
    }

    pub(crate) fn keep(&self, is_there: impl Fn(&str) -> bool) {
        lock(&self.0).retain(|path, _| is_there(path));
    }
}
