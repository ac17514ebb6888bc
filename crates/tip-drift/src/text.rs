//! The text of a file, by lines.

use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use crate::symbol::{Language, Symbol, Unread, symbols};

/// What a text defines, or why that was not read.
pub(crate) type Symbols = Result<Arc<[Symbol]>, Unread>;

/// A text and where its lines are. Lines are counted from 0 here, and stand without their ends.
#[derive(Debug, Default)]
pub(crate) struct Text {
    whole: String,
    lines: Vec<Range<u32>>,
    /// What it defines, by the language that it was read as; a text is hardly ever read as two.
    symbols: Mutex<Vec<(Language, Arc<Symbols>)>>,
}

impl Text {
    pub(crate) fn new(bytes: &[u8]) -> Self {
        let whole = match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => String::from_utf8_lossy(bytes).into_owned(),
        };
        let mut lines = Vec::with_capacity(whole.len() / 32);
        let mut start = 0;
        let ends = memchr::memchr_iter(b'\n', whole.as_bytes());
        for end in ends.chain([whole.len()]) {
            if start == whole.len() {
                break;
            }
            let content = whole[start..end].trim_end_matches('\r');
            lines.push(start as u32..(start + content.len()) as u32);
            start = (end + 1).min(whole.len());
        }
        Self {
            whole,
            lines,
            symbols: Mutex::default(),
        }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.whole
    }

    pub(crate) fn len(&self) -> usize {
        self.lines.len()
    }

    /// Returns a line; empty where there is none.
    pub(crate) fn line(&self, at: usize) -> &str {
        let range = self.lines.get(at).cloned().unwrap_or(0..0);
        &self.whole[range.start as usize..range.end as usize]
    }

    /// Returns a line without the white space around it, as lines are compared.
    pub(crate) fn bare(&self, at: usize) -> &str {
        self.line(at).trim()
    }

    /// Returns what it defines, read once.
    pub(crate) fn symbols(&self, language: Language) -> Arc<Symbols> {
        let mut known = self.symbols.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, symbols)) = known.iter().find(|it| it.0 == language) {
            return Arc::clone(symbols);
        }
        let symbols = Arc::new(symbols(language, &self.whole).map(Arc::from));
        known.push((language, Arc::clone(&symbols)));
        symbols
    }

    /// Returns what was read of what it defines.
    pub(crate) fn symbols_read(&self) -> Vec<(Language, Arc<Symbols>)> {
        let known = self.symbols.lock().unwrap_or_else(PoisonError::into_inner);
        known.clone()
    }

    /// Returns all lines as they are compared.
    pub(crate) fn bare_lines(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|at| self.bare(at))
    }
}

/// Returns whether a line says nothing by itself: it is empty, or nothing but brackets and marks.
pub(crate) fn is_trivial(bare: &str) -> bool {
    bare.chars().filter(|it| it.is_alphanumeric()).count() < 3
}

/// Returns how much a part is of the whole, from 0 to 1; all of nothing.
pub(crate) fn share(part: usize, whole: usize) -> f32 {
    if whole == 0 {
        return 1.0;
    }
    (f64::from(part as u32) / f64::from(whole as u32)) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stand_without_their_ends() {
        let text = Text::new(b"a\r\n  b\n\nc");
        assert_eq!(text.len(), 4);
        assert_eq!(
            [text.line(0), text.line(1), text.bare(1)],
            ["a", "  b", "b"]
        );
        assert_eq!([text.line(2), text.line(3), text.line(4)], ["", "c", ""]);
        assert_eq!(Text::new(b"").len(), 0);
    }

    #[test]
    fn brackets_and_blanks_are_trivial() {
        assert!(is_trivial("") && is_trivial("});") && is_trivial("---"));
        assert!(!is_trivial("end") && !is_trivial("x = 10"));
    }
}
