//! `tip show`.

use crate::Folder;
use serde_json::Value;

const PLAN: &str = "---\nstatus: in_progress\nfeature: berths\n---\n\n# Implementation Plan: Berths\n\n## Phase 1: a\n\n**Success Criteria**:\n- [ ] a boat fits\n";

fn folder() -> Folder {
    Folder::repository(&[
        ("docs/tips/berths.md", PLAN),
        (
            ".kiro/specs/passes/tasks.md",
            "# Implementation Plan\n\n- [ ] 1. Sell a pass\n",
        ),
        (".kiro/specs/passes/design.md", "# Design\n"),
    ])
}

#[track_caller]
fn json(folder: &Folder, arguments: &[&str]) -> Vec<Value> {
    let output = folder.command(arguments).output().expect("tip runs");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let values = serde_json::Deserializer::from_str(&text).into_iter();
    values.collect::<Result<_, _>>().expect("JSON")
}

#[test]
fn a_thing_in_a_plan_is_shown_by_its_handle() {
    let shown = folder().tip(&["show", "berths#P1"]);
    assert!(shown.starts_with("docs/tips/berths.md:8  P1  "), "{shown}");
    assert!(shown.contains("- [ ] a boat fits"), "{shown}");
    let values = json(&folder(), &["show", "berths#P1", "--json"]);
    assert_eq!(values[0]["title"], "a");
}

#[test]
fn a_line_is_printed_for_each_file_in_order() {
    let folder = folder();
    let values = json(
        &folder,
        &[
            "show",
            "--jsonl",
            ".kiro/specs/passes/design.md",
            "no.md",
            "docs/tips/berths.md",
        ],
    );
    assert_eq!(values.len(), 3);
    assert_eq!(values[0]["plan"], ".kiro/specs/passes");
    let files = [
        ".kiro/specs/passes/tasks.md",
        ".kiro/specs/passes/design.md",
    ];
    assert_eq!(values[0]["files"], serde_json::json!(files));
    assert_eq!(values[0]["boxes"], serde_json::json!([]));
    assert_eq!(values[1]["error"], "no such file or folder: `no.md`");
    assert_eq!(values[2]["boxes"].as_array().map(Vec::len), Some(1));
}

#[test]
fn an_unknown_thing_names_the_way_on() {
    insta::assert_snapshot!(folder().tip(&["show", "berths#P7"]), @r"
    --- stderr
    error: `docs/tips/berths.md` holds nothing called `P7`
      hint: `tip show --json docs/tips/berths.md` tells all its handles
    --- exit 2
    ");
    insta::assert_snapshot!(folder().tip(&["show", "brths"]), @r"
    --- stderr
    error: no plan is called `brths`
      hint: did you mean `berths`?
      hint: `tip list --all` shows every plan
    --- exit 2
    ");
}

#[test]
fn what_bears_one_number_twice_is_told_apart() {
    let tasks = "# Tasks\n\n- [x] 2. Draw\n- [x] 2.5 Test\n- [ ] 2.5 Test\n";
    let folder = Folder::repository(&[(".kiro/specs/map/tasks.md", tasks)]);
    insta::assert_snapshot!(folder.tip(&["show", ".kiro/specs/map/tasks.md#T2.5"]), @r"
    --- stderr
    error: `T2.5` fits 2 things in `.kiro/specs/map/tasks.md`
      hint: it may be `T2.T2.5 r9cthh4nng Test`
      hint: it may be `T2.T2.5~2 r9cthh4nng-2 Test`
      hint: use its id instead
    --- exit 2
    ");
    insta::assert_snapshot!(folder.tip(&["next", ".kiro/specs/map/tasks.md"]), @r"
    .kiro/specs/map/tasks.md  Tasks  2/3
      ○ T2.T2.5~2  Test  .kiro/specs/map/tasks.md:5
      assumed: where no dependency is written, the order of the text decides
    --- exit 0
    ");
}
