//! Boxes that follow what came of their criteria.

use tip_ledger::Outcome;
use tip_plan::BoxState;
use tip_report::verify::Criterion;
use tip_run::Report;
use tip_syntax::{Edit, apply_edits};

use super::pick::Picked;
use crate::commands::change::Change;
use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;

/// Sets the boxes of what passed and clears those of what failed, and returns what was written; nothing else moves a box.
///
/// A plan that somebody wrote in meanwhile is read again; a box moves there when it still says what was run.
/// `criteria` are in the order of the report, and learn what became of their boxes.
pub(super) fn tick(
    picked: &Picked,
    report: &Report,
    criteria: &mut [Criterion],
    place: &Place,
    output: &mut Output,
) -> Result<Vec<(String, Vec<u8>)>, Failure> {
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
        if lost > 0 {
            let noun = if lost == 1 { "box" } else { "boxes" };
            let path = place.shown(&picked.snapshot.root().join(path));
            output.note(&format!(
                "`{path}` was changed meanwhile: {lost} {noun} not ticked, since something else stands there now"
            ));
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
        written.push((picked.runs[at].plan.clone(), change.after.clone()));
        let plural = if moved == 1 { "box" } else { "boxes" };
        output.note(&format!("{moved} {plural} in `{}`", change.shown(place)));
    }
    Ok(written)
}
