//! `tip trace`.

use tip_report::trace::{self, TraceView};
use tip_rules::{Trace, TracedFile};
use tip_workspace::{PlanEntry, Snapshot, Standing};

use super::load::{Loaded, all_read, no_plans, tell_unseen};
use super::{VERSION, proof};
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
    let mut troubles = 0;
    let entries: Vec<PlanEntry> = if args.plans.is_empty() {
        troubles += tell_unseen(snapshot, "", place, output);
        let entries = snapshot.discovery().entries.iter();
        let current = entries.filter(|it| it.standing == Standing::Current);
        current.cloned().collect()
    } else {
        let entries = args.plans.iter().map(|it| snapshot.find(it, &place.cwd));
        entries.collect::<Result<_, _>>()?
    };
    let read = snapshot.map_plans(&entries, |entry| Loaded::read(snapshot, entry.clone()));
    let mut traced = Vec::new();
    for plan in read {
        match plan {
            // What is over is traced where it is named.
            Ok(plan) if args.plans.is_empty() && plan.view().stage().is_over() => {}
            Ok(plan) => {
                let trace = traced_plan(snapshot, &plan)?;
                traced.push((plan, trace));
            }
            Err(error) => {
                troubles += 1;
                output.trouble(&format!("{error}: {}", error.source));
            }
        }
    }
    if format != TraceFormat::Json {
        for (plan, _) in &mut traced {
            plan.for_people(snapshot, place);
        }
    }
    let views: Vec<TraceView<'_>> = traced
        .iter()
        .map(|(plan, trace)| view(plan, trace))
        .collect();
    match format {
        TraceFormat::Text if views.is_empty() && entries.is_empty() => {
            no_plans(&repository, output);
        }
        TraceFormat::Text if views.is_empty() => {
            output.note("every plan is over: name one to trace it");
        }
        TraceFormat::Text => output.write(&trace::render(&views, &output.terminal()))?,
        TraceFormat::Json => output.write(&trace::json(&views, VERSION))?,
        TraceFormat::Html => output.write(&trace::html(&views))?,
    }
    all_read(troubles)?;
    let is_whole = |trace: &Trace| !trace.nodes.is_empty() && trace.lacking().next().is_none();
    let whole = !traced.is_empty() && traced.iter().all(|(_, trace)| is_whole(trace));
    Ok(if whole { Answer::Yes } else { Answer::No })
}

/// Traces a plan; what cannot be told of runs is not told.
fn traced_plan(snapshot: &Snapshot, plan: &Loaded) -> Result<Trace, Failure> {
    let evidence = proof::evidence(snapshot, plan, proof::Imported::IsShown)?;
    let files = plan.entry.files.iter().zip(&plan.files);
    let answers: Vec<_> = files
        .map(|(file, (doc, read))| snapshot.trace_answers(&file.path, doc, read))
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
    Ok(Trace::of(&files))
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
