//! A plan for the terminal.

use crate::{PlanView, Terminal};

/// Renders a plan.
pub fn render(view: &PlanView<'_>, terminal: &Terminal) -> String {
    let _ = (view, terminal);
    String::new()
}
