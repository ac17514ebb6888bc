//! `tip impact`.

use insta::assert_snapshot;
use tip_testing::GitRepository;

use crate::run::tip_in;

const CODE: &str = "import os\n\ndef berths(harbor):\n    return harbor.berths\n\ndef tides(harbor):\n    return harbor.tides\n";

const PLAN: &str = "# Technical Implementation Plan: Tides

## Implementation Phases

### Phase 1: Table

**Code Changes**:
- `src/harbor.py:6` - the tides
- `src/table.py` (create)

**Success Criteria**:
- [x] Tests pass: `pytest tests/test_tides.py::test_high -v`
- [ ] Tides are shown as `docs/tides.md` says

### Phase 2: Alarm

**Code Changes**:
- `src/harbor.py::berths` - the berths
- `tests/` - one for each alarm

**Success Criteria**:
- [ ] The alarm rings
";

/// The plan when all of it is done.
fn over() -> String {
    let done = PLAN.replace("- [ ]", "- [x]");
    format!("---\nstatus: complete\n---\n\n{done}")
}

/// A plan whose code stands, with two lines put above it since.
fn planned() -> GitRepository {
    let mut repository = GitRepository::new();
    repository.write("src/harbor.py", CODE);
    repository.write("tests/test_tides.py", "def test_high():\n    pass\n");
    repository.write("docs/tides.md", "# Tides\n");
    repository.commit("code");
    repository.write("docs/tips/tides.md", PLAN);
    repository.commit("plan");
    repository.write(
        "src/harbor.py",
        code("import os\nimport sys\nimport time\n"),
    );
    repository.commit("read the clock");
    repository
}

fn code(head: &str) -> String {
    CODE.replace("import os\n", head)
}

#[track_caller]
fn json(repository: &GitRepository, arguments: &[&str]) -> serde_json::Value {
    let mut all = vec!["impact", "--json"];
    all.extend(arguments);
    let said = tip_in(repository.path(), &all);
    let text = said.split("\n---").next().expect("an answer");
    serde_json::from_str(text).expect("JSON")
}

/// Returns what is touched: the reference as it is written, how far, and the phase.
fn touches(value: &serde_json::Value) -> Vec<String> {
    let plans = value["plans"].as_array().expect("plans");
    let touches = plans.iter().filter_map(|it| it["touches"].as_array());
    let word = |it: &serde_json::Value| it.as_str().unwrap_or("-").to_owned();
    touches
        .flatten()
        .map(|it| {
            let words = [&it["phase"], &it["reach"], &it["written"]].map(word);
            words.join(" ")
        })
        .collect()
}

