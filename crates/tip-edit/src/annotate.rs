//! Writes annotations.

use tip_plan::Verb;
use tip_syntax::{BlockKind, Document, Edit};

/// Writes an annotation that speaks of the whole file: on a line of its own after the front matter, before the first heading.
pub fn annotate_file(doc: &Document, verb: Verb, arguments: &[&str], reason: &str) -> Edit {
    let source = doc.source();
    let end = source.line_end();
    let text = source.text();
    let mark = if text.starts_with('\u{feff}') {
        '\u{feff}'.len_utf8()
    } else {
        0
    };
    let heading = doc
        .blocks()
        .iter()
        .find(|it| matches!(it.kind, BlockKind::Heading(_)))
        .map_or(text.len(), |it| it.span.start());
    let front = doc.front_matter().map(|it| it.span.end());
    let at = front.filter(|at| *at <= heading).unwrap_or(mark);
    let annotation = verb.write(arguments, reason);
    // Without a line end before it the front matter would not close; without one after it a heading would not begin.
    let before = if at > mark && !text[..at].ends_with('\n') {
        end
    } else {
        ""
    };
    let blank = text[at..]
        .lines()
        .next()
        .is_some_and(|line| line.trim().is_empty() || line.trim_start().starts_with("<!--"));
    let after = if blank || at == text.len() { "" } else { end };
    Edit::insert(at as u32, format!("{before}{annotation}{end}{after}"))
}
