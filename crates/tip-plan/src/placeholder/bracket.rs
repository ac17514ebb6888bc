//! Brackets in prose, and which of them are placeholders.

use memchr::{memchr_iter, memchr2};
use tip_syntax::{Document, Span, scan};

use crate::{PlaceholderKind, Schema, UnitState};

use super::opaque::Opaque;

/// A bracket in prose: no link, no box, no code.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bracket {
    /// All of it.
    pub(crate) span: Span,
    /// The text between the marks.
    pub(crate) inner: Span,
}

/// The most bytes that a placeholder has.
const LONGEST: usize = 240;

/// The bytes before and after a bracket that tell where it stands.
const NEAR: usize = 160;

/// Finds the brackets in the prose of a document.
///
/// Where brackets stand in each other it finds the innermost.
pub(crate) fn brackets(doc: &Document) -> Vec<Bracket> {
    let text = doc.source().text();
    let bytes = text.as_bytes();
    let mut opaque = Opaque::new(doc);
    let mut found = Vec::new();
    let mut skip_to = 0;
    for open in memchr_iter(b'[', bytes) {
        // Boxes are by far the most frequent.
        if bytes.get(open + 2) == Some(&b']') || open < skip_to {
            continue;
        }
        if let Some(end) = opaque.end_of(open) {
            skip_to = end;
            continue;
        }
        let window = &bytes[open + 1..bytes.len().min(open + LONGEST)];
        let Some(len) = memchr2(b']', b'[', window).filter(|&at| window[at] == b']') else {
            continue;
        };
        let close = open + 1 + len;
        if !text[open + 1..close].trim().is_empty() && stands_alone(bytes, open, close) {
            found.push(Bracket {
                span: Span::new(open, close + 1),
                inner: Span::new(open + 1, close),
            });
        }
    }
    found
}

/// Returns whether a bracket belongs to nothing before or after it: a link, an index, an attribute, an escape.
fn stands_alone(bytes: &[u8], open: usize, close: usize) -> bool {
    let before = open.checked_sub(1).map(|at| bytes[at]);
    let after = bytes.get(close + 1);
    let at_line_start = before.is_none_or(|b| b == b'\n');
    let bound_before = before.is_some_and(|b| {
        b.is_ascii_alphanumeric()
            || matches!(b, b']' | b')' | b'!' | b'\\' | b'#' | b'@' | b'$' | b'_')
    });
    let bound_after = match after {
        Some(b'(' | b'[' | b'{') => true,
        Some(b':') => at_line_start || bytes.get(close + 2) == Some(&b':'),
        _ => false,
    };
    !bound_before && !bound_after
}

/// Returns what kind of placeholder a bracket is.
pub(super) fn judge(doc: &Document, bracket: &Bracket, schema: &Schema) -> Option<PlaceholderKind> {
    let inner = doc.text(bracket.inner).trim();
    if scan::starts_with_ignore_case(inner, "needs clarification") {
        // `No [NEEDS CLARIFICATION] markers remain` speaks of them.
        let after = doc.text(Span::new(bracket.span.end(), doc.source().text().len()));
        let after = after.trim_start_matches([' ', '*', '`']);
        if inner.len() == "needs clarification".len() && after.starts_with("marker") {
            return None;
        }
        return Some(PlaceholderKind::Unfinished);
    }
    if is_note(inner) {
        return None;
    }
    let place = Place::of(doc, bracket.span);
    let placeholder = match place {
        Place::Prose => words(inner) > 2 && is_of_template(inner, schema),
        Place::Value => is_of_template(inner, schema) || reads_like_one(inner),
        Place::Cell => is_of_template(inner, schema) || words(inner) > 1 && !is_state(inner),
        Place::State => is_of_template(inner, schema),
    };
    placeholder.then_some(PlaceholderKind::Bracket)
}

/// Returns whether the template has a bracket with these words.
pub(super) fn is_of_template(inner: &str, schema: &Schema) -> bool {
    schema.leftovers.hints.contains(&scan::normalized(inner))
}

