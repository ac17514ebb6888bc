//! Tools that write.

use std::thread;

use serde_json::{Value, json};

use crate::client::Client;
use crate::plans::{TIDES, repository};

const PLAN: &str = "docs/tips/tides.md";

#[track_caller]
fn version(client: &mut Client) -> Value {
    client.call("read", json!({ "plan": PLAN }))["version"].clone()
}

#[test]
fn parts_are_added_all_or_none_and_the_next_version_is_told() {
    let repository = repository();
    let mut client = Client::new(repository.path());
    let edits = json!([
        { "do": "phase", "text": "Tell the moon", "fields": { "purpose": "It pulls." }, "criteria": ["It is told: `true`"] },
        { "do": "criterion", "thing": "P4", "text": "It is told again: `true`" },
        { "do": "scenario", "text": "New moon", "fields": { "given": "a night", "validates": "Phase 4" } },
        { "do": "risk", "text": "Clouds", "fields": { "level": "low" } },
        { "do": "set", "thing": "P4", "fields": { "effort": "L" } },
    ]);
    let wish = json!({ "plan": PLAN, "version": version(&mut client), "edits": edits });
    let answer = client.call("edit", wish.clone());
    assert_eq!(answer["written"], true, "{answer}");
    assert_eq!(answer["version"], version(&mut client));
    let text = repository.read(PLAN);
    assert!(text.contains("### Phase 4: Tell the moon"), "{text}");
    assert!(text.contains("- [ ] It is told again: `true`"), "{text}");
    assert!(text.contains("### Scenario 2: New moon"), "{text}");
    let outline = client.call("read", json!({ "plan": PLAN }));
    let outline = outline["text"].as_str().expect("text");
    assert!(
        outline.contains("P4 open 0/2 L after P3: Tell the moon"),
        "{outline}"
    );
    // The same wish means a version that is no more.
    let words = client.refused("edit", wish);
    assert!(words.contains("somebody wrote it meanwhile"), "{words}");
    assert!(
        words.contains("hint: nothing is written; read it again"),
        "{words}"
    );
    assert_eq!(repository.read(PLAN), text);
    // One that cannot be made keeps the others from being made.
    let edits = json!([
        { "do": "criterion", "thing": "P3", "text": "One more" },
        { "do": "set", "thing": "P3", "fields": { "depends_on": "Phase 77" } },
    ]);
    let wish = json!({ "plan": PLAN, "version": version(&mut client), "edits": edits });
    let words = client.refused("edit", wish);
    assert!(words.contains("would not be read"), "{words}");
    assert_eq!(repository.read(PLAN), text);
}

#[test]
fn fields_are_set_where_they_stand_and_added_where_they_do_not() {
    let repository = repository();
    let mut client = Client::new(repository.path());
    for (thing, field, value, expected) in [
        (
            "P2",
            "purpose",
            "Captains\nask too.",
            "**Purpose**: Captains ask too.",
        ),
        (
            "P3",
            "purpose",
            "Storms sink ships.",
            "- [ ] A storm is told: `false`\n\n**Purpose**: Storms sink ships.\n",
        ),
        (
            "P3",
            "depends_on",
            "Phase 1",
            "**Depends on**: Phase 1\n\n#### Success Criteria\n- [ ] A storm",
        ),
        ("P1", "effort", "XL", "**Effort**: XL"),
    ] {
        let edits = json!([{ "do": "set", "thing": thing, "fields": { (field): value } }]);
        let wish = json!({ "plan": PLAN, "version": version(&mut client), "edits": edits });
        let answer = client.call("edit", wish);
        assert_eq!(answer["written"], true, "{answer}");
        let text = repository.read(PLAN);
        assert!(text.contains(expected), "no {expected} in:\n{text}");
    }
    let edits = json!([{ "do": "set", "thing": "P1", "fields": { "depends_on": "Phase 3" } }]);
    let wish = json!({ "plan": PLAN, "version": version(&mut client), "edits": edits });
    let answer = client.call("edit", wish);
    assert_eq!(answer["written"], false, "{answer}");
    let rules = answer["in_the_way"].as_array().expect("a list").iter();
    let rules: Vec<&Value> = rules.map(|it| &it["rule"]).collect();
    assert!(
        rules
            .iter()
            .any(|it| *it == "dependency-cycle" || *it == "done-before-dependency"),
        "{answer}"
    );
}

