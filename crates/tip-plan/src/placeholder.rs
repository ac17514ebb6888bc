//! What nobody replaced: pieces of the template, and marks of unfinished writing.
//!
//! Precision goes before recall. Brackets have many uses (links, boxes, references, notes in a drawing, optional arguments), so one is
//! a placeholder only if the template has it word for word, or if it reads like an instruction to the author.

mod bracket;

mod opaque;

mod unfinished;

use memchr::memchr;
use tip_syntax::{BlockKind, Document, Entry, InlineKind, ValueKind, scan};

use crate::{Placeholder, PlaceholderKind, Schema};

pub(crate) use self::bracket::brackets;

/// Finds the placeholders of a document, in the order of the text.
pub fn find_placeholders(doc: &Document, schema: &Schema) -> Vec<Placeholder> {
    let mut found = Vec::new();
    in_front_matter(doc, schema, &mut found);
    for bracket in brackets(doc) {
        if let Some(kind) = bracket::judge(doc, &bracket, schema) {
            found.push(Placeholder {
                span: bracket.span,
                kind,
            });
        }
    }
    in_code_spans(doc, schema, &mut found);
    samples(doc, schema, &mut found);
    unfinished::find(doc, &mut found);
    found.sort_by_key(|it| (it.span.start, u32::MAX - it.span.end));
    let mut end = 0;
    found.retain(|it| {
        let apart = it.span.start >= end;
        end = end.max(it.span.end);
        apart
    });
    found
}

fn in_front_matter(doc: &Document, schema: &Schema, found: &mut Vec<Placeholder>) {
    let Some(front_matter) = doc.front_matter() else {
        return;
    };
    for entry in &front_matter.entries {
        if let Some(kind) = kind_of_value(doc, entry, schema) {
            found.push(Placeholder {
                span: entry.value.span,
                kind,
            });
        }
    }
}

fn kind_of_value(doc: &Document, entry: &Entry, schema: &Schema) -> Option<PlaceholderKind> {
    let written = doc.text(entry.value.span).trim();
    let sample = schema
        .front_matter
        .iter()
        .find(|key| key.key == entry.key.value)
        .and_then(|key| key.sample.as_deref());
    if written.starts_with('[') && sample == Some(written) {
        return Some(PlaceholderKind::Sample);
    }
    let text = entry.value.as_str().unwrap_or(written);
    if let Some(inner) = text
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
    {
        let several =
            matches!(&entry.value.kind, ValueKind::Sequence { items, .. } if items.len() > 1);
        let left = !several && bracket::is_of_template(inner, schema);
        return left.then_some(PlaceholderKind::Bracket);
    }
    let is_status = entry.key.value.eq_ignore_ascii_case("status");
    if matches!(text, "YYYY-MM-DD") {
        return Some(PlaceholderKind::Bracket);
    }
    (!is_status && unfinished::is_mark(text)).then_some(PlaceholderKind::Unfinished)
}

/// Finds the code spans that the template has word for word.
fn in_code_spans(doc: &Document, schema: &Schema, found: &mut Vec<Placeholder>) {
    for inline in doc.all_inlines() {
        if inline.kind != InlineKind::Code {
            continue;
        }
        let text = doc.text(inline.content);
        if memchr(b'[', text.as_bytes()).is_some() && schema.leftovers.code.contains(text) {
            found.push(Placeholder {
                span: inline.span,
                kind: PlaceholderKind::Bracket,
            });
        }
    }
}

/// Finds the paragraphs and items that are a sample of the template.
fn samples(doc: &Document, schema: &Schema, found: &mut Vec<Placeholder>) {
    let samples = &schema.leftovers.samples;
    let Some(shortest) = samples.iter().map(String::len).min() else {
        return;
    };
    for block in doc.blocks() {
        let long_enough = block.content.len() >= shortest;
        if block.kind == BlockKind::Paragraph
            && long_enough
            && starts_like_a_sample(doc.text(block.content))
            && samples.contains(doc.source().folded(block.content).as_ref())
        {
            found.push(Placeholder {
                span: block.content,
                kind: PlaceholderKind::Sample,
            });
        }
    }
}

fn starts_like_a_sample(text: &str) -> bool {
    scan::starts_with_ignore_case(text, "example")
}