/// Returns whether the words are no instruction for sure: a number, a list of them, an option, code, or text over several blocks.
fn is_note(inner: &str) -> bool {
    !inner.starts_with(char::is_alphabetic)
        || inner.contains(['=', '{', '}', '\\', '$'])
        || inner.lines().count() > 3
        || inner.lines().any(|line| line.trim().is_empty())
}

/// Returns whether the words are an instruction to the author, or a choice.
///
/// What holds a number names something: `[Phase 2]`, `[Task 3]`.
fn reads_like_one(inner: &str) -> bool {
    let capital = inner.starts_with(char::is_uppercase);
    if scan::starts_with_ignore_case(inner, "e.g.") {
        return true;
    }
    capital && words(inner) > 1 && !inner.contains(|c: char| c.is_ascii_digit()) && !is_state(inner)
        || inner.starts_with(char::is_alphabetic) && is_choice(inner)
}

/// Returns whether the words are a choice of three or more: `Low/Medium/High`, `draft | approved | done`.
fn is_choice(inner: &str) -> bool {
    let mark = if inner.contains('|') { '|' } else { '/' };
    let fits = |part: &str| {
        let part = part.trim();
        let letters = part.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_');
        letters && (1..=12).contains(&part.len())
    };
    let parts = inner.split(mark);
    // A path is lower case from its first part on.
    let path = mark == '/' && inner.starts_with(char::is_lowercase);
    !path && parts.clone().count() >= 3 && parts.clone().all(fits)
}

/// Returns whether the words tell how far something is: `[In progress]`, `[Not started]`.
fn is_state(inner: &str) -> bool {
    words(inner) == 2 && UnitState::parse(inner).is_some()
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// Where a bracket stands in its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Beside other words.
    Prose,
    /// It is all that follows a marker, a box or a label.
    Value,
    /// It is all that follows the label of a state.
    State,
    /// It fills a cell of a table.
    Cell,
}

impl Place {
    fn of(doc: &Document, span: Span) -> Self {
        let (before, after) = around(doc, span);
        let rest = after.trim_matches([' ', '\t', '*', '_', '.', '"']);
        if before.trim_end().ends_with('|') && rest.starts_with('|') {
            Self::Cell
        } else if !rest.is_empty() || !is_lead(before) {
            Self::Prose
        } else if is_status(before) {
            Self::State
        } else {
            Self::Value
        }
    }
}

/// Returns what stands right before `span` on its first line and right after it on its last.
pub(super) fn around(doc: &Document, span: Span) -> (&str, &str) {
    let source = doc.source();
    let first = source.line_span(source.line_of(span.start));
    let last = source.line_span(source.line_of(span.end.saturating_sub(1)));
    // Labels are short, lines may be long: the cost of one bracket must not depend on its line.
    let start = first.start().max(span.start().saturating_sub(NEAR));
    let end = last.end().max(span.end()).min(span.end() + NEAR);
    let before = doc.text(Span::new(start, span.start()));
    let after = doc.text(Span::new(span.end(), end));
    (before, after)
}

/// Returns whether a value begins after this text: nothing, a marker, a box, or a label with its colon.
pub(super) fn is_lead(before: &str) -> bool {
    let bare = before.trim_matches([' ', '\t', '*', '_', '"', '(', '>', '#', '-', '+', '.']);

    bare.ends_with(':') || is_box(bare) || bare.bytes().all(|b| b.is_ascii_digit())
}

/// Returns whether the text ends with the box of an item.
fn is_box(text: &str) -> bool {
    matches!(text.as_bytes(), [.., b'[', _, b']'])
}

/// Returns whether the label before is one of a state, whose values may stand in brackets or read `TODO`.
pub(super) fn is_status(before: &str) -> bool {
    let folded = scan::normalized(before);
    let last = folded.rsplit(' ').next().unwrap_or_default();
    // `**Plans**: TBD` says that a phase is not planned yet.
    matches!(last, "status" | "state" | "progress" | "plans")
}
