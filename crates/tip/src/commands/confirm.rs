//! `tip confirm`.

use tip_plan::Voice;
use tip_work::Opened;
use tip_work::confirm::{Word, plan};

use super::edit::Change;
use crate::Answer;
use crate::args::ConfirmArgs;
use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;

pub(super) fn run(
    args: &ConfirmArgs,
    place: &Place,
    output: &mut Output,
) -> Result<Answer, Failure> {
    // All things are found before the first is written.
    let opened = Opened::things(&args.things, place)?;
    let mut planned = Vec::new();
    for it in &opened {
        planned.push(plan(it, &word(args, it)?)?);
    }
    for (opened, planned) in opened.into_iter().zip(planned) {
        opened.change_as(planned, args.write, place, output, |it| {
            plan(it, &word(args, it)?)
        })?;
    }
    if args.agent.is_some() && !args.write.json {
        output
            .hint("an agent's word is kept beside the box and ticks nothing: a person confirms it");
    }
    Ok(Answer::Yes)
}

fn word(args: &ConfirmArgs, opened: &Opened) -> Result<Word, Failure> {
    let voice = match args.agent {
        Some(_) => Voice::Agent,
        None => Voice::Person,
    };
    let named = args.agent.as_deref().or(args.by.as_deref());
    Word::of(voice, named, args.note.as_deref(), opened)
}
