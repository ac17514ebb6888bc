//! Plans as resources, and prompts.

use serde_json::{Value, json};

use crate::client::Client;
use crate::plans::{TIDES, repository};

const ADDRESS: &str = "tip:///docs/tips/tides.md";

#[test]
fn plans_are_resources_with_their_titles_and_texts() {
    let repository = repository();
    repository.write(
        "docs/tips/two words.md",
        "# Two\n\n## Phase 1: One\n\n- [ ] x\n",
    );
    let mut client = Client::new(repository.path());
    let listed = client.ask("resources/list", json!({}));
    let resources = listed["result"]["resources"].as_array().expect("a list");
    let addresses: Vec<&Value> = resources.iter().map(|it| &it["uri"]).collect();
    assert_eq!(addresses, [ADDRESS, "tip:///docs/tips/two%20words.md"]);
    assert_eq!(resources[0]["title"], "Tides for the harbor");
    let read = client.ask("resources/read", json!({ "uri": ADDRESS }));
    assert_eq!(read["result"]["contents"][0]["text"], TIDES);
    assert_eq!(read["result"]["contents"][0]["mimeType"], "text/markdown");
}

#[test]
fn what_is_no_plan_is_no_resource() {
    let repository = repository();
    let mut client = Client::new(repository.path());
    for uri in [
        "tip:///src/tide.rs",
        "tip:///../outside.md",
        "tip:///docs/../docs/tips/tides.md",
        "tip:///tides",
        "file:///etc/passwd",
    ] {
        let read = client.ask("resources/read", json!({ "uri": uri }));
        assert_eq!(read["error"]["code"], -32002, "{uri}: {read}");
    }
}

#[test]
fn whoever_subscribed_hears_of_a_change_and_of_new_plans() {
    let repository = repository();
    let mut client = Client::new(repository.path());
    let answer = client.ask("resources/subscribe", json!({ "uri": ADDRESS }));
    assert!(answer["result"].is_object(), "{answer}");
    repository.write("docs/tips/tides.md", TIDES.replace("Warn", "Tell"));
    let told = client.hear();
    assert_eq!(told["method"], "notifications/resources/updated", "{told}");
    assert_eq!(told["params"]["uri"], ADDRESS);
    repository.write(
        "docs/tips/boats.md",
        "# Boats\n\n## Phase 1: Build\n\n- [ ] A keel\n",
    );
    let mut told = client.hear();
    // The first change may have been written in more than one step.
    while told["method"] == "notifications/resources/updated" {
        told = client.hear();
    }
    assert_eq!(
        told["method"], "notifications/resources/list_changed",
        "{told}"
    );
}

#[test]
fn prompts_are_filled_in_with_what_is_given_and_nothing_of_it_is_read() {
    let repository = repository();
    let mut client = Client::new(repository.path());
    let listed = client.ask("prompts/list", json!({}));
    let prompts = listed["result"]["prompts"].as_array().expect("a list");
    let names: Vec<&Value> = prompts.iter().map(|it| &it["name"]).collect();
    assert_eq!(names, ["draft", "break_down", "carry_out", "review"]);
    let wish = json!({ "name": "draft", "arguments": { "feature": "{phase} of {plan}" } });
    let got = client.ask("prompts/get", wish);
    let text = got["result"]["messages"][0]["content"]["text"]
        .as_str()
        .expect("text");
    assert!(
        text.starts_with("Draft a technical implementation plan for: {phase} of {plan}\n"),
        "{text}"
    );
    let got = client.ask("prompts/get", json!({ "name": "carry_out" }));
    assert_eq!(got["error"]["code"], -32602, "{got}");
    let got = client.ask("prompts/get", json!({ "name": "nothing" }));
    assert_eq!(got["error"]["code"], -32602, "{got}");
}

/// The protocol of 2026-07-28 has no handshake: each request says what it speaks, and notifications come as asked for.
#[test]
fn whoever_listens_by_the_newer_protocol_hears_what_was_accepted() {
    let repository = repository();
    let mut client = Client::silent(repository.path());
    let meta = json!({
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientInfo": { "name": "test", "version": "0" },
        "io.modelcontextprotocol/clientCapabilities": {},
    });
    let found = client.ask("server/discover", json!({ "_meta": meta }));
    assert!(
        found["result"]["capabilities"]["resources"].is_object(),
        "{found}"
    );
    let wish = json!({ "resourceSubscriptions": [ADDRESS] });
    client.send(&json!({
        "jsonrpc": "2.0", "id": "ear", "method": "subscriptions/listen",
        "params": { "_meta": meta, "notifications": wish },
    }));
    let told = client.hear();
    assert_eq!(
        told["method"], "notifications/subscriptions/acknowledged",
        "{told}"
    );
    repository.write("docs/tips/tides.md", TIDES.replace("Warn", "Tell"));
    let heard = client.hear();
    assert_eq!(
        heard["method"], "notifications/resources/updated",
        "{heard}"
    );
    assert_eq!(heard["params"]["uri"], ADDRESS);
}
