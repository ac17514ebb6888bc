//! Commands, what is expected of them, and why some cannot be run.

use tip_plan::Expectation;

use super::check;
use crate::outline;

/// Reads the commands of a box's text as `command -> expectation`.
#[track_caller]
pub(super) fn command(text: &str, expected: &str) {
    commands(&format!("## Success Criteria\n\n- [ ] {text}\n"), expected);
}

/// Reads the commands of a plan as `command -> expectation`, joined by ` ; `.
#[track_caller]
pub(super) fn commands(text: &str, expected: &str) {
    let read = outline::generic(text);
    let show = |it: &tip_plan::Command| {
        let expectation = match &it.expectation {
            Expectation::Success => String::new(),
            Expectation::ExitCode(code) => format!(" -> exit {code}"),
            Expectation::Output(text) => format!(" -> output {text}"),
            Expectation::Contains(text) => format!(" -> contains {text}"),
            Expectation::Lines(count) => format!(" -> lines {count}"),
            Expectation::Bound(bound) => format!(" -> {bound}"),
            Expectation::ContainsBut { texts, shown } => format!(
                " -> contains {} but not {}",
                texts[..*shown].join(" + "),
                texts[*shown..].join(" + ")
            ),
            Expectation::Unreadable(text) => format!(" -> unreadable {text}"),
            other => format!(" -> {}", other.word()),
        };
        let mut shown = it.text.replace('\n', "⏎") + &expectation;
        if let Some(why_not) = it.why_not {
            shown.extend([" !", why_not.word()]);
        }
        shown
    };
    let found: Vec<String> = read.plan.commands.iter().map(show).collect();
    check(text, &found.join(" ; "), expected);
}

#[test]
fn spans_in_boxes_are_commands() {
    command("`cargo test`", "cargo test");
    command(
        "Tests pass: `cargo test --workspace`",
        "cargo test --workspace",
    );
    command("`cd kite && npm test`", "cd kite && npm test");
    command("`KITE=1 make test`", "KITE=1 make test");
    command("`./kite.sh --dry`", "./kite.sh --dry");
    command(
        "`cargo fmt --check` and `cargo clippy`",
        "cargo fmt --check ; cargo clippy",
    );
    command("`kitectl fly --now` works", "kitectl fly --now");
    command("Run cargo test", "cargo test");
}

#[test]
fn what_is_no_command_is_none() {
    command("`Line` has a `knot`", "");
    command("`kite/line.py` is gone", "");
    command("`spin()` returns a line", "");
    command("`status: draft`", "");
    command("`make` sure", "make");
    commands("Words about `cargo test`.", "");
    commands("# `cargo test`", "");
    commands("## Decision Log\n\n- `cargo test` was red\n", "");
    commands("```rust\nrun();\n```", "");
    commands("<!-- Run: `cargo test` -->", "");
    commands("- [x] Create the `make` target", "");
}

#[test]
fn expectations_follow_the_command() {
    command("`cargo test` passes", "cargo test");
    command(
        "`grep -c knot a.py` returns 4",
        "grep -c knot a.py -> output 4",
    );
    command(
        "`grep -c knot a.py` returns `4`",
        "grep -c knot a.py -> output 4",
    );
    command(
        "`grep knot a.py` returns no matches",
        "grep knot a.py -> silence",
    );
    command("`grep knot a.py` — no matches", "grep knot a.py -> silence");
    command(
        "`grep knot a.py` finds nothing",
        "grep knot a.py -> silence",
    );
    command(
        "`grep knot a.py` returns 3 matches",
        "grep knot a.py -> lines 3",
    );
    command(
        "`kite fly --far` exits non-zero",
        "kite fly --far -> failure",
    );
    command("`kite fly --far` fails", "kite fly --far -> failure");
    command(
        "`kite fly --far` exits with code 2",
        "kite fly --far -> exit 2",
    );
    command("`kite fly --far` exits 0", "kite fly --far");
    command(
        "`kite fly --far` prints `up`",
        "kite fly --far -> contains up",
    );
    command(
        "`kite fly --far` shows \"up\"",
        "kite fly --far -> contains up",
    );
    command(
        "`kite fly --far` shows a kite",
        "kite fly --far -> unreadable shows a kite",
    );
}

#[test]
fn expectations_announce_the_command() {
    command(
        "No knots remain: `grep -rn knot kite/`",
        "grep -rn knot kite/ -> silence",
    );
    command(
        "Verify it fails: `cargo test knot`",
        "cargo test knot -> failure",
    );
}

