//! `tip check`.

use crate::Folder;

const FINE: &str = "---\ndate: 2026-01-02\nfeature: berths\nstatus: in_progress\n---\n\n# Implementation Plan: Berths\n\n## Phase 1: a\n\n**Success Criteria**:\n- [ ] a boat fits\n";
const FAULTY: &str = "---\ndate: 2026-02-31\nfeature: tides\nstatus: in_progress\n---\n\n# Implementation Plan: Tides\n\n## Phase 1: a\n\n**Success Criteria**:\n- [ ] a boat floats\n";

#[test]
fn a_good_plan_is_fine() {
    let folder = Folder::repository(&[("docs/tips/berths.md", FINE)]);
    insta::assert_snapshot!(folder.tip(&["check", "--select", "invalid-date"]), @r"
    nothing found in 1 plan
    --- exit 0
    ");
}

#[test]
fn a_faulty_plan_is_shown_with_its_line() {
    let folder = Folder::repository(&[("docs/tips/tides.md", FAULTY), ("docs/tips/b.md", FINE)]);
    let select = ["--select", "invalid-date"];
    let tip = |arguments: &[&str]| folder.tip(&[arguments, &select].concat());
    insta::assert_snapshot!(tip(&["check", "--format", "concise"]), @r"
    docs/tips/tides.md:2:7: warning[invalid-date] `2026-02-31` is no day of the calendar
    --- exit 1
    ");
    insta::assert_snapshot!(tip(&["check", "--format", "github"]), @r"
    ::warning file=docs/tips/tides.md,line=2,endLine=2,col=7,endColumn=17,title=TIP009 invalid-date::`2026-02-31` is no day of the calendar: the month has 28 days%0Ahelp: write the day on which the plan was written
    --- exit 1
    ");
    insta::assert_snapshot!(tip(&["check", "--statistics"]), @r"
    1  TIP009  invalid-date
    --- exit 1
    ");
}

#[test]
fn the_bar_decides_the_exit_code() {
    let folder = Folder::repository(&[("docs/tips/tides.md", FAULTY)]);
    let code = |arguments: &[&str]| {
        folder.code(&[&["check", "--select", "invalid-date"], arguments].concat())
    };
    assert_eq!(code(&[]), 1);
    assert_eq!(code(&["--fail-on", "hint"]), 1);
    assert_eq!(code(&["--fail-on", "error"]), 0);
    assert_eq!(code(&["--fail-on", "never"]), 0);
    assert_eq!(code(&["--ignore", "invalid-date"]), 0);
}

#[test]
fn a_named_file_is_checked_whatever_it_is() {
    let folder = Folder::repository(&[("notes/x.md", FAULTY), (".gitignore", "notes/\n")]);
    assert_eq!(folder.code(&["check"]), 0);
    assert_eq!(folder.code(&["check", "notes/x.md"]), 1);
}

#[test]
fn a_plan_may_be_named_by_its_feature() {
    let folder = Folder::repository(&[("docs/tips/tides.md", FAULTY), ("docs/tips/b.md", FINE)]);
    let flags = ["check", "--select", "invalid-date", "--format", "concise"];
    let tip = |name: &str| folder.tip(&[&flags[..], &[name]].concat());
    insta::assert_snapshot!(tip("tides"), @r"
    docs/tips/tides.md:2:7: warning[invalid-date] `2026-02-31` is no day of the calendar
    --- exit 1
    ");
    insta::assert_snapshot!(tip("tidse"), @r"
    --- stderr
    error: no file, folder or plan is called `tidse`
      hint: did you mean `tides`?
      hint: `tip list --all` shows every plan
    --- exit 2
    ");
}

#[test]
fn what_holds_no_plan_is_told_when_named() {
    let folder = Folder::repository(&[
        ("docs/tips/tides.md", FAULTY),
        ("src/a.rs", ""),
        ("Makefile", "# all\nall:\n"),
    ]);
    insta::assert_snapshot!(folder.tip(&["check", "src"]), @r"
    --- stderr
    error: no plans found in `src`
      hint: `tip list --why src` says why; name a file to check it anyway
    --- exit 2
    ");
    insta::assert_snapshot!(folder.tip(&["check", "Makefile"]), @r"
    --- stderr
    error: `Makefile` is no Markdown file
      hint: the names of plans end with .md or .markdown
    --- exit 2
    ");
    insta::assert_snapshot!(folder.tip(&["check", ""]), @r"
    --- stderr
    usage error: an empty path names nothing
      hint: `.` is this folder
    --- exit 2
    ");
}

#[test]
fn paths_are_written_from_where_one_stands() {
    let folder = Folder::repository(&[("docs/tips/tides.md", FAULTY), ("src/a.rs", "")]);
    let flags = ["-C", "src", "check", "--select", "invalid-date", "--format"];
    let tip = |format: &str| folder.tip(&[&flags[..], &[format]].concat());
    insta::assert_snapshot!(tip("concise"), @r"
    ../docs/tips/tides.md:2:7: warning[invalid-date] `2026-02-31` is no day of the calendar
    --- exit 1
    ");
    insta::assert_snapshot!(folder.tip(&["-C", "docs", "list"]), @r"
    tips/tides.md  in_progress  generic  ░░░░░░░░░░  0/1  Tides
    --- exit 0
    ");
    insta::assert_snapshot!(folder.tip(&["-C", "src", "next"]), @r"
    ../docs/tips/tides.md  Tides  0/1
      ○ P1  a  ../docs/tips/tides.md:9
          [ ] a boat floats
    --- exit 0
    ");
    let shown = tip("human");
    assert!(shown.contains("--> ../docs/tips/tides.md:2:7"), "{shown}");
}

#[test]
fn a_project_within_is_checked_with_its_own_configuration() {
    let folder = Folder::repository(&[
        ("docs/tips/berths.md", FINE),
        (
            "examples/e/tip.toml",
            "[rules.levels]\ninvalid-date = \"error\"\n",
        ),
        ("examples/e/docs/tips/tides.md", FAULTY),
    ]);
    let arguments = ["--select", "invalid-date", "--format", "concise"];
    let tip = |paths: &[&str]| folder.tip(&[paths, &arguments].concat());
    insta::assert_snapshot!(tip(&["check"]), @r"
    --- exit 0
    ");
    insta::assert_snapshot!(tip(&["check", "examples/e"]), @r"
    examples/e/docs/tips/tides.md:2:7: error[invalid-date] `2026-02-31` is no day of the calendar
    --- exit 1
    ");
    insta::assert_snapshot!(tip(&["-C", "examples/e", "check"]), @r"
    docs/tips/tides.md:2:7: error[invalid-date] `2026-02-31` is no day of the calendar
    --- exit 1
    ");
}

#[test]
fn json_is_one_object_even_without_plans() {
    let folder = Folder::repository(&[]);
    let output = folder
        .command(&["check", "--format", "json"])
        .output()
        .expect("tip runs");
    let value: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(value["plans"], 0);
    assert_eq!(output.status.code(), Some(0));
}
