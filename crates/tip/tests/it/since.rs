//! `tip check --since`.

use insta::assert_snapshot;
use tip_testing::GitRepository;

use crate::run::tip_in;

const PLAN: &str = "---\ndate: 2026-02-31\nfeature: tides\nstatus: in_progress\n---\n\n# Implementation Plan: Tides\n\n## Phase 1: a\n\n- [ ] a boat floats\n";

#[test]
fn only_lines_that_changed_are_told() {
    let mut repository = GitRepository::new();
    repository.write("docs/tips/tides.md", PLAN);
    repository.commit("plan");
    repository.write("docs/tips/new.md", PLAN);
    repository.write("docs/tips/tides.md", format!("{PLAN}\n```sh\nmake\n"));
    let check = |arguments: &[&str]| {
        let all = [
            "check",
            "--format=concise",
            "--select=invalid-date,unclosed-fence",
        ];
        tip_in(repository.path(), &[&all, arguments].concat())
    };
    assert_snapshot!(check(&[]), @r"
    docs/tips/new.md:2:7: warning[invalid-date] `2026-02-31` is no day of the calendar
    docs/tips/tides.md:2:7: warning[invalid-date] `2026-02-31` is no day of the calendar
    docs/tips/tides.md:13:1: warning[unclosed-fence] the code block is never closed
    --- exit 1
    ");
    assert_snapshot!(check(&["--since", "HEAD"]), @r"
    docs/tips/new.md:2:7: warning[invalid-date] `2026-02-31` is no day of the calendar
    docs/tips/tides.md:13:1: warning[unclosed-fence] the code block is never closed
    --- exit 1
    ");
    assert_snapshot!(check(&["--since", "no-such-branch"]), @r"
    --- stderr
    error: `no-such-branch` is no commit of this repository
      hint: name a branch, a tag or a commit; in a shallow clone fetch it first
    --- exit 2
    ");
}
