//! Tools that look.

use serde_json::json;

use crate::client::Client;
use crate::plans::{TIDES, repository};

#[test]
fn what_is_ready_is_told_with_the_version_of_its_plan() {
    let repository = repository();
    let mut client = Client::new(repository.path());
    let answer = client.call("next", json!({}));
    let plan = &answer["plans"][0];
    assert_eq!(plan["stage"], "in_progress");
    assert_eq!(plan["ready"][0]["handle"], "P2");
    assert_eq!(plan["waiting"], 1);
    let read = client.call("read", json!({ "plan": "tides" }));
    assert_eq!(plan["version"], read["version"]);
    repository.write("docs/tips/tides.md", TIDES.replace("Warn", "Tell"));
    let read = client.call("read", json!({ "plan": "tides" }));
    assert_ne!(plan["version"], read["version"]);
}

#[test]
fn a_repository_without_plans_says_what_to_do() {
    let repository = tip_testing::GitRepository::new();
    let mut client = Client::new(repository.path());
    let answer = client.call("next", json!({}));
    assert_eq!(answer["plans"], json!([]));
    let words = answer["nothing"][0].as_str().expect("words");
    assert!(
        words.contains("there is no plan here: `new` begins one"),
        "{words}"
    );
}

#[test]
fn a_plan_is_read_in_few_words_and_a_thing_word_for_word() {
    let repository = repository();
    let mut client = Client::new(repository.path());
    let answer = client.call("read", json!({ "plan": "tides" }));
    let text = answer["text"].as_str().expect("text");
    assert!(text.contains("P1 done 1/1 S: Read the table"), "{text}");
    assert!(
        text.contains("P2 open 0/2 M after P1: Tell the next tide"),
        "{text}"
    );
    assert!(text.contains("Test Scenarios ("), "{text}");
    assert!(text.len() < TIDES.len() / 2, "{text}");
    let answer = client.call("read", json!({ "plan": "tides", "thing": "P3" }));
    let text = answer["text"].as_str().expect("text");
    assert!(TIDES.contains(text), "{text}");
    assert!(text.starts_with("### Phase 3: Warn of storms"), "{text}");
    let answer = client.call(
        "read",
        json!({ "plan": "tides", "thing": "Test Scenarios" }),
    );
    let text = answer["text"].as_str().expect("text");
    assert!(text.starts_with("## Test Scenarios"), "{text}");
}

#[test]
fn a_long_thing_is_read_in_pieces_of_one_version() {
    let repository = repository();
    let mut client = Client::new(repository.path());
    let wish = json!({ "plan": "tides", "thing": "P2", "budget": 40 });
    let first = client.call("read", wish.clone());
    let (mut text, mut more) = (String::new(), Some(first));
    while let Some(answer) = more {
        text.push_str(answer["text"].as_str().expect("text"));
        more = answer.get("more").map(|cursor| {
            let mut wish = wish.clone();
            wish["cursor"] = cursor.clone();
            client.call("read", wish)
        });
    }
    assert!(TIDES.contains(&text), "{text}");
    assert!(text.ends_with("(manual)"), "{text}");
    let first = client.call("read", wish.clone());
    repository.write("docs/tips/tides.md", TIDES.replace("skipper", "captain"));
    let mut again = wish;
    again["cursor"] = first["more"].clone();
    let words = client.refused("read", again);
    assert!(words.contains("has changed since"), "{words}");
}

#[test]
fn a_phase_comes_with_what_it_needs_as_it_stands_now() {
    let mut repository = repository();
    let code = repository.read("src/tide.rs");
    let moved = format!("// One.\n// Two.\n// Three.\n{code}");
    repository.write("src/tide.rs", moved);
    repository.commit("comments");
    let mut client = Client::new(repository.path());
    let answer = client.call("context", json!({ "plan": "tides" }));
    assert_eq!(answer["phase"], "P2");
    let text = answer["text"].as_str().expect("text");
    for part in [
        "P2 is open, effort M, after P1 (done)",
        "A skipper asks when the water is high.",
        "by its command: P2.C1; by a person: P2.C2",
        "`src/tide.rs:1-8`; moved, was src/tide.rs:3",
        "pub fn next_tide() -> Tide {",
        "### Scenario 1: High water",
        "A tide comes twice a day.",
    ] {
        assert!(text.contains(part), "no {part} in:\n{text}");
    }
    assert!(!text.contains("Ships float"), "{text}");
    assert!(!text.contains("Warn of storms"), "{text}");
    assert!(answer.get("left_out").is_none(), "{answer}");
}

