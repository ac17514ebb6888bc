//! Commands in code spans, in plain words, and what is expected of them.

use tip_syntax::{Inline, Span, scan};

use crate::read::refs::Place;
use crate::read::told::{
    OBJECT_OF, Told, behind_commands, checks_by, is_mention, last_word, leads, tells_of_run, told,
};
use crate::read::walk::Walk;
use crate::read::{expect, shell};
use crate::{BoxKind, Command, CommandForm, Expectation, Meaning, UnitKind};

/// Reads a code span as a command; returns whether it is one.
pub(crate) fn code_span(walk: &mut Walk<'_>, inline: &Inline, whole: Span, place: Place) -> bool {
    let content = walk.doc.text(inline.content);
    // What is no command anywhere needs no look at its place.
    let plain = !shell::is_command(content, false);
    if plain && !shell::is_plain_command(content) {
        return false;
    }
    let Some(strict) = command_place(walk, inline.span, whole, place) else {
        return false;
    };
    let before = walk.doc.text(Span {
        start: whole.start,
        end: inline.span.start,
    });
    if !shell::is_command(content, true) {
        // A program that nobody knows is one where the plan tells to run it, or ran it before.
        let known = walk
            .programs
            .iter()
            .any(|it| shell::program(content) == Some(it));
        let boxed = !walk.open_boxes.is_empty();
        let shown = || plain && boxed && tells_of_run(before, after(walk, inline.span, whole));
        let learnt = known && leads(before) || shown();
        let run = || told(before) == Told::Run || walk.chain().next() == Some(Meaning::Run);
        if !learnt && (strict || plain && !run()) {
            return false;
        }
        let program = shell::program(content).filter(|_| !known);
        if let Some(program) = program.filter(|_| walk.programs.len() < MOST_PROGRAMS) {
            walk.programs.push(program);
        }
    }
    let expectation = expect::of_words(content, before, after(walk, inline.span, whole));
    let form = if walk.chain().next() == Some(Meaning::Run) {
        CommandForm::Run
    } else {
        CommandForm::Span
    };
    let text = content.trim().trim_start_matches("$ ").to_owned();
    command(walk, inline.content, text, form, expectation);
    true
}

/// How many programs of its own a plan is remembered to run.
const MOST_PROGRAMS: usize = 16;

/// Returns the text after `span`, to the end of its line or of the whole, at most 240 bytes.
fn after<'a>(walk: &Walk<'a>, span: Span, whole: Span) -> &'a str {
    let rest = walk.doc.text(Span {
        start: span.end,
        end: whole.end.max(span.end),
    });
    // What stands in a comment, such as somebody's word, says nothing of the command.
    let rest = rest.split("<!--").next().unwrap_or(rest);
    let mut end = rest.len().min(240);
    while !rest.is_char_boundary(end) {
        end -= 1;
    }
    &rest[..end]
}

pub(crate) fn command(
    walk: &mut Walk<'_>,
    span: Span,
    text: String,
    form: CommandForm,
    expectation: Option<Expectation>,
) {
    let at = walk.commands.len() as u32;
    let why_not = shell::why_not(&text);
    let in_box = walk.open_boxes.last().map(|&(at, _)| at);
    let unit = walk.unit();
    walk.commands.push(Command {
        span,
        text,
        form,
        expectation: expectation.unwrap_or_default(),
        expectation_span: None,
        why_not,
        unit,
        in_box,
    });
    if let Some(in_box) = in_box {
        walk.boxes[in_box as usize].commands.push(at);
    }
    walk.last_command = Some((at, span.end));
}

/// Returns whether a command stands in the list under a box that says what to write into a document: ``Update `README.md`:``.
fn writes_down(walk: &Walk<'_>, at: u32, span: Span) -> bool {
    let text = walk.boxes[at as usize].text;
    span.start >= text.end
        && walk.doc.text(text).ends_with(':')
        && scan::contains(walk.doc.text(text), ".md")
}

