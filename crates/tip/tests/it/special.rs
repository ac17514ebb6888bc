//! What is said in repositories that are not as simple as they might be.

use tip_testing::GitRepository;

use crate::run::{command_in, tip_in};

const CODE: &str = "import os\n\ndef tides(harbor):\n    return harbor.tides\n";

const PLAN: &str = "# Technical Implementation Plan: Tides\n\n## Implementation Phases\n\n### Phase 1: Table\n\n**Code Changes**:\n- `src/harbor.py:3` - the tides\n\n**Success Criteria**:\n- [ ] Tides are shown\n";

fn planned() -> GitRepository {
    let mut repository = GitRepository::new();
    repository.write("src/harbor.py", CODE);
    repository.write("docs/tips/tides.md", PLAN);
    repository.commit("both");
    repository
}

#[test]
fn without_a_commit_references_are_judged_by_the_files_as_they_are() {
    let repository = GitRepository::new();
    repository.write("src/harbor.py", CODE);
    repository.write("docs/tips/tides.md", PLAN);
    let drift = tip_in(repository.path(), &["drift"]);
    assert!(drift.contains("1 unchanged"), "{drift}");
    let log = tip_in(repository.path(), &["log", "tides"]);
    assert!(log.contains("no commit holds this plan"), "{log}");
    let history = tip_in(repository.path(), &["show", "tides", "--history"]);
    assert!(history.ends_with("--- exit 0"), "{history}");
    let accept = tip_in(repository.path(), &["accept", "tides"]);
    assert!(accept.ends_with("--- exit 2"), "{accept}");
}

#[test]
fn a_shallow_clone_says_what_it_cannot_know() {
    let repository = planned();
    let clone = GitRepository::new();
    let from = format!("file://{}", repository.path().display());
    clone.git(&["pull", "--quiet", "--depth", "1", &from, "main"]);
    for arguments in [
        &["drift"][..],
        &["log", "tides"],
        &["show", "tides", "--history"],
        &["impact"],
    ] {
        let said = tip_in(clone.path(), arguments);
        assert!(
            said.contains("this clone is shallow"),
            "{arguments:?}: {said}"
        );
        assert!(said.contains("git fetch --unshallow"), "{said}");
    }
}

#[test]
fn in_the_middle_of_a_rebase_it_says_so() {
    let mut repository = planned();
    repository.git(&["switch", "--quiet", "--create", "side"]);
    repository.write("src/harbor.py", CODE.replace("import os", "import sys"));
    repository.commit("one");
    repository.git(&["switch", "--quiet", "main"]);
    repository.write("src/harbor.py", CODE.replace("import os", "import io"));
    repository.commit("other");
    repository.git_may_fail(&["rebase", "side"]);
    let said = tip_in(repository.path(), &["drift"]);
    assert!(said.contains("in the middle of a rebase"), "{said}");
    let impact = tip_in(repository.path(), &["impact"]);
    assert!(impact.contains("in the middle of a rebase"), "{impact}");
    assert!(impact.contains("src/harbor.py:3"), "{impact}");
}

