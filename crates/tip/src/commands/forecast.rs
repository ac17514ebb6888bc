//! `tip forecast`.

use tip_forecast::{
    EffortTable, Forecast, ForecastOptions, Model, PhaseGraph, Schedule, ScheduleOptions,
};
use tip_plan::Effort;
use tip_report::forecast::{self, ForecastView};
use tip_report::schedule::notes;

use super::VERSION;
use super::foresee::foresee;
use super::load::all_read;
use crate::Answer;
use crate::args::{ForecastArgs, ForecastFormat};
use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;

pub(super) fn run(
    args: &ForecastArgs,
    place: &Place,
    output: &mut Output,
) -> Result<Answer, Failure> {
    let repository = place.open()?;
    let format = if args.json {
        ForecastFormat::Json
    } else {
        args.format
    };
    let for_people = format != ForecastFormat::Json;
    let foreseen = foresee(&args.plans, &repository, for_people, place, output)?;
    let effort = &repository.snapshot.config().effort;
    let configured = ForecastOptions {
        people: effort.people,
        as_written: args.as_written,
        seed: args.seed,
    };
    let options = ForecastOptions {
        people: args.people.or(effort.people),
        ..configured
    };
    let mut graph = foreseen.graph.clone();
    let mut supposed = suppose(&mut graph, args, &effort.table)?;
    if let Some(people) = args.people {
        let who = if people == 1 { "person" } else { "people" };
        supposed.push(format!("{people} {who}"));
    }
    let after = simulate(&graph, &effort.table, options, args.samples);
    let before = (!supposed.is_empty())
        .then(|| simulate(&foreseen.graph, &effort.table, configured, args.samples));
    let schedule = ScheduleOptions {
        people: None,
        as_written: args.as_written,
    };
    let schedule = Schedule::new(&graph, schedule);
    let notes = notes(&graph, &schedule);
    let view = ForecastView {
        graph: &graph,
        forecast: &after,
        supposed: &supposed,
        before: before.as_ref(),
        people: options.people,
        as_written: args.as_written,
        seed: args.seed,
        start: args.start,
        calendar: &effort.calendar,
        notes: &notes,
    };
    let terminal = output.terminal();
    match format {
        ForecastFormat::Text => output.write(&forecast::render(&view, &terminal))?,
        ForecastFormat::Svg => output.write(&forecast::svg(&view))?,
        ForecastFormat::Json => output.line(&forecast::json(&view, VERSION))?,
    }
    if for_people {
        for note in &notes {
            output.note(note);
        }
    }
    all_read(foreseen.troubles)?;
    let is_sound = schedule.network.cycles().is_empty() && !graph.phases.is_empty();
    Ok(if is_sound { Answer::Yes } else { Answer::No })
}

/// Draws the samples, the usual number unless it is told, and says what they tell.
pub(super) fn simulate(
    graph: &PhaseGraph,
    table: &EffortTable,
    options: ForecastOptions,
    samples: Option<u64>,
) -> Forecast {
    let model = Model::new(graph, table, options);
    let samples = samples.unwrap_or_else(|| model.usual_samples());
    let tally = tip_workspace::simulate(&model, samples);
    Forecast::new(&model, &tally)
}

/// Changes the graph as is supposed, and says what that is.
fn suppose(
    graph: &mut PhaseGraph,
    args: &ForecastArgs,
    table: &EffortTable,
) -> Result<Vec<String>, Failure> {
    let mut said = Vec::new();
    for written in &args.set {
        let Some((name, value)) = written.split_once('=') else {
            return Err(Failure::usage(format!("`--set {written}` says nothing"))
                .hint("write a phase and an effort: `--set P3=XL`, `--set P3=2-4d`"));
        };
        let at = find(graph, name)?;
        let Some(effort) = Effort::parse(value) else {
            return Err(Failure::usage(format!("`{value}` is no effort"))
                .hint("write a size or a time: `XL`, `4h`, `2-4 days`"));
        };
        graph.suppose(at, effort, table);
        said.push(format!("{name} is {}", value.trim()));
    }
    for name in &args.drop {
        let at = find(graph, name)?;
        graph.drop_phase(at);
        said.push(format!("without {name}"));
    }
    Ok(said)
}

/// Finds a phase by its handle or its id; with several plans by `PLAN#HANDLE`, where the end of the plan's name is enough.
fn find(graph: &PhaseGraph, name: &str) -> Result<usize, Failure> {
    let (plan, handle) = match name.split_once('#') {
        Some((plan, handle)) => (Some(plan), handle),
        None => (None, name),
    };
    let is_plan = |at: usize| {
        let names = [&graph.plans[at].name, &graph.plans[at].key];
        plan.is_none_or(|plan| {
            names.iter().any(|it| {
                let stem = it.strip_suffix(".md").unwrap_or(it);
                let fits = |it: &str| it == plan || it.ends_with(&format!("/{plan}"));
                fits(it) || fits(stem)
            })
        })
    };
    let phases = graph.phases.iter().enumerate();
    let found: Vec<usize> = phases
        .filter(|(_, it)| it.handle.eq_ignore_ascii_case(handle) || it.id == handle)
        .filter(|(_, it)| is_plan(it.plan))
        .map(|(at, _)| at)
        .collect();
    match found.as_slice() {
        [one] => Ok(*one),
        [] => {
            let handles: Vec<&str> = graph.phases.iter().map(|it| it.handle.as_str()).collect();
            let failure = Failure::user(format!("no phase is called `{name}`"));
            Err(if handles.len() <= 20 && graph.plans.len() == 1 {
                failure.hint(format!("one of {}", handles.join(", ")))
            } else {
                failure
                    .hint("`tip schedule` shows the handles; of several plans write `PLAN#HANDLE`")
            })
        }
        several => {
            let names: Vec<String> = several
                .iter()
                .map(|it| {
                    format!(
                        "`{}#{}`",
                        graph.plans[graph.phases[*it].plan].name, graph.phases[*it].handle
                    )
                })
                .collect();
            Err(Failure::user(format!("`{name}` may be several phases"))
                .hint(format!("it may be {}", names.join(", "))))
        }
    }
}
