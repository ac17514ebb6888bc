//! What the protocol asks of every server.

use serde_json::{Value, json};

use crate::client::Client;
use crate::plans::repository;

/// What all tools may cost a client before it asks anything, in bytes.
const MOST_BYTES: usize = 6000;

#[test]
fn the_list_of_tools_is_small_and_every_tool_is_typed() {
    let repository = repository();
    let mut client = Client::new(repository.path());
    let response = client.ask("tools/list", json!({}));
    let size = response["result"].to_string().len();
    assert!(size < MOST_BYTES, "{size}");
    let tools = response["result"]["tools"].as_array().expect("tools");
    for tool in tools {
        assert_eq!(tool["inputSchema"]["type"], "object", "{tool}");
        assert_eq!(tool["outputSchema"]["type"], "object", "{tool}");
        assert!(tool["description"].is_string(), "{tool}");
        assert!(!tool.to_string().contains("uint"), "{tool}");
    }
}

#[test]
fn an_answer_has_the_fields_that_its_schema_names_and_no_others() {
    let repository = repository();
    let mut client = Client::new(repository.path());
    let listed = client.ask("tools/list", json!({}));
    for (tool, arguments) in [
        ("next", json!({})),
        ("read", json!({ "plan": "tides" })),
        ("read", json!({ "plan": "tides", "thing": "P2" })),
        ("context", json!({ "plan": "tides", "budget": 120 })),
        ("check", json!({})),
        ("drift", json!({ "plan": "tides" })),
        ("foresee", json!({})),
        ("verify", json!({ "plan": "tides", "thing": "P2.C2" })),
        ("new", json!({ "feature": "moon" })),
    ] {
        let answer = client.call(tool, arguments);
        let tools = listed["result"]["tools"].as_array().expect("tools");
        let schema = tools.iter().find(|it| it["name"] == tool).expect("listed");
        holds(&schema["outputSchema"], &answer);
    }
}

/// Asserts that an object is what a schema of ours says.
#[track_caller]
pub(crate) fn holds(schema: &Value, answer: &Value) {
    let object = answer.as_object().expect("an object");
    let fields = schema["properties"].as_object().expect("fields");
    for required in schema["required"].as_array().expect("a list") {
        let name = required.as_str().expect("a name");
        assert!(object.contains_key(name), "{name} of {answer}");
    }
    for (name, value) in object {
        let field = fields.get(name).unwrap_or_else(|| panic!("no {name}"));
        is_of(&field["type"], value);
        for item in value.as_array().into_iter().flatten() {
            let kind = field["items"].get("type");
            is_of(kind.unwrap_or(&json!("object")), item);
        }
    }
}

#[track_caller]
fn is_of(kind: &Value, value: &Value) {
    let is = match kind.as_str() {
        Some("string") => value.is_string(),
        Some("integer") => value.is_u64(),
        Some("number") => value.is_number(),
        Some("boolean") => value.is_boolean(),
        Some("array") => value.is_array(),
        Some("object") => value.is_object(),
        _ => false,
    };
    assert!(is, "{value} is no {kind}");
}

#[test]
fn what_no_tool_takes_is_refused_with_a_remedy() {
    let repository = repository();
    let mut client = Client::new(repository.path());
    let words = client.refused("read", json!({ "plan": "tides", "colour": "red" }));
    assert!(words.contains("`colour`"), "{words}");
    assert!(
        words.contains("hint: it takes `budget`, `cursor`, `plan`, `thing`"),
        "{words}"
    );
    let words = client.refused("read", json!({ "plan": "." }));
    assert!(words.contains("no plan is called `.`"), "{words}");
    let words = client.refused("read", json!({ "plan": "tides", "budget": "many" }));
    assert!(
        words.contains("`budget` is \"many\", and a whole number from 0 is taken"),
        "{words}"
    );
    let words = client.refused("new", json!({ "feature": "tide ".repeat(90) }));
    assert!(words.contains("hint: name it by a few words"), "{words}");
    let words = client.refused("read", json!({ "plan": "tiddes" }));
    assert!(words.contains("no plan is called `tiddes`"), "{words}");
    assert!(words.contains("did you mean `tides`?"), "{words}");
    let words = client.refused("read", json!({ "plan": "tides", "thing": "P9" }));
    assert!(words.contains("holds nothing called `P9`"), "{words}");
}

#[test]
fn a_tool_that_is_not_there_is_an_error_of_the_protocol() {
    let repository = repository();
    let mut client = Client::new(repository.path());
    let response = client.ask("tools/call", json!({ "name": "rm", "arguments": {} }));
    assert_eq!(response["error"]["code"], -32602, "{response}");
}

