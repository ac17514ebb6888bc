//! What the wire formats have in common.

use schemars::{JsonSchema, SchemaGenerator, generate::SchemaSettings};
use serde::Serialize;
use serde_json::Value;

use crate::{Counted, StageBasis};

/// Writes a value as JSON over several lines, with a line end.
pub(crate) fn pretty(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_else(|error| failed(&error));
    text.push('\n');
    text
}

/// Writes a value as JSON on one line, without a line end.
pub(crate) fn line(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_else(|error| failed(&error))
}

/// Returns the word for what a stage rests on.
pub(crate) fn basis(basis: StageBasis) -> &'static str {
    match basis {
        StageBasis::Told => "told",
        StageBasis::NotBegun => "not_begun",
        StageBasis::SeemsBuilt => "seems_built",
        StageBasis::Unknown => "unknown",
    }
}

/// Returns the word for what progress counts.
pub(crate) fn counted(counted: Counted) -> &'static str {
    match counted {
        Counted::Boxes => "boxes",
        Counted::Phases => "phases",
    }
}

/// The wire types hold text, numbers and lists only, which can always be written.
fn failed(error: &serde_json::Error) -> String {
    debug_assert!(false, "{error}");
    String::from("null")
}

/// Returns the JSON Schema of a wire type as it is written.
pub(crate) fn schema_of<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let schema = SchemaGenerator::new(settings).into_root_schema_for::<T>();
    let mut value = schema.to_value();
    strip_formats(&mut value);
    value
}

/// Removes formats such as `uint32`, which strict validators refuse.
fn strip_formats(value: &mut Value) {
    match value {
        Value::Object(map) => {
            let is_numeric = |format: &Value| {
                format
                    .as_str()
                    .is_some_and(|it| it.starts_with("uint") || it.starts_with("int"))
            };
            if map.get("format").is_some_and(is_numeric) {
                map.remove("format");
            }
            for inner in map.values_mut() {
                strip_formats(inner);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(strip_formats),
        _ => {}
    }
}
