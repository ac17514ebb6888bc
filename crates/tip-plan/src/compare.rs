//! What changed in the meaning of a plan between two of its versions.
//!
//! Units and boxes are known again by their ids, which survive edits elsewhere; those that are left over are paired by number, or by
//! the likeness of their words. Where text moved or was wrapped anew, nothing changed.

use rustc_hash::{FxHashMap, FxHashSet};
use tip_syntax::Document;

use crate::{BoxState, CheckBox, Plan, Unit, UnitId, UnitKind};

/// How alike the words of two boxes must be for one to be an edit of the other.
const ALIKE: f64 = 0.75;

/// How many pairs of boxes are compared at most; beyond, an edited box counts as a new one.
const MOST_COMPARED: usize = 250_000;

/// A version of a plan.
#[derive(Clone, Copy, Debug)]
pub struct Version<'a> {
    /// The document.
    pub doc: &'a Document,
    /// What was read of it.
    pub plan: &'a Plan,
}

/// What changed, and from what to what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The handle of what changed, in the version that has it; empty for the plan as a whole.
    pub handle: String,
    /// Its words.
    pub what: String,
    /// What changed of it.
    pub aspect: Aspect,
    /// What it was; `None` where there was nothing.
    pub before: Option<String>,
    /// What it is; `None` where there is nothing any more.
    pub after: Option<String>,
}

/// What can change of a plan, a unit or a box.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Aspect {
    /// The stage.
    Status,
    /// The title.
    Title,
    /// How much work it is.
    Effort,
    /// How sure the estimate is.
    Confidence,
    /// How far it has come.
    State,
    /// What it waits for.
    Dependencies,
    /// Whether it is there at all.
    Presence,
    /// The words of a box.
    Text,
    /// Whether a box is ticked.
    Tick,
}

impl Aspect {
    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Title => "title",
            Self::Effort => "effort",
            Self::Confidence => "confidence",
            Self::State => "state",
            Self::Dependencies => "dependencies",
            Self::Presence => "presence",
            Self::Text => "text",
            Self::Tick => "tick",
        }
    }
}

/// Returns what changed in meaning from one version of a plan to another: the plan itself, then its units, then its boxes.
pub fn compare(before: Version<'_>, after: Version<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    of_plan(before.plan, after.plan, &mut changes);
    let units = pair_units(before.plan, after.plan);
    of_units(before, after, &units, &mut changes);
    of_boxes(before, after, &mut changes);
    changes
}

/// Which units and boxes of a version are those of the one before it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Same {
    /// For each unit after, the position of the one before.
    pub units: Vec<Option<usize>>,
    /// For each box after, the position of the one before.
    pub boxes: Vec<Option<usize>>,
}

/// Knows the units and boxes of a version again in the one before it, as [`compare`] does.
pub fn same(before: Version<'_>, after: Version<'_>) -> Same {
    let mut units = vec![None; after.plan.units.len()];
    for (old, new) in pair_units(before.plan, after.plan).both {
        units[new] = Some(old);
    }
    Same {
        units,
        boxes: pair_boxes(before, after),
    }
}

fn of_plan(before: &Plan, after: &Plan, changes: &mut Vec<Change>) {
    let mut note = |aspect, old: Option<String>, new: Option<String>| {
        if old != new {
            changes.push(Change {
                handle: String::new(),
                what: String::new(),
                aspect,
                before: old,
                after: new,
            });
        }
    };
    let status = |plan: &Plan| plan.status.stage.map(|it| it.word().to_owned());
    let effort = |plan: &Plan| plan.effort.as_ref().map(|it| it.value.short());
    let confidence = |plan: &Plan| {
        plan.confidence
            .as_ref()
            .map(|it| it.value.word().to_owned())
    };
    let title = |plan: &Plan| plan.title.as_ref().map(|it| it.value.clone());
    note(Aspect::Status, status(before), status(after));
    note(Aspect::Title, title(before), title(after));
    note(Aspect::Effort, effort(before), effort(after));
    note(Aspect::Confidence, confidence(before), confidence(after));
}

