//! What somebody needs who carries out a phase, in one text of a given size.
//!
//! A plan is written for everybody and all of its time; who carries out one phase needs that phase, the code that it speaks of as it
//! stands *now*, the scenarios that show it, and what the documents of the domain say. Reading the plan and the files whole costs ten
//! times as much and is out of date.

mod code;

mod chosen;

mod documents;

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

/// So many tokens are given where nobody says otherwise.
pub const TOKENS: usize = 4000;

/// Fewer say nothing.
pub const LEAST_TOKENS: usize = 100;

/// Puts together what a phase or task needs, in so many tokens. `drifted` tells where the references of its file lead now.
fn pack(
    snapshot: &Snapshot,
    loaded: &Loaded,
    (file, id): (usize, UnitId),
    drifted: Option<&DriftedPlan>,
    budget: usize,
) -> Pack {
    let (doc, plan) = &loaded.files[file];
    let path = &loaded.entry.files[file].path;
    let unit = plan.unit(id);
    let mut room = Room::new(budget);
    room.add("the head", &head(doc, plan, id));
    let own = doc.text(unit.span.cover(unit.lead)).trim_end();
    // A line that parts phases belongs to none.
    let own = own.trim_end_matches('-').trim_end();
    room.add(&format!("the rest of `{}`", unit.handle), own);
    let boxes = open_boxes(plan, id);
    if !boxes.is_empty() {
        room.add("the handles of open boxes", &boxes);
    }
    for place in code::places(snapshot, path, doc, plan, id, drifted) {
        room.add(&place.name, &place.text);
    }
    for it in scenarios::of_phase(loaded, (file, id)) {
        room.add(&it.name, &it.text);
    }
    // What a document says at length is for whoever opens it.
    let most = budget / DOCUMENT_SHARE;
    for it in documents::sections(snapshot, path, doc, plan, id) {
        room.add_most(&it.name, &it.text, most);
    }
    for (_, it) in plan.units_of(UnitKind::Research) {
        if !it.state.value.is_over() {
            let text = doc.text(it.span.cover(it.lead)).trim_end();
            let text = format!("## Open research\n\n{text}");
            room.add(&format!("the research `{}`", it.handle), &text);
        }
    }
    Pack {
        handle: unit.handle.clone(),
        title: unit.title.value.clone(),
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
fn head(doc: &Document, plan: &Plan, id: UnitId) -> String {
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
    let title = plan.title.as_ref().map_or("", |it| it.value.as_str());
    format!("{title}: {} is {}", unit.handle, facts.join(", "))
}

fn word(state: UnitState) -> String {
    state.word().replace('_', " ")
}

/// Names the open boxes of a phase, and by what each is shown.
fn open_boxes(plan: &Plan, id: UnitId) -> String {
    let within = plan.unit(id).span;
    let open = |it: &&CheckBox| {
        it.state != BoxState::Done
            && !it.deferred
            && (within.contains(it.mark) || it.phase == Some(id) || it.unit == Some(id))
    };
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
