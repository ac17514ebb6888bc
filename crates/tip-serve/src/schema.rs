//! The schemas of what tools take and answer, as small as they can be: every client puts them before every conversation.

use rmcp::model::JsonObject;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

/// Returns the schema of what a tool takes.
pub(crate) fn input<T: JsonSchema>() -> JsonObject {
    let mut schema = of::<T>(SchemaSettings::draft2020_12().for_deserialize());
    tidy(&mut schema);
    let mut object = as_object(schema);
    object.remove("description");
    object
}

/// Returns the schema of what a tool answers: the types of its fields, and not those within lists.
pub(crate) fn output<T: JsonSchema>() -> JsonObject {
    let mut schema = of::<T>(SchemaSettings::draft2020_12().for_serialize());
    tidy(&mut schema);
    let mut object = as_object(schema);
    object.remove("description");
    if let Some(Value::Object(fields)) = object.get_mut("properties") {
        for field in fields.values_mut() {
            *field = shallow(field);
        }
    }
    object
}

fn of<T: JsonSchema>(mut settings: SchemaSettings) -> Value {
    settings.inline_subschemas = true;
    settings.meta_schema = None;
    settings
        .into_generator()
        .into_root_schema_for::<T>()
        .to_value()
}

/// Takes out what says nothing to a client: titles, defaults, formats such as `uint64` that strict validators refuse, and that what need
/// not be there may be null.
fn tidy(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.remove("format");
            map.remove("default");
            map.remove("minimum");
            // What nobody takes is refused with words that say so.
            if map.get("additionalProperties") == Some(&Value::Bool(false)) {
                map.remove("additionalProperties");
            }
            if map.get("title").is_some_and(Value::is_string) {
                map.remove("title");
            }
            if let Some(Value::Array(types)) = map.get("type") {
                let real: Vec<&Value> = types.iter().filter(|it| *it != "null").collect();
                if let [only] = real.as_slice() {
                    let only = (*only).clone();
                    map.insert("type".to_owned(), only);
                }
            }
            map.values_mut().for_each(tidy);
        }
        Value::Array(items) => items.iter_mut().for_each(tidy),
        _ => {}
    }
}

/// Keeps the type alone, and of a list that of its items, unless they are objects.
fn shallow(value: &Value) -> Value {
    let mut out = Map::new();
    if let Some(kind) = value.get("type") {
        out.insert("type".to_owned(), kind.clone());
    }
    let items = value.get("items").and_then(|it| it.get("type"));
    if let Some(kind) = items.filter(|it| *it != "object") {
        out.insert("items".to_owned(), json!({ "type": kind }));
    }
    Value::Object(out)
}

/// A schema of a struct is an object.
fn as_object(schema: Value) -> JsonObject {
    match schema {
        Value::Object(object) => object,
        _ => JsonObject::new(),
    }
}
