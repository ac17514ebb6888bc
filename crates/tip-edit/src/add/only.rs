//! Whether what was added is all that a plan says anew.

use tip_plan::{BoxKind, BoxState, CheckBox, Plan, Site, Unit, UnitId, UnitKind};

/// What was to be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// A unit of this kind.
    Unit(UnitKind),
    /// A criterion of this phase or task.
    Criterion(UnitId),
}

/// Returns whether a plan that was read again after a change has what was added, once, and for the rest the units and boxes that it had, in
/// their order, below what they stood below.
///
/// A phase brings boxes with it, everything else no more than itself. States are not compared: a box more may open a phase again.
pub fn adds_only(before: &Plan, after: &Plan, added: Added) -> bool {
    let units = new(
        &before
            .units
            .iter()
            .map(|it| unit(before, it))
            .collect::<Vec<_>>(),
        &after
            .units
            .iter()
            .map(|it| unit(after, it))
            .collect::<Vec<_>>(),
    );
    let boxes = new(
        &before
            .boxes
            .iter()
            .map(|it| one_box(before, it))
            .collect::<Vec<_>>(),
        &after
            .boxes
            .iter()
            .map(|it| one_box(after, it))
            .collect::<Vec<_>>(),
    );
    let (Some(units), Some(boxes)) = (units, boxes) else {
        return false;
    };
    match added {
        Added::Criterion(under) => {
            let [at] = boxes.as_slice() else { return false };
            let it = &after.boxes[*at];
            // No unit was added, so that those before it have kept their places.
            units.is_empty() && it.kind == BoxKind::Criterion && it.unit == Some(under)
        }
        Added::Unit(kind) => {
            let [at] = units.as_slice() else { return false };
            after.units[*at].kind == kind && (kind == UnitKind::Phase || boxes.is_empty())
        }
    }
}

/// What makes a unit the same one: its number may be another.
type UnitKey<'a> = (UnitKind, Site, &'a str, Option<&'a str>);

fn unit<'a>(plan: &'a Plan, it: &'a Unit) -> UnitKey<'a> {
    (
        it.kind,
        it.site,
        &it.title.value,
        it.parent.map(|it| title(plan, it)),
    )
}

/// What makes a box the same one: what it says is not touched.
type BoxKey<'a> = (BoxKind, BoxState, bool, Option<&'a str>);

fn one_box<'a>(plan: &'a Plan, it: &'a CheckBox) -> BoxKey<'a> {
    (
        it.kind,
        it.state,
        it.is_unit.is_some(),
        it.unit.map(|it| title(plan, it)),
    )
}

fn title(plan: &Plan, id: UnitId) -> &str {
    &plan.unit(id).title.value
}

/// Returns the positions of what is new; `None` where something old is missing, or stands elsewhere.
fn new<T: PartialEq>(before: &[T], after: &[T]) -> Option<Vec<usize>> {
    // What is new stands in one piece, so that the rest is a head and a tail.
    let head = before.iter().zip(after).take_while(|(a, b)| a == b).count();
    let more = after.len().checked_sub(before.len())?;
    (before[head..] == after[head + more..]).then(|| (head..head + more).collect())
}
