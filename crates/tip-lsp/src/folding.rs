//! What an editor can fold.

use std::collections::BTreeSet;

use gen_lsp_types::{FoldingRange, FoldingRangeKind};
use tip_syntax::{BlockKind, Source, Span};

use crate::session::View;

/// Returns what can be folded: sections, units, code and the front matter.
pub(crate) fn ranges(view: &View<'_>) -> Vec<FoldingRange> {
    let (doc, plan) = (&view.looked.doc, &view.looked.plan);
    let source = doc.source();
    let mut lines = BTreeSet::new();
    let spans = plan
        .sections
        .iter()
        .map(|it| it.span)
        .chain(plan.units.iter().map(|it| it.span))
        .chain(doc.front_matter().map(|it| it.span))
        .chain(
            doc.blocks()
                .iter()
                .filter(|it| matches!(it.kind, BlockKind::Code { .. }))
                .map(|it| it.span),
        );
    lines.extend(spans.filter_map(|it| of_span(source, it)));
    let range = |(start, end)| FoldingRange {
        start_line: start,
        end_line: end,
        kind: Some(FoldingRangeKind::Region),
        ..FoldingRange::default()
    };
    lines.into_iter().map(range).collect()
}

/// Returns the first and the last line of a span that is not blank; `None` where they are one.
fn of_span(source: &Source, span: Span) -> Option<(u32, u32)> {
    let trimmed = source.trim(span);
    let start = source.lines().line_of(trimmed.start);
    let end = source.lines().line_of(trimmed.end);
    (end > start).then_some((start, end))
}