#[test]
fn nothing_that_changes_touches_nothing() {
    let repository = planned();
    assert_snapshot!(tip_in(repository.path(), &["impact"]), @r"
    nothing changes
    --- exit 0
    ");
}

#[test]
fn lines_that_a_reference_points_at_are_told_from_others_of_its_file() {
    let repository = planned();
    // `def tides` stands at line 8 by now; the plan still says 6.
    let head = "import os\nimport sys\nimport time\n";
    repository.write(
        "src/harbor.py",
        code(head).replace("def tides(harbor)", "def tides(harbor, day)"),
    );
    repository.write("src/table.py", "rows = []\n");
    repository.write("README.md", "Tides.\n");
    assert_snapshot!(tip_in(repository.path(), &["impact"]), @r"
    docs/tips/tides.md  in progress
      P1 Table  in progress
         8  src/harbor.py:6  the code changes (line 8 before)
         9  src/table.py  created, as planned
      P2 Alarm  open
        18  src/harbor.py::berths  changes elsewhere (lines 5-6 before stay)

    3 files change: 1 plan touched, 2 phases
    named by no plan: README.md
    --- exit 0
    ");
}

#[test]
fn what_is_staged_is_told_from_what_is_not() {
    let repository = planned();
    let head = "import os\nimport sys\nimport time\n";
    repository.write(
        "src/harbor.py",
        code(head).replace("return harbor.berths", "return list(harbor.berths)"),
    );
    repository.git(&["add", "--all"]);
    repository.write("src/table.py", "rows = []\n");
    let staged = touches(&json(&repository, &["--staged"]));
    assert_eq!(
        staged,
        ["P1 file src/harbor.py:6", "P2 lines src/harbor.py::berths"]
    );
    let all = touches(&json(&repository, &[]));
    assert!(all.contains(&"P1 file src/table.py".to_owned()), "{all:?}");
}

#[test]
fn a_tick_that_rests_on_what_changes_is_in_doubt() {
    let repository = planned();
    repository.write("tests/test_tides.py", "def test_high():\n    assert True\n");
    assert_snapshot!(tip_in(repository.path(), &["impact"]), @r"
    docs/tips/tides.md  in progress
      P1 Table  in progress
        12  $ pytest tests/test_tides.py::test_high -v  tests/test_tides.py changes  (P1.C1)
      ! P1.C1 is ticked, and rests on what changes: Tests pass: `pytest tests/test_tides.py::test_high -v`

    1 file changes: 1 plan touched, 1 phase, 1 box, 1 tick in doubt
    1 place names no more than a folder that holds a file: `--all` shows them
    --- exit 1
    ");
}

#[test]
fn files_that_only_plans_that_are_over_name_are_not_called_unnamed() {
    let mut repository = GitRepository::new();
    repository.write("src/harbor.py", CODE);
    repository.write("docs/tips/tides.md", over());
    repository.commit("done");
    repository.write("src/harbor.py", code("import sys\n"));
    assert_snapshot!(tip_in(repository.path(), &["impact"]), @r"
    1 file changes, no plan under way names one
    named only by plans that are over: src/harbor.py; `--all` shows them
    --- exit 0
    ");
    let value = json(&repository, &[]);
    assert_eq!(value["files"][0]["plans_over"][0], "docs/tips/tides.md");
    repository.write("README.md", "Tides.\n");
    assert_snapshot!(tip_in(repository.path(), &["impact"]), @r"
    2 files change, no plan under way names one
    named only by plans that are over: src/harbor.py; `--all` shows them
    named by no plan: README.md
    --- exit 0
    ");
}

#[test]
fn a_tick_made_with_the_change_is_not_in_doubt() {
    let repository = planned();
    repository.write("docs/tides.md", "# Tides\n\nHigh and low.\n");
    repository.write("docs/tips/tides.md", PLAN.replace("[ ] Tides", "[x] Tides"));
    repository.git(&["rm", "--quiet", "--cached", "docs/tides.md"]);
    let value = json(&repository, &["--staged"]);
    assert_eq!(touches(&value), ["P1 file docs/tides.md"]);
    assert_eq!(value["plans"][0]["boxes"][0]["in_doubt"], false);
}

#[test]
fn between_two_commits_references_stand_where_they_stood_then() {
    let mut repository = planned();
    let head = "import os\nimport sys\nimport time\n";
    repository.write(
        "src/harbor.py",
        code(head).replace("harbor.tides", "tides_of(harbor)"),
    );
    repository.commit("edit the body");
    repository.write("src/harbor.py", format!("# harbors\n{}", code(head)));
    repository.commit("and back");
    let between = touches(&json(&repository, &["HEAD~2..HEAD~1"]));
    assert_eq!(
        between,
        ["P1 file src/harbor.py:6", "P2 file src/harbor.py::berths"]
    );
    let value = json(&repository, &["HEAD~3..HEAD~2"]);
    assert_eq!(value["plans"][0]["touches"][0]["line"], 6);
    let since = json(&repository, &["HEAD~1"]);
    assert_eq!(since["after"], "worktree");
    assert_eq!(since["files"][0]["change"], "modified");
}

#[test]
fn a_reference_written_with_the_change_is_measured_after_it() {
    let mut repository = planned();
    let head = "import os\nimport sys\nimport time\n";
    repository.write("src/harbor.py", format!("# harbors\n{}", code(head)));
    repository.write("docs/tips/tides.md", PLAN.replace(":6", ":1"));
    repository.commit("both");
    let value = json(&repository, &["HEAD~1..HEAD"]);
    let touch = &value["plans"][0]["touches"][0];
    assert_eq!(
        (&touch["reach"], &touch["side"]),
        (&"lines".into(), &"after".into())
    );
    assert_eq!(value["plans"][0]["changed"], true);
}

#[test]
fn a_file_that_is_renamed_is_known_by_both_names() {
    let mut repository = planned();
    repository.git(&["mv", "src/harbor.py", "src/port.py"]);
    let value = json(&repository, &["--staged"]);
    assert_eq!(value["files"][0]["change"], "renamed");
    assert_eq!(value["files"][0]["path_before"], "src/harbor.py");
    assert_eq!(
        touches(&value),
        ["P1 file src/harbor.py:6", "P2 file src/harbor.py::berths"]
    );
    repository.commit("rename");
    // The plan still says the old name, which the history knows.
    let head = "import os\nimport sys\nimport time\n";
    repository.write(
        "src/port.py",
        code(head).replace("def tides", "def high_tides"),
    );
    let later = touches(&json(&repository, &[]));
    assert!(
        later.contains(&"P1 lines src/harbor.py:6".to_owned()),
        "{later:?}"
    );
}

#[test]
fn a_complete_plan_is_history_unless_all_is_wanted() {
    let mut repository = planned();
    repository.write(
        "docs/tips/tides.md",
        format!("---\nstatus: complete\n---\n{PLAN}"),
    );
    repository.commit("done");
    repository.write("src/table.py", "rows = []\n");
    assert_eq!(touches(&json(&repository, &[])), Vec::<String>::new());
    assert_eq!(
        touches(&json(&repository, &["--all"])),
        ["P1 file src/table.py"]
    );
}

#[test]
fn before_the_first_commit_everything_is_new() {
    let repository = GitRepository::new();
    repository.write("src/harbor.py", CODE);
    repository.write("docs/tips/tides.md", PLAN);
    let value = json(&repository, &[]);
    assert_eq!(value["before"], serde_json::Value::Null);
    assert_eq!(
        touches(&value),
        ["P1 lines src/harbor.py:6", "P2 lines src/harbor.py::berths"]
    );
    assert_eq!(
        json(&repository, &["--staged"])["files"],
        serde_json::json!([])
    );
}

#[test]
fn the_answer_follows_its_schema() {
    let repository = planned();
    let said = tip_in(repository.path(), &["schema", "impact"]);
    let text = said.split("\n---").next().expect("a schema");
    let schema: serde_json::Value = serde_json::from_str(text).expect("JSON");
    let known = schema["properties"].as_object().expect("properties");
    let value = json(&repository, &["HEAD~1..HEAD"]);
    for key in value.as_object().expect("an object").keys() {
        assert!(known.contains_key(key), "{key}");
    }
}

#[test]
fn a_commit_that_is_not_there_is_an_error() {
    let repository = planned();
    let said = tip_in(repository.path(), &["impact", "nowhere..HEAD"]);
    assert!(said.contains("`nowhere` is no commit"), "{said}");
    assert!(said.ends_with("--- exit 2"), "{said}");
}

#[test]
fn a_line_that_names_a_file_twice_is_shown_once() {
    let mut repository = planned();
    let twice = PLAN.replace("Tides are shown", "`docs/tides.md` shows them");
    repository.write("docs/tips/tides.md", twice);
    repository.commit("twice");
    repository.write("docs/tides.md", "# Ebbs\n");
    let shown = tip_in(repository.path(), &["impact"]);
    assert_eq!(
        shown.matches("docs/tides.md  changes").count(),
        1,
        "{shown}"
    );
}
