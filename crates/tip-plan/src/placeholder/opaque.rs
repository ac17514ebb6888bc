//! The places of a document in which brackets and words are not the author's prose.

use std::iter::Peekable;
use std::vec;

use tip_syntax::{BlockKind, Document, InlineKind, Span};

/// A cursor over code, links, images, HTML and front matter, which only moves forward.
pub(super) struct Opaque {
    blocks: Peekable<vec::IntoIter<Span>>,
    inlines: Peekable<vec::IntoIter<Span>>,
}

impl Opaque {
    /// Starts at the beginning of the document.
    pub(super) fn new(doc: &Document) -> Self {
        let mut blocks: Vec<Span> = Vec::new();
        let mut front_matter = doc.front_matter().map(|it| it.span);
        for block in doc.blocks() {
            if let Some(span) = front_matter.take_if(|span| span.start <= block.span.start) {
                blocks.push(span);
            }
            if matches!(block.kind, BlockKind::Code { .. } | BlockKind::Html) {
                blocks.push(block.span);
            }
        }
        blocks.extend(front_matter);
        let inlines: Vec<Span> = doc
            .all_inlines()
            .iter()
            .filter(|inline| {
                !matches!(
                    inline.kind,
                    InlineKind::Strong | InlineKind::Emphasis | InlineKind::Strike
                )
            })
            .map(|inline| inline.span)
            .collect();
        Self {
            blocks: blocks.into_iter().peekable(),
            inlines: inlines.into_iter().peekable(),
        }
    }

    /// Returns the end of the place that holds `offset`, which must not be less than the one asked for before.
    pub(super) fn end_of(&mut self, offset: usize) -> Option<usize> {
        let in_block = holding(&mut self.blocks, offset);
        in_block.or_else(|| holding(&mut self.inlines, offset))
    }
}

fn holding(spans: &mut Peekable<vec::IntoIter<Span>>, offset: usize) -> Option<usize> {
    while spans.next_if(|span| span.end() <= offset).is_some() {}
    spans
        .peek()
        .filter(|span| span.start() <= offset)
        .map(|span| span.end())
}
