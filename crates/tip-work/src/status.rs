//! The stage of a plan, moved.

use tip_plan::Stage;
use tip_report::StageBasis;
use tip_report::change::Done;
use tip_rules::{Judged, stage_obstacles};
use tip_syntax::Edit;
use tip_workspace::nearest_word;

use crate::opened::refused;
use crate::{Failure, Opened, Planned};

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
            text: written.map_or_else(String::new, |it| format!("was `{}`", it.value)),
            changed: !edits.is_empty(),
        }],
        ..Planned::default()
    };
    if !edits.is_empty() {
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
        if written.is_some() && plan.status.stage > Some(new) {
            forget_allowed(opened, &mut edits)?;
        }
    }
    planned.edits = edits;
    Ok(planned)
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