/// Returns whether nothing but a comma, an `and` or a `plus` stands between this command and the one before.
fn continues(walk: &Walk<'_>, span: Span) -> bool {
    let Some((_, end)) = walk
        .last_command
        .filter(|&(_, end)| end <= span.start && span.start - end <= 60)
    else {
        return false;
    };
    let between = walk.doc.text(Span {
        start: end,
        end: span.start,
    });
    if between.contains("\n\n") {
        return false;
    }
    let mut words = between
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    // `…, plus the checks of documents (`make fmt`)` goes on with more of the same.
    let plus = words.clone().next() == Some("plus") && !between.contains(". ");
    plus || between.len() <= 16 && words.all(|word| matches!(word, "and" | "or" | "then"))
}

/// Tells whether a command may stand at this place; `Some(true)` asks for a known program.
fn command_place(walk: &Walk<'_>, span: Span, whole: Span, place: Place) -> Option<bool> {
    if place == Place::Heading {
        return None;
    }
    let before = walk.doc.text(Span {
        start: whole.start,
        end: span.start,
    });
    let word = last_word(before).to_ascii_lowercase();
    let told = told(before);
    if told == Told::Nothing
        && !checks_by(before)
        && walk.chain().next() != Some(Meaning::Run)
        && is_mention(before, after(walk, span, whole))
    {
        return None;
    }
    if continues(walk, span) {
        return Some(false);
    }
    if let Some(&(at, _)) = walk.open_boxes.last() {
        return match walk.boxes[at as usize].kind {
            BoxKind::Progress => {
                (word == "run" || before.trim_end().ends_with("validation:")).then_some(true)
            }
            BoxKind::Review => None,
            _ if writes_down(walk, at, span) => None,
            _ if told == Told::Hinted => None,
            // A command that is the object of another verb is spoken of, not run.
            _ if told == Told::Nothing
                && OBJECT_OF.binary_search(&word.as_str()).is_ok()
                && !checks_by(before) =>
            {
                None
            }
            _ => Some(false),
        };
    }
    if walk.chain().any(|meaning| {
        matches!(
            meaning,
            Meaning::Log | Meaning::Progress | Meaning::CurrentState
        )
    }) {
        return None;
    }
    if matches!(told, Told::Spoken | Told::Hinted) {
        return None;
    }
    if told == Told::Run || walk.chain().next() == Some(Meaning::Run) {
        return Some(false);
    }
    let after = behind_commands(after(walk, span, whole));
    if ["succeed", "all succeed", "pass", "all pass"]
        .iter()
        .any(|word| after.starts_with(word))
    {
        return Some(true);
    }
    for meaning in walk.chain() {
        use Meaning as M;
        match meaning {
            M::Criteria
            | M::AutomatedCriteria
            | M::ManualCriteria
            | M::QualityGates
            | M::MigrationTesting
            | M::Rollback
            | M::TestStrategy
            | M::UnitTests
            | M::IntegrationTests
            | M::Tasks
            | M::Monitoring => {
                return Some(true);
            }
            M::Phases if walk.unit().is_none() => return Some(true),
            M::CodeChanges
            | M::Overview
            | M::Context
            | M::Purpose
            | M::Scope
            | M::OutOfScope
            | M::Requirements
            | M::Notes => return None,
            _ => {}
        }
    }
    let unit = walk.unit()?;
    matches!(
        walk.units[unit.index()].kind,
        UnitKind::Task | UnitKind::Step | UnitKind::Phase
    )
    .then_some(true)
    .filter(|_| place == Place::Item)
}

/// Reads `Expected: …` that follows a command.
pub(crate) fn expected(walk: &mut Walk<'_>, span: Span) {
    let Some(open) = walk.open_fields.last() else {
        return;
    };
    let field = &walk.fields[open.field as usize];
    if field.meaning != Some(Meaning::Expected)
        || field.label.span.start < span.start
        || field.label.span.start >= span.end
    {
        return;
    }
    let Some((at, _)) = walk.last_command else {
        return;
    };
    let value = field.value;
    let text = walk.doc.text(value);
    if text.is_empty() {
        return;
    }
    let command = &mut walk.commands[at as usize];
    command.expectation = expect::of_expected(text, &command.text);
    command.expectation_span = Some(value);
}
