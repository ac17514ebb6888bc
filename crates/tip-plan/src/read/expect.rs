//! What is expected of a command, read from the words around it.

mod stated;

use tip_syntax::scan;

use self::stated::stated;
use crate::Expectation;

/// Reads the expectation of a command from the words before and after it.
///
/// `after` reaches to the end of the item or of the sentence. Returns `None` when the words say nothing, which means success.
pub(crate) fn of_words(command: &str, before: &str, after: &str) -> Option<Expectation> {
    let tail = after.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, '`' | '*' | ')' | ',' | '-' | '—' | '–' | ':' | '→' | '=')
    });
    let tail = match tail
        .strip_prefix('(')
        .and_then(|inner| inner.split_once(')'))
    {
        Some((inner, rest)) if inner.len() < 60 => rest.trim_start(),
        _ => tail,
    };
    let folded = scan::normalized(&tail.chars().take(160).collect::<String>());
    let head = scan::normalized(&last_clause(super::intent::tail(before, 240)));
    if let Some(found) = stated(&folded, tail) {
        return Some(found);
    }
    if let Some(found) = announced(&head, command) {
        return Some(found);
    }
    // `x enumerates every plan` claims something that only a person can judge.
    let claim = after.trim_start_matches('`');
    claims(claim).then(|| Expectation::Unreadable(shorten(claim)))
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
    "does",
    "errors",
    "executes",
    "exercises",
    "files",
    "findings",
    "finishes",
    "flags",
    "lints",
    "locals",
    "matches",
    "options",
    "passes",
    "proves",
    "remains",
    "reports",
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
    if let Some(found) = stated(&folded, value) {
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
    if [
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
    .any(|words| folded.contains(words))
    {
        return Expectation::Success;
    }
    if let Some(quoted) = quoted(value) {
        return Expectation::Contains(quoted.to_owned());
    }
    let _ = command;
    Expectation::Unreadable(shorten(value))
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

/// Returns the first quotation in `text`.
fn quoted(text: &str) -> Option<&str> {
    let (at, close) = text.char_indices().find_map(|(at, c)| match c {
        '`' => Some((at, '`')),
        '"' => Some((at, '"')),
        '“' => Some((at, '”')),
        _ => None,
    })?;
    let start = at + text[at..].chars().next().map_or(1, char::len_utf8);
    let len = text[start..].find(close)?;
    let inner = text[start..start + len].trim();
    (!inner.is_empty() && len <= 200).then_some(inner)
}

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
