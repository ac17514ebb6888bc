//! Findings for programs.

use serde_json::Value;
use tip_report::{
    CheckReport, CheckedFile, Terminal, concise, github, json, junit, sarif, statistics,
};
use tip_rules::Judged;
use tip_syntax::{Finding, Kept, Severity, Source, Span};

use crate::check::{MISSING_FIELD, with_report};

fn written(write: impl Fn(&CheckReport<'_>, &mut String) -> std::fmt::Result) -> String {
    with_report(|report| {
        let mut out = String::new();
        write(report, &mut out).expect("a string takes everything");
        out
    })
}

#[test]
fn concise_is_one_line_each() {
    let out = written(|report, out| concise::write(report, &Terminal::PLAIN, out));
    insta::assert_snapshot!(out, @r#"
    docs/tips/ships, 1.md:12:19: error[unknown-dependency] phase `1` depends on unknown phase `7`
    docs/tips/ships, 1.md:10:11: warning[repeated-phase-number] two phases have the number `1`
    docs/tips/ships, 1.md:2:1: hint[missing-field] two plans have the feature `ships`
    "#);
}

#[test]
fn github_commands_are_escaped() {
    insta::assert_snapshot!(written(|report, out| github::write(report, out)), @r#"
    ::error file=docs/tips/ships%2C 1.md,line=12,endLine=12,col=19,endColumn=26,title=TIP007 unknown-dependency::phase `1` depends on unknown phase `7`: no phase has this number%0Anote: the plan has the phases `1` and `1`%0Ahelp: name a phase of this plan, or write `None`
    ::warning file=docs/tips/ships%2C 1.md,line=10,endLine=10,col=11,endColumn=12,title=TIP005 repeated-phase-number::two phases have the number `1`: again%0Afix: number it `2`
    ::notice file=docs/tips/ships%2C 1.md,line=2,endLine=2,col=1,endColumn=15,title=TIP002 missing-field::two plans have the feature `ships`%0Afix: add a date
    "#);
}

#[test]
fn junit_is_escaped_and_hints_pass() {
    insta::assert_snapshot!(written(|report, out| junit::write(report, out)), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="tip" tests="3" failures="2">
      <testsuite name="docs/tips/ships, 1.md" tests="3" failures="2">
        <testcase classname="docs/tips/ships, 1.md" name="unknown-dependency:12:19" file="docs/tips/ships, 1.md" line="12">
          <failure type="error" message="phase `1` depends on unknown phase `7`">docs/tips/ships, 1.md:12:19: error[unknown-dependency] phase `1` depends on unknown phase `7`: no phase has this number
    note: the plan has the phases `1` and `1`
    help: name a phase of this plan, or write `None`</failure>
        </testcase>
        <testcase classname="docs/tips/ships, 1.md" name="repeated-phase-number:10:11" file="docs/tips/ships, 1.md" line="10">
          <failure type="warning" message="two phases have the number `1`">docs/tips/ships, 1.md:10:11: warning[repeated-phase-number] two phases have the number `1`: again
    fix: number it `2`</failure>
        </testcase>
        <testcase classname="docs/tips/ships, 1.md" name="missing-field:2:1" file="docs/tips/ships, 1.md" line="2">
          <system-out>docs/tips/ships, 1.md:2:1: hint[missing-field] two plans have the feature `ships`
    fix: add a date</system-out>
        </testcase>
      </testsuite>
    </testsuites>
    "#);
}

#[test]
fn statistics_count_each_rule() {
    let out = written(|report, out| statistics::write(report, &Terminal::PLAIN, out));
    insta::assert_snapshot!(out, @r#"
    1  TIP002  missing-field
    1  TIP005  repeated-phase-number  1 fixable
    1  TIP007  unknown-dependency
    "#);
}

#[test]
fn statistics_are_json_too() {
    let value = parse(&with_report(statistics::json));
    assert_eq!(value["rules"][0]["count"], 1);
    assert_eq!(value["rules"].as_array().map(Vec::len), Some(3));
}

#[test]
fn json_holds_all_of_a_finding() {
    let value = parse(&with_report(as_json));
    assert_eq!(value["summary"]["errors"], 1);
    insta::assert_snapshot!(pretty(&value["findings"][1]), @r#"
    {
      "code": "TIP005",
      "column": 11,
      "end_column": 12,
      "end_line": 10,
      "fixes": [
        {
          "edits": [
            {
              "replacement": "2",
              "span": {
                "end": 111,
                "start": 110
              }
            }
          ],
          "safety": "safe",
          "title": "number it `2`"
        }
      ],
      "help": null,
      "labels": [
        {
          "column": 11,
          "end_column": 12,
          "end_line": 10,
          "line": 10,
          "message": "again",
          "path": "docs/tips/ships, 1.md",
          "primary": true,
          "span": {
            "end": 111,
            "start": 110
          }
        },
        {
          "column": 5,
          "end_column": 22,
          "end_line": 6,
          "line": 6,
          "message": "first here",
          "path": "docs/tips/ships, 1.md",
          "primary": false,
          "span": {
            "end": 70,
            "start": 49
          }
        }
      ],
      "line": 10,
      "message": "two phases have the number `1`",
      "notes": [],
      "path": "docs/tips/ships, 1.md",
      "rule": "repeated-phase-number",
      "severity": "warning",
      "span": {
        "end": 111,
        "start": 110
      }
    }
    "#);
}

#[test]
fn json_speaks_of_other_files() {
    let value = parse(&with_report(as_json));
    insta::assert_snapshot!(pretty(&value["findings"][2]["labels"][1]), @r#"
    {
      "column": 10,
      "end_column": 15,
      "end_line": 2,
      "line": 2,
      "message": "also here",
      "path": "docs/tips/other.md",
      "primary": false,
      "span": {
        "end": 18,
        "start": 13
      }
    }
    "#);
}

#[test]
fn a_sarif_result_points_at_its_rule_and_places() {
    let run = &parse(&with_report(sarif::check))["runs"][0];
    insta::assert_snapshot!(pretty(&run["results"][1]), @r#"
    {
      "fixes": [
        {
          "artifactChanges": [
            {
              "artifactLocation": {
                "uri": "docs/tips/ships%2C%201.md",
                "uriBaseId": "%SRCROOT%"
              },
              "replacements": [
                {
                  "deletedRegion": {
                    "endColumn": 12,
                    "endLine": 10,
                    "startColumn": 11,
                    "startLine": 10
                  },
                  "insertedContent": {
                    "text": "2"
                  }
                }
              ]
            }
          ],
          "description": {
            "text": "Number it `2`."
          }
        }
      ],
      "level": "warning",
      "locations": [
        {
          "physicalLocation": {
            "artifactLocation": {
              "uri": "docs/tips/ships%2C%201.md",
              "uriBaseId": "%SRCROOT%"
            },
            "region": {
              "endColumn": 12,
              "endLine": 10,
              "startColumn": 11,
              "startLine": 10
            }
          }
        }
      ],
      "message": {
        "text": "Two phases have the number `1`."
      },
      "partialFingerprints": {
        "primaryLocationLineHash": "2700042313a44075:1"
      },
      "relatedLocations": [
        {
          "id": 1,
          "message": {
            "text": "First here."
          },
          "physicalLocation": {
            "artifactLocation": {
              "uri": "docs/tips/ships%2C%201.md",
              "uriBaseId": "%SRCROOT%"
            },
            "region": {
              "endColumn": 22,
              "endLine": 6,
              "startColumn": 5,
              "startLine": 6
            }
          }
        }
      ],
      "ruleId": "TIP005",
      "ruleIndex": 1
    }
    "#);
    assert_eq!(run["tool"]["driver"]["rules"][1]["id"], "TIP005");
    assert_eq!(run["columnKind"], "unicodeCodePoints");
}

#[test]
fn a_sarif_rule_brings_its_documentation() {
    let run = &parse(&with_report(sarif::check))["runs"][0];
    insta::assert_snapshot!(pretty(&run["tool"]["driver"]["rules"][0]), @r###"
    {
      "defaultConfiguration": {
        "level": "note"
      },
      "fullDescription": {
        "text": "A field of the template is missing."
      },
      "help": {
        "markdown": "## What it does\n\nFinds `x`.\n",
        "text": "## What it does\n\nFinds `x`.\n"
      },
      "id": "TIP002",
      "name": "MissingField",
      "properties": {
        "precision": "high",
        "problem.severity": "recommendation",
        "tags": [
          "plan",
          "phases"
        ]
      },
      "shortDescription": {
        "text": "A field of the template is missing."
      }
    }
    "###);
}

#[test]
fn an_unsafe_fix_stays_out_of_sarif() {
    let run = &parse(&with_report(sarif::check))["runs"][0];
    assert_eq!(run["results"][2]["level"], "note");
    assert!(run["results"][2]["fixes"].is_null());
}

#[test]
fn a_fingerprint_stays_when_lines_are_added_above_and_tells_equal_ones_apart() {
    let before = fingerprints("a\nb\nb\n");
    assert_eq!(before, fingerprints("new\n\na\nb\nb\n"));
    assert_eq!(before[0].split(':').next(), before[1].split(':').next());
    assert_ne!(before[0], before[1]);
}

fn fingerprints(text: &str) -> Vec<String> {
    let source = Kept::whole(&Source::from_text(text));
    let starts = text.match_indices('b').map(|(at, _)| at);
    let judged: Vec<Judged> = starts
        .map(|at| Judged {
            rule: &MISSING_FIELD,
            finding: Finding::new("missing-field", Span::new(at, at + 1), "b"),
            severity: Severity::Hint,
        })
        .collect();
    let log = parse(&sarif::check(&CheckReport {
        version: "0.1.0",
        plans: 1,
        plan_files: 1,
        files: vec![CheckedFile {
            path: "a.md",
            source: &source,
            judged: &judged,
        }],
        sources: &|_| None,
    }));
    let results = log["runs"][0]["results"].as_array();
    let results = results.expect("a run has results").iter();
    results
        .map(|it| it["partialFingerprints"]["primaryLocationLineHash"].to_string())
        .collect()
}

#[test]
fn schemas_have_no_formats_of_numbers() {
    let schema = json::check_schema().to_string();
    assert!(schema.contains("\"fixes\""), "{schema}");
    assert!(!schema.contains("\"format\""), "{schema}");
}

fn as_json(report: &CheckReport<'_>) -> String {
    let mut out = Vec::new();
    json::check(report, &mut out).expect("a list takes everything");
    String::from_utf8(out).expect("JSON is text")
}

fn parse(text: &str) -> Value {
    serde_json::from_str(text).expect("it is JSON")
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).expect("a value can be written")
}
