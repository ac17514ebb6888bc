//! The lines of a text that are still needed, when the rest of it is not.

use std::borrow::Cow;

use crate::source::{floor_boundary, folded};
use crate::{LineColumn, LineIndex, Source, Span};

/// How many lines above and below a span are kept with it.
const NEAR: u32 = 2;

/// The lines of a text around a few spans; offsets and line numbers are those of the whole text.
///
/// What a check found in thousands of files is shown at its end, and needs a few lines of each.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The length of the whole text.
    len: u32,
    lines: LineIndex,
    /// Whether a byte order mark begins the text.
    has_mark: bool,
    /// Whole lines that follow one another, ascending and apart.
    pieces: Vec<Piece>,
}

/// A part of a text.
#[derive(Clone, Debug)]
struct Piece {
    start: u32,
    text: Box<str>,
}

impl Kept {
    /// Keeps the lines of a text that `spans` touch, and two above and below.
    pub fn around(source: &Source, spans: impl IntoIterator<Item = Span>) -> Self {
        let text = source.text();
        let lines = source.lines();
        let last = lines.len() as u32;
        let mut ranges: Vec<(usize, usize)> = spans
            .into_iter()
            .map(|span| {
                let first = lines.line_of(span.start).saturating_sub(NEAR);
                let after = lines.line_of(span.end.max(span.start)) + NEAR + 1;
                let end = (after < last).then(|| lines.line_start(after) as usize);
                (lines.line_start(first) as usize, end.unwrap_or(text.len()))
            })
            .collect();
        ranges.sort_unstable();
        let mut apart: Vec<(usize, usize)> = Vec::new();
        for (start, end) in ranges {
            match apart.last_mut() {
                Some(open) if start <= open.1 => open.1 = open.1.max(end),
                _ => apart.push((start, end)),
            }
        }
        let pieces = apart.into_iter().map(|(start, end)| Piece {
            start: start as u32,
            text: text[start..end].into(),
        });
        Self {
            len: text.len() as u32,
            lines: lines.shrunk(),
            has_mark: text.starts_with('\u{feff}'),
            pieces: pieces.collect(),
        }
    }

    /// Keeps all of a text.
    pub fn whole(source: &Source) -> Self {
        Self::around(source, [Span::new(0, source.text().len())])
    }

    /// Returns whether the lines that a span touches are kept.
    pub fn holds(&self, span: Span) -> bool {
        let end = span.end.min(self.len);
        self.piece(span.start.min(end))
            .is_some_and(|it| end <= it.end())
    }

    /// Returns whether a byte order mark begins the text.
    pub fn has_mark(&self) -> bool {
        self.has_mark
    }

    /// Returns the text at `span`, or as much of it as lies on character boundaries within what is kept where the span begins.
    pub fn slice(&self, span: Span) -> &str {
        let Some(piece) = self.piece(span.start.min(self.len)) else {
            return "";
        };
        let offset = |it: u32| floor_boundary(&piece.text, it.saturating_sub(piece.start) as usize);
        let start = offset(span.start);
        &piece.text[start..offset(span.end).max(start)]
    }

    /// Returns the last character boundary up to an offset, as far as that can be told from what is kept.
    pub fn floor(&self, offset: usize) -> usize {
        let offset = offset.min(self.len as usize);
        self.piece(offset as u32).map_or(offset, |piece| {
            let start = piece.start as usize;
            start + floor_boundary(&piece.text, offset - start)
        })
    }

    /// Returns the number of the line that holds `offset`, counted from 1.
    pub fn line_of(&self, offset: u32) -> u32 {
        self.lines.line_of(offset) + 1
    }

    /// Returns the span of a line counted from 1, without its line end.
    pub fn line_span(&self, line: u32) -> Span {
        let line = line.saturating_sub(1);
        let start = self.lines.line_start(line);
        let more = (line as usize) + 1 < self.lines.len();
        let end = if more {
            self.lines.line_start(line + 1)
        } else {
            self.len
        };
        let text = self.slice(Span { start, end });
        if text.is_empty() {
            return Span { start, end };
        }
        let len = text.trim_end_matches(['\n', '\r']).len();
        Span::new(start as usize, start as usize + len)
    }

    /// Returns the position of `offset`, line and column from 0, its column in Unicode scalar values.
    pub fn char_position(&self, offset: u32) -> LineColumn {
        let offset = offset.min(self.len);
        let line = self.lines.line_of(offset);
        let start = self.lines.line_start(line);
        let before = self.slice(Span { start, end: offset });
        LineColumn {
            line,
            column: before.chars().count() as u32,
        }
    }

    /// Returns the text at `span` with runs of white space, line ends among them, folded to one space.
    pub fn folded(&self, span: Span) -> Cow<'_, str> {
        folded(self.slice(span))
    }

    /// Returns the piece that an offset lies in or at whose end it lies.
    fn piece(&self, offset: u32) -> Option<&Piece> {
        let after = self.pieces.partition_point(|it| it.start <= offset);
        let piece = &self.pieces[after.checked_sub(1)?];
        (offset <= piece.end()).then_some(piece)
    }
}

impl Piece {
    fn end(&self) -> u32 {
        self.start + self.text.len() as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbered(count: u32) -> String {
        (1..=count).fold(String::new(), |text, line| format!("{text}line é{line}\n"))
    }

    fn span_of(text: &str, needle: &str) -> Span {
        let start = text.find(needle).expect("the needle is in the text");
        Span::new(start, start + needle.len())
    }

    #[test]
    fn what_is_kept_is_as_in_the_whole_text() {
        let text = numbered(60);
        let source = Source::from_text(text.as_str());
        let spans = [span_of(&text, "é20\n"), span_of(&text, "é40")];
        let kept = Kept::around(&source, spans);
        for span in spans {
            assert_eq!(kept.slice(span), source.slice(span));
            assert_eq!(kept.line_of(span.start), source.line_of(span.start));
            let line = source.line_of(span.start);
            for near in line - 2..=line + 2 {
                assert_eq!(kept.line_span(near), source.line_span(near));
            }
            let position = source.lines().char_position(span.end, &text);
            assert_eq!(kept.char_position(span.end), position);
            assert!(kept.holds(span));
        }
    }

    #[test]
    fn what_is_not_kept_is_empty_and_keeps_its_line() {
        let text = numbered(60);
        let source = Source::from_text(text.as_str());
        let kept = Kept::around(&source, [span_of(&text, "é20")]);
        let gone = span_of(&text, "é50");
        assert!(!kept.holds(gone));
        assert_eq!(kept.slice(gone), "");
        assert_eq!(kept.line_of(gone.start), 50);
        assert_eq!(kept.folded(gone), "");
    }

    #[test]
    fn offsets_beyond_the_end_are_those_of_the_end() {
        for text in ["", "a", "\u{feff}é\r\n", "a\n\n"] {
            let source = Source::from_text(text);
            let kept = Kept::whole(&source);
            let beyond = Span::new(text.len() + 3, text.len() + 9);
            assert_eq!(kept.slice(beyond), "");
            assert_eq!(kept.floor(text.len() + 3), text.len());
            assert_eq!(kept.has_mark(), text.starts_with('\u{feff}'));
            for line in 1..4 {
                assert_eq!(kept.line_span(line), source.line_span(line), "{text:?}");
            }
        }
    }
}