#[test]
fn a_word_of_an_agent_is_kept_as_such_and_ticks_nothing() {
    let repository = repository();
    let mut client = Client::new(repository.path());
    let edit = |client: &mut Client, edit: Value| {
        let version = version(client);
        json!({ "plan": PLAN, "version": version, "edits": [edit] })
    };
    let wish = edit(
        &mut client,
        json!({ "do": "tick", "thing": "P2.C2", "text": "" }),
    );
    let words = client.refused("edit", wish);
    assert!(words.contains("waits for a person"), "{words}");
    assert!(
        words.contains("tip confirm docs/tips/tides.md#P2.C2"),
        "{words}"
    );
    let wish = edit(
        &mut client,
        json!({ "do": "tick", "thing": "P2.C1", "text": "" }),
    );
    let words = client.refused("edit", wish);
    assert!(words.contains("shown by its command"), "{words}");
    let wish = edit(
        &mut client,
        json!({ "do": "note", "thing": "P2.C2", "text": "the page opens" }),
    );
    let answer = client.call("edit", wish);
    assert_eq!(answer["written"], true, "{answer}");
    let text = repository.read(PLAN);
    assert!(
        text.contains("- [ ] A skipper finds it easy (manual) <!-- tip: confirm("),
        "{text}"
    );
    assert!(text.contains(", agent) by an agent, "), "{text}");
    let wish = edit(&mut client, json!({ "do": "finish", "thing": "P2" }));
    let response = client.ask("tools/call", json!({ "name": "edit", "arguments": wish }));
    assert!(
        !response.to_string().contains(r#""written":true"#),
        "{response}"
    );
}

#[test]
fn a_phase_is_finished_when_something_shows_each_of_its_boxes() {
    let repository = repository();
    let done = TIDES
        .replace("### Phase 2: Tell", "### Phase 2: ✅ Tell")
        .replace("- [ ] The next", "- [x] The next")
        .replace("- [ ] A skipper", "- [x] A skipper");
    repository.write(PLAN, done);
    let mut client = Client::new(repository.path());
    let edits = json!([{ "do": "finish", "thing": "P2" }]);
    let wish = json!({ "plan": PLAN, "version": version(&mut client), "edits": edits });
    let answer = client.call("edit", wish);
    assert_eq!(answer["written"], false);
    let hindrances = answer["in_the_way"].as_array().expect("a list");
    let words: Vec<&str> = hindrances
        .iter()
        .filter_map(|it| it["message"].as_str())
        .collect();
    assert!(
        words
            .iter()
            .any(|it| it.contains("`P2.C1` was never run here")),
        "{words:?}"
    );
    assert!(
        words
            .iter()
            .any(|it| it.contains("`P2.C2` waits for a person")),
        "{words:?}"
    );
    assert!(!words.iter().any(|it| it.contains("P1")), "{words:?}");
}

#[test]
fn a_plan_becomes_nothing_that_the_gates_do_not_let_it() {
    let repository = repository();
    let mut client = Client::new(repository.path());
    let edits = json!([{ "do": "status", "text": "complete" }]);
    let wish = json!({ "plan": PLAN, "version": version(&mut client), "edits": edits });
    let answer = client.call("edit", wish);
    assert_eq!(answer["written"], false, "{answer}");
    assert!(
        answer["in_the_way"]
            .as_array()
            .is_some_and(|it| it.len() > 2),
        "{answer}"
    );
    assert_eq!(repository.read(PLAN), TIDES);
    repository.write(PLAN, TIDES.replace("status: in_progress", "status: draft"));
    let edits = json!([{ "do": "status", "text": "approved" }]);
    let wish = json!({ "plan": PLAN, "version": version(&mut client), "edits": edits });
    let words = client.refused("edit", wish);
    assert!(
        words.contains("`tip status docs/tips/tides.md approved`"),
        "{words}"
    );
}

#[test]
fn only_the_end_of_a_plan_asks_for_evidence() {
    let repository = repository();
    let text = "---\nstatus: draft\n---\n\n# Boats\n\n## Phase 1: Build\n\n**Success Criteria**:\n- [ ] It floats: `make float`\n- [ ] It is blue\n";
    let path = "docs/tips/boats.md";
    repository.write(path, text);
    let mut client = Client::new(repository.path());
    let begin = json!([{ "do": "status", "text": "in_progress" }]);
    let version =
        |client: &mut Client| client.call("read", json!({ "plan": path }))["version"].clone();
    let wish = json!({ "plan": path, "version": version(&mut client), "edits": begin });
    let answer = client.call("edit", wish);
    let hindrances = answer["in_the_way"].as_array().expect("hindrances");
    assert_eq!(hindrances.len(), 1, "{answer}");
    let message = hindrances[0]["message"].as_str().expect("words");
    assert!(message.contains("`approved` comes before that"), "{answer}");

    repository.write(path, text.replace("draft", "approved"));
    let wish = json!({ "plan": path, "version": version(&mut client), "edits": begin });
    let answer = client.call("edit", wish);
    assert_eq!(answer["written"], true, "{answer}");
}

#[test]
fn a_phase_is_begun_once_and_the_gates_are_those_of_the_commands() {
    let repository = repository();
    let text = "# Boats\n\n## Phase 1: Build\n\n**Status**: Not started\n\n- [ ] A keel\n\n## Phase 2: Sail\n\n**Status**: Not started\n\n**Depends on**: Phase 1\n\n- [ ] A sail\n";
    repository.write("docs/tips/boats.md", text);
    let mut client = Client::new(repository.path());
    let version = client.call("read", json!({ "plan": "boats" }))["version"].clone();
    let begin = |phase: &str| json!([{ "do": "begin", "thing": phase }]);
    let wish = json!({ "plan": "boats", "edits": begin("P2"), "version": version });
    let answer = client.call("edit", wish);
    assert_eq!(answer["written"], false, "{answer}");
    assert_eq!(
        answer["in_the_way"][0]["rule"], "begun-before-dependency",
        "{answer}"
    );
    let wish = json!({ "plan": "boats", "edits": begin("P1"), "version": version });
    let answer = client.call("edit", wish.clone());
    assert_eq!(answer["written"], true, "{answer}");
    assert!(
        repository
            .read("docs/tips/boats.md")
            .contains("**Status**: In progress")
    );
    client.refused("edit", wish);
}

#[test]
fn a_phase_whose_boxes_tell_how_far_it_has_come_names_what_shows_them() {
    let repository = repository();
    let plan = "# Moon\n\n## Phases\n\n### Phase 1: Rise\n\n#### Success Criteria\n- [ ] It rises: `test -f moon`\n- [ ] It is looked at (manual)\n";
    repository.write("docs/tips/moon.md", plan);
    let mut client = Client::new(repository.path());
    let version = client.call("read", json!({ "plan": "docs/tips/moon.md" }))["version"].clone();
    let edit = |verb: &str| json!({ "plan": "docs/tips/moon.md", "version": version, "edits": [{ "do": verb, "thing": "P1" }] });
    let begun = client.call("edit", edit("begin"));
    assert_eq!(begun["written"], false, "{begun}");
    assert_eq!(begun["done"][0]["did"], "begins with its first box");
    let words = client.refused("edit", edit("finish"));
    assert!(
        words.contains("`verify` with `tick` runs and ticks P1.C1"),
        "{words}"
    );
    assert!(words.contains("`tip confirm` for P1.C2"), "{words}");
}

#[test]
fn a_new_plan_comes_from_the_template_and_overwrites_none() {
    let repository = repository();
    let mut client = Client::new(repository.path());
    let wish = json!({ "feature": "Moon phases", "phases": ["Look up", "Count"], "effort": "M" });
    let answer = client.call("new", wish.clone());
    let plan = answer["plan"].as_str().expect("a path");
    assert!(plan.ends_with("moon-phases.md"), "{plan}");
    assert!(repository.read(plan).contains("### Phase 2: Count"));
    let words = client.refused("new", wish);
    assert!(words.contains("exists already"), "{words}");
    let words = client.refused("new", json!({ "feature": "x", "effort": "enormous" }));
    assert!(
        words.contains("the template knows no effort `enormous`"),
        "{words}"
    );
}

/// Each of several clients adds its own criteria to one plan; whoever was not the first reads it again.
#[test]
fn no_update_is_lost_however_many_clients_write_one_plan() {
    const CLIENTS: usize = 4;
    const EACH: usize = 5;
    let repository = repository();
    let path = repository.path().to_path_buf();
    let add = |client: usize| {
        let path = path.clone();
        move || {
            let mut it = Client::new(&path);
            for nth in 0..EACH {
                let text = format!("client {client} says {nth}");
                let edits = json!([{ "do": "criterion", "thing": "P3", "text": text }]);
                loop {
                    let wish = json!({ "plan": PLAN, "version": version(&mut it), "edits": edits });
                    let response =
                        it.ask("tools/call", json!({ "name": "edit", "arguments": wish }));
                    let result = &response["result"];
                    if result["isError"] != true {
                        assert_eq!(result["structuredContent"]["written"], true, "{response}");
                        break;
                    }
                    let words = result["content"][0]["text"].as_str().expect("words");
                    assert!(words.contains("meanwhile"), "{words}");
                }
            }
        }
    };
    let threads: Vec<_> = (0..CLIENTS).map(|it| thread::spawn(add(it))).collect();
    for it in threads {
        it.join().expect("a client ends well");
    }
    let text = repository.read(PLAN);
    let added = text.lines().filter(|it| it.starts_with("- [ ] client"));
    let mut added: Vec<&str> = added.collect();
    assert_eq!(added.len(), CLIENTS * EACH, "{text}");
    added.sort_unstable();
    added.dedup();
    assert_eq!(added.len(), CLIENTS * EACH, "{text}");
}

#[test]
fn what_would_not_be_understood_is_not_written() {
    let repository = repository();
    let mut client = Client::new(repository.path());
    let before = repository.read(PLAN);
    let set = |field: &str, value: &str| json!({ "do": "set", "thing": "P3", "fields": { (field): value } });
    let add = |field: &str, value: &str| json!({ "do": "phase", "text": "Tell the moon", "fields": { (field): value } });
    for (edit, remedy) in [
        (set("effort", "banana"), "a size from `XS` to `XL`"),
        (set("depends_on", "the moon"), "write `Phase 1`"),
        (
            set("depends_on", "Phase 2, Phase 9"),
            "the numbers are 1, 2",
        ),
        (add("effort", "banana"), "a size from `XS` to `XL`"),
        (add("depends_on", "Phase 77"), "the numbers are 1, 2, 3"),
    ] {
        let wish = json!({ "plan": PLAN, "version": version(&mut client), "edits": [edit] });
        let words = client.refused("edit", wish);
        assert!(words.contains(remedy), "{words}");
        assert_eq!(repository.read(PLAN), before);
    }
}

#[test]
fn a_phase_that_nothing_shows_is_finished_on_the_word_of_an_agent() {
    let repository = repository();
    let text = "---\nfeature: moon\nstatus: in_progress\n---\n\n# Moon\n\n## Phase 1: Read\n\nWords.\n\n## Phase 2: Tell\n\n- [ ] A person looks (manual)\n";
    repository.write("docs/tips/moon.md", text);
    let mut client = Client::new(repository.path());
    let version = client.call("read", json!({ "plan": "moon" }))["version"].clone();
    let edits = json!([{ "do": "finish", "thing": "P1" }]);
    let answer = client.call(
        "edit",
        json!({ "plan": "moon", "version": version, "edits": edits }),
    );
    assert_eq!(answer["written"], true, "{answer}");
    let text = repository.read("docs/tips/moon.md");
    let title = text
        .lines()
        .find(|it| it.starts_with("## Phase 1"))
        .expect("it");
    assert!(
        title.starts_with("## Phase 1: Read ✓ <!-- tip: confirm("),
        "{title}"
    );
    assert!(title.contains(", agent) by an agent, "), "{title}");
    let outline = client.call("read", json!({ "plan": "moon" }));
    let outline = outline["text"].as_str().expect("text");
    assert!(
        outline.contains("P1 done (on the word of an agent alone, "),
        "{outline}"
    );
}

#[test]
fn a_tick_of_an_agent_is_shown_as_its_word() {
    let repository = repository();
    let path = "docs/tips/moon.md";
    let text = "---\nfeature: moon\nstatus: in_progress\n---\n\n# Moon\n\n## Phase 1: Read\n\n**Tasks**:\n- [ ] Open the book\n- [ ] Read it\n";
    repository.write(path, text);
    let mut client = Client::new(repository.path());
    let edit = |client: &mut Client, edits: Value| {
        let version = client.call("read", json!({ "plan": path }))["version"].clone();
        client.call(
            "edit",
            json!({ "plan": path, "version": version, "edits": edits }),
        )
    };
    let tick = json!([{ "do": "tick", "thing": "P1.B1" }]);
    let answer = edit(&mut client, tick.clone());
    assert_eq!(answer["written"], true, "{answer}");
    let after = repository.read(path);
    assert!(
        after.contains("- [x] Open the book <!-- tip: confirm("),
        "{after}"
    );
    assert!(after.contains(", agent) by an agent, "), "{after}");
    // The box is what it was, so that a second tick says nothing new.
    let again = edit(&mut client, tick);
    assert_eq!(again["written"], false, "{again}");
    let untick = json!([{ "do": "untick", "thing": "P1.B1" }]);
    edit(&mut client, untick);
    assert_eq!(repository.read(path), text);
}

#[test]
fn titles_changes_and_tests_are_set_and_what_is_left_of_the_template_is_told() {
    let repository = repository();
    let mut client = Client::new(repository.path());
    let wish = json!({ "feature": "moon", "phases": ["Look"], "effort": "S" });
    let new = client.call("new", wish);
    let (plan, version) = (new["plan"].clone(), new["version"].clone());
    let edits = json!([
        { "do": "set", "fields": { "title": "The moon" } },
        { "do": "set", "thing": "P1", "fields": {
            "title": "Look up",
            "changes": "`src/tide.rs:3` - Ask the moon\n- `src/moon.rs` - New file",
            "tests": "Unit tests: the pull\n  - `tests/moon.rs` - full and new",
        } },
    ]);
    let wish = json!({ "plan": plan, "version": version, "edits": edits });
    let answer = client.call("edit", wish);
    assert_eq!(answer["written"], true, "{answer}");
    let text = repository.read(plan.as_str().expect("a path"));
    for part in [
        "# Technical Implementation Plan: The moon\n",
        "### Phase 1: Look up\n",
        "**Code Changes**:\n- `src/tide.rs:3` - Ask the moon\n- `src/moon.rs` - New file\n\n**Test Strategy**:\n- Unit tests: the pull\n  - `tests/moon.rs` - full and new\n\n**Success",
    ] {
        assert!(text.contains(part), "no {part} in:\n{text}");
    }
    let unfilled = answer["unfilled"].as_array().expect("a list");
    let words: Vec<&str> = unfilled.iter().filter_map(|it| it.as_str()).collect();
    assert!(
        words
            .iter()
            .any(|it| it.contains("[Specific testable outcome]")),
        "{words:?}"
    );
    assert!(!words.iter().any(|it| it.contains("file")), "{words:?}");
    // A phase for which all is given is told to have nothing left.
    let edits = json!([{ "do": "phase", "text": "Wait", "criteria": ["It is told: `true`"], "fields": {
        "purpose": "Tides come late.", "effort": "S", "depends_on": "Phase 1",
        "changes": "`src/tide.rs` - Wait", "tests": "`tests/tide.rs` - late",
    } }]);
    let version = answer["version"].clone();
    let wish = json!({ "plan": plan, "version": version, "edits": edits });
    let answer = client.call("edit", wish);
    assert_eq!(answer["written"], true, "{answer}");
    assert!(answer.get("unfilled").is_none(), "{answer}");
}

#[test]
fn a_title_that_would_make_another_part_is_not_written() {
    let repository = repository();
    let mut client = Client::new(repository.path());
    for (thing, title) in [(json!("P3"), "Waves ✅"), (json!("P3.C1"), "Waves")] {
        let edits = json!([{ "do": "set", "thing": thing, "fields": { "title": title } }]);
        let wish = json!({ "plan": PLAN, "version": version(&mut client), "edits": edits });
        client.refused("edit", wish);
        assert_eq!(repository.read(PLAN), TIDES);
    }
    let edits = json!([{ "do": "set", "fields": { "purpose": "Waves" } }]);
    let wish = json!({ "plan": PLAN, "version": version(&mut client), "edits": edits });
    let words = client.refused("edit", wish);
    assert!(words.contains("name a phase or task"), "{words}");
}
