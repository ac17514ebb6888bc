//! Shows documents as indented text.

use std::fmt::{self, Write};

use tip_syntax::{BlockId, BlockKind, Document, Inline, InlineKind, Value, ValueKind};

use crate::invariants;

/// Reads a text, checks what holds for every document, and shows its blocks and inlines.
pub(crate) fn blocks(text: &str) -> String {
    let doc = parse(text);
    let mut out = String::new();
    for id in doc.ids().filter(|&id| doc.block(id).parent.is_none()) {
        block(&doc, id, 0, &mut out).expect("a string takes what is written");
    }
    out
}

/// Reads a text, checks what holds for every document, and shows its front matter.
pub(crate) fn front_matter(text: &str) -> String {
    let doc = parse(text);
    let mut out = String::new();
    show_front_matter(&doc, &mut out).expect("a string takes what is written");
    out
}

fn parse(text: &str) -> Document {
    let doc = Document::parse(text.as_bytes().to_vec());
    invariants::check(&doc, text.as_bytes());
    doc
}

fn block(doc: &Document, id: BlockId, depth: usize, out: &mut String) -> fmt::Result {
    let block = doc.block(id);
    let indent = "  ".repeat(depth);
    let content = doc.text(block.content);
    write!(out, "{indent}")?;
    match block.kind {
        BlockKind::Code {
            info,
            fenced,
            closed,
        } => {
            let info = doc.text(info);
            let form = if fenced { "Fence" } else { "Indented" };
            let open = if closed { "" } else { " never closed" };
            writeln!(out, "{form} {info:?} {content:?}{open}")?;
        }
        BlockKind::Quote
        | BlockKind::List(_)
        | BlockKind::Table
        | BlockKind::TableHead
        | BlockKind::TableRow
        | BlockKind::Rule => writeln!(out, "{:?}", block.kind)?,
        _ => writeln!(out, "{:?} {content:?}", block.kind)?,
    }
    if !has_blocks_with_text(block.kind) {
        for inline in doc.inlines(id) {
            show_inline(doc, inline, depth + 1, out)?;
        }
    }
    for child in doc.children(id) {
        self::block(doc, child, depth + 1, out)?;
    }
    Ok(())
}

/// Returns whether the inlines below are those of the blocks within.
fn has_blocks_with_text(kind: BlockKind) -> bool {
    matches!(
        kind,
        BlockKind::Quote
            | BlockKind::List(_)
            | BlockKind::Item
            | BlockKind::Table
            | BlockKind::TableHead
            | BlockKind::TableRow
    )
}

fn show_inline(doc: &Document, inline: &Inline, depth: usize, out: &mut String) -> fmt::Result {
    let indent = "  ".repeat(depth);
    let content = doc.text(inline.content);
    match &inline.kind {
        InlineKind::Link(to) => writeln!(out, "{indent}Link {content:?} to {to:?}"),
        InlineKind::Image(to) => writeln!(out, "{indent}Image {content:?} to {to:?}"),
        kind => writeln!(out, "{indent}{kind:?} {content:?}"),
    }
}

fn show_front_matter(doc: &Document, out: &mut String) -> fmt::Result {
    let Some(front_matter) = doc.front_matter() else {
        return writeln!(out, "none");
    };
    let span = doc.text(front_matter.span);
    writeln!(out, "{:?} {span:?}", front_matter.placement)?;
    for entry in &front_matter.entries {
        let key = doc.text(entry.key.span);
        write!(out, "{key:?}")?;
        if key != entry.key.value {
            write!(out, " read {:?}", entry.key.value)?;
        }
        value(doc, &entry.value, 1, out)?;
    }
    if let Some(error) = &front_matter.error {
        let line = doc.line(error.span);
        let column = error.span.start - doc.source().lines().line_start(line - 1);
        writeln!(out, "error at {line}:{column}: {}", error.message)?;
    }
    for &span in &front_matter.unsupported {
        writeln!(out, "unsupported {:?}", doc.text(span))?;
    }
    Ok(())
}

fn value(doc: &Document, value: &Value, depth: usize, out: &mut String) -> fmt::Result {
    let indent = "  ".repeat(depth);
    let written = doc.text(value.span);
    match &value.kind {
        ValueKind::Null => writeln!(out, " null {written:?}"),
        ValueKind::Scalar { text, .. } if text == written => writeln!(out, " {text:?}"),
        ValueKind::Scalar { text, quoted } => {
            let quoted = if *quoted { " quoted" } else { "" };
            writeln!(out, " {written:?} read{quoted} {text:?}")
        }
        ValueKind::Sequence { items, flow } => {
            writeln!(out, " {} {written:?}", if *flow { "flow" } else { "list" })?;
            for item in items {
                write!(out, "{indent}-")?;
                self::value(doc, item, depth + 1, out)?;
            }
            Ok(())
        }
        ValueKind::Mapping(entries) => {
            writeln!(out, " mapping {written:?}")?;
            for entry in entries {
                write!(out, "{indent}{:?}", entry.key.value)?;
                self::value(doc, &entry.value, depth + 1, out)?;
            }
            Ok(())
        }
    }
}
