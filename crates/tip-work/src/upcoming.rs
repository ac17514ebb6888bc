//! What can be worked on, in all plans or in some.

use tip_plan::Stage;
use tip_report::{NextPlan, StageBasis};
use tip_workspace::{PlanEntry, ReadError, Snapshot, Standing};

use crate::{Failure, Loaded, Place};

/// What can be worked on.
#[derive(Debug)]
pub struct Upcoming<T> {
    /// The plans in which something is ready, each with what was asked of it besides.
    pub plans: Vec<(NextPlan, T)>,
    /// Why in each other plan nothing is.
    pub nothing: Vec<String>,
    /// The names of plans that nobody named and that do not tell how far they have come: they are left out for it.
    pub untold: Vec<String>,
    /// How many plans were looked at.
    pub looked: usize,
    /// What could not be read of plans that nobody named.
    pub unread: Vec<ReadError>,
}

impl<T: Send> Upcoming<T> {
    /// Looks at the named plans, or at all current ones. `prepare` may change each plan before, and says what is kept beside it.
    pub fn of(
        snapshot: &Snapshot,
        wanted: &[String],
        place: &Place,
        prepare: impl Fn(&mut Loaded) -> T + Send + Sync,
    ) -> Result<Self, Failure> {
        let named = !wanted.is_empty();
        let entries: Vec<PlanEntry> = if named {
            let entries = wanted.iter().map(|it| snapshot.find(it, &place.cwd));
            entries.collect::<Result<_, _>>()?
        } else {
            let entries = snapshot.discovery().entries.iter();
            let current = entries.filter(|it| it.standing == Standing::Current);
            current.cloned().collect()
        };
        let results = snapshot.map_plans(&entries, |entry| {
            let mut loaded = Loaded::read(snapshot, entry.clone())?;
            loaded.look_what_is_built(snapshot);
            let beside = prepare(&mut loaded);
            Ok((NextPlan::of(&loaded.view(), loaded.title()), beside))
        });
        let mut plans = Vec::new();
        let mut unread = Vec::new();
        for result in results {
            match result {
                Ok(plan) => plans.push(plan),
                Err(error) if named => return Err(ReadError::into(error)),
                Err(error) => unread.push(error),
            }
        }
        let nothing = plans.iter().filter(|(it, _)| it.is_empty());
        let nothing = nothing.map(|(it, _)| it.why_nothing()).collect();
        plans.retain(|(it, _)| !it.is_empty());
        // What tells nothing of how far it has come is rather read than worked on, unless it was asked for.
        let tells = |it: &NextPlan| named || it.basis != StageBasis::Unknown;
        let untold = plans.iter().filter(|(it, _)| !tells(it));
        let untold = untold.map(|(it, _)| it.name.clone()).collect();
        plans.retain(|(it, _)| tells(it));
        if !named {
            // What seems to be there already, and what is still being written, is rather looked at than worked on.
            plans.sort_by_key(|(it, _)| {
                let is_draft = it.stage == Stage::Draft;
                (it.basis, it.looks_built(), is_draft)
            });
        }
        Ok(Self {
            plans,
            nothing,
            untold,
            looked: entries.len(),
            unread,
        })
    }

    /// Keeps so many phases and tasks, and the plans that hold them; open boxes outside of them count as one.
    pub fn keep(&mut self, limit: usize) {
        let mut left = limit;
        for (plan, _) in &mut self.plans {
            plan.ready.truncate(left);
            left -= plan.ready.len();
            if left == 0 && plan.ready.is_empty() {
                plan.boxes.clear();
            } else if !plan.boxes.is_empty() {
                left -= 1;
            }
        }
        self.plans.retain(|(it, _)| !it.is_empty());
    }
}
