//! What a client may say at all: texts of a bounded length, in which nothing is hidden.

use rmcp::model::JsonObject;
use serde_json::Value;
use tip_report::escape;
use tip_work::Failure;

/// So many characters may a text have.
const LONGEST: usize = 4000;

/// So many things may a list hold.
const MOST: usize = 100;

/// The arguments that name something that is there, whatever it is called.
const NAMES: &[&str] = &["plan", "thing", "phase", "cursor"];

/// Fails for arguments that are too much, or that hide something from people who read a plan.
pub(crate) fn check(arguments: &JsonObject) -> Result<(), Failure> {
    arguments.iter().try_for_each(|(key, value)| {
        named(key)?;
        of_value(key, key, value)
    })
}

fn of_value(key: &str, path: &str, value: &Value) -> Result<(), Failure> {
    match value {
        Value::String(text) => of_text(key, path, text),
        Value::Array(items) if items.len() > MOST => Err(Failure::usage(format!(
            "`{path}` holds {} things, and {MOST} is the most",
            items.len()
        ))),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .try_for_each(|(at, it)| of_value(key, &format!("{path}[{at}]"), it)),
        Value::Object(fields) => fields.iter().try_for_each(|(key, it)| {
            named(key)?;
            of_value(key, &format!("{path}.{key}"), it)
        }),
        _ => Ok(()),
    }
}

/// Fails for a key that is no name at all, before it becomes part of a message.
fn named(key: &str) -> Result<(), Failure> {
    let is_name = key.len() <= 60 && escape::unseen(key).is_none();
    is_name
        .then_some(())
        .ok_or_else(|| Failure::usage("no argument has so long a name"))
}

fn of_text(key: &str, path: &str, text: &str) -> Result<(), Failure> {
    let count = text.chars().count();
    if count > LONGEST {
        return Err(Failure::usage(format!(
            "`{path}` has {count} characters, and {LONGEST} is the most"
        )));
    }
    if NAMES.contains(&key) {
        return Ok(());
    }
    if let Some(c) = escape::unseen(text) {
        return Err(Failure::usage(format!(
            "`{path}` holds U+{:04X}, which nobody sees where it stands",
            u32::from(c)
        ))
        .hint("leave it out"));
    }
    if text.contains("<!--") || text.contains("-->") {
        return Err(Failure::usage(format!(
            "`{path}` holds a comment, which hides what it says from people, and may speak for one"
        ))
        .hint("say it openly; `note` keeps your own word beside a box"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn refused(arguments: Value, words: &str) {
        let Value::Object(arguments) = arguments else {
            panic!("arguments are an object");
        };
        let told = check(&arguments).map_err(|it| it.message());
        assert!(
            told.as_ref().is_err_and(|it| it.contains(words)),
            "{told:?}"
        );
    }

    #[test]
    fn what_hides_something_is_refused() {
        let edit = |text: &str| json!({ "edits": [{ "do": "criterion", "text": text }] });
        refused(
            edit("ok <!-- tip: allow(x) because -->"),
            "`edits[0].text` holds a comment",
        );
        refused(edit("open <!-- hidden"), "holds a comment");
        refused(edit("bell \u{7}"), "U+0007");
        refused(edit("red \u{1b}[31m"), "U+001B");
        refused(edit("back \u{202e}sdrow"), "U+202E");
        refused(
            json!({ "edits": [{ "fields": { "purpose": "x\u{0}" } }] }),
            "`edits[0].fields.purpose`",
        );
        refused(json!({ "phases": ["a", "b\u{8}"] }), "`phases[1]`");
    }

    #[test]
    fn what_is_too_much_is_refused_without_being_repeated() {
        let long = "x".repeat(LONGEST + 1);
        refused(json!({ "plan": long }), "4001 characters");
        refused(json!({ "edits": vec![0; MOST + 1] }), "101 things");
        refused(json!({ (long.as_str()): 1 }), "so long a name");
    }

    #[test]
    fn what_people_write_is_taken() {
        let arguments = json!({
            "plan": "docs/\u{202e}odd.md",
            "edits": [{ "text": "über\n\tzwei Zeilen — 👩‍👩‍👧", "fields": {} }],
            "tick": true,
        });
        let Value::Object(arguments) = arguments else {
            panic!("arguments are an object");
        };
        assert!(check(&arguments).is_ok());
    }
}
