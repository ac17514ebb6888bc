//! What is expected of a command, read from the words around it.

mod aside;
mod claim;
mod clause;
mod negated;
mod shower;
mod shown;
mod stated;
mod texts;
mod value;

use tip_syntax::scan;

use self::clause::Said;
use self::stated::stated;
use self::texts::quoted;
use crate::Expectation;

/// Reads the expectation of a command from the words before and after it.
///
/// `after` reaches to the end of the item or of the sentence. Returns `None` when the words say nothing, which means success. Words that
/// tell of an outcome and cannot be read surely leave it to a person.
pub(crate) fn of_words(command: &str, before: &str, after: &str) -> Option<Expectation> {
    let head = last_clause(super::intent::tail(before, 240));
    // `If x fails, …`: nobody says that it does.
    if head
        .split_whitespace()
        .any(|it| it.eq_ignore_ascii_case("if"))
    {
        return None;
    }
    let said = Said::read(after, command);
    if let Some(value) = said.expected {
        return Some(of_expected(value, command));
    }
    let aside = said.aside.and_then(|it| aside::read(it, command));
    let told = sentence(&said, command);
    let found = match (aside, told) {
        // What a parenthesis and the sentence say is more than one of them.
        (Some(aside), Some(told)) if aside != Expectation::Success && told != aside => {
            if told == Expectation::Success {
                Some(aside)
            } else {
                Some(Expectation::Unreadable(shorten(
                    after.trim_start_matches('`'),
                )))
            }
        }
        (aside, told) => told.or(aside),
    };
    if found.is_some() {
        return found;
    }
    if let Some(found) = announced(&scan::normalized(&head), command) {
        return Some(found);
    }
    // `x enumerates every plan` claims something that only a person can judge.
    let claim = after.trim_start_matches('`');
    if claims(claim) {
        return Some(Expectation::Unreadable(shorten(claim)));
    }
    let sentence = explained(said.sentence);
    if claim::claims(sentence)
        || said
            .aside
            .is_some_and(|it| claim::aside_claims(it, shower::counts(command)))
    {
        return Some(Expectation::Unreadable(shorten(claim)));
    }
    if let Some(found) = goes_on(said.next, command) {
        return Some(found);
    }
    // `Help names every flag: x --help`: that it succeeds does not show it.
    let shows = shower::shows(command) || command.starts_with("ls ");
    // One word is a name for the criterion.
    let tells = head.split_whitespace().nth(1).is_some() && claim::claims(&head);
    let promised = tells && (shows || shower::is_own(command));
    promised.then(|| Expectation::Unreadable(shorten(&head)))
}

/// Takes off what explains a word of success: `green: every row has a partner`.
fn explained(sentence: &str) -> &str {
    let folded = scan::normalized(sentence);
    let mut words = folded.split(' ');
    let well = matches!(
        words.next(),
        Some("passes" | "pass" | "green" | "succeeds" | "succeed" | "clean" | "works")
    ) || folded.starts_with("exits 0")
        || folded.starts_with("is green");
    if !well {
        return sentence;
    }
    let end = [": ", " — ", " -- ", " – "]
        .iter()
        .filter_map(|sign| sentence.find(sign).map(|at| (at, sign.len())))
        .min();
    match end {
        Some((at, len)) if !claim::tells(scan::word(&sentence[at + len..])) => &sentence[..at],
        _ => sentence,
    }
}

/// Reads the sentence behind a command.
fn sentence(said: &Said<'_>, command: &str) -> Option<Expectation> {
    let text = said.sentence;
    if text.is_empty() {
        return None;
    }
    let next = text
        .strip_prefix('`')
        .and_then(|inner| inner.split_once('`'))
        .is_some_and(|(inner, _)| super::shell::is_command(inner, false));
    if said.sign {
        // `a` → `b` are steps, one after the other.
        return (!next).then(|| value::value(text, command));
    }
    if text.starts_with(|c: char| c.is_ascii_digit()) && shower::shows(command) {
        return Some(value::value(text, command));
    }
    stated(text, command)
}

/// Reads a further sentence where it goes on about what comes out: `It prints …`.
fn goes_on(next: &str, command: &str) -> Option<Expectation> {
    let folded = scan::normalized(&next.chars().take(40).collect::<String>());
    let first = folded.split(' ').next().unwrap_or_default();
    if !matches!(
        first,
        "it" | "output" | "should" | "must" | "result" | "returns" | "prints" | "shows" | "expect"
    ) {
        return None;
    }
    stated(next, command)
        .filter(|it| *it != Expectation::Success)
        .or_else(|| claim::claims(next).then(|| Expectation::Unreadable(shorten(next))))
}

