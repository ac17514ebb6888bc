//! Code blocks that end too early, because they show a fence of their own.

use tip_syntax::{Block, BlockKind, Document, Span};

/// A code block that shows the opening of another one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Nested {
    /// The opening fence of the outer block.
    pub(crate) outer: Span,
    /// The opening fence that it shows, no shorter than its own.
    pub(crate) inner: Span,
}

/// Returns the blocks that hold an opening fence no shorter than their own, in the order of the text.
///
/// The closing fence of the inner block closes the outer one, and what follows is read inside out.
pub(crate) fn nested(doc: &Document) -> Vec<Nested> {
    doc.blocks()
        .iter()
        .filter(|block| matches!(block.kind, BlockKind::Code { fenced: true, .. }))
        .filter_map(|block| {
            let outer = opening(doc, block);
            let inner = inner_opening(doc, block, marks(doc.text(outer))?)?;
            Some(Nested { outer, inner })
        })
        .collect()
}

/// Returns whether some code block does not end where its author meant it to, so that text may be code and code text.
pub(crate) fn are_doubtful(doc: &Document) -> bool {
    let unclosed = |block: &Block| {
        matches!(
            block.kind,
            BlockKind::Code {
                fenced: true,
                closed: false,
                ..
            }
        )
    };
    doc.blocks().iter().any(unclosed) || !nested(doc).is_empty()
}

/// Returns the line that opens a fenced block, without what stands before the fence.
pub(crate) fn opening(doc: &Document, block: &Block) -> Span {
    let source = doc.source();
    let line = source.line_span(source.line_of(block.span.start));
    let start = block.span.start();
    source.trim(Span::new(start, line.end().max(start)))
}

/// Returns the sign that a fence is made of, and how many there are; `None` for what is no fence.
pub(crate) fn marks(line: &str) -> Option<(char, usize)> {
    let sign = line.chars().next().filter(|it| matches!(it, '`' | '~'))?;
    let count = line.chars().take_while(|it| *it == sign).count();
    (count >= 3).then_some((sign, count))
}

fn inner_opening(doc: &Document, block: &Block, outer: (char, usize)) -> Option<Span> {
    let text = doc.text(block.content);
    let mut at = block.content.start();
    for line in text.split_inclusive('\n') {
        let bare = line.trim();
        if let Some((sign, count)) = marks(bare)
            && (sign, true) == (outer.0, count >= outer.1)
            && names_language(bare.trim_start_matches(sign))
        {
            let start = at + line.len() - line.trim_start().len();
            return Some(Span::new(start, start + bare.len()));
        }
        at += line.len();
    }
    None
}

/// Returns whether an info string is a language: one word.
fn names_language(info: &str) -> bool {
    !info.is_empty()
        && info
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '+' | '#' | '.'))
}
