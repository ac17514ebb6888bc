//! What became of references, as somebody was told it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use camino::{Utf8Path, Utf8PathBuf};

use super::in_parts;
use crate::resolve::lock;
use crate::snapshot::Tree;
use crate::system::Stamp;
use crate::{DriftedPlan, EntryKind, Standing, System};

/// So many answers are kept.
const MOST: usize = 64;

/// What was asked: files of plans, and whether those of complete ones count.
pub(crate) type AskedDrift = (Vec<(String, Standing)>, bool);

/// What was told of references, as long as all that it was taken from is as it was.
#[derive(Debug, Default)]
pub(crate) struct KeptDrifts(Mutex<Vec<KeptDrift>>);

#[derive(Clone, Debug)]
struct KeptDrift {
    asked: Arc<AskedDrift>,
    tree: Arc<Tree>,
    seen: Arc<Vec<(Utf8PathBuf, Option<Stamp>)>>,
    kinds: Arc<Vec<(Utf8PathBuf, Option<EntryKind>)>>,
    told: Arc<Vec<DriftedPlan>>,
}

/// The files that an answer is taken from, with the stamps that they had before they were read.
#[derive(Debug)]
pub(crate) struct Look<'a> {
    system: &'a dyn System,
    moment: i64,
    seen: Mutex<BTreeMap<Utf8PathBuf, Option<Option<Stamp>>>>,
}

impl<'a> Look<'a> {
    /// Begins to look.
    pub(crate) fn begin(system: &'a dyn System) -> Self {
        Self {
            system,
            moment: system.moment(),
            seen: Mutex::default(),
        }
    }

    /// Notes a file or folder that is read in a moment.
    pub(crate) fn note(&self, path: Utf8PathBuf) {
        let mut seen = lock(&self.seen);
        let (system, moment) = (self.system, self.moment);
        seen.entry(path).or_insert_with_key(|path| {
            // What is not there has no stamp, and neither has what nobody can tell of.
            match system.stamp(path) {
                Some(stamp) => (stamp.changed < moment).then_some(Some(stamp)),
                None => system.kind(path).is_none().then_some(None),
            }
        });
    }

    /// Returns what was noted; `None` where a change of something might not show.
    fn end(self) -> Option<Vec<(Utf8PathBuf, Option<Stamp>)>> {
        let seen = self.seen.into_inner().ok()?;
        let certain = seen.into_iter().map(|(path, it)| Some((path, it?)));
        certain.collect()
    }
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
        let known = lock(&self.0).iter().find(|it| is_it(it)).cloned()?;
        let same = |path: &Utf8Path, stamp: Option<Stamp>| {
            system.stamp(path) == stamp && (stamp.is_some() || system.kind(path).is_none())
        };
        let seen = in_parts(&known.seen, |(path, stamp)| same(path, *stamp));
        let kinds = in_parts(&known.kinds, |(path, kind)| system.kind(path) == *kind);
        seen.into_iter()
            .chain(kinds)
            .all(|it| it)
            .then_some(known.told)
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
        let mut known = lock(&self.0);
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

    pub(crate) fn clear(&self) {
        lock(&self.0).clear();
    }
}
