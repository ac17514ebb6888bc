//! Boxes that follow what came of their criteria.

use tip_ledger::Outcome;
use tip_plan::BoxState;
use tip_report::verify::Criterion;
use tip_run::Report;
use tip_syntax::{Edit, apply_edits};

use super::pick::Picked;
use crate::{Change, Failure, Place};

/// A plan whose boxes were moved.
#[derive(Clone, Debug)]
pub struct Moved {
    /// The file.
    pub plan: String,
    /// Its bytes as they are now.
    pub after: Vec<u8>,
    /// How many boxes were moved.
    pub boxes: usize,
}

/// Sets the boxes of what passed and clears those of what failed, and returns what was written; nothing else moves a box.
///
/// `criteria` are in the order of the report, and learn what became of their boxes.
pub fn tick(
    picked: &Picked,
    report: &Report,
    criteria: &mut [Criterion],
    place: &Place,
) -> Result<Vec<Moved>, Failure> {
    let mut written = Vec::new();
    let mut told = criteria.iter_mut();
    for (at, results) in report.results.iter().enumerate() {
        let (doc, plan) = &picked.files[at];
        let mut edits: Vec<Edit> = Vec::new();
        let mut moved = 0;
        for (result, item) in results.iter().zip(&picked.runs[at].items) {
            let Some(criterion) = told.next() else { break };
            let it = &plan.boxes[item.in_box];
            let (change, word) = match (result.outcome(), it.state) {
                (Some(Outcome::Passed), BoxState::Open) => {
                    (tip_edit::tick(doc, plan, it), "ticked")
                }
                (Some(Outcome::Failed), BoxState::Done) => {
                    (tip_edit::untick(doc, plan, it), "cleared")
                }
                _ => continue,
            };
            criterion.ticked = Some(word);
            edits.extend(change);
            moved += 1;
        }
        if edits.is_empty() {
            continue;
        }
        edits.sort_by_key(|it| it.span.start);
        let before = doc.source().bytes().to_vec();
        let after = apply_edits(&before, &edits)
            .map_err(|_| Failure::internal("the edits of boxes overlap"))?;
        let change = Change {
            snapshot: &picked.snapshot,
            path: picked.runs[at].plan.clone(),
            before,
            after,
        };
        change.write(place)?;
        written.push(Moved {
            plan: picked.runs[at].plan.clone(),
            after: change.after,
            boxes: moved,
        });
    }
    Ok(written)
}
