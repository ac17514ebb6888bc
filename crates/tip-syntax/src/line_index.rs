//! From byte offsets to lines and columns, in the one place where that is done.

use memchr::memchr_iter;

use crate::Span;

/// The starts of the lines of a text.
///
/// A line ends with `\n`; a `\r` before it belongs to the line end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineIndex {
    starts: Vec<u32>,
}

/// A line and a column, both counted from 0. What a column counts depends on who made it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
}

impl LineIndex {
    /// Finds the lines of `text`.
    pub fn new(text: &str) -> Self {
        let mut starts = Vec::with_capacity(text.len() / 40 + 1);
        starts.push(0);
        starts.extend(memchr_iter(b'\n', text.as_bytes()).map(|at| at as u32 + 1));
        Self { starts }
    }

    /// Returns the same in no more memory than it takes.
    pub(crate) fn shrunk(&self) -> Self {
        Self {
            starts: self.starts.as_slice().to_vec(),
        }
    }

    /// Returns the number of lines; a text that ends with a line end has an empty last line.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Returns whether there is no line, which is never so.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// Returns the line, counted from 0, that holds `offset`.
    pub fn line_of(&self, offset: u32) -> u32 {
        (self.starts.partition_point(|&start| start <= offset) - 1) as u32
    }

    /// Returns the offset of the first byte of a line counted from 0, or of the last line when there are not so many.
    pub fn line_start(&self, line: u32) -> u32 {
        self.starts
            .get(line as usize)
            .or(self.starts.last())
            .copied()
            .unwrap_or(0)
    }

    /// Returns the span of a line counted from 0, without its line end.
    pub fn line_span(&self, line: u32, text: &str) -> Span {
        let start = self.line_start(line) as usize;
        let end = self
            .starts
            .get(line as usize + 1)
            .map_or(text.len(), |&next| next as usize);
        Span::new(
            start,
            start + text[start..end].trim_end_matches(['\n', '\r']).len(),
        )
    }

    /// Returns the position of `offset`, its column in bytes.
    pub fn byte_position(&self, offset: u32) -> LineColumn {
        let line = self.line_of(offset);
        LineColumn {
            line,
            column: offset - self.line_start(line),
        }
    }

    /// Returns the position of `offset` in `text`, its column in Unicode scalar values.
    pub fn char_position(&self, offset: u32, text: &str) -> LineColumn {
        self.position_by(offset, text, |before| before.chars().count() as u32)
    }

    /// Returns the position of `offset` in `text`, its column in UTF-16 code units.
    pub fn utf16_position(&self, offset: u32, text: &str) -> LineColumn {
        self.position_by(offset, text, |before| {
            before.chars().map(char::len_utf16).sum::<usize>() as u32
        })
    }

    fn position_by(&self, offset: u32, text: &str, count: impl Fn(&str) -> u32) -> LineColumn {
        let line = self.line_of(offset);
        let start = self.line_start(line) as usize;
        let mut end = (offset as usize).min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let before = &text[start..end.max(start)];
        let column = if before.is_ascii() {
            before.len() as u32
        } else {
            count(before)
        };
        LineColumn { line, column }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, needle: &str, line: u32, bytes: u32, chars: u32, utf16: u32) {
        let index = LineIndex::new(text);
        let offset = text.find(needle).expect("the needle is in the text") as u32;
        assert_eq!(
            index.byte_position(offset),
            LineColumn {
                line,
                column: bytes
            }
        );
        assert_eq!(
            index.char_position(offset, text),
            LineColumn {
                line,
                column: chars
            }
        );
        assert_eq!(
            index.utf16_position(offset, text),
            LineColumn {
                line,
                column: utf16
            }
        );
    }

    #[test]
    fn columns_of_plain_text_agree() {
        check("one\ntwo x\n", "x", 1, 4, 4, 4);
    }

    #[test]
    fn an_emoji_is_four_bytes_one_character_two_utf16_units() {
        check("🎯x", "x", 0, 4, 1, 2);
    }

    #[test]
    fn cjk_is_three_bytes_each() {
        check("a\n計画x", "x", 1, 6, 2, 2);
    }

    #[test]
    fn carriage_return_belongs_to_the_line_end() {
        let text = "one\r\ntwo\r\n";
        assert_eq!(LineIndex::new(text).line_span(0, text), Span::new(0, 3));
        check(text, "two", 1, 0, 0, 0);
    }
}
