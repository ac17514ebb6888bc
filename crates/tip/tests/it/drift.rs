//! `tip drift`, `accept`, `log` and `built`.
#![expect(
    clippy::disallowed_methods,
    reason = "the tests look at their folders, and build one without git"
)]

use std::fs;

use insta::assert_snapshot;
use tip_testing::GitRepository;

use crate::run::tip_in;

const CODE: &str = "import os\n\ndef berths(harbor):\n    return harbor.berths\n\ndef tides(harbor):\n    return harbor.tides\n";

fn plan(line: u32) -> String {
    format!(
        "# Technical Implementation Plan: Tides\n\n## Implementation Phases\n\n### Phase 1: Table\n\n**Code Changes**:\n- `src/harbor.py:{line}` - the tides\n- `src/table.py` (create)\n\n**Success Criteria**:\n- [ ] Tides are shown\n"
    )
}

/// A plan that points at `def tides`, which then moved two lines down.
pub(crate) fn drifted() -> GitRepository {
    let mut repository = GitRepository::new();
    repository.git(&["config", "user.name", "Ada"]);
    repository.write("src/harbor.py", CODE);
    repository.commit("code");
    repository.write("docs/tips/tides.md", plan(6));
    repository.commit("plan");
    repository.write(
        "src/harbor.py",
        CODE.replace("import os\n", "import os\nimport sys\nimport time\n"),
    );
    repository.commit("read the clock");
    repository
}

