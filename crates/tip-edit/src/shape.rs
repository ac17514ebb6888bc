//! Whether two readings of a plan say the same.

use tip_plan::{DependencySource, Plan, UnitId};

/// Returns whether two plans have the same units in the same order, in the same states, waiting for the same ones, with the same boxes;
/// numbers, titles and places may differ.
#[must_use]
pub fn same_shape(left: &Plan, right: &Plan) -> bool {
    let boxes = left.boxes.iter().zip(&right.boxes);
    left.units.len() == right.units.len()
        && left.boxes.len() == right.boxes.len()
        && first_difference(left, right).is_none()
        && boxes.clone().all(|(a, b)| {
            (a.kind, a.state, a.unit, a.is_unit) == (b.kind, b.state, b.unit, b.is_unit)
        })
}

/// Returns the first unit that is another one, in another state, or waits for other ones; units that only one of the plans has are not
/// looked at.
#[must_use]
pub fn first_difference(left: &Plan, right: &Plan) -> Option<UnitId> {
    let waits = |plan: &Plan, at: usize| -> (DependencySource, Vec<UnitId>, usize) {
        let it = &plan.units[at].depends_on;
        let mut on: Vec<UnitId> = it.on.iter().map(|it| it.value).collect();
        on.sort_unstable();
        (it.source, on, it.unknown.len())
    };
    let mut units = left.units.iter().zip(&right.units).enumerate();
    let at = units.position(|(at, (a, b))| {
        (a.kind, a.parent, a.state.value, a.site) != (b.kind, b.parent, b.state.value, b.site)
            || waits(left, at) != waits(right, at)
    })?;
    Some(UnitId(at as u32))
}
