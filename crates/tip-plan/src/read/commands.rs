//! Commands in code spans, in plain words, and what is expected of them.

use tip_syntax::{Inline, Span, scan};

use crate::read::refs::Place;
use crate::read::walk::Walk;
use crate::read::{expect, shell};
use crate::{BoxKind, Command, CommandForm, Expectation, Meaning, UnitKind, WhyNot};

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

/// Words whose object is what a command is, not its run; sorted.
const OBJECT_OF: &[&str] = &[
    "a",
    "add",
    "an",
    "create",
    "document",
    "ensure",
    "extend",
    "fix",
    "for",
    "from",
    "handle",
    "implement",
    "in",
    "include",
    "includes",
    "interactive",
    "into",
    "make",
    "mention",
    "mentions",
    "new",
    "of",
    "refactor",
    "remove",
    "rename",
    "replace",
    "support",
    "the",
    "to",
    "update",
    "use",
    "uses",
    "using",
    "via",
    "when",
    "whether",
];

/// Words that say that something is checked by what follows; sorted.
const CHECKED: &[&str] = &[
    "build",
    "builds",
    "checked",
    "clean",
    "compilation",
    "compiles",
    "green",
    "launch",
    "pass",
    "passes",
    "passing",
    "run",
    "runs",
    "succeed",
    "succeeds",
    "validate",
    "validated",
    "verified",
    "verify",
];

/// Returns whether words such as `All tests pass via` lead to a command: it is how one sees it.
fn checks_by(before: &str) -> bool {
    let clause = super::intent::last_sentence(super::intent::tail(before, 160));
    let by = ["via", "with", "using", "of", "by"]
        .iter()
        .any(|it| last_word(clause).eq_ignore_ascii_case(it));
    let words = || {
        clause
            .split(|c: char| !c.is_alphabetic())
            .filter(|word| !word.is_empty())
    };
    let first = words().next().unwrap_or_default();
    let built = [
        "add",
        "create",
        "implement",
        "make",
        "update",
        "use",
        "uses",
    ]
    .iter()
    .any(|it| first.eq_ignore_ascii_case(it));
    let checked = |word: &str| {
        CHECKED
            .binary_search(&word.to_ascii_lowercase().as_str())
            .is_ok()
    };
    by && !built && words().any(checked)
}

/// Words after which a run is only spoken of: somebody else does it, or may; sorted.
const SPEAKS_OF_RUN: &[&str] = &[
    "agent", "agents", "before", "can", "cannot", "could", "how", "if", "may", "might", "never",
    "not", "once", "they", "user", "users", "when", "whenever", "who", "you",
];

/// Words that hint at a run to somebody.
const HINTS: &[&str] = &[
    "hint",
    "hints",
    "instructing",
    "instructs",
    "suggesting",
    "suggestion",
    "suggests",
    "tell",
    "tells",
];

/// Returns whether a command stands in the list under a box that says what to write into a document: ``Update `README.md`:``.
fn writes_down(walk: &Walk<'_>, at: u32, span: Span) -> bool {
    let text = walk.boxes[at as usize].text;
    span.start >= text.end
        && walk.doc.text(text).ends_with(':')
        && scan::contains(walk.doc.text(text), ".md")
}

/// Returns whether a command that leads its criterion is followed by what its run shows: `` `kite fly` prints … ``.
fn tells_of_run(before: &str, after: &str) -> bool {
    before
        .trim_matches(|c: char| matches!(c, '*' | '`' | ' ' | '#') || c.is_ascii_digit())
        .is_empty()
        && after
            .trim_start_matches('`')
            .strip_prefix(' ')
            .is_some_and(|rest| {
                matches!(
                    scan::word(rest),
                    "displays"
                        | "exits"
                        | "fails"
                        | "lists"
                        | "opens"
                        | "outputs"
                        | "passes"
                        | "prints"
                        | "reports"
                        | "returns"
                        | "shows"
                        | "still"
                        | "succeeds"
                        | "works"
                )
            })
}

/// Returns whether at most one word stands before a command.
fn leads(before: &str) -> bool {
    before
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .nth(1)
        .is_none()
}

/// What the words right before a command say of its run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    /// Nothing.
    Nothing,
    /// To run it.
    Run,
    /// That somebody runs it, or may.
    Spoken,
    /// That somebody is told to run it.
    Hinted,
}

fn told(before: &str) -> Told {
    let sentence = super::intent::last_sentence(super::intent::tail(before, 240));
    let mut words = sentence
        .rsplit(|c: char| !(c.is_alphanumeric() || c == '-'))
        .filter(|word| !word.is_empty());
    let run = words.next().is_some_and(|word| {
        ["run", "execute", "running", "re-run", "rerun"]
            .iter()
            .any(|it| word.eq_ignore_ascii_case(it))
    });
    if !run {
        return Told::Nothing;
    }
    let mut said = Told::Run;
    for (at, word) in words.take(8).enumerate() {
        let folded = word.to_ascii_lowercase();
        if HINTS.contains(&folded.as_str()) {
            return Told::Hinted;
        }
        if at < 2 && SPEAKS_OF_RUN.binary_search(&folded.as_str()).is_ok() {
            said = Told::Spoken;
        }
    }
    said
}

