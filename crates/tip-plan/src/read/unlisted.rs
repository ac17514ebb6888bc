//! Boxes whose list asks for more than its commands: that those succeed does not show the rest.

use tip_syntax::{Block, BlockId, BlockKind, Document, Span, scan};

use crate::{BoxKind, Expectation, Plan};

/// Leaves a box to a person whose list, which a colon leads to, holds commands and items that are none:
///
/// ```markdown
/// - [ ] Validate all of it:
///   - `cargo test`
///   - the suite for models, by hand
/// ```
pub(crate) fn judge(doc: &Document, plan: &mut Plan) {
    for at in 0..plan.boxes.len() {
        let it = &plan.boxes[at];
        let leads = it.kind != BoxKind::Progress && doc.text(it.text).trim_end().ends_with(':');
        let Some(&last) = it.commands.last().filter(|_| leads) else {
            continue;
        };
        let Some(points) = list_under(doc, it.mark) else {
            continue;
        };
        let spans = it
            .commands
            .iter()
            .map(|&at| plan.commands[at as usize].span);
        let spans: Vec<Span> = spans.collect();
        let asked = doc.children(points).map(|item| doc.block(item));
        let mut other = asked.filter(|item| is_asked(doc, item, &spans));
        let Some(other) = other.next() else { continue };
        let starts = |item: &Block| {
            let lead = |span: &Span| span.start() <= item.content.start() + 3;
            spans.iter().any(|it| item.span.contains(*it) && lead(it))
        };
        // A list of commands, not of steps that name some.
        if !doc.children(points).any(|item| starts(doc.block(item))) {
            continue;
        }
        let text = doc.source().folded(other.content).into_owned();
        let command = &mut plan.commands[last as usize];
        if command.expectation == Expectation::Success {
            command.expectation = Expectation::Unreadable(text);
        }
    }
}

/// Returns the list right under the item whose box stands at `mark`.
fn list_under(doc: &Document, mark: Span) -> Option<BlockId> {
    let blocks = doc.blocks();
    let end = blocks.partition_point(|it| it.span.start <= mark.start);
    let item = (0..end).rev().take(8).find(|&at| {
        matches!(blocks[at].kind, BlockKind::Item) && blocks[at].content.start == mark.start
    })?;
    let mut children = doc.children(BlockId(item as u32));
    children.find(|&id| matches!(doc.block(id).kind, BlockKind::List(_)))
}

/// Returns whether an item asks for something and holds none of the commands.
fn is_asked(doc: &Document, item: &Block, commands: &[Span]) -> bool {
    let text = doc.text(item.content);
    let first = scan::word(text.trim_start_matches(['*', '_', '(']));
    let remark = [
        "expect", "expected", "expects", "note", "output", "result", "see", "should", "must", "all",
    ]
    .iter()
    .any(|it| first.eq_ignore_ascii_case(it));
    !remark && !text.trim().is_empty() && !commands.iter().any(|it| item.span.contains(*it))
}
