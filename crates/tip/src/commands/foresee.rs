//! What the commands that look ahead have in common: the graph of the phases of plans.

use tip_forecast::PhaseGraph;
use tip_work::Loaded;
use tip_work::foresee::{graph_of, targets};
use tip_workspace::{PlanEntry, ReadError, Standing};

use super::load::{no_plans, tell_unseen};
use crate::error::Failure;
use crate::output::Output;
use crate::repository::{Place, Repository};

/// The graph of the phases of plans, and how much could not be read of them.
pub(super) struct Foreseen {
    pub(super) graph: PhaseGraph,
    pub(super) troubles: usize,
}

/// Reads the named plans, or all that are not over, and makes the graph of their phases.
///
/// For people, names and paths are written as people in this folder do.
pub(super) fn foresee(
    wanted: &[String],
    repository: &Repository,
    for_people: bool,
    place: &Place,
    output: &mut Output,
) -> Result<Foreseen, Failure> {
    let snapshot = &repository.snapshot;
    let named = !wanted.is_empty();
    let mut entries: Vec<PlanEntry> = if named {
        let entries = wanted.iter().map(|it| snapshot.find(it, &place.cwd));
        entries.collect::<Result<_, _>>()?
    } else {
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
    let results = snapshot.map_plans(&entries, |entry| Loaded::read(snapshot, entry.clone()));
    let mut troubles = if named {
        0
    } else {
        tell_unseen(snapshot, "", place, output)
    };
    let mut plans = Vec::new();
    for result in results {
        match result {
            Ok(plan) => plans.push(plan),
            Err(error) if named => return Err(error.into()),
            Err(ReadError { path, source }) => {
                troubles += 1;
                let path = place.shown(&snapshot.root().join(path));
                output.trouble(&format!("cannot read `{path}`: {source}"));
            }
        }
    }
    if !named {
        if plans.is_empty() && troubles == 0 {
            no_plans(repository, output);
        }
        plans.retain(|it| !it.view().stage().is_over());
    }
    let targets = targets(&plans);
    let keys: Vec<String> = plans.iter().map(|it| it.entry.name.clone()).collect();
    if for_people {
        for plan in &mut plans {
            plan.for_people(snapshot, place);
        }
    }
    Ok(Foreseen {
        graph: graph_of(&plans, &keys, targets, snapshot),
        troubles,
    })
}