fn last_word(before: &str) -> &str {
    before
        .trim_end_matches([' ', '*', ':', '\n', '(', '`'])
        .rsplit([' ', '\n', '(', '*', '-'])
        .next()
        .unwrap_or_default()
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

/// Skips the further commands of a list: `, `make lint`, and `make test` all succeed`.
fn behind_commands(after: &str) -> &str {
    let mut rest = after.trim_start_matches('`');
    loop {
        rest = rest.trim_start_matches([' ', ',', '\n']);
        rest = rest.strip_prefix("and ").unwrap_or(rest).trim_start();
        let next = rest
            .strip_prefix('`')
            .and_then(|inner| inner.split_once('`'));
        let Some((_, tail)) = next else { return rest };
        rest = tail;
    }
}

/// Reads a command that is written without marks: `Run cargo test us1_ to verify …`.
pub(crate) fn spoken_command(walk: &mut Walk<'_>, span: Span, place: Place) {
    if place == Place::Heading {
        return;
    }
    let nearest = walk.chain().next();
    let labelled = nearest.is_some_and(|meaning| meaning == Meaning::Run || meaning.is_criteria());
    let boxed = walk.open_boxes.last().is_some_and(|&(at, _)| {
        let it = &walk.boxes[at as usize];
        !matches!(it.kind, BoxKind::Progress | BoxKind::Review) && span.end <= it.text.end
    });
    if !(boxed || labelled) {
        return;
    }
    let doc = walk.doc;
    let text = doc.text(span);
    if text.len() > 400 || memchr::memchr(b'`', text.as_bytes()).is_some() {
        return;
    }
    let mut at = 0;
    while let Some((start, told)) = spoken_start(text, at, nearest == Some(Meaning::Run)) {
        // An announcement may stand where another one ended: `Validation: Run cargo test`.
        at = start.max(text.chars().next().map_or(1, char::len_utf8));
        if !shell::starts_with_program(text[start..].trim_start()) {
            continue;
        }
        let words = spoken_end(&text[start..]);
        let rest = &text[start + words.len()..];
        let stopped = is_stop(rest);
        if !(told || stopped)
            || !shell::is_command(words, true)
            || words.split_whitespace().count() > 20
        {
            continue;
        }
        if matches!(
            shell::why_not(words),
            Some(WhyNot::Placeholder | WhyNot::Ellipsis)
        ) {
            continue;
        }
        let span = Span::new(span.start() + start, span.start() + start + words.len());
        let expectation = expect::of_words(words, &text[..start], rest)
            .or_else(|| scan::find_ignore_case(rest, "expect fail").map(|_| Expectation::Failure));
        command(walk, span, words.to_owned(), CommandForm::Run, expectation);
        at = start + words.len();
    }
}

/// Returns whether words such as `passes` follow, a parenthesis before them allowed.
fn is_stop(rest: &str) -> bool {
    let rest = rest.trim_start();
    let rest = match rest
        .strip_prefix('(')
        .and_then(|inner| inner.split_once(')'))
    {
        Some((_, after)) => after.trim_start(),
        None => rest,
    };
    ["pass", "succe", "clean"]
        .iter()
        .any(|word| rest.starts_with(word))
}

/// Finds the next place at or after `from` where a spoken command may begin, and whether words announce it.
fn spoken_start(text: &str, from: usize, run: bool) -> Option<(usize, bool)> {
    if from >= text.len() {
        return None;
    }
    if from == 0 && (run || !scan::starts_with_ignore_case(text.trim_start(), "run ")) {
        return Some((lead_end(text, run), run));
    }
    ["run ", "running ", ": ", " and ", "with "]
        .iter()
        .filter_map(|word| {
            let at = scan::find_ignore_case(&text[from..], word)? + from;
            let bounded = at == 0
                || !text[..at].ends_with(|c: char| c.is_alphanumeric())
                || !word.starts_with(char::is_alphabetic);
            bounded.then_some((at + word.len(), true))
        })
        .min()
}

/// Returns the words of a spoken command at the start of `text`.
fn spoken_end(text: &str) -> &str {
    const STOPS: &[&str] = &[
        " to ",
        " and ",
        " (",
        ", ",
        "; ",
        " - ",
        " — ",
        " – ",
        " → ",
        " -> ",
        "\n",
        " passes",
        " pass ",
        " succeeds",
        " clean",
        " for ",
        " with no ",
        " when ",
    ];
    let lead = text.len() - text.trim_start().len();
    let end = STOPS
        .iter()
        .filter_map(|stop| text[lead..].find(stop))
        .min()
        .map_or(text.len(), |at| at + lead);
    let words = text[..end].trim_end_matches([' ', ':']);
    // A dot alone is the folder, one after a word ends the sentence.
    if words.ends_with(" .") {
        words
    } else {
        words.trim_end_matches('.')
    }
}

/// Returns where the text of an item begins behind `#3 ` and bold leads.
fn lead_end(text: &str, label: bool) -> usize {
    let rest = text.trim_start();
    let lead = text.len() - rest.len();
    if label {
        return text.find(": ").map_or(lead, |at| at + 2);
    }
    match rest.strip_prefix('#') {
        Some(after) => {
            let digits = after.bytes().take_while(u8::is_ascii_digit).count();
            lead + 1 + digits + usize::from(after[digits..].starts_with(' '))
        }
        None => lead,
    }
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
