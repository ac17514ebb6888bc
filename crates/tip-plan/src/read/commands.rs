//! Commands in code spans, in plain words, and what is expected of them.

use tip_syntax::{Block, Inline, Span, scan};

use crate::read::refs::Place;
use crate::read::told::{
    OBJECT_OF, Told, behind_commands, checks_by, is_definition, is_listed_name, is_made_of,
    is_mention, is_named_in_prose, last_word, leads, tells_of_run, told, told_before,
};
use crate::read::walk::Walk;
use crate::read::{expect, intent, shell};
use crate::{BoxKind, Command, CommandForm, Expectation, Meaning, UnitKind};

/// Reads a code span as a command; returns whether it is one.
pub(crate) fn code_span(walk: &mut Walk<'_>, inline: &Inline, whole: Span, place: Place) -> bool {
    let content = walk.doc.text(inline.content);
    // What is no command anywhere needs no look at its place.
    let constant = shell::is_constant(content);
    let plain = !constant && !shell::is_command(content, false);
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
    if constant && !runs_constant(walk, before, after(walk, inline.span, whole)) {
        return false;
    }
    if is_outcome(before, after(walk, inline.span, whole))
        || is_ruled_out(before)
        || is_bare_path(content, before)
        || is_made_of(content, after(walk, inline.span, whole))
        || told(before) == Told::Nothing
            && !checks_by(before)
            && !continues(walk, inline.span)
            && is_named_in_prose(content, before, after(walk, inline.span, whole))
    {
        return false;
    }
    if !constant && !shell::is_command(content, true) {
        // A program that nobody knows is one where the plan tells to run it, or ran it before.
        let known = walk
            .programs
            .iter()
            .any(|it| shell::program(content) == Some(it.as_str()));
        let boxed = !walk.open_boxes.is_empty();
        let shown = || plain && boxed && tells_of_run(before, after(walk, inline.span, whole));
        let learnt = known && leads(before) || shown();
        let run = || told(before) == Told::Run || walk.chain().next() == Some(Meaning::Run);
        if !learnt && (strict || plain && !run()) {
            return false;
        }
        let program = shell::program(content).filter(|_| !known);
        if let Some(program) = program.filter(|_| walk.programs.len() < MOST_PROGRAMS) {
            walk.programs.push(program.to_owned());
        }
    }
    let behind = after(walk, inline.span, whole);
    if !constant && is_listed_name(content, before, behind) {
        return false;
    }
    let expectation = expect::of_words(content, before, behind);
    let form = if walk.chain().next() == Some(Meaning::Run) {
        CommandForm::Run
    } else {
        CommandForm::Span
    };
    let text = content.trim().trim_start_matches("$ ").to_owned();
    command(walk, inline.content, text, form, expectation);
    true
}

/// Returns whether `true` or `false` is a command where it stands, and no value: the box is about nothing else.
fn runs_constant(walk: &Walk<'_>, before: &str, after: &str) -> bool {
    if told(before) == Told::Run || walk.chain().next() == Some(Meaning::Run) {
        return true;
    }
    let behind = after.trim_start_matches(['`', ' ', '.']);
    // Nothing but a command exits.
    if scan::starts_with_ignore_case(behind, "exits ") {
        return true;
    }
    let lead = before.trim_matches(|c: char| matches!(c, '*' | '`' | ' '));
    if !lead.is_empty() {
        let of_value = |it: &str| {
            matches!(
                it.to_ascii_lowercase().as_str(),
                "default"
                    | "defaults"
                    | "value"
                    | "values"
                    | "set"
                    | "setting"
                    | "flag"
                    | "option"
                    | "returns"
                    | "enabled"
                    | "disabled"
                    | "is"
                    | "are"
                    | "to"
                    | "equals"
            )
        };
        let mut words = lead.split(|c: char| !c.is_alphanumeric());
        return lead.ends_with(':')
            && behind.is_empty()
            && !lead.contains('`')
            && !words.any(of_value);
    }
    let behind = behind.trim_start_matches([':', '—', '-', '(', '→', ' ']);
    let next = ["and `", ", `", "&& `", "then `"]
        .iter()
        .find_map(|it| behind.strip_prefix(it)?.split_once('`'));
    behind.is_empty()
        || next.is_some_and(|(it, _)| shell::is_constant(it) || shell::is_command(it, true))
        || [
            "exit",
            "fail",
            "pass",
            "succe",
            "expect",
            "should fail",
            "must fail",
            "returns non-zero",
        ]
        .iter()
        .any(|it| scan::starts_with_ignore_case(behind, it))
}