#[test]
fn nonsense_on_the_wire_ends_nothing() {
    let repository = repository();
    let mut client = Client::new(repository.path());
    client.send_line("");
    client.send_line("nonsense");
    let response = client.hear();
    assert_eq!(response["error"]["code"], -32700, "{response}");
    assert_eq!(response["id"], Value::Null, "{response}");
    for (line, id) in [
        ("[{}]", Value::Null),
        ("{\"jsonrpc\":\"2.0\",\"id\":7}", json!(7)),
        (
            "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":5}",
            json!("a"),
        ),
    ] {
        client.send_line(line);
        let response = client.hear();
        assert_eq!(response["error"]["code"], -32600, "{response}");
        assert_eq!(response["id"], id, "{response}");
    }
    for (method, takes) in [
        ("tools/call", "`name`, and `arguments` as an object"),
        ("initialize", "`protocolVersion`"),
        ("resources/read", "`uri`"),
    ] {
        let response = client.ask(method, json!({ "name": 5 }));
        assert_eq!(response["error"]["code"], -32602, "{response}");
        let words = response["error"]["message"].as_str().expect("words");
        assert!(words.contains(takes), "{words}");
    }
    client.send_line("{\"jsonrpc\":\"2.0\",\"method\":\"no/such\"}");
    client.send_line("{\"jsonrpc\":\"2.0\",\"id\":99,\"method\":\"no/such\"}");
    let response = client.hear();
    assert_eq!(response["id"], 99);
    assert_eq!(response["error"]["code"], -32601, "{response}");
    let answer = client.call("next", json!({}));
    assert_eq!(answer["plans"][0]["plan"], "docs/tips/tides.md");
}

#[test]
fn who_asks_too_early_is_told_how_a_conversation_begins() {
    let repository = repository();
    let mut client = Client::silent(repository.path());
    // Nobody is answered who asks nothing, and the server goes on.
    client.say("notifications/cancelled");
    client.send_line("nonsense");
    assert_eq!(client.hear()["error"]["code"], -32700);
    let response = client.ask("tools/list", json!({}));
    assert_eq!(response["error"]["code"], -32600, "{response}");
    let words = response["error"]["message"].as_str().expect("words");
    assert!(words.contains("`initialize` begins one"), "{words}");
    assert_eq!(client.ask("ping", json!({}))["result"], json!({}));
    let begun = client.ask(
        "initialize",
        json!({
            "protocolVersion": "2025-06-18",
            "capabilities": {},
            "clientInfo": { "name": "test", "version": "0" },
        }),
    );
    assert_eq!(begun["result"]["serverInfo"]["name"], "tip", "{begun}");
    assert!(client.ask("tools/list", json!({}))["result"]["tools"].is_array());
}

#[test]
fn a_thing_in_a_plan_may_stand_behind_its_name() {
    let repository = repository();
    let mut client = Client::new(repository.path());
    let read = client.call("read", json!({ "plan": "tides#P2" }));
    assert_eq!(read["handle"], "P2", "{read}");
    let context = client.call("context", json!({ "plan": "docs/tips/tides.md#P3" }));
    assert_eq!(context["phase"], "P3", "{context}");
    let words = client.refused("context", json!({ "plan": "tides#P2", "phase": "P3" }));
    assert!(
        words.contains("`plan` names `P2`, and `phase` names `P3`"),
        "{words}"
    );
    for tool in ["next", "check", "drift", "foresee"] {
        let words = client.refused(tool, json!({ "plan": "tides#P2" }));
        assert!(words.contains("hint: `plan`: `tides`"), "{words}");
    }
}

#[test]
fn arguments_that_are_no_object_and_a_prompt_of_no_plan_are_told_so() {
    let repository = repository();
    let mut client = Client::new(repository.path());
    let response = client.ask("tools/call", json!({ "name": "next", "arguments": [1] }));
    assert_eq!(response["error"]["code"], -32602, "{response}");
    let prompt = |arguments: Value| json!({ "name": "carry_out", "arguments": arguments });
    for (arguments, words) in [
        (json!({ "plan": "nope" }), "no plan is called `nope`"),
        (
            json!({ "plan": "tides", "phase": "P9" }),
            "nothing called `P9`",
        ),
    ] {
        let response = client.ask("prompts/get", prompt(arguments));
        assert!(
            response["error"]["message"].to_string().contains(words),
            "{response}"
        );
    }
    let response = client.ask(
        "prompts/get",
        prompt(json!({ "plan": "tides", "phase": "P2" })),
    );
    assert!(response["result"]["messages"].is_array(), "{response}");
}
