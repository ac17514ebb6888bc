//! Boxes that follow what came of their criteria.

use tip_ledger::Outcome;
use tip_plan::BoxState;
use tip_report::verify::Criterion;
use tip_run::{ItemResult, Report};
use tip_syntax::{Edit, apply_edits};

use super::pick::Picked;
use crate::change::again;
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

/// Sets the boxes of what passed and clears those of what failed outside of the sandbox, and returns what was written; nothing else moves a box.
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
    let mut rest = criteria;
    for (at, results) in report.results.iter().enumerate() {
        let (own, others) = rest.split_at_mut(results.len().min(rest.len()));
        rest = others;
        written.extend(again(|| move_boxes(picked, at, results, own, place))?);
    }
    Ok(written)
}

/// Moves the boxes of one file; `None` where there is nothing to say of it.
fn move_boxes(
    picked: &Picked,
    at: usize,
    results: &[ItemResult],
    criteria: &mut [Criterion],
    place: &Place,
) -> Result<Option<Moved>, Failure> {
    let path = &picked.runs[at].plan;
    let (then, plan_then) = &picked.files[at];
    let (doc, plan) = picked.snapshot.read(path)?;
    let mut edits: Vec<Edit> = Vec::new();
    let (mut moved, mut lost) = (0, 0);
    let items = results.iter().zip(&picked.runs[at].items);
    for ((result, item), criterion) in items.zip(criteria) {
        criterion.ticked = None;
        let ran = &plan_then.boxes[item.in_box];
        let mut same = plan.boxes.iter().filter(|it| it.id == ran.id);
        let Some(it) = same.find(|it| doc.text(it.text) == then.text(ran.text)) else {
            lost += usize::from(result.outcome() == Some(Outcome::Passed));
            continue;
        };
        let (change, word) = match (result.outcome(), it.state) {
            (Some(Outcome::Passed), BoxState::Open) => (tip_edit::tick(&doc, &plan, it), "ticked"),
            // What the sandbox denies is no failure of the code.
            (Some(Outcome::Failed), BoxState::Done)
                if !result.evidence().is_some_and(|it| it.sandboxed) =>
            {
                (tip_edit::untick(&doc, &plan, it), "cleared")
            }
            _ => continue,
        };
        criterion.ticked = Some(word);
        edits.extend(change);
        moved += 1;
    }
    if edits.is_empty() {
        return Ok((lost > 0).then(|| Moved {
            plan: path.clone(),
            after: None,
            boxes: 0,
            lost,
        }));
    }
    edits.sort_by_key(|it| it.span.start);
    let before = doc.source().bytes().to_vec();
    let after = apply_edits(&before, &edits)
        .map_err(|_| Failure::internal("the edits of boxes overlap"))?;
    let change = Change {
        snapshot: &picked.snapshot,
        path: path.clone(),
        before,
        after,
    };
    change.write(place)?;
    Ok(Some(Moved {
        plan: path.clone(),
        after: Some(change.after),
        boxes: moved,
        lost,
    }))
}