#[test]
fn run_and_expected_lines_belong_together() {
    let task = "## Task 1: Line\n\n";
    commands(
        &format!("{task}Run: `cargo test`\nExpected: FAIL\n"),
        "cargo test -> failure",
    );
    commands(
        &format!("{task}Run: `cargo test`\nExpected: PASS\n"),
        "cargo test",
    );
    commands(
        &format!("{task}Run: `cargo test`\n\nExpected: FAIL with \"no knot\"\n"),
        "cargo test -> fails_with",
    );
    commands(
        &format!("{task}**Run**: `cargo test`\n**Expected**: All tests pass\n"),
        "cargo test",
    );
    commands(
        &format!("{task}Run: `kite list --all`\nExpected: `up`\n"),
        "kite list --all -> contains up",
    );
    commands(
        &format!("{task}Run: `grep knot a.py`\nExpected: no output\n"),
        "grep knot a.py -> silence",
    );
    commands(
        &format!("{task}Run:\n```bash\ncargo test\n```\nExpected: FAIL\n"),
        "cargo test -> failure",
    );
}

#[test]
fn what_cannot_be_run_says_why() {
    command("`cargo test <name>`", "cargo test <name> !placeholder");
    command(
        "`pytest path/to/test.py`",
        "pytest path/to/test.py !placeholder",
    );
    command("`cargo test ...`", "cargo test ... !ellipsis");
    command("`go test ./...`", "go test ./...");
    command("`rm -rf kite`", "rm -rf kite !mutating");
    command("`git push origin main`", "git push origin main !mutating");
    command("`npm run dev`", "npm run dev !interactive");
    command("`echo \"up`", "echo \"up !unbalanced");
}

#[test]
fn a_program_that_nobody_knows_is_run_where_the_plan_says_so() {
    command("Run `kite fly` again", "kite fly");
    commands("**Run**: `kite fly`", "kite fly");
    command("The `kite line` is long", "");
    // A flag shows once that it is a program; after that it is one wherever it leads.
    commands(
        "## Success Criteria\n\n- [ ] `kite --version` works\n- [ ] `kite fly` still works\n- [ ] The long `kite line` holds\n",
        "kite --version ; kite fly",
    );
}

#[test]
fn words_that_begin_like_a_command_are_none() {
    command("Routes are kept, and open/close behavior stays", "");
    command("Order: env vars first, then the folder", "");
    command("Says the targets, and which target comes first.", "");
    command("Run ./scripts/fly.sh", "./scripts/fly.sh");
    command("Run test -e kite", "test -e kite");
}

#[test]
fn what_only_a_person_can_judge_is_unreadable() {
    command(
        "`kite --list` enumerates the knots",
        "kite --list -> unreadable enumerates the knots",
    );
    command(
        "Run `cargo fmt --check` to verify the form",
        "cargo fmt --check",
    );
    command(
        "`echo {1..3}` outputs `1 2 3`",
        "echo {1..3} -> contains 1 2 3",
    );
}

#[test]
fn a_list_of_commands_goes_on_behind_a_plus() {
    commands(
        "## Phases\n\nWords first. Run\n`make lint`, plus the checks of the words (`make spell`).\n",
        "make lint ; make spell",
    );
}

#[test]
fn a_command_by_which_one_sees_it_is_one() {
    command("All tests pass via `npm test`", "npm test");
    command("Uses `git rev-parse` to find the root", "");
    command("`kite fly` shows \"up\"", "kite fly -> contains up");
    command("`kite fly` shows `OK: up`", "kite fly -> contains OK: up");
    command("Words: `kite fly` high", "");
}

#[test]
fn only_the_first_sentence_of_what_is_expected_counts() {
    let expected =
        |text: &str| format!("## Phase 1: A\n\n- **Run**: `kite fly`\n\n**Expected**: {text}\n");
    commands(&expected("all exit 0. If one fails, mend it"), "kite fly");
    commands(&expected("no `knot` hits"), "kite fly -> silence");
    commands(
        &expected("no `knot` hits; `line` appears once"),
        "kite fly -> unreadable no `knot` hits; `line` appears once",
    );
}

#[test]
fn what_is_done_to_a_command_or_told_of_it_runs_nothing() {
    for text in [
        "Remove old `cargo test` steps from CI",
        "Remove `cargo test` steps from CI",
        "Replace the `npm run lint` job",
        "Existing `npm test` jobs are kept",
        "The README shows `kite fly --far`",
        "Files stay after `npm install`",
        "A lock is held during `kite fly --far`",
        "`coverage services` are bound",
        "`typos` and `pre-commit` are set up",
        "The hook uses `set -u`",
        "A folder is made (`mkdir -p`)",
        "An alias `xtask = \"run --package xtask --\"` is there",
        "Shows `1/N indexed`",
        "Uses `std::process::Command::new(\"x\").args([\"/PID\"])`",
        "Remove old cargo test steps from CI",
        "Run pre-commit",
        "Run a check of coverage services",
        "Download it with curl one-liner",
        "Stop and kill orphaned processes",
        "Run scripts/update.sh in test mode",
    ] {
        command(text, "");
    }
}

