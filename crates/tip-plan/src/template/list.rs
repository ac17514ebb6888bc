//! A list of a template: items, and labelled items.

use tip_syntax::{BlockId, BlockKind, InlineKind, Span, scan};

use crate::schema::{FieldSpec, ItemKind, ItemSpec, LabelForm, ValueSpec};

use super::{Compiler, bracket, line};

/// What a list holds.
#[derive(Default)]
pub(super) struct List {
    pub(super) items: Vec<ItemSpec>,
    pub(super) fields: Vec<FieldSpec>,
}

impl List {
    /// Returns what the list is, by its items; `None` for one that is nothing but labels.
    pub(super) fn kind(&self) -> Option<ValueSpec> {
        let any = |kinds: &[ItemKind]| self.items.iter().any(|item| kinds.contains(&item.kind));
        if any(&[ItemKind::Check, ItemKind::CheckWithCommand]) {
            Some(ValueSpec::CheckList)
        } else if any(&[ItemKind::CodeReference]) {
            Some(ValueSpec::CodeReferences)
        } else if self.items.is_empty() {
            None
        } else {
            Some(ValueSpec::List)
        }
    }
}

/// How deep lists are read; what stands deeper stays as it is.
const DEEPEST: usize = 16;

/// Reads a list; items below items that are no fields are read as their neighbors.
pub(super) fn read(compiler: &Compiler<'_>, list: BlockId) -> List {
    read_at(compiler, list, 0)
}

fn read_at(compiler: &Compiler<'_>, list: BlockId, depth: usize) -> List {
    let mut out = List::default();
    for item in compiler.doc.children(list) {
        let mut field = None;
        for child in compiler.doc.children(item) {
            match compiler.doc.block(child).kind {
                BlockKind::Paragraph if field.is_none() => field = text(compiler, child, &mut out),
                BlockKind::List(_) if depth < DEEPEST => {
                    let below = read_at(compiler, child, depth + 1);
                    if let Some(field) = &mut field {
                        field.span = field.span.cover(compiler.doc.block(child).span);
                        field.take(below);
                    } else {
                        out.items.extend(below.items);
                        out.fields.extend(below.fields);
                    }
                }
                _ => {}
            }
        }
        out.fields.extend(field);
    }
    out
}

/// Reads the text of an item: a field is returned, anything else becomes an item.
fn text(compiler: &Compiler<'_>, paragraph: BlockId, out: &mut List) -> Option<FieldSpec> {
    let doc = compiler.doc;
    let span = doc.block(paragraph).content;
    let text = doc.source().folded(span);
    let strong = doc
        .inlines(paragraph)
        .first()
        .filter(|inline| inline.kind == InlineKind::Strong && inline.span.start == span.start);
    let parts = match strong {
        Some(label) => {
            let rest = Span::new(label.span.end(), span.end());
            let rest = doc.source().folded(rest);
            line::field(doc.text(label.content), &rest, LabelForm::BoldItem)
        }
        None => line::plain_field(&text),
    };
    if let Some(parts) = parts {
        return Some(compiler.field(parts, span));
    }
    out.items.push(ItemSpec {
        text: without_box(&text).to_owned(),
        kind: kind_of_item(&text),
        lines: vec![doc.line(span)],
    });
    None
}

/// Returns what an item is, by its text.
pub(super) fn kind_of_item(text: &str) -> ItemKind {
    let label = text
        .split_once(':')
        .map(|(label, _)| scan::normalized(label));
    if without_box(text).len() < text.len() {
        if text.contains('`') {
            ItemKind::CheckWithCommand
        } else {
            ItemKind::Check
        }
    } else if label.is_some_and(|label| matches!(label.as_str(), "example" | "examples")) {
        ItemKind::Sample
    } else if line::is_code_reference(text) {
        ItemKind::CodeReference
    } else if let [(0, end)] = bracket::find(text)[..]
        && bracket::read(&text[1..end - 1]).kind == ValueSpec::CodeReferences
    {
        ItemKind::CodeReference
    } else if bracket::find(text).is_empty() {
        ItemKind::Text
    } else {
        ItemKind::Hint
    }
}

fn without_box(text: &str) -> &str {
    let rest = text
        .strip_prefix("[ ]")
        .or_else(|| text.strip_prefix("[x]"))
        .or_else(|| text.strip_prefix("[X]"));
    rest.map_or(text, str::trim_start)
}
