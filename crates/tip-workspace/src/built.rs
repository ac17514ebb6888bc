//! Which phases and tasks may be done without anybody having said so: the files that they mean to create are there.

use rustc_hash::FxHashSet;
use tip_plan::{Intent, Plan, RefForm, Reference};
use tip_rules::PathAnswer;

use crate::{EntryKind, Snapshot};

impl Snapshot {
    /// Returns for each unit of a plan how many files it means to create, where all of them are there; 0 otherwise.
    ///
    /// What stands in a unit belongs to the units around it too. Whoever only changes or deletes files leaves nothing that tells.
    pub fn built(&self, path: &str, plan: &Plan) -> Vec<u32> {
        let mut there: Vec<Option<u32>> = vec![Some(0); plan.units.len()];
        let mut seen = Vec::new();
        for reference in created(plan) {
            let known = (reference.unit, reference.path.as_str());
            if seen.contains(&known) {
                continue;
            }
            seen.push(known);
            let is_there = self.is_there(path, &reference.path, reference.form == RefForm::Link);
            let mut unit = reference.unit;
            while let Some(id) = unit {
                let count = &mut there[id.index()];
                *count = count.filter(|_| is_there).map(|it| it + 1);
                unit = plan.unit(id).parent.filter(|it| *it < id);
            }
        }
        there.into_iter().map(Option::unwrap_or_default).collect()
    }

    /// Returns how many of the files that a plan means to create are there, and how many it means to create.
    pub fn made(&self, path: &str, plan: &Plan) -> (u32, u32) {
        let mut seen = FxHashSet::default();
        let (mut there, mut planned) = (0, 0);
        for it in created(plan).filter(|it| seen.insert(it.path.as_str())) {
            let is_there = match self.lead(path, plan, it) {
                PathAnswer::File(_) | PathAnswer::Suffix(_) => true,
                // Which of them is meant is not known, and so whether it is there.
                PathAnswer::Ambiguous(_) => continue,
                _ => false,
            };
            planned += 1;
            there += u32::from(is_there);
        }
        (there, planned)
    }

    fn is_there(&self, plan: &str, written: &str, is_link: bool) -> bool {
        let meant = self.meant(plan, written, is_link);
        meant.is_some_and(|it| {
            let mut paths = it.paths.iter();
            paths.any(|it| self.kind(it) == Some(EntryKind::File))
        })
    }
}

/// The references to single files that a plan means to create.
fn created(plan: &Plan) -> impl Iterator<Item = &Reference> {
    plan.references.iter().filter(|it| {
        it.intent == Intent::Create && !it.historical && !it.is_pattern() && !it.is_folder()
    })
}
