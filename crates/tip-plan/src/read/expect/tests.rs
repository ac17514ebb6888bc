//! What the words around a command expect of it.

use super::*;

#[track_caller]
fn check(before: &str, command: &str, after: &str, expected: impl Into<Option<Expectation>>) {
    assert_eq!(
        of_words(command, before, after),
        expected.into(),
        "{before}`{command}`{after}"
    );
}

#[test]
fn that_a_search_counts_something_is_told_and_other_numbers_are_compared() {
    for sign in ["> 0", ">= 1", "≥ 1", "!= 0", "≠ 0"] {
        check(
            "",
            "grep -c x a",
            &format!("` {sign}"),
            Some(Expectation::Success),
        );
        let behind = format!("` {sign}");
        let judged = of_words("wc -l a", "", &behind);
        assert!(matches!(judged, Some(Expectation::Bound(_))), "{sign}");
    }
    for sign in ["> 5", "< 1", "<= 0", "!= 4"] {
        check("", "grep -c x a", &format!("` {sign}"), bound(sign));
    }
}

/// Returns what is expected where a number is compared, as programs write it.
fn bound(written: &str) -> Option<Expectation> {
    crate::Bound::read(written).map(Expectation::Bound)
}

#[test]
fn numbers_are_compared_wherever_they_stand() {
    for (before, command, after, expected) in [
        ("", "grep -c x a", "` > 5", "> 5"),
        ("", "grep -c x a", "` &gt;= 5 (calls)", ">= 5"),
        ("", "grep -c x a", "` returns at least 5", ">= 5"),
        ("", "grep -c x a", "` → 5 or more", ">= 5"),
        ("", "grep -c x a", "` (expect ≥ 5)", ">= 5"),
        ("", "grep -c x a", "` (≥ 2 calls)", ">= 2"),
        ("", "grep -rn x a", "` must return at least 2", ">= 2 lines"),
        ("", "wc -l a", "` is under 500", "< 500"),
        ("", "wc -l a", "` prints no more than 3", "<= 3"),
        ("5 or more matches: `", "grep -c x a", "`", ">= 5"),
        ("Coverage is above 80 %: `", "cat cov.txt", "`", "> 80 %"),
        (
            "Coverage is at least 80 %: `",
            "pytest --cov",
            "`",
            ">= 80 %",
        ),
    ] {
        check(before, command, after, bound(expected));
    }
}

#[test]
fn statements_after_the_command_are_read() {
    check(
        "",
        "grep -c x a",
        "` returns 4",
        Some(Expectation::Output("4".into())),
    );
    check(
        "",
        "ls a | wc -l",
        "` returns **4** (all of them)",
        Some(Expectation::Output("4".into())),
    );
    check(
        "",
        "grep -c x a",
        "` returns `4`",
        Some(Expectation::Output("4".into())),
    );
    check(
        "",
        "grep x a",
        "` returns no matches",
        Some(Expectation::Silence),
    );
    check("", "grep x a", "` — no matches", Some(Expectation::Silence));
    check("", "tip x", "` exits non-zero", Some(Expectation::Failure));
    check(
        "",
        "tip x",
        "` exits with code 2",
        Some(Expectation::ExitCode(2)),
    );
    check("", "tip x", "` exits 0", Some(Expectation::Success));
    check(
        "",
        "tip x",
        "` shows `Usage`",
        Some(Expectation::Contains("Usage".into())),
    );
    check(
        "",
        "grep x a",
        "` returns 3 matches",
        Some(Expectation::Lines(3)),
    );
    check("", "cargo test", "` passes", None);
    check("", "cargo test", "`", None);
    check(
        "",
        "npm start",
        "` shows the default page",
        Some(Expectation::Unreadable("shows the default page".into())),
    );
}

#[track_caller]
fn unreadable(before: &str, command: &str, after: &str) {
    let found = of_words(command, before, after);
    assert!(
        matches!(found, Some(Expectation::Unreadable(_))),
        "{before}`{command}`{after}: {found:?}"
    );
}

fn output(text: &str) -> Expectation {
    Expectation::Output(text.to_owned())
}

fn lacks(text: &str) -> Expectation {
    Expectation::Lacks(vec![text.to_owned()])
}

