use std::sync::Arc;

use tip_workspace::{Memory, Snapshot};

const PLAN: &str =
    "# Implementation plan\n\n## Phase 1: One\n\n- [ ] a\n\n## Phase 2: Two\n\n- [ ] b\n";

#[track_caller]
fn check(files: &[&str], feature: &str, expected: &str) {
    let mut memory = Memory::default();
    memory.write("/r/tip.toml", "");
    for file in files {
        memory.write(format!("/r/{file}"), PLAN);
    }
    let snapshot = Snapshot::open(Arc::new(memory), "/r".into(), None, None).expect("it opens");
    assert_eq!(snapshot.home().path_of(feature), expected);
}

#[test]
fn the_first_plan_gets_the_usual_folder() {
    check(&[], "csv", "docs/tips/csv.md");
}

#[test]
fn a_plan_goes_where_the_others_are_and_is_named_like_them() {
    check(
        &["docs/plans/a.md", "docs/plans/b.md"],
        "csv",
        "docs/plans/csv.md",
    );
    check(
        &["dev/tips/tip-a.md", "dev/tips/tip-b.md", "dev/tips/c.md"],
        "csv",
        "dev/tips/tip-csv.md",
    );
    check(&["dev/tips/tip-a.md"], "tip-csv", "dev/tips/tip-csv.md");
}

#[test]
fn the_folder_of_a_tool_is_no_home() {
    check(
        &[".planning/phases/01-a/01-PLAN.md", ".kiro/plans/a.md"],
        "csv",
        "docs/tips/csv.md",
    );
    check(
        &["openspec/initiatives/a/plan.md"],
        "csv",
        "docs/tips/csv.md",
    );
}

#[test]
fn a_folder_named_tips_goes_before_one_with_more_plans() {
    check(
        &["docs/plans/a.md", "docs/plans/b.md", "docs/tips/c.md"],
        "csv",
        "docs/tips/csv.md",
    );
}
