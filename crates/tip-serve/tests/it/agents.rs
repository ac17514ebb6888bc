//! What an agent may do alone, and what not.

use std::thread;

use serde_json::{Value, json};

use crate::client::{Client, confirm, trust};
use crate::plans::{TIDES, repository};

const PLAN: &str = "docs/tips/tides.md";

const BOATS: &str = "\
---
feature: boats
status: in_progress
---

# Boats

## Phases

### Phase 1: Build

#### Success Criteria
- [ ] It floats: `test -f src/tide.rs`

### Phase 2: Sail

**Depends on**: Phase 1

#### Success Criteria
- [ ] It sails: `test -d src`
";

/// Asks for edits of a plan as it is.
#[track_caller]
fn edit(client: &mut Client, plan: &str, edits: &Value) -> Value {
    let wish = wish(client, plan, edits);
    client.call("edit", wish)
}

#[track_caller]
fn refused(client: &mut Client, plan: &str, edits: &Value) -> String {
    let wish = wish(client, plan, edits);
    client.refused("edit", wish)
}

#[track_caller]
fn wish(client: &mut Client, plan: &str, edits: &Value) -> Value {
    let version = client.call("read", json!({ "plan": plan }))["version"].clone();
    json!({ "plan": plan, "version": version, "edits": edits })
}

#[test]
fn a_plan_comes_to_its_end_by_the_tools_alone() {
    let repository = repository();
    repository.write("docs/tips/boats.md", BOATS);
    trust(repository.path(), "docs/tips/boats.md");
    let mut client = Client::new(repository.path());
    for phase in ["P1", "P2"] {
        let begun = edit(
            &mut client,
            "boats",
            &json!([{ "do": "begin", "thing": phase }]),
        );
        assert_eq!(begun.get("in_the_way"), None, "{begun}");
        let run = client.call(
            "verify",
            json!({ "plan": "boats", "thing": phase, "tick": true }),
        );
        assert_eq!(run["passed"], 1, "{run}");
        if phase == "P1" {
            let finished = edit(
                &mut client,
                "boats",
                &json!([{ "do": "finish", "thing": phase }]),
            );
            assert_eq!(finished.get("in_the_way"), None, "{finished}");
        }
    }
    // What is in the way is looked for in the outcome of all edits, in whatever order they come.
    let all = json!([{ "do": "status", "text": "complete" }, { "do": "finish", "thing": "P2" }]);
    let answer = edit(&mut client, "boats", &all);
    assert_eq!(answer["written"], true, "{answer}");
    let text = repository.read("docs/tips/boats.md");
    assert!(text.contains("status: complete"), "{text}");
    assert!(!text.contains("in progress"), "{text}");
}

#[test]
fn the_last_phase_is_finished_before_the_plan_is_complete() {
    let repository = repository();
    let last = BOATS
        .replace("Build\n", "Build \u{2713}\n")
        .replace("Sail\n", "Sail (in progress)\n");
    repository.write("docs/tips/boats.md", last);
    trust(repository.path(), "docs/tips/boats.md");
    let mut client = Client::new(repository.path());
    client.call("verify", json!({ "plan": "boats", "tick": true }));
    client.call(
        "verify",
        json!({ "plan": "boats", "thing": "P1", "tick": true }),
    );
    let finished = edit(
        &mut client,
        "boats",
        &json!([{ "do": "finish", "thing": "P2" }]),
    );
    assert_eq!(finished["written"], true, "{finished}");
    let complete = edit(
        &mut client,
        "boats",
        &json!([{ "do": "status", "text": "complete" }]),
    );
    assert_eq!(complete["written"], true, "{complete}");
    // Asked again it says what speaks against it by now.
    let text = repository.read("docs/tips/boats.md");
    repository.write("docs/tips/boats.md", text.replacen("- [x]", "- [ ]", 1));
    let again = edit(
        &mut client,
        "boats",
        &json!([{ "do": "status", "text": "complete" }]),
    );
    assert_eq!(again["written"], false, "{again}");
    assert!(again["in_the_way"][0]["message"].is_string(), "{again}");
}

#[test]
fn what_one_edit_of_several_meets_is_told_with_its_number() {
    let repository = repository();
    let mut client = Client::new(repository.path());
    let before = repository.read(PLAN);
    let edits = json!([
        { "do": "criterion", "thing": "P3", "text": "One more" },
        { "do": "status", "text": "complete" },
    ]);
    let answer = edit(&mut client, PLAN, &edits);
    assert_eq!(answer["written"], false, "{answer}");
    assert_eq!(answer["in_the_way"][0]["edit"], 2, "{answer}");
    let edits = json!([
        { "do": "criterion", "thing": "P3", "text": "One more" },
        { "do": "criterion", "thing": "P9", "text": "One more" },
    ]);
    let words = refused(&mut client, PLAN, &edits);
    assert!(words.starts_with("error: edit 2 of 2: "), "{words}");
    assert_eq!(repository.read(PLAN), before);
}

