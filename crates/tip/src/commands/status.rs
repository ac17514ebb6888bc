//! `tip status`.

use tip_plan::{Stage, StatusSource};
use tip_report::StageBasis;
use tip_work::proof::{self, Imported};
use tip_work::status::{self, comes_to_its_end, reached};
use tip_work::{Opened, Planned, force};

use super::edit::{Change, because};
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
    let Some(name) = &args.plan else {
        return super::overview::run(args.write.json, place, output);
    };
    let new = args.new.as_deref().map(status::stage).transpose()?;
    let imported = if args.imported {
        Imported::Counts
    } else {
        Imported::IsShown
    };
    let mut opened = Opened::plan(name, place, |plan| plan.status.source != StatusSource::None)?;
    let Some(new) = new else {
        if comes_to_its_end(&opened) {
            proof::ask(&mut opened, imported, place)?;
        }
        return tell(&opened, (name, args), place, output);
    };
    opened.change(args.write, place, output, |opened| {
        let mut planned = status::plan_proven(opened, new, imported, place)?;
        force(opened, &mut planned, because(&args.force), new.word());
        Ok(planned)
    })
}

/// Tells the stage, and what is in the way of the next one.
fn tell(
    opened: &Opened,
    (asked, args): (&str, &StatusArgs),
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
    let planned = match status::plan(opened, next) {
        Ok(planned) => planned,
        // That it cannot be moved is no fault of the question.
        Err(failure) => {
            if args.write.json {
                return opened.tell(&Planned::default(), args.write, place, output);
            }
            output.note(&format!(
                "it cannot become {}: {}",
                next.word(),
                failure.message()
            ));
            for hint in &failure.hints {
                output.hint(hint);
            }
            return Ok(Answer::Yes);
        }
    };
    if !args.write.json {
        let free = planned.obstacles.is_empty();
        let name = if asked.contains(' ') {
            format!("'{asked}'")
        } else {
            asked.to_owned()
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
