//! What is known of runs of boxes: asked of the ledger, for the gate of a plan's life and for showing it.

use rustc_hash::{FxHashMap, FxHashSet};
use tip_ledger::{Evidence, EvidenceKey, Ledger, Outcome, SqliteLedger};
use tip_plan::Plan;
use tip_report::verify::moment;
use tip_rules::EvidenceAnswer;
use tip_run::{Choice, Programs, RunItem, Seen, pass_from_elsewhere, select};
use tip_workspace::{Snapshot, TargetKind};

use crate::verify::environment;
use crate::{Failure, Loaded, Opened, Place};

/// What a pass is worth that was taken in from elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Imported {
    /// It is shown, and proves nothing here.
    IsShown,
    /// It counts as if it had been earned here: somebody vouches for whoever ran it.
    Counts,
}

/// Returns what is known of runs of the boxes of each file of a plan, by their ids; nothing where nothing was ever run here.
pub fn evidence(
    snapshot: &Snapshot,
    loaded: &Loaded,
    imported: Imported,
    place: &Place,
) -> Result<Vec<FxHashMap<String, EvidenceAnswer>>, Failure> {
    let nothing = || loaded.files.iter().map(|_| FxHashMap::default()).collect();
    let Some(ledger) = SqliteLedger::open_to_read(snapshot.root().as_std_path())? else {
        return Ok(nothing());
    };
    let environment = environment(snapshot, place);
    let programs = Programs::new(snapshot.root(), &environment);
    let mut inputs = snapshot.inputs(snapshot.config().verify.inputs.clone());
    inputs.leave_out(loaded.entry.files.iter().map(|it| it.path.clone()));
    let choice = Choice {
        all: true,
        allow_mutating: true,
        only: None,
    };
    let files = loaded.entry.files.iter().zip(&loaded.files);
    let items: Vec<Vec<RunItem>> = files
        .map(|(file, (doc, plan))| {
            let items = select(&file.path, doc, plan, &choice).items.into_iter();
            items.filter(|it| !it.subject.steps.is_empty()).collect()
        })
        .collect();
    let seen = Seen::look(&inputs, items.iter().flatten())?;
    let mut all = Vec::new();
    for items in &items {
        let keys: Vec<EvidenceKey> = items
            .iter()
            .map(|it| seen.key(it, &environment, &programs))
            .collect();
        let passes = ledger.passes(&keys)?;
        let mut known = FxHashMap::default();
        for ((item, key), pass) in items.iter().zip(&keys).zip(passes) {
            let answer = match pass {
                Some(_) => Some(EvidenceAnswer::Fresh),
                None => answer(&ledger, key, imported)?,
            };
            known.extend(answer.map(|it| (item.id.clone(), it)));
        }
        all.push(known);
    }
    Ok(all)
}

/// Returns what is known of something that did not pass here as everything is.
fn answer(
    ledger: &SqliteLedger,
    key: &EvidenceKey,
    imported: Imported,
) -> Result<Option<EvidenceAnswer>, Failure> {
    if let Some(pass) = pass_from_elsewhere(ledger, key)? {
        return Ok(Some(match imported {
            Imported::Counts => EvidenceAnswer::Fresh,
            Imported::IsShown => EvidenceAnswer::Stale(format!(
                "that was on {}: its evidence was imported, and --imported lets it count",
                tip_report::escape::line(&pass.machine)
            )),
        }));
    }
    let last = ledger.history(&key.subject, 1)?.pop();
    Ok(last.map(|it| judge(&it, key)))
}

fn judge(last: &Evidence, key: &EvidenceKey) -> EvidenceAnswer {
    let stale = |why: &str| EvidenceAnswer::Stale(why.to_owned());
    if last.outcome != Outcome::Passed {
        EvidenceAnswer::Failed(last.outcome.word().replace('_', " "))
    } else if last.changed_inputs {
        stale("its run changed the files that it depends on")
    } else if last.key.inputs != key.inputs {
        stale("the files changed since")
    } else if last.key.git != key.git {
        stale("the commit, or what is staged or uncommitted, changed since")
    } else if last.key.environment != key.environment {
        stale("the environment changed since")
    } else {
        stale("a program that it starts changed since")
    }
}

/// Says of which boxes that are meant the newest run that tells whether they hold failed, a sentence each.
pub fn failed_last(opened: &Opened) -> Result<Vec<String>, Failure> {
    let (doc, plan) = (opened.doc(), opened.plan_read());
    let boxes: Vec<usize> = opened
        .targets
        .iter()
        .filter_map(|it| box_of(plan, *it))
        .filter(|at| !plan.boxes[*at].commands.is_empty())
        .collect();
    if boxes.is_empty() {
        return Ok(Vec::new());
    }
    let Some(ledger) = SqliteLedger::open_to_read(opened.snapshot.root().as_std_path())? else {
        return Ok(Vec::new());
    };
    let choice = Choice {
        all: true,
        allow_mutating: true,
        only: Some(boxes),
    };
    let mut told = Vec::new();
    for item in select(opened.path(), doc, plan, &choice).items {
        let history = ledger.history(&item.subject.digest(), LONGEST_HISTORY)?;
        let last = history.into_iter().find(|it| it.outcome.is_answer());
        if let Some(last) = last.filter(|it| it.outcome == Outcome::Failed) {
            told.push(format!(
                "the last run of `{}` failed, {}",
                item.handle,
                run_words(&last)
            ));
        }
    }
    Ok(told)
}

/// How many runs are looked through.
const LONGEST_HISTORY: usize = 50;

fn box_of(plan: &Plan, target: TargetKind) -> Option<usize> {
    match target {
        TargetKind::CheckBox(at) => Some(at),
        TargetKind::Unit(at) => plan.units[at].own_box.map(|it| it as usize),
    }
}

/// Says when a run was, at which commit, and what came of it.
fn run_words(run: &Evidence) -> String {
    let when = moment(run.started);
    let mut words = when[..16].replace('T', " ");
    if let Some(commit) = run.tree.commit.as_deref() {
        words = format!("{words} at {}", commit.get(..10).unwrap_or(commit));
    }
    match &run.reason {
        Some(reason) => format!("{words}: {reason}"),
        None => words,
    }
}

/// Asks the rules whether a plan may become complete: tells them what is known of runs.
pub fn ask(opened: &mut Opened, imported: Imported, place: &Place) -> Result<(), Failure> {
    let known = evidence(&opened.snapshot, &opened.loaded, imported, place)?;
    for (file, known) in opened.loaded.entry.files.iter().zip(known) {
        opened.snapshot.set_evidence(&file.path, known);
    }
    Ok(())
}

/// Asks the rules as [`ask`] does; returns the ids of the boxes of the file whose last run here failed.
pub fn ask_failed(opened: &mut Opened, place: &Place) -> Result<FxHashSet<String>, Failure> {
    let known = evidence(&opened.snapshot, &opened.loaded, Imported::IsShown, place)?;
    let mut failed = FxHashSet::default();
    for (at, known) in known.into_iter().enumerate() {
        if at == opened.file {
            let of_word = |it: &EvidenceAnswer| matches!(it, EvidenceAnswer::Failed(word) if word == Outcome::Failed.word());
            let ids = known.iter().filter(|(_, it)| of_word(it));
            failed.extend(ids.map(|(id, _)| id.clone()));
        }
        let path = &opened.loaded.entry.files[at].path;
        opened.snapshot.set_evidence(path, known);
    }
    Ok(failed)
}
