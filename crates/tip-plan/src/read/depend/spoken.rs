//! Dependencies that sentences, arrows and titles tell, away from the field of a unit.

use rustc_hash::FxHashSet;
use tip_syntax::{Document, Span, scan};

use super::order::number_key;
use super::words::{KINDS, parse, task_id_len};
use crate::story::story_of;
use crate::{Meaning, Plan, SectionId, Site, Unit, UnitId, UnitKind};

/// Reads sentences about other units: `- **Foundational (Phase 2)**: Depends on Setup completion`; returns the units that have one.
pub(super) fn by_sentences(doc: &Document, plan: &mut Plan) -> FxHashSet<UnitId> {
    let mut found: Vec<(UnitId, Span)> = Vec::new();
    // What is said of one unit goes before what is said of many.
    let mut of_many: Vec<(UnitId, Span)> = Vec::new();
    let is_order = |section: SectionId| {
        let section = &plan.sections[section.0 as usize];
        let title = || scan::normalized(&section.title.value);
        section.meaning == Some(Meaning::Sequencing) || title().ends_with("dependencies")
    };
    // Many fields stand in one section.
    let mut last = (None, false);
    for field in &plan.fields {
        if field.section != last.0 {
            last = (field.section, field.section.is_some_and(is_order));
        }
        if !last.1 || field.value.is_empty() {
            continue;
        }
        let Some(value) = awaited(doc, field.value) else {
            continue;
        };
        let label = &field.label.value;
        let mut phases = plan.units_of(UnitKind::Phase);
        let Some((first, onward)) = phase_number(label) else {
            let story = story_of(label);
            let of_story = |it: &(UnitId, &Unit)| story_of(&it.1.title.value) == story;
            let unit = story.and_then(|_| phases.find(of_story));
            found.extend(unit.map(|it| (it.0, value)));
            continue;
        };
        let Some((unit, _)) = phases.find(|(_, unit)| {
            unit.number
                .as_ref()
                .is_some_and(|it| number_key(&it.value) == number_key(first))
        }) else {
            continue;
        };
        match onward {
            Onward::No => found.push((unit, value)),
            // `User Stories (Phase 3+)` speaks of all phases of that name, `(Phase 3-6)` of those.
            Onward::Stories => {
                of_many.push((unit, value));
                let stories = phases.filter(|it| story_of(&it.1.title.value).is_some());
                of_many.extend(stories.map(|(id, _)| (id, value)));
            }
            Onward::To(last) => {
                of_many.push((unit, value));
                for (id, unit) in phases {
                    of_many.push((id, value));
                    if unit
                        .number
                        .as_ref()
                        .is_some_and(|it| number_key(&it.value) == number_key(last))
                    {
                        break;
                    }
                }
            }
        }
    }
    let mut told = FxHashSet::default();
    for (unit, value) in found.into_iter().chain(of_many) {
        let written = &mut plan.units[unit.index()].depends_on.written;
        if written.is_none() {
            *written = Some(value);
            told.insert(unit);
        }
    }
    told
}

/// Returns what a sentence says to be waited for; a dash begins what is only said of it.
fn awaited(doc: &Document, value: Span) -> Option<Span> {
    let text = doc.text(value);
    if ["no dependencies", "none"]
        .iter()
        .any(|it| scan::starts_with_ignore_case(text, it))
    {
        return Some(value);
    }
    let start = ["depends on ", "depend on ", "start after "]
        .iter()
        .find_map(|it| scan::find_ignore_case(text, it).map(|at| at + it.len()))?;
    let rest = &text[start..];
    let ends = ["\n", " - ", " – ", " — ", ". "];
    let end = ends.iter().filter_map(|it| rest.find(it)).min();
    let end = end.unwrap_or(rest.len());
    let span = Span::new(value.start() + start, value.start() + start + end);
    (!span.is_empty()).then_some(span)
}

