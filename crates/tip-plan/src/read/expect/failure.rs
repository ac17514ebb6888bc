//! Whether words say that a command fails.

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
