//! `tip verify` and `tip evidence`.

use std::path::Path;

use insta::assert_snapshot;
use tip_testing::GitRepository;

use crate::Folder;
use crate::run::tip_in;

pub(crate) const HEAD: &str = "# Technical Implementation Plan: Tides\n\n## Implementation Phases\n\n### Phase 1: Table\n\n**Success Criteria**:\n";

const BOXES: &str = "- [ ] It is there: `test -e src/a`\n- [x] No todo: `grep -r todo src` returns no matches\n- [x] Fails: `echo shown; exit 3`\n- [ ] By eye\n- [ ] Cut short: `cargo test …`\n";

pub(crate) fn harbor(boxes: &str) -> GitRepository {
    let mut repository = GitRepository::new();
    repository.git(&["config", "user.name", "Ada"]);
    repository.write("src/a", "one\n");
    repository.write("docs/tips/tides.md", format!("{HEAD}{boxes}"));
    repository.commit("all");
    repository
}

/// Runs `tip` and takes out how long things took and when they were earned.
#[track_caller]
pub(crate) fn tip(folder: &Path, arguments: &[&str]) -> String {
    let text = tip_in(folder, arguments);
    let lines = text.lines().map(|line| {
        let words: Vec<String> = line.split(' ').map(timeless).collect();
        words.join(" ")
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn timeless(word: &str) -> String {
    let figures = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    let is_time = word
        .split_once(':')
        .is_some_and(|(a, b)| figures(a) && figures(b));
    let is_seconds = word
        .split_once('.')
        .is_some_and(|(a, b)| figures(a) && figures(b));
    let is_day = word.len() == 10 && word.split('-').all(figures);
    if is_time || is_seconds || is_day {
        "[TIME]".to_owned()
    } else {
        word.to_owned()
    }
}

#[test]
fn nothing_runs_that_nobody_approved() {
    let repository = harbor("- [ ] It runs: `echo yes > ran`\n");
    assert_snapshot!(tip(repository.path(), &["verify", "tides"]), @r"
    1 kept from running in [TIME] s
    --- stderr
    error: nothing of `docs/tips/tides.md` is run: nobody has approved its commands
      hint: set `HOME`, so that `tip trust` can keep an approval, or allow what is named with --trust-all
    error: the commands of some plans are not approved
      hint: nothing of those plans was run
    --- exit 2
    ");
    assert!(!has(repository.path(), "ran"));
}

#[test]
fn a_dry_run_says_what_would_run_and_what_would_not() {
    let repository = harbor(BOXES);
    assert_snapshot!(tip(repository.path(), &["verify", "tides", "--dry-run"]), @r"
    docs/tips/tides.md
      nobody has approved its commands: set `HOME`, so that `tip trust` can keep an approval, or allow what is named with --trust-all

      P1 Table
        waits for approval
          P1.C1   It is there: `test -e src/a`  :8
          P1.C2   No todo: `grep -r todo src` returns no matches  :9  ticked
                    expected: it prints or finds nothing
          P1.C3   Fails: `echo shown; exit 3`  :10  ticked
        for a person: 1 criterion; `-v` shows it
        cannot run
          P1.C5   Cut short: `cargo test …`  :12
                  `cargo test …` is cut short: write all of it

    1 kept from running, 3 would run, 1 for a person; 3 of these wait for approval
    where nothing is said of what is expected, it is that the command exits with 0
    --- exit 0
    ");
    assert!(!has(repository.path(), ".tip"));
}

#[test]
fn what_failed_shows_what_it_printed() {
    let repository = harbor(BOXES);
    let arguments = ["verify", "tides", "--trust-all"];
    assert_snapshot!(tip(repository.path(), &arguments), @r"
    docs/tips/tides.md
      P1.C5    not run      Cut short: `cargo test …`
               `cargo test …` is cut short: write all of it
      P1.C1    passed       It is there: `test -e src/a`  [TIME] s
      P1.C2    passed       No todo: `grep -r todo src` returns no matches  [TIME] s
      P1.C3    failed       Fails: `echo shown; exit 3`  [TIME] s
               it exited with 3
             $ echo shown; exit 3
             │ shown
    2 passed, 1 failed, 1 kept from running, 1 for a person in [TIME] s
    --- exit 1
    ");
    assert_snapshot!(tip(repository.path(), &arguments), @r"
    docs/tips/tides.md
      P1.C5    not run      Cut short: `cargo test …`
               `cargo test …` is cut short: write all of it
      P1.C1    cached       It is there: `test -e src/a`  earned [TIME] [TIME] at d8c24928fc
      P1.C2    cached       No todo: `grep -r todo src` returns no matches  earned [TIME] [TIME] at d8c24928fc
      P1.C3    failed       Fails: `echo shown; exit 3`  [TIME] s
               it exited with 3
             $ echo shown; exit 3
             │ shown
    2 passed (2 cached), 1 failed, 1 kept from running, 1 for a person in [TIME] s
    --- exit 1
    ");
}

#[test]
fn boxes_follow_what_came_of_them() {
    let repository = harbor(BOXES);
    tip(
        repository.path(),
        &["verify", "tides", "--trust-all", "--tick"],
    );
    let expected = BOXES
        .replace("[ ] It is there", "[x] It is there")
        .replace("[x] Fails", "[ ] Fails");
    let plan = read(repository.path(), "docs/tips/tides.md");
    assert_eq!(plan, format!("{HEAD}{expected}"));
}

#[test]
fn a_plan_that_is_changed_meanwhile_is_ticked_where_it_says_the_same() {
    let boxes = "- [ ] It writes: `sh write.sh`\n- [ ] It is there: `test -e src/a`\n";
    let repository = harbor(boxes);
    let plan = "docs/tips/tides.md";
    let script = format!(
        "sed -e '1i <!-- new -->' -e 's/is there/stands there/' {plan} > new.md\nmv new.md {plan}\n"
    );
    repository.write("write.sh", script);
    let arguments = [
        "verify",
        "tides",
        "--trust-all",
        "--tick",
        "--allow-mutating",
    ];
    let shown = tip(repository.path(), &arguments);
    assert!(shown.contains("1 box not ticked"), "{shown}");
    let expected = boxes
        .replace("[ ] It writes", "[x] It writes")
        .replace("is there", "stands there");
    let found = read(repository.path(), plan);
    assert_eq!(found, format!("<!-- new -->\n{HEAD}{expected}"));
}

#[test]
fn what_has_no_answer_moves_no_box() {
    let boxes = "- [x] Slow: `sleep 1000`\n- [x] Missing: `tip-no-such-program`\n- [ ] Shown: `echo a` shows the right thing\n- [x] Killed: `kill -9 $$`\n";
    let repository = harbor(boxes);
    let arguments = ["verify", "tides", "--trust-all", "--tick", "--timeout", "1"];
    let shown = tip(repository.path(), &arguments);
    assert!(shown.ends_with("--- exit 1"), "{shown}");
    let plan = read(repository.path(), "docs/tips/tides.md");
    assert_eq!(plan, format!("{HEAD}{boxes}"));
}

#[test]
fn evidence_says_whether_it_is_still_true() {
    let repository = harbor(BOXES);
    tip(repository.path(), &["verify", "tides", "--trust-all"]);
    let shown = tip(repository.path(), &["evidence", "tides"]);
    assert!(shown.contains("still true of this tree"), "{shown}");
    repository.write("src/b", "two\n");
    let shown = tip(repository.path(), &["evidence", "tides"]);
    assert!(shown.contains("`src/b` changed"), "{shown}");
    // A plan that is called otherwise loses nothing.
    repository.git(&["mv", "docs/tips/tides.md", "docs/tips/floods.md"]);
    let again = tip(repository.path(), &["evidence", "floods"]);
    assert!(again.contains("`src/b` changed"), "{again}");
}

#[test]
fn evidence_goes_to_another_machine_and_back() {
    let repository = harbor(BOXES);
    tip(repository.path(), &["verify", "tides", "--trust-all"]);
    let lines = tip(
        repository.path(),
        &["evidence", "export", "-o", "out.jsonl"],
    );
    assert!(lines.ends_with("--- exit 0"), "{lines}");
    let exported = tip_in(repository.path(), &["evidence", "export"]);
    assert_eq!(exported.lines().count(), 4, "{exported}");
    repository.write(
        "evidence.jsonl",
        exported.lines().take(3).collect::<Vec<_>>().join("\n"),
    );
    let import = ["evidence", "import", "evidence.jsonl"];
    let shown = tip(repository.path(), &import);
    assert!(shown.contains("0 of 3 runs were new"), "{shown}");
    remove(repository.path(), ".tip");
    let shown = tip(repository.path(), &import);
    assert!(shown.contains("3 of 3 runs were new"), "{shown}");
    repository.write("evidence.jsonl", "{\"format\":\"other\"}\n");
    let shown = tip(repository.path(), &import);
    assert!(shown.contains("evidence.jsonl:1"), "{shown}");
    assert!(shown.ends_with("--- exit 2"), "{shown}");
}

#[test]
fn what_another_machine_earned_is_shown_and_proves_nothing_unasked() {
    let repository = harbor("- [x] It is there: `test -e src/a`\n");
    let folder = repository.path();
    let plan = read(folder, "docs/tips/tides.md");
    let plan = format!("---\nstatus: in_progress\n---\n\n{plan}");
    repository.write("docs/tips/tides.md", plan);
    tip(folder, &["verify", "tides", "--trust-all"]);
    let exported = tip_in(folder, &["evidence", "export"]);
    let line = exported.lines().next().expect("a run");
    let mut line: serde_json::Value = serde_json::from_str(line).expect("JSON");
    line["machine"] = "h\u{1b}[31mal".into();
    line["programs"] = "0".repeat(64).into();
    repository.write(".git/evidence.jsonl", line.to_string());
    remove(folder, ".tip");
    tip(folder, &["evidence", "import", ".git/evidence.jsonl"]);

    let shown = tip(folder, &["evidence", "tides"]);
    assert!(shown.contains("imported from h␛[31mal"), "{shown}");
    assert!(shown.contains("it counts with --imported only"), "{shown}");
    let dry = |more: &[&str]| tip(folder, &[&["verify", "tides", "--dry-run"], more].concat());
    assert!(dry(&[]).contains("1 would run"), "{}", dry(&[]));
    assert!(dry(&["--imported"]).contains("1 passed (1 cached)"));
    let arguments = ["verify", "tides", "--trust-all", "--imported"];
    let shown = tip(folder, &arguments);
    assert!(shown.contains("1 passed (1 cached)"), "{shown}");
    assert!(shown.contains("imported from"), "{shown}");

    let complete = ["status", "tides", "complete", "--dry-run"];
    let shown = tip(folder, &complete);
    assert!(shown.contains("its evidence was imported"), "{shown}");
    let shown = tip(folder, &[&complete[..], &["--imported"]].concat());
    assert!(!shown.contains("evidence"), "{shown}");
}

#[test]
fn old_evidence_is_deleted_but_for_the_newest_pass() {
    let repository = harbor("- [x] It is there: `test -e src/a`\n");
    let folder = repository.path();
    let prune = |more: &[&str]| tip(folder, &[&["evidence", "prune"], more].concat());
    assert!(prune(&[]).contains("there is no evidence yet"));
    for _ in 0..3 {
        tip(folder, &["verify", "tides", "--trust-all", "--fresh"]);
    }
    assert!(prune(&[]).contains("0 runs deleted"));
    assert!(prune(&["--older-than", "1"]).contains("0 runs deleted"));
    assert!(prune(&["--keep", "2"]).contains("1 run deleted"));
    assert!(prune(&["--older-than", "0"]).contains("1 run deleted"));
    let shown = tip(folder, &["verify", "tides", "--trust-all"]);
    assert!(shown.contains("1 passed (1 cached)"), "{shown}");
}

#[test]
fn what_a_criterion_depends_on_is_shown_and_a_slip_in_it_told() {
    let boxes = "- [ ] One: `test -e src/a` <!-- tip: inputs(src/**) -->\n- [ ] Two: `test -d src` <!-- tip: inputs(scr/**) -->\n";
    let repository = harbor(boxes);
    let folder = repository.path();
    let shown = tip(folder, &["verify", "tides", "--trust-all"]);
    assert!(
        shown.contains("docs/tips/tides.md:9: all files count for what depends on `inputs(scr/**)`: no file fits"),
        "{shown}"
    );
    repository.write("other", "x\n");
    let shown = tip(folder, &["evidence", "tides"]);
    assert!(shown.contains("it depends on src/** alone"), "{shown}");
    assert_eq!(shown.matches("still true").count(), 1, "{shown}");
    assert!(shown.contains("`other` changed"), "{shown}");
    let shown = tip(folder, &["check", "tides"]);
    assert!(shown.contains("no file fits the input `scr/**`"), "{shown}");
}

#[test]
fn json_follows_its_schema() {
    let repository = harbor(BOXES);
    let folder = repository.path();
    let json = |arguments: &[&str]| -> serde_json::Value {
        let said = tip_in(folder, arguments);
        let text = said.split("\n---").next().expect("JSON before the end");
        serde_json::from_str(text).expect("JSON")
    };
    let schema = json(&["schema", "verify"]);
    let names = |it: &serde_json::Value| -> Vec<String> {
        it.as_object().expect("an object").keys().cloned().collect()
    };
    let known = |of: &serde_json::Value| names(&of["properties"]);
    let verified = json(&["verify", "tides", "--trust-all", "--format", "json"]);
    let shown = json(&["evidence", "tides", "--json"]);
    for it in [&verified, &shown] {
        assert_eq!(names(it), known(&schema));
        assert_eq!(names(&it["summary"]), known(&schema["$defs"]["Counts"]));
        for criterion in it["criteria"].as_array().expect("criteria") {
            assert_eq!(names(criterion), known(&schema["$defs"]["Criterion"]));
            for command in criterion["commands"].as_array().expect("commands") {
                assert_eq!(names(command), known(&schema["$defs"]["Command"]));
            }
        }
    }
}

#[test]
fn a_folder_that_cannot_be_used_is_a_warning() {
    let repository = harbor("- [ ] It runs: `echo ok`\n");
    repository.write(".tip", "in the way\n");
    let shown = tip(repository.path(), &["verify", "tides", "--trust-all"]);
    assert!(shown.contains("warning: no evidence is kept"), "{shown}");
    assert!(shown.contains("1 passed"), "{shown}");
    assert!(shown.ends_with("--- exit 0"), "{shown}");
}

#[test]
fn a_damaged_ledger_is_an_error_and_moves_no_box() {
    let repository = harbor("- [ ] It runs: `echo yes > ran`\n");
    repository.write(
        ".tip/evidence.db",
        "no database at all, but long enough to be one",
    );
    let arguments = ["verify", "tides", "--trust-all", "--tick"];
    let shown = tip(repository.path(), &arguments);
    assert!(shown.contains("is damaged or no ledger"), "{shown}");
    assert!(shown.ends_with("--- exit 2"), "{shown}");
    assert!(!has(repository.path(), "ran"));
    let plan = read(repository.path(), "docs/tips/tides.md");
    assert!(plan.contains("- [ ] It runs"), "{plan}");
}

#[test]
fn escapes_in_output_reach_no_terminal() {
    let repository = harbor("- [ ] It runs: `printf '\\033[2Jx\\377'; false`\n");
    let shown = tip(repository.path(), &["verify", "tides", "--trust-all"]);
    assert!(shown.contains("␛[2Jx"), "{shown}");
    assert!(!shown.contains('\u{1b}'), "{shown}");
}

#[test]
fn programs_get_json_and_junit() {
    let repository = harbor(BOXES);
    let arguments = ["verify", "tides", "--trust-all", "--format", "json"];
    let text = tip_in(repository.path(), &arguments);
    let text = text.split("--- ").next().unwrap_or_default();
    let value: serde_json::Value = serde_json::from_str(text).expect("JSON");
    assert_eq!(value["summary"]["passed"], 2);
    assert_eq!(value["summary"]["failed"], 1);
    let failed = &value["criteria"][2];
    assert_eq!(failed["result"], "failed");
    assert_eq!(failed["commands"][0]["exit"], 3);
    assert_eq!(failed["commands"][0]["stdout"]["head"], "shown\n");
    let arguments = ["verify", "tides", "--trust-all", "--format", "junit"];
    let text = tip_in(repository.path(), &arguments);
    assert!(
        text.contains("tests=\"5\" failures=\"1\" errors=\"0\" skipped=\"2\""),
        "{text}"
    );
    let arguments = ["verify", "tides", "--trust-all", "--format", "github"];
    let text = tip_in(repository.path(), &arguments);
    assert!(
        text.contains("::error file=docs/tips/tides.md,line=10,"),
        "{text}"
    );
}

#[test]
fn without_a_plan_nothing_can_be_verified() {
    let folder = Folder::repository(&[("a.md", "# A\n")]);
    for arguments in [
        &["verify", "--trust-all"][..],
        &["verify", "-n"],
        &["evidence"],
    ] {
        let shown = folder.tip(arguments);
        assert!(shown.contains("error: no plans found in "), "{shown}");
        assert!(shown.ends_with("--- exit 2"), "{shown}");
    }
    let plan =
        |status| format!("---\nstatus: {status}\n---\n\n# Plan\n\n## Phase 1: a\n\n- [ ] b\n");
    let folder = Folder::repository(&[
        ("docs/tips/a.md", &plan("draft")),
        ("docs/tips/b.md", &plan("draft")),
        ("docs/tips/c.md", &plan("superseded")),
    ]);
    let shown = folder.tip(&["verify", "--trust-all"]);
    let expected = "no plan is under way; left out: 2 draft, 1 superseded";
    assert!(shown.contains(expected), "{shown}");
}

#[test]
fn what_was_asked_for_and_has_no_answer_is_a_no() {
    let boxes = "- [ ] Looks: `echo kite` enumerates the knots\n- [ ] By eye\n- [ ] It is there: `test -e src/a`\n";
    let repository = harbor(boxes);
    let folder = repository.path();
    let verify = |name: &str| tip(folder, &["verify", name, "--trust-all"]);
    for handle in ["P1.C1", "P1.C2"] {
        let shown = verify(&format!("tides#{handle}"));
        let expected =
            format!("`{handle}` has no answer: `tip confirm docs/tips/tides.md#{handle}` says");
        assert!(shown.contains(&expected), "{shown}");
        assert!(shown.ends_with("--- exit 1"), "{shown}");
    }
    for name in ["tides", "tides#P1", "tides#P1.C3"] {
        let shown = verify(name);
        assert!(shown.ends_with("--- exit 0"), "{shown}");
    }
}

#[test]
fn a_persons_word_counts_where_no_run_can_tell() {
    let boxes = "- [ ] Looks: `echo kite` enumerates the knots\n- [ ] By eye\n- [ ] Fails: `test -e src/b`\n";
    let repository = harbor(boxes);
    let folder = repository.path();
    tip(folder, &["confirm", "tides#P1.C1,P1.C2", "--by", "Fern"]);
    let verify = ["verify", "tides#P1.C1,P1.C2", "--trust-all"];
    let shown = tip(folder, &verify);
    assert!(shown.contains("  confirmed    Looks"), "{shown}");
    assert!(shown.contains("confirmed by Fern on "), "{shown}");
    assert!(shown.contains("2 confirmed by a person in "), "{shown}");
    assert!(shown.ends_with("--- exit 0"), "{shown}");
    let shown = tip(folder, &["evidence", "tides"]);
    assert_eq!(shown.matches("confirmed by Fern on ").count(), 2, "{shown}");
    // The text that she confirmed is another one now.
    let plan = read(folder, "docs/tips/tides.md");
    repository.write("docs/tips/tides.md", plan.replace("By eye", "By both eyes"));
    let shown = tip(folder, &verify);
    assert!(
        shown.contains("1 confirmed by a person, 1 for a person"),
        "{shown}"
    );
    assert!(shown.ends_with("--- exit 1"), "{shown}");
    let shown = tip(folder, &["evidence", "tides"]);
    assert!(shown.contains("Fern confirmed another text on "), "{shown}");
    // A word is no answer where a run can tell.
    let plan = read(folder, "docs/tips/tides.md");
    let word = plan.lines().find_map(|it| it.split_once(" <!--"));
    let (_, word) = word.expect("a word");
    let said = plan.replace(
        "- [ ] Fails: `test -e src/b`",
        &format!("- [x] Fails: `test -e src/b` <!--{word}"),
    );
    repository.write("docs/tips/tides.md", said);
    let shown = tip(folder, &["verify", "tides#P1.C3", "--trust-all"]);
    assert!(shown.contains("1 failed"), "{shown}");
}

#[test]
fn what_waits_for_a_phase_that_failed_is_one_warning() {
    let boxes = "- [ ] Fails: `test -e src/b`\n\n**Dependencies**: None\n\n### Phase 2: Page\n\n**Success Criteria**:\n- [ ] One: `true`\n- [ ] Two: `test 1`\n\n**Dependencies**: Phase 1\n";
    let repository = harbor(boxes);
    let verify = [
        "verify",
        "tides",
        "--all",
        "--trust-all",
        "--format",
        "github",
    ];
    let shown = tip(repository.path(), &verify);
    assert_eq!(shown.matches("::error").count(), 1, "{shown}");
    assert_eq!(shown.matches("P1 did not pass").count(), 1, "{shown}");
}

#[test]
fn a_text_of_gates_that_fits_no_box_is_told() {
    let repository = harbor("- [ ] No linting errors\n");
    let folder = repository.path();
    let gate =
        |text: &str| repository.write("tip.toml", format!("[gates]\n\"{text}\" = \"make\"\n"));
    let verify = |arguments: &[&str]| tip(folder, &[&["verify", "-n"], arguments].concat());
    gate("No lint errors");
    let expected = "warning: the text \"No lint errors\" of `[gates]` fits no box: did you mean \"No linting errors\"?";
    let shown = verify(&["tides"]);
    assert!(shown.contains(expected), "{shown}");
    // It may be for another plan.
    gate("Everything is green");
    let shown = verify(&["tides"]);
    assert!(!shown.contains("warning"), "{shown}");
    let shown = verify(&[]);
    assert!(
        shown.contains("\"Everything is green\" of `[gates]` fits no box"),
        "{shown}"
    );
    gate("no linting errors");
    let shown = verify(&[]);
    assert!(!shown.contains("warning"), "{shown}");
}

#[expect(clippy::disallowed_methods, reason = "the test looks at its folder")]
pub(crate) fn has(folder: &Path, path: &str) -> bool {
    folder.join(path).exists()
}

#[expect(clippy::disallowed_methods, reason = "the test looks at its folder")]
pub(crate) fn read(folder: &Path, path: &str) -> String {
    std::fs::read_to_string(folder.join(path)).expect("the file is there")
}

#[expect(clippy::disallowed_methods, reason = "the test clears its folder")]
fn remove(folder: &Path, path: &str) {
    std::fs::remove_dir_all(folder.join(path)).expect("the folder is removed");
}

#[test]
fn what_no_run_can_answer_is_named_with_its_handle() {
    let boxes = "- [ ] Looks: `kite --list` enumerates the knots\n- [ ] Gone: `rm -rf build`\n";
    let repository = harbor(boxes);
    let shown = tip(repository.path(), &["show", "tides"]);
    assert!(shown.contains("1 to judge: --full names them"), "{shown}");
    let shown = tip(repository.path(), &["show", "tides", "--full"]);
    let (_, named) = shown.split_once("To judge\n").expect("a heading");
    assert_snapshot!(named, @r"
      P1.C1:8  $ kite --list
               expected: enumerates the knots

    Not run as they stand
      P1.C2:9  $ rm -rf build
               it changes things: `tip verify --allow-mutating` runs it
    --- exit 0
    ");
}
