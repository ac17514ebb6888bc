//! `tip verify --dry-run`.

use tip_ledger::{Ledger, Outcome, SqliteLedger};
use tip_plan::Plan;
use tip_report::verify::planned::{self, Planned};
use tip_report::verify::{self, Criterion};
use tip_run::{
    Decision, Environment, ItemResult, Programs, Proposal, RunItem, Seen, pass_from_elsewhere,
};
use tip_syntax::Document;
use tip_work::verify::{Picked, criterion};

use super::{approval, inputs, shown};
use crate::Answer;
use crate::args::{VerifyArgs, VerifyFormat};
use crate::commands::VERSION;
use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;

/// Shows what would be run, and what would be served from evidence.
pub(super) fn run(
    args: &VerifyArgs,
    picked: &Picked,
    environment: &Environment,
    place: &Place,
    output: &mut Output,
) -> Result<Answer, Failure> {
    let files = criteria(args, picked, environment)?;
    if args.format == VerifyFormat::Json {
        let all: Vec<Criterion> = files.into_iter().flatten().collect();
        output.write(&verify::json(&all, 0, false, VERSION))?;
        return Ok(Answer::Yes);
    }
    let approval = approval::approval(args.trust_all, picked, place, output)?;
    let root = picked.snapshot.root();
    let refused: Vec<Option<(String, String)>> = picked
        .runs
        .iter()
        .map(|run| {
            let proposal = Proposal::of(run, root, &environment.names)?;
            match approval.decide(&proposal) {
                Decision::Allowed => None,
                Decision::Refused { reason, hint } => Some((reason, hint)),
            }
        })
        .collect();
    let phases: Vec<Vec<(String, String)>> = picked.files.iter().map(phases).collect();
    let paths = picked.runs.iter();
    let paths: Vec<String> = paths.map(|it| shown(picked, &it.plan, place)).collect();
    let all: Vec<Planned<'_>> = files
        .iter()
        .zip(&paths)
        .zip(&refused)
        .zip(&phases)
        .filter(|(((criteria, _), _), _)| !criteria.is_empty())
        .map(|(((criteria, path), refused), phases)| Planned {
            path,
            criteria,
            refused: refused.as_ref(),
            phases,
        })
        .collect();
    if let Some(nothing) = picked.nothing() {
        output.note(&nothing);
        return Ok(Answer::Yes);
    }
    let terminal = output.terminal();
    // Who asks for single boxes wants to see them.
    let every = output.is_verbose() || picked.asked.iter().any(|it| !it.is_empty());
    for it in &all {
        let mut text = String::new();
        planned::plan(*it, every, &terminal, &mut text);
        output.write(&text)?;
    }
    output.line(&planned::total(&all))?;
    Ok(Answer::Yes)
}

/// Returns the criteria of each file, with what is known of them.
fn criteria(
    args: &VerifyArgs,
    picked: &Picked,
    environment: &Environment,
) -> Result<Vec<Vec<Criterion>>, Failure> {
    let inputs = inputs(picked);
    let ledger = SqliteLedger::open_to_read(picked.snapshot.root().as_std_path())?;
    let programs = Programs::new(picked.snapshot.root(), environment);
    let seen = Seen::look(&inputs, picked.runs.iter().flat_map(|it| &it.items))?;
    let mut files = Vec::new();
    for (at, run) in picked.runs.iter().enumerate() {
        let mut criteria = Vec::new();
        for item in &run.items {
            if args.failed && !did_not_pass(item, ledger.as_ref())? {
                continue;
            }
            let known = match &ledger {
                Some(ledger) if item.not_run.is_none() && !args.fresh => {
                    let key = seen.key(item, environment, &programs);
                    match ledger.passes(&[key])?.pop().flatten() {
                        None if args.imported => pass_from_elsewhere(ledger, &key)?,
                        known => known,
                    }
                }
                _ => None,
            };
            let result = match known {
                Some(evidence) => Some(ItemResult::Cached(Box::new(evidence))),
                None => item.not_run.clone().map(ItemResult::NotRun),
            };
            criteria.push(criterion(picked, at, item, result.as_ref()));
        }
        files.push(criteria);
    }
    Ok(files)
}

/// Returns the handles of the phases of a file with their titles.
fn phases((_, plan): &(Document, Plan)) -> Vec<(String, String)> {
    plan.phases()
        .map(|(_, it)| (it.handle.clone(), it.title.value.clone()))
        .collect()
}

fn did_not_pass(item: &RunItem, ledger: Option<&SqliteLedger>) -> Result<bool, Failure> {
    let Some(ledger) = ledger else {
        return Ok(false);
    };
    let last = ledger.history(&item.subject.digest(), 1)?;
    Ok(last.first().is_some_and(|it| it.outcome != Outcome::Passed))
}
