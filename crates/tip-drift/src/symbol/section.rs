//! The sections of a Markdown document.

use tip_syntax::{BlockKind, Document, Source};

use super::{Symbol, SymbolKind};

/// Reads the headings of a text, each with the lines up to the next one of its level or above.
pub(super) fn read(text: &str) -> Vec<Symbol> {
    let doc = Document::from_source(Source::from_text(text));
    let last = text.bytes().filter(|it| *it == b'\n').count() as u32;
    let end = last + if text.ends_with('\n') { 1 } else { 2 };
    let mut symbols: Vec<Symbol> = Vec::new();
    let mut open: Vec<(u8, usize)> = Vec::new();
    for block in doc.blocks().iter().filter(|it| it.parent.is_none()) {
        let BlockKind::Heading(level) = block.kind else {
            continue;
        };
        let line = doc.line(block.span);
        while let Some((_, closed)) = open.pop_if(|(above, _)| *above >= level) {
            symbols[closed].lines.end = line;
        }
        symbols.push(Symbol {
            name: doc.text(block.content).trim().to_owned(),
            owner: None,
            kind: SymbolKind::Section,
            lines: line..end,
            name_line: line,
            parent: open.last().map(|(_, above)| *above),
        });
        open.push((level, symbols.len() - 1));
    }
    symbols
}
