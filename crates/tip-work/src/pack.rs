//! What somebody needs who carries out a phase, in one text of a given size.
//!
//! A plan is written for everybody and all of its time; who carries out one phase needs that phase, the code that it speaks of as it
//! stands *now*, the scenarios that show it, and what the documents of the domain say. Reading the plan and the files whole costs ten
//! times as much and is out of date.

mod code;

mod beside;

mod chosen;

mod documents;

mod own;

mod requirements;

mod room;

mod scenarios;

use tip_plan::{BoxState, CheckBox, DependencySource, Plan, Proof, UnitId, UnitKind, UnitState};
use tip_report::context::{CHARACTERS_PER_TOKEN, Pack};
use tip_syntax::Document;
use tip_workspace::{DriftedPlan, Snapshot};

pub use self::chosen::of_phase;
use self::room::Room;
use crate::Loaded;

/// A section of a document takes at most so large a part of the room.
const DOCUMENT_SHARE: usize = 5;

/// What a specification requires takes at most so large a part of it.
const REQUIREMENT_SHARE: usize = 8;

/// The beginning of another file of the plan takes at most so large a part of it.
const BESIDE_SHARE: usize = 10;

/// So many tokens are given where nobody says otherwise.
pub const TOKENS: usize = 4000;

/// Where nobody says how many, so many of them are for the words of the plan itself, unless more are needed.
const OWN_TOKENS: usize = 1500;

/// Fewer say nothing.
pub const LEAST_TOKENS: usize = 100;

/// Puts together what a phase or task needs, or a plan that has none, in so many tokens; where nobody asked for a number, what may wait is
/// left for later. `drifted` tells where the references of its file lead now.
fn pack(
    snapshot: &Snapshot,
    loaded: &Loaded,
    (file, id): (usize, Option<UnitId>),
    drifted: Option<&DriftedPlan>,
    asked: Option<usize>,
) -> Pack {
    let (doc, plan) = &loaded.files[file];
    let path = &loaded.entry.files[file].path;
    let budget = asked.unwrap_or(TOKENS);
    let mut room = Room::new(budget);
    if let Some(id) = id {
        let title = loaded.title().unwrap_or_else(|| loaded.entry.name.clone());
        room.add("the head", &head(doc, plan, id, &title));
    }
    let own = own::text(doc, plan, id, asked.unwrap_or(OWN_TOKENS));
    let rest = match id {
        Some(id) => format!("the rest of `{}`", plan.unit(id).handle),
        None => "the rest of the plan".to_owned(),
    };
    room.add(&rest, &own.text);
    room.left_out.extend_from_slice(&own.later);
    let boxes = open_boxes(plan, id);
    if !boxes.is_empty() {
        room.add("the handles of open boxes", &boxes);
    }
    let of = code::Of {
        id,
        hidden: &own.hidden,
    };
    for place in code::places(snapshot, path, plan, of, drifted) {
        room.add(&place.name, &place.text);
    }
    let scenarios = id.map(|id| scenarios::of_phase(loaded, (file, id)));
    for it in scenarios.into_iter().flatten() {
        room.add(&it.name, &it.text);
    }
    for it in id.map_or_else(Vec::new, |id| {
        requirements::beside(snapshot, loaded, (file, id))
    }) {
        room.add_most(&it.name, &it.text, budget / REQUIREMENT_SHARE);
    }
    if id.is_some() {
        for it in beside::beginnings(loaded, file) {
            room.add_most(&it.name, &it.text, budget / BESIDE_SHARE);
        }
    }
    // What a document says at length is for whoever opens it.
    let most = budget / DOCUMENT_SHARE;
    for it in documents::sections(snapshot, path, doc, plan, id) {
        room.add_most(&it.name, &it.text, most);
    }
    for (_, it) in plan.units_of(UnitKind::Research) {
        if id.is_some() && !it.state.value.is_over() {
            let text = doc.text(it.span.cover(it.lead)).trim_end();
            let text = format!("## Open research\n\n{text}");
            room.add(&format!("the research `{}`", it.handle), &text);
        }
    }
    let unit = id.map(|id| plan.unit(id));
    let title = || loaded.title().unwrap_or_default();
    Pack {
        handle: unit.map(|it| it.handle.clone()),
        title: unit.map_or_else(title, |it| it.title.value.clone()),
        path: path.clone(),
        text: room.text,
        left_out: room.left_out,
    }
}

/// A piece of a pack.
pub(crate) struct Piece {
    /// What it is called where it does not fit.
    name: String,
    text: String,
}

/// Says how far a phase has come and what it waits for.
fn head(doc: &Document, plan: &Plan, id: UnitId, title: &str) -> String {
    let unit = plan.unit(id);
    let mut facts = vec![word(unit.state.value)];
    if let Some(effort) = &unit.effort {
        facts.push(format!("effort {}", doc.source().folded(effort.span)));
    }
    let on = unit.depends_on.on.iter().map(|it| {
        let other = plan.unit(it.value);
        format!("{} ({})", other.handle, word(other.state.value))
    });
    let on: Vec<String> = on.collect();
    if unit.depends_on.source != DependencySource::DeclaredNone && !on.is_empty() {
        facts.push(format!("after {}", on.join(", ")));
    }
    if let Some(parent) = unit.parent.map(|it| plan.unit(it)) {
        facts.push(format!("part of {} {}", parent.handle, parent.title.value));
    }
    format!("{title}: {} is {}", unit.handle, facts.join(", "))
}

fn word(state: UnitState) -> String {
    state.word().replace('_', " ")
}

/// Names the open boxes of a phase, or of a plan without one, and by what each is shown.
fn open_boxes(plan: &Plan, id: Option<UnitId>) -> String {
    let is_own = |it: &CheckBox| {
        id.is_none_or(|id| {
            let within = plan.unit(id).span;
            within.contains(it.mark) || it.phase == Some(id) || it.unit == Some(id)
        })
    };
    let open = |it: &&CheckBox| it.state != BoxState::Done && !it.deferred && is_own(it);
    let boxes = plan.boxes.iter().filter(open).map(|it| {
        let shown = match plan.proof(it) {
            Proof::Run => "by its command",
            Proof::Person(_) => "by a person",
            Proof::Tick => "by a tick",
        };
        (it.handle.as_str(), shown)
    });
    let boxes: Vec<(&str, &str)> = boxes.collect();
    let mut parts = Vec::new();
    for shown in ["by its command", "by a person", "by a tick"] {
        let handles: Vec<&str> = boxes
            .iter()
            .filter(|it| it.1 == shown)
            .map(|it| it.0)
            .collect();
        if !handles.is_empty() {
            parts.push(format!("{shown}: {}", handles.join(" ")));
        }
    }
    if parts.is_empty() {
        return String::new();
    }
    format!("Open boxes, in the order above, shown {}", parts.join("; "))
}
