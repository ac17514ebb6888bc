//! References and commands in text, code spans, links and code blocks.

use tip_syntax::{Block, BlockId, BlockKind, Inline, InlineKind, Span, Spanned, scan};

use crate::read::walk::Walk;
use crate::read::{expect, intent, path, shell};
use crate::{
    BoxKind, Command, CommandForm, Expectation, Intent, Meaning, RefForm, Reference, UnitKind,
};

/// What kind of text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Heading,
    Item,
    Paragraph,
    Cell,
}

/// Reads the references and commands in a part of a block's text.
pub(crate) fn text(walk: &mut Walk<'_>, id: BlockId, span: Span, place: Place) {
    let doc = walk.doc;
    let inlines = doc.inlines(id);
    let from = inlines.partition_point(|it| it.span.start < span.start);
    let mut at = span.start();
    let first_command = walk.commands.len();
    for inline in &inlines[from..] {
        if inline.span.start() >= span.end() {
            break;
        }
        if inline.span.start() < at {
            continue;
        }
        match &inline.kind {
            InlineKind::Code => {
                bare(walk, Span::new(at, inline.span.start()), span, place);
                code_span(walk, inline, span, place);
            }
            InlineKind::Link(target) => {
                bare(walk, Span::new(at, inline.span.start()), span, place);
                link(walk, inline, target, span, place);
            }
            InlineKind::Image(_) | InlineKind::Html => {
                bare(walk, Span::new(at, inline.span.start()), span, place);
            }
            InlineKind::Strong | InlineKind::Emphasis | InlineKind::Strike => continue,
        }
        at = inline.span.end();
    }
    bare(walk, Span::new(at, span.end().max(at)), span, place);
    if walk.commands.len() == first_command {
        spoken_command(walk, span, place);
    }
    expected(walk, span);
}

/// Reads a value of the front matter.
pub(crate) fn value(walk: &mut Walk<'_>, value: Spanned<&str>, key: &str) {
    let folded = scan::normalized(key);
    // Values of these keys are names, not paths.
    if matches!(
        folded.as_str(),
        "title"
            | "description"
            | "id"
            | "date"
            | "status"
            | "assignee"
            | "tags"
            | "labels"
            | "author"
            | "feature"
    ) {
        return;
    }
    if let Some(permalink) = permalink(value.value) {
        push(
            walk,
            value.span,
            permalink,
            value.value,
            value.span.start(),
            RefForm::Permalink,
            Intent::Mention,
        );
        return;
    }
    let Some(parts) = path::parse(value.value, path::Place::Value) else {
        return;
    };
    let modifies = matches!(folded.as_str(), "modified files" | "files modified");
    let intent = if modifies {
        Intent::Modify
    } else {
        Intent::Mention
    };
    // A quoted value starts after its quote.
    let quoted = walk.doc.text(value.span).starts_with(['"', '\'']);
    let start = value.span.start() + usize::from(quoted);
    push(
        walk,
        Span::new(start, start + value.value.len()),
        parts,
        value.value,
        start,
        RefForm::FrontMatter,
        intent,
    );
}

fn push(
    walk: &mut Walk<'_>,
    span: Span,
    parts: path::PathParts,
    token: &str,
    token_start: usize,
    form: RefForm,
    intent: Intent,
) {
    let path_span = Span::new(token_start + parts.path.0, token_start + parts.path.1);
    let path = token[parts.path.0..parts.path.1].replace('\\', "/");
    let historical = walk.is_history();
    let unit = walk.unit();
    let more = parts.more;
    walk.references.push(Reference {
        span,
        path: if path.contains('%') {
            decode(&path)
        } else {
            path
        },
        path_span,
        line: parts.line,
        end_line: parts.end_line,
        line_span: None,
        symbol: parts.symbol,
        anchor: parts.anchor,
        intent,
        form,
        unit,
        historical,
    });
    // `path:20,42` is a reference for each of its lines.
    for (line, end_line) in more {
        let mut next = walk.references[walk.references.len() - 1].clone();
        (next.line, next.end_line) = (Some(line), end_line);
        walk.references.push(next);
    }
}

/// Undoes `%20` and its like.
fn decode(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut at = 0;
    let raw = path.as_bytes();
    while at < raw.len() {
        let hex = (raw[at] == b'%')
            .then(|| path.get(at + 1..at + 3))
            .flatten();
        if let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            bytes.push(byte);
            at += 3;
        } else {
            bytes.push(raw[at]);
            at += 1;
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| path.to_owned())
}

