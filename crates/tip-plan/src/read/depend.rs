//! What units wait for: the words of a field, or the order of the text.

mod order;

mod spoken;

mod words;

use rustc_hash::{FxHashMap, FxHashSet};
use tip_syntax::{Document, Span, Spanned};

use self::order::{Siblings, begins_a_list, by_order, number_key};
use self::spoken::{by_arrows, by_sentences, by_title, in_title};
use self::words::{Words, parse};
use crate::read::lead;
use crate::story::story_of;
use crate::{Dependencies, DependencySource, Plan, UnitId, UnitKind};

/// Resolves the dependencies of every phase, task and step.
pub(crate) fn resolve(doc: &Document, plan: &mut Plan) {
    let sentences = by_sentences(doc, plan);
    let arrows = by_arrows(doc, plan);
    let known = Known {
        siblings: Siblings::new(&plan.units),
        listed: listed(doc, plan),
    };
    let mut waiting: FxHashMap<UnitId, FxHashSet<UnitId>> = FxHashMap::default();
    for at in 0..plan.units.len() {
        let id = UnitId(at as u32);
        if plan.units[at].kind > UnitKind::Step {
            continue;
        }
        let written = plan.units[at]
            .depends_on
            .written
            .or_else(|| in_title(doc, &plan.units[at]));
        let mut resolved = match written {
            Some(span) => {
                let text = doc.text(span);
                let mut words = parse(text, span.start(), plan.units[at].kind);
                for (_, more) in arrows
                    .iter()
                    .filter(|(to, from)| *to == id && *from != span)
                {
                    let more = parse(doc.text(*more), more.start(), plan.units[at].kind);
                    words.numbers.extend(more.numbers);
                    words.named_stories.extend(more.named_stories);
                    words.ranges.extend(more.ranges);
                }
                let mut titles = Vec::new();
                if sentences.contains(&id) {
                    titles = by_title(doc, plan, id, span);
                }
                resolve_words(plan, &known, id, &words, &titles, span)
            }
            None => Dependencies::default(),
        };
        resolved.written = written;
        if resolved.source == DependencySource::Order {
            // What waits for a unit by its words does not come before it.
            let before = known.siblings.before(&plan.units, id);
            let before = if begins_a_list(&plan.units[at]) {
                &[]
            } else {
                before
            };
            let kept: Vec<UnitId>;
            let before = if let Some(waiting) = waiting.get(&id) {
                let keeps = |it: &UnitId| !waiting.contains(it);
                kept = before.iter().copied().filter(keeps).collect();
                &kept
            } else {
                before
            };
            resolved.on = by_order(&plan.units, before, id)
                .into_iter()
                .map(|on| Spanned::new(on, plan.units[at].lead))
                .collect();
        }
        if resolved.source == DependencySource::Written {
            for on in resolved.on.iter().filter(|it| it.value > id) {
                waiting.entry(on.value).or_default().insert(id);
            }
        }
        plan.units[at].depends_on = resolved;
    }
}

/// What a number may name.
struct Known {
    siblings: Siblings,
    /// What only the box of a list names.
    listed: FxHashSet<(UnitKind, String)>,
}

/// Returns what only a box of a list names, such as the phases of a milestone that is over: `- [x] **Phase 9: Desktop Client**`.
fn listed(doc: &Document, plan: &Plan) -> FxHashSet<(UnitKind, String)> {
    let leads = plan.boxes.iter().filter(|it| it.is_unit.is_none());
    let leads = leads.filter_map(|it| lead::parse(doc.text(it.text), it.text.start()));
    leads
        .filter_map(|it| Some((it.word?, number_key(&it.number?.0))))
        .collect()
}

