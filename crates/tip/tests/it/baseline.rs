//! Known findings.

use crate::Folder;

const PLAN: &str = "---\ndate: 2026-02-31\nfeature: tides\nstatus: in_progress\n---\n\n# Implementation Plan: Tides\n\n## Phase 1: a\n\n- [ ] a boat floats\n";

#[test]
fn only_what_came_after_is_told() {
    let folder = Folder::repository(&[("docs/tips/tides.md", PLAN)]);
    let check = [
        "check",
        "--select=invalid-date,unclosed-fence",
        "--format=concise",
    ];
    insta::assert_snapshot!(
        folder.tip(&["check", "--select=invalid-date", "--write-baseline", "known.json"]),
        @r"
    --- stderr
    `known.json` holds 1 finding
    --- exit 0
    "
    );
    let known = [&check[..], &["--baseline", "known.json"]].concat();
    assert_eq!(folder.code(&check), 1);
    assert_eq!(folder.code(&known), 0);
    folder.write("tip.toml", "baseline = \"known.json\"\n");
    assert_eq!(folder.code(&check), 0);
    // It moves, and another one comes.
    let moved = PLAN.replace("date:", "title: x\ndate:") + "\n```\n";
    folder.write("docs/tips/tides.md", &moved);
    insta::assert_snapshot!(folder.tip(&check), @r"
    docs/tips/tides.md:14:1: warning[unclosed-fence] the code block is never closed
    --- exit 1
    ");
    let other = PLAN.replace("02-31", "02-30");
    folder.write("docs/tips/tides.md", &other);
    assert_eq!(folder.code(&check), 1);
}

#[test]
fn a_baseline_that_cannot_be_read_is_an_error() {
    let folder = Folder::repository(&[("docs/tips/tides.md", PLAN), ("a.json", "{}")]);
    insta::assert_snapshot!(folder.tip(&["check", "--baseline", "no.json"]), @r"
    --- stderr
    error: no such file: `no.json`
      hint: `tip check --write-baseline no.json` begins it
    --- exit 2
    ");
    assert_eq!(folder.code(&["check", "--baseline", "a.json"]), 2);
}