#[test]
fn a_moved_line_is_shown_with_the_place_where_it_is_now() {
    let repository = drifted();
    assert_snapshot!(tip_in(repository.path(), &["drift"]), @r"
    docs/tips/tides.md
        8  src/harbor.py:6  moved to line 8

    2 references, 1 to look at (1 moved); the others: 1 never existed
    --- stderr
      hint: `tip drift --fix` rewrites what is sure, `--diff` shows it first
    --- exit 1
    ");
}

#[test]
fn a_fix_touches_the_figures_and_nothing_else() {
    let repository = drifted();
    let before = tip_in(repository.path(), &["drift", "--diff"]);
    assert!(
        before.contains("+- `src/harbor.py:8` - the tides"),
        "{before}"
    );
    let both = tip_in(repository.path(), &["drift", "--fix", "--diff"]);
    assert_eq!(both, before);
    let path = repository.path().join("docs/tips/tides.md");
    assert_eq!(fs::read_to_string(&path).expect("the plan"), plan(6));
    let fixed = tip_in(repository.path(), &["drift", "--fix"]);
    assert!(fixed.ends_with("--- exit 0"), "{fixed}");
    assert_eq!(fs::read_to_string(&path).expect("the plan"), plan(8));
}

#[test]
fn scripts_get_a_line_for_each_reference() {
    let repository = drifted();
    let lines = tip_in(repository.path(), &["drift", "--jsonl"]);
    let first = lines.lines().next().expect("a line");
    let value: serde_json::Value = serde_json::from_str(first).expect("JSON");
    assert_eq!(value["plan"], "docs/tips/tides.md");
    assert_eq!(value["line_in_plan"], 8);
    assert_eq!(value["verdict"], "moved");
    assert_eq!(value["now_line"], 8);
    assert_eq!(value["base"], repository.git(&["rev-parse", "HEAD~1"]));
}

#[test]
fn what_is_accepted_is_measured_from_that_commit_on() {
    let mut repository = drifted();
    repository.write("docs/tips/tides.md", plan(8));
    repository.commit("mended by hand");
    let accepted = tip_in(repository.path(), &["accept", "tides"]);
    assert!(accepted.ends_with("--- exit 0"), "{accepted}");
    let path = repository.path().join("docs/tips/tides.md");
    let text = fs::read_to_string(&path).expect("the plan");
    let head = repository.git(&["rev-parse", "HEAD"]);
    assert!(
        text.contains(&format!("<!-- tip: accept({}) by Ada", &head[..10])),
        "{text}"
    );
    let lines = tip_in(repository.path(), &["drift", "--jsonl"]);
    assert!(lines.contains(&format!("\"base\":\"{head}\"")), "{lines}");
    assert!(lines.ends_with("--- exit 0"), "{lines}");
}

#[test]
fn the_history_of_a_plan_names_who_ticked_what() {
    let mut repository = drifted();
    repository.write("docs/tips/tides.md", plan(6).replace("[ ]", "[x]"));
    repository.commit("tides are shown");
    let log = tip_in(repository.path(), &["log", "tides"]);
    let first: Vec<&str> = log.lines().take(3).collect();
    assert!(first[0].ends_with("Ada  tides are shown"), "{log}");
    assert!(log.contains("open → done: Tides are shown"), "{log}");
}

#[test]
fn what_is_built_is_told_with_the_commits_that_built_it() {
    let mut repository = drifted();
    let open = tip_in(repository.path(), &["built", "tides"]);
    assert!(open.contains("· src/table.py"), "{open}");
    assert!(open.ends_with("--- exit 1"), "{open}");
    repository.write("src/table.py", "rows = []\n");
    repository.commit("the table");
    let done = tip_in(repository.path(), &["built", "tides"]);
    assert!(done.contains("✓ src/table.py"), "{done}");
    assert!(done.contains("Ada: the table"), "{done}");
}

#[test]
fn each_line_of_a_list_is_told_apart() {
    let mut repository = GitRepository::new();
    repository.write("src/harbor.py", CODE);
    repository.commit("code");
    repository.write("docs/tips/tides.md", plan(6).replace(":6", ":3,6"));
    repository.commit("plan");
    repository.write("src/harbor.py", format!("# harbors\n{CODE}"));
    repository.commit("above");
    let said = tip_in(
        repository.path(),
        &["check", "--drift", "--format", "concise"],
    );
    assert!(
        said.contains("`src/harbor.py:3` is `src/harbor.py:4` now"),
        "{said}"
    );
    assert!(
        said.contains("`src/harbor.py:6` is `src/harbor.py:7` now"),
        "{said}"
    );
}

#[test]
fn a_list_of_lines_is_fixable_as_a_whole_or_not_at_all() {
    let fixable = |code: String| {
        let mut repository = GitRepository::new();
        repository.write("src/harbor.py", CODE);
        repository.commit("code");
        repository.write("docs/tips/tides.md", plan(6).replace(":6", ":3,6"));
        repository.commit("plan");
        repository.write("src/harbor.py", code);
        repository.commit("above");
        let lines = tip_in(repository.path(), &["drift", "--jsonl"]);
        let lines = lines.lines().take(2).map(|it| {
            let value: serde_json::Value = serde_json::from_str(it).expect("JSON");
            value["fixable"] == true
        });
        let fixable: Vec<bool> = lines.collect();
        let diff = tip_in(repository.path(), &["drift", "--diff"]);
        assert_eq!(diff.contains("+- "), fixable.contains(&true), "{diff}");
        // A rule speaks of one line, and leaves the list alone.
        tip_in(repository.path(), &["check", "--drift", "--fix"]);
        let text = fs::read_to_string(repository.path().join("docs/tips/tides.md"));
        assert!(text.expect("the plan").contains(":3,6"));
        fixable
    };
    assert_eq!(fixable(format!("# harbors\n{CODE}")), [true, true]);
    let edited = CODE.replace("berths(harbor)", "berths(harbor, today)");
    assert_eq!(fixable(format!("# harbors\n{edited}")), [false, false]);
}

#[test]
fn a_folder_is_changed_by_what_changes_in_it() {
    let mut repository = GitRepository::new();
    repository.write("src/tides/a.py", CODE);
    repository.commit("code");
    let text = plan(6).replace("- `src/harbor.py:6` - the tides", "- Modify `src/tides/`");
    repository.write("docs/tips/tides.md", text);
    repository.commit("plan");
    let open = tip_in(repository.path(), &["built", "tides"]);
    assert!(
        open.contains("· src/tides/    P1    not changed since"),
        "{open}"
    );
    repository.write("src/tides/b.py", "rows = []\n");
    repository.commit("more tides");
    let done = tip_in(repository.path(), &["built", "tides"]);
    assert!(done.contains("✓ src/tides/    P1    changed"), "{done}");
    assert!(done.contains("more tides"), "{done}");
}

#[test]
fn without_a_history_the_answer_is_an_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let plans = folder.path().join("docs/tips");
    fs::create_dir_all(&plans).expect("a folder");
    fs::write(plans.join("tides.md"), plan(6)).expect("a plan");
    let said = tip_in(folder.path(), &["drift"]);
    assert!(said.contains("belongs to no git repository"), "{said}");
    assert!(said.ends_with("--- exit 2"), "{said}");
}

