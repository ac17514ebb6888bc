//! `tip impact`.

use tip_drift::{Difference, History, Side, Version};
use tip_plan::{Plan, UnitId};
use tip_report::impact::{self, Report};
use tip_syntax::Document;
use tip_workspace::{Keeping, Past, Snapshot, Standing, Touch};

use super::VERSION;
use super::diff::{At, range};
use tip_work::Loaded;

use super::drift::warn;
use super::load::{all_read, tell_unseen};
use crate::Answer;
use crate::args::ImpactArgs;
use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;

pub(super) fn run(
    args: &ImpactArgs,
    place: &Place,
    output: &mut Output,
) -> Result<Answer, Failure> {
    let repository = place.open()?;
    let snapshot = &repository.snapshot;
    let past = Past::open(snapshot, Keeping::Kept)?;
    let history = past.history();
    warn(history, output)?;
    let (before, after) = versions(args, history)?;
    let difference = snapshot.difference(history, before, after)?;
    let (plans, over, mut troubles) = plans(args.all, snapshot, place, output);
    troubles += tell_unseen(snapshot, "", place, output);
    let read: Vec<_> = plans.iter().map(|it| (&it.entry, &it.files)).collect();
    let touches = snapshot.impact(&past, &difference, &read, args.all)?;
    let mut report = report(&difference, &plans, &touches);
    if !args.all && report.files.iter().any(|it| it.plans.is_empty()) {
        tell_over(&mut report, &difference, over, snapshot);
    }
    if args.json {
        output.write(&impact::json(&report))?;
    } else {
        let shown = |path: &str| place.shown(&snapshot.root().join(path)).into_string();
        output.write(&impact::render(
            &report,
            args.all,
            &shown,
            &output.terminal(),
        ))?;
    }
    all_read(troubles)?;
    Ok(match report.in_doubt() {
        0 => Answer::Yes,
        _ => Answer::No,
    })
}

/// Returns the versions that are compared.
fn versions(args: &ImpactArgs, history: &History) -> Result<(Version, Version), Failure> {
    let head = history.head().map_or(Version::Empty, Version::Commit);
    if args.staged {
        return Ok((head, Version::Index));
    }
    let Some(written) = &args.range else {
        return Ok((head, Version::WorkTree));
    };
    let version = |at: At| match at {
        At::Commit(revision) => Version::Commit(revision),
        At::WorkTree => Version::WorkTree,
    };
    let (before, after) = range(written, history)?;
    Ok((version(before), version(after)))
}

/// Reads the plans that a change may matter to: with `all` those that are over too. Else what was read of those comes beside.
fn plans(
    all: bool,
    snapshot: &Snapshot,
    place: &Place,
    output: &mut Output,
) -> (Vec<Loaded>, Vec<Loaded>, usize) {
    let entries = snapshot.discovery().entries.iter();
    let entries: Vec<_> = entries
        .filter(|it| all || it.standing == Standing::Current)
        .cloned()
        .collect();
    let results = snapshot.map_plans(&entries, |it| Loaded::read(snapshot, it.clone()));
    let (mut plans, mut over, mut troubles) = (Vec::new(), Vec::new(), 0);
    for result in results {
        match result {
            Ok(loaded) if all || !loaded.view().stage().is_over() => plans.push(loaded),
            Ok(loaded) => over.push(loaded),
            Err(error) => {
                troubles += 1;
                let path = place.shown(&snapshot.root().join(&error.path));
                output.trouble(&format!("cannot read `{path}`: {}", error.source));
            }
        }
    }
    (plans, over, troubles)
}

/// Says of the files that no plan under way names which of those that are over do; archived ones are read for that alone.
fn tell_over(
    report: &mut Report,
    difference: &Difference,
    mut over: Vec<Loaded>,
    snapshot: &Snapshot,
) {
    let entries = snapshot.discovery().entries.iter();
    let archived: Vec<_> = entries
        .filter(|it| it.standing != Standing::Current)
        .cloned()
        .collect();
    // What cannot be read names nothing.
    let read = snapshot.map_plans(&archived, |it| Loaded::read(snapshot, it.clone()));
    over.extend(read.into_iter().flatten());
    let plans: Vec<_> = over.iter().map(|it| (&it.entry, &it.files)).collect();
    let named = snapshot.naming(difference, &plans);
    for (loaded, named) in over.iter().zip(named) {
        for at in named {
            report.files[at].plans_over.push(loaded.entry.name.clone());
        }
    }
}

