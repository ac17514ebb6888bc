//! Ticks boxes.

use tip_plan::{BoxState, CheckBox, Plan};
use tip_syntax::{Document, Edit, Span};

use crate::confirm::unconfirm;

/// Ticks a box, in the way in which the plan ticks its boxes; nothing for one that is ticked.
pub fn tick(doc: &Document, plan: &Plan, it: &CheckBox) -> Vec<Edit> {
    if it.state == BoxState::Done {
        return Vec::new();
    }
    vec![Edit::replace(inner(it), mark(doc, plan, BoxState::Done))]
}

/// Takes the tick out of a box, and with it whose word it was; nothing for one that is open and that nobody speaks of.
pub fn untick(doc: &Document, plan: &Plan, it: &CheckBox) -> Vec<Edit> {
    let mut edits = unconfirm(doc, plan, it);
    if it.state != BoxState::Open {
        edits.push(Edit::replace(inner(it), mark(doc, plan, BoxState::Open)));
    }
    edits
}

/// Returns what stands between the brackets.
fn inner(it: &CheckBox) -> Span {
    Span::new(it.mark.start() + 1, it.mark.end() - 1)
}

/// Returns what the plan writes between the brackets most often for a state.
pub(crate) fn mark(doc: &Document, plan: &Plan, state: BoxState) -> String {
    let usual = match state {
        BoxState::Open => " ",
        BoxState::Done => "x",
        BoxState::Other => "~",
    };
    let mut counts: Vec<(&str, u32)> = vec![(usual, 0)];
    for it in plan.boxes.iter().filter(|it| it.state == state) {
        let written = doc.text(inner(it));
        match counts.iter_mut().find(|(mark, _)| *mark == written) {
            Some((_, count)) => *count += 1,
            None => counts.push((written, 1)),
        }
    }
    // Of those that are as frequent the usual one comes first.
    let most = counts.iter().map(|(_, count)| *count).max();
    let found = counts.iter().find(|(_, count)| Some(*count) == most);
    found.map_or(usual, |(mark, _)| mark).to_owned()
}
