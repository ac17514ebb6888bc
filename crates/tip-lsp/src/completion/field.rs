//! After a label: the phases that something may wait for, the words that a field may hold.

use gen_lsp_types::{CompletionItem, CompletionItemKind};
use tip_plan::schema::{FieldSpec, SectionSpec, ValueSpec};
use tip_plan::{Meaning, Unit, UnitId, UnitKind};

use super::{Cursor, Maker};
use crate::session::View;

/// Returns the values of the field of the line; `None` where the line has no label that is known.
pub(super) fn items(view: &View<'_>, cursor: Cursor<'_>) -> Option<Vec<CompletionItem>> {
    let (label, value) = label(cursor.before)?;
    let typed = value
        .rsplit([',', ';'])
        .next()
        .unwrap_or(value)
        .trim_start();
    let maker = Maker::new(view, cursor, typed.len());
    let vocabulary = &view.project.snapshot.config().vocabulary;
    if vocabulary.meaning(label) == Some(Meaning::Dependencies) {
        let plan = &view.looked.plan;
        let unit = plan
            .units
            .iter()
            .rposition(|it| it.span.start() <= cursor.offset && cursor.offset <= it.span.end());
        let there = &value[..value.len() - typed.len()];
        let unit = unit.map(|at| UnitId(at as u32));
        return Some(dependencies(view, maker, unit, there));
    }
    let words = words(view, label)?;
    let item = |it: &String| maker.item(it, CompletionItemKind::EnumMember);
    Some(words.iter().map(item).collect())
}

/// Takes a line apart into its label and what stands behind it: `**Label**: value`, `- Label: value`.
fn label(before: &str) -> Option<(&str, &str)> {
    let line = before.trim_start_matches([' ', '-', '*', '+', '_']);
    let (label, value) = line.split_once(':')?;
    let label = label.trim_matches(['*', '_', ' ']);
    let is_label = !label.is_empty() && label.len() < 60 && !label.contains(['`', '[', '.']);
    is_label.then_some((label, value.trim_start_matches(['*', '_'])))
}

/// Returns what a unit may wait for: the others of its kind, but for those that are `there` already.
fn dependencies(
    view: &View<'_>,
    maker: Maker<'_>,
    unit: Option<UnitId>,
    there: &str,
) -> Vec<CompletionItem> {
    let plan = &view.looked.plan;
    let kind = unit.map_or(UnitKind::Phase, |it| plan.unit(it).kind);
    let there: Vec<&str> = there.split([',', ';']).map(str::trim).collect();
    let is_first = there.iter().all(|it| it.is_empty());
    let none = is_first.then(|| maker.item("None", CompletionItemKind::Value));
    let others = plan.units_of(kind).filter(|(id, _)| Some(*id) != unit);
    let others = others.map(|(_, it)| (name(it), it));
    let others = others.filter(|(name, _)| !there.contains(&name.as_str()));
    let others = others.map(|(name, it)| {
        let mut item = maker.item(&name, CompletionItemKind::Reference);
        item.detail = Some(it.title.value.clone());
        item
    });
    none.into_iter().chain(others).collect()
}

/// Returns how a plan calls a unit: `Phase 1`, or its title where it has no number.
fn name(unit: &Unit) -> String {
    match &unit.number {
        Some(number) if number.value.starts_with('T') => number.value.clone(),
        Some(number) => {
            let word = unit.kind.word();
            let (first, rest) = word.split_at(1);
            format!("{}{rest} {}", first.to_ascii_uppercase(), number.value)
        }
        None => unit.title.value.clone(),
    }
}

/// Returns the words that the template gives a field of this label.
fn words<'a>(view: &'a View<'_>, label: &str) -> Option<&'a [String]> {
    let schema = view.project.snapshot.schema();
    let vocabulary = &view.project.snapshot.config().vocabulary;
    let meaning = vocabulary.meaning(label);
    let sections = schema.all_sections().into_iter();
    let fields = || sections.clone().flat_map(|it: &SectionSpec| &it.fields);
    let words_of = |it: &'a FieldSpec| match &it.kind {
        ValueSpec::Enumeration(words) => Some(words.as_slice()),
        _ => None,
    };
    // `**Effort**` means what the template calls `**Estimated Effort**`.
    let called = |it: &&FieldSpec| it.label.eq_ignore_ascii_case(label);
    let means = |it: &&FieldSpec| meaning.is_some() && vocabulary.meaning(&it.label) == meaning;
    let by_name = fields().filter(called).find_map(words_of);
    by_name.or_else(|| fields().filter(means).find_map(words_of))
}
