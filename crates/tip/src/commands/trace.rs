//! `tip trace`.

use tip_report::trace::{self, TraceView};
use tip_rules::{Trace, TracedFile, scenario_phrases, test_searches};
use tip_work::{Loaded, proof};
use tip_workspace::Snapshot;

use super::VERSION;
use super::chosen::Chosen;
use super::load::{all_read, no_plans};
use crate::Answer;
use crate::args::{TraceArgs, TraceFormat};
use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;

pub(super) fn run(args: &TraceArgs, place: &Place, output: &mut Output) -> Result<Answer, Failure> {
    let repository = place.open()?;
    let snapshot = &repository.snapshot;
    let format = if args.json {
        TraceFormat::Json
    } else {
        args.format
    };
    let mut chosen = Chosen::read(&args.plans, &repository, place, output)?;
    let found_none = chosen.found_none();
    // What is over is traced where it is named.
    chosen.leave_out_over();
    let plans = chosen.plans.into_iter();
    let traced = plans.map(|mut plan| {
        let found = plan.read_requirements(snapshot);
        found.map_err(|it| Failure::user(it.to_string()))?;
        Ok((traced_plan(snapshot, &plan, place)?, plan))
    });
    let mut traced: Vec<(Trace, Loaded)> = traced.collect::<Result<_, Failure>>()?;
    if format != TraceFormat::Json {
        for (_, plan) in &mut traced {
            plan.for_people(snapshot, place);
        }
    }
    let views: Vec<TraceView<'_>> = traced
        .iter()
        .map(|(trace, plan)| view(plan, trace))
        .collect();
    match format {
        TraceFormat::Text if found_none => {
            no_plans(&repository, output);
        }
        TraceFormat::Text if views.is_empty() => {
            output.note("every plan is over: name one to trace it");
        }
        TraceFormat::Text => output.write(&trace::render(&views, &output.terminal()))?,
        TraceFormat::Json => output.write(&trace::json(&views, VERSION))?,
        TraceFormat::Html => output.write(&trace::html(&views))?,
    }
    all_read(chosen.troubles)?;
    let is_whole = |trace: &Trace| !trace.nodes.is_empty() && trace.lacking().next().is_none();
    let whole = !traced.is_empty() && traced.iter().all(|(trace, _)| is_whole(trace));
    Ok(if whole { Answer::Yes } else { Answer::No })
}

/// Traces a plan; what cannot be told of runs is not told.
fn traced_plan(snapshot: &Snapshot, plan: &Loaded, place: &Place) -> Result<Trace, Failure> {
    let evidence = proof::evidence(snapshot, plan, proof::Imported::IsShown, place)?;
    let phrases = plan.files.iter();
    let phrases: Vec<String> = phrases
        .flat_map(|(doc, read)| scenario_phrases(doc, read))
        .collect();
    let files = plan.entry.files.iter().zip(&plan.files);
    let answers: Vec<_> = files
        .map(|(file, (doc, read))| snapshot.trace_answers(&file.path, doc, read, &phrases))
        .collect();
    let files = plan.entry.files.iter().zip(&plan.files).enumerate();
    let files: Vec<TracedFile<'_>> = files
        .map(|(at, (file, (doc, read)))| TracedFile {
            path: &file.path,
            doc,
            plan: read,
            answers: &answers[at],
            evidence: &evidence[at],
        })
        .collect();
    let found = snapshot.search_tests(&test_searches(&files));
    Ok(Trace::of(&files, &found))
}

fn view<'a>(plan: &'a Loaded, trace: &'a Trace) -> TraceView<'a> {
    let files = plan.entry.files.iter().zip(&plan.files);
    TraceView {
        name: &plan.entry.name,
        title: plan.title(),
        files: files
            .map(|(file, (doc, _))| (file.path.as_str(), doc))
            .collect(),
        trace,
    }
}
