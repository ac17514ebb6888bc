//! Fenced shell blocks: which of them are there to be run, and their commands.

mod compound;

use tip_syntax::{Block, BlockKind, Inline, Span, scan};

use self::compound::{is_compound, says_little};
use crate::read::commands::command;
use crate::read::walk::Walk;
use crate::read::{commands, expect, shell};
use crate::{BoxKind, CommandForm, Expectation, Meaning, UnitKind};

/// Reads the commands of a fenced shell block.
pub(crate) fn read(walk: &mut Walk<'_>, block: &Block) {
    if let Some((info, content)) = fenced(walk, block) {
        read_fenced(walk, info, content);
    }
}

/// Reads the commands of a shell block of a box that Markdown takes for a code span, since it is indented far and no blank line stands
/// before it; returns whether it is one.
pub(crate) fn read_span(walk: &mut Walk<'_>, inline: &Inline) -> bool {
    let text = walk.doc.text(inline.content);
    let marks = walk.doc.text(inline.span);
    if walk.open_boxes.is_empty() || !marks.starts_with("```") {
        return false;
    }
    let Some((info, _)) = text.split_once('\n') else {
        return false;
    };
    let start = inline.content.start() + info.len() + 1;
    let content = Span::new(start, inline.content.end().max(start));
    read_fenced(walk, info.trim(), content)
}

/// Reads the commands of a block; returns whether its language is that of a shell.
fn read_fenced(walk: &mut Walk<'_>, info: &str, content: Span) -> bool {
    let doc = walk.doc;
    let language = info
        .split([' ', ',', '{'])
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let prompted = matches!(
        language.as_str(),
        "console" | "shell-session" | "terminal" | "shellsession"
    );
    if !(prompted || matches!(language.as_str(), "bash" | "sh" | "shell" | "zsh" | "fish")) {
        return false;
    }
    let text = doc.text(content);
    if !block_is_run(walk) || is_script(walk, text) {
        return true;
    }
    // Where one command has a prompt, what has none is what the commands show.
    let prompted = prompted || text.lines().any(|it| it.trim_start().starts_with("$ "));
    let outcome = is_outcome(walk);
    let last = walk.last_command;
    let boxed = !walk.open_boxes.is_empty();
    let first = walk.commands.len();
    let mut announced = "";
    // The command whose expectation nothing but an announcement told.
    let mut guessed = None;
    let mut shown = String::new();
    let lines = logical_lines(text, content.start(), prompted);
    for line in &lines {
        let raw = line.text.trim();
        let (words, prompt) = match raw.strip_prefix("$ ").or_else(|| raw.strip_prefix("> ")) {
            Some(rest) => (rest, true),
            None => (raw, false),
        };
        if let Some(comment) = words.strip_prefix('#') {
            let comment = comment.trim_matches(['#', ' ']);
            if !tells_of_command_before(walk, first, guessed, comment) {
                announced = comment;
            }
            continue;
        }
        if prompted && !prompt || !runs(words, outcome) {
            announced = "";
            // `/plan` is told to an assistant.
            if (prompted || boxed) && !words.starts_with('/') {
                shown.push_str(raw);
                shown.push('\n');
            }
            continue;
        }
        show(walk, first, &mut shown);
        let (words, comment) = split_comment(words);
        let span = doc.source().trim(line.span);
        let told = comment.and_then(|it| expect::of_comment(it, words));
        let led = || expect::of_words(words, &format!("{announced}: "), "");
        guessed = (told.is_none() && !announced.is_empty()).then_some(walk.commands.len());
        let expectation = told.or_else(|| guessed.and_then(|_| led()));
        let little = || says_little(words).map(|it| Expectation::Unreadable(it.to_owned()));
        let unread = (!shown.is_empty() && !prompted).then(|| expect::of_many(&shown));
        let expectation = expectation.or(unread).or_else(little);
        shown.clear();
        command(
            walk,
            span,
            words.to_owned(),
            CommandForm::Fence,
            expectation,
        );
        announced = "";
    }
    show(walk, first, &mut shown);
    let does = |it: &crate::Command| !compound::assigns_only(&it.text);
    if walk.commands.len() > first && !walk.commands[first..].iter().any(does) {
        // Values alone are no check.
        commands::take_back(walk, first);
        walk.last_command = last;
    }
    walk.last_block = first..walk.commands.len();
    true
}

