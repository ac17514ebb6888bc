//! Where what was asked is not what a tool takes, said by the name of the argument.

use serde_json::{Map, Value};
use tip_work::Failure;

use crate::answer::cut;

/// So many characters are repeated of what stands where something else is taken.
const SHOWN: usize = 40;

/// Fails for arguments that do not have the types that a schema of ours names.
pub(crate) fn check(
    schema: &Map<String, Value>,
    arguments: &Map<String, Value>,
) -> Result<(), Failure> {
    of_object(schema, arguments, "")
}

fn of_object(
    schema: &Map<String, Value>,
    object: &Map<String, Value>,
    path: &str,
) -> Result<(), Failure> {
    let fields = schema.get("properties").and_then(Value::as_object);
    let others = schema
        .get("additionalProperties")
        .and_then(Value::as_object);
    let within = |name: &str| match path {
        "" => name.to_owned(),
        path => format!("{path}.{name}"),
    };
    for (name, value) in object {
        let known = fields
            .and_then(|it| it.get(name))
            .and_then(Value::as_object);
        let Some(schema) = known.or(others) else {
            let failure = Failure::usage(format!("nothing is taken as `{}`", within(name)));
            return Err(failure.hint(takes(fields)));
        };
        of_value(schema, value, &within(name))?;
    }
    let required = schema.get("required").and_then(Value::as_array);
    let mut required = required.into_iter().flatten().filter_map(Value::as_str);
    match required.find(|it| object.get(*it).is_none_or(Value::is_null)) {
        Some(name) => {
            let failure = Failure::usage(format!("`{}` is missing", within(name)));
            Err(failure.hint(takes(fields)))
        }
        None => Ok(()),
    }
}

fn of_value(schema: &Map<String, Value>, value: &Value, path: &str) -> Result<(), Failure> {
    let kind = schema.get("type").and_then(Value::as_str);
    let is_it = match kind {
        // What need not be there may be null.
        _ if value.is_null() => true,
        Some("string") => value.is_string(),
        Some("integer") => value.is_u64(),
        Some("boolean") => value.is_boolean(),
        Some("array") => value.is_array(),
        Some("object") => value.is_object(),
        _ => true,
    };
    if !is_it {
        let is = value.to_string();
        let failure = format!(
            "`{path}` is {}, and {} is taken",
            cut(&is, SHOWN),
            words(kind)
        );
        return Err(Failure::usage(failure));
    }
    if let (Some(Value::Array(known)), Some(word)) = (schema.get("enum"), value.as_str())
        && !known.contains(value)
    {
        let known: Vec<&str> = known.iter().filter_map(Value::as_str).collect();
        let failure = Failure::usage(format!("`{path}` is no `{}`", cut(word, SHOWN)));
        return Err(failure.hint(format!("it is one of {}", known.join(", "))));
    }
    match value {
        Value::Object(object) => of_object(schema, object, path),
        Value::Array(items) => {
            let Some(schema) = schema.get("items").and_then(Value::as_object) else {
                return Ok(());
            };
            let mut items = items.iter().enumerate();
            items.try_for_each(|(at, it)| of_value(schema, it, &format!("{path}[{at}]")))
        }
        _ => Ok(()),
    }
}

/// Names a type for people.
fn words(kind: Option<&str>) -> &'static str {
    match kind {
        Some("string") => "a text",
        Some("integer") => "a whole number from 0",
        Some("boolean") => "true or false",
        Some("array") => "a list",
        _ => "an object",
    }
}

/// Says what is taken.
fn takes(fields: Option<&Map<String, Value>>) -> String {
    let names = fields.into_iter().flatten();
    let names: Vec<String> = names.map(|(name, _)| format!("`{name}`")).collect();
    format!("it takes {}", names.join(", "))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check_one(arguments: &Value, expected: &str) {
        let schema = json!({
            "type": "object",
            "required": ["plan"],
            "properties": {
                "plan": { "type": "string" },
                "limit": { "type": "integer" },
                "edits": { "type": "array", "items": {
                    "type": "object",
                    "required": ["do"],
                    "properties": {
                        "do": { "type": "string", "enum": ["tick", "note"] },
                        "fields": { "type": "object", "additionalProperties": { "type": "string" } },
                    },
                } },
            },
        });
        let (Value::Object(schema), Value::Object(arguments)) = (schema, arguments) else {
            panic!("objects");
        };
        let told = check(&schema, arguments).map_or_else(|it| it.message(), |()| String::new());
        assert_eq!(told, expected);
    }

    #[test]
    fn what_is_not_taken_is_told_by_its_name() {
        check_one(&json!({ "plan": "a", "limit": null }), "");
        check_one(&json!({}), "`plan` is missing");
        check_one(
            &json!({ "plan": ["a"] }),
            "`plan` is [\"a\"], and a text is taken",
        );
        check_one(
            &json!({ "plan": "a", "limit": -1 }),
            "`limit` is -1, and a whole number from 0 is taken",
        );
        check_one(
            &json!({ "plan": "a", "colour": 1 }),
            "nothing is taken as `colour`",
        );
        let edit = |edit: Value| json!({ "plan": "a", "edits": [edit] });
        check_one(&edit(json!({ "do": "tick" })), "");
        check_one(&edit(json!({})), "`edits[0].do` is missing");
        check_one(&edit(json!({ "do": "burn" })), "`edits[0].do` is no `burn`");
        check_one(
            &edit(json!({ "do": "note", "fields": { "effort": 5 } })),
            "`edits[0].fields.effort` is 5, and a text is taken",
        );
    }
}
