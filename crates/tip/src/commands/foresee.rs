//! What the commands that look ahead have in common: the graph of the phases of plans.

use tip_forecast::PhaseGraph;
use tip_work::foresee::PlanLinks;

use super::chosen::Chosen;
use super::load::no_plans;
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
    let mut chosen = Chosen::read(wanted, repository, place, output)?;
    if !chosen.named && chosen.found_none() {
        no_plans(repository, output);
    }
    chosen.leave_out_over();
    let mut plans = chosen.plans;
    for plan in &mut plans {
        plan.look_what_is_built(&repository.snapshot);
    }
    let snapshot = &repository.snapshot;
    let links = PlanLinks::of(&plans);
    if for_people {
        for plan in &mut plans {
            plan.for_people(snapshot, place);
        }
    }
    Ok(Foreseen {
        graph: links.graph(&plans, snapshot),
        troubles: chosen.troubles,
    })
}