fn resolve_words(
    plan: &Plan,
    known: &Known,
    id: UnitId,
    words: &Words,
    titles: &[UnitId],
    span: Span,
) -> Dependencies {
    let mut out = Dependencies::default();
    let own = plan.unit(id).kind;
    if words.none {
        out.source = DependencySource::DeclaredNone;
        return out;
    }
    let mut seen = FxHashSet::default();
    let mut push = |unit: UnitId, at: Span| {
        if seen.insert(unit) {
            out.on.push(Spanned::new(unit, at));
        }
    };
    if words.all_before {
        for (other, unit) in plan.units_of(own) {
            if other < id && unit.parent == plan.unit(id).parent {
                push(other, span);
            }
        }
    }
    for other in titles {
        push(*other, span);
    }
    for (number, at) in &words.named_stories {
        let mut phases = plan.units_of(UnitKind::Phase);
        let story = phases.find(|(_, it)| story_of(&it.title.value) == Some(number));
        if let Some((story, _)) = story.filter(|it| it.0 != id) {
            push(story, *at);
        }
    }
    let names_some = !words.numbers.is_empty() || !words.named_stories.is_empty();
    if words.stories && !names_some && words.ranges.is_empty() {
        for (other, unit) in plan.units_of(UnitKind::Phase) {
            if other < id && story_of(&unit.title.value).is_some() {
                push(other, span);
            }
        }
    }
    if words.previous
        && let Some(previous) = known.siblings.before(&plan.units, id).last().copied()
    {
        push(previous, span);
    }
    let mut unknown = Vec::new();
    // A plan without phases of its own that waits for `Phase 5` speaks of another plan.
    let has_own = |kind: Option<UnitKind>| plan.units_of(kind.unwrap_or(own)).nth(1).is_some();
    for (kind, number, at) in &words.numbers {
        match find(plan, &known.siblings, id, *kind, number) {
            // `Phase 1. Phase 2 can also be built without it.` tells of phase 2 itself.
            Some(unit) if unit == id && at.start() > words.sentence_end => {}
            Some(unit) => push(unit, *at),
            None if known
                .listed
                .contains(&(kind.unwrap_or(own), number_key(number))) =>
            {
                out.source = DependencySource::Written;
            }
            None if has_own(*kind) => unknown.push(Spanned::new(number.clone(), *at)),
            None => {}
        }
    }
    for (kind, first, last, at) in &words.ranges {
        let found = range(plan, &known.siblings, id, *kind, first, last);
        if found.is_empty() && has_own(*kind) {
            unknown.push(Spanned::new(format!("{first}-{last}"), *at));
        }
        for unit in found {
            push(unit, *at);
        }
    }
    let explicit = words
        .numbers
        .iter()
        .any(|(kind, number, _)| kind.is_some() || number.starts_with('T'))
        || words
            .ranges
            .iter()
            .any(|(kind, first, ..)| kind.is_some() || first.starts_with('T'));
    // Numbers without a word that no unit has are prose: issue numbers, versions, sizes.
    if explicit || !out.on.is_empty() {
        out.unknown = unknown;
    }
    if !out.on.is_empty() || !out.unknown.is_empty() || words.all_before {
        out.source = DependencySource::Written;
    }
    out
}

/// Finds the unit that a number means, as near to `from` as possible.
fn find(
    plan: &Plan,
    siblings: &Siblings,
    from: UnitId,
    kind: Option<UnitKind>,
    number: &str,
) -> Option<UnitId> {
    let own = plan.unit(from);
    let key = number_key(number);
    let of_kind = |kind: UnitKind| {
        let found = siblings.numbers.get(&(kind, key.clone()))?;
        let near = found.iter().find(|id| plan.unit(**id).parent == own.parent);
        near.or(found.first()).copied()
    };
    let none_of = |kind: UnitKind| plan.units_of(kind).next().is_none();
    match kind {
        // `Task 2` may mean a step or a phase of that number in a plan without tasks.
        Some(kind) => of_kind(kind).or_else(|| {
            let other = matches!(kind, UnitKind::Task | UnitKind::Step) && none_of(kind);
            other.then(|| of_kind(own.kind)).flatten()
        }),
        None => of_kind(own.kind)
            .or_else(|| of_kind(UnitKind::Task))
            .or_else(|| of_kind(UnitKind::Phase).filter(|_| own.kind != UnitKind::Phase)),
    }
}

/// Finds the units from `first` to `last` in the order of the text.
fn range(
    plan: &Plan,
    siblings: &Siblings,
    from: UnitId,
    kind: Option<UnitKind>,
    first: &str,
    last: &str,
) -> Vec<UnitId> {
    let (Some(start), Some(end)) = (
        find(plan, siblings, from, kind, first),
        find(plan, siblings, from, kind, last),
    ) else {
        return between(plan, from, kind, first, last);
    };
    let kind = plan.unit(start).kind;
    plan.units_of(kind)
        .map(|(id, _)| id)
        .filter(|&id| start <= id && id <= end && id != from)
        .collect()
}

/// Finds the units whose numbers lie between two that no unit has.
fn between(
    plan: &Plan,
    from: UnitId,
    kind: Option<UnitKind>,
    first: &str,
    last: &str,
) -> Vec<UnitId> {
    let (Ok(first), Ok(last)) = (first.parse::<f32>(), last.parse::<f32>()) else {
        return Vec::new();
    };
    plan.units_of(kind.unwrap_or(plan.unit(from).kind))
        .filter(|(id, unit)| {
            let number = unit.number.as_ref().and_then(|it| it.value.parse().ok());
            *id != from && number.is_some_and(|number: f32| first <= number && number <= last)
        })
        .map(|(id, _)| id)
        .collect()
}