/// How many programs of its own a plan is remembered to run.
const MOST_PROGRAMS: usize = 16;

/// Returns whether a span is part of what a command should have shown: `Expected: FAIL — cannot resolve`.
///
/// `Expected: lint clean, and make build succeeds` and a sentence after the first tell of further commands.
fn is_outcome(before: &str, after: &str) -> bool {
    let line = before.rsplit('\n').next().unwrap_or_default();
    let line = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    if !scan::starts_with_ignore_case(line, "expected") {
        return false;
    }
    let Some((label, said)) = line.split_once(':') else {
        return false;
    };
    let after = after.trim_start_matches(['`', ' ', '*']);
    let comes_out = after.starts_with(['→', '—'])
        || matches!(
            scan::word(after),
            "exits"
                | "is"
                | "passes"
                | "pass"
                | "prints"
                | "returns"
                | "runs"
                | "shows"
                | "stays"
                | "still"
                | "succeeds"
                | "works"
        );
    label.len() <= 30
        && !comes_out
        && !said.contains(". ")
        && !said.trim_end_matches([' ', '`']).ends_with(':')
        && told(before) == Told::Nothing
}

/// Words that say what a command does not reach: `not part of default`.
const APART: &[&str] = &[
    "excluded from",
    "not in",
    "not part of",
    "not run by",
    "not run in",
    "outside of",
];

/// Returns whether the words right before rule a command out: `NEVER`, `do not run`, `not part of`.
fn is_ruled_out(before: &str) -> bool {
    let clause = intent::last_sentence(intent::tail(before, 80));
    let clause = clause.trim_end_matches([' ', '`', '*']);
    let apart = APART.iter().any(|it| {
        scan::find_ignore_case(clause, it).is_some_and(|at| {
            let behind = &clause[at + it.len()..];
            // `not in` is none of `not install`.
            let whole = !behind.starts_with(char::is_alphanumeric);
            whole
                && behind.split_whitespace().count() <= 2
                && !behind.contains([':', ',', ';', '`'])
        })
    });
    if apart {
        return true;
    }
    let mut words = before
        .rsplit([' ', '\n', '(', '*'])
        .filter(|it| !it.is_empty());
    let last = words.next().unwrap_or_default().to_ascii_lowercase();
    let word = match last.as_str() {
        "run" | "use" | "call" => words.next().unwrap_or_default().to_ascii_lowercase(),
        _ => last,
    };
    matches!(word.as_str(), "never" | "not" | "don't" | "don’t")
}

/// Returns whether a path alone stands within words that do not say to run it: `imports ./theme`, `builds ./cmd/api`.
fn is_bare_path(content: &str, before: &str) -> bool {
    let content = content.trim();
    let name = content.rsplit('/').next().unwrap_or_default();
    content.starts_with("./")
        && !content.contains(char::is_whitespace)
        && !name.contains('.')
        && told(before) == Told::Nothing
        && !leads(before)
}

/// Returns whether the walk is in no box, or in one that states an outcome: a sentence before a colon is about what comes out, not about work
/// on the command.
fn states_outcome(walk: &Walk<'_>) -> bool {
    walk.open_boxes.last().is_none_or(|&(at, _)| {
        matches!(
            walk.boxes[at as usize].kind,
            BoxKind::Criterion | BoxKind::Gate
        )
    })
}

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
    let expectation = expectation.or_else(|| expect::untold(&text));
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

