//! Findings that speak of several places at once.

use tip_syntax::{Finding, Label};

use crate::quote::counted;

/// How many places are shown beside the first.
const SHOWN: usize = 3;

/// Shows further places of a finding, and counts those that are too many to show: `2 more phases are not done`.
pub(crate) fn and_more(
    mut finding: Finding,
    more: impl ExactSizeIterator<Item = Label>,
    one: &str,
    many: &str,
    behind: &str,
) -> Finding {
    let hidden = more.len().saturating_sub(SHOWN);
    for label in more.take(SHOWN) {
        finding = finding.also(label);
    }
    if hidden > 0 {
        let rest = counted(hidden, one, many);
        finding = finding.note(format!("{rest} {behind}"));
    }
    finding
}