/// Returns whether a verb in the third person follows a command at once, one that says more than that it succeeds.
fn claims(after: &str) -> bool {
    let Some(rest) = after.strip_prefix(' ') else {
        return false;
    };
    let word = scan::word(rest);
    word.len() > 4
        && word.bytes().all(|b| b.is_ascii_lowercase())
        && word.ends_with('s')
        && !word.ends_with("ss")
        && rest[word.len()..].starts_with(' ')
        && NO_CLAIMS.binary_search(&word).is_err()
}

/// Words that end in `s` behind a command without a claim about what it shows; sorted.
const NO_CLAIMS: &[&str] = &[
    "always",
    "asserts",
    "builds",
    "checks",
    "commands",
    "compiles",
    "completes",
    "confirms",
    "covers",
    "demonstrates",
    "executes",
    "exercises",
    "files",
    "findings",
    "finishes",
    "flags",
    "lints",
    "locals",
    "options",
    "passes",
    "proves",
    "remains",
    "results",
    "runs",
    "scripts",
    "steps",
    "succeeds",
    "suites",
    "targets",
    "tests",
    "this",
    "unless",
    "validates",
    "verifies",
    "versus",
    "warnings",
    "works",
];

/// Reads the value of an `Expected:` line.
pub(crate) fn of_expected(value: &str, command: &str) -> Expectation {
    let value = value.trim().trim_matches(['*', '_']);
    // What follows the first sentence explains it.
    let value = value.split_once(". ").map_or(value, |(first, _)| first);
    let folded = scan::normalized(value);
    let quotation = value.starts_with(['`', '"', '“']);
    let first = if quotation {
        ""
    } else {
        folded.split(' ').next().unwrap_or_default()
    };
    match first {
        "fail" | "fails" | "failure" | "failing" | "error" | "errors" | "red" => {
            return Expectation::Failure;
        }
        "pass" | "passes" | "passing" | "passed" | "success" | "succeeds" | "green" | "clean"
        | "ok" => {
            return Expectation::Success;
        }
        _ => {}
    }
    if let Some(found) = stated(value, command) {
        return found;
    }
    if let Some(found) =
        value::counted(value, command).filter(|it| !matches!(it, Expectation::Unreadable(_)))
    {
        return found;
    }
    // `no `x` hits` finds nothing; with a further clause a person must judge.
    if first == "no" {
        let found = [
            "hits",
            "matches",
            "occurrences",
            "output",
            "references",
            "results",
        ]
        .iter()
        .any(|word| folded.ends_with(word));
        return if found && !value.contains([';', ',']) {
            Expectation::Silence
        } else {
            Expectation::Unreadable(shorten(value))
        };
    }
    if folded.contains("compile error")
        || folded.contains("compilation error")
        || folded.contains("build error")
    {
        return Expectation::Failure;
    }
    if folded.contains(" fail")
        && !folded.contains("no fail")
        && !folded.contains("0 fail")
        && !folded.contains("pass")
    {
        return Expectation::Failure;
    }
    let succeeds = [
        "all tests pass",
        "tests pass",
        "all pass",
        "builds",
        "build succeeds",
        "compiles",
        "no errors",
        "no error",
        "no warnings",
        "0 errors",
        "clean",
        "exits 0",
        "exit 0",
        "succeed",
    ]
    .iter()
    .any(|words| folded.contains(words));
    if succeeds && !shower::shows(command) {
        return Expectation::Success;
    }
    shown::shown(value).unwrap_or_else(|| Expectation::Unreadable(shorten(value)))
}

fn shorten(text: &str) -> String {
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .take(200)
        .collect()
}

/// Reads an announcement before the command: `No matches for: `, `Expect failure: `.
fn announced(folded: &str, command: &str) -> Option<Expectation> {
    let program = super::shell::program(command).unwrap_or_default();
    let words: Vec<&str> = folded.split(' ').collect();
    let has = |word: &str| words.contains(&word);
    if matches!(program, "grep" | "rg" | "ag" | "find") {
        let none = has("no")
            || has("zero")
            || has("not")
            || has("without")
            || has("nothing")
            || folded.contains("removed")
            || folded.contains("absent")
            || has("none")
            || has("gone");
        if none && !folded.contains("not empty") {
            return Some(Expectation::Silence);
        }
    }
    let fails = folded.contains("expect fail")
        || folded.contains("expected fail")
        || folded.contains("expect failure")
        || folded.contains("verify it fails")
        || folded.contains("verify they fail")
        || folded.contains("should fail")
        || folded.contains("confirm it fails")
        || folded.contains("test fails")
        || folded.contains("tests fail")
        || folded.contains("verify failure");
    fails.then_some(Expectation::Failure)
}

/// Returns the last clause before a command.
fn last_clause(before: &str) -> String {
    let line = before.rsplit('\n').next().unwrap_or(before);
    line.rsplit([';', '.']).next().unwrap_or(line).to_owned()
}

#[cfg(test)]
mod tests {
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
}
