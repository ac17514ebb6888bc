//! `tip list` and `tip next`.

use crate::Folder;

const PLAN: &str = "---\nstatus: in_progress\nfeature: berths\n---\n\n# Implementation Plan: Berths\n\n## Phase 1: a\n\n**Success Criteria**:\n- [x] a boat fits\n\n## Phase 2: b\n\n**Success Criteria**:\n- [ ] a boat leaves\n";

fn folder() -> Folder {
    Folder::repository(&[
        ("docs/tips/berths.md", PLAN),
        ("docs/tips/archive/old.md", PLAN),
        ("README.md", "# Boats\n"),
    ])
}

#[test]
fn plans_in_archives_are_left_out_unless_asked_for() {
    insta::assert_snapshot!(folder().tip(&["list"]), @r"
    docs/tips/berths.md  in_progress  generic  █████░░░░░  1/2  Berths
    --- stderr
    1 more in archives or ignored by git: `tip list --all`
    --- exit 0
    ");
    insta::assert_snapshot!(folder().tip(&["list", "--all"]), @r"
    docs/tips/archive/old.md  in_progress  generic  █████░░░░░  1/2  (archived)
    docs/tips/berths.md       in_progress  generic  █████░░░░░  1/2  Berths
    --- exit 0
    ");
    insta::assert_snapshot!(folder().tip(&["list", "--stage", "complete"]), @r"
    --- stderr
    no plan fits
    1 more in archives or ignored by git: `tip list --all`
    --- exit 0
    ");
    insta::assert_snapshot!(folder().tip(&["list", "--stage", "finished"]), @r"
    --- stderr
    usage error: no stage is called `finished`
      hint: one of draft, approved, in_progress, complete, superseded, abandoned
    --- exit 2
    ");
}

#[test]
fn the_status_of_no_plan_is_that_of_all() {
    let folder = folder();
    assert_eq!(folder.tip(&["status"]), folder.tip(&[]));
}

#[test]
fn the_overview_is_for_programs_too() {
    let folder = folder();
    let json = |arguments: &[&str]| -> serde_json::Value {
        let output = folder.command(arguments).output().expect("tip runs");
        serde_json::from_slice(&output.stdout).expect("JSON")
    };
    let value = json(&["--json"]);
    assert_eq!(value["archived"], 1);
    assert_eq!(value["plans"][0]["plan"], "docs/tips/berths.md");
    assert!(value["plans"][0]["warnings"].is_number(), "{value}");
    assert_eq!(folder.code(&["--json", "list"]), 2);
    assert_eq!(json(&["-C", "docs", "--json"]), value);
}

#[test]
fn why_speaks_of_every_markdown_file() {
    insta::assert_snapshot!(folder().tip(&["list", "--why", "README.md", "docs/tips/archive/old.md"]), @r"
    no plan  README.md                 `readme.md` is a README
    plan     docs/tips/archive/old.md  archived: lies where plans lie, `**/tips/**/*.md`, and has `implementation plan` in the title, 2 phases, the key `feature`, the label `success criteria`
    --- exit 0
    ");
}

#[test]
fn what_is_ready_is_shown() {
    insta::assert_snapshot!(folder().tip(&["next"]), @r"
    docs/tips/berths.md  Berths  1/2
      ○ P2  b  docs/tips/berths.md:13
          [ ] a boat leaves
      assumed: where no dependency is written, the order of the text decides
    --- exit 0
    ");
    assert_eq!(folder().code(&["next", "--json"]), 0);
}

#[test]
fn nothing_ready_is_a_no() {
    let done = PLAN
        .replace("[ ]", "[x]")
        .replace("in_progress", "complete");
    let folder = Folder::repository(&[("docs/tips/berths.md", &done)]);
    insta::assert_snapshot!(folder.tip(&["next"]), @r"
    --- stderr
    nothing is ready: `docs/tips/berths.md` is complete
    --- exit 1
    ");
    insta::assert_snapshot!(folder.tip(&["next", "berths"]), @r"
    --- stderr
    nothing is ready: `docs/tips/berths.md` is complete
    --- exit 1
    ");
}

#[test]
fn as_many_phases_are_shown_as_are_asked_for() {
    let other = PLAN.replace("# ", "# Other ");
    let folder = Folder::repository(&[
        ("docs/tips/berths.md", PLAN),
        ("docs/tips/other.md", &other),
    ]);
    let shown = folder.tip(&["next", "berths", "other", "--limit", "1", "-q"]);
    insta::assert_snapshot!(shown, @r"
    docs/tips/berths.md  Berths  1/2
      ○ P2  b  docs/tips/berths.md:13
          [ ] a boat leaves
    --- exit 0
    ");
}

#[test]
fn what_is_still_being_written_is_offered_last() {
    let task = |status| {
        format!(
            "---\nstatus: {status}\n---\n\n# Plan\n\n### Phase 1: a\n\n#### Tasks\n\n- [ ] Build\n"
        )
    };
    let folder = Folder::repository(&[
        ("docs/tips/a.md", &task("draft")),
        ("docs/tips/b.md", &task("approved")),
    ]);
    insta::assert_snapshot!(folder.tip(&["next"]), @r"
    docs/tips/b.md  Plan  0/1
      ○ P1  a  docs/tips/b.md:7
          [ ] Build

    docs/tips/a.md  Plan  0/1
      ○ P1  a  docs/tips/a.md:7
          [ ] Build
    --- exit 0
    ");
}
