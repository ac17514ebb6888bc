//! Findings for people.

use tip_report::{CheckReport, CheckedFile, Terminal, human};
use tip_rules::Judged;
use tip_syntax::{Edit, Finding, Kept, Label, Safety, Severity, Source, Span};

use crate::check::{MISSING_FIELD, span, with_report};

fn render(terminal: Terminal) -> String {
    with_report(|report| {
        let mut out = String::new();
        human::write(report, &terminal, &mut out).expect("a string takes everything");
        out
    })
}

#[test]
fn findings_show_their_lines_and_remedies() {
    insta::assert_snapshot!(render(Terminal::PLAIN), @r#"
    error[unknown-dependency]: phase `1` depends on unknown phase `7`
      --> docs/tips/ships, 1.md:12:19
       |
    10 | ### Phase 1: Docks ␛[31m
       |     -------------------- in this phase
    11 |
    12 | **Dependencies**: Phase 7
       |                   ^^^^^^^ no phase has this number
       |
       = note: the plan has the phases `1` and `1`
       = help: name a phase of this plan, or write `None`

    warning[repeated-phase-number]: two phases have the number `1`
      --> docs/tips/ships, 1.md:10:11
       |
     6 | ### Phase 1: 港の    model
       |     ---------------------- first here
    ...
    10 | ### Phase 1: Docks ␛[31m
       |           ^ again
       |
    help: number it `2`
       |
    10 - ### Phase 1: Docks ␛[31m
    10 + ### Phase 2: Docks ␛[31m
       |

    hint[missing-field]: two plans have the feature `ships`
     --> docs/tips/ships, 1.md:2:1
      |
    2 | feature: ships
      | ^^^^^^^^^^^^^^
      |
     ::: docs/tips/other.md:2:10
      |
    2 | feature: ships
      |          ----- also here
      |
    help: add a date (may change the meaning)
      |
    3 + date: 2026-01-02
      |

    1 error, 1 warning, 1 hint in 1 file (3 plans in 5 files checked); 1 fixable, 1 more where the meaning may change
    "#);
}

#[test]
fn styles_are_written_only_when_asked_for() {
    let styled = render(Terminal {
        styled: true,
        width: 80,
    });
    assert!(styled.contains("\u{1b}[1m"), "{styled}");
    assert!(!styled.contains("\u{1b}[31m\r"), "{styled}");
    assert!(!render(Terminal::PLAIN).contains('\u{1b}'));
}

#[test]
fn nothing_found_is_said() {
    let report = CheckReport {
        version: "0.1.0",
        plans: 1,
        plan_files: 1,
        files: Vec::new(),
        sources: &|_| None,
    };
    let mut out = String::new();
    human::write(&report, &Terminal::PLAIN, &mut out).expect("a string takes everything");
    insta::assert_snapshot!(out, @"nothing found in 1 plan");
}

#[test]
fn a_span_of_many_lines_is_folded() {
    let text = lines(40);
    let finding = Finding::new(
        "missing-field",
        span(&text, text.trim_end()),
        "the plan is long",
    );
    insta::assert_snapshot!(one(&text, finding), @r#"
    warning[missing-field]: the plan is long
      --> a.md:1:1
       |
     1 | / line 1
     2 | | line 2
     3 | | line 3
     4 | | line 4
    ...  |
    39 | | line 39
    40 | | line 40
       | |_______^
    "#);
}

#[test]
fn a_long_line_is_trimmed_and_its_column_is_true() {
    let text = format!("{}\u{202e}needle{}", "計画 ".repeat(3000), "b".repeat(9000));
    let finding = Finding::new("missing-field", span(&text, "needle"), "found \u{202e}")
        .label("here\u{1b}[2J")
        .note("one\ntwo \u{9b}");
    insta::assert_snapshot!(one(&text, finding), @r#"
    warning[missing-field]: found <U+202E>
     --> a.md:1:9002
      |
    1 | ...画 計画 計画 計画 計画 計画 <U+202E>needlebbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb...
      |                                        ^^^^^^ here␛[2J
      |
      = note: one
              two <U+009B>
    "#);
}

#[test]
fn places_far_apart_are_shown_apart() {
    let text = lines(900);
    let finding = Finding::new("missing-field", span(&text, "line 890"), "twice")
        .also(Label::new(span(&text, "line 7\n"), "first here"))
        .also(Label::elsewhere("gone.md", Span::empty(3), "and here"));
    insta::assert_snapshot!(one(&text, finding), @r#"
    warning[missing-field]: twice
       --> a.md:890:1
        |
    890 | line 890
        | ^^^^^^^^
        |
       ::: a.md:7:1
        |
      7 | line 7
        | ------ first here
        |
        = note: and here (in `gone.md`)
    "#);
}

#[test]
fn an_empty_file_can_be_spoken_of() {
    let finding = Finding::new("missing-field", Span::empty(0), "the file is empty").fix(
        "begin it",
        vec![Edit::insert(0, "# Title\n")],
        Safety::Safe,
    );
    insta::assert_snapshot!(one("", finding), @r#"
    warning[missing-field]: the file is empty
     --> a.md:1:1
      |
    1 |
      | ^
      |
    help: begin it
      |
    1 + # Title
      |
    "#);
}

#[test]
fn a_deleted_line_and_one_at_the_end_are_shown() {
    let text = "one\ntwo\n";
    let finding = Finding::new("missing-field", span(text, "one"), "it must go")
        .fix(
            "delete it",
            vec![Edit::delete(span(text, "one\n"))],
            Safety::Safe,
        )
        .fix("add one", vec![Edit::insert(8, "three\n")], Safety::Safe);
    insta::assert_snapshot!(one(text, finding), @r#"
    warning[missing-field]: it must go
     --> a.md:1:1
      |
    1 | one
      | ^^^
      |
    help: delete it
      |
    1 - one
      |
    help: add one
      |
    3 + three
      |
    "#);
}

#[test]
fn edits_that_cannot_be_shown_leave_their_title() {
    let text = "one two\n\n\n";
    let finding = Finding::new("missing-field", span(text, "one"), "odd")
        .fix(
            "overlap",
            vec![
                Edit::delete(span(text, "one t")),
                Edit::delete(span(text, "two")),
            ],
            Safety::Safe,
        )
        .fix(
            "fold lines",
            vec![Edit::replace(Span::new(7, 10), "\n")],
            Safety::Safe,
        )
        .fix(
            "past the end",
            vec![Edit::replace(Span::new(70, 80), "x")],
            Safety::DisplayOnly,
        );
    insta::assert_snapshot!(one(text, finding), @r#"
    warning[missing-field]: odd
     --> a.md:1:1
      |
    1 | one two
      | ^^^
      |
    help: overlap
    help: fold lines
    help: past the end
      |
    4 | x
      |
    "#);
}

fn lines(count: usize) -> String {
    (1..=count).fold(String::new(), |text, line| format!("{text}line {line}\n"))
}

fn one(text: &str, finding: Finding) -> String {
    let source = Kept::around(&Source::from_text(text), finding.spans());
    let judged = [Judged {
        rule: &MISSING_FIELD,
        finding,
        severity: Severity::Warning,
    }];
    let file = CheckedFile {
        path: "a.md",
        source: &source,
        judged: &judged,
    };
    let report = CheckReport {
        version: "0.1.0",
        plans: 1,
        plan_files: 1,
        files: vec![file],
        sources: &|_| None,
    };
    human::finding(&report, &file, &judged[0], &Terminal::PLAIN)
}
