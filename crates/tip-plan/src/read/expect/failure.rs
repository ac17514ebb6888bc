//! What words say of a failure: `fails`, `fails with code 2`, ``is refused with `quota exceeded` ``.

use tip_syntax::scan;

use super::claim::without_asides;
use super::shorten;
use super::texts::texts;
use crate::Expectation;

/// Words that lead from a failure to what it shows, or to its code; sorted.
#[rustfmt::skip]
const SHOWS: &[&str] = &[
    "containing", "displaying", "displays", "giving", "mentioning", "mentions", "names", "naming",
    "outputs", "printing", "prints", "reporting", "reports", "returning", "returns", "saying",
    "says", "showing", "shows", "with",
];

/// Words between those and a text; sorted.
#[rustfmt::skip]
const BETWEEN: &[&str] = &[
    "a", "an", "and", "clear", "code", "error", "exit", "exits", "its", "line", "message",
    "non", "nonzero", "of", "on", "output", "status", "stderr", "stdout", "text", "the", "zero",
];

/// Reads what stands behind a word of failure.
pub(super) fn failing(rest: &str) -> Expectation {
    let plain = without_asides(rest);
    let it = texts(&plain);
    let folded = scan::normalized(it.before);
    let words: Vec<&str> = folded.split(' ').filter(|it| !it.is_empty()).collect();
    let is_in = |table: &[&str], word: &str| table.binary_search(&word).is_ok();
    let Some(lead) = words.iter().position(|it| is_in(SHOWS, it)) else {
        return Expectation::Failure;
    };
    // `fails on the old code, which prints "x"` shows nothing of itself.
    let alone = words[..lead].iter().all(|it| is_in(BETWEEN, it));
    let code = words.iter().find_map(|it| it.parse::<i32>().ok());
    let plainly = words[lead..]
        .iter()
        .all(|it| is_in(SHOWS, it) || is_in(BETWEEN, it) || it.parse::<i32>().is_ok());
    let joined = it
        .between
        .iter()
        .all(|it| matches!(scan::normalized(it).as_str(), "" | "and"));
    let ends = matches!(
        scan::normalized(it.after)
            .split(' ')
            .next()
            .unwrap_or_default(),
        "" | "as" | "for" | "in" | "on" | "to" | "when" | "while"
    );
    if !(alone && plainly && joined && ends) || code == Some(0) {
        return Expectation::Unreadable(shorten(&format!("fails {rest}")));
    }
    let texts: Vec<String> = it.all.iter().map(|it| (*it).to_owned()).collect();
    match (code, texts.is_empty()) {
        (Some(code), true) => Expectation::ExitCode(code),
        (None, true)
            if words[lead + 1..]
                .iter()
                .any(|it| matches!(*it, "nonzero" | "zero" | "error")) =>
        {
            Expectation::Failure
        }
        (None, true) => Expectation::Unreadable(shorten(&format!("fails {rest}"))),
        (code, false) => Expectation::FailsWith { code, texts },
    }
}

/// Reads the text that stands right behind a word of failure in an `Expected:` line: ``FAIL with `x` ``; other words explain it.
pub(super) fn expected(rest: &str) -> Expectation {
    let led = ["with ", "with error ", "with the error ", "with message "]
        .iter()
        .filter_map(|it| rest.trim_start().strip_prefix(it))
        .any(|it| it.starts_with(['`', '"', '“']));
    let coded = scan::normalized(rest)
        .split(' ')
        .take(3)
        .any(|it| matches!(it, "code" | "status"));
    match failing(rest) {
        Expectation::Unreadable(_) => Expectation::Failure,
        found if led || coded => found,
        _ => Expectation::Failure,
    }
}

/// Returns whether a sentence that begins with a word of failure says that the command fails: `FAIL`, `fails with E0425`.
///
/// `ERRORS=0`, `fail 0` and `error handling tests pass` begin with such a word and say the opposite, or something else.
pub(super) fn says_failure(words: &[&str], raw: &str) -> bool {
    let raw = raw.trim_start_matches(['`', '"', '“', '*', '_', ' ']);
    let behind = raw.trim_start_matches(|c: char| c.is_alphanumeric());
    let second = words.get(1).copied().unwrap_or_default();
    let passes = words
        .iter()
        .any(|it| matches!(*it, "pass" | "passes" | "passed" | "passing"));
    let counts = matches!(
        second,
        "0" | "zero" | "count" | "counts" | "handling" | "rate" | "paths"
    );
    let of_error = matches!(words.first(), Some(&("error" | "errors" | "failure")));
    !(behind.starts_with('=') || counts || passes && of_error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(SHOWS.is_sorted() && BETWEEN.is_sorted());
    }

    #[test]
    fn what_stands_behind_a_failure_is_read_or_left_to_a_person() {
        let with = |code, texts: &[&str]| Expectation::FailsWith {
            code,
            texts: texts.iter().map(|it| (*it).to_owned()).collect(),
        };
        for (rest, expected) in [
            ("", Expectation::Failure),
            ("on the old code", Expectation::Failure),
            ("until phase 2", Expectation::Failure),
            ("with an error", Expectation::Failure),
            ("with exit code 2", Expectation::ExitCode(2)),
            ("with status 2", Expectation::ExitCode(2)),
            ("with `quota exceeded`", with(None, &["quota exceeded"])),
            (
                "and says \"no\" and \"quota\"",
                with(None, &["no", "quota"]),
            ),
            ("with code 2 and prints `no`", with(Some(2), &["no"])),
        ] {
            assert_eq!(failing(rest), expected, "{rest}");
        }
        for rest in [
            "with permission denied",
            "with a clear message",
            "and prints how to go on",
            "with `x` or `y`",
            "with `x` before `y`",
        ] {
            assert!(
                matches!(failing(rest), Expectation::Unreadable(_)),
                "{rest}"
            );
        }
    }

    #[test]
    fn behind_expected_a_text_counts_that_is_quoted() {
        for rest in ["", "with E0425", "(no module `x`)", "— cannot resolve `x`"] {
            assert_eq!(expected(rest), Expectation::Failure, "{rest}");
        }
        assert!(matches!(
            expected("with \"not defined\""),
            Expectation::FailsWith { .. }
        ));
        assert_eq!(expected("with code 2"), Expectation::ExitCode(2));
    }

    #[test]
    fn a_word_of_failure_may_count_none() {
        let says = |raw: &str| {
            let folded = tip_syntax::scan::normalized(raw);
            says_failure(&folded.split(' ').collect::<Vec<_>>(), raw)
        };
        for raw in ["FAIL", "fails with E0425", "`error`", "error: no module"] {
            assert!(says(raw), "{raw}");
        }
        for raw in [
            "`ERRORS=0`",
            "errors: 0",
            "fail 0",
            "FAIL count 0",
            "ERROR handling tests pass",
            "Failure paths pass",
        ] {
            assert!(!says(raw), "{raw}");
        }
    }
}
