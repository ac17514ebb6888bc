//! The stage of a plan, moved.

use tip_plan::Stage;
use tip_report::StageBasis;
use tip_report::change::Done;
use tip_rules::{Judged, Obstacle, stage_obstacles};
use tip_syntax::Edit;
use tip_workspace::nearest_word;

use crate::opened::refused;
use crate::proof::{self, Imported};
use crate::{Failure, Opened, Place, Planned};

/// Returns the stage with a name.
pub fn stage(written: &str) -> Result<Stage, Failure> {
    let folded = written.to_lowercase().replace([' ', '-'], "_");
    let words = Stage::ALL.map(Stage::word);
    let found = Stage::ALL.into_iter().find(|it| it.word() == folded);
    found.ok_or_else(|| {
        let failure = Failure::usage(format!("no stage is called `{written}`"));
        match nearest_word(&folded, words) {
            Some(nearest) => failure.hint(format!("did you mean `{nearest}`?")),
            None => failure.hint(format!("one of {}", words.join(", "))),
        }
    })
}

/// Plans the move to a stage; what is known of runs is asked where it counts.
pub fn plan_proven(
    opened: &mut Opened,
    new: Stage,
    imported: Imported,
    place: &Place,
) -> Result<Planned, Failure> {
    if new == Stage::Complete {
        proof::ask(opened, imported, place)?;
    }
    plan(opened, new)
}

/// Plans the move to a stage.
pub fn plan(opened: &Opened, new: Stage) -> Result<Planned, Failure> {
    let (doc, plan) = (opened.doc(), opened.plan_read());
    let mut edits = tip_edit::set_status(doc, plan, new).map_err(|it| refused(&it))?;
    let written = plan.status.written.as_ref();
    let mut planned = Planned {
        done: vec![Done {
            verb: new.word().to_owned(),
            what: opened.loaded.entry.name.clone(),
            id: None,
            line: written.map_or(1, |it| doc.line(it.span)),
            text: written.map_or_else(String::new, |it| was(opened, &it.value)),
            changed: !edits.is_empty(),
            is_answer: false,
        }],
        ..Planned::default()
    };
    if edits.is_empty() && new != Stage::Complete {
        return Ok(planned);
    }
    let read = opened.read_edited(&edits)?;
    if read.status.stage != Some(new) {
        let failure = Failure::user(format!(
            "the status of `{}` cannot be made `{}`: it would not be read as that",
            opened.loaded.entry.name,
            new.word()
        ));
        return Err(failure.hint("nothing is written; write it by hand, and `tip check` it"));
    }
    let after = opened.judge(&opened.edited(&edits)?);
    planned.obstacles = stage_obstacles(reached(opened), new, after, opened.other_files());
    planned.hints = hints(opened, new, &planned.obstacles);
    if edits.is_empty() && !planned.obstacles.is_empty() {
        let name = &opened.loaded.entry.name;
        let back = Stage::InProgress.word();
        planned
            .hints
            .push(format!("`tip status {name} {back}` opens it again"));
    }
    if written.is_some() && plan.status.stage > Some(new) {
        forget_allowed(opened, &mut edits)?;
    }
    planned.edits = edits;
    Ok(planned)
}

/// Says what the status was, and that the ticks told more where they did.
fn was(opened: &Opened, written: &str) -> String {
    match reached(opened) {
        Some(Stage::InProgress) if opened.plan_read().status.stage < Some(Stage::InProgress) => {
            format!("was `{written}`, but in progress by its ticks")
        }
        _ => format!("was `{written}`"),
    }
}

/// Says what explains what is in the way: the stage that comes before, and levels that are others at the new stage.
fn hints(opened: &Opened, new: Stage, obstacles: &[Obstacle]) -> Vec<String> {
    let name = &opened.loaded.entry.name;
    let before = opened.judge(opened.doc().source().bytes());
    let mut hints = Vec::new();
    for it in obstacles {
        match it {
            Obstacle::SkippedStage { before, .. } => {
                hints.push(format!("`tip status {name} {}` comes first", before.word()));
            }
            Obstacle::Finding(after) => {
                let now = before.iter().find(|it| {
                    it.rule.name == after.rule.name && it.finding.message == after.finding.message
                });
                let Some(now) = now.filter(|it| it.severity < after.severity) else {
                    continue;
                };
                let stage = opened.plan_read().stage().word();
                hints.push(format!(
                    "the levels of `{}` count: `{}` is a {} there, though a {} while the plan is `{stage}`",
                    new.word(),
                    after.rule.name,
                    after.severity.word(),
                    now.severity.word(),
                ));
            }
            Obstacle::OtherFile(_) => {}
        }
    }
    hints.dedup();
    hints
}

/// Returns the stage that a plan has reached: what its ticks tell goes before a status that nobody moved; `None` where it has none.
pub fn reached(opened: &Opened) -> Option<Stage> {
    let written = opened.plan_read().status.stage?;
    Some(written.max(opened.loaded.view().stage()))
}

/// Returns whether the next stage of a plan is that it is complete.
pub fn comes_to_its_end(opened: &Opened) -> bool {
    let view = opened.loaded.view();
    let stage = reached(opened).unwrap_or(view.stage());
    stage == Stage::InProgress && view.basis() != StageBasis::NotBegun
}

/// Takes out what let the way forward pass and suppresses nothing on the way back.
fn forget_allowed(opened: &Opened, edits: &mut Vec<Edit>) -> Result<(), Failure> {
    let unused = |it: &Judged| it.rule.name == "unused-allow";
    let before = opened.judge(opened.doc().source().bytes());
    if before.iter().any(unused) {
        return Ok(());
    }
    let bytes = opened.edited(edits)?;
    let old = opened.doc().source().bytes().len() as u32;
    let new = bytes.len() as u32;
    let status = edits.first().map_or(0, |it| it.span.start);
    let after = opened.judge(&bytes);
    let fixes = after.iter().filter(|it| unused(it));
    let gone = fixes.filter_map(|it| it.finding.fixes.first());
    let gone: Vec<Edit> = gone.flat_map(|fix| fix.edits.clone()).collect();
    for mut it in gone {
        if it.span.start > status {
            let back = |at: u32| (at + old).saturating_sub(new);
            it.span.start = back(it.span.start);
            it.span.end = back(it.span.end);
        }
        edits.push(it);
    }
    Ok(())
}
