//! A schedule as JSON.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use tip_forecast::{Link, LinkSource, MINUTES_A_DAY};

use super::{ScheduleView, days, notes};
use crate::wire;

/// When phases are worked on.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "schedule")]
struct ScheduleJson<'a> {
    /// The version of `tip`.
    version: &'a str,
    /// The unit of all times: days of work.
    unit: &'static str,
    /// The hours that are worked on a day.
    hours_a_day: i64,
    /// The day on which work begins, where one is given.
    start_date: Option<String>,
    /// The day on which all is done, where a first day is given.
    finish_date: Option<String>,
    /// How many people work, where they are limited.
    people: Option<u32>,
    /// Whether the order of the text was left out.
    as_written: bool,
    /// When all is done, from the beginning.
    duration: f64,
    /// What all phases take together.
    work: f64,
    /// The plans.
    plans: Vec<PlanJson<'a>>,
    /// The phases.
    phases: Vec<PhaseJson<'a>>,
    /// The phases that decide when all is done, in the order in which they are worked on, as positions in `phases`.
    critical_path: Vec<usize>,
    /// The phases that wait for each other, as positions in `phases`.
    cycles: &'a [Vec<u32>],
    /// What was assumed or left out.
    notes: Vec<String>,
}

/// A plan.
#[derive(Debug, Serialize, JsonSchema)]
struct PlanJson<'a> {
    /// Its name.
    plan: &'a str,
    /// Its title.
    title: Option<&'a str>,
}

/// A phase and its times.
#[derive(Debug, Serialize, JsonSchema)]
struct PhaseJson<'a> {
    /// Its plan.
    plan: &'a str,
    /// Its handle.
    handle: &'a str,
    /// Its id.
    id: &'a str,
    /// Its number as written.
    number: Option<&'a str>,
    /// Its title.
    title: &'a str,
    /// The file that it stands in.
    path: &'a str,
    /// Its line.
    line: u32,
    /// How far it has come.
    state: &'static str,
    /// Its effort, as short as it can be written.
    effort: Option<String>,
    /// How it is known how long it takes.
    #[schemars(extend("enum" = ["time", "size", "tasks", "others", "total", "table", "supposed"]))]
    effort_source: &'static str,
    /// What it waits for.
    depends_on: Vec<DependencyJson<'a>>,
    /// How long it takes, or what remains of it.
    duration: f64,
    /// The earliest start.
    early_start: f64,
    /// The earliest finish.
    early_finish: f64,
    /// The latest start that delays nothing.
    late_start: f64,
    /// The latest finish that delays nothing.
    late_finish: f64,
    /// How long it may be late before the end is.
    slack: f64,
    /// How long it may be late before anything that waits for it is.
    free_slack: f64,
    /// Whether any delay of it delays the end.
    critical: bool,
    /// When it is worked on.
    start: f64,
    /// When it is done.
    finish: f64,
    /// Who works on it, from 1, where people are limited.
    person: Option<u32>,
    /// The day on which it is begun, where a first day is given.
    start_date: Option<String>,
    /// The day on which it is done, where a first day is given.
    finish_date: Option<String>,
}

/// A phase that another one waits for.
#[derive(Debug, Serialize, JsonSchema)]
struct DependencyJson<'a> {
    /// Its plan.
    plan: &'a str,
    /// Its handle.
    handle: &'a str,
    /// How that is known: it is written, the plan waits for the other plan, or it follows from the order of the text.
    #[schemars(extend("enum" = ["written", "plan", "order"]))]
    source: &'static str,
}

/// Returns a schedule as JSON.
pub fn json(view: &ScheduleView<'_>, version: &str) -> String {
    let schedule = view.schedule;
    wire::pretty(&ScheduleJson {
        version,
        unit: "day",
        hours_a_day: MINUTES_A_DAY / 60,
        start_date: view.start.map(|it| it.to_string()),
        finish_date: view
            .day_of_finish(schedule.minutes)
            .map(|it| it.to_string()),
        people: schedule.people,
        as_written: view.as_written,
        duration: days(schedule.minutes),
        work: days(schedule.work),
        plans: view
            .graph
            .plans
            .iter()
            .map(|it| PlanJson {
                plan: &it.name,
                title: it.title.as_deref(),
            })
            .collect(),
        phases: view
            .graph
            .links_by_phase()
            .iter()
            .enumerate()
            .map(|(at, links)| phase(view, at, links))
            .collect(),
        critical_path: view.critical_path(),
        cycles: schedule.network.cycles(),
        notes: notes(view.graph, schedule),
    })
}

/// Returns the JSON Schema of [`json`].
pub fn schema() -> Value {
    wire::schema_of::<ScheduleJson<'_>>()
}

fn phase<'a>(view: &ScheduleView<'a>, at: usize, links: &[Link]) -> PhaseJson<'a> {
    let graph = view.graph;
    let phase = &graph.phases[at];
    let it = &view.schedule.phases[at];
    let links = links
        .iter()
        .filter(|it| !view.as_written || it.source != LinkSource::Order);
    let day = |day: Option<tip_forecast::Date>| day.map(|it| it.to_string());
    let (start, finish) = (it.assignment.start, it.assignment.finish);
    PhaseJson {
        plan: &graph.plans[phase.plan].name,
        handle: &phase.handle,
        id: &phase.id,
        number: phase.number.as_deref(),
        title: &phase.title,
        path: &phase.path,
        line: phase.line,
        state: phase.state.word(),
        effort: phase.effort.map(tip_plan::Effort::short),
        effort_source: phase.estimate.source.word(),
        depends_on: links
            .map(|link| {
                let from = &graph.phases[link.from];
                DependencyJson {
                    plan: &graph.plans[from.plan].name,
                    handle: &from.handle,
                    source: link.source.word(),
                }
            })
            .collect(),
        duration: days(it.minutes),
        early_start: days(it.times.early_start),
        early_finish: days(it.times.early_finish),
        late_start: days(it.times.late_start),
        late_finish: days(it.times.late_finish),
        slack: days(it.times.slack),
        free_slack: days(it.times.free_slack),
        critical: it.is_critical,
        start: days(start),
        finish: days(finish),
        person: it.assignment.person.map(|it| it + 1),
        start_date: day(view.day_of_start(start)),
        finish_date: day(view.day_of_finish(finish)),
    }
}
