//! The plans that a command is about: those that are named, else all that are current.

use tip_work::Loaded;
use tip_workspace::{PlanEntry, ReadError, Standing};

use super::load::tell_unseen;
use crate::error::Failure;
use crate::output::Output;
use crate::repository::{Place, Repository};

/// The plans that a command is about, read.
pub(super) struct Chosen {
    /// The plans, each once.
    pub(super) plans: Vec<Loaded>,
    /// How much could not be read; that was told.
    pub(super) troubles: usize,
    /// Whether somebody named them.
    pub(super) named: bool,
}

impl Chosen {
    /// Reads the plans with these names, or all current ones where there is no name.
    ///
    /// One that is named and cannot be read is a failure; of the others it is told.
    pub(super) fn read(
        wanted: &[String],
        repository: &Repository,
        place: &Place,
        output: &mut Output,
    ) -> Result<Self, Failure> {
        let snapshot = &repository.snapshot;
        let named = !wanted.is_empty();
        let mut troubles = 0;
        let mut entries: Vec<PlanEntry> = if named {
            let entries = wanted.iter().map(|it| snapshot.find(it, &place.cwd));
            entries.collect::<Result<_, _>>()?
        } else {
            troubles += tell_unseen(snapshot, "", place, output);
            let entries = snapshot.discovery().entries.iter();
            let current = entries.filter(|it| it.standing == Standing::Current);
            current.cloned().collect()
        };
        let mut seen = Vec::new();
        entries.retain(|it| {
            let is_new = !seen.contains(&it.name);
            seen.push(it.name.clone());
            is_new
        });
        let mut plans = Vec::new();
        for plan in snapshot.map_plans(&entries, |entry| Loaded::read(snapshot, entry.clone())) {
            match plan {
                Ok(plan) => plans.push(plan),
                Err(error) if named => return Err(error.into()),
                Err(ReadError { path, source }) => {
                    troubles += 1;
                    let path = place.shown(&snapshot.root().join(path));
                    output.trouble(&format!("cannot read `{path}`: {source}"));
                }
            }
        }
        Ok(Self {
            plans,
            troubles,
            named,
        })
    }

    /// Leaves out what is over, unless somebody named it.
    pub(super) fn leave_out_over(&mut self) {
        if !self.named {
            self.plans.retain(|it| !it.view().stage().is_over());
        }
    }

    /// Returns whether there was nothing to read.
    pub(super) fn found_none(&self) -> bool {
        self.plans.is_empty() && self.troubles == 0
    }
}
