//! Dependencies that sentences, arrows and titles tell, away from the field of a unit.

use tip_syntax::{Document, Span, scan};

use super::order::number_key;
use super::words::{KINDS, parse, task_id_len};
use crate::{Meaning, Plan, Site, Unit, UnitId, UnitKind};

/// Reads sentences about other units: `- **Foundational (Phase 2)**: Depends on Setup completion`.
pub(super) fn by_sentences(doc: &Document, plan: &mut Plan) {
    let mut found: Vec<(UnitId, Span)> = Vec::new();
    for field in &plan.fields {
        let in_order = field.section.is_some_and(|section| {
            let section = &plan.sections[section.0 as usize];
            let title = scan::normalized(&section.title.value);
            section.meaning == Some(Meaning::Sequencing) || title.ends_with("dependencies")
        });
        if !in_order || field.value.is_empty() {
            continue;
        }
        let label = &field.label.value;
        let Some((first, onward)) = phase_number(label) else {
            continue;
        };
        let text = doc.text(field.value);
        let lower = text.to_ascii_lowercase();
        let value = if lower.starts_with("no dependencies") || lower.starts_with("none") {
            Some(field.value)
        } else {
            lower
                .find("depends on ")
                .or_else(|| lower.find("depend on "))
                .map(|at| {
                    let start =
                        field.value.start() + at + lower[at..].find("on ").map_or(0, |on| on + 3);
                    let end = text[start - field.value.start()..]
                        .find([' ', '-'])
                        .map_or(field.value.end(), |_| field.value.end());
                    Span::new(start, end)
                })
        };
        let mut phases = plan.units_of(UnitKind::Phase);
        let Some((unit, _)) = phases.find(|(_, unit)| {
            unit.number
                .as_ref()
                .is_some_and(|it| number_key(&it.value) == number_key(first))
        }) else {
            continue;
        };
        let Some(value) = value else { continue };
        found.push((unit, value));
        match onward {
            Onward::No => {}
            // `User Stories (Phase 3+)` speaks of all phases of that name, `(Phase 3-6)` of those.
            Onward::Stories => found.extend(
                phases
                    .filter(|(_, unit)| is_story(unit))
                    .map(|(id, _)| (id, value)),
            ),
            Onward::To(last) => {
                for (id, unit) in phases {
                    found.push((id, value));
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
    for (unit, value) in found {
        let named = by_title(doc, plan, unit, value).unwrap_or(value);
        let written = &mut plan.units[unit.index()].depends_on.written;
        if written.is_none() {
            *written = Some(named);
        }
    }
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
    if !item && memchr::memchr(b'(', text.as_bytes()).is_none() {
        return None;
    }
    ["depends on ", "requires ", "blocked by ", "after "]
        .iter()
        .find_map(|word| {
            let at = scan::find_ignore_case(text, word)?;
            let start = at + word.len();
            let rest = &text[start..];
            let bounded = at == 0 || text[..at].ends_with([' ', '(', '[', '\n']);
            let bounded = bounded && (item || text[..at].ends_with('('));
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

pub(super) fn is_story(unit: &Unit) -> bool {
    scan::starts_with_ignore_case(&unit.title.value, "user story")
}

/// Leaves sentences that name phases by title alone to the order of the text, which they follow.
fn by_title(doc: &Document, plan: &Plan, _unit: UnitId, value: Span) -> Option<Span> {
    let text = scan::normalized(doc.text(value));
    let title = plan.units_of(UnitKind::Phase).find(|(_, other)| {
        let title = scan::normalized(&other.title.value);
        let first = title.split(' ').next().unwrap_or_default().to_owned();
        !first.is_empty() && text.starts_with(&first)
    });
    // The number of that phase, where its heading stands, says the same.
    title.and_then(|(_, other)| other.number.as_ref().map(|number| number.span))
}
