//! Changes to a text, as data.

use crate::Span;

/// The replacement of one span of the original text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// What is replaced; empty for an insertion.
    pub span: Span,
    /// What stands there afterwards; empty for a deletion.
    pub replacement: String,
}

impl Edit {
    /// Replaces `span`.
    pub fn replace(span: Span, replacement: impl Into<String>) -> Self {
        Self {
            span,
            replacement: replacement.into(),
        }
    }

    /// Inserts at `offset`.
    pub fn insert(offset: u32, text: impl Into<String>) -> Self {
        Self {
            span: Span {
                start: offset,
                end: offset,
            },
            replacement: text.into(),
        }
    }

    /// Deletes `span`.
    pub fn delete(span: Span) -> Self {
        Self {
            span,
            replacement: String::new(),
        }
    }
}

/// Edits that overlap or lie outside the text, so that none was applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditConflict {
    /// The edit that does not fit.
    pub edit: Edit,
}

/// Returns `original` with `edits` applied, every byte outside them untouched.
///
/// The edits may come in any order; insertions at one place keep theirs.
///
/// # Errors
///
/// Fails when two edits overlap or one lies outside the text; nothing is applied then.
pub fn apply_edits(original: &[u8], edits: &[Edit]) -> Result<Vec<u8>, EditConflict> {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|edit| edit.span);
    let added = edits.iter().map(|edit| edit.replacement.len());
    let mut out = Vec::with_capacity(original.len() + added.sum::<usize>());
    let mut at = 0;
    for edit in sorted {
        if edit.span.start() < at || edit.span.end() > original.len() {
            return Err(EditConflict { edit: edit.clone() });
        }
        out.extend_from_slice(&original[at..edit.span.start()]);
        out.extend_from_slice(edit.replacement.as_bytes());
        at = edit.span.end();
    }
    out.extend_from_slice(&original[at..]);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_apply_in_the_order_of_the_text() {
        let edits = [
            Edit::replace(Span::new(4, 7), "TWO"),
            Edit::insert(0, ">"),
            Edit::delete(Span::new(7, 8)),
        ];
        assert_eq!(
            apply_edits(b"one two three", &edits).as_deref(),
            Ok(&b">one TWOthree"[..])
        );
    }

    #[test]
    fn overlapping_edits_are_refused() {
        let edits = [Edit::delete(Span::new(0, 4)), Edit::delete(Span::new(3, 5))];
        assert!(apply_edits(b"one two", &edits).is_err());
    }

    #[test]
    fn an_edit_past_the_end_is_refused() {
        assert!(apply_edits(b"one", &[Edit::delete(Span::new(2, 9))]).is_err());
    }

    #[test]
    fn bytes_that_are_not_text_survive() {
        let edits = [Edit::insert(1, "x")];
        assert_eq!(
            apply_edits(b"\xff\xfe", &edits).as_deref(),
            Ok(&b"\xffx\xfe"[..])
        );
    }
}