/// Returns the language and the content of a block; one that is indented so far that its fences are part of it is meant as what they say.
fn fenced<'a>(walk: &Walk<'a>, block: &Block) -> Option<(&'a str, Span)> {
    let BlockKind::Code { info, fenced, .. } = block.kind else {
        return None;
    };
    if fenced {
        return Some((walk.doc.text(info), block.content));
    }
    let text = walk.doc.text(block.content);
    let (opening, _) = text.split_once('\n')?;
    let info = opening.trim_start().strip_prefix("```")?;
    let body = text.trim_end().strip_suffix("```")?;
    let start = block.content.start();
    let content = Span::new(
        start + opening.len() + 1,
        start + body.len().max(opening.len() + 1),
    );
    (!walk.open_boxes.is_empty()).then_some((info.trim(), content))
}

/// Expects of the last command of a block what stands behind it there and is no command.
fn show(walk: &mut Walk<'_>, first: usize, shown: &mut String) {
    if shown.is_empty() {
        return;
    }
    if let Some(command) = walk.commands[first..].last_mut() {
        if command.expectation == Expectation::Success {
            command.expectation = expect::of_block(shown, &command.text);
        }
        shown.clear();
    }
}

/// Reads a block of plain text right behind a block of commands in a box: it is what they show. Returns whether it is one.
pub(crate) fn shown_block(walk: &mut Walk<'_>, block: &Block) -> bool {
    let BlockKind::Code {
        info, fenced: true, ..
    } = block.kind
    else {
        return false;
    };
    let language = walk.doc.text(info).trim().to_ascii_lowercase();
    let plain = matches!(
        language.as_str(),
        "" | "log" | "out" | "output" | "plain" | "plaintext" | "stdout" | "text" | "txt"
    );
    let Some((at, end)) = walk.last_command.filter(|_| plain) else {
        return false;
    };
    let command = &walk.commands[at as usize];
    let boxed = walk.open_boxes.last().map(|&(at, _)| at);
    if boxed.is_none() || command.in_box != boxed || command.form != CommandForm::Fence {
        return false;
    }
    let between = walk.doc.text(Span {
        start: end,
        end: info.start,
    });
    let words = scan::normalized(between);
    let leads = words.is_empty()
        || words.len() <= 60
            && [
                "output", "print", "show", "expect", "result", "give", "return",
            ]
            .iter()
            .any(|it| words.contains(it));
    if !leads || command.expectation != Expectation::Success {
        return false;
    }
    commands::told_by_block(walk, block.content);
    true
}

/// Reads a comment on a line of its own that tells what comes out of the command before it; returns whether it does.
fn tells_of_command_before(
    walk: &mut Walk<'_>,
    first: usize,
    guessed: Option<usize>,
    comment: &str,
) -> bool {
    let word = scan::word(comment).to_ascii_lowercase();
    let leads = matches!(
        word.as_str(),
        "expect"
            | "expected"
            | "expects"
            | "must"
            | "output"
            | "outputs"
            | "prints"
            | "returns"
            | "should"
            | "shows"
    ) || ["→", "=>", "->", "≥", ">="]
        .iter()
        .any(|it| comment.starts_with(it));
    let at = walk.commands.len().wrapping_sub(1);
    let Some(command) = walk.commands[first..].last_mut() else {
        return false;
    };
    // `# Should fail:` leads to what follows.
    if !leads || comment.ends_with(':') {
        return false;
    }
    if (command.expectation == Expectation::Success || guessed == Some(at))
        && let Some(found) = expect::of_comment(comment, &command.text)
    {
        command.expectation = found;
    }
    true
}