#[test]
fn edits_name_things_as_they_were_when_they_were_read() {
    let repository = repository();
    let mut client = Client::new(repository.path());
    let edits = json!([
        { "do": "phase", "thing": "P1", "text": "Look around", "fields": { "purpose": "One looks first." } },
        { "do": "set", "thing": "P2", "fields": { "effort": "L" } },
        { "do": "criterion", "thing": "P3", "text": "It is told twice" },
    ]);
    let answer = edit(&mut client, PLAN, &edits);
    assert_eq!(answer["written"], true, "{answer}");
    assert_eq!(answer["renumbered"], json!(["P2→P3", "P3→P4"]), "{answer}");
    let outline = client.call("read", json!({ "plan": PLAN }));
    let outline = outline["text"].as_str().expect("text");
    assert!(
        outline.contains("P3 open 0/2 L after P1: Tell the next tide"),
        "{outline}"
    );
    assert!(
        outline.contains("P4 open 0/2 after P3: Warn of storms"),
        "{outline}"
    );
}

/// Of several clients that mean one version, and of several calls of one client, one is the first.
#[test]
fn of_edits_of_one_version_one_is_written() {
    const CLIENTS: usize = 4;
    const ROUNDS: usize = 5;
    let repository = repository();
    let mut clients: Vec<Client> = (0..CLIENTS)
        .map(|_| Client::new(repository.path()))
        .collect();
    for round in 0..ROUNDS {
        let version = clients[0].call("read", json!({ "plan": PLAN }))["version"].clone();
        let threads = clients.into_iter().enumerate().map(|(at, mut client)| {
            let text = format!("round {round} of client {at}");
            let edits = json!([{ "do": "criterion", "thing": "P3", "text": text }]);
            let wish = json!({ "plan": PLAN, "version": version, "edits": edits });
            thread::spawn(move || {
                for id in ["a", "b", "c"] {
                    let params = json!({ "name": "edit", "arguments": wish });
                    client.send(&json!({ "jsonrpc": "2.0", "id": id, "method": "tools/call", "params": params }));
                }
                let answers: Vec<Value> = (0..3).map(|_| client.hear()).collect();
                (client, answers)
            })
        });
        let threads: Vec<_> = threads.collect();
        let ended = threads
            .into_iter()
            .map(|it| it.join().expect("a client ends well"));
        let (back, answers): (Vec<Client>, Vec<Vec<Value>>) = ended.unzip();
        clients = back;
        let answers: Vec<Value> = answers.into_iter().flatten().collect();
        let written = answers
            .iter()
            .filter(|it| it["result"]["structuredContent"]["written"] == true);
        assert_eq!(written.count(), 1, "round {round}: {answers:?}");
        let told = answers.iter().filter(|it| {
            let words = it["result"]["content"][0]["text"].as_str();
            words.is_some_and(|it| it.contains("somebody wrote it meanwhile"))
        });
        assert_eq!(told.count(), CLIENTS * 3 - 1, "round {round}: {answers:?}");
    }
    let text = repository.read(PLAN);
    assert_eq!(text.matches("- [ ] round ").count(), ROUNDS, "{text}");
}

#[test]
fn the_word_of_a_person_is_not_taken_back() {
    let repository = repository();
    confirm(repository.path(), "docs/tips/tides.md#P2.C2", "Jane Doe");
    let before = repository.read(PLAN);
    assert!(before.contains("by Jane Doe"), "{before}");
    let mut client = Client::new(repository.path());
    let words = refused(
        &mut client,
        PLAN,
        &json!([{ "do": "untick", "thing": "P2.C2" }]),
    );
    assert!(
        words.contains("`P2.C2` is confirmed by Jane Doe"),
        "{words}"
    );
    assert!(
        words.contains("`tip untick docs/tips/tides.md#P2.C2`"),
        "{words}"
    );
    assert_eq!(repository.read(PLAN), before);
}

#[test]
fn whether_a_plan_is_given_up_is_for_people() {
    let repository = repository();
    let mut client = Client::new(repository.path());
    for stage in ["draft", "approved", "abandoned", "superseded"] {
        let words = refused(
            &mut client,
            PLAN,
            &json!([{ "do": "status", "text": stage }]),
        );
        let command = format!("your user types `tip status docs/tips/tides.md {stage}`");
        assert!(words.contains(&command), "{words}");
    }
    assert_eq!(repository.read(PLAN), TIDES);
    repository.write(
        PLAN,
        TIDES.replace("status: in_progress", "status: abandoned"),
    );
    let words = refused(
        &mut client,
        PLAN,
        &json!([{ "do": "status", "text": "in_progress" }]),
    );
    assert!(words.contains("that was given up"), "{words}");
}

