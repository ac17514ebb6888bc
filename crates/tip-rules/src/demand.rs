//! How much is asked of a plan: it grows with its effort.

use tip_plan::{DialectId, Plan, Size};
use tip_syntax::Document;

use crate::quote::counted;
use crate::size_words::size_words;

/// Returns whether a plan is in the form of the template and at least of a size, so that what the template offers for such plans may
/// be asked of it.
pub(crate) fn asks(plan: &Plan, from: Size) -> bool {
    plan.dialect == DialectId::Tip && size_of(plan) >= from
}

/// Returns the size of a plan: what it says, or else what so many phases come to.
fn size_of(plan: &Plan) -> Size {
    let written = plan.effort.as_ref().and_then(|it| it.value.size);
    match (plan.phases().count(), written) {
        (0..=1, written) => written.unwrap_or(Size::S).min(Size::S),
        (_, Some(size)) => size,
        (2, None) => Size::S,
        (_, None) => Size::M,
    }
}

/// Returns the size of a plan and the words that tell where it is known from.
pub(crate) fn told_size_of(doc: &Document, plan: &Plan) -> (Size, String) {
    let size = size_of(plan);
    let phases = plan.phases().count();
    if phases > 1
        && let Some(effort) = plan.effort.as_ref().filter(|it| it.value.size.is_some())
    {
        let words = size_words(doc, size, effort.span);
        return (size, format!("the effort is {words}"));
    }
    let phases = counted(phases, "phase", "phases");
    let reason = format!("a plan with {phases} counts as `{}`", size.word());
    (size, reason)
}
