//! `tip diff`.

use insta::assert_snapshot;
use tip_testing::GitRepository;

use crate::run::tip_in;

const PLAN: &str = "# Technical Implementation Plan: Export\n\n## Implementation Phases\n\n### Phase 1: Rows\n\n**Success Criteria**:\n- [ ] Rows are written\n\n**Estimated Effort**: S\n";

#[test]
fn changes_of_meaning_are_shown_between_commits_and_to_the_work_tree() {
    let mut repository = GitRepository::new();
    repository.write("docs/tips/export.md", PLAN);
    repository.commit("plan");
    repository.write("docs/tips/export.md", PLAN.replace("[ ]", "[x]"));
    repository.commit("tick");
    repository.write(
        "docs/tips/export.md",
        PLAN.replace("[ ]", "[x]")
            .replace(": S", ": L")
            .replace("\n\n", "\n\n\n"),
    );
    let show = |range: &str| tip_in(repository.path(), &["diff", range]);
    assert_snapshot!(show("HEAD~1..HEAD"), @r"
    docs/tips/export.md
      P1     state: open → done (Rows)
      P1.C1  open → done: Rows are written
    --- exit 0
    ");
    assert_snapshot!(show("HEAD"), @r"
    docs/tips/export.md
      P1  effort: S → L (Rows)
    --- exit 0
    ");
    assert_snapshot!(show("HEAD~1"), @r"
    docs/tips/export.md
      P1     state: open → done (Rows)
      P1     effort: S → L (Rows)
      P1.C1  open → done: Rows are written
    --- exit 0
    ");
    assert_snapshot!(show("HEAD..HEAD"), @r"
    --- stderr
    nothing changed in the meaning of these plans
    --- exit 0
    ");
    assert_snapshot!(show("nowhere..HEAD"), @r"
    --- stderr
    error: `nowhere` is no commit of this repository
      hint: name a branch, a tag or a commit; in a shallow clone fetch it first
    --- exit 2
    ");
}