#[test]
fn what_does_not_fit_is_named() {
    let repository = repository();
    let mut client = Client::new(repository.path());
    let whole = client.call("context", json!({ "plan": "tides" }));
    let whole = whole["tokens"].as_u64().expect("a number");
    assert!(whole > 150, "{whole}");
    for budget in [100, whole / 2, whole - 10] {
        let answer = client.call("context", json!({ "plan": "tides", "budget": budget }));
        let tokens = answer["tokens"].as_u64().expect("a number");
        assert!(tokens <= budget + 2, "{answer}");
        assert!(!answer["left_out"].as_array().expect("a list").is_empty());
    }
}

#[test]
fn what_is_wrong_and_what_drifted_is_told_with_its_line() {
    let repository = repository();
    repository.write(
        "docs/tips/tides.md",
        TIDES.replace("Phase 1\n\n#### C", "Phase 7\n\n#### C"),
    );
    let mut client = Client::new(repository.path());
    let answer = client.call("check", json!({ "plan": "docs/tips/tides.md" }));
    let findings = answer["findings"].as_array().expect("a list");
    let found = findings
        .iter()
        .find(|it| it["rule"] == "unknown-dependency");
    let found = found.unwrap_or_else(|| panic!("{answer}"));
    assert!(found["line"].as_u64() > Some(20), "{found}");
    repository.write("src/tide.rs", "pub struct Tide;\n");
    let answer = client.call("drift", json!({}));
    assert_eq!(answer["references"][0]["verdict"], "deleted", "{answer}");
}

#[test]
fn a_plan_that_is_cut_into_no_phases_comes_whole() {
    let repository = repository();
    let plan = "---\nstatus: in_progress\nfeature: moon\n---\n\n# Moon\n\n`src/tide.rs:3` knows it.\n\n## Acceptance Criteria\n\n- [x] It rises\n- [ ] It sets\n";
    repository.write("docs/tips/moon.md", plan);
    let mut client = Client::new(repository.path());
    let wish = json!({ "plan": "docs/tips/moon.md" });
    let next = client.call("next", wish.clone());
    assert_eq!(
        next["plans"][0]["boxes"].as_array().map(Vec::len),
        Some(1),
        "{next}"
    );
    let pack = client.call("context", wish);
    let text = pack["text"].as_str().expect("a text");
    assert!(text.starts_with("# Moon"), "{text}");
    assert!(text.contains("pub fn next_tide()"), "{text}");
    assert!(text.contains("Open boxes"), "{text}");
    assert!(pack.get("phase").is_none(), "{pack}");
}

#[test]
fn a_task_of_a_plan_in_several_files_comes_with_why_it_is_done() {
    let repository = repository();
    let folder = "openspec/changes/moon";
    let tasks = "## 1. Rise\n\n- [x] 1.1 Look\n- [ ] 1.2 Tell\n";
    repository.write(&format!("{folder}/tasks.md"), tasks);
    let proposal = "# Moon\n\n## Why\n\nNobody sees it.\n\n## What Changes\n\nAll.\n";
    repository.write(&format!("{folder}/proposal.md"), proposal);
    let mut client = Client::new(repository.path());
    let pack = client.call("context", json!({ "plan": folder }));
    let text = pack["text"].as_str().expect("a text");
    assert!(text.contains(", part of P1 Rise"), "{text}");
    assert!(text.contains("Nobody sees it."), "{text}");
    assert!(!text.contains("What Changes"), "{text}");
}

