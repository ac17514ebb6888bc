//! Suppressions in plans.

use crate::Folder;

const PLAN: &str = "---\ndate: 2026-02-31\nfeature: tides\nstatus: in_progress\n---\n<!-- tip: allow(invalid-date, TIP011) the day of the flood -->\n\n# Technical Implementation Plan: Tides\n\n## Phase 1: a\n\n- [ ] a boat floats\n";

#[test]
fn what_is_allowed_is_not_told_and_what_is_idle_is_taken_away() {
    let folder = Folder::repository(&[("docs/tips/tides.md", PLAN)]);
    let select = "--select=invalid-date,unclosed-fence,unused-allow";
    let tip = |arguments: &[&str]| folder.tip(&[&["check", select], arguments].concat());
    insta::assert_snapshot!(tip(&["--format", "concise"]), @r"
    docs/tips/tides.md:6:31: warning[unused-allow] `unclosed-fence` is allowed, but finds nothing here
    --- exit 1
    ");
    insta::assert_snapshot!(tip(&["--fix"]), @r"
    nothing found in 1 plan
    --- stderr
    applied 1 fix in 1 file (1 unused-allow)
    --- exit 0
    ");
    let line = "<!-- tip: allow(invalid-date) the day of the flood -->";
    assert!(folder.read("docs/tips/tides.md").contains(line));
}

#[test]
fn a_rule_that_does_not_run_is_not_missed() {
    let folder = Folder::repository(&[("docs/tips/tides.md", PLAN)]);
    assert_eq!(folder.code(&["check", "--select", "unused-allow"]), 0);
}
