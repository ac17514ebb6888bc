//! The text of one file.

use std::borrow::Cow;
use std::sync::Arc;

use crate::{LineIndex, Span};

/// The text of one file, with byte offsets that are those of the file.
///
/// Bytes that are not UTF-8 are replaced by `?`, one for one, so that every span still points at the file; the original is kept
/// beside the text. A clone shares them.
#[derive(Clone, Debug)]
pub struct Source {
    text: Arc<String>,
    original: Option<Arc<Vec<u8>>>,
    invalid: Arc<[Span]>,
    lines: Arc<LineIndex>,
}

impl Source {
    /// Reads any bytes as text.
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        match String::from_utf8(bytes) {
            Ok(text) => Self::from_text(text),
            Err(error) => {
                let original = error.into_bytes();
                let (text, invalid) = replace_invalid(&original);
                let lines = LineIndex::new(&text);
                Self {
                    text: Arc::new(text),
                    original: Some(Arc::new(original)),
                    invalid: invalid.into(),
                    lines: Arc::new(lines),
                }
            }
        }
    }

    /// Takes text that is UTF-8 already.
    pub fn from_text(text: impl Into<String>) -> Self {
        let text = text.into();
        let lines = LineIndex::new(&text);
        Self {
            text: Arc::new(text),
            original: None,
            invalid: Arc::default(),
            lines: Arc::new(lines),
        }
    }

    /// Returns the text, as long in bytes as the file.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the bytes of the file.
    pub fn bytes(&self) -> &[u8] {
        let original = self.original.as_deref();
        original.map_or(self.text.as_bytes(), Vec::as_slice)
    }

    /// Returns the runs of bytes that are not UTF-8.
    pub fn invalid(&self) -> &[Span] {
        &self.invalid
    }

    /// Returns the text at `span`, or as much of it as lies on character boundaries within the source.
    pub fn slice(&self, span: Span) -> &str {
        let start = floor_boundary(&self.text, span.start());
        let end = floor_boundary(&self.text, span.end()).max(start);
        &self.text[start..end]
    }

    /// Returns the line end that the text uses: that of its first line.
    pub fn line_end(&self) -> &'static str {
        let first = self.text.split_inclusive('\n').next();
        if first.is_some_and(|line| line.ends_with("\r\n")) {
            "\r\n"
        } else {
            "\n"
        }
    }

    /// Returns the line index.
    pub fn lines(&self) -> &LineIndex {
        &self.lines
    }

    /// Returns the number of the line that holds `offset`, counted from 1.
    pub fn line_of(&self, offset: u32) -> u32 {
        self.lines.line_of(offset) + 1
    }

    /// Returns the span of a line counted from 1, without its line end.
    pub fn line_span(&self, line: u32) -> Span {
        self.lines.line_span(line.saturating_sub(1), &self.text)
    }

    /// Returns `span` without the white space at its ends.
    pub fn trim(&self, span: Span) -> Span {
        let text = self.slice(span);
        let start = span.start() + (text.len() - text.trim_start().len());
        let end = start + text.trim().len();
        Span::new(start, end)
    }

    /// Returns the text at `span` with runs of white space, line ends among them, folded to one space.
    pub fn folded(&self, span: Span) -> Cow<'_, str> {
        folded(self.slice(span))
    }
}

/// Folds runs of white space to one space.
pub(crate) fn folded(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let runs = memchr::memchr3(b'\n', b'\r', b'\t', bytes).is_some()
        || bytes.windows(2).any(|pair| pair == b"  ");
    if runs {
        Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" "))
    } else {
        Cow::Borrowed(text.trim())
    }
}

pub(crate) fn floor_boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// Replaces each byte that is not part of valid UTF-8 by `?`.
fn replace_invalid(bytes: &[u8]) -> (String, Vec<Span>) {
    let mut text = String::with_capacity(bytes.len());
    let mut invalid: Vec<Span> = Vec::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            let start = text.len();
            text.extend(chunk.invalid().iter().map(|_| '?'));
            match invalid.last_mut() {
                Some(last) if last.end() == start => *last = Span::new(last.start(), text.len()),
                _ => invalid.push(Span::new(start, text.len())),
            }
        }
    }
    (text, invalid)
}
