//! What plans still mean to change.

use tip_drift::Drift;
use tip_plan::{Intent, Plan, Reference};
use tip_report::conflicts::FileChange;
use tip_rules::PathAnswer;
use tip_workspace::{DriftedPlan, Snapshot, Standing};

use crate::{Failure, Loaded};

/// Returns what became of the references of plans, file by file.
pub fn drifted(
    plans: &[Loaded],
    drift: &Drift<'_>,
    snapshot: &Snapshot,
) -> Result<Vec<DriftedPlan>, Failure> {
    Ok(snapshot.drift(drift, &files(plans), false)?)
}

/// Returns all files of plans.
pub fn files(plans: &[Loaded]) -> Vec<(String, Standing)> {
    let files = plans.iter().flat_map(|plan| {
        let files = plan.entry.files.iter();
        files.map(|file| (file.path.clone(), plan.entry.standing))
    });
    files.collect()
}

/// Returns what plans still mean to change: each file, with its lines where they are now.
pub fn followed(plans: &[Loaded], drifted: &[DriftedPlan], snapshot: &Snapshot) -> Vec<FileChange> {
    let files = plans.iter().enumerate();
    let files = files.flat_map(|(at, plan)| {
        let paths = plan.entry.files.iter().map(|it| it.path.as_str());
        let reads = plan.files.iter().map(|(_, read)| read);
        paths.zip(reads).map(move |(path, read)| (at, path, read))
    });
    let mut changes = Vec::new();
    for ((plan, file, read), drifted) in files.zip(drifted) {
        let references = drifted.references.iter().zip(&read.references);
        for (it, reference) in references.filter(|it| means_change(read, it.1)) {
            let now = it.judgement.now.as_ref();
            // A bare name is that of many files: of which one the plan speaks tells only a line, or that the file lies at the root.
            let named = |path: &str| path.contains('/');
            let at_root = now.is_some_and(|now| !named(&now.path));
            if !named(&reference.path) && reference.line.is_none() && !at_root {
                continue;
            }
            let path = match now {
                Some(now) => now.path.clone(),
                None => match meant(snapshot, file, read, reference) {
                    Some(path) => path,
                    None => continue,
                },
            };
            changes.push(FileChange {
                path,
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
pub fn as_written(plans: &[Loaded], snapshot: &Snapshot) -> Vec<FileChange> {
    let mut changes = Vec::new();
    for (plan, loaded) in plans.iter().enumerate() {
        for (file, (_, read)) in loaded.entry.files.iter().zip(&loaded.files) {
            for it in read.references.iter().filter(|it| means_change(read, it)) {
                let Some(path) = meant(snapshot, &file.path, read, it) else {
                    continue;
                };
                let phase = it.unit.and_then(|it| read.phase_of(it));
                changes.push(FileChange {
                    path,
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

/// Returns the one file that a reference means, there already or not; `None` where it may be any of several: each crate has its
/// `src/lib.rs`.
fn meant(snapshot: &Snapshot, file: &str, plan: &Plan, it: &Reference) -> Option<String> {
    match snapshot.lead(file, plan, it) {
        PathAnswer::File(path) | PathAnswer::Suffix(path) => Some(path),
        PathAnswer::Ambiguous(_) => None,
        _ => Some(it.path.clone()),
    }
}

/// Returns whether a reference means to change a file in work that remains.
fn means_change(plan: &Plan, it: &Reference) -> bool {
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