/// Returns whether a shell block at this place is there to be run.
fn block_is_run(walk: &Walk<'_>) -> bool {
    if walk.chain().any(|meaning| {
        matches!(
            meaning,
            Meaning::Log | Meaning::Progress | Meaning::CurrentState
        )
    }) {
        return false;
    }
    if let Some(open) = walk.open_fields.last() {
        let field = &walk.fields[open.field as usize];
        let folded = scan::normalized(&field.label.value);
        let shows = matches!(
            folded.split(' ').next().unwrap_or_default(),
            "current"
                | "before"
                | "after"
                | "new"
                | "replace"
                | "change"
                | "contents"
                | "content"
                | "old"
                | "from"
                | "example"
                | "frontmatter"
                | "body"
        );
        if shows || matches!(field.meaning, Some(Meaning::File | Meaning::CodeChanges)) {
            return false;
        }
    }
    if !walk.open_boxes.is_empty() {
        return true;
    }
    for meaning in walk.chain() {
        use Meaning as M;
        match meaning {
            M::Criteria
            | M::AutomatedCriteria
            | M::ManualCriteria
            | M::QualityGates
            | M::TestStrategy
            | M::UnitTests
            | M::IntegrationTests
            | M::Tasks
            | M::Phases
            | M::Run
            | M::Rollback
            | M::Migration
            | M::MigrationStrategy
            | M::MigrationTesting => return true,
            M::CodeChanges | M::Overview | M::Context | M::Requirements => return false,
            _ => {}
        }
    }
    walk.unit()
        .is_some_and(|unit| walk.units[unit.index()].kind <= UnitKind::Step)
}

/// Returns whether a block is the content of a script to be written, not commands to be run.
fn is_script(walk: &Walk<'_>, text: &str) -> bool {
    if text.trim_start().starts_with("#!") {
        return true;
    }
    !is_outcome(walk) && is_definition(text)
}

/// Returns whether the walk is in a box that stands for an outcome: all of its block is a check.
fn is_outcome(walk: &Walk<'_>) -> bool {
    walk.open_boxes.last().is_some_and(|&(at, _)| {
        matches!(
            walk.boxes[at as usize].kind,
            BoxKind::Criterion | BoxKind::Gate
        )
    })
}

/// Returns whether a text defines what others call.
fn is_definition(text: &str) -> bool {
    text.contains("() {")
        || text.lines().any(|line| {
            let line = line.trim();
            line.starts_with("function ")
                || line == "esac"
                || line.starts_with("local ")
                || line.starts_with("return ")
        })
        || text
            .lines()
            .filter(|line| line.trim_end().ends_with("; then") || line.trim() == "fi")
            .count()
            > 2
}

/// Returns whether a line of a shell block is a command; in a block that is all a check, what only a shell reads is one too.
fn runs(words: &str, check: bool) -> bool {
    let behind = shell::behind_assignment(words).filter(|it| !it.is_empty());
    if let Some(behind) = behind {
        return compound::assigns_only(words) || runs(behind, check);
    }
    let compound = || is_compound(words, |it| runs(it, check));
    let tests = words.starts_with('[');
    if shell::is_command(words, false) && (check || !tests)
        || compound::assigns_only(words)
        || check && compound()
    {
        return true;
    }
    let Some(program) = shell::program(words) else {
        return false;
    };
    // `/plan` is told to an assistant.
    if program.starts_with('/') && !program[1..].contains('/') {
        return false;
    }
    let named = program
        .bytes()
        .next()
        .is_some_and(|b| b.is_ascii_lowercase() || matches!(b, b'.' | b'/' | b'~'))
        && program.bytes().all(|b| {
            b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'/' | b'~' | b'+')
        });
    named
        && !matches!(
            program,
            "if" | "then"
                | "else"
                | "fi"
                | "for"
                | "do"
                | "done"
                | "while"
                | "case"
                | "esac"
                | "local"
                | "return"
                | "exit"
                | "function"
                | "elif"
        )
        && !program.ends_with(':')
}