#[test]
fn what_prints_nothing_returns_its_exit_code() {
    check("", "exit 3", "` returns 3", Expectation::ExitCode(3));
    check("", "exit 3", "` returns `3`", Expectation::ExitCode(3));
    check("", "true", "` returns 0", Expectation::Success);
    check(
        "",
        "test -e a",
        "` should return 1",
        Expectation::ExitCode(1),
    );
    check(
        "",
        "[ -e a ]",
        "`. Expected: returns 1",
        Expectation::ExitCode(1),
    );
    check("", "kite count", "` returns 3", output("3"));
    check("", "test -e a && cat a", "` returns 3", output("3"));
}

#[test]
fn negations_are_read() {
    check(
        "",
        "echo secret",
        "` does not print \"secret\"",
        lacks("secret"),
    );
    check("", "echo x", "` doesn't print `x`", lacks("x"));
    check("", "echo x", "` must not contain `x`", lacks("x"));
    check("", "echo x", "` never prints \"x\"", lacks("x"));
    check("", "echo x", "` no longer lists `x`", lacks("x"));
    check("", "echo x", "` should not show `x` anywhere", lacks("x"));
    check(
        "",
        "echo x",
        "` does not print anything",
        Expectation::Silence,
    );
    check("", "make x", "` does not fail", Expectation::Success);
    check("", "make x", "` must not pass", Expectation::Failure);
    unreadable("", "echo x", "` does not print what it should");
    unreadable("", "echo x", "` never prints `x` before `y`");
    unreadable("", "make x", "` does not hang");
}

#[test]
fn values_are_read() {
    for after in [
        "` → 5",
        "` -> 5",
        "` = 5",
        "` is 5",
        "` equals 5",
        "` (expect 5)",
        "` (expected: 5)",
        "` succeeds and prints 5",
        "`. Expected: 5",
        "` == `5`",
        "` and expect 5",
        "` → `5` (was 7)",
    ] {
        check("", "echo 3", after, output("5"));
    }
    check("", "grep x a", "` has 5 matches", Expectation::Lines(5));
    check(
        "",
        "cat a",
        "` prints exactly one line",
        Expectation::Lines(1),
    );
    check("", "grep x a", "` finds two matches", Expectation::Lines(2));
    check("", "grep x a", "` has no output", Expectation::Silence);
    check("", "grep x a", "` → no output", Expectation::Silence);
    check(
        "",
        "grep x a",
        "`. Expected: empty (all are gone).",
        Expectation::Silence,
    );
    check(
        "",
        "pytest",
        "` and expect 12 passed",
        Expectation::Contains("12 passed".to_owned()),
    );
    check("", "make x", "` → exit 0", Expectation::Success);
    check("", "make x", "` → FAIL", Expectation::Failure);
    check("", "make x", "` (should fail)", Expectation::Failure);
    check(
        "",
        "grep x a",
        "` matches the `[x]` attribute",
        Expectation::Success,
    );
    check("", "grep x a", "` matches 1 line", Expectation::Lines(1));
    check("Stop if `", "make x", "` still fails", None);
    check(
        "",
        "make x",
        "` prints `OK`",
        Expectation::Contains("OK".to_owned()),
    );
    check("", "make x", "` is rejected", Expectation::Failure);
    check(
        "",
        "git branch --show-current",
        "` is `main`",
        output("main"),
    );
    for after in [
        "` matches `^5$`",
        "` (reduced from 7 to 4)",
        "` is unchanged",
        "` (expect allow)",
        "` → 5%",
        "` returns 5/5",
        "` exits 0 and prints a non-empty version",
        "` passes with 13 tests passing",
        "` is valid JSON",
    ] {
        unreadable("", "grep -c x a", after);
    }
}

#[test]
fn all_texts_count() {
    let both = Expectation::ContainsAll(vec!["x".to_owned(), "y".to_owned()]);
    check("", "echo x", "` lists `x` and `y`", both.clone());
    check("", "echo x", "` prints `x`, `y`", both);
    unreadable("", "echo x", "` prints `x` or `y`");
}