/// Reads the words of plain text.
fn bare(walk: &mut Walk<'_>, span: Span, whole: Span, place: Place) {
    let doc = walk.doc;
    let text = doc.text(span);
    if memchr::memchr2(b'.', b'/', text.as_bytes()).is_none() {
        return;
    }
    let mut at = 0;
    for word in text.split([' ', '\n', '\r', '\t', '|', '\u{a0}', ',', ';', '→']) {
        let start = at;
        at += word.len()
            + text[at + word.len()..]
                .chars()
                .next()
                .map_or(0, char::len_utf8);
        if word.len() < 4 || memchr::memchr2(b'.', b'/', word.as_bytes()).is_none() {
            continue;
        }
        let left =
            word.trim_start_matches(['(', '[', '"', '\'', '*', '_', '“', '‘', '<', '{', '`']);
        let lead = word.len() - left.len();
        let token = left.trim_end_matches([
            '.', ':', '!', '?', ')', ']', '"', '\'', '*', '”', '’', '>', '`', '…',
        ]);
        let token = reclose(token, &left[token.len()..]);
        let Some(parts) = path::parse(token, path::Place::Text) else {
            continue;
        };
        let start = span.start() + start + lead;
        let token_span = Span::new(start, start + token.len());
        reference(
            walk,
            token_span,
            parts,
            token,
            start,
            RefForm::Bare,
            whole,
            place,
        );
    }
}

/// Gives a token the closing bracket back that its own opening one asks for: `[id]`, `(group)`.
fn reclose<'a>(token: &'a str, cut: &'a str) -> &'a str {
    let opens = token.matches(['(', '[']).count();
    let closes = token.matches([')', ']']).count();
    if opens > closes && cut.starts_with([')', ']']) {
        // The two slices stand next to each other in one word.
        let _ = cut;
    }
    token
}

fn code_span(walk: &mut Walk<'_>, inline: &Inline, whole: Span, place: Place) {
    let content = walk.doc.text(inline.content);
    let is_reference = path::parse(content, path::Place::Code).is_some_and(|parts| {
        let token = content.to_owned();
        reference(
            walk,
            inline.content,
            parts,
            &token,
            inline.content.start(),
            RefForm::Span,
            whole,
            place,
        );
        true
    });
    if is_reference && !content.starts_with("./") {
        return;
    }
    let Some(strict) = command_place(walk, inline.span, whole, place) else {
        return;
    };
    if !shell::is_command(content, strict) {
        return;
    }
    let before = walk.doc.text(Span {
        start: whole.start,
        end: inline.span.start,
    });
    let after = after(walk, inline.span, whole);
    let expectation = expect::of_words(content, before, after);
    let form = if walk.chain().first() == Some(&Meaning::Run) {
        CommandForm::Run
    } else {
        CommandForm::Span
    };
    if is_reference {
        walk.references.pop();
    }
    command(
        walk,
        inline.content,
        content.trim().trim_start_matches("$ ").to_owned(),
        form,
        expectation,
    );
}

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

fn command(
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
    "interactive",
    "into",
    "make",
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
];

fn last_word(before: &str) -> &str {
    before
        .trim_end_matches([' ', '*', ':', '\n', '(', '`'])
        .rsplit([' ', '\n', '(', '*', '-'])
        .next()
        .unwrap_or_default()
}