fn report(difference: &Difference, plans: &[Loaded], touches: &[Vec<Touch>]) -> Report {
    let mut files: Vec<impact::File> = difference
        .files
        .iter()
        .map(|it| impact::File {
            path: it.path().to_owned(),
            path_before: it.before.clone().filter(|before| before != it.path()),
            change: it.word(),
            plans: Vec::new(),
            plans_over: Vec::new(),
        })
        .collect();
    let mut changed_plans = Vec::new();
    for (loaded, touches) in plans.iter().zip(touches) {
        for at in touches.iter().flat_map(|it| &it.changed) {
            if !files[*at].plans.contains(&loaded.entry.name) {
                files[*at].plans.push(loaded.entry.name.clone());
            }
        }
        if !touches.is_empty() {
            changed_plans.push(plan(difference, loaded, touches));
        }
    }
    // A plan's own file belongs to it, whether or not it names itself.
    for loaded in plans {
        for path in loaded.entry.files.iter().map(|it| &it.path) {
            let own = files.iter_mut().find(|it| it.path == *path);
            if let Some(own) = own.filter(|it| !it.plans.contains(&loaded.entry.name)) {
                own.plans.push(loaded.entry.name.clone());
            }
        }
    }
    Report {
        version: VERSION,
        before: match difference.before {
            Version::Commit(revision) => Some(revision.hash()),
            Version::Empty | Version::Index | Version::WorkTree => None,
        },
        after: match difference.after {
            Version::Commit(revision) => revision.hash(),
            Version::Index => "index".to_owned(),
            Version::Empty | Version::WorkTree => "worktree".to_owned(),
        },
        files,
        plans: changed_plans,
    }
}

fn plan(difference: &Difference, loaded: &Loaded, touches: &[Touch]) -> impact::Plan {
    let paths = || loaded.entry.files.iter().map(|it| it.path.as_str());
    let mut phases = Vec::new();
    let mut boxes: Vec<impact::CheckBox> = Vec::new();
    let mut wire = Vec::new();
    let mut told: Vec<(usize, UnitId)> = Vec::new();
    for touch in touches {
        let (doc, read) = &loaded.files[touch.file];
        let path = loaded.entry.files[touch.file].path.clone();
        let phase = touch.unit.and_then(|it| read.phase_of(it));
        if let Some(id) = phase.filter(|it| !told.contains(&(touch.file, *it))) {
            told.push((touch.file, id));
            let unit = read.unit(id);
            phases.push(impact::Phase {
                path: path.clone(),
                handle: unit.handle.clone(),
                id: unit.id.clone(),
                title: unit.title.value.clone(),
                state: unit.state.value.word(),
            });
        }
        if let Some(at) = touch.in_box {
            let it = &read.boxes[at];
            match boxes.iter_mut().find(|known| known.id == it.id) {
                Some(known) => known.in_doubt |= touch.in_doubt,
                None => boxes.push(impact::CheckBox {
                    path: path.clone(),
                    line: doc.line(it.mark),
                    handle: it.handle.clone(),
                    id: it.id.clone(),
                    kind: it.kind.word(),
                    state: it.state.word(),
                    text: doc.source().folded(it.text).into_owned(),
                    in_doubt: touch.in_doubt,
                }),
            }
        }
        wire.push(one(difference, touch, path, doc, read));
    }
    impact::Plan {
        plan: loaded.entry.name.clone(),
        title: loaded.title(),
        stage: tip_report::stage_name(loaded.view().stage(), loaded.view().basis()),
        changed: difference
            .files
            .iter()
            .any(|it| paths().any(|path| path == it.path())),
        phases,
        boxes,
        touches: wire,
    }
}

fn one(
    difference: &Difference,
    touch: &Touch,
    path_of_plan: String,
    doc: &Document,
    plan: &Plan,
) -> impact::Touch {
    let handle = |it: UnitId| plan.unit(it).handle.clone();
    let changed = touch.changed.iter();
    impact::Touch {
        path_of_plan,
        line_in_plan: touch.line_in_plan,
        written: doc.source().folded(touch.span).into_owned(),
        kind: if touch.is_command {
            "command"
        } else {
            "reference"
        },
        reach: touch.reach.word(),
        files: changed
            .map(|at| difference.files[*at].path().to_owned())
            .collect(),
        line: touch.pointed.map(|it| it.line),
        end_line: touch.pointed.map(|it| it.end_line),
        side: touch.pointed.map(|it| match it.side {
            Side::Before => "before",
            Side::After => "after",
        }),
        intent: touch.intent.word(),
        phase: touch.unit.and_then(|it| plan.phase_of(it)).map(handle),
        unit: touch.unit.map(handle),
        in_box: touch.in_box.map(|it| plan.boxes[it].handle.clone()),
    }
}
