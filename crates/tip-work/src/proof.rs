//! What is known of runs of boxes: asked of the ledger, for the gate of a plan's life and for showing it.

use rustc_hash::FxHashMap;
use tip_ledger::{EvidenceKey, Ledger, Outcome, SqliteLedger};
use tip_rules::EvidenceAnswer;
use tip_run::{Choice, input_digest, select};
use tip_workspace::Snapshot;

use crate::verify::environment;
use crate::{Failure, Loaded, Opened, Place};

/// Returns what is known of runs of the boxes of each file of a plan, by their ids; nothing where nothing was ever run here.
pub fn evidence(
    snapshot: &Snapshot,
    loaded: &Loaded,
    place: &Place,
) -> Result<Vec<FxHashMap<String, EvidenceAnswer>>, Failure> {
    let nothing = || loaded.files.iter().map(|_| FxHashMap::default()).collect();
    let Some(ledger) = SqliteLedger::open_to_read(snapshot.root().as_std_path())? else {
        return Ok(nothing());
    };
    let verify = &snapshot.config().verify;
    let environment = environment(snapshot, place);
    let mut inputs = snapshot.inputs(verify.inputs.clone());
    inputs.leave_out(loaded.entry.files.iter().map(|it| it.path.clone()));
    let inputs = input_digest(&inputs.look()?);
    let choice = Choice {
        all: true,
        allow_mutating: true,
        only: None,
    };
    let mut all = Vec::new();
    for (file, (doc, plan)) in loaded.entry.files.iter().zip(&loaded.files) {
        let items = select(&file.path, doc, plan, &choice).items;
        let items: Vec<_> = items
            .into_iter()
            .filter(|it| !it.subject.steps.is_empty())
            .collect();
        let keys: Vec<EvidenceKey> = items
            .iter()
            .map(|it| EvidenceKey {
                subject: it.subject.digest(),
                environment: environment.digest,
                inputs,
            })
            .collect();
        let passes = ledger.passes(&keys)?;
        let mut known = FxHashMap::default();
        for ((item, key), pass) in items.iter().zip(&keys).zip(passes) {
            if pass.is_some() {
                known.insert(item.id.clone(), EvidenceAnswer::Fresh);
                continue;
            }
            let last = ledger.history(&key.subject, 1)?;
            let Some(last) = last.first() else { continue };
            let answer = if last.outcome != Outcome::Passed {
                EvidenceAnswer::Failed(last.outcome.word().replace('_', " "))
            } else if last.changed_inputs {
                EvidenceAnswer::Stale("its run changed the files that it depends on".to_owned())
            } else if last.key.inputs != key.inputs {
                EvidenceAnswer::Stale("the files changed since".to_owned())
            } else {
                EvidenceAnswer::Stale("the environment changed since".to_owned())
            };
            known.insert(item.id.clone(), answer);
        }
        all.push(known);
    }
    Ok(all)
}

/// Asks the rules whether a plan may become complete: tells them what is known of runs.
pub fn ask(opened: &mut Opened, place: &Place) -> Result<(), Failure> {
    let known = evidence(&opened.snapshot, &opened.loaded, place)?;
    for (file, known) in opened.loaded.entry.files.iter().zip(known) {
        opened.snapshot.set_evidence(&file.path, known);
    }
    Ok(())
}