/// Takes commands from a place on back.
pub(crate) fn take_back(walk: &mut Walk<'_>, first: usize) {
    walk.commands.truncate(first);
    if let Some(&(at, _)) = walk.open_boxes.last() {
        walk.boxes[at as usize]
            .commands
            .retain(|it| (*it as usize) < first);
    }
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
    // A command that is the object of another verb is spoken of, not run.
    let is_object = told == Told::Nothing
        && !(before.trim_end_matches(['`', '*', ' ']).ends_with(':')
            && (states_outcome(walk) || tells_of_run("", after(walk, span, whole))))
        && OBJECT_OF.binary_search(&word.as_str()).is_ok()
        && !is_lettered(before)
        && !checks_by(before)
        && told_before(before, after(walk, span, whole)).is_none();
    if let Some(&(at, _)) = walk.open_boxes.last() {
        return match walk.boxes[at as usize].kind {
            BoxKind::Progress => {
                (word == "run" || before.trim_end().ends_with("validation:")).then_some(true)
            }
            BoxKind::Review => None,
            _ if writes_down(walk, at, span) => None,
            _ if told == Told::Hinted => None,
            _ if is_object => None,
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
    let checks = |it: Meaning| it.is_criteria() || it == Meaning::QualityGates;
    if is_object || is_definition(before) && !walk.chain().any(checks) {
        return None;
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

/// Returns whether a single letter is the label of what follows: `A: …` is no article.
fn is_lettered(before: &str) -> bool {
    let lead = before.trim_end_matches(['`', '*', ' ']);
    let label = lead.strip_suffix([':', ')', '.']).unwrap_or_default();
    label.trim_matches(['*', '(', ' ']).len() == 1
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
    let value = field.value;
    let text = walk.doc.text(value);
    if !text.is_empty() {
        expect_of_last(walk, value, text, expect::of_expected);
        return;
    }
    // What stands in a list is expected of all that ran before.
    let is_box = |it: &&Span| walk.doc.text(**it).starts_with('[');
    let told = field.items.iter().position(|it| is_box(&it));
    let items = &field.items[..told.unwrap_or(field.items.len())];
    let (Some(&first), Some(&last)) = (items.first(), items.last()) else {
        return;
    };
    let whole = Span {
        start: first.start,
        end: last.end,
    };
    let text = walk.doc.text(whole);
    let one = items.len() == 1;
    expect_of_last(walk, whole, text, |text, command| {
        if one {
            expect::of_expected(text, command)
        } else {
            expect::of_many(text)
        }
    });
}

/// Reads a block that an `Expected:` without words leads to; returns whether it is one.
pub(crate) fn expected_block(walk: &mut Walk<'_>, block: &Block) -> bool {
    let leads = walk
        .open_fields
        .last()
        .is_some_and(|it| it.meaning == Some(Meaning::Expected) && !it.has_value);
    if !leads {
        return false;
    }
    told_by_block(walk, block.content);
    true
}

/// Expects of the last commands what a block of text shows.
pub(crate) fn told_by_block(walk: &mut Walk<'_>, content: Span) {
    let text = walk.doc.text(content);
    expect_of_last(walk, content, text, expect::of_block);
}

/// Reads a sentence right behind a block of commands: `All fields must show FOUND.`
pub(crate) fn told_behind_block(walk: &mut Walk<'_>, span: Span) {
    let Some((at, end)) = walk.last_command.filter(|&(_, end)| end < span.start) else {
        return;
    };
    let command = &walk.commands[at as usize];
    let between = walk.doc.text(Span {
        start: end,
        end: span.start,
    });
    let right_behind = command.form == CommandForm::Fence
        && between.len() < 40
        && between.chars().all(|c| c.is_whitespace() || c == '`');
    if !right_behind || command.expectation != Expectation::Success {
        return;
    }
    let text = walk.doc.text(span);
    if let Some(found) = expect::of_sentence(text, &command.text) {
        expect_of_last(walk, span, text, |_, _| found.clone());
    }
}

/// Gives the last command what is expected of it; where it stands in a block, those before it that show something as well.
fn expect_of_last(
    walk: &mut Walk<'_>,
    span: Span,
    text: &str,
    read: impl Fn(&str, &str) -> Expectation,
) {
    let Some((at, _)) = walk.last_command else {
        return;
    };
    let at = at as usize;
    let found = read(text, &walk.commands[at].text);
    let block = walk.last_block.clone();
    let others = if block.contains(&at) {
        block.start..at
    } else {
        at..at
    };
    let mut several = false;
    for other in others {
        let command = &mut walk.commands[other];
        let untold = command.expectation == Expectation::Success;
        if let Some(found) = expect::of_several(&found, text, &command.text).filter(|_| untold) {
            command.expectation = found;
            command.expectation_span = Some(span);
            several = true;
        }
    }
    let command = &mut walk.commands[at];
    command.expectation = if several {
        expect::of_several(&found, text, &command.text).unwrap_or(found)
    } else {
        found
    };
    command.expectation_span = Some(span);
}
