//! When phases are worked on: table and bars for the terminal, SVG, Mermaid, JSON.

mod json;

mod mermaid;

mod svg;

mod text;

use std::ops::Range;

use tip_forecast::{Calendar, Date, EstimateSource, MINUTES_A_DAY, PhaseGraph, Schedule};

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
    let plans = graph.plans.iter();
    let assumed = plans.filter_map(|plan| assumed(graph, plan.phases.clone()));
    let assumed: Vec<String> = assumed.collect();
    if assumed.len() > FEW {
        notes.push(format!(
            "{} plans do not tell the effort of every phase: `tip schedule PLAN` says what was assumed",
            assumed.len()
        ));
    } else {
        notes.extend(assumed);
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

/// Says which phases of a plan say nothing of their effort, and what was assumed.
fn assumed(graph: &PhaseGraph, phases: Range<usize>) -> Option<String> {
    let all = phases.len();
    let silent: Vec<usize> = phases
        .filter(|at| {
            let it = &graph.phases[*at];
            it.estimate.source.is_assumed() && !it.state.is_over()
        })
        .collect();
    let first = &graph.phases[*silent.first()?];
    let each = days_in_words(i64::from(first.estimate.minutes));
    let why = match first.estimate.source {
        EstimateSource::Others => "like the middle of the others",
        EstimateSource::Total => "an equal share of the total",
        _ => "which `effort.missing` in tip.toml sets",
    };
    let who = match silent.as_slice() {
        [only] => format!(
            "`{}` says nothing of its effort: it counts",
            name_of(graph, *only)
        ),
        several if several.len() == all && all > 3 => format!(
            "no phase of `{}` says anything of its effort: each counts",
            graph.plans[first.plan].name
        ),
        several => {
            let names: Vec<String> = several
                .iter()
                .map(|it| format!("`{}`", name_of(graph, *it)))
                .collect();
            format!(
                "{} say nothing of their effort: each counts",
                names.join(", ")
            )
        }
    };
    Some(format!("{who} as {each}, {why}"))
}
