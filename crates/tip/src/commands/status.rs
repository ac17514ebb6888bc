//! `tip status`.

use tip_plan::{Plan, Stage, StatusSource};
use tip_report::change::Done;
use tip_rules::stage_obstacles;
use tip_workspace::nearest_word;

use super::edit::{Opened, Planned, force, refused};
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
    let opened = Opened::plan(&args.plan, place, |plan| {
        plan.status.source != StatusSource::None
    })?;
    let Some(new) = new else {
        return tell(&opened, args, place, output);
    };
    let mut planned = plan(&opened, new)?;
    force(&opened, &mut planned, &args.force, new.word());
    opened.make(&planned, args.write, place, output)
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
    let edits = tip_edit::set_status(doc, plan, new).map_err(|it| refused(&it))?;
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
        let after = opened.judge(&opened.edited(&edits)?);
        planned.obstacles = stage_obstacles(reached(plan), new, after);
    }
    planned.edits = edits;
    Ok(planned)
}

/// Returns the stage that a plan has reached: what its ticks tell goes before a status that nobody moved; `None` where it has none.
fn reached(plan: &Plan) -> Option<Stage> {
    plan.status.stage.map(|written| written.max(plan.stage()))
}

/// Tells the stage, and what is in the way of the next one.
fn tell(
    opened: &Opened,
    args: &StatusArgs,
    place: &Place,
    output: &mut Output,
) -> Result<Answer, Failure> {
    let plan = opened.plan_read();
    let stage = plan.stage();
    let written = plan.status.stage;
    let next = match reached(plan).unwrap_or(stage) {
        Stage::Draft => Some(Stage::Approved),
        Stage::Approved => Some(Stage::InProgress),
        Stage::InProgress => Some(Stage::Complete),
        Stage::Complete | Stage::Superseded | Stage::Abandoned => None,
    };
    if !args.write.json {
        let progress = plan.progress();
        let said = match (&plan.status.written, written == Some(stage)) {
            (_, true) => String::new(),
            (Some(written), _) => {
                let written = tip_report::escape::line(&written.value).into_owned();
                format!(", though its status is `{written}`")
            }
            (None, _) => ", though it does not say so".to_owned(),
        };
        let boxes = if progress.total > 0 {
            format!(", {} of {} done", progress.done, progress.total)
        } else {
            String::new()
        };
        let name = tip_report::escape::line(&opened.loaded.entry.name).into_owned();
        output.line(&format!("{name}: {}{said}{boxes}", stage.word()))?;
    }
    let Some(next) = next else {
        if args.write.json {
            return opened.tell(&Planned::default(), args.write, place, output);
        }
        return Ok(Answer::Yes);
    };
    let planned = self::plan(opened, next)?;
    if !args.write.json {
        let free = planned.obstacles.is_empty();
        let name = &args.plan;
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