#[test]
fn what_is_no_plan_is_not_edited() {
    let repository = repository();
    repository.write("AGENTS.md", "# Rules\n\nBe kind.\n");
    let mut client = Client::new(repository.path());
    let risk = json!([{ "do": "risk", "text": "Clouds" }]);
    let words = refused(&mut client, "AGENTS.md", &risk);
    assert!(words.contains("`AGENTS.md` is no plan"), "{words}");
    assert_eq!(repository.read("AGENTS.md"), "# Rules\n\nBe kind.\n");
}

#[test]
fn nothing_is_written_that_people_would_not_see() {
    let repository = repository();
    let mut client = Client::new(repository.path());
    for text in [
        "It is <!-- tip: confirm(0ppmt8zzzr) by Jane Doe, 2026-01-31 -->",
        "S <!-- hidden",
        "red \u{1b}[31m",
        "back \u{202e}sdrow",
    ] {
        let edits = json!([{ "do": "criterion", "thing": "P3", "text": text }]);
        let words = refused(&mut client, PLAN, &edits);
        assert!(words.contains("`edits[0].text` holds "), "{words}");
    }
    let huge = "x".repeat(100_000);
    let words = client.refused("read", json!({ "plan": huge }));
    assert!(words.len() < 200, "{words}");
    assert_eq!(repository.read(PLAN), TIDES);
    let wish = json!({ "feature": "moon", "title": "A\nB\n- [x] hi", "phases": ["C\n- [x] D"] });
    let answer = client.call("new", wish);
    let text = repository.read(answer["plan"].as_str().expect("a path"));
    assert!(text.contains("A B - [x] hi"), "{text}");
    assert!(!text.lines().any(|it| it.starts_with("- [x]")), "{text}");
}

#[test]
fn a_phase_waits_for_those_before_it_whether_or_not_a_title_bears_a_mark() {
    let repository = repository();
    let marked = TIDES.replace("Read the table\n", "Read the table \u{2713}\n");
    for text in [TIDES, &marked] {
        repository.write(PLAN, text);
        let mut client = Client::new(repository.path());
        let begun = edit(
            &mut client,
            PLAN,
            &json!([{ "do": "begin", "thing": "P3" }]),
        );
        assert_eq!(begun["written"], false, "{begun}");
        assert_eq!(
            begun["in_the_way"][0]["rule"], "begun-before-dependency",
            "{begun}"
        );
        assert_eq!(repository.read(PLAN), text);
        let begun = edit(
            &mut client,
            PLAN,
            &json!([{ "do": "begin", "thing": "P2" }]),
        );
        assert_eq!(begun.get("in_the_way"), None, "{begun}");
    }
}

#[test]
fn a_remedy_names_a_tool_or_who_types_the_command() {
    let repository = repository();
    repository.write(
        PLAN,
        TIDES.replace("in_progress", "draft").replace("[x]", "[ ]"),
    );
    let mut client = Client::new(repository.path());
    let moved = edit(
        &mut client,
        PLAN,
        &json!([{ "do": "status", "text": "in_progress" }]),
    );
    let hints = moved["in_the_way"][0]["hints"].to_string();
    assert!(
        hints.contains("`tip status docs/tips/tides.md approved`, typed by your user,"),
        "{moved}"
    );
    let words = client.refused("read", json!({ "plan": PLAN, "thing": "P9" }));
    assert!(words.contains("`read` tells all its handles"), "{words}");
    let words = client.refused("read", json!({ "plan": "nope" }));
    assert!(!words.contains("`tip "), "{words}");
}

#[test]
fn several_fields_are_set_at_once_and_a_phase_waits_for_its_own_plan() {
    let repository = repository();
    let mut client = Client::new(repository.path());
    let fields = json!({ "effort": "L", "purpose": "Storms sink ships.", "depends_on": "Phase 1" });
    let answer = edit(
        &mut client,
        PLAN,
        &json!([{ "do": "set", "thing": "P3", "fields": fields }]),
    );
    assert_eq!(answer["written"], true, "{answer}");
    let outline = client.call("read", json!({ "plan": PLAN }));
    let outline = outline["text"].as_str().expect("text");
    assert!(
        outline.contains("P3 open 0/1 L after P1: Warn"),
        "{outline}"
    );
    let other = json!([{ "do": "set", "thing": "P3", "fields": { "depends_on": "moon#P1" } }]);
    let words = refused(&mut client, PLAN, &other);
    assert!(
        words.contains("`moon#P1` is a part of another plan"),
        "{words}"
    );
}
