//! Which files are plans.

use std::sync::{Arc, Mutex};

use super::look::{Look, Seen};
use crate::resolve::lock;
use crate::snapshot::Tree;
use crate::{Discovery, System, Walked};

/// Which files are plans, as long as there are the same files, and those of which the text decided are as they were.
#[derive(Debug, Default)]
pub(crate) struct KeptDiscovery(Mutex<Option<Known>>);

#[derive(Debug)]
struct Known {
    tree: Arc<Tree>,
    ignored: Walked,
    seen: Seen,
    discovery: Arc<Discovery>,
}

impl KeptDiscovery {
    /// Returns what was found before where it still holds.
    pub(crate) fn get(
        &self,
        tree: &Arc<Tree>,
        ignored: &Walked,
        system: &dyn System,
    ) -> Option<Arc<Discovery>> {
        let known = lock(&self.0);
        let known = known.as_ref()?;
        let is_it = Arc::ptr_eq(&known.tree, tree) && known.ignored == *ignored;
        (is_it && known.seen.holds(system)).then(|| Arc::clone(&known.discovery))
    }

    /// Keeps what was found.
    pub(crate) fn put(
        &self,
        tree: &Arc<Tree>,
        ignored: Walked,
        look: Look<'_>,
        discovery: &Arc<Discovery>,
    ) {
        *lock(&self.0) = look.end().map(|seen| Known {
            tree: Arc::clone(tree),
            ignored,
            seen,
            discovery: Arc::clone(discovery),
        });
    }
}