/// Takes a comment at the end of a command off.
fn split_comment(words: &str) -> (&str, Option<&str>) {
    match words.find("  #").or_else(|| words.find(" # ")) {
        Some(at)
            if !words[..at].contains('\'')
                || words[..at].matches('\'').count().is_multiple_of(2) =>
        {
            let comment = words[at..].trim_start().trim_start_matches('#');
            (words[..at].trim_end(), Some(comment))
        }
        _ => (words, None),
    }
}

/// A command of a shell block, with the lines that continue it.
struct LogicalLine {
    text: String,
    span: Span,
}

/// Splits a block into commands and what they show; where commands have a prompt, only they go on in the next line.
fn logical_lines(text: &str, base: usize, prompted: bool) -> Vec<LogicalLine> {
    let mut out: Vec<LogicalLine> = Vec::new();
    let mut at = base;
    let mut open: Option<Continued> = None;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let body = line.trim_end_matches(['\n', '\r']);
        if let Some(state) = &open
            && let Some(last) = out.last_mut()
        {
            last.text.push('\n');
            last.text
                .push_str(body.trim_start_matches(['>', ' ', '\t']));
            last.span.end = (start + body.len()) as u32;
            let goes_on = match state {
                Continued::Heredoc(end) => body.trim() != end,
                Continued::Line => false,
                Continued::Quote => true,
                Continued::Compound(end) => {
                    body.trim() != *end && !body.trim().starts_with(&format!("{end} "))
                }
            };
            if !goes_on || matches!(state, Continued::Quote) {
                open = if matches!(state, Continued::Heredoc(_) | Continued::Compound(_)) {
                    None
                } else {
                    continued(&last.text)
                };
            }
            continue;
        }
        if body.trim().is_empty() {
            continue;
        }
        out.push(LogicalLine {
            text: body.trim().to_owned(),
            span: Span::new(start, start + body.len()),
        });
        let shown = prompted && !body.trim_start().starts_with(['$', '>']);
        open = if shown { None } else { continued(body) };
    }
    out
}

/// Why a command goes on in the next line.
enum Continued {
    Line,
    Quote,
    Heredoc(String),
    Compound(&'static str),
}

fn continued(text: &str) -> Option<Continued> {
    let trimmed = text.trim();
    if trimmed.starts_with('#') {
        return None;
    }
    if let Some(at) = trimmed.find("<<") {
        let word = scan::word(trimmed[at + 2..].trim_start_matches(['-', '~', ' ', '"', '\'']));
        if !word.is_empty()
            && !trimmed[at..].starts_with("<<<")
            && !trimmed.lines().skip(1).any(|line| line.trim() == word)
        {
            return Some(Continued::Heredoc(word.to_owned()));
        }
    }
    if trimmed.ends_with('\\')
        || trimmed.ends_with("&&")
        || trimmed.ends_with("||")
        || trimmed.ends_with(" |")
    {
        return Some(Continued::Line);
    }
    let first = trimmed.split_whitespace().next().unwrap_or_default();
    let last = trimmed.lines().last().unwrap_or_default().trim();
    match first {
        "for" | "while" | "until" if !last.ends_with("done") => {
            return Some(Continued::Compound("done"));
        }
        "if" if !last.ends_with("fi") => return Some(Continued::Compound("fi")),
        "case" if !last.ends_with("esac") => return Some(Continued::Compound("esac")),
        _ if shell::defined_function(trimmed).is_some() && !last.ends_with('}') => {
            return Some(Continued::Compound("}"));
        }
        _ => {}
    }
    (!shell::balanced(trimmed)).then_some(Continued::Quote)
}
