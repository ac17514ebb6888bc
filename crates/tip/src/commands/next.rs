//! `tip next`.

use tip_plan::Plan;
use tip_report::{Assumption, NextPlan, ReadyUnit, next};
use tip_syntax::Document;
use tip_workspace::{Assumed, PlanEntry, Standing, ready};

use super::VERSION;
use super::load::{Loaded, no_plans};
use crate::Answer;
use crate::args::NextArgs;
use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;

pub(super) fn run(args: &NextArgs, place: &Place, output: &mut Output) -> Result<Answer, Failure> {
    let repository = place.open()?;
    let snapshot = &repository.snapshot;
    let entries: Vec<PlanEntry> = if let Some(name) = &args.plan {
        vec![snapshot.find(name, &place.cwd)?]
    } else {
        let entries = snapshot.discovery().entries.iter();
        let current = entries.filter(|it| it.standing == Standing::Current);
        current.cloned().collect()
    };
    let results = snapshot.map_plans(&entries, |entry| {
        Loaded::read(snapshot, entry.clone()).map(|it| next_of(&it))
    });
    let mut plans = Vec::new();
    let mut over = None;
    for result in results {
        match result {
            Ok(plan) if plan.stage.is_over() => over = Some(plan),
            Ok(plan) => plans.push(plan),
            Err(error) if args.plan.is_some() => return Err(error.into()),
            Err(error) => output.trouble(&format!("{error}: {}", error.source)),
        }
    }
    plans.retain(|it| !it.ready.is_empty());
    let answer = if plans.is_empty() {
        Answer::No
    } else {
        Answer::Yes
    };
    let terminal = output.terminal();
    if args.json {
        output.line(&next::json(&plans, VERSION))?;
        return Ok(answer);
    }
    if answer == Answer::Yes {
        output.line(&next::render(&plans, &terminal))?;
        return Ok(answer);
    }
    match (entries.is_empty(), over) {
        (true, _) => no_plans(&repository, output),
        (false, Some(plan)) if args.plan.is_some() => output.note(&format!(
            "nothing is ready: `{}` is {}",
            plan.name,
            plan.stage.word()
        )),
        _ => output.note("nothing is ready"),
    }
    Ok(answer)
}

fn next_of(loaded: &Loaded) -> NextPlan {
    let view = loaded.view();
    let mut next = NextPlan {
        name: loaded.entry.name.clone(),
        title: loaded.title(),
        stage: view.stage(),
        progress: view.progress(),
        ready: Vec::new(),
        waiting: 0,
    };
    if next.stage.is_over() {
        return next;
    }
    for (file, (doc, plan)) in loaded.entry.files.iter().zip(&loaded.files) {
        let found = ready(plan);
        next.waiting += found.waiting;
        let units = found.units.iter();
        next.ready
            .extend(units.map(|it| unit(&file.path, doc, plan, it)));
        // The files after the first one with work describe the same work.
        if !next.ready.is_empty() {
            break;
        }
    }
    next
}

fn unit(path: &str, doc: &Document, plan: &Plan, ready: &tip_workspace::ReadyUnit) -> ReadyUnit {
    let unit = plan.unit(ready.unit);
    let handle = |id| plan.unit(id).handle.clone();
    let open = plan.boxes.iter().filter(|it| {
        it.state == tip_plan::BoxState::Open
            && it.is_unit.is_none()
            && !it.deferred
            && it.kind != tip_plan::BoxKind::Review
            && unit.span.contains(it.mark)
    });
    ReadyUnit {
        kind: unit.kind,
        handle: unit.handle.clone(),
        id: unit.id.clone(),
        title: unit.title.value.clone(),
        path: path.to_owned(),
        line: doc.line(unit.lead),
        state: unit.state.value,
        effort: unit.effort.as_ref().map(|it| it.value.short()),
        open: open
            .map(|it| doc.source().folded(it.text).into_owned())
            .collect(),
        assumed: ready
            .assumed
            .iter()
            .map(|it| match it {
                Assumed::After(id) => Assumption::After(handle(*id)),
                Assumed::First => Assumption::First,
                Assumed::StateUnknown(id) => Assumption::StateUnknown(handle(*id)),
                Assumed::UnknownDependency(written) => {
                    Assumption::UnknownDependency(written.clone())
                }
            })
            .collect(),
    }
}
