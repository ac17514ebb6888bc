//! Whether there is what commands name, which words documents hold, and which day it is.

use std::sync::Arc;

use tip_rules::{Answers, Day, FilterAnswer, RunnableAnswer};
use tip_workspace::{Memory, Snapshot};

fn answers(plan: &str) -> Answers {
    let files = [
        ("/repo/docs/tips/plan.md", plan),
        (
            "/repo/docs/model.md",
            "# Model\n\nA berth has a *tide-window*.\n",
        ),
        ("/repo/Makefile", "test: build\n\techo\nbuild:\n\techo\n"),
        ("/repo/package.json", "{\"name\": \"no-scripts\"}"),
        (
            "/repo/web/package.json",
            "{\"scripts\": {\"test\": \"vitest\"}}",
        ),
        ("/repo/justfile", "import 'more.just'\n\ncheck:\n    echo\n"),
        ("/repo/crates/a/Cargo.toml", "[package]\nname = \"a-lib\"\n"),
        (
            "/repo/crates/a/tests/it/main.rs",
            "#[test]\nfn a_berth_floats() {}\n\n#[case::low_tide(1)]\n#[test_case(1; \"a deep sea\")]\nfn depth() {}\n",
        ),
        (
            "/repo/web/src/berth.test.ts",
            "it(\"shows the tide window\", () => {});\n",
        ),
        ("/repo/web/src/pier.ts", "export const paint = 1;\n"),
        ("/repo/crates/a/examples/tour.rs", ""),
    ];
    let mut memory = Memory::default();
    for (path, text) in files {
        memory.write(path, text);
    }
    memory.set_today(Day::parse("2026-03-01").expect("the day exists"));
    let snapshot = Snapshot::open(Arc::new(memory), "/repo".into(), None, None)
        .expect("the repository can be opened");
    let (doc, plan) = snapshot
        .read("docs/tips/plan.md")
        .expect("the plan is there");
    snapshot.answers("docs/tips/plan.md", &doc, &plan)
}

#[track_caller]
fn check(command: &str, expected: &str) {
    let answers = answers(&format!(
        "# Plan\n\n## Phase 1: a\n\n- [ ] It holds: `{command}`\n"
    ));
    let mut found: Vec<String> = answers
        .runnables
        .iter()
        .map(|(it, answer)| match answer {
            RunnableAnswer::Found => format!("{} found", it.name),
            RunnableAnswer::Missing { nearest: None } => format!("{} missing", it.name),
            RunnableAnswer::Missing {
                nearest: Some(near),
            } => {
                format!("{} missing, nearest {near}", it.name)
            }
            RunnableAnswer::Unknown => format!("{} unknown", it.name),
        })
        .collect();
    found.sort();
    assert_eq!(found.join("; "), expected, "{command}");
}

#[test]
fn targets_of_a_makefile_are_found() {
    check("make test", "test found");
    check("make tests", "tests missing, nearest test");
    check("make -C nowhere test", "test unknown");
}

#[test]
fn a_script_may_be_defined_in_any_project() {
    check("npm test", "test found");
    check("cd web && npm run lint", "lint missing");
}

#[test]
fn what_a_justfile_takes_from_elsewhere_is_not_known() {
    check("just everything", "everything unknown");
}

#[test]
fn packages_and_what_they_hold_are_found() {
    check("cargo test -p a_lib --test it", "a_lib found; it found");
    check("cargo run --example tour", "tour found");
    check("cargo test -p b-lib", "b-lib missing, nearest a-lib");
}

#[test]
fn concepts_are_looked_up_in_the_documents_beside_them() {
    let answers = answers(
        "# Technical Implementation Plan: A\n\n## Domain Context\n\n**Relevant Domain Model Docs**:\n- `docs/model.md`\n- Key concepts: Berths, tide window, harbor master\n",
    );
    assert_eq!(answers.lacking["docs/model.md"], ["harbor master"]);
}

#[test]
fn the_day_is_asked_for_only_where_it_matters() {
    let today = |status: &str| answers(&format!("---\nstatus: {status}\n---\n\n# Plan\n")).today;
    assert_eq!(today("in_progress"), Day::parse("2026-03-01"));
    assert_eq!(today("draft"), None);
}

/// Checks what is said of the filters of a command in a ticked box.
#[track_caller]
fn check_filter(command: &str, expected: &[FilterAnswer]) {
    let answers = answers(&format!(
        "# Plan\n\n## Phase 1: a\n\n- [x] It holds: `{command}`\n"
    ));
    let found: Vec<FilterAnswer> = answers.filters.values().copied().collect();
    assert_eq!(found, expected, "{command}");
}

#[test]
fn what_picks_tests_is_looked_for_in_tests_alone() {
    use FilterAnswer::{Found, Missing, Unknown};
    check_filter("cargo test berth_floats", &[Found]);
    check_filter("cargo test tests::a_berth_floats", &[Found]);
    check_filter("cargo test a_berth_sinks", &[Missing]);
    // A case that a macro names.
    check_filter("cargo test depth::case_1_low_tide", &[Found]);
    check_filter("cargo test depth::case_2_high_tide", &[Missing]);
    // One that a macro makes of a sentence.
    check_filter("cargo test a_deep_sea", &[Found]);
    check_filter("npx vitest run berth", &[Found]);
    check_filter("npx vitest run src/harbor", &[Missing]);
    check_filter("npx jest -t 'the tide window'", &[Found]);
    check_filter("npx jest -t 'the paint'", &[Missing]);
    check_filter("go test ./... -run TestBerth", &[Unknown]);
    check_filter("cargo test", &[]);
}

#[test]
fn what_an_open_box_picks_tests_by_is_not_looked_for() {
    let answers = answers("# Plan\n\n## Phase 1: a\n\n- [ ] It holds: `cargo test sinks`\n");
    assert!(answers.filters.is_empty());
}
