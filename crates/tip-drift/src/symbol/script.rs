//! The scripts in a component of Svelte or Vue.

use tip_syntax::scan;
use tree_sitter::{Point, Range};

/// Returns what stands between `<script …>` and `</script>`; an empty range at the end where there is no script.
pub(super) fn ranges(text: &str) -> Vec<Range> {
    let mut ranges = Vec::new();
    let mut at = 0;
    while let Some(found) = scan::find_ignore_case(&text[at..], "<script") {
        let Some(open) = text[at + found..].find('>') else {
            break;
        };
        let start = at + found + open + 1;
        let end = scan::find_ignore_case(&text[start..], "</script");
        let end = end.map_or(text.len(), |it| start + it);
        ranges.push(range(text, start, end));
        at = end;
    }
    if ranges.is_empty() {
        ranges.push(range(text, text.len(), text.len()));
    }
    ranges
}

fn range(text: &str, start: usize, end: usize) -> Range {
    Range {
        start_byte: start,
        end_byte: end,
        start_point: point(text, start),
        end_point: point(text, end),
    }
}

fn point(text: &str, at: usize) -> Point {
    let before = &text[..at];
    Point {
        row: before.bytes().filter(|it| *it == b'\n').count(),
        column: at - before.rfind('\n').map_or(0, |it| it + 1),
    }
}
