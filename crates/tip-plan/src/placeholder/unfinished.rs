//! Marks of unfinished writing that are all that a value says.

use memchr::memmem;
use tip_syntax::{Document, Span};

use crate::{Placeholder, PlaceholderKind};

use super::bracket::{around, is_lead, is_status};
use super::opaque::Opaque;

/// The marks.
const MARKS: [&str; 4] = ["TBD", "TODO", "???", "NEEDS CLARIFICATION"];

/// Returns whether a value is nothing but a mark.
pub(super) fn is_mark(text: &str) -> bool {
    MARKS.contains(&text.trim())
}

/// Finds the marks that are a whole value: of a field, an item, a cell, a line.
pub(super) fn find(doc: &Document, found: &mut Vec<Placeholder>) {
    let text = doc.source().text();
    for mark in MARKS {
        let mut opaque = None;
        let mut in_prose = |at| {
            let opaque: &mut Opaque = opaque.get_or_insert_with(|| Opaque::new(doc));
            opaque.end_of(at).is_none()
        };
        for at in memmem::find_iter(text.as_bytes(), mark) {
            let span = Span::new(at, at + mark.len());
            if is_whole_value(doc, span, mark) && in_prose(at) {
                found.push(Placeholder {
                    span,
                    kind: PlaceholderKind::Unfinished,
                });
            }
        }
    }
}

fn is_whole_value(doc: &Document, span: Span, mark: &str) -> bool {
    let (before, after) = around(doc, span);
    let rest = after.trim_start_matches([' ', '\t', '*', '_', '.', ')', ']', '?']);
    let in_cell = before.trim_end().ends_with('|') && rest.starts_with('|');
    if in_cell {
        // Tables of tasks have a column for the state.
        return mark != "TODO";
    }
    if before
        .trim_end_matches(['[', '*', ' ', '`'])
        .ends_with("No")
    {
        return false;
    }
    rest.is_empty() && is_lead(before) && !is_heading(before) && !is_status(before)
}

fn is_heading(before: &str) -> bool {
    before.trim_start().starts_with('#')
}
