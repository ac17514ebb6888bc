//! What a snapshot leaves to the one after it.
//!
//! A server answers one question after the other about one repository, and each answer is about the files as they are when it is asked.
//! What was made of files is kept with their stamps, taken before they were read, and holds for as long as they bear the same ones.

mod tree_stamps;

use std::sync::{Arc, Mutex};

use camino::Utf8Path;
use rustc_hash::FxHashMap;
use tip_rules::FileFacts;

use crate::System;
use crate::discover::Decision;
use crate::resolve::lock;
use crate::snapshot::Tree;
use crate::system::Stamp;
use crate::test_words::Unions;

use self::tree_stamps::TreeStamps;

/// What a snapshot leaves to the one after it.
#[derive(Debug, Default)]
pub(crate) struct Carried {
    tree: Mutex<Option<(Arc<Tree>, TreeStamps)>>,
    /// Whether each Markdown file is a plan.
    pub(crate) decisions: OfFiles<Decision>,
    pub(crate) facts: OfFiles<Option<Arc<FileFacts>>>,
    /// The words in each file that may hold tests.
    pub(crate) words: OfFiles<Option<Arc<str>>>,
    pub(crate) unions: Unions,
}

impl Carried {
    /// Returns the tree as it is: the one that was walked before, or a new one.
    pub(crate) fn tree(
        &self,
        system: &dyn System,
        root: &Utf8Path,
        walk: impl FnOnce() -> Tree,
    ) -> Arc<Tree> {
        let mut known = lock(&self.tree);
        if let Some((tree, stamps)) = &*known
            && stamps.hold(system)
        {
            return Arc::clone(tree);
        }
        let moment = system.moment();
        let tree = Arc::new(walk());
        let stamps = TreeStamps::of(&tree, system, root, moment);
        *known = stamps.map(|stamps| (Arc::clone(&tree), stamps));
        drop(known);
        self.forget_others(&tree);
        tree
    }

    /// Forgets what was made of files that are not there any more.
    fn forget_others(&self, tree: &Tree) {
        let is_there = |path: &str| tree.index.has_file(path);
        self.decisions.keep(is_there);
        self.facts.keep(is_there);
        self.words.keep(is_there);
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
    /// Returns what was made of the file at a path, or makes it.
    pub(crate) fn get(
        &self,
        system: &dyn System,
        root: &Utf8Path,
        path: &str,
        make: impl FnOnce() -> T,
    ) -> T {
        self.get_at(path, certain(system, root, path), make)
    }

    /// Returns what was made of the file at a path when it had a stamp, or makes it. Without a stamp it is made and not kept.
    pub(crate) fn get_at(&self, path: &str, stamp: Option<Stamp>, make: impl FnOnce() -> T) -> T {
        let Some(stamp) = stamp else {
            return make();
        };
        if let Some((known, made)) = lock(&self.0).get(path)
            && *known == stamp
        {
            return made.clone();
        }
        let made = make();
        lock(&self.0).insert(path.to_owned(), (stamp, made.clone()));
        made
    }

    fn keep(&self, is_there: impl Fn(&str) -> bool) {
        lock(&self.0).retain(|path, _| is_there(path));
    }
}

/// Returns the stamp of a file where whatever changes from now on will show in it.
pub(crate) fn certain(system: &dyn System, root: &Utf8Path, path: &str) -> Option<Stamp> {
    let moment = system.moment();
    let stamp = system.stamp(&root.join(path))?;
    (stamp.changed < moment).then_some(stamp)
}