/// Returns whether nothing but a comma or an `and` stands between this command and the one before.
fn continues(walk: &Walk<'_>, span: Span) -> bool {
    let Some((_, end)) = walk
        .last_command
        .filter(|&(_, end)| end <= span.start && span.start - end <= 16)
    else {
        return false;
    };
    let between = walk.doc.text(Span {
        start: end,
        end: span.start,
    });
    !between.contains("\n\n")
        && between
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .all(|word| matches!(word, "and" | "or" | "then"))
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
    let told = matches!(
        word.as_str(),
        "run" | "runs" | "execute" | "running" | "re-run" | "rerun"
    );
    if continues(walk, span) {
        return Some(false);
    }
    if let Some(&(at, _)) = walk.open_boxes.last() {
        return match walk.boxes[at as usize].kind {
            BoxKind::Progress => {
                (word == "run" || before.trim_end().ends_with("validation:")).then_some(true)
            }
            BoxKind::Review => None,
            // A command that is the object of another verb is spoken of, not run.
            _ if !told && OBJECT_OF.binary_search(&word.as_str()).is_ok() => None,
            _ => Some(false),
        };
    }
    let chain = walk.chain();
    if chain.iter().any(|meaning| {
        matches!(
            meaning,
            Meaning::Log | Meaning::Progress | Meaning::CurrentState
        )
    }) {
        return None;
    }
    if chain.first() == Some(&Meaning::Run) {
        return Some(false);
    }
    if told {
        return Some(false);
    }
    let after = after(walk, span, whole).trim_start_matches(['`', ' ', ',']);
    if ["succeed", "all succeed", "pass", "all pass"]
        .iter()
        .any(|word| after.starts_with(word))
    {
        return Some(true);
    }
    for meaning in &chain {
        use Meaning as M;
        match meaning {
            M::Criteria
            | M::AutomatedCriteria
            | M::ManualCriteria
            | M::QualityGates
            | M::MigrationTesting
            | M::Rollback => {
                return Some(true);
            }
            M::TestStrategy | M::UnitTests | M::IntegrationTests | M::Tasks | M::Monitoring => {
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

/// Reads a command that is written without marks: `Run cargo test us1_ to verify …`.
fn spoken_command(walk: &mut Walk<'_>, span: Span, place: Place) {
    let chain = walk.chain();
    let labelled = chain
        .first()
        .is_some_and(|meaning| *meaning == Meaning::Run || meaning.is_criteria());
    let boxed = walk.open_boxes.last().is_some_and(|&(at, _)| {
        let it = &walk.boxes[at as usize];
        !matches!(it.kind, BoxKind::Progress | BoxKind::Review) && span.end <= it.text.end
    });
    if place == Place::Heading || !(boxed || labelled) {
        return;
    }
    let doc = walk.doc;
    let text = doc.text(span);
    if text.contains('`') || text.len() > 400 {
        return;
    }
    let mut at = 0;
    while let Some((start, told)) = spoken_start(text, at, chain.first() == Some(&Meaning::Run)) {
        let words = spoken_end(&text[start..]);
        let rest = &text[start + words.len()..];
        let stopped = is_stop(rest);
        at = start + text[start..].chars().next().map_or(1, char::len_utf8);
        if !(told || stopped)
            || !shell::is_command(words, true)
            || words.split_whitespace().count() > 20
        {
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
fn expected(walk: &mut Walk<'_>, span: Span) {
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

fn link(walk: &mut Walk<'_>, inline: &Inline, target: &str, whole: Span, place: Place) {
    let at = inline.span;
    if let Some(parts) = permalink(target) {
        let intent = intent_of(walk, at, whole, parts.line.is_some(), place);
        let start = walk
            .doc
            .text(at)
            .find(target)
            .map_or(at.start(), |offset| at.start() + offset);
        push(walk, at, parts, target, start, RefForm::Permalink, intent);
        return;
    }
    if target.contains("://") || target.starts_with(['#', '?']) || target.starts_with("mailto:") {
        return;
    }
    let Some(mut parts) = path::parse(target, path::Place::Link) else {
        return;
    };
    let raw = walk.doc.text(at);
    let start = raw
        .rfind(target)
        .map_or(at.start(), |offset| at.start() + offset);
    if parts.line.is_none()
        && let Some(inner) = path::parse(
            walk.doc.text(inline.content).trim_matches('`'),
            path::Place::Code,
        )
    {
        (parts.line, parts.end_line) = (inner.line, inner.end_line);
    }
    let intent = intent_of(walk, at, whole, parts.line.is_some(), place);
    push(walk, at, parts, target, start, RefForm::Link, intent);
}

/// Reads a link to a file at a commit or branch of a forge.
fn permalink(target: &str) -> Option<path::PathParts> {
    let rest = target
        .strip_prefix("https://")
        .or_else(|| target.strip_prefix("http://"))?;
    let at = rest
        .find("/blob/")
        .map(|at| at + 6)
        .or_else(|| rest.find("/tree/").map(|at| at + 6))?;
    let after = &rest[at..];
    let path_at = after.find('/')? + 1;
    let offset = target.len() - rest.len() + at + path_at;
    let tail = &target[offset..];
    let mut parts = path::parse(tail, path::Place::Link)?;
    parts.path = (parts.path.0 + offset, parts.path.1 + offset);
    Some(parts)
}

#[expect(
    clippy::too_many_arguments,
    reason = "what a reference is, where it stands and how it is written"
)]
fn reference(
    walk: &mut Walk<'_>,
    span: Span,
    mut parts: path::PathParts,
    token: &str,
    start: usize,
    form: RefForm,
    whole: Span,
    place: Place,
) {
    let mut line_span = None;
    if parts.line.is_none()
        && let Some((range, at)) = spoken_lines(walk, span, whole)
    {
        (parts.line, parts.end_line) = range;
        line_span = Some(at);
    }
    let intent = intent_of(walk, span, whole, parts.line.is_some(), place);
    push(walk, span, parts, token, start, form, intent);
    if let Some(last) = walk.references.last_mut() {
        last.line_span = line_span;
    }
}

/// The first and the last line that words name.
type Lines = (Option<u32>, Option<u32>);

/// Reads `(line 12)`, `(lines 3-9)`, `lines 3-9`, `~L66` after a reference, or `lines 3-9 in` before it.
fn spoken_lines(walk: &Walk<'_>, span: Span, whole: Span) -> Option<(Lines, Span)> {
    let after = walk.doc.text(Span {
        start: span.end,
        end: whole.end.max(span.end),
    });
    let head = after.trim_start_matches(['`', '*', ' ', '(', ',', '~', '[', ':']);
    let skipped = after.len() - head.len();
    let word = [
        "lines ",
        "line ",
        "Lines ",
        "Line ",
        "at line ",
        "at lines ",
        "around line ",
        "around lines ",
        "lines: ",
        "near line ",
        "L",
    ]
    .iter()
    .find(|word| head.starts_with(**word) && skipped <= 6);
    if let Some(word) = word {
        let digits_at = skipped + word.len();
        let rest = after[digits_at..].trim_start_matches(['~', 'L']);
        let start = after.len() - rest.len();
        let len = range_len(rest);
        if let Some((line, end)) = path::line_range(&rest[..len]) {
            let at = Span::new(span.end() + start, span.end() + start + len);
            return Some(((Some(line), end), at));
        }
    }
    let before = walk
        .doc
        .text(Span {
            start: whole.start,
            end: span.start,
        })
        .trim_end_matches(['`', '*', '[']);
    let trimmed = before.trim_end();
    let head = [" in", " of", " at", " from"]
        .iter()
        .find_map(|word| trimmed.strip_suffix(*word))?;
    let digits = head
        .bytes()
        .rev()
        .take_while(|b| b.is_ascii_digit() || *b == b'-')
        .count();
    let number = &head[head.len() - digits..];
    let lead = head[..head.len() - digits].trim_end().to_ascii_lowercase();
    let named = lead.ends_with("lines") || lead.ends_with("line");
    let (line, end) = named.then(|| path::line_range(number)).flatten()?;
    let start = whole.start() + head.len() - digits;
    Some(((Some(line), end), Span::new(start, start + digits)))
}

/// Returns the length of `12`, `12-20`, `12–20` at the start of `text`.
fn range_len(text: &str) -> usize {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let first = digits(text);
    if first == 0 {
        return 0;
    }
    let rest = &text[first..];
    let Some(dash) = rest.chars().next().filter(|c| matches!(c, '-' | '–' | '—')) else {
        return first;
    };
    let second = digits(&rest[dash.len_utf8()..]);
    if second == 0 {
        first
    } else {
        first + dash.len_utf8() + second
    }
}

/// Decides what the plan means to do with a reference.
fn intent_of(walk: &Walk<'_>, span: Span, whole: Span, has_line: bool, place: Place) -> Intent {
    if walk.is_history() {
        return Intent::Mention;
    }
    let doc = walk.doc;
    let before = doc.text(Span {
        start: whole.start,
        end: span.start,
    });
    let after = doc.text(Span {
        start: span.end,
        end: whole.end.max(span.end),
    });
    let after = after
        .lines()
        .next()
        .unwrap_or_default()
        .trim_start_matches(['`', '*']);
    if let Some(intent) = intent::of_words(before, after, has_line) {
        return intent;
    }
    // Only what leads a line is what its label speaks of; what follows prose is an aside.
    let prose = before
        .split_whitespace()
        .filter(|word| word.bytes().any(|b| b.is_ascii_alphanumeric()))
        .count();
    for open in walk.open_fields.iter().rev() {
        let label = &walk.fields[open.field as usize].label.span;
        let in_label_line = label.start >= whole.start && label.end <= span.start;
        if prose > if in_label_line { 6 } else { 3 } && !before.contains('`') {
            break;
        }
        match open.meaning {
            Some(Meaning::Create) => return Intent::Create,
            Some(Meaning::Modify | Meaning::CodeChanges) => return Intent::Modify,
            Some(Meaning::Delete) => return Intent::Delete,
            Some(Meaning::File) if walk.unit().is_some() => return Intent::Modify,
            Some(
                Meaning::UnitTests
                | Meaning::IntegrationTests
                | Meaning::TestStrategy
                | Meaning::References,
            ) => return Intent::Mention,
            _ => {}
        }
    }
    if place == Place::Item
        && prose == 0
        && let Some(intent) = walk.announced_intent(span)
    {
        return intent;
    }
    if walk.open_fields.is_empty() && prose <= 3 {
        match walk.meanings().direct() {
            Some(Meaning::Create) => return Intent::Create,
            Some(Meaning::Modify) => return Intent::Modify,
            Some(Meaning::Delete) => return Intent::Delete,
            Some(Meaning::CodeChanges)
                if matches!(place, Place::Item | Place::Heading | Place::Cell) =>
            {
                return Intent::Modify;
            }
            _ => {}
        }
        if place == Place::Heading
            && walk
                .meanings()
                .chain()
                .any(|meaning| meaning == Meaning::CodeChanges)
        {
            return Intent::Modify;
        }
    }
    Intent::Mention
}

/// Reads the commands of a fenced shell block.
pub(crate) fn code_block(walk: &mut Walk<'_>, block: &Block) {
    let BlockKind::Code {
        info, fenced: true, ..
    } = block.kind
    else {
        return;
    };
    let doc = walk.doc;
    let language = doc
        .text(info)
        .split([' ', ',', '{'])
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let prompted = matches!(
        language.as_str(),
        "console" | "shell-session" | "terminal" | "shellsession"
    );
    if !(prompted || matches!(language.as_str(), "bash" | "sh" | "shell" | "zsh" | "fish"))
        || !block_is_run(walk)
    {
        return;
    }
    let text = doc.text(block.content);
    if is_script(text) {
        return;
    }
    for line in logical_lines(text, block.content.start()) {
        let raw = line.text.trim();
        let (words, prompt) = match raw.strip_prefix("$ ").or_else(|| raw.strip_prefix("> ")) {
            Some(rest) => (rest, true),
            None => (raw, false),
        };
        if let Some(comment) = words.strip_prefix('#') {
            comment_expectation(walk, comment);
            continue;
        }
        if prompted && !prompt || !runs(words) {
            continue;
        }
        let (words, comment) = split_comment(words);
        let span = doc.source().trim(line.span);
        command(walk, span, words.to_owned(), CommandForm::Fence, None);
        if let Some(comment) = comment {
            comment_expectation(walk, comment);
        }
    }
}

fn comment_expectation(walk: &mut Walk<'_>, comment: &str) {
    let comment = comment.trim();
    let folded = comment.to_ascii_lowercase();
    let told = [
        "expected:",
        "expect:",
        "expected output:",
        "should ",
        "→",
        "=>",
        "->",
        "returns ",
        "expect ",
    ]
    .iter()
    .find_map(|word| {
        folded
            .starts_with(word)
            .then(|| comment[word.len().min(comment.len())..].trim())
    });
    if let (Some(told), Some((at, _))) = (told, walk.last_command)
        && !told.is_empty()
    {
        let command = &mut walk.commands[at as usize];
        if command.form == CommandForm::Fence && command.expectation == Expectation::Success {
            command.expectation = expect::of_expected(told, &command.text);
        }
    }
}

/// Returns whether a shell block at this place is there to be run.
fn block_is_run(walk: &Walk<'_>) -> bool {
    let chain = walk.chain();
    if chain.iter().any(|meaning| {
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
    for meaning in &chain {
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
fn is_script(text: &str) -> bool {
    let first = text.trim_start();
    first.starts_with("#!")
        || text.contains("() {")
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

/// Returns whether a line of a shell block is a command.
fn runs(words: &str) -> bool {
    let Some(program) = shell::program(words) else {
        return false;
    };
    if shell::is_command(words, false) {
        return true;
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
        Some(at) if !words[..at].contains('\'') || words[..at].matches('\'').count() % 2 == 0 => {
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

fn logical_lines(text: &str, base: usize) -> Vec<LogicalLine> {
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
        open = continued(body);
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
        _ => {}
    }
    (shell::why_not(trimmed) == Some(crate::WhyNot::Unbalanced)).then_some(Continued::Quote)
}
