//! Blanks at the ends of lines, and the end of the file.

use tip_syntax::{BlockKind, Edit, Span};

use super::Lines;

pub(super) fn find(lines: &Lines<'_>, edits: &mut Vec<Edit>) {
    let source = lines.source();
    for number in 1..=lines.count() {
        let line = source.line_span(number);
        let text = source.slice(line);
        let kept = text.trim_end_matches([' ', '\t']);
        if kept.len() == text.len() || lines.is_frozen(line.start()) {
            continue;
        }
        // A marker alone would become something else: `- ` under words is an item, `-` makes them a heading.
        let bare = kept.trim_start_matches([' ', '\t', '>']);
        let is_marker = !bare.is_empty()
            && bare.bytes().all(|it| {
                it.is_ascii_digit()
                    || matches!(it, b'-' | b'*' | b'+' | b'=' | b'_' | b'.' | b')' | b'#')
            });
        if is_marker || is_break(lines, line, &text[kept.len()..]) {
            continue;
        }
        let from = line.start() + kept.len();
        edits.push(Edit::delete(Span::new(from, line.end())));
    }
    end_of_file(lines, edits);
}

/// Returns whether blanks at the end of a line are a hard line break: two spaces within a paragraph.
fn is_break(lines: &Lines<'_>, line: Span, blanks: &str) -> bool {
    if !blanks.starts_with("  ") && !blanks.ends_with("  ") {
        return false;
    }
    let blocks = lines.doc.blocks();
    let after = blocks.partition_point(|it| it.span.start() <= line.end());
    let mut around = blocks[..after]
        .iter()
        .rev()
        .take_while(|it| it.span.end() > line.start() || it.span.start() >= line.start());
    around.any(|it| {
        it.kind == BlockKind::Paragraph
            && it.content.start() <= line.end()
            && it.content.end() > line.end() + 1
    })
}

/// Makes the file end with one line end.
fn end_of_file(lines: &Lines<'_>, edits: &mut Vec<Edit>) {
    let source = lines.source();
    let text = source.text();
    let filled = text.trim_end_matches([' ', '\t', '\r', '\n']).len();
    if filled == 0 || lines.is_frozen(filled) {
        return;
    }
    // Blanks at the end of the last line are looked at with those of the others.
    let last = source.line_of(filled as u32 - 1);
    let kept = source.line_span(last).end();
    if text[kept..] == *source.line_end() {
        return;
    }
    let end = source.line_end();
    edits.retain(|it| it.span.start() < kept);
    edits.push(Edit::replace(Span::new(kept, text.len()), end));
}
