//! How messages name a unit.

use tip_plan::Unit;
use tip_syntax::Span;

use crate::quote::quoted;

/// Returns what a message calls a unit: ``phase `2` ``, or by its title where it has no number.
pub(crate) fn unit_name(unit: &Unit) -> String {
    let words = unit.number.as_ref().unwrap_or(&unit.title);
    if words.value.is_empty() {
        return format!("a {} without a name", unit.kind.word());
    }
    format!("{} {}", unit.kind.word(), quoted(&words.value))
}

/// Returns the place that best stands for a unit: its number, else its title, else its lead.
pub(crate) fn unit_place(unit: &Unit) -> Span {
    match &unit.number {
        Some(number) => number.span,
        None if unit.title.span.is_empty() => unit.lead,
        None => unit.title.span,
    }
}
