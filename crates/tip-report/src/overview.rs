//! The state of the plans at a glance.

use crate::{Overview, Terminal};

/// Renders the overview.
pub fn render(overview: &Overview<'_>, terminal: &Terminal) -> String {
    let _ = (overview, terminal);
    String::new()
}
