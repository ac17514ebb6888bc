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
fn that_a_search_counts_something_is_told_and_other_comparisons_are_for_a_person() {
    for sign in ["> 0", ">= 1", "≥ 1", "!= 0", "≠ 0"] {
        check(
            "",
            "grep -c x a",
            &format!("` {sign}"),
            Some(Expectation::Success),
        );
        let behind = format!("` {sign}");
        let judged = of_words("wc -l a", "", &behind);
        assert!(matches!(judged, Some(Expectation::Unreadable(_))), "{sign}");
    }
    for sign in ["> 5", "< 1", "<= 0", "!= 4"] {
        let behind = format!("` {sign}");
        let judged = of_words("grep -c x a", "", &behind);
        assert!(matches!(judged, Some(Expectation::Unreadable(_))), "{sign}");
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
        "` > 5",
        "` >= 5",
        "` &gt;= 5 (calls)",
        "` returns at least 5",
        "` → 5 or more",
        "` (reduced from 7 to 4)",
        "` is unchanged",
        "` (expect allow)",
        "` → 5%",
        "` returns 5/5",
        "` exits 0 and prints a non-empty version",
        "` exits 1 with `bad`",
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
    assert_eq!(
        of_expected("FAIL with \"not defined\"", "x"),
        Expectation::Failure
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
