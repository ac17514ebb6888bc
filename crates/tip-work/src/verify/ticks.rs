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
    /// Its bytes as they are now, where it was written.
    pub after: Option<Vec<u8>>,
    /// How many boxes were moved.
    pub boxes: usize,
    /// How many were not, since something else stands there now.
    pub lost: usize,
}

/// Sets the boxes of what passed and clears those of what failed, and returns what was written; nothing else moves a box.
///
/// A plan that somebody wrote in meanwhile is read again; a box moves there when it still says what was run.
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
        let path = &picked.runs[at].plan;
        let (then, plan_then) = &picked.files[at];
        let (doc, plan) = picked.snapshot.read(path)?;
        let mut edits: Vec<Edit> = Vec::new();
        let (mut moved, mut lost) = (0, 0);
        for (result, item) in results.iter().zip(&picked.runs[at].items) {
            let Some(criterion) = told.next() else { break };
            let ran = &plan_then.boxes[item.in_box];
            let mut same = plan.boxes.iter().filter(|it| it.id == ran.id);
            let Some(it) = same.find(|it| doc.text(it.text) == then.text(ran.text)) else {
                lost += usize::from(result.outcome() == Some(Outcome::Passed));
                continue;
            };
            let (change, word) = match (result.outcome(), it.state) {
                (Some(Outcome::Passed), BoxState::Open) => {
                    (tip_edit::tick(&doc, &plan, it), "ticked")
                }
                (Some(Outcome::Failed), BoxState::Done) => {
                    (tip_edit::untick(&doc, &plan, it), "cleared")
                }
                _ => continue,
            };
            criterion.ticked = Some(word);
            edits.extend(change);
            moved += 1;
        }
        let plan = path.clone();
        if edits.is_empty() {
            if lost > 0 {
                written.push(Moved {
                    plan,
                    after: None,
                    boxes: 0,
                    lost,
                });
            }
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
            plan,
            after: Some(change.after),
            boxes: moved,
            lost,
        });
    }
    Ok(written)
}