#[test]
fn what_is_edited_or_named_is_no_command() {
    for text in [
        "Change `npm test` → `npm test -- --run`",
        "Add a target that runs both `cargo test` and `cargo doc`",
        "Add imports: `pytest`, `os`, `tempfile`",
        "Remove the explicit `export PATH=\"$OLD\"` at the end",
        "Fixed by `html.replace(/<!--[a-z]*-->/g, \"\")` before the check",
        "Use a path like `../../etc/passwd` in it",
    ] {
        command(text, "");
    }
    commands(
        "## Phase 1: A\n\n- Import `Kite` from `./Kite`\n- `lint`: `go vet ./...`\n",
        "",
    );
    commands("## Phase 1: A\n\n```bash\n/plan   # think\n```\n", "");
    commands(
        "## Success Criteria\n\n- `lint`: `go vet ./...`\n",
        "go vet ./...",
    );
}

#[test]
fn what_an_outcome_names_is_no_command() {
    commands(
        "## Phase 1: a\n\n- [ ] **Step 1**\n\nRun: `bunx vitest run`\nExpected: FAIL — cannot resolve `./theme`.\n",
        "bunx vitest run -> failure",
    );
    commands(
        "## Phase 1: a\n\n- [ ] **Step 1**\n\nRun: `make lint`\nExpected: clean, `make build` succeeds.\n",
        "make lint ; make build",
    );
    command("`cargo test` passes, and NEVER `cargo fix`", "cargo test");
    command("The build copies `./cmd/api` to the image", "");
    command("`./dev` works", "./dev");
}

#[test]
fn what_comes_out_may_be_told_before_the_command() {
    command(
        "No output from `grep -r knot src`",
        "grep -r knot src -> silence",
    );
    command(
        "Empty output from `git diff --stat`",
        "git diff --stat -> silence",
    );
    command("No errors from `cargo clippy`", "cargo clippy");
    command(
        "The output of `git diff --stat` is empty",
        "git diff --stat -> silence",
    );
    command("The output of `git diff --stat` moves to a log", "");
}

#[test]
fn what_always_succeeds_or_fails_is_a_command_where_it_is_no_value() {
    for (text, expected) in [
        ("`true`", "true"),
        ("Works: `true`", "true"),
        ("Run `true`", "true"),
        ("`false` exits non-zero", "false -> failure"),
        ("`false`: Expected: FAIL", "false -> failure"),
        ("`true` — expect failure", "true -> failure"),
        (
            "`true` and `false` exits non-zero",
            "true ; false -> failure",
        ),
        ("`true` is returned", ""),
        ("Default: `true`", ""),
        ("`strict` is set: `true`", ""),
        ("Returns `false` when it fails", ""),
        ("It is `true` for all", ""),
    ] {
        command(text, expected);
    }
}

#[test]
fn a_sentence_before_a_colon_leads_to_a_command_whatever_it_ends_with() {
    command(
        "Prices parse as before: `python3 -c 'print(5)'` prints 5",
        "python3 -c 'print(5)' -> output 5",
    );
}

#[test]
fn what_is_found_and_what_does_not_count_is_for_a_person() {
    command(
        "`grep -n knot a.py` vrátí 0 výsledků",
        "grep -n knot a.py -> unreadable vrátí 0 výsledků",
    );
    command(
        "`./check.sh` informational gate",
        "./check.sh -> unreadable informational gate",
    );
    command(
        "`make build 2>&1 | grep error`",
        "make build 2>&1 | grep error -> unreadable nothing is said of what it finds",
    );
    command(
        "`make build 2>&1 | grep error` prints nothing",
        "make build 2>&1 | grep error -> silence",
    );
}

#[test]
fn targets_that_are_made_and_programs_that_are_named_run_nothing() {
    command("`make lint` → `kite check a && kite check b`", "");
    command("Wire `make audit`", "");
    command("As the others do (`vitest` plus a library)", "");
    command("Every build and `go tool` invocation runs", "");
    command("`make obs-up`", "make obs-up !mutating");
    command("`make cluster-down`", "make cluster-down !mutating");
    command("`make setup`", "make setup");
}

#[test]
fn a_letter_may_be_a_label() {
    command("A: `echo a`", "echo a");
    command("**A**: `cargo test`", "cargo test");
    command("A `cargo test` target", "");
}

#[test]
fn options_with_values_hide_no_verb() {
    command(
        "`pnpm --filter web add kite`",
        "pnpm --filter web add kite !mutating",
    );
    command("`pnpm --filter web test`", "pnpm --filter web test");
    command("`kubectl -n kites get pods`", "kubectl -n kites get pods");
    command(
        "`kubectl -n kites delete pod a`",
        "kubectl -n kites delete pod a !mutating",
    );
    command("`make -C web lint`", "make -C web lint");
    command("`make -C web deploy`", "make -C web deploy !mutating");
}

#[test]
fn what_prints_nothing_is_not_looked_for_what_is_to_be_seen() {
    commands(
        "## Task 1: Line\n\n```bash\nmkdir -p docs\n```\n\nExpected: a folder on branch `kite`\n",
        "mkdir -p docs -> unreadable a folder on branch `kite`",
    );
    commands(
        "## Task 1: Line\n\n- [ ] **Step 1: Create directory and git repo**\n\n```bash\ngit init\n```\n",
        "git init",
    );
}