#[test]
fn what_is_ready_is_told_in_pages_and_nothing_is_left_out() {
    let repository = repository();
    for name in ["boats", "moon"] {
        let plan = format!(
            "# {name}\n\n## Phase 1: A\n\n**Dependencies**: None\n\n- [ ] one\n\n## Phase 2: B\n\n**Dependencies**: None\n\n### Success Criteria\n\n- [ ] two (manual)\n"
        );
        repository.write(&format!("docs/tips/{name}.md"), plan);
    }
    let mut client = Client::new(repository.path());
    let handles = |answer: &serde_json::Value| {
        let plans = answer["plans"].as_array().expect("a list").iter();
        let ready = plans.flat_map(|plan| {
            let ready = plan["ready"].as_array().expect("a list").iter();
            ready.map(|it| format!("{}#{}", plan["plan"], it["handle"]))
        });
        ready.collect::<Vec<String>>()
    };
    let whole = client.call("next", json!({}));
    assert_eq!(handles(&whole).len(), 5, "{whole}");
    let open = whole.to_string();
    assert!(open.contains(" two (manual) (by a person)\""), "{open}");
    for limits in [[1, 1], [2, 1], [3, 4]] {
        let (mut seen, mut cursor) = (Vec::new(), None::<serde_json::Value>);
        for limit in limits.iter().cycle() {
            let mut wish = json!({ "limit": limit });
            if let Some(cursor) = cursor {
                wish["cursor"] = cursor;
            }
            let answer = client.call("next", wish);
            assert!(handles(&answer).len() <= *limit, "{answer}");
            seen.extend(handles(&answer));
            cursor = answer.get("more").cloned();
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(seen, handles(&whole));
    }
    client.refused("next", json!({ "limit": 0 }));
}

#[test]
fn how_far_a_plan_has_come_is_told_alike_by_every_tool() {
    let repository = repository();
    repository.write(
        "docs/tips/moon.md",
        "# Moon\n\n## Phase 1: Rise\n\n- [ ] It rises\n",
    );
    let built = "# Boats\n\n## Phase 1: Build\n\n#### Code Changes\n- Create `src/tide.rs`\n- Create `docs/model.md`\n\n#### Success Criteria\n- [ ] It floats\n";
    repository.write("docs/tips/boats.md", built);
    let mut client = Client::new(repository.path());
    for (plan, stage, why) in [
        ("tides", "in_progress", ""),
        ("moon", "not_begun", ""),
        (
            "boats",
            "seems_built",
            "2 of 2 files that it means to create are there",
        ),
    ] {
        let next = client.call("next", json!({ "plan": plan }));
        assert_eq!(next["plans"][0]["stage"], stage, "{next}");
        let read = client.call("read", json!({ "plan": plan }));
        let text = read["text"].as_str().expect("text");
        assert!(text.contains(&format!("\n{stage}")), "{text}");
        assert!(
            text.contains(why) && next.to_string().contains(why),
            "{text}{next}"
        );
    }
}

#[test]
fn what_drifted_is_known_to_a_check_and_what_is_not_known_is_told() {
    let mut repository = repository();
    let code = repository.read("src/tide.rs");
    repository.write("src/tide.rs", format!("// One.\n// Two.\n{code}"));
    repository.commit("comments");
    let mut client = Client::new(repository.path());
    let before = client.call("check", json!({ "plan": "tides" }));
    let unchecked = before["unchecked"].to_string();
    assert!(
        unchecked.contains("where 1 of 1 code references lead is not known: `drift`"),
        "{before}"
    );
    let drift = client.call("drift", json!({ "plan": "tides" }));
    assert_eq!(drift["followed"]["moved"], 1, "{drift}");
    let after = client.call("check", json!({ "plan": "tides" }));
    assert_eq!(after.get("unchecked"), None, "{after}");
    let found = |answer: &serde_json::Value| answer["findings"].as_array().map_or(0, Vec::len);
    assert_eq!(found(&after), found(&before) + 1, "{after}");
}

#[test]
fn a_phase_is_read_by_its_title_too() {
    let repository = repository();
    let mut client = Client::new(repository.path());
    let read = client.call(
        "read",
        json!({ "plan": "tides", "thing": "Warn of storms" }),
    );
    assert_eq!(read["handle"], "P3", "{read}");
    for (tool, arguments) in [
        ("read", json!({ "plan": "" })),
        ("read", json!({ "plan": "tides", "thing": "" })),
        ("read", json!({ "plan": "tides", "budget": 0 })),
        ("context", json!({ "plan": "tides", "budget": 0 })),
        ("verify", json!({ "plan": "tides", "thing": "" })),
        ("verify", json!({ "plan": "tides", "thing": "Z1" })),
    ] {
        let words = client.refused(tool, arguments);
        assert!(
            words.contains("is empty")
                || words.contains("at least 1")
                || words.contains("`Z1` has no criterion"),
            "{words}"
        );
    }
}

#[test]
fn files_that_several_plans_change_are_told_in_parts() {
    let repository = repository();
    let boats = "# Boats\n\n## Phase 1: Build\n\n#### Code Changes\n- `src/tide.rs:3-4` - floats\n\n#### Success Criteria\n- [ ] It floats\n";
    repository.write("docs/tips/boats.md", boats);
    let mut client = Client::new(repository.path());
    let answer = client.call("foresee", json!({ "plan": "boats" }));
    let by = &answer["conflicts"][0]["by"];
    assert_eq!(
        by[0],
        json!({ "plan": "docs/tips/boats.md", "phase": "P1", "intent": "modify", "lines": [3, 4] }),
        "{answer}"
    );
    assert!(answer["p80_days"].is_number(), "{answer}");
}

/// A task of which each step quotes a file.
fn long_task() -> String {
    let code = "let tide = read(table);\n".repeat(200);
    let step = |number: usize, mark: &str| {
        format!(
            "- [{mark}] **Step {number}: Write part {number}**\n\n```rust\n// part {number}\n{code}```\n\n"
        )
    };
    let steps: String = [(1, "x"), (2, " "), (3, " "), (4, " ")]
        .map(|(number, mark)| step(number, mark))
        .concat();
    format!(
        "# Tides Implementation Plan\n\n**Goal:** Tides.\n\n### Task 1: Table\n\n**Files:**\n- Modify: `src/tide.rs`\n\n{steps}### Task 2: Page\n\n- [ ] **Step 1: Draw**\n"
    )
}

#[test]
fn of_a_long_task_the_next_step_comes_first_and_the_later_ones_are_named() {
    let repository = repository();
    let path = "docs/superpowers/plans/2026-01-31-tides.md";
    repository.write(path, long_task());
    let mut client = Client::new(repository.path());
    let answer = client.call("context", json!({ "plan": path }));
    let text = answer["text"].as_str().expect("a text");
    assert!(text.contains("// part 2"), "{text}");
    assert!(!text.contains("// part 1"), "{text}");
    assert!(!text.contains("// part 3"), "{text}");
    assert!(text.contains("Step 1: Write part 1** …"), "{text}");
    let left_out = answer["left_out"].as_array().expect("a list");
    let left_out: Vec<&str> = left_out.iter().filter_map(|it| it.as_str()).collect();
    assert_eq!(
        left_out,
        [
            "T1.S3 Write part 3",
            "T1.S4 Write part 4",
            "(`read` gives each of these by its handle or title, a larger `budget` all)"
        ]
    );
    let wish = json!({ "plan": path, "budget": 20_000 });
    let all = client.call("context", wish);
    let text = all["text"].as_str().expect("a text");
    assert!(text.contains("// part 4"), "{text}");
    assert!(all.get("left_out").is_none(), "{all}");
}

#[test]
fn of_a_long_plan_without_phases_what_is_open_comes_first() {
    let repository = repository();
    let words = "The moon is far away, and nobody knows why it pulls.\n".repeat(150);
    let plan = format!(
        "---\nstatus: in_progress\nfeature: moon\n---\n\n# Moon\n\n## Purpose\n\nIt pulls.\n\n## Constraints\n\n{words}\n## Acceptance Criteria\n\n- [x] It rises\n- [ ] It sets\n"
    );
    repository.write("docs/tips/moon.md", plan);
    let mut client = Client::new(repository.path());
    let pack = client.call("context", json!({ "plan": "docs/tips/moon.md" }));
    let text = pack["text"].as_str().expect("a text");
    assert!(text.contains("It pulls."), "{text}");
    assert!(text.contains("- [ ] It sets"), "{text}");
    assert!(!text.contains("far away"), "{text}");
    assert_eq!(pack["left_out"][0], "Constraints", "{pack}");
}
