//! References in text, code spans, links and the front matter.

use tip_syntax::{BlockId, Inline, InlineKind, Span, Spanned, scan};

use crate::read::intent::Named;
use crate::read::walk::Walk;
use crate::read::{commands, intent, path, shell_block, spoken};
use crate::{Intent, Meaning, RefForm, Reference};

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
        spoken::spoken_command(walk, span, place);
    }
    commands::expected(walk, span);
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
    // What must be there in the end need not be there before.
    let modifies = matches!(
        folded.as_str(),
        "modified files" | "files modified" | "must haves"
    );
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
    // A value over several lines is not written as it reads: all of it stands for the path.
    let folded = walk
        .doc
        .source()
        .text()
        .get(start..start + value.value.len())
        != Some(value.value);
    if let Some(last) = walk.references.last_mut().filter(|_| folded) {
        last.span = value.span;
        last.path_span = value.span;
    }
}

/// How many bytes after a reference are read for a commit.
const COMMIT_REACH: u32 = 64;

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
    let written = &token[parts.path.0..parts.path.1];
    let path = if memchr::memchr(b'\\', written.as_bytes()).is_some() {
        written.replace('\\', "/")
    } else {
        written.to_owned()
    };
    let after = walk.doc.text(Span {
        start: span.end,
        end: span.end.saturating_add(COMMIT_REACH),
    });
    let past = walk.past.holds(span, after);
    let historical = past || walk.is_history();
    let intent = if past { Intent::Mention } else { intent };
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

/// Reads the words of plain text that hold a dot or a slash.
fn bare(walk: &mut Walk<'_>, span: Span, whole: Span, place: Place) {
    let doc = walk.doc;
    let text = doc.text(span);
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(hit) = memchr::memchr2(b'.', b'/', &bytes[from..]).map(|at| at + from) {
        // Most dots end a sentence.
        if bytes.get(hit + 1).is_none_or(u8::is_ascii_whitespace) && bytes[hit] == b'.' {
            from = hit + 1;
            continue;
        }
        let start = bytes[from..hit]
            .iter()
            .rposition(|&b| parts_words(b))
            .map_or(from, |at| from + at + 1);
        let end = bytes[hit..]
            .iter()
            .position(|&b| parts_words(b))
            .map_or(bytes.len(), |at| hit + at);
        let mut at = start;
        for word in text[start..end].split_inclusive(['\u{a0}', '→']) {
            bare_word(
                walk,
                word.trim_end_matches(['\u{a0}', '→']),
                span.start() + at,
                whole,
                place,
            );
            at += word.len();
        }
        from = end;
    }
}

fn parts_words(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t' | b'|' | b',' | b';')
}

fn bare_word(walk: &mut Walk<'_>, word: &str, at: usize, whole: Span, place: Place) {
    if word.len() < 4 {
        return;
    }
    let left = word.trim_start_matches(['(', '[', '"', '\'', '*', '_', '“', '‘', '<', '{', '`']);
    let start = at + word.len() - left.len();
    let token = left.trim_end_matches([
        '.', ':', '!', '?', ')', ']', '"', '\'', '*', '”', '’', '>', '`', '…',
    ]);
    // The end of words in italics: `_Files: src/store.rs_`.
    let token = token
        .strip_suffix('_')
        .filter(|it| memchr::memchr(b'.', it.as_bytes()).is_some())
        .unwrap_or(token);
    let span = Span::new(start, start + token.len());
    if scan::contains(token, "://") {
        if let Some(parts) = permalink(token) {
            let intent = intent_of(walk, span, whole, parts.named(token), place);
            push(walk, span, parts, token, start, RefForm::Permalink, intent);
        }
        return;
    }
    let Some(parts) = path::parse(token, path::Place::Text) else {
        return;
    };
    reference(walk, span, parts, token, start, RefForm::Bare, whole, place);
}

fn code_span(walk: &mut Walk<'_>, inline: &Inline, whole: Span, place: Place) {
    let content = walk.doc.text(inline.content);
    if shell_block::read_span(walk, inline) {
        return;
    }
    // `./dev` is a program where it is run, and a file elsewhere.
    if content.starts_with("./") && commands::code_span(walk, inline, whole, place) {
        return;
    }
    match path::parse(content, path::Place::Code) {
        Some(parts) => {
            reference(
                walk,
                inline.content,
                parts,
                content,
                inline.content.start(),
                RefForm::Span,
                whole,
                place,
            );
        }
        None => {
            commands::code_span(walk, inline, whole, place);
        }
    }
}

fn link(walk: &mut Walk<'_>, inline: &Inline, target: &str, whole: Span, place: Place) {
    let at = inline.span;
    if let Some(parts) = permalink(target) {
        let intent = intent_of(walk, at, whole, parts.named(target), place);
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
    let intent = intent_of(walk, at, whole, parts.named(target), place);
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
    let intent = intent_of(walk, span, whole, parts.named(token), place);
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
    let head = after.trim_start_matches(['`', '*', ' ', '(', ',', '~', '[', ':', '\n']);
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
        // `store.py` (L1 caches of it) is a sentence.
        let mut next = rest[len..].chars();
        let goes_on = next.next() == Some(' ') && next.next().is_some_and(char::is_alphabetic);
        let sentence = *word == "L" && len == 1 && goes_on;
        if let Some((line, end)) = path::line_range(&rest[..len]).filter(|_| !sentence) {
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
    if !trimmed.ends_with(|c: char| c.is_ascii_lowercase()) {
        return None;
    }
    let head = [" in", " of", " at", " from"]
        .iter()
        .find_map(|word| trimmed.strip_suffix(*word))?;
    let digits = head
        .bytes()
        .rev()
        .take_while(|b| b.is_ascii_digit() || *b == b'-')
        .count();
    let number = &head[head.len() - digits..];
    let lead = head[..head.len() - digits].trim_end();
    let named = ["lines", "line", "Lines", "Line"]
        .iter()
        .any(|word| lead.ends_with(word));
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
    let after = &rest[dash.len_utf8()..];
    let letter = usize::from(after.starts_with('L'));
    let second = digits(&after[letter..]);
    if second == 0 {
        first
    } else {
        first + dash.len_utf8() + letter + second
    }
}

/// Decides what the plan means to do with a reference.
fn intent_of(walk: &Walk<'_>, span: Span, whole: Span, named: Named, place: Place) -> Intent {
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
    if let Some(intent) = intent::of_words(before, after, named) {
        // A pattern names files that are there.
        let pattern =
            intent == Intent::Create && memchr::memchr(b'*', doc.text(span).as_bytes()).is_some();
        return if pattern { Intent::Mention } else { intent };
    }
    // Only what leads a line is what its label speaks of; what follows prose is an aside.
    let prose = before[before.len() - intent::tail(before, 200).len()..]
        .split_whitespace()
        .filter(|word| word.bytes().any(|b| b.is_ascii_alphanumeric()))
        .count();
    for open in walk.open_fields.iter().rev() {
        let label = &walk.fields[open.field as usize].label.span;
        let in_label_line = label.start >= whole.start && label.end <= span.start;
        if prose > if in_label_line { 6 } else { 3 } && !before.contains('`') {
            break;
        }
        // `**File(s)**: None (the change is in …)`
        let value = doc.text(walk.fields[open.field as usize].value);
        if scan::starts_with_ignore_case(value, "none") || value.starts_with("N/A") {
            return Intent::Mention;
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
