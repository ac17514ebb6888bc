//! A text that is looked for in what a stream brings.

use memchr::memmem::Finder;

use crate::Found;

/// How far around a text is looked to tell whether it is part of a longer word or number.
const AROUND: usize = 16;

/// A text that is looked for, and what of the stream may still hold it.
pub(super) struct Needle<'a> {
    finder: Finder<'a>,
    found: Found,
    /// The last bytes, which the text may begin in or stand before.
    kept: Vec<u8>,
    /// Where in them the text may begin that is not decided.
    from: usize,
}

impl<'a> Needle<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            finder: Finder::new(text),
            found: if text.is_empty() {
                Found::Whole
            } else {
                Found::No
            },
            kept: Vec::new(),
            from: 0,
        }
    }

    /// Looks for it in what comes next.
    pub(super) fn search(&mut self, chunk: &[u8]) {
        if self.found == Found::Whole {
            return;
        }
        self.kept.extend_from_slice(chunk);
        self.look(false);
        let start = self.from.saturating_sub(AROUND);
        self.kept.drain(..start);
        self.from -= start;
    }

    /// Returns how it was found in all that came.
    pub(super) fn finish(mut self) -> Found {
        self.look(true);
        self.found
    }

    fn look(&mut self, whole: bool) {
        let len = self.finder.needle().len();
        while self.found != Found::Whole {
            let Some(at) = self.finder.find(&self.kept[self.from..]) else {
                // It may begin in the last bytes.
                self.from = self.from.max((self.kept.len() + 1).saturating_sub(len));
                return;
            };
            let start = self.from + at;
            let end = start + len;
            if !whole && self.kept.len() < end + AROUND {
                // What follows decides.
                self.from = start;
                return;
            }
            let found = bounds(&self.kept[..start], self.finder.needle(), &self.kept[end..]);
            self.found = self.found.max(found);
            self.from = start + 1;
        }
    }
}

/// Returns whether a text stands by itself between what is before and after it.
fn bounds(before: &[u8], text: &[u8], after: &[u8]) -> Found {
    let (first, last) = (first_char(text), last_char(text));
    let (left, right) = (last_char(without_color(before)), first_char(after));
    let digit = |it: Option<char>| it.is_some_and(|it| it.is_ascii_digit());
    let point = |it: Option<char>| matches!(it, Some('.' | ','));
    let goes_back =
        digit(left) || point(left) && digit(last_char(&before[..before.len().saturating_sub(1)]));
    let goes_on = digit(right) || point(right) && digit(first_char(after.get(1..).unwrap_or(&[])));
    if digit(first) && goes_back || digit(last) && goes_on {
        return Found::No;
    }
    let joined = |it: Option<char>, next: Option<char>| {
        it.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric)
    };
    if joined(left, first) || joined(last, right) {
        Found::Within
    } else {
        Found::Whole
    }
}

/// Takes off the sequence that sets a color, whose last letter belongs to no word.
fn without_color(before: &[u8]) -> &[u8] {
    let Some(rest) = before.strip_suffix(b"m") else {
        return before;
    };
    let codes = rest
        .iter()
        .rev()
        .take_while(|it| it.is_ascii_digit() || **it == b';')
        .count();
    rest[..rest.len() - codes]
        .strip_suffix(b"\x1b[")
        .unwrap_or(before)
}

fn first_char(bytes: &[u8]) -> Option<char> {
    let part = &bytes[..bytes.len().min(4)];
    part.utf8_chunks().next()?.valid().chars().next()
}

fn last_char(bytes: &[u8]) -> Option<char> {
    let part = &bytes[bytes.len().saturating_sub(4)..];
    let last = part.utf8_chunks().last()?;
    if last.invalid().is_empty() {
        last.valid().chars().next_back()
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, said: &[u8], expected: Found) {
        for size in 1..=said.len().max(1) {
            let mut needle = Needle::new(text);
            for chunk in said.chunks(size) {
                needle.search(chunk);
            }
            assert_eq!(needle.finish(), expected, "{text} by {size}");
        }
    }

    #[test]
    fn a_text_is_found_however_it_comes() {
        check("5 passed", b"xx 5 passed yy", Found::Whole);
        check("6 passed", b"xx 5 passed yy", Found::No);
        check("5 passed", b"5 passed", Found::Whole);
        check("aab", b"aaab aab", Found::Whole);
        check("", b"", Found::Whole);
        check("x", b"", Found::No);
    }

    #[test]
    fn a_part_of_a_longer_number_is_not_the_number() {
        check("2 left", b"12 left\n", Found::No);
        check("2 left", b"1.2 left", Found::No);
        check("exit 1", b"exit 12", Found::No);
        check("v1.2", b"v1.2.3", Found::No);
        check("took 3", b"took 3.", Found::Whole);
        check("2 left", b"12 left, then 2 left", Found::Whole);
    }

    #[test]
    fn a_part_of_a_longer_word_is_told_apart() {
        check("error", b"2 errors", Found::Within);
        check("error", "\u{e9}error".as_bytes(), Found::Within);
        check("error", b"error: no", Found::Whole);
        check("--flag", b"[--flag]", Found::Whole);
        check("error", b"errors and an error", Found::Whole);
        check("error", b"\xff\xfeerror", Found::Whole);
    }

    #[test]
    fn a_color_is_no_part_of_a_word() {
        check("2 left", b"\x1b[1;32m2 left\x1b[0m", Found::Whole);
        check("2 left", b"m2 left", Found::Within);
    }

    #[test]
    fn little_is_kept_of_much() {
        let mut needle = Needle::new("needle");
        for _ in 0..1000 {
            needle.search(&[b'x'; 4096]);
            assert!(needle.kept.len() < 64);
        }
        needle.search(b" needle ");
        assert_eq!(needle.finish(), Found::Whole);
    }
}
