//! What became of references, as somebody was told it.

use std::sync::{Arc, Mutex, MutexGuard};

use camino::Utf8PathBuf;

use super::in_parts;
use super::look::{Look, Seen};
use crate::resolve::lock;
use crate::snapshot::Tree;
use crate::{DriftedPlan, EntryKind, Standing, System};

/// So many answers are kept.
const MOST: usize = 64;

/// What was asked: files of plans, and whether those of complete ones count.
pub(crate) type AskedDrift = (Vec<(String, Standing)>, bool);

/// What was told of references, as long as all that it was taken from is as it was.
#[derive(Debug, Default)]
pub(crate) struct KeptDrifts {
    answers: Mutex<Vec<KeptDrift>>,
    /// Whether somebody was told something: from then on the history is known.
    is_begun: Mutex<bool>,
}

#[derive(Clone, Debug)]
struct KeptDrift {
    asked: Arc<AskedDrift>,
    tree: Arc<Tree>,
    seen: Arc<Seen>,
    kinds: Arc<Vec<(Utf8PathBuf, Option<EntryKind>)>>,
    told: Arc<Vec<DriftedPlan>>,
}

impl KeptDrifts {
    /// Returns what was told before where it still holds.
    pub(crate) fn get(
        &self,
        asked: &AskedDrift,
        tree: &Arc<Tree>,
        system: &dyn System,
    ) -> Option<Arc<Vec<DriftedPlan>>> {
        let is_it = |it: &KeptDrift| *it.asked == *asked && Arc::ptr_eq(&it.tree, tree);
        let known = lock(&self.answers).iter().find(|it| is_it(it)).cloned()?;
        let kinds = || in_parts(&known.kinds, |(path, kind)| system.kind(path) == *kind);
        (known.seen.holds(system) && kinds().into_iter().all(|it| it)).then_some(known.told)
    }

    /// Keeps what is told.
    pub(crate) fn put(
        &self,
        asked: AskedDrift,
        tree: &Arc<Tree>,
        look: Look<'_>,
        kinds: Vec<(Utf8PathBuf, Option<EntryKind>)>,
        told: &Arc<Vec<DriftedPlan>>,
    ) {
        let seen = look.end();
        let mut known = lock(&self.answers);
        known.retain(|it| *it.asked != asked);
        let Some(seen) = seen else {
            return;
        };
        if known.len() == MOST {
            known.remove(0);
        }
        known.push(KeptDrift {
            asked: Arc::new(asked),
            tree: Arc::clone(tree),
            seen: Arc::new(seen),
            kinds: Arc::new(kinds),
            told: Arc::clone(told),
        });
    }

    /// Waits while somebody finds out the first answer: what takes long is the history, which is not read twice at once.
    ///
    /// Whoever finds out the first one holds what is returned until it is told.
    pub(crate) fn begin(&self) -> Option<MutexGuard<'_, bool>> {
        let mut is_begun = lock(&self.is_begun);
        if *is_begun {
            return None;
        }
        // Where it comes to nothing, nobody waits again.
        *is_begun = true;
        Some(is_begun)
    }

    pub(crate) fn clear(&self) {
        lock(&self.answers).clear();
    }
}
