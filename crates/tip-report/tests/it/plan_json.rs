//! Plans for programs.

use serde_json::Value;
use tip_report::plan_json;

use crate::plan::{empty, fixture};

fn shown() -> Value {
    parse(&plan_json::show(&fixture().view(), "0.1.0"))
}

fn parse(text: &str) -> Value {
    serde_json::from_str(text).expect("it is JSON")
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).expect("a value can be written")
}

#[test]
fn a_plan_starts_with_what_it_is() {
    let text = plan_json::show(&fixture().view(), "0.1.0");
    let head = text.split("\"phases\"").next().expect("text has a start");
    insta::assert_snapshot!(head, @r#"
    {
      "version": "0.1.0",
      "path": "docs/tips/ships.md",
      "plan": "docs/tips/ships.md",
      "files": [
        "docs/tips/ships.md"
      ],
      "title": "船 Ships 🚢",
      "feature": "ships",
      "date": "2026-01-02",
      "tags": [
        "sea"
      ],
      "confidence": "High",
      "effort": null,
      "status": {
        "stage": "draft",
        "written": "draft",
        "path": "docs/tips/ships.md",
        "line": 3,
        "source": "front_matter"
      },
      "stage": "in_progress",
      "basis": "told",
      "dialect": "tip",
      "progress": {
        "done": 2,
        "total": 4
      },
    "#);
}

#[test]
fn a_phase_holds_its_state_and_dependencies() {
    insta::assert_snapshot!(pretty(&shown()["phases"][1]), @r#"
    {
      "confirmations": [],
      "contradicted_by": {
        "line": 13,
        "source": "title",
        "state": "done"
      },
      "depends_on": [
        "P1"
      ],
      "depends_on_source": "written",
      "effort": {
        "minutes_max": 180,
        "minutes_min": 120,
        "size": null,
        "text": "2-3 hours"
      },
      "end_line": 13,
      "handle": "P2",
      "id": "phase-P2",
      "line": 13,
      "number": "2",
      "optional": false,
      "parallel": false,
      "path": "docs/tips/ships.md",
      "progress": {
        "done": 1,
        "total": 3
      },
      "site": "heading",
      "state": "in_progress",
      "state_source": "boxes",
      "title": "Docks \u001b[31m",
      "unknown_dependencies": [
        "9"
      ]
    }
    "#);
}

#[test]
fn a_task_names_its_phase() {
    let task = &shown()["tasks"][0];
    assert_eq!(task["kind"], "task");
    assert_eq!(task["phase"], "P2");
    assert_eq!(task["parent"], "P2");
    assert_eq!(task["category"], "setup");
    assert_eq!(task["depends_on_source"], "order");
}

#[test]
fn a_box_holds_its_commands_on_one_line() {
    insta::assert_snapshot!(pretty(&shown()["boxes"][2]), @r#"
    {
      "commands": [
        "dock <name>"
      ],
      "confirmations": [],
      "deferred": false,
      "evidence": null,
      "handle": "P2.C2",
      "id": "box-P2.C2",
      "in_table": false,
      "kind": "criterion",
      "line": 17,
      "manual": false,
      "path": "docs/tips/ships.md",
      "phase": "P2",
      "proof": "person",
      "state": "open",
      "text": "Docks open at night: `dock <name>` returns 4",
      "tick_source": null,
      "unit": "P2"
    }
    "#);
}

#[test]
fn a_reference_is_as_written_and_as_read() {
    insta::assert_snapshot!(pretty(&shown()["references"][0]), @r#"
    {
      "anchor": null,
      "end_line": 20,
      "file": "docs/tips/ships.md",
      "form": "span",
      "historical": false,
      "intent": "modify",
      "line": 12,
      "line_in_plan": 22,
      "path": "src/sail.rs",
      "path_in_plan": "src/sail.rs:12-20",
      "symbol": null,
      "unit": "P3"
    }
    "#);
}

#[test]
fn a_command_says_what_is_expected() {
    insta::assert_snapshot!(pretty(&shown()["commands"][1]), @r#"
    {
      "box": "P2.C2",
      "expectation": {
        "kind": "exit_code",
        "value": 4
      },
      "file": "docs/tips/ships.md",
      "form": "span",
      "line_in_plan": 17,
      "runnable": false,
      "text": "dock <name>",
      "unit": "P2",
      "why_not": "placeholder"
    }
    "#);
}

#[test]
fn scenarios_and_risks_hold_their_fields() {
    let shown = shown();
    assert_eq!(shown["scenarios"][0]["given"], "a ship");
    assert_eq!(shown["scenarios"][0]["then"], "it floats\nit sails");
    assert_eq!(shown["scenarios"][0]["when"], Value::Null);
    assert_eq!(shown["risks"][0]["level"], "high");
    assert_eq!(shown["risks"][0]["risk"], "Fog");
    assert_eq!(shown["sections"][0]["meaning"], "high_risk");
    assert_eq!(shown["fields"][1]["items"][1], "it sails");
}

#[test]
fn a_plan_in_two_files_is_one_object() {
    let shown = parse(&plan_json::show(&fixture().view_of_two(), "0.1.0"));
    assert_eq!(shown["plan"], "docs/ships");
    assert_eq!(shown["path"], "docs/ships/one.md");
    assert_eq!(shown["phases"].as_array().map(Vec::len), Some(6));
    assert_eq!(shown["phases"][3]["path"], "docs/ships/two.md");
    assert_eq!(shown["progress"]["total"], 8);
}

#[test]
fn one_line_holds_the_same_object() {
    let line = plan_json::show_line(&fixture().view(), "0.1.0");
    assert!(!line.contains('\n'));
    assert_eq!(parse(&line), shown());
}

#[test]
fn an_empty_plan_has_every_field() {
    let empty = parse(&plan_json::show(&empty().view(), "0.1.0"));
    let names = |value: &Value| {
        let object = value.as_object().expect("a plan is an object");
        object.keys().cloned().collect::<Vec<_>>()
    };
    assert_eq!(names(&empty), names(&shown()));
    assert_eq!(empty["title"], Value::Null);
    assert_eq!(empty["status"]["source"], "none");
}

#[test]
fn the_schema_has_no_formats_of_numbers() {
    let schema = plan_json::plan_schema().to_string();
    assert!(schema.contains("\"depends_on_source\""), "{schema}");
    assert!(!schema.contains("\"format\""), "{schema}");
}
