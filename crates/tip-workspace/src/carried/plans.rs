//! Plans that were read.

use std::sync::{Arc, Mutex};

use rustc_hash::FxHashMap;
use tip_plan::Plan;
use tip_syntax::Document;

use crate::resolve::lock;
use crate::system::Stamp;

/// So many bytes of text are kept read, which takes a multiple of it; beyond, the plan that comes is read each time.
const MOST_BYTES: usize = 32 << 20;

/// Plans that were read, each by its path, as long as what they were read from is as it was.
#[derive(Debug, Default)]
pub(crate) struct KeptPlans(Mutex<Shelf>);

#[derive(Debug, Default)]
struct Shelf {
    plans: FxHashMap<String, KeptPlan>,
    /// How much text they have.
    bytes: usize,
}

#[derive(Debug)]
struct KeptPlan {
    stamp: Stamp,
    /// Whether a summary stood beside it, which tells of its stage.
    has_summary: bool,
    read: Arc<(Document, Plan)>,
}

impl KeptPlans {
    /// Returns the plan at a path as it was read when its file had a stamp, or reads it. Without a stamp it is read and not kept.
    pub(crate) fn get<E>(
        &self,
        path: &str,
        stamp: Option<Stamp>,
        has_summary: bool,
        read: impl FnOnce() -> Result<Arc<(Document, Plan)>, E>,
    ) -> Result<Arc<(Document, Plan)>, E> {
        let Some(stamp) = stamp else {
            return read();
        };
        if let Some(known) = self.known(path, stamp, has_summary) {
            return Ok(known);
        }
        let read = read()?;
        let plan = KeptPlan {
            stamp,
            has_summary,
            read: Arc::clone(&read),
        };
        lock(&self.0).put(path, plan);
        Ok(read)
    }

    /// Returns the plan at a path as it was read when its file had a stamp.
    pub(crate) fn known(
        &self,
        path: &str,
        stamp: Stamp,
        has_summary: bool,
    ) -> Option<Arc<(Document, Plan)>> {
        let all = lock(&self.0);
        let known = all.plans.get(path)?;
        let is_it = known.stamp == stamp && known.has_summary == has_summary;
        is_it.then(|| Arc::clone(&known.read))
    }

    /// Forgets those of files that are not there any more.
    pub(crate) fn keep(&self, is_there: impl Fn(&str) -> bool) {
        let mut known = lock(&self.0);
        let Shelf { plans, bytes } = &mut *known;
        plans.retain(|path, plan| {
            let is_kept = is_there(path);
            *bytes -= if is_kept { 0 } else { plan.len() };
            is_kept
        });
    }
}

impl Shelf {
    fn put(&mut self, path: &str, plan: KeptPlan) {
        let before = self.plans.get(path).map_or(0, KeptPlan::len);
        let bytes = self.bytes - before + plan.len();
        if bytes > MOST_BYTES {
            self.plans.remove(path);
            self.bytes -= before;
            return;
        }
        self.bytes = bytes;
        self.plans.insert(path.to_owned(), plan);
    }
}

impl KeptPlan {
    fn len(&self) -> usize {
        self.read.0.source().bytes().len()
    }
}
