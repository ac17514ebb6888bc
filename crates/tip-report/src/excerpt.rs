//! The lines of a source that a finding speaks of, made safe for the terminal.

use std::collections::BTreeSet;
use std::ops::Range;

use tip_syntax::{Kept, Span};

use crate::escape;

/// Lines shown above and below one that is spoken of, where others follow soon.
const NEAR: u32 = 2;

/// Lines shown at each end of a span of many lines.
const ENDS: u32 = 8;

/// Bytes of a line from which only what surrounds the spans is taken.
const LONG: usize = 1000;

/// Bytes kept on each side of the spans in a long line.
const AROUND: usize = 240;

/// A piece of a source: few lines, safe, with a way from offsets in the source to offsets in it.
///
/// Lines that will be folded are left empty, so that its size depends on what is shown and not on the source.
#[derive(Clone, Debug)]
pub(crate) struct Excerpt {
    /// The text.
    pub(crate) text: String,
    /// The number of its first line, from 1.
    pub(crate) first_line: u32,
    /// Where source and excerpt run in step, as pairs of offsets, ascending.
    steps: Vec<(usize, usize)>,
}

impl Excerpt {
    /// Takes what is needed to show `spans`, at least one, from a source.
    pub(crate) fn new(source: &Kept, spans: &[Span]) -> Self {
        let lines: Vec<(u32, u32)> = spans
            .iter()
            .map(|span| lines_of(source, trimmed(source, *span)))
            .collect();
        let wanted = wanted(&lines);
        let first = lines.iter().map(|it| it.0).min().unwrap_or(1);
        let last = lines.iter().map(|it| it.1).max().unwrap_or(first);
        let mut excerpt = Self {
            text: String::new(),
            first_line: first,
            steps: Vec::new(),
        };
        for line in first..=last {
            if line > first {
                excerpt.text.push('\n');
            }
            let span = source.line_span(line);
            if wanted.contains(&line) {
                excerpt.push_line(source, span, window(source, span, spans));
            } else {
                excerpt.steps.push((span.start(), excerpt.text.len()));
            }
        }
        excerpt
    }

    fn push_line(&mut self, source: &Kept, line: Span, window: Span) {
        let text = source.slice(window);
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut at = window.end() - text.len();
        self.steps.push((at, self.text.len()));
        if window.start > line.start {
            self.text.push('…');
            self.steps.push((at, self.text.len()));
        }
        for c in text.chars() {
            at += c.len_utf8();
            // Tabs are expanded by whoever draws the lines.
            match escape::shown(c).filter(|_| c != '\t') {
                Some(shown) => {
                    self.text.push_str(&shown);
                    self.steps.push((at, self.text.len()));
                }
                None => self.text.push(c),
            }
        }
        if window.end < line.end {
            self.text.push('…');
        }
    }

    /// Returns where a span of the source stands in the excerpt, white space at its end left out.
    pub(crate) fn range(&self, source: &Kept, span: Span) -> Range<usize> {
        let span = trimmed(source, span);
        let start = self.offset(span.start());
        let end = self.offset(span.end()).max(start);
        floor(&self.text, start)..floor(&self.text, end)
    }

    fn offset(&self, offset: usize) -> usize {
        let after = self.steps.partition_point(|step| step.0 <= offset);
        let limit = self.steps.get(after).map_or(self.text.len(), |step| step.1);
        match after.checked_sub(1).map(|at| self.steps[at]) {
            Some((from, to)) => (to + offset - from).min(limit),
            None => 0,
        }
    }
}

/// Returns `span` within the text, on character boundaries, without white space at its end.
pub(crate) fn trimmed(source: &Kept, span: Span) -> Span {
    let start = source.floor(span.start());
    let end = source.floor(span.end()).max(start);
    let text = source.slice(Span::new(start, end));
    Span::new(start, start + text.trim_end().len())
}

fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

fn lines_of(source: &Kept, span: Span) -> (u32, u32) {
    (source.line_of(span.start), source.line_of(span.end))
}

/// Returns the lines whose text may be shown.
fn wanted(lines: &[(u32, u32)]) -> BTreeSet<u32> {
    let mut wanted = BTreeSet::new();
    for &(first, last) in lines {
        let head = first.saturating_sub(NEAR)..=(first + ENDS).min(last + NEAR);
        let tail = last.saturating_sub(ENDS).max(first)..=last + NEAR;
        wanted.extend(head);
        wanted.extend(tail);
    }
    wanted
}

/// Returns the part of a line that is shown: all of it, or what surrounds the spans.
fn window(source: &Kept, line: Span, spans: &[Span]) -> Span {
    if line.len() <= LONG {
        return line;
    }
    let on_line = spans.iter().map(|span| trimmed(source, *span));
    let on_line = on_line.filter(|span| span.start <= line.end && span.end >= line.start);
    let start = on_line
        .map(|span| span.start().max(line.start()))
        .min()
        .unwrap_or(line.start());
    let from = start.saturating_sub(AROUND).max(line.start());
    let to = (start + LONG).min(line.end());
    Span::new(source.floor(from), source.floor(to))
}

#[cfg(test)]
mod tests {
    use tip_syntax::Source;

    use super::*;

    fn span_of(text: &str, needle: &str) -> Span {
        let start = text.find(needle).expect("the needle is in the text");
        Span::new(start, start + needle.len())
    }

    #[track_caller]
    fn check(text: &str, needle: &str, excerpt: &str, first_line: u32) {
        let span = span_of(text, needle);
        let source = Kept::around(&Source::from_text(text), [span]);
        let found = Excerpt::new(&source, &[span]);
        assert_eq!(found.text, excerpt);
        assert_eq!(found.first_line, first_line);
        let shown = &found.text[found.range(&source, span)];
        assert_eq!(shown, escape::terminal(needle.trim_end()));
    }

    #[test]
    fn only_the_line_is_taken() {
        check("one\r\ntwo three\r\nfour\r\n", "three\r\n", "two three", 2);
    }

    #[test]
    fn replaced_characters_do_not_shift_the_span() {
        check("\u{1b}[1m計\u{202e}x🎯\n", "x🎯", "␛[1m計<U+202E>x🎯", 1);
        check("a\u{1b}b\n", "\u{1b}", "a␛b", 1);
    }

    #[test]
    fn a_byte_order_mark_is_not_shown() {
        check("\u{feff}# Title\n", "Title", "# Title", 1);
    }

    #[test]
    fn a_long_line_is_cut_around_the_span() {
        let text = format!("{}needle{}", "a".repeat(5000), "b".repeat(5000));
        let cut = format!("…{}needle{}…", "a".repeat(AROUND), "b".repeat(LONG - 6));
        check(&text, "needle", &cut, 1);
    }

    #[test]
    fn lines_far_from_the_spans_are_empty() {
        let text = (1..=99).fold(String::new(), |text, line| format!("{text}line {line}\n"));
        let spans = [span_of(&text, "line 10\n"), span_of(&text, "line 80\n")];
        let source = Kept::around(&Source::from_text(text.as_str()), spans);
        let excerpt = Excerpt::new(&source, &spans);
        let lines: Vec<&str> = excerpt.text.split('\n').collect();
        assert_eq!(lines.len(), 71);
        assert_eq!(&lines[..4], ["line 10", "line 11", "line 12", ""]);
        assert_eq!(&lines[66..], ["", "", "line 78", "line 79", "line 80"]);
        assert_eq!(&excerpt.text[excerpt.range(&source, spans[1])], "line 80");
    }

    #[test]
    fn an_empty_source_has_an_empty_excerpt() {
        check("", "", "", 1);
    }
}
