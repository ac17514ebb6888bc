//! `tip conflicts`.

use tip_drift::{Drift, History};
use tip_plan::{Intent, Reference};
use tip_report::conflicts::{self, ChangingPlan, Conflict, FileChange};
use tip_workspace::{DriftedPlan, Keeping, Past, Snapshot};

use super::VERSION;
use super::chosen::Chosen;
use super::load::{Loaded, all_read};
use crate::Answer;
use crate::args::ConflictsArgs;
use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;

pub(super) fn run(
    args: &ConflictsArgs,
    place: &Place,
    output: &mut Output,
) -> Result<Answer, Failure> {
    let repository = place.open()?;
    let snapshot = &repository.snapshot;
    let chosen = Chosen::read(&args.plans, &repository, place, output)?;
    let mut loaded = chosen.plans;
    // What is over changes nothing any more.
    loaded.retain(|it| !it.view().stage().is_over());
    // Without a history lines stand where they are written.
    let past = Past::open(snapshot, Keeping::Kept).ok();
    let drift = past.as_ref().map(Past::drift).transpose()?;
    let changes = match &drift {
        Some(drift) => followed(&loaded, &drifted(&loaded, drift, snapshot)?),
        None => as_written(&loaded),
    };
    let mut plans = Vec::new();
    for plan in &mut loaded {
        let path = &plan.entry.primary().path;
        let who = match (&past, &drift) {
            (Some(past), Some(drift)) => last_author(past.history(), drift, path)?,
            _ => None,
        };
        if !args.json {
            plan.for_people(snapshot, place);
        }
        plans.push(ChangingPlan {
            name: plan.entry.name.clone(),
            who,
        });
    }
    let conflicts = Conflict::find(&changes);
    if args.json {
        output.line(&conflicts::json(&conflicts, &plans, VERSION))?;
    } else if conflicts.is_empty() {
        let count = plans.len();
        output.note(&format!(
            "no file is meant to be changed by two of {count} plans that are not over"
        ));
    } else {
        let terminal = output.terminal();
        output.write(&conflicts::render(&conflicts, &plans, &terminal))?;
    }
    all_read(chosen.troubles)?;
    Ok(if conflicts.is_empty() {
        Answer::Yes
    } else {
        Answer::No
    })
}

/// Returns what became of the references of plans, file by file.
pub(super) fn drifted(
    plans: &[Loaded],
    drift: &Drift<'_>,
    snapshot: &Snapshot,
) -> Result<Vec<DriftedPlan>, Failure> {
    let files = plans.iter().flat_map(|plan| {
        let files = plan.entry.files.iter();
        files.map(|file| (file.path.clone(), plan.entry.standing))
    });
    Ok(snapshot.drift(drift, &files.collect::<Vec<_>>(), false)?)
}

/// Returns what plans still mean to change: each file, with its lines where they are now.
pub(super) fn followed(plans: &[Loaded], drifted: &[DriftedPlan]) -> Vec<FileChange> {
    let files = plans.iter().enumerate();
    let files = files.flat_map(|(at, plan)| plan.files.iter().map(move |(_, read)| (at, read)));
    let mut changes = Vec::new();
    for ((plan, read), drifted) in files.zip(drifted) {
        let references = drifted.references.iter().zip(&read.references);
        for (it, reference) in references.filter(|it| means_change(read, it.1)) {
            let now = it.judgement.now.as_ref();
            changes.push(FileChange {
                path: now.map_or_else(|| reference.path.clone(), |it| it.path.clone()),
                plan,
                phase: it.phase.clone(),
                intent: reference.intent,
                lines: now.and_then(|now| Some((now.line?, now.end_line.or(now.line)?))),
            });
        }
    }
    changes
}

/// Returns what plans still mean to change, as they write it.
pub(super) fn as_written(plans: &[Loaded]) -> Vec<FileChange> {
    let mut changes = Vec::new();
    for (plan, loaded) in plans.iter().enumerate() {
        for (_, read) in &loaded.files {
            for it in read.references.iter().filter(|it| means_change(read, it)) {
                let phase = it.unit.and_then(|it| read.phase_of(it));
                changes.push(FileChange {
                    path: it.path.clone(),
                    plan,
                    phase: phase.map(|it| read.unit(it).handle.clone()),
                    intent: it.intent,
                    lines: it.line.map(|line| (line, it.end_line.unwrap_or(line))),
                });
            }
        }
    }
    changes
}

/// Returns whether a reference means to change a file in work that remains.
fn means_change(plan: &tip_plan::Plan, it: &Reference) -> bool {
    let mut unit = it.unit;
    while let Some(id) = unit {
        let outer = plan.unit(id);
        if outer.state.value.is_over() {
            return false;
        }
        unit = outer.parent;
    }
    it.intent != Intent::Mention && !it.historical && !it.is_pattern() && !it.is_folder()
}

/// Returns who changed a file last.
pub(super) fn last_author(
    history: &History,
    drift: &Drift<'_>,
    path: &str,
) -> Result<Option<String>, Failure> {
    let versions = drift.versions(path)?;
    let newest = versions.first().map(|it| history.about(it.revision));
    Ok(newest.transpose()?.map(|it| it.author))
}