/// Pairs of positions in two lists of units, and what is left over on either side.
#[derive(Debug, Default)]
struct Pairs {
    both: Vec<(usize, usize)>,
    gone: Vec<usize>,
    new: Vec<usize>,
}

fn pair_units(before: &Plan, after: &Plan) -> Pairs {
    let by_id: FxHashMap<&str, usize> = ids(before.units.iter().map(|it| it.id.as_str()));
    let mut taken = FxHashSet::default();
    let mut pairs = Pairs::default();
    let mut left = Vec::new();
    for (at, unit) in after.units.iter().enumerate() {
        match by_id.get(unit.id.as_str()) {
            Some(&old) if taken.insert(old) => pairs.both.push((old, at)),
            _ => left.push(at),
        }
    }
    // The title of a unit changed, but not its number.
    let mut by_number: FxHashMap<(UnitKind, &str), usize> = FxHashMap::default();
    for (at, unit) in before.units.iter().enumerate() {
        if let Some(number) = &unit.number
            && !taken.contains(&at)
        {
            by_number.entry((unit.kind, &number.value)).or_insert(at);
        }
    }
    for at in left {
        let unit = &after.units[at];
        let number = unit.number.as_ref().map(|it| it.value.as_str());
        let old = number.and_then(|number| by_number.remove(&(unit.kind, number)));
        match old {
            Some(old) => {
                taken.insert(old);
                pairs.both.push((old, at));
            }
            None => pairs.new.push(at),
        }
    }
    pairs.gone = (0..before.units.len())
        .filter(|at| !taken.contains(at))
        .collect();
    pairs.both.sort_by_key(|(_, new)| *new);
    pairs
}

fn ids<'a>(all: impl Iterator<Item = &'a str>) -> FxHashMap<&'a str, usize> {
    let mut by_id = FxHashMap::default();
    for (at, id) in all.enumerate() {
        by_id.entry(id).or_insert(at);
    }
    by_id
}

fn of_units(before: Version<'_>, after: Version<'_>, pairs: &Pairs, changes: &mut Vec<Change>) {
    for &(old, new) in &pairs.both {
        unit(
            &before.plan.units[old],
            &after.plan.units[new],
            (before.plan, after.plan),
            changes,
        );
    }
    // What a box is itself is told where boxes are.
    let apart = |unit: &Unit| unit.own_box.is_none();
    for unit in pairs.gone.iter().map(|at| &before.plan.units[*at]) {
        if apart(unit) {
            changes.push(presence(&unit.handle, &unit.title.value, true));
        }
    }
    for unit in pairs.new.iter().map(|at| &after.plan.units[*at]) {
        if apart(unit) {
            changes.push(presence(&unit.handle, &unit.title.value, false));
        }
    }
}

fn presence(handle: &str, what: &str, gone: bool) -> Change {
    let there = Some(what.to_owned());
    Change {
        handle: handle.to_owned(),
        what: what.to_owned(),
        aspect: Aspect::Presence,
        before: there.clone().filter(|_| gone),
        after: there.filter(|_| !gone),
    }
}

fn unit(old: &Unit, new: &Unit, plans: (&Plan, &Plan), changes: &mut Vec<Change>) {
    let mut note = |aspect, before: Option<String>, after: Option<String>| {
        if before != after {
            changes.push(Change {
                handle: new.handle.clone(),
                what: new.title.value.clone(),
                aspect,
                before,
                after,
            });
        }
    };
    let title = |unit: &Unit| Some(unit.title.value.clone());
    let effort = |unit: &Unit| unit.effort.as_ref().map(|it| it.value.short());
    let waits = |unit: &Unit, plan: &Plan| -> Option<String> {
        let on: Vec<&str> = unit
            .depends_on
            .on
            .iter()
            .map(|it| name_of(plan, it.value))
            .collect();
        (!on.is_empty()).then(|| on.join(", "))
    };
    let state = |unit: &Unit| Some(unit.state.value.word().to_owned());
    note(Aspect::Title, title(old), title(new));
    // The state of what has boxes, or is one, follows from them.
    if new.own_box.is_none() {
        note(Aspect::State, state(old), state(new));
    }
    note(Aspect::Effort, effort(old), effort(new));
    note(
        Aspect::Dependencies,
        waits(old, plans.0),
        waits(new, plans.1),
    );
}

