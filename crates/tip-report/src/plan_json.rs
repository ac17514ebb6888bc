//! A plan as JSON.
//!
//! Lines are counted from 1. Lists are in the order of the text; those of a plan in several files follow one another, file by file.
//! A handle is unique in its file, an id in the plan.

mod convert;

mod reading;

mod wire_types;

mod words;

use serde_json::Value;

use self::convert::plan;
use self::wire_types::PlanJson;
use crate::{PlanView, wire};

/// Returns a plan as a JSON object over several lines.
pub fn show(view: &PlanView<'_>, version: &str) -> String {
    wire::pretty(&plan(view, version))
}

/// Returns a plan as a JSON object on one line, without line end.
pub fn show_line(view: &PlanView<'_>, version: &str) -> String {
    wire::line(&plan(view, version))
}

/// Returns the JSON Schema of [`show`].
pub fn plan_schema() -> Value {
    wire::schema_of::<PlanJson<'_>>()
}
