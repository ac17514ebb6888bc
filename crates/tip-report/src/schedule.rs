//! When phases are worked on: table and bars for the terminal, SVG, Mermaid, JSON.

mod json;

mod mermaid;

mod svg;

mod text;

use tip_forecast::{Calendar, Date, Estimate, EstimateSource, MINUTES_A_DAY, PhaseGraph, Schedule};

pub use json::{json, schema};
pub use mermaid::mermaid;
pub use svg::svg;
pub use text::render;

/// A schedule, and what is needed to show it.
#[derive(Clone, Copy, Debug)]
pub struct ScheduleView<'a> {
    /// The phases.
    pub graph: &'a PhaseGraph,
    /// When they are worked on.
    pub schedule: &'a Schedule,
    /// Whether the order of the text was left out.
    pub as_written: bool,
    /// The day on which work begins; `None` shows days counted from the beginning.
    pub start: Option<Date>,
    /// The days on which work is done.
    pub calendar: &'a Calendar,
}

impl ScheduleView<'_> {
    /// Returns the day on which work begins that starts after so many minutes.
    fn day_of_start(&self, minutes: i64) -> Option<Date> {
        self.calendar.day_of_start(self.start?, minutes)
    }

    /// Returns the day on which work is done that finishes after so many minutes.
    fn day_of_finish(&self, minutes: i64) -> Option<Date> {
        self.calendar.day_of_finish(self.start?, minutes)
    }

    /// Returns a name of a phase that tells its plan too, where there are several.
    fn name_of(&self, phase: usize) -> String {
        name_of(self.graph, phase)
    }
}

/// Returns a name of a phase that tells its plan too, where there are several.
pub(crate) fn name_of(graph: &PhaseGraph, phase: usize) -> String {
    let phase = &graph.phases[phase];
    match graph.plans.as_slice() {
        [_] => phase.handle.clone(),
        plans => format!("{}#{}", plans[phase.plan].name, phase.handle),
    }
}

/// Returns minutes as days of work, to a hundredth.
#[expect(clippy::cast_precision_loss, reason = "days of people are few")]
pub(crate) fn days(minutes: i64) -> f64 {
    let days = minutes as f64 / MINUTES_A_DAY as f64;
    (days * 100.0).round() / 100.0
}

/// Returns minutes as words: `3 days`, `half a day` as `0.5 days`.
pub(crate) fn days_in_words(minutes: i64) -> String {
    if minutes == MINUTES_A_DAY {
        "1 day".to_owned()
    } else {
        format!("{} days", days(minutes))
    }
}

/// Says what was left out and what was assumed, a line each.
pub fn notes(graph: &PhaseGraph, schedule: &Schedule) -> Vec<String> {
    let mut notes = faults(graph, schedule);
    notes.extend(built(graph));
    let silent = silent(graph);
    let mut plans: Vec<usize> = silent.iter().map(|it| graph.phases[*it].plan).collect();
    plans.dedup();
    if plans.len() > FEW {
        notes.push(format!(
            "{} plans do not tell the effort of every phase: `tip schedule PLAN` says what was assumed",
            plans.len()
        ));
    } else {
        notes.extend(assumed(graph, &silent));
    }
    notes
}

/// Says which phases count as open although the files that they mean to create exist.
fn built(graph: &PhaseGraph) -> Option<String> {
    let phases = graph.phases.iter().enumerate();
    let built: Vec<usize> = phases
        .filter(|(_, it)| it.built > 0)
        .map(|it| it.0)
        .collect();
    let names = built.iter().map(|it| format!("`{}`", name_of(graph, *it)));
    let names: Vec<String> = names.collect();
    let who = match names.as_slice() {
        [] => return None,
        [only] => format!("{only} counts as open, though the files that it creates exist"),
        few if few.len() <= FEW => {
            format!(
                "{} count as open, though the files that they create exist",
                few.join(", ")
            )
        }
        many => {
            let mut plans: Vec<usize> = built.iter().map(|it| graph.phases[*it].plan).collect();
            plans.dedup();
            let plans = match plans.as_slice() {
                [only] => format!("`{}`", graph.plans[*only].name),
                several => format!("{} plans", several.len()),
            };
            format!(
                "{} phases of {plans} count as open, though the files that they create exist",
                many.len()
            )
        }
    };
    Some(format!(
        "{who}: `tip built PLAN` shows by which commits, `tip finish PLAN#PHASE` says so in the plan"
    ))
}

