//! A plan as JSON.

use serde_json::Value;

use crate::PlanView;

/// Returns a plan as a JSON object over several lines.
pub fn show(view: &PlanView<'_>, version: &str) -> String {
    let _ = (view, version);
    String::new()
}

/// Returns a plan as a JSON object on one line, without line end.
pub fn show_line(view: &PlanView<'_>, version: &str) -> String {
    let _ = (view, version);
    String::new()
}

/// Returns the JSON Schema of [`show`].
pub fn plan_schema() -> Value {
    Value::Null
}
