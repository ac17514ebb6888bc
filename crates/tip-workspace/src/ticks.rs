//! Since when what is done is done, by the history of its plan.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use tip_drift::{CommitInfo, ContentId, Drift, FileVersion, History, Revision};
use tip_plan::{BoxState, Plan, Same, UnitState, Version, same};
use tip_syntax::Document;

use crate::Snapshot;
use crate::drift::DriftError;

/// Since when the boxes and units of one file are done; nothing for those that are not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ticks {
    /// For each box.
    pub boxes: Vec<Option<Tick>>,
    /// For each unit.
    pub units: Vec<Option<Tick>>,
}

/// Since when something is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tick {
    /// Since a commit, without interruption.
    Commit(CommitInfo),
    /// It is not committed yet.
    WorkTree,
}

/// A box or a unit of a version of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Thing {
    CheckBox(usize),
    Unit(usize),
}

impl Thing {
    fn is_done(self, plan: &Plan) -> bool {
        match self {
            Self::CheckBox(at) => plan.boxes[at].state == BoxState::Done,
            Self::Unit(at) => plan.units[at].state.value == UnitState::Done,
        }
    }

    /// Returns what it was in the version before, where that was done.
    fn before(self, same: &Same, plan: &Plan) -> Option<Self> {
        let before = match self {
            Self::CheckBox(at) => same.boxes[at].map(Self::CheckBox),
            Self::Unit(at) => same.units[at].map(Self::Unit),
        };
        before.filter(|it| it.is_done(plan))
    }
}

type Read = Arc<(Document, Plan)>;

impl Snapshot {
    /// Returns since when what is done in a file of a plan is done.
    ///
    /// Boxes and units are known again from version to version by their ids, then by their words or numbers, so that they may move, be
    /// renumbered and have their phase renamed.
    pub fn ticks(
        &self,
        history: &History,
        drift: &Drift<'_>,
        path: &str,
        doc: &Document,
        plan: &Plan,
    ) -> Result<Ticks, DriftError> {
        let mut ticks = Ticks {
            boxes: vec![None; plan.boxes.len()],
            units: vec![None; plan.units.len()],
        };
        let boxes = (0..plan.boxes.len()).map(Thing::CheckBox);
        let units = (0..plan.units.len()).map(Thing::Unit);
        let done: Vec<Thing> = boxes.chain(units).filter(|it| it.is_done(plan)).collect();
        let mut read: FxHashMap<ContentId, Read> = FxHashMap::default();
        let mut parse = |version: &FileVersion| -> Read {
            let read = read.entry(version.content).or_insert_with(|| {
                let doc = Document::parse(version.bytes.clone());
                let plan = self.plan(&version.path, &doc);
                Arc::new((doc, plan))
            });
            Arc::clone(read)
        };
        // What the last commit holds of it, each with its place among those that are done.
        let last = drift.last_version(path)?;
        let committed: Vec<Option<Thing>> = match last.as_ref().map(&mut parse) {
            None => vec![None; done.len()],
            Some(last) => {
                let same = same(view(&last.0, &last.1), view(doc, plan));
                let before = |it: &Thing| it.before(&same, &last.1);
                done.iter().map(before).collect()
            }
        };
        let things: Vec<Thing> = committed.iter().copied().flatten().collect();
        let mut earlier = |old: &FileVersion, new: &FileVersion, things: &[Thing]| {
            let (old, new) = (parse(old), parse(new));
            let same = same(view(&old.0, &old.1), view(&new.0, &new.1));
            let before = |it: &Thing| it.before(&same, &old.1);
            things.iter().map(before).collect()
        };
        let mut since = drift.since(path, &things, &mut earlier)?.into_iter();
        let mut told: FxHashMap<Revision, CommitInfo> = FxHashMap::default();
        for (thing, committed) in done.iter().zip(committed) {
            let revision = committed.and_then(|_| since.next()).flatten();
            let tick = match revision {
                None => Tick::WorkTree,
                Some(revision) => {
                    let known = told.get(&revision).cloned();
                    let info = match known {
                        Some(known) => known,
                        None => history.about(revision)?,
                    };
                    told.insert(revision, info.clone());
                    Tick::Commit(info)
                }
            };
            match *thing {
                Thing::CheckBox(at) => ticks.boxes[at] = Some(tick),
                Thing::Unit(at) => ticks.units[at] = Some(tick),
            }
        }
        Ok(ticks)
    }
}

fn view<'a>(doc: &'a Document, plan: &'a Plan) -> Version<'a> {
    Version { doc, plan }
}
