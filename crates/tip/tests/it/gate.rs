//! What has to be shown before a plan is complete, and what has to be approved before anything is run.

use std::path::Path;

use tip_testing::GitRepository;

use crate::run::command_in;

const PLAN: &str = "---
feature: tides
status: in_progress
---

# Technical Implementation Plan: Tides

## Implementation Phases

### Phase 1: Read the tides

**Success Criteria**:
- [x] The table is there: `test -e table`
- [x] The pilot reads it without glasses

**Dependencies**: None
";

const PATH: &str = "docs/tips/tides.md";

/// Everything but the gate is another test's.
const CONFIG: &str = "[rules]\nselect = [\"unproven-box\", \"done-but-open\", \"unused-allow\"]\n";

fn harbor(plan: &str) -> GitRepository {
    let mut repository = GitRepository::new();
    repository.git(&["config", "user.name", "Ada"]);
    repository.write("table", "low, high\n");
    repository.write("tip.toml", CONFIG);
    repository.write(PATH, plan);
    repository.commit("all");
    repository
}

/// Runs `tip` with a state folder of its own; returns what it printed on both streams and how it ended.
#[track_caller]
fn tip(folder: &Path, arguments: &[&str]) -> String {
    let mut command = command_in(folder, arguments);
    command.env("TIP_STATE_DIR", folder.join(".git/state"));
    command.env("PATH", "/usr/bin:/bin");
    let output = command.output().expect("tip runs");
    format!(
        "{}{}--- exit {}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
        output.status.code().unwrap_or(-1)
    )
}

