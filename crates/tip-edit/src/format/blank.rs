//! Blank lines around headings and after lists.

use tip_syntax::{BlockKind, Edit};

use super::Lines;

pub(super) fn find(lines: &Lines<'_>, edits: &mut Vec<Edit>) {
    let doc = lines.doc;
    let source = lines.source();
    let end = source.line_end();
    let start = doc.front_matter().map_or(0, |it| it.span.end());
    let tops: Vec<_> = doc
        .blocks()
        .iter()
        .filter(|it| it.parent.is_none())
        .collect();
    for (at, block) in tops.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| tops[at]);
        let is_heading = matches!(block.kind, BlockKind::Heading(_));
        let after_list = before.is_some_and(|it| matches!(it.kind, BlockKind::List(_)));
        let apart =
            is_heading || after_list && !matches!(block.kind, BlockKind::List(_) | BlockKind::Html);
        let line = source.line_of(block.span.start);
        let own = source.line_span(line);
        if apart && line > 1 && own.start() > start && !is_blank(lines, line - 1) {
            edits.push(Edit::insert(own.start, end));
        }
        let Some(next) = tops.get(at + 1).filter(|_| is_heading) else {
            continue;
        };
        let next_line = source.line_of(next.span.start);
        let last = source.line_of(block.span.end.saturating_sub(1).max(block.span.start));
        // A list or a label may stand right under its heading, as in the template.
        let text = source.slice(source.line_span(next_line));
        let text = text.trim_start();
        let is_label = text.starts_with("**") || text.starts_with("__") || text.starts_with('_');
        let stays = matches!(
            next.kind,
            BlockKind::List(_) | BlockKind::Heading(_) | BlockKind::Html
        ) || is_label;
        if next_line == last + 1 && !stays {
            edits.push(Edit::insert(source.line_span(next_line).start, end));
        }
    }
}

fn is_blank(lines: &Lines<'_>, line: u32) -> bool {
    let source = lines.source();
    let text = source.slice(source.line_span(line));
    // A comment above a heading speaks of it.
    text.trim().is_empty() || text.trim_start().starts_with("<!--")
}
