//! `tip conflicts`.

use insta::assert_snapshot;
use tip_testing::GitRepository;

use crate::Folder;
use crate::run::tip_in;

fn plan(title: &str, file: &str, state: &str) -> String {
    format!(
        "---\nstatus: {state}\n---\n\n# Technical Implementation Plan: {title}\n\n### Phase 1: Part\n\n**Code Changes**:\n- `{file}` - Change what is there\n\n**Success Criteria**:\n- [ ] It works\n"
    )
}

#[test]
fn plans_that_change_the_same_lines_are_told() {
    let mut repository = GitRepository::new();
    repository.write("src/harbor.py", "quay\nboat\nmast\nsail\nrope\nknot\n");
    repository.write(
        "docs/tips/tides.md",
        plan("Tides", "src/harbor.py:2-4", "approved"),
    );
    repository.write(
        "docs/tips/piers.md",
        plan("Piers", "src/harbor.py:4", "in_progress"),
    );
    repository.write(
        "docs/tips/old.md",
        plan("Old", "src/harbor.py:4", "complete"),
    );
    repository.commit("plans");
    // Lines are followed: two new ones stand before.
    repository.write(
        "src/harbor.py",
        "pier\nbuoy\nquay\nboat\nmast\nsail\nrope\nknot\n",
    );
    repository.commit("code");
    assert_snapshot!(tip_in(repository.path(), &["conflicts"]), @r"
    src/harbor.py  2 plans, the same lines
      docs/tips/piers.md  P1  modify  line 6     Ada
      docs/tips/tides.md  P1  modify  lines 4-6  Ada
    --- exit 1
    ");
}

#[test]
fn plans_that_change_nothing_of_each_other_are_fine() {
    let folder = Folder::repository(&[
        ("docs/tips/tides.md", &plan("Tides", "src/a.py", "draft")),
        ("docs/tips/piers.md", &plan("Piers", "src/b.py", "draft")),
    ]);
    assert_snapshot!(folder.tip(&["conflicts"]), @r"
    --- stderr
    no file is meant to be changed by two of 2 plans that are not over
    --- exit 0
    ");
    folder.write("docs/tips/piers.md", &plan("Piers", "src/a.py", "draft"));
    assert_eq!(folder.code(&["conflicts", "--json"]), 1);
}

#[test]
fn a_short_path_that_several_files_end_with_is_the_same_for_nobody() {
    let folder = Folder::repository(&[
        ("boats/src/lib.rs", ""),
        ("piers/src/lib.rs", ""),
        ("docs/tips/tides.md", &plan("Tides", "src/lib.rs", "draft")),
        ("docs/tips/piers.md", &plan("Piers", "src/lib.rs", "draft")),
    ]);
    assert_eq!(folder.code(&["conflicts"]), 0);
}
