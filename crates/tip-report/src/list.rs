//! The list of plans.

use crate::{PlanSummary, Terminal, Why};

/// Renders the plans as a table.
pub fn render(plans: &[PlanSummary], terminal: &Terminal) -> String {
    let _ = (plans, terminal);
    String::new()
}

/// Returns the plans as JSON.
pub fn json(plans: &[PlanSummary], version: &str) -> String {
    let _ = (plans, version);
    String::new()
}

/// Renders why files are plans, or are none.
pub fn render_why(files: &[Why], terminal: &Terminal) -> String {
    let _ = (files, terminal);
    String::new()
}

/// Returns why files are plans, or are none, as JSON.
pub fn why_json(files: &[Why], version: &str) -> String {
    let _ = (files, version);
    String::new()
}
