//! The spacing of the front matter.

use tip_syntax::{Document, Edit, Placement, Span, ValueKind};

pub(super) fn find(doc: &Document, edits: &mut Vec<Edit>) {
    let Some(front) = doc.front_matter() else {
        return;
    };
    if front.placement != Placement::Start || front.error.is_some() {
        return;
    }
    let source = doc.source();
    for entry in &front.entries {
        let line = source.line_span(source.line_of(entry.key.span.start));
        let flat = matches!(
            entry.value.kind,
            ValueKind::Scalar { .. } | ValueKind::Sequence { flow: true, .. }
        );
        if !flat || entry.value.span.is_empty() || !line.contains(entry.value.span) {
            continue;
        }
        let between = Span::new(entry.key.span.end(), entry.value.span.start());
        if doc.text(between).trim() == ":" && doc.text(between) != ": " {
            edits.push(Edit::replace(between, ": "));
        }
        let rest = Span::new(entry.value.span.end(), line.end());
        if !rest.is_empty() && doc.text(rest).trim().is_empty() {
            edits.push(Edit::delete(rest));
        }
    }
    let text = source.text();
    let after = &text[front.span.end()..];
    let closed = text[..front.span.end()].ends_with('\n');
    let next = after.lines().next().unwrap_or_default();
    if closed && !next.trim().is_empty() && !next.trim_start().starts_with("<!--") {
        edits.push(Edit::insert(front.span.end, source.line_end()));
    }
}
