//! Criteria that an agent lets run.

use serde_json::json;

use crate::client::{Client, trust};
use crate::plans::repository;

const PLAN: &str = "docs/tips/tides.md";

#[test]
fn what_nobody_approved_is_not_run_and_the_user_is_named() {
    let repository = repository();
    let mut client = Client::new(repository.path());
    let words = client.refused("verify", json!({ "plan": PLAN, "thing": "P2" }));
    assert!(
        words.contains("nobody has approved its commands"),
        "{words}"
    );
    assert!(words.contains("`tip trust docs/tips/tides.md`"), "{words}");
    assert!(words.contains("you cannot approve them"), "{words}");
}

#[test]
fn what_was_approved_is_run_and_moves_its_boxes_and_no_persons() {
    let repository = repository();
    trust(repository.path(), PLAN);
    let mut client = Client::new(repository.path());
    let answer = client.call(
        "verify",
        json!({ "plan": PLAN, "thing": "P2", "tick": true }),
    );
    assert_eq!(answer["passed"], 1, "{answer}");
    assert_eq!(answer["open"], 1, "{answer}");
    let first = &answer["criteria"][0];
    assert_eq!(
        (&first["handle"], &first["ticked"]),
        (&json!("P2.C1"), &json!("ticked"))
    );
    let text = repository.read(PLAN);
    assert!(text.contains("- [x] The next tide"), "{text}");
    assert!(text.contains("- [ ] A skipper"), "{text}");
    let read = client.call("read", json!({ "plan": PLAN }));
    assert_eq!(answer["version"], read["version"]);
    // What is ticked and nobody runs is no answer.
    let looked = text.replace("- [ ] A skipper", "- [x] A skipper");
    repository.write(PLAN, looked);
    let looked = client.call("verify", json!({ "plan": PLAN, "thing": "P2" }));
    assert_eq!(looked["open"], 0, "{looked}");
    assert_eq!(looked["criteria"].as_array().map(Vec::len), Some(1));
    let again = client.call("verify", json!({ "plan": PLAN, "thing": "P2.C1" }));
    assert_eq!(again["criteria"][0]["cached"], true, "{again}");
}

#[test]
fn what_fails_shows_the_end_of_what_it_printed() {
    let repository = repository();
    let failing =
        "# Boats\n\n## Phase 1: Build\n\n- [ ] It floats: `sh -c 'echo it sank; exit 3'`\n";
    repository.write("docs/tips/boats.md", failing);
    trust(repository.path(), "docs/tips/boats.md");
    let mut client = Client::new(repository.path());
    let answer = client.call("verify", json!({ "plan": "boats" }));
    assert_eq!(answer["failed"], 1, "{answer}");
    assert_eq!(answer["criteria"][0]["output"], "it sank", "{answer}");
}

#[test]
fn a_change_of_the_commands_takes_the_approval_away() {
    let repository = repository();
    trust(repository.path(), PLAN);
    let text = repository.read(PLAN);
    repository.write(PLAN, text.replace("test -f src/tide.rs", "test -d src"));
    let mut client = Client::new(repository.path());
    let words = client.refused("verify", json!({ "plan": PLAN, "thing": "P2" }));
    assert!(words.contains("you cannot approve them"), "{words}");
}

#[test]
fn a_call_that_is_taken_back_ends_its_commands() {
    let repository = repository();
    let slow = "# Boats\n\n## Phase 1: Build\n\n- [ ] It floats for long: `sleep 600`\n";
    repository.write("docs/tips/boats.md", slow);
    trust(repository.path(), "docs/tips/boats.md");
    trust(repository.path(), PLAN);
    let mut client = Client::new(repository.path());
    client.send(&json!({
        "jsonrpc": "2.0", "id": "slow", "method": "tools/call",
        "params": { "name": "verify", "arguments": { "plan": "boats" } },
    }));
    client.send(&json!({
        "jsonrpc": "2.0", "method": "notifications/cancelled",
        "params": { "requestId": "slow" },
    }));
    // One run waits for the other, which would take ten minutes.
    let answer = client.call("verify", json!({ "plan": PLAN, "thing": "P2" }));
    assert_eq!(answer["passed"], 1, "{answer}");
}