#[test]
fn a_plan_is_complete_when_something_or_somebody_has_looked_at_all_of_it() {
    let repository = harbor(PLAN);
    let folder = repository.path();
    insta::assert_snapshot!(tip(folder, &["status", "tides", "complete"]), @r"
    `docs/tips/tides.md` stays as it is; in the way:
      docs/tips/tides.md:13:7: warning[unproven-box] `P1.C1` was never run here: `tip verify docs/tips/tides.md#P1.C1 --tick`
      docs/tips/tides.md:14:7: warning[unproven-box] `P1.C2` waits for a person, since it holds no command: `tip confirm docs/tips/tides.md#P1.C2 --note …`
      hint: `--force --because REASON` lets it pass, and writes the reason into the plan
    --- exit 1
    ");
    assert!(tip(folder, &["verify", "tides", "--tick", "--trust-all"]).ends_with("exit 0"));
    assert!(tip(folder, &["confirm", "tides#P1.C2", "--agent", "robo"]).ends_with("exit 0"));
    insta::assert_snapshot!(tip(folder, &["status", "tides"]), @r"
    docs/tips/tides.md: in_progress, 2 of 2 done
    in the way of complete:
      docs/tips/tides.md:14:7: warning[unproven-box] `P1.C2` bears the word of an agent alone, `robo`: `tip confirm docs/tips/tides.md#P1.C2 --note …`
    --- exit 0
    ");
    assert!(tip(folder, &["confirm", "tides#P1.C2"]).ends_with("exit 0"));
    // Evidence of other files is none of these.
    repository.write("table", "high, low\n");
    insta::assert_snapshot!(tip(folder, &["status", "tides", "complete"]), @r"
    `docs/tips/tides.md` stays as it is; in the way:
      docs/tips/tides.md:13:7: warning[unproven-box] `P1.C1` passed, but the files changed since: `tip verify docs/tips/tides.md#P1.C1 --tick`
      hint: `--force --because REASON` lets it pass, and writes the reason into the plan
    --- exit 1
    ");
    repository.write("table", "low, high\n");
    insta::assert_snapshot!(tip(folder, &["status", "tides", "complete"]), @r"
    complete docs/tips/tides.md (docs/tips/tides.md:3): was `in_progress`
    --- exit 0
    ");
    // What is complete is history: no other machine is asked for its evidence.
    assert!(tip(folder, &["check"]).ends_with("exit 0"));
    insta::assert_snapshot!(tip(folder, &["status", "tides", "complete"]), @r"
    already complete docs/tips/tides.md (docs/tips/tides.md:3): was `complete`
    --- exit 0
    ");
    repository.git(&["rm", "-q", "table"]);
    assert!(tip(folder, &["verify", "tides", "--trust-all"]).ends_with("exit 1"));
    insta::assert_snapshot!(tip(folder, &["status", "tides", "complete"]), @r"
    `docs/tips/tides.md` says so already, but this speaks against it:
      docs/tips/tides.md:13:7: warning[unproven-box] `P1.C1` did not pass when it was last run (failed): `tip verify docs/tips/tides.md#P1.C1 --tick`
      hint: `tip status docs/tips/tides.md in_progress` opens it again
      hint: `--force --because REASON` lets it pass, and writes the reason into the plan
    --- exit 1
    ");
    insta::assert_snapshot!(tip(folder, &["finish", "tides#P1"]), @r"
    `docs/tips/tides.md` stays as it is; in the way:
      docs/tips/tides.md:13:7: warning[unproven-box] `P1.C1` did not pass when it was last run (failed): `tip verify docs/tips/tides.md#P1.C1 --tick`
      hint: `--force --because REASON` lets it pass, and writes the reason into the plan
    --- exit 1
    ");
}

#[test]
fn what_is_forced_is_written_down() {
    let repository = harbor(PLAN);
    let folder = repository.path();
    let forced = [
        "status",
        "tides",
        "complete",
        "--force",
        "--because",
        "the sea froze",
    ];
    assert!(tip(folder, &forced).ends_with("exit 0"));
    let plan = read(folder);
    assert!(
        plan.contains("<!-- tip: allow(unproven-box) the sea froze -->"),
        "{plan}"
    );
    insta::assert_snapshot!(tip(folder, &["check"]), @r"
    nothing found in 1 plan
    --- exit 0
    ");
}

#[test]
fn a_tick_is_shown_with_whose_word_it_is() {
    let repository = harbor(PLAN);
    let folder = repository.path();
    assert!(tip(folder, &["verify", "tides", "--trust-all"]).ends_with("exit 0"));
    let show = |handle: &str| {
        let shown = tip(folder, &["show", &format!("tides#{handle}")]);
        shown.lines().nth(1).unwrap_or_default().to_owned()
    };
    assert_eq!(
        show("P1.C1"),
        "ticked by tip, which ran it, and nothing changed since"
    );
    assert_eq!(
        show("P1.C2"),
        "ticked by somebody: no evidence and no confirmation is known"
    );
    assert!(tip(folder, &["confirm", "tides#P1.C2", "--note", "on deck"]).ends_with("exit 0"));
    let said = show("P1.C2");
    assert!(
        said.starts_with("ticked by Ada, who confirmed it on 20"),
        "{said}"
    );
    assert!(said.ends_with(": on deck"), "{said}");
    let json = tip(folder, &["show", "tides", "--json"]);
    assert!(json.contains("\"tick_source\": \"tip\""), "{json}");
    assert!(json.contains("\"tick_source\": \"person\""), "{json}");
    assert!(tip(folder, &["show", "tides"]).contains("1 by tip, 1 by a person"));
}

#[test]
fn a_plan_runs_as_it_was_approved_and_not_otherwise() {
    let repository = harbor(&PLAN.replace("test -e table", "echo yes > ran"));
    let folder = repository.path();
    let ran = || has(folder, "ran");
    let refused = tip(folder, &["verify", "tides"]);
    assert!(
        refused.contains("nobody has approved its commands"),
        "{refused}"
    );
    assert!(
        refused.contains("`tip trust docs/tips/tides.md` shows its commands and asks"),
        "{refused}"
    );
    assert!(refused.ends_with("--- exit 2"), "{refused}");
    assert!(!ran());
    assert!(tip(folder, &["trust", "tides", "--yes"]).ends_with("exit 0"));
    repository.write(PATH, PLAN.replace("test -e table", "echo no > ran"));
    let refused = tip(folder, &["verify", "tides"]);
    assert!(refused.contains("it changed since it was approved: 1 new command, 1 command gone"));
    assert!(
        refused.contains("- echo yes > ran\n+ echo no > ran\n"),
        "{refused}"
    );
    assert!(!ran());
    repository.write(
        "tip.toml",
        format!("{CONFIG}[verify]\nsecrets = [\"TOKEN\"]\n"),
    );
    repository.write(PATH, PLAN.replace("test -e table", "echo yes > ran"));
    let refused = tip(folder, &["verify", "tides"]);
    assert!(refused.contains("it changed since it was approved: another configuration"));
    assert!(!ran());
    repository.write("tip.toml", CONFIG);
    assert!(tip(folder, &["verify", "tides"]).ends_with("exit 0"));
    assert!(ran());
}

#[test]
fn what_cannot_be_run_is_not() {
    let plan = PLAN.replace("`test -e table`", "`no-such-program --all`");
    let plan = plan.replace("[x] The table", "[ ] The table");
    let repository = harbor(&plan);
    let shown = tip(repository.path(), &["verify", "tides", "--trust-all"]);
    assert!(
        shown.contains("the program `no-such-program` is not installed here"),
        "{shown}"
    );
    assert!(shown.ends_with("--- exit 1"), "{shown}");
}

#[test]
fn a_sandbox_keeps_what_runs_in_the_work_tree() {
    let outside = tempfile::tempdir().expect("a folder");
    let file = outside.path().join("made");
    let command = format!("echo x > {}", file.display());
    let repository = harbor(&PLAN.replace("test -e table", &command));
    let folder = repository.path();
    let shown = tip(folder, &["verify", "tides", "--trust-all", "--sandbox"]);
    assert!(!has(outside.path(), "made"), "{shown}");
    if shown.contains("there is no sandbox here") {
        assert!(shown.ends_with("--- exit 2"), "{shown}");
        return;
    }
    assert!(shown.contains("Permission denied"), "{shown}");
    assert!(shown.ends_with("--- exit 1"), "{shown}");
    repository.write(PATH, PLAN.replace("test -e table", "echo x > made"));
    assert!(tip(folder, &["verify", "tides", "--trust-all", "--sandbox"]).ends_with("exit 0"));
    assert!(has(folder, "made"));
}

#[test]
fn a_pass_outside_of_the_sandbox_is_none_within() {
    let outside = tempfile::tempdir().expect("a folder");
    let command = format!("echo x > {}", outside.path().join("made").display());
    let repository = harbor(&PLAN.replace("test -e table", &command));
    let folder = repository.path();
    let shown = tip(folder, &["verify", "tides", "--trust-all"]);
    assert!(shown.ends_with("--- exit 0"), "{shown}");
    let shown = tip(folder, &["verify", "tides", "--trust-all", "--sandbox"]);
    assert!(!shown.ends_with("--- exit 0"), "{shown}");
}

#[expect(clippy::disallowed_methods, reason = "the test looks at its folder")]
fn has(folder: &Path, path: &str) -> bool {
    folder.join(path).exists()
}

#[expect(clippy::disallowed_methods, reason = "the test looks at its folder")]
fn read(folder: &Path) -> String {
    std::fs::read_to_string(folder.join(PATH)).expect("the plan is there")
}
