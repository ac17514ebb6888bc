//! How much is asked of a plan: it grows with its effort.

use tip_plan::{DialectId, Plan, Size};

use crate::quote::counted;

/// Returns whether a plan is in the form of the template and at least of a size, so that what the template offers for such plans may
/// be asked of it.
pub(crate) fn asks(plan: &Plan, from: Size) -> bool {
    plan.dialect == DialectId::Tip && size_of(plan).0 >= from
}

/// Returns the size of a plan and the words that tell where it is known from.
pub(crate) fn size_of(plan: &Plan) -> (Size, String) {
    let phases = plan.phases().count();
    let written = plan.effort.as_ref().and_then(|it| it.value.size);
    let size = match (phases, written) {
        (0..=1, written) => written.unwrap_or(Size::S).min(Size::S),
        (_, Some(size)) => return (size, format!("the effort is `{}`", size.word())),
        (2, None) => Size::S,
        (_, None) => Size::M,
    };
    let phases = counted(phases, "phase", "phases");
    (
        size,
        format!("a plan with {phases} counts as `{}`", size.word()),
    )
}