#[test]
fn a_line_that_is_not_there_cannot_be_accepted() {
    let repository = drifted();
    let said = tip_in(repository.path(), &["accept", "tides", "--line", "99"]);
    assert!(said.contains("has no line 99"), "{said}");
    assert!(said.ends_with("--- exit 2"), "{said}");
}

#[test]
fn a_link_to_a_file_that_moved_with_its_plan_is_no_fault() {
    let mut repository = GitRepository::new();
    let plan = "# Tides\n\n## Phase 1: One\n\nSee [there](./notes.md) and `notes.md`.\n";
    repository.write("docs/old/tides.md", plan);
    repository.write("docs/old/notes.md", "# Notes\n\nHigh and low.\n");
    repository.commit("written");
    repository.git(&["mv", "docs/old", "docs/tips"]);
    repository.commit("moved");
    let said = tip_in(repository.path(), &["drift", "docs/tips/tides.md", "--fix"]);
    assert!(said.ends_with("--- exit 0"), "{said}");
    let after = fs::read_to_string(repository.path().join("docs/tips/tides.md"));
    assert_eq!(after.expect("it is there"), plan);
}

#[test]
fn a_pattern_is_judged_by_what_it_ever_fitted() {
    let mut repository = drifted();
    repository.write("src/old/bell.py", CODE);
    repository.commit("a bell");
    repository.git(&["rm", "-q", "src/old/bell.py"]);
    repository.commit("no bell");
    let text = plan(8).replace(
        "- `src/table.py` (create)\n",
        "- Modify `src/*.py`\n- Modify `src/**/*.rs`\n- Modify `src/old/*.py`\n- Modify `lib/`\n- Modify `src/old/`\n",
    );
    repository.write("docs/tips/tides.md", text);
    assert_snapshot!(tip_in(repository.path(), &["drift", "--all"]), @r"
    docs/tips/tides.md
        8  src/harbor.py:8  unchanged
        9  src/*.py  unchanged
       10  src/**/*.rs  was not there when it was written
       11  src/old/*.py  nothing that it fits is left
           by b2c3067a31, 2026-01-02, Ada: no bell
       12  lib/  was not there when it was written
       13  src/old/  nothing that it fits is left
           by b2c3067a31, 2026-01-02, Ada: no bell

    6 references, 2 to look at (2 file gone); the others: 2 never existed, 2 unchanged
    --- exit 1
    ");
}

#[test]
fn a_name_that_the_plan_writes_in_full_means_that_file() {
    let mut repository = GitRepository::new();
    repository.write("src/harbor.py", CODE);
    repository.write("lib/harbor.py", CODE);
    let text = plan(6).replace("create)\n", "create)\n- Modify `harbor.py:3`\n");
    repository.write("docs/tips/tides.md", text);
    repository.commit("code");
    let check = tip_in(repository.path(), &["check", "--format", "concise"]);
    assert!(!check.contains("ambiguous-path"), "{check}");
    let drift = tip_in(repository.path(), &["drift", "--all"]);
    assert!(drift.contains("harbor.py:3  unchanged"), "{drift}");
}

#[test]
fn a_check_says_what_an_ambiguous_name_meant_when_it_was_written() {
    let mut repository = GitRepository::new();
    repository.write("src/harbor.py", CODE);
    let text = "# Technical Implementation Plan: Tides\n\n## Phase 1: Table\n\n- Modify `harbor.py:6`\n- [ ] a\n";
    repository.write("docs/tips/tides.md", text);
    repository.commit("code");
    repository.write("lib/harbor.py", "tides = []\n");
    repository.commit("another harbor");
    let arguments = ["check", "--drift", "--select", "ambiguous-path"];
    let check = tip_in(repository.path(), &arguments);
    assert!(
        check.contains("write `src/harbor.py`, which it meant when it was written"),
        "{check}"
    );
}

#[test]
fn a_path_that_leaves_folders_out_is_no_file_to_be_made() {
    let mut repository = drifted();
    let text = plan(6).replace("`src/table.py` (create)", "`src/.../table.py` (create)");
    repository.write("docs/tips/tides.md", text);
    repository.commit("short");
    let said = tip_in(repository.path(), &["built", "tides"]);
    assert!(!said.contains("table.py"), "{said}");
}
