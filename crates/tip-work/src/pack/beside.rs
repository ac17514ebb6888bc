//! What the other files of a plan begin with: why it is done, and how.

use tip_syntax::{BlockKind, Document, Span};

use super::Piece;
use crate::Loaded;

/// Returns the first section of each other file of a plan.
pub(super) fn beginnings(loaded: &Loaded, file: usize) -> Vec<Piece> {
    let files = loaded.entry.files.iter().zip(&loaded.files).enumerate();
    let others = files.filter(|(at, _)| *at != file);
    let pieces = others.filter_map(|(_, (entry, (doc, _)))| {
        let body = doc.text(first_section(doc)?).trim_end();
        let path = &entry.path;
        Some(Piece {
            name: format!("the rest of the beginning of `{path}`"),
            text: format!("`{path}` begins:\n\n{body}"),
        })
    });
    pieces.collect()
}

/// Returns the first section below the title, up to the next heading of its level.
fn first_section(doc: &Document) -> Option<Span> {
    let headings = doc.blocks().iter().filter_map(|it| match it.kind {
        BlockKind::Heading(level) => Some((level, it.span)),
        _ => None,
    });
    let headings: Vec<(u8, Span)> = headings.collect();
    let at = headings.iter().position(|it| it.0 > 1)?;
    let (level, span) = headings[at];
    let next = headings[at + 1..].iter().find(|it| it.0 <= level);
    let end = next.map_or(doc.source().text().len(), |it| it.1.start());
    Some(Span::new(span.start(), end))
}
