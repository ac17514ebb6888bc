//! Lines and columns for people and wire formats.

use tip_syntax::{Kept, LineColumn, Span};

/// The place of a span: lines and columns from 1, columns in Unicode scalar values, the end exclusive.
///
/// A byte order mark is not counted: no editor shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) line: u32,
    pub(crate) column: u32,
    pub(crate) end_line: u32,
    pub(crate) end_column: u32,
}

impl Place {
    /// Finds the place of a span.
    pub(crate) fn of(source: &Kept, span: Span) -> Self {
        let start = point(source, span.start);
        let end = point(source, span.end.max(span.start));
        Self {
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    }
}

fn point(source: &Kept, offset: u32) -> LineColumn {
    let at = source.char_position(offset);
    let mark = u32::from(at.line == 0 && at.column > 0 && source.has_mark());
    LineColumn {
        line: at.line + 1,
        column: at.column - mark + 1,
    }
}

#[cfg(test)]
mod tests {
    use tip_syntax::Source;

    use super::*;

    #[track_caller]
    fn check(text: &str, needle: &str, expected: (u32, u32, u32, u32)) {
        let start = text.find(needle).expect("the needle is in the text");
        let source = Kept::whole(&Source::from_text(text));
        let place = Place::of(&source, Span::new(start, start + needle.len()));
        let found = (place.line, place.column, place.end_line, place.end_column);
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn characters_count_not_bytes() {
        check("a\n🎯計\tx", "x", (2, 4, 2, 5));
    }

    #[test]
    fn a_byte_order_mark_does_not_count() {
        check("\u{feff}a b\n", "b", (1, 3, 1, 4));
        check("\u{feff}a\nb", "b", (2, 1, 2, 2));
    }

    #[test]
    fn lines_may_end_with_a_carriage_return() {
        check("a\r\nb\r\n", "b\r\n", (2, 1, 3, 1));
    }
}
