//! The server in JSON files of agents, put in and taken out by small edits: the rest of the file keeps its form.

use serde_json::{Map, Value};

/// The name of the server.
const NAME: &str = "tip";

/// Returns a text with the server under a key; `None` for what is no JSON object, or where it cannot be put in by a small edit.
pub(super) fn with(text: &str, key: &str, entry: &str) -> Option<String> {
    if text.trim().is_empty() {
        return Some(format!("{{{}\n}}\n", own_key(key, entry)));
    }
    let before: Map<String, Value> = serde_json::from_str(text).ok()?;
    let servers = before.get(key);
    if servers.is_some_and(|it| it.get(NAME).is_some()) {
        return Some(text.to_owned());
    }
    let mut wanted = before.clone();
    let servers = wanted
        .entry(key)
        .or_insert_with(|| Value::Object(Map::new()));
    servers
        .as_object_mut()?
        .insert(NAME.to_owned(), serde_json::from_str(entry).ok()?);
    let closes = |at: usize| text[at..].trim_start().starts_with('}');
    let (at, new) = match opening(text, key) {
        // What was there and empty is told from what was put in by its form.
        Some(at) if closes(at) => (at, format!(" \"{NAME}\": {entry}")),
        Some(at) => (at, format!("\n    \"{NAME}\": {entry}")),
        None => (text.find('{')? + 1, own_key(key, entry)),
    };
    let is_empty = closes(at);
    let comma = if is_empty { " " } else { "," };
    let rest = if is_empty {
        text[at..].trim_start()
    } else {
        &text[at..]
    };
    let after = format!("{}{new}{comma}{rest}", &text[..at]);
    let read: Map<String, Value> = serde_json::from_str(&after).ok()?;
    (read == wanted).then_some(after)
}

/// Returns the key with the server alone in it, as it is put where no such key is.
fn own_key(key: &str, entry: &str) -> String {
    format!("\n  \"{key}\": {{\n    \"{NAME}\": {entry}\n  }}")
}

/// Returns a text without the server, empty where [`with`] began it; `None` where it cannot be taken out by a small edit.
///
/// A server of the same name that is run otherwise is somebody's own, and stays.
pub(super) fn without(text: &str, key: &str, entry: &str) -> Option<String> {
    if with("", key, entry).as_deref() == Some(text) {
        return Some(String::new());
    }
    let before: Map<String, Value> = match serde_json::from_str(text) {
        Ok(before) => before,
        // What cannot be read and does not name it does not hold it.
        Err(_) if !text.contains("\"tip\"") => return Some(text.to_owned()),
        Err(_) => return None,
    };
    let mut wanted = before.clone();
    let Some(Value::Object(servers)) = wanted.get_mut(key) else {
        return Some(text.to_owned());
    };
    let ours: Value = serde_json::from_str(entry).ok()?;
    if servers.get(NAME) != Some(&ours) {
        return Some(text.to_owned());
    }
    servers.remove(NAME);
    // A key that is there for it alone goes with it.
    let is_alone = servers.is_empty() && text.contains(&own_key(key, entry));
    if is_alone {
        wanted.remove(key);
    }
    without_member(text, if is_alone { key } else { NAME }, &wanted)
}

/// Returns a text without a member of an object somewhere in it, so that it is read as `wanted`.
fn without_member(text: &str, name: &str, wanted: &Map<String, Value>) -> Option<String> {
    let name = format!("\"{name}\"");
    let mut places = text.match_indices(&name).map(|(at, _)| at);
    places.find_map(|start| {
        let end = start + member_length(&text[start..])?;
        let (head, tail) = (&text[..start], &text[end..]);
        // One comma goes with it: the one behind it, else the one before it.
        let head = head.trim_end();
        let after = if let Some(rest) = tail.trim_start().strip_prefix(',') {
            format!("{head}{rest}")
        } else {
            format!("{}{tail}", head.strip_suffix(',').unwrap_or(head))
        };
        let read: Map<String, Value> = serde_json::from_str(&after).ok()?;
        (read == *wanted).then_some(after)
    })
}

/// Returns where the object under a key of the outermost object opens, behind its brace.
fn opening(text: &str, key: &str) -> Option<usize> {
    let name = format!("\"{key}\"");
    text.match_indices(&name).find_map(|(at, _)| {
        let rest = &text[at + name.len()..];
        let colon = rest.trim_start().strip_prefix(':')?;
        let brace = colon.trim_start().strip_prefix('{')?;
        Some(text.len() - brace.len())
    })
}

/// Returns how long a member of an object is that begins a text: its name, the colon and the object.
fn member_length(text: &str) -> Option<usize> {
    let colon = text.find(':')?;
    let mut values = serde_json::Deserializer::from_str(&text[colon + 1..]).into_iter::<Value>();
    values.next()?.ok()?;
    Some(colon + 1 + values.byte_offset())
}

#[cfg(test)]
mod tests {
    use super::super::SERVER;
    use super::*;

    #[track_caller]
    fn there_and_back(text: &str) {
        let once = with(text, "mcpServers", SERVER).expect("it can be put in");
        let read: Value = serde_json::from_str(&once).expect("it is JSON");
        assert_eq!(read["mcpServers"]["tip"]["command"], "tip");
        assert_eq!(with(&once, "mcpServers", SERVER).as_ref(), Some(&once));
        let gone = without(&once, "mcpServers", SERVER).expect("it can be taken out");
        let read = |text: &str| serde_json::from_str::<Value>(text).ok();
        assert_eq!(read(&gone), read(text), "{gone}");
    }

    #[test]
    fn a_server_is_put_in_once_and_taken_out_and_the_others_stay() {
        there_and_back("");
        there_and_back("{}");
        there_and_back("{ \"mcpServers\": {} }\n");
        there_and_back("{\n  \"mcpServers\": {}\n}\n");
        there_and_back("{\n\t\"mcpServers\": {\n\t\t\"a\": { \"command\": \"tip\" }\n\t}\n}\n");
        there_and_back("{\n  \"theme\": \"tip\",\n  \"other\": { \"mcpServers\": 1 }\n}\n");
    }

    #[test]
    fn the_form_of_the_rest_is_kept() {
        let text = "{\n\t\"mcpServers\": {\n\t\t\"a\":   { \"command\": \"x\" }\n\t}\n}\n";
        let once = with(text, "mcpServers", SERVER).expect("it can be put in");
        assert!(
            once.contains("\n\t\t\"a\":   { \"command\": \"x\" }\n\t}\n}\n"),
            "{once}"
        );
        assert_eq!(without(&once, "mcpServers", SERVER).as_deref(), Some(text));
    }

    #[test]
    fn a_server_of_the_same_name_that_is_run_otherwise_stays() {
        let own = "{ \"mcpServers\": { \"tip\": { \"command\": \"/opt/tip\" } } }\n";
        assert_eq!(with(own, "mcpServers", SERVER).as_deref(), Some(own));
        assert_eq!(without(own, "mcpServers", SERVER).as_deref(), Some(own));
    }

    #[test]
    fn what_is_no_json_is_left_alone() {
        for text in [
            "[]",
            "{ // a comment\n}",
            "{ \"mcpServers\": [] }",
            "nonsense",
        ] {
            assert_eq!(with(text, "mcpServers", SERVER), None, "{text}");
        }
        assert_eq!(
            without("nonsense", "mcpServers", SERVER).as_deref(),
            Some("nonsense")
        );
        assert_eq!(without("{ // \"tip\"", "mcpServers", SERVER), None);
    }
}
