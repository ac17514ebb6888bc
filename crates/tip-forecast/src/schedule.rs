//! When the phases of a graph are worked on.

use tip_plan::UnitState;

use crate::{Assignment, Network, Phase, PhaseGraph, Times, assign, critical_path};

/// How a schedule is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ScheduleOptions {
    /// How many people work, each on one phase at a time; `None` for as many as find work.
    pub people: Option<u32>,
    /// Whether only what is written counts, and not the order of the text.
    pub as_written: bool,
}

/// When the phases of a graph are worked on, in minutes of work from the first one that remains.
#[derive(Clone, Debug)]
pub struct Schedule {
    /// The phases, as in the graph.
    pub phases: Vec<ScheduledPhase>,
    /// What counted: what waits for what, and the cycles in that.
    pub network: Network,
    /// When the last phase is done.
    pub minutes: i64,
    /// What all phases take together.
    pub work: i64,
    /// How many people have something to do, where they are limited.
    pub people: Option<u32>,
}

/// When a phase is worked on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ScheduledPhase {
    /// How long it takes, or what remains of it.
    pub minutes: i64,
    /// Its times by the critical path method; with few people, whoever has worked on something else is waited for like a dependency.
    pub times: Times,
    /// Whether something of it remains and any delay delays the end.
    pub is_critical: bool,
    /// When it is worked on, and by whom.
    pub assignment: Assignment,
}

impl Schedule {
    /// Makes the schedule of what remains to be done.
    pub fn new(graph: &PhaseGraph, options: ScheduleOptions) -> Self {
        let network = graph.network_of_rest(options.as_written);
        let durations: Vec<i64> = graph.phases.iter().map(Phase::remaining).collect();
        let (times, assignments) = match options.people {
            None => {
                let times = critical_path(&network, &durations);
                let alone = times.iter().map(|it| Assignment {
                    start: it.early_start,
                    finish: it.early_finish,
                    person: None,
                });
                let alone = alone.collect();
                (times, alone)
            }
            Some(people) => {
                let assignments = assign(&network, &durations, people);
                let arcs = handovers(&assignments);
                let times = critical_path(&network.with(&arcs), &durations);
                (times, assignments)
            }
        };
        let phases: Vec<ScheduledPhase> = times
            .iter()
            .zip(&assignments)
            .zip(&durations)
            .map(|((times, assignment), minutes)| ScheduledPhase {
                minutes: *minutes,
                times: *times,
                is_critical: *minutes > 0 && times.is_critical(),
                assignment: *assignment,
            })
            .collect();
        let busy = assignments.iter().filter_map(|it| it.person).max();
        Self {
            minutes: assignments.iter().map(|it| it.finish).max().unwrap_or(0),
            work: durations.iter().sum(),
            people: options.people.map(|_| busy.map_or(0, |it| it + 1)),
            phases,
            network,
        }
    }
}

impl Phase {
    /// Returns the minutes of work that remain: none where it is over, of one that is begun the share of its boxes that are open.
    pub fn remaining(&self) -> i64 {
        let whole = i64::from(self.estimate.minutes);
        match (self.state, self.ticked) {
            (state, _) if state.is_over() => 0,
            (UnitState::InProgress, (done, total)) if total > 0 => {
                let open = i64::from(total - done.min(total));
                (whole * open + i64::from(total) - 1) / i64::from(total)
            }
            _ => whole,
        }
    }
}

/// Returns who waits for whom because the same person works on both.
fn handovers(assignments: &[Assignment]) -> Vec<(u32, u32)> {
    let mut order: Vec<(u32, i64, u32)> = assignments
        .iter()
        .zip(0..)
        .filter_map(|(it, at)| Some((it.person?, it.start, at)))
        .collect();
    order.sort_unstable();
    let pairs = order.windows(2);
    pairs
        .filter(|pair| pair[0].0 == pair[1].0)
        .map(|pair| (pair[0].2, pair[1].2))
        .collect()
}
