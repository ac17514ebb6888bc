//! The boxes that tell how much of a plan is done.

use tip_plan::{BoxKind, CheckBox, Plan, UnitState};

/// Returns the boxes that must be ticked for the plan to be complete.
///
/// Reviews of the document, boxes in tables, what is deferred, optional or given up do not count.
pub(crate) fn counted_boxes(plan: &Plan) -> impl Iterator<Item = &CheckBox> {
    plan.boxes
        .iter()
        .filter(|it| it.kind != BoxKind::Review && !it.in_table && !it.deferred)
        .filter(|it| !is_left_out(plan, it))
}

fn is_left_out(plan: &Plan, it: &CheckBox) -> bool {
    let mut at = it.is_unit.or(it.unit);
    while let Some(id) = at {
        let unit = plan.unit(id);
        if unit.optional || unit.state.value == UnitState::Dropped {
            return true;
        }
        at = unit.parent.filter(|parent| *parent < id);
    }
    false
}