#[test]
fn what_lies_in_a_submodule_is_told_to_lie_outside() {
    let library = planned();
    let mut repository = GitRepository::new();
    let from = format!("file://{}", library.path().display());
    let allow = "protocol.file.allow=always";
    repository.git(&[
        "-c",
        allow,
        "submodule",
        "--quiet",
        "add",
        &from,
        "lib/harbor",
    ]);
    repository.write(
        "docs/tips/tides.md",
        PLAN.replace("src/", "lib/harbor/src/"),
    );
    repository.commit("a submodule");
    let lines = tip_in(
        repository.path(),
        &["drift", "docs/tips/tides.md", "--jsonl"],
    );
    let first: serde_json::Value =
        serde_json::from_str(lines.lines().next().expect("a line")).expect("JSON");
    assert_eq!(first["verdict"], "outside");
    let reason = first["reason"].as_str().expect("a reason");
    assert!(reason.contains("submodule"), "{reason}");
    assert!(lines.ends_with("--- exit 0"), "{lines}");
    let impact = tip_in(repository.path(), &["impact"]);
    assert!(impact.starts_with("nothing changes"), "{impact}");
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the test breaks its repository")]
fn an_object_that_is_missing_is_an_error_with_a_remedy() {
    let mut repository = planned();
    repository.write("src/harbor.py", format!("# harbors\n{CODE}"));
    repository.commit("above");
    let tree = repository.git(&["rev-parse", "HEAD~1^{tree}"]);
    let objects = repository.path().join(".git/objects");
    std::fs::remove_file(objects.join(&tree[..2]).join(&tree[2..])).expect("a loose object");
    let said = tip_in(repository.path(), &["drift"]);
    assert!(said.contains("the history cannot be read at"), "{said}");
    assert!(said.contains("hint:"), "{said}");
    assert!(said.ends_with("--- exit 2"), "{said}");
}

#[test]
fn a_repository_without_a_user_follows_and_cannot_accept() {
    let repository = planned();
    let drift = tip_in(repository.path(), &["drift"]);
    assert!(drift.ends_with("--- exit 0"), "{drift}");
    // Nobody's home: what git knows of whoever runs the tests says nothing of the repository.
    let nobody = repository.path().join("nobody");
    let output = command_in(repository.path(), &["accept", "tides"])
        .env("HOME", nobody)
        .output()
        .expect("tip runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("nobody is known to git here"), "{said}");
    assert!(said.contains("git config user.name"), "{said}");
    assert_eq!(output.status.code(), Some(2), "{said}");
}

#[test]
fn a_subfolder_with_its_own_configuration_is_followed_in_its_own_paths() {
    let mut repository = GitRepository::new();
    repository.write("app/tip.toml", "");
    repository.write("app/src/harbor.py", CODE);
    repository.write("app/docs/tips/tides.md", PLAN);
    repository.commit("both");
    repository.write("app/src/harbor.py", format!("# harbors\n{CODE}"));
    let said = tip_in(&repository.path().join("app"), &["drift"]);
    assert!(said.contains("src/harbor.py:3  moved to line 4"), "{said}");
    let impact = tip_in(&repository.path().join("app"), &["impact"]);
    assert!(impact.contains("src/harbor.py:3"), "{impact}");
}

#[test]
fn other_line_ends_are_followed_and_kept_by_a_fix() {
    let mut repository = planned();
    let crlf = |text: &str| text.replace('\n', "\r\n");
    repository.write("docs/tips/tides.md", crlf(PLAN));
    repository.write("src/harbor.py", crlf(CODE));
    repository.commit("line ends");
    repository.write("src/harbor.py", crlf(&format!("# harbors\n{CODE}")));
    let fixed = tip_in(repository.path(), &["drift", "--fix"]);
    assert!(fixed.contains("rewrote 1 reference"), "{fixed}");
    assert_eq!(
        repository.read("docs/tips/tides.md"),
        crlf(&PLAN.replace(":3", ":4"))
    );
}

#[test]
fn the_files_of_one_plan_are_followed_together() {
    let mut repository = GitRepository::new();
    repository.write("src/harbor.py", CODE);
    repository.write(
        "specs/001-tides/spec.md",
        "# Feature Specification: Tides\n\nSee `src/harbor.py:3`.\n",
    );
    repository.write(
        "specs/001-tides/plan.md",
        "# Implementation Plan: Tides\n\n- `src/harbor.py:4` - the answer\n",
    );
    repository.write(
        "specs/001-tides/tasks.md",
        "# Tasks: Tides\n\n## Phase 1: Table\n\n- [ ] T001 Change `src/harbor.py:3`\n",
    );
    repository.commit("all");
    repository.write("src/harbor.py", format!("# harbors\n{CODE}"));
    let said = tip_in(repository.path(), &["drift", "specs/001-tides"]);
    for moved in [
        "src/harbor.py:3  moved to line 4",
        "src/harbor.py:4  moved to line 5",
    ] {
        assert!(said.contains(moved), "{said}");
    }
    let impact = tip_in(repository.path(), &["impact", "--json"]);
    let text = impact.split("\n---").next().expect("an answer");
    let value: serde_json::Value = serde_json::from_str(text).expect("JSON");
    assert_eq!(
        value["plans"].as_array().expect("plans").len(),
        1,
        "{impact}"
    );
    let touches = value["plans"][0]["touches"].as_array().expect("touches");
    assert_eq!(touches.len(), 3, "{impact}");
}
