//! Merges the sections of a template that are one repeated section.

use rustc_hash::FxHashMap;

use crate::schema::{FieldSpec, ItemSpec, RepeatedSpec, Schema, SectionSpec, ValueSpec};
use crate::{Meaning, UnitKind};

use super::ShapedSection;
use super::heading::unit_kind;

/// Tells which sections repeat, and merges those that are one repeated section.
///
/// A word and a number repeat when a placeholder follows or a neighbor has the same word.
pub(super) fn repeated(sections: Vec<ShapedSection>) -> Vec<SectionSpec> {
    let mut counts: FxHashMap<String, u32> = FxHashMap::default();
    for word in sections.iter().filter_map(|(_, shape)| shape.word.clone()) {
        *counts.entry(word).or_default() += 1;
    }
    let mut merged: FxHashMap<(String, u8), usize> = FxHashMap::default();
    let mut out: Vec<SectionSpec> = Vec::new();
    for (mut section, shape) in sections {
        let shared = shape.word.as_ref().is_some_and(|word| counts[word] > 1);
        if !(shape.repeats() || shared) {
            out.push(section);
            continue;
        }
        let word = shape.word.unwrap_or_default();
        shape.lead.clone_into(&mut section.title);
        section.repeated = Some(RepeatedSpec {
            unit: unit_kind(&word),
            numbered: !word.is_empty(),
            word: word.clone(),
            examples: shape.example.into_iter().collect(),
            shapes: vec![section.span],
        });
        let key = (word, section.level);
        match merged.get(&key) {
            Some(&first) if !key.0.is_empty() => merge_section(&mut out[first], section),
            _ => {
                merged.insert(key, out.len());
                out.push(section);
            }
        }
    }
    out
}

/// Does what can be done when all sections are known: order, units by number, units of a section.
pub(super) fn finish(schema: &mut Schema) {
    let words: Vec<String> = schema
        .all_sections()
        .iter()
        .filter_map(|section| section.repeated.as_ref())
        .filter(|repeated| repeated.numbered)
        .map(|repeated| repeated.word.clone())
        .collect();
    let mut order = 0;
    finish_sections(&mut schema.sections, None, &words, &mut order);
}

fn finish_sections(
    sections: &mut [SectionSpec],
    parent: Option<Meaning>,
    words: &[String],
    order: &mut u32,
) {
    for section in sections {
        section.order = *order;
        *order += 1;
        if let Some(repeated) = &mut section.repeated
            && repeated.unit.is_none()
            && parent == Some(Meaning::LibraryResearch)
        {
            repeated.unit = Some(UnitKind::Research);
        }
        section
            .fields
            .iter_mut()
            .for_each(|field| name_units(field, words));
        finish_sections(&mut section.children, section.meaning, words, order);
    }
}

/// Turns a field whose written values are `Phase 1 complete` or `None` into one of units.
fn name_units(field: &mut FieldSpec, words: &[String]) {
    let speaks_of = |value: &String, word: &str| {
        value
            .split_once(word)
            .is_some_and(|(_, rest)| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()))
    };
    let named = words
        .iter()
        .find(|word| field.defaults.iter().any(|value| speaks_of(value, word)));
    if let Some(word) = named {
        field.kind = ValueSpec::Units(word.clone());
    }
}

fn merge_section(first: &mut SectionSpec, other: SectionSpec) {
    first.lines.extend(other.lines);
    if let (Some(into), Some(from)) = (&mut first.repeated, other.repeated) {
        into.examples.extend(from.examples);
        into.shapes.extend(from.shapes);
    }
    first.condition = first.condition.take().or(other.condition);
    first.hint = first.hint.take().or(other.hint);
    first.body = first.body.take().or(other.body);
    merge_items(&mut first.items, other.items);
    merge_fields(&mut first.fields, other.fields);
    for child in other.children {
        let same = first
            .children
            .iter_mut()
            .find(|it| it.title == child.title && it.level == child.level);
        match same {
            Some(into) => merge_section(into, child),
            None => first.children.push(child),
        }
    }
}

fn merge_fields(into: &mut Vec<FieldSpec>, from: Vec<FieldSpec>) {
    for field in into.iter_mut() {
        let missing = !from.iter().any(|it| it.label == field.label);
        field.optional |= missing;
    }
    for mut field in from {
        if let Some(first) = into.iter_mut().find(|it| it.label == field.label) {
            merge_field(first, field);
        } else {
            field.optional = true;
            into.push(field);
        }
    }
}

fn merge_field(first: &mut FieldSpec, other: FieldSpec) {
    first.lines.extend(other.lines);
    first.kind = merge_kinds(first.kind.clone(), other.kind);
    first.optional |= other.optional;
    first.condition = first.condition.take().or(other.condition);
    first.hint = first.hint.take().or(other.hint);
    first.defaults.extend(other.defaults);
    merge_items(&mut first.items, other.items);
    merge_fields(&mut first.children, other.children);
}

fn merge_kinds(first: ValueSpec, other: ValueSpec) -> ValueSpec {
    match (first, other) {
        (ValueSpec::Enumeration(mut words), ValueSpec::Enumeration(more)) => {
            for word in more {
                if !words.contains(&word) {
                    words.push(word);
                }
            }
            ValueSpec::Enumeration(words)
        }
        (ValueSpec::Text, other)
        | (ValueSpec::List, other @ (ValueSpec::CodeReferences | ValueSpec::CheckList)) => other,
        (first, _) => first,
    }
}

fn merge_items(into: &mut Vec<ItemSpec>, from: Vec<ItemSpec>) {
    for item in from {
        match into
            .iter_mut()
            .find(|it| it.text == item.text && it.kind == item.kind)
        {
            Some(same) => same.lines.extend(item.lines),
            None => into.push(item),
        }
    }
}