fn name_of(plan: &Plan, id: UnitId) -> &str {
    &plan.unit(id).handle
}

fn of_boxes(before: Version<'_>, after: Version<'_>, changes: &mut Vec<Change>) {
    let (old, new) = (&before.plan.boxes, &after.plan.boxes);
    let pairs = pair_boxes(before, after);
    let mut taken = vec![false; old.len()];
    for (it, pair) in new.iter().zip(&pairs) {
        let words = text(after, it);
        let Some(at) = *pair else {
            changes.push(presence(&it.handle, &words, false));
            continue;
        };
        taken[at] = true;
        let was = text(before, &old[at]);
        if was != words {
            changes.push(Change {
                handle: it.handle.clone(),
                what: words.clone(),
                aspect: Aspect::Text,
                before: Some(was),
                after: Some(words),
            });
        }
        tick(&old[at], it, after, changes);
    }
    for (at, it) in old.iter().enumerate() {
        if !taken[at] {
            changes.push(presence(&it.handle, &text(before, it), true));
        }
    }
}

/// Returns for each box of `after` the position of the one in `before` that it was: by id, by its words, or by words much like them.
fn pair_boxes(before: Version<'_>, after: Version<'_>) -> Vec<Option<usize>> {
    let (old, new) = (&before.plan.boxes, &after.plan.boxes);
    let by_id = ids(old.iter().map(|it| it.id.as_str()));
    let mut taken = vec![false; old.len()];
    let mut pairs = vec![None; new.len()];
    let take = |pair: &mut Option<usize>, at: usize, taken: &mut Vec<bool>| {
        if !taken[at] {
            taken[at] = true;
            *pair = Some(at);
        }
    };
    for (it, pair) in new.iter().zip(&mut pairs) {
        if let Some(&at) = by_id.get(it.id.as_str()) {
            take(pair, at, &mut taken);
        }
    }
    // What stands in a phase of another name has another id.
    let mut by_words: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for (at, it) in old.iter().enumerate().rev() {
        if !taken[at] {
            by_words.entry(text(before, it)).or_default().push(at);
        }
    }
    for (it, pair) in new.iter().zip(&mut pairs) {
        if pair.is_none()
            && let Some(at) = by_words.get_mut(&text(after, it)).and_then(Vec::pop)
        {
            take(pair, at, &mut taken);
        }
    }
    let open: Vec<usize> = (0..old.len()).filter(|at| !taken[*at]).collect();
    let left = pairs.iter().filter(|it| it.is_none()).count();
    if open.len() * left > MOST_COMPARED {
        return pairs;
    }
    for (it, pair) in new.iter().zip(&mut pairs) {
        if pair.is_some() {
            continue;
        }
        let words = text(after, it);
        let scored = open.iter().filter(|at| old[**at].kind == it.kind);
        let best = scored
            .filter(|at| !taken[**at])
            .map(|at| (strsim::jaro_winkler(&text(before, &old[*at]), &words), *at))
            .filter(|(score, _)| *score >= ALIKE)
            .max_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((_, at)) = best {
            take(pair, at, &mut taken);
        }
    }
    pairs
}

fn tick(old: &CheckBox, new: &CheckBox, after: Version<'_>, changes: &mut Vec<Change>) {
    let word = |state: BoxState| Some(state.word().to_owned());
    if old.state != new.state {
        changes.push(Change {
            handle: new.handle.clone(),
            what: text(after, new),
            aspect: Aspect::Tick,
            before: word(old.state),
            after: word(new.state),
        });
    }
}

fn text(version: Version<'_>, it: &CheckBox) -> String {
    version.doc.source().folded(it.text).into_owned()
}