/// Of more plans it is only told how many they are.
const FEW: usize = 5;

/// Says what was left out of a graph, and which plans have no phases, a line each.
pub fn faults(graph: &PhaseGraph, schedule: &Schedule) -> Vec<String> {
    let mut notes = Vec::new();
    let name = |it: &u32| format!("`{}`", name_of(graph, *it as usize));
    for cycle in schedule.network.cycles() {
        let names: Vec<String> = cycle.iter().map(name).collect();
        let left_out = schedule.network.left_out().iter();
        let left_out: Vec<String> = left_out
            .filter(|it| cycle.contains(&it.0))
            .map(|(from, to)| format!("{} after {}", name(to), name(from)))
            .collect();
        let text = match names.as_slice() {
            [only] => format!("{only} waits for itself"),
            _ => format!("{} wait for each other", names.join(", ")),
        };
        notes.push(format!("{text}: {} was left out", left_out.join(", ")));
    }
    for it in &graph.unknown {
        let waits = name(&(it.phase as u32));
        notes.push(format!(
            "{waits} depends on `{}`, which is not in the plan, and was left out",
            it.written
        ));
    }
    let empty = graph.plans.iter().filter(|it| it.phases.is_empty());
    let empty: Vec<&str> = empty.map(|it| it.name.as_str()).collect();
    if empty.len() > FEW {
        notes.push(format!("{} plans name no phase and no task", empty.len()));
    } else {
        let each = empty.iter();
        notes.extend(each.map(|name| format!("`{name}` names no phase and no task")));
    }
    notes
}

/// Returns the phases that are left and of whose effort nothing is written.
fn silent(graph: &PhaseGraph) -> Vec<usize> {
    let phases = graph.phases.iter().enumerate();
    let silent = phases.filter(|(_, it)| it.estimate.source.is_assumed() && !it.state.is_over());
    silent.map(|(at, _)| at).collect()
}

/// Says which phases say nothing of their effort, and what was assumed, a line for each assumption.
fn assumed(graph: &PhaseGraph, silent: &[usize]) -> Vec<String> {
    let mut kinds: Vec<(Estimate, Vec<String>)> = Vec::new();
    for plan in silent.chunk_by(|a, b| graph.phases[*a].plan == graph.phases[*b].plan) {
        let first = &graph.phases[plan[0]];
        let whole = &graph.plans[first.plan];
        let names = if plan.len() == whole.phases.len() && plan.len() > 3 {
            vec![format!("any phase of `{}`", whole.name)]
        } else {
            let names = plan.iter().map(|it| format!("`{}`", name_of(graph, *it)));
            names.collect()
        };
        match kinds.iter_mut().find(|it| it.0 == first.estimate) {
            Some((_, all)) => all.extend(names),
            None => kinds.push((first.estimate, names)),
        }
    }
    let kinds = kinds.into_iter();
    let said = kinds.map(|(estimate, names)| {
        let each = days_in_words(i64::from(estimate.minutes));
        let why = match estimate.source {
            EstimateSource::Others => ", the middle of the other phases",
            EstimateSource::Total => ", an equal share of the total",
            _ => "; `effort.missing` in tip.toml sets another time",
        };
        let each_counts = match names.as_slice() {
            [one] if one.starts_with('`') => "it counts",
            _ => "each counts",
        };
        let names = if names.len() > FEW {
            let more = names.len() - (FEW - 1);
            format!("{} and {more} more", names[..FEW - 1].join(", "))
        } else {
            names.join(", ")
        };
        format!("no effort is written for {names}, so {each_counts} as {each}{why}")
    });
    said.collect()
}