/// Reads labels such as `**Phase 1 → Phase 2**: …` among the dependencies of a plan; returns each phase with what it waits for.
pub(super) fn by_arrows(doc: &Document, plan: &mut Plan) -> Vec<(UnitId, Span)> {
    let mut found: Vec<(UnitId, Span)> = Vec::new();
    for field in plan
        .fields
        .iter()
        .filter(|it| it.label.value.contains(['→', '⇒']))
    {
        let in_order = field.section.is_some_and(|section| {
            let meaning = plan.sections[section.0 as usize].meaning;
            matches!(meaning, Some(Meaning::Sequencing | Meaning::Dependencies))
        });
        if !in_order {
            continue;
        }
        let label = field.label.span;
        let text = doc.text(label);
        let mut start = label.start();
        let mut before: Option<Span> = None;
        for part in text.split(['→', '⇒']) {
            let span = doc.source().trim(Span::new(start, start + part.len()));
            start += part.len() + '→'.len_utf8();
            if let Some(before) = before {
                let words = parse(doc.text(span), span.start(), UnitKind::Phase);
                let named = words
                    .numbers
                    .iter()
                    .filter(|(kind, ..)| *kind == Some(UnitKind::Phase));
                for (_, number, _) in named {
                    let phase = plan.phases().find(|(_, unit)| {
                        let own = unit.number.as_ref().map(|it| number_key(&it.value));
                        own.is_some_and(|own| own == number_key(number))
                    });
                    found.extend(phase.map(|(id, _)| (id, before)));
                }
            }
            before = Some(span);
        }
    }
    for (unit, from) in &found {
        plan.units[unit.index()]
            .depends_on
            .written
            .get_or_insert(*from);
    }
    found
}

/// Finds `(depends on T008, T009)` or `Requires 10.1.1.` in the words of a list item.
pub(super) fn in_title(doc: &Document, unit: &Unit) -> Option<Span> {
    let item = unit.site == Site::ListItem;
    let text = doc.text(unit.title.span);
    ["depends on ", "requires ", "blocked by ", "after "]
        .iter()
        .find_map(|word| {
            let at = scan::find_ignore_case(text, word)?;
            let start = at + word.len();
            let rest = &text[start..];
            let bounded = at == 0 || text[..at].ends_with([' ', '(', '[', '\n']);
            let parted = || {
                text[..at]
                    .trim_end()
                    .ends_with(['(', '—', '–', '-', ',', ';'])
            };
            let bounded = bounded && (item || parted());
            // Only a number right there makes it a dependency; `requires care` is prose.
            let numbered = task_id_len(rest) > 0
                || rest.starts_with(|c: char| c.is_ascii_digit())
                    && rest[..scan::number_len(rest)].contains('.')
                || KINDS.iter().any(|(kind, _)| {
                    scan::starts_with_ignore_case(rest, kind)
                        && rest[kind.len()..]
                            .trim_start_matches(['s', ' '])
                            .starts_with(|c: char| c.is_ascii_digit())
                });
            let end = rest
                .find([')', ']', ';'])
                .or_else(|| rest.find(". "))
                .unwrap_or(rest.len());
            let span = unit.title.span;
            (bounded && numbered)
                .then(|| Span::new(span.start() + start, span.start() + start + end))
        })
}

/// Which phases after the one that a label names it speaks of too.
enum Onward<'a> {
    No,
    Stories,
    To(&'a str),
}

/// Reads the phase that a label speaks of, and those after it: `Stories (Phase 3+)`.
fn phase_number(label: &str) -> Option<(&str, Onward<'_>)> {
    let at = ["phase ", "phases "]
        .iter()
        .find_map(|word| scan::find_ignore_case(label, word).map(|at| at + word.len()))?;
    let rest = &label[at..];
    let len = scan::number_len(rest);
    if len == 0 {
        return None;
    }
    let after = &rest[len..];
    let onward = match after.chars().next() {
        Some('+') => Onward::Stories,
        Some(dash @ ('-' | '–')) => {
            let last = &after[dash.len_utf8()..];
            Onward::To(&last[..scan::number_len(last)])
        }
        _ => Onward::No,
    };
    Some((&rest[..len], onward))
}

/// Returns the phases that a sentence about a phase names by the first words of their titles.
pub(super) fn by_title(doc: &Document, plan: &Plan, of: UnitId, value: Span) -> Vec<UnitId> {
    let text = doc.text(value).to_ascii_lowercase();
    let parts = text
        .split(['+', ',', '&', '/'])
        .flat_map(|it| it.split(" and "));
    let parts: Vec<String> = parts
        .map(|it| format!("{} ", scan::normalized(it)))
        .collect();
    let phases = plan.units_of(UnitKind::Phase);
    let named = phases.filter(|(id, unit)| {
        let title = scan::normalized(&unit.title.value);
        let first = title.split(' ').next().unwrap_or_default();
        // Of a story the number is its name.
        let is_name = !first.is_empty() && story_of(&unit.title.value).is_none();
        is_name && *id != of && parts.iter().any(|it| it.starts_with(&format!("{first} ")))
    });
    named.map(|it| it.0).collect()
}