#[test]
fn no_trouble_is_shown_by_what_checks_and_not_by_what_only_shows() {
    unreadable("", "echo \"WARNING: x\"", "` prints no warnings");
    unreadable("", "cat a", "` reports 0 errors");
    check(
        "",
        "npx eslint .",
        "` reports 0 errors",
        Expectation::Success,
    );
    check("", "cargo build", "` has no warnings", lacks("warning:"));
    check(
        "",
        "cargo build",
        "` succeeds with no warnings",
        lacks("warning:"),
    );
    check(
        "",
        "cargo clippy -- -D warnings",
        "` shows no warnings",
        Expectation::Success,
    );
}

#[test]
fn what_says_nothing_of_an_outcome_means_success() {
    for after in [
        "`",
        "` to check the types",
        "` in CI",
        "` passes",
        "` succeeds",
        "` is green",
        "` and fix all errors",
        "` (from `src`)",
        "` (24 tests)",
        "` (must pass)",
        "`, `make lint` and `make test` all pass",
        "` before every commit.",
        "` — all tests pass",
        "` succeeds (the rest fails until later)",
        "` and `git diff` shows nothing",
        "` → `make lint` → `make test`",
        "` green: every row has a partner",
        "` works as before",
        "` must be green",
        "` passes all existing and new tests",
    ] {
        assert!(
            matches!(
                of_words("make check", "", after),
                None | Some(Expectation::Success)
            ),
            "{after}: {:?}",
            of_words("make check", "", after)
        );
    }
}

#[test]
fn what_is_promised_before_a_command_that_only_shows_is_left_to_a_person() {
    unreadable("Help lists every flag: `", "kite --help", "`");
    unreadable("The output matches `^rent `: `", "sh summary.sh", "`");
    unreadable("Output never contains it: `", "cat log", "`");
    check("The list shows all: `", "npm test", "`", None);
}

#[test]
fn announcements_before_the_command_are_read() {
    check(
        "No references remain: `",
        "grep -r x src",
        "`",
        Some(Expectation::Silence),
    );
    check("Tests pass: `", "cargo test", "`", None);
    check(
        "Run to verify it fails: `",
        "cargo test a",
        "`",
        Some(Expectation::Failure),
    );
}

#[test]
fn expected_lines_are_read() {
    assert_eq!(of_expected("FAIL with E0425", "x"), Expectation::Failure);
    assert_eq!(
        of_expected("FAIL with \"not defined\"", "x"),
        fails_with(None, "not defined")
    );
    assert_eq!(of_expected("PASS (all 12)", "x"), Expectation::Success);
    assert_eq!(of_expected("All tests pass", "x"), Expectation::Success);
    assert_eq!(of_expected("no output", "x"), Expectation::Silence);
    assert_eq!(of_expected("`ok`", "x"), Expectation::Contains("ok".into()));
    assert_eq!(
        of_expected("a new window", "x"),
        Expectation::Unreadable("a new window".into())
    );
}

#[test]
fn a_search_beside_words_that_deny_finds_nothing_or_is_for_a_person() {
    for before in [
        "There is no `eval` in `src/a.py`: `",
        "There are no `foo` calls in `src/a.py`: `",
        "No more `foo`. Check with `",
        "src is free of foo: `",
        "No references to the old name are left\n  anywhere: `",
        "`foo` was removed: `",
    ] {
        for command in ["grep foo src", "cat a | grep foo", "git grep foo"] {
            check(before, command, "`", Expectation::Silence);
        }
    }
    for after in ["` is clean", "` → clean", "`: none", "`. Expected: clean"] {
        check("", "grep -rn foo src", after, Expectation::Silence);
    }
    for (before, command) in [
        ("foo is never used: `", "grep foo src"),
        ("Only one file uses foo: `", "grep -rl foo src"),
        ("No `a.py` is left: `", "ls a.py"),
        ("`a.py` was deleted: `", "test -f a.py"),
        ("Nothing but the docs changed: `", "git diff --stat"),
    ] {
        unreadable(before, command, "`");
        unreadable(before, command, "` exits 0");
    }
    unreadable("", "grep foo src", "` — not in the tests");
    for (before, command) in [
        ("No `foo` is left: `", "! grep -q foo src"),
        ("`a.py` was deleted: `", "test ! -f a.py"),
        ("Nothing changed: `", "git diff --exit-code"),
        ("No test fails: `", "cargo test"),
    ] {
        check(before, command, "`", None);
    }
}

