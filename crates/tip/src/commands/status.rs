//! `tip status`.

use tip_plan::{Stage, StatusSource};
use tip_report::StageBasis;
use tip_report::change::Done;
use tip_rules::{Judged, stage_obstacles};
use tip_syntax::Edit;
use tip_workspace::nearest_word;

use super::edit::{Opened, Planned, force, refused};
use super::proof::{self, Imported};
use crate::Answer;
use crate::args::StatusArgs;
use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;

pub(super) fn run(
    args: &StatusArgs,
    place: &Place,
    output: &mut Output,
) -> Result<Answer, Failure> {
    let new = args.new.as_deref().map(stage).transpose()?;
    let imported = if args.imported {
        Imported::Counts
    } else {
        Imported::IsShown
    };
    let mut opened = Opened::plan(&args.plan, place, |plan| {
        plan.status.source != StatusSource::None
    })?;
    let Some(new) = new else {
        if comes_to_its_end(&opened) {
            proof::ask(&mut opened, imported)?;
        }
        return tell(&opened, args, place, output);
    };
    opened.change(args.write, place, output, |opened| {
        if new == Stage::Complete {
            proof::ask(opened, imported)?;
        }
        let mut planned = plan(opened, new)?;
        force(opened, &mut planned, &args.force, new.word());
        Ok(planned)
    })
}

fn stage(written: &str) -> Result<Stage, Failure> {
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
fn plan(opened: &Opened, new: Stage) -> Result<Planned, Failure> {
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
fn reached(opened: &Opened) -> Option<Stage> {
    let written = opened.plan_read().status.stage?;
    Some(written.max(opened.loaded.view().stage()))
}

/// Returns whether the next stage of a plan is that it is complete.
fn comes_to_its_end(opened: &Opened) -> bool {
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

/// Tells the stage, and what is in the way of the next one.
fn tell(
    opened: &Opened,
    args: &StatusArgs,
    place: &Place,
    output: &mut Output,
) -> Result<Answer, Failure> {
    let plan = opened.plan_read();
    let view = opened.loaded.view();
    let stage = view.stage();
    let written = plan.status.stage;
    let next = match reached(opened).unwrap_or(stage) {
        Stage::InProgress if view.basis() == StageBasis::NotBegun => Some(Stage::InProgress),
        Stage::Draft => Some(Stage::Approved),
        Stage::Approved => Some(Stage::InProgress),
        Stage::InProgress => Some(Stage::Complete),
        Stage::Complete | Stage::Superseded | Stage::Abandoned => None,
    };
    if !args.write.json {
        let progress = view.progress();
        let said = match (&plan.status.written, written == Some(stage)) {
            (_, true) => String::new(),
            (Some(written), _) => {
                let written = tip_report::escape::line(&written.value).into_owned();
                format!(", though its status is `{written}`")
            }
            (None, _) => ", by its ticks: no status is written".to_owned(),
        };
        let boxes = if progress.total > 0 {
            format!(", {} of {} done", progress.done, progress.total)
        } else {
            String::new()
        };
        let name = tip_report::escape::line(&opened.loaded.entry.name).into_owned();
        let word = tip_report::stage_name(stage, view.basis());
        output.line(&format!("{name}: {word}{said}{boxes}"))?;
    }
    let Some(next) = next else {
        if args.write.json {
            return opened.tell(&Planned::default(), args.write, place, output);
        }
        return Ok(Answer::Yes);
    };
    let planned = match self::plan(opened, next) {
        Ok(planned) => planned,
        // That it cannot be moved is no fault of the question.
        Err(failure) => {
            if args.write.json {
                return opened.tell(&Planned::default(), args.write, place, output);
            }
            output.note(&format!(
                "it cannot become {}: {}",
                next.word(),
                failure.error
            ));
            for hint in &failure.hints {
                output.hint(hint);
            }
            return Ok(Answer::Yes);
        }
    };
    if !args.write.json {
        let free = planned.obstacles.is_empty();
        let name = if args.plan.contains(' ') {
            format!("'{}'", args.plan)
        } else {
            args.plan.clone()
        };
        output.line(&if free {
            format!(
                "it may become {}: `tip status {name} {}`",
                next.word(),
                next.word()
            )
        } else {
            format!("in the way of {}:", next.word())
        })?;
    }
    opened.tell(&planned, args.write, place, output)
}
