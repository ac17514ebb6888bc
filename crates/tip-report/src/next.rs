//! What can be worked on.

use crate::{NextPlan, Terminal};

/// Renders what is ready.
pub fn render(plans: &[NextPlan], terminal: &Terminal) -> String {
    let _ = (plans, terminal);
    String::new()
}

/// Returns what is ready as JSON.
pub fn json(plans: &[NextPlan], version: &str) -> String {
    let _ = (plans, version);
    String::new()
}
