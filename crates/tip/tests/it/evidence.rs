//! What is known of runs: what `tip verify` would say, and what a tick stands beside.

use std::path::Path;
use std::process::Command;

use crate::run::command_in;
use crate::verify::{harbor, tip};

const TIDES: &str = "tides";

/// Runs `tip` with programs looked for in some folders, and returns what it printed.
#[track_caller]
fn with_path(folder: &Path, path: &str, arguments: &[&str]) -> String {
    let mut command: Command = command_in(folder, arguments);
    let output = command.env("PATH", path).output().expect("tip runs");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn evidence_tells_what_verify_is_served_from() {
    let repository = harbor("- [ ] It flies: `kite --now`\n");
    let folder = repository.path();
    repository.write(".gitignore", ".tools\n");
    for (name, code) in [("up", 0), ("down", 1)] {
        let path = format!(".tools/{name}/kite");
        repository.write(&path, format!("#!/bin/sh\nexit {code}\n"));
        executable(&folder.join(path));
    }
    let path = |name: &str| format!("{}/.tools/{name}:/usr/bin:/bin", folder.display());
    let verify = ["verify", TIDES, "--trust-all"];
    let evidence = ["evidence", TIDES];
    assert!(with_path(folder, &path("up"), &verify).contains("1 passed"));
    assert!(with_path(folder, &path("down"), &verify).contains("1 failed"));
    // The newest record is of the other program; what is served is not.
    let shown = with_path(folder, &path("up"), &evidence);
    assert!(shown.contains("  passed  "), "{shown}");
    assert!(
        shown.contains("still true of this tree; the newest run failed; since"),
        "{shown}"
    );
    assert!(
        shown.contains("a program that it starts changed"),
        "{shown}"
    );
    assert!(with_path(folder, &path("up"), &verify).contains("1 cached"));
    let shown = with_path(folder, &path("down"), &evidence);
    assert!(shown.contains("  failed  "), "{shown}");
    assert!(shown.contains("`tip verify` runs it again"), "{shown}");
}

#[test]
fn evidence_of_what_can_no_longer_run_says_so() {
    let repository = harbor("- [ ] It is there: `./check.sh`\n- [ ] Never: `./other.sh`\n");
    let folder = repository.path();
    repository.write("check.sh", "#!/bin/sh\ntrue\n");
    executable(&folder.join("check.sh"));
    tip(folder, &["verify", "tides#P1.C1", "--trust-all"]);
    remove(&folder.join("check.sh"));
    let shown = tip(folder, &["evidence", TIDES]);
    assert!(
        shown.contains("`check.sh` changed; it cannot run now"),
        "{shown}"
    );
    assert!(shown.contains("it was never run here"), "{shown}");
}

#[test]
fn a_flaky_pass_is_not_served_after_it_failed() {
    let repository = harbor("- [ ] It is there: `test -e .git/there`\n");
    let folder = repository.path();
    repository.write(".git/there", "");
    let fresh = ["verify", TIDES, "--trust-all", "--fresh"];
    let verify = &fresh[..3];
    assert!(tip(folder, &fresh).contains("1 passed"));
    assert!(tip(folder, verify).contains("1 cached"));
    remove(&folder.join(".git/there"));
    assert!(tip(folder, &fresh).contains("1 failed"));
    assert!(tip(folder, verify).contains("1 failed"));
    let shown = tip(folder, &["evidence", TIDES]);
    assert!(shown.contains("  failed  "), "{shown}");
    assert!(!shown.contains("still true"), "{shown}");
}

#[test]
fn evidence_of_a_dirty_tree_says_so() {
    let repository = harbor("- [ ] It is there: `test -e src/b`\n");
    let folder = repository.path();
    repository.write("src/b", "");
    tip(folder, &["verify", TIDES, "--trust-all"]);
    let head = &repository.git(&["rev-parse", "HEAD"])[..10];
    for arguments in [&["verify", TIDES, "--trust-all"][..], &["evidence", TIDES]] {
        let shown = tip(folder, arguments);
        let expected = format!("at {head} and 1 changed file\n");
        assert!(shown.contains(&expected), "{shown}");
    }
    let said = crate::run::tip_in(folder, &["evidence", TIDES, "--json"]);
    assert!(said.contains("\"changed_files\": 1"), "{said}");
}

#[test]
fn what_fails_in_the_sandbox_says_so_and_clears_no_box() {
    let repository = harbor("- [x] It is written: `test -e src/b`\n");
    let folder = repository.path();
    let verify = ["verify", TIDES, "--trust-all", "--tick", "--sandbox"];
    let shown = tip(folder, &verify);
    if shown.contains("there is no sandbox here") {
        return;
    }
    let expected = "it exited with 1, in the sandbox, which may be why";
    assert!(shown.contains(expected), "{shown}");
    let plan = "docs/tips/tides.md";
    assert!(repository.read(plan).contains("- [x] It is written"));
    let shown = tip(folder, &["evidence", TIDES]);
    assert!(shown.contains(expected), "{shown}");
    tip(folder, &verify[..4]);
    assert!(repository.read(plan).contains("- [ ] It is written"));
}

#[test]
fn a_plan_that_was_renamed_since_is_no_input() {
    let mut repository = harbor("- [ ] It is there: `test -e src/a`\n");
    tip(repository.path(), &["verify", TIDES, "--trust-all"]);
    let plan = "docs/tips/tides.md";
    repository.git(&["mv", plan, "docs/tips/ebb.md"]);
    repository.write("src/c", "");
    repository.commit("renamed");
    let shown = tip(repository.path(), &["evidence", "ebb"]);
    assert!(shown.contains("`src/c` changed"), "{shown}");
    assert!(!shown.contains(plan), "{shown}");
}

#[test]
fn programs_are_told_what_is_served() {
    let boxes = "- [ ] It is there: `test -e src/a`\n- [ ] It is not: `test -e src/b`\n";
    let repository = harbor(boxes);
    let folder = repository.path();
    tip(folder, &["verify", TIDES, "--trust-all"]);
    let said = crate::run::tip_in(folder, &["evidence", TIDES, "--json"]);
    let text = said.split("\n---").next().expect("JSON before the end");
    let value: serde_json::Value = serde_json::from_str(text).expect("JSON");
    assert_eq!(value["criteria"][0]["source"], "cache");
    assert!(value["criteria"][1]["source"].is_null());
    assert_eq!(value["summary"]["cached"], 1);
}

#[test]
fn why_speaks_of_the_runs_of_the_criterion_itself() {
    let boxes =
        "- [ ] All: `test -e src/a`\n- [ ] Narrow: `test -e src/a` <!-- tip: inputs(src/**) -->\n";
    let repository = harbor(boxes);
    let folder = repository.path();
    let verify = ["verify", TIDES, "--trust-all", "--why"];
    repository.write("beside", "");
    tip(folder, &verify);
    repository.write("src/b", "");
    let shown = tip(folder, &verify);
    assert_eq!(shown.matches("`src/b` changed").count(), 2, "{shown}");
    repository.write("other", "");
    let shown = tip(folder, &["evidence", TIDES]);
    assert!(shown.contains("`other` changed"), "{shown}");
    assert!(shown.contains("still true"), "{shown}");
}

#[test]
fn why_compares_with_the_pass_that_differs_least() {
    let repository = harbor("- [ ] None: `test ! -e src/none`\n");
    let folder = repository.path();
    let verify = ["verify", TIDES, "--trust-all", "--why"];
    tip(folder, &verify);
    repository.write("src/b", "");
    repository.write("src/c", "");
    tip(folder, &verify);
    remove(&folder.join("src/b"));
    remove(&folder.join("src/c"));
    repository.write("src/d", "");
    let shown = tip(folder, &verify);
    assert!(shown.contains(": `src/d` changed"), "{shown}");
}

#[test]
fn a_dry_run_has_no_results_to_report() {
    let repository = harbor("- [ ] A: `echo 1`\n");
    let dry = |format: &str| {
        let arguments = ["verify", TIDES, "--dry-run", "--format", format];
        tip(repository.path(), &arguments)
    };
    for format in ["junit", "github"] {
        let said = dry(format);
        assert!(said.ends_with("--- exit 2"), "{said}");
    }
    assert!(dry("json").contains("\"would_run\": 1"));
}

#[test]
fn lines_of_another_version_are_said_to_be_that() {
    let repository = harbor("- [ ] A: `echo 1`\n");
    repository.write("x.jsonl", "{\"format\":\"tip-evidence\",\"version\":9}\n");
    let said = tip(repository.path(), &["evidence", "import", "x.jsonl"]);
    assert!(said.contains("x.jsonl:1: it has version 9"), "{said}");
}

#[test]
fn a_tick_of_what_failed_names_the_run() {
    let boxes =
        "- [ ] It is there: `test -e src/b`\n- [ ] So is it: `test -e src/a`\n- [ ] By eye\n";
    let repository = harbor(boxes);
    let folder = repository.path();
    let shown = tip(folder, &["tick", "tides#P1.C1", "--diff"]);
    assert!(!shown.contains("warning"), "{shown}");
    tip(folder, &["verify", TIDES, "--trust-all"]);
    let head = repository.git(&["rev-parse", "HEAD"]);
    let shown = tip(folder, &["tick", "tides#P1.C1,P1.C2,P1.C3"]);
    let expected = format!(
        "warning: the last run of `P1.C1` failed, [TIME] [TIME] at {}: it exited with 1",
        &head[..10]
    );
    assert!(shown.contains(&expected), "{shown}");
    assert_eq!(shown.matches("warning").count(), 1, "{shown}");
    // It is somebody's word, and is written.
    assert!(shown.contains("ticked P1.C1"), "{shown}");
    let shown = tip(folder, &["untick", "tides#P1.C1"]);
    assert!(!shown.contains("warning"), "{shown}");
    repository.write("src/b", "");
    tip(folder, &["verify", TIDES, "--trust-all"]);
    let shown = tip(folder, &["tick", "tides#P1.C1"]);
    assert!(!shown.contains("warning"), "{shown}");
}

#[test]
fn a_dry_run_counts_what_a_person_has_ticked_and_keeps_names_apart() {
    let boxes: Vec<String> = (1..=105)
        .map(|n| format!("- [x] Number {n} is fine\n"))
        .collect();
    let boxes = boxes.concat();
    let repository = harbor(&format!("{boxes}- [ ] One more\n- [x] Runs: `echo 1`\n"));
    let shown = tip(repository.path(), &["verify", TIDES, "--dry-run"]);
    assert!(
        shown.contains("ticked, for a person: 105 criteria"),
        "{shown}"
    );
    assert!(!shown.contains("is fine"), "{shown}");
    assert!(shown.contains("for a person: 1 criterion; `-v`"), "{shown}");
    assert!(!shown.contains("One more"), "{shown}");
    assert!(shown.contains("Runs: `echo 1`  :114  ticked"), "{shown}");
    let shown = tip(repository.path(), &["verify", TIDES, "--dry-run", "-v"]);
    assert!(shown.contains("P1.C106 One more"), "{shown}");
}

#[expect(clippy::disallowed_methods, reason = "the test changes its folder")]
fn executable(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    let rights = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(path, rights).expect("the rights are set");
}

#[expect(clippy::disallowed_methods, reason = "the test changes its folder")]
fn remove(path: &Path) {
    std::fs::remove_file(path).expect("the file is removed");
}
