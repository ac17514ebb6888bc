//! From byte offsets to the positions of an editor and back.

use gen_lsp_types::{ClientCapabilities, Position, PositionEncodingKind, Range};
use tip_syntax::{Edit, Source, Span};

/// What an editor counts within a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units: what the protocol means where nothing is agreed on.
    #[default]
    Utf16,
    /// Unicode scalar values.
    Utf32,
}

impl Encoding {
    /// Takes of what the client offers what costs least.
    pub(crate) fn agree(client: &ClientCapabilities) -> Self {
        let offered = client.general.as_ref();
        let offered = offered.and_then(|it| it.position_encodings.as_deref());
        let offered = offered.unwrap_or_default();
        if offered.contains(&PositionEncodingKind::UTF8) {
            Self::Utf8
        } else if offered.contains(&PositionEncodingKind::UTF32)
            && !offered.contains(&PositionEncodingKind::UTF16)
        {
            Self::Utf32
        } else {
            Self::Utf16
        }
    }

    /// Returns the protocol's word for it.
    pub(crate) fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
            Self::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    /// Returns the position of a byte.
    pub(crate) fn position(self, source: &Source, offset: u32) -> Position {
        let lines = source.lines();
        let at = match self {
            Self::Utf8 => lines.byte_position(offset),
            Self::Utf16 => lines.utf16_position(offset, source.text()),
            Self::Utf32 => lines.char_position(offset, source.text()),
        };
        Position::new(at.line, at.column)
    }

    /// Returns the range of a span.
    pub(crate) fn range(self, source: &Source, span: Span) -> Range {
        Range::new(
            self.position(source, span.start),
            self.position(source, span.end),
        )
    }

    /// Returns the byte at a position; past the end of a line its end, past the last line the end of the text, within a character its
    /// start.
    pub(crate) fn offset(self, source: &Source, position: Position) -> u32 {
        let lines = source.lines();
        if position.line as usize >= lines.len() {
            return source.text().len() as u32;
        }
        let span = lines.line_span(position.line, source.text());
        let line = source.slice(span);
        let wanted = position.character as usize;
        let within = match self {
            Self::Utf8 => floor(line, wanted),
            Self::Utf16 => after(line, wanted, char::len_utf16),
            Self::Utf32 => after(line, wanted, |_| 1),
        };
        (span.start() + within) as u32
    }

    /// Returns the span of a range.
    pub(crate) fn span(self, source: &Source, range: Range) -> Span {
        let start = self.offset(source, range.start);
        let end = self.offset(source, range.end);
        Span::new(start as usize, end.max(start) as usize)
    }

    /// Returns an edit as the editor makes it.
    pub(crate) fn edit(self, source: &Source, edit: &Edit) -> gen_lsp_types::TextEdit {
        gen_lsp_types::TextEdit {
            range: self.range(source, edit.span),
            new_text: edit.replacement.clone(),
        }
    }
}

/// Returns the byte after `wanted` units of a line.
fn after(line: &str, wanted: usize, units: impl Fn(char) -> usize) -> usize {
    let mut left = wanted;
    for (at, character) in line.char_indices() {
        let size = units(character);
        if left < size {
            return at;
        }
        left -= size;
    }
    line.len()
}

fn floor(line: &str, wanted: usize) -> usize {
    let mut at = wanted.min(line.len());
    while !line.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "a𝄞b\r\nä\n\nend";

    #[test]
    fn every_character_boundary_leads_to_itself() {
        let source = Source::from_text(TEXT);
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
            for (at, character) in TEXT.char_indices() {
                if character == '\n' {
                    continue;
                }
                let position = encoding.position(&source, at as u32);
                assert_eq!(
                    encoding.offset(&source, position),
                    at as u32,
                    "{encoding:?} {at}"
                );
            }
        }
    }

    #[test]
    fn a_clef_is_four_bytes_two_units_and_one_character() {
        let source = Source::from_text(TEXT);
        let column = |encoding: Encoding| encoding.position(&source, 5).character;
        assert_eq!(column(Encoding::Utf8), 5);
        assert_eq!(column(Encoding::Utf16), 3);
        assert_eq!(column(Encoding::Utf32), 2);
    }

    #[test]
    fn a_position_outside_is_the_nearest_place_within() {
        let source = Source::from_text(TEXT);
        let offset =
            |line, character| Encoding::Utf16.offset(&source, Position::new(line, character));
        assert_eq!(offset(0, 99), 6, "before the line end");
        assert_eq!(offset(0, 2), 1, "in the middle of the clef");
        assert_eq!(offset(99, 0), TEXT.len() as u32);
    }
}
