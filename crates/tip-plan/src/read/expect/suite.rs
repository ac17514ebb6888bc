//! What is said of a suite as a whole: `all 215+ tests pass`, `full suite stays green`, `they must fail`.

use tip_syntax::scan;

use super::claim::claims;
use super::shower;
use crate::Expectation;

/// Words that name a suite, or all of it; sorted.
#[rustfmt::skip]
const SUBJECTS: &[&str] = &[
    "all", "and", "both", "cases", "checks", "complete", "each", "entire", "everything", "existing",
    "full", "integration", "it", "new", "of", "other", "package", "packages", "specs", "suite",
    "suites", "test", "tests", "the", "these", "they", "this", "unit", "whole",
];

/// Words between a suite and what becomes of it; sorted.
#[rustfmt::skip]
const MODALS: &[&str] = &[
    "also", "are", "be", "is", "keep", "keeps", "must", "now", "remain", "remains", "shall",
    "should", "stay", "stays", "still", "will",
];

/// Numbers in words.
const NUMBERS: &[&str] = &[
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
];

/// Reads a statement about a suite; `None` where it is none.
///
/// A number behind `all` says how many there are, not what is shown.
pub(super) fn read(raw: &str, command: &str) -> Option<Expectation> {
    if shower::shows(command) {
        return None;
    }
    let folded = scan::normalized(raw);
    let words: Vec<&str> = folded.split(' ').collect();
    let is_in = |table: &[&str], word: &str| table.binary_search(&word).is_ok();
    let all = words
        .iter()
        .take(3)
        .any(|it| matches!(*it, "all" | "full" | "entire" | "whole"));
    let counts =
        |word: &str| all && (word.bytes().all(|it| it.is_ascii_digit()) || NUMBERS.contains(&word));
    let subject = words
        .iter()
        .take_while(|it| is_in(SUBJECTS, it) || counts(it))
        .count();
    let modal = words[subject..]
        .iter()
        .take_while(|it| is_in(MODALS, it))
        .count();
    let rest = &words[subject + modal..];
    // `passes` alone says nothing more than a code.
    if subject + modal == 0 || subject > 7 {
        return None;
    }
    let outcome = match *rest.first()? {
        "clean" => shower::clean(command),
        "pass" | "passes" | "passing" | "passed" | "green" | "succeed" | "succeeds" => {
            Expectation::Success
        }
        "fail" | "fails" | "failing" | "red" if subject > 0 => Expectation::Failure,
        _ => return None,
    };
    // What follows may tell more than that.
    let verb = rest.first()?;
    let at = scan::find_ignore_case(raw, verb)? + verb.len();
    let behind = &raw[at..];
    let counted = behind
        .split(|c: char| !c.is_alphanumeric())
        .any(|it| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit()));
    let told = claims(behind) || counted && !behind.trim_start().starts_with('(');
    (!told).then_some(outcome)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(SUBJECTS.is_sorted() && MODALS.is_sorted());
    }

    #[track_caller]
    fn check(raw: &str, expected: Option<&Expectation>) {
        assert_eq!(read(raw, "npx vitest run").as_ref(), expected, "{raw}");
    }

    #[test]
    fn what_becomes_of_a_suite_is_read() {
        for raw in [
            "all 215+ tests pass",
            "ALL existing 176+ tests MUST PASS",
            "full suite passes",
            "All packages pass",
            "stays green",
            "all tests passing",
            "they pass (24 tests)",
            "all three tests pass on both of them",
        ] {
            check(raw, Some(&Expectation::Success));
        }
        for raw in ["they MUST fail (RED)", "tests fail", "this should fail"] {
            check(raw, Some(&Expectation::Failure));
        }
        for raw in [
            "passes",
            "240 tests pass",
            "all tests pass and it prints 5",
            "all 3 rows are shown",
            "all pass with 12 warnings",
            "fail",
            "the page opens",
        ] {
            check(raw, None);
        }
        assert_eq!(read("all of them pass", "cat log"), None);
    }
}