#[test]
fn what_is_said_of_the_command_before_says_nothing_of_the_next() {
    check(
        "`npm run lint` shows no errors, and `",
        "grep -q foo a",
        "`",
        None,
    );
    check(
        "No `foo`: `grep foo a` and `",
        "grep foo b",
        "`",
        Expectation::Silence,
    );
}

#[test]
fn what_is_clean_depends_on_what_shows_it() {
    check(
        "",
        "git status --porcelain",
        "` is clean",
        Expectation::Silence,
    );
    check(
        "",
        "git status",
        "` is clean",
        Expectation::Contains("working tree clean".to_owned()),
    );
    check("", "git diff", "` is clean", Expectation::Silence);
    check("", "make lint", "` is clean", Expectation::Success);
    unreadable("", "cat log", "` is clean");
}

fn fails_with(code: Option<i32>, text: &str) -> Expectation {
    let texts = vec![text.to_owned()];
    Expectation::FailsWith { code, texts }
}

#[test]
fn what_a_failure_shows_is_expected_as_well() {
    for after in [
        "` fails with exit code 2",
        "` fails with status 2",
        "` should fail with code 2",
        "` is refused with exit code 2",
    ] {
        check("", "sh e.sh", after, Expectation::ExitCode(2));
    }
    for after in [
        "` fails with `quota exceeded`",
        "` fails and says `quota exceeded`",
        "` is refused with \"quota exceeded\"",
        "` rejects `--fast` with \"quota exceeded\"",
        "` exits non-zero and prints `quota exceeded`",
    ] {
        check("", "sh e.sh", after, fails_with(None, "quota exceeded"));
    }
    for after in ["` exits with 1 and prints `no`", "` exits 1 with `no`"] {
        check("", "sh e.sh", after, fails_with(Some(1), "no"));
    }
    check(
        "Expect `",
        "sh e.sh",
        "` to fail with `no`",
        fails_with(None, "no"),
    );
    check("Expect `", "sh e.sh", "` to fail", Expectation::Failure);
    check("", "sh e.sh", "` rejects `--fast`", Expectation::Failure);
    unreadable("", "sh e.sh", "` fails with a clear message");
    unreadable("", "sh e.sh", "` exits with 1 and prints what is wrong");
    check(
        "`grep -q foo a` succeeds, `",
        "grep -q bar a",
        "` does not",
        Expectation::Failure,
    );
}

#[test]
fn a_number_that_is_promised_is_no_matter_of_exit_0() {
    unreadable("It answers with 200: `", "curl -s localhost", "`");
    check(
        "Coverage is at least 80 %: `",
        "pytest --cov --cov-fail-under=80",
        "`",
        None,
    );
    check("Step 2: `", "cat a", "`", None);
    check("All 24 tests pass: `", "npm test", "`", None);
}

#[test]
fn what_a_script_reports_is_looked_for() {
    check(
        "",
        "sh -c 'echo 10 errors'",
        "` reports 0 errors",
        Expectation::Contains("0 errors".to_owned()),
    );
    let warned = ["warning", "Warning", "WARNING"];
    let warned = Expectation::Lacks(warned.map(str::to_owned).to_vec());
    check("", "sh e.sh", "` reports no warnings", warned.clone());
    check("", "npm run build", "` shows no warnings", warned);
    let errors = ["error", "Error", "ERROR"];
    let errors = Expectation::Lacks(errors.map(str::to_owned).to_vec());
    check("", "./check.sh", "` reports no errors", errors);
    check(
        "",
        "npx eslint --max-warnings 0 .",
        "` shows no warnings",
        Expectation::Success,
    );
    check(
        "",
        "./check.sh",
        "` passes with no errors",
        Expectation::Success,
    );
}

#[test]
fn what_words_before_a_command_say_that_it_shows_is_read() {
    check(
        "Exactly 3 matches: `",
        "grep -c x a",
        "`",
        Expectation::Lines(3),
    );
    check("3 lines: `", "cat a", "`", Expectation::Lines(3));
    check("0 matches: `", "grep -c x a", "`", Expectation::Silence);
    check(
        "The output contains \"x\": `",
        "sh a.sh",
        "`",
        Expectation::Contains("x".to_owned()),
    );
    check("Prints 5: `", "sh a.sh", "`", output("5"));
    check("Prints a table when asked: `", "cargo test", "`", None);
}
