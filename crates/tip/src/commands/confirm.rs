//! `tip confirm`.

use std::fmt::Write as _;

use tip_drift::History;
use tip_plan::{BoxState, CheckBox, Proof, Voice};

use super::edit::{Opened, Planned, done_box};
use super::tick::{find_box, third_state};
use crate::Answer;
use crate::args::ConfirmArgs;
use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;

/// A word that is to be written.
struct Word {
    voice: Voice,
    who: String,
    reason: String,
}

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
    let root = opened.snapshot.root();
    let user = || History::open(root).ok().and_then(|it| it.user());
    let named = args.agent.as_ref().or(args.by.as_ref()).cloned();
    let who = named.or_else(user).unwrap_or_default();
    let who = who.split_whitespace().collect::<Vec<_>>().join(" ");
    if who.is_empty() {
        return Err(
            Failure::user("nobody is known to git here: the plan could not say by whom")
                .hint("`git config user.name NAME`, or `--by NAME`"),
        );
    }
    let mut reason = format!("by {who}");
    if let Some(today) = opened.snapshot.system().today() {
        // Writing into a string cannot fail.
        let _ = write!(reason, ", {today}");
    }
    if let Some(note) = args
        .note
        .as_deref()
        .map(str::trim)
        .filter(|it| !it.is_empty())
    {
        let _ = write!(reason, ": {note}");
    }
    let voice = match args.agent {
        Some(_) => Voice::Agent,
        None => Voice::Person,
    };
    Ok(Word { voice, who, reason })
}

fn plan(opened: &Opened, word: &Word) -> Result<Planned, Failure> {
    let (doc, plan) = (opened.doc(), opened.plan_read());
    let mut planned = Planned::default();
    for target in &opened.targets {
        let it = find_box(opened, *target)?;
        refuse(opened, it)?;
        let known = plan.confirmations(doc, it);
        let same = known
            .iter()
            .any(|old| old.fresh && old.voice == word.voice && old.who == word.who);
        let told = it.state == BoxState::Done || word.voice == Voice::Agent;
        let edits = if same && told && !word.reason.contains(": ") {
            Vec::new()
        } else {
            let edits = tip_edit::confirm(doc, plan, it, word.voice, &word.reason);
            edits.ok_or_else(|| {
                Failure::user(format!("`{}` cannot bear a comment", it.handle))
                    .hint("a cell of a table, or a box without words, bears none: write it as a list item")
            })?
        };
        let verb = match word.voice {
            Voice::Person => "confirmed",
            Voice::Agent => "noted",
        };
        planned
            .done
            .push(done_box(doc, it, verb, !edits.is_empty()));
        planned.edits.extend(edits);
    }
    Ok(planned)
}

/// Says what a person's word is not for.
fn refuse(opened: &Opened, it: &CheckBox) -> Result<(), Failure> {
    let (plan, path) = (opened.plan_read(), opened.path());
    if it.state == BoxState::Other {
        return Err(third_state(opened, it));
    }
    let commands = it.commands.iter();
    let mut commands = commands.filter_map(|at| plan.commands.get(*at as usize));
    if plan.proof(it) == Proof::Run && commands.all(|it| it.why_not.is_none()) {
        let failure = Failure::user(format!(
            "`{}` can be run, so nobody's word stands for it",
            it.handle
        ));
        return Err(failure.hint(format!("`tip verify {path}#{} --tick` runs it", it.handle)));
    }
    Ok(())
}
