//! What a criterion asks for besides its commands: that they succeed does not show it.

use tip_syntax::scan;

use super::texts::unquoted;
use crate::read::shell;

/// Verdicts that say of a command no more than that it succeeds; longest first where one starts another.
const VERDICTS: &[&str] = &[
    "is green",
    "are green",
    "stays green",
    "passes",
    "passing",
    "passed",
    "pass",
    "succeeds",
    "succeed",
    "green",
    "is clean",
    "clean",
    "works",
];

/// Words that begin what belongs to the verdict: with what, in what, without what; sorted.
#[rustfmt::skip]
const BELONGS: &[&str] = &[
    "0", "across", "after", "all", "also", "any", "as", "at", "before", "both", "but", "by",
    "each", "every", "everything", "exit", "exits", "for", "from", "if", "in", "including",
    "it", "no", "not", "nothing", "of", "on", "once", "only", "or", "since", "so", "still",
    "then", "there", "this", "to", "under", "until", "using", "via", "when", "where", "which",
    "while", "with", "without", "zero",
];

/// Words of a clause that says once more that all is well; sorted.
const WELL: &[&str] = &[
    "builds", "clean", "compiles", "error", "errors", "exit", "exits", "failures", "green", "pass",
    "passed", "passes", "passing", "succeed", "succeeds", "warnings",
];

/// Returns what the words behind a command ask for beyond it: `green; a look at the page`, `, migration of the data, and a backup`.
pub(super) fn asked(after: &str) -> Option<&str> {
    let rest = after.trim_start_matches('`');
    let sentence = rest.split(['\n', '(']).next().unwrap_or_default();
    let end = sentence.find(". ").unwrap_or(sentence.len());
    let sentence = sentence[..end].trim_end_matches(['.', ' ']);
    if runs_another(sentence) {
        return None;
    }
    let behind = sentence.trim_start_matches([' ', '*']);
    if let Some(list) = behind.strip_prefix(", ") {
        return listed(list);
    }
    let verdict = VERDICTS.iter().find(|it| {
        behind
            .strip_prefix(**it)
            .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    })?;
    let rest = behind[verdict.len()..].trim_start_matches('*');
    let clause = ["; ", ", and ", " and ", " + ", " plus "]
        .iter()
        .find_map(|sign| rest.strip_prefix(sign))?;
    another(clause)
}

/// Returns whether a further command stands in a sentence, which is read with its own words.
fn runs_another(sentence: &str) -> bool {
    let mut spans = sentence.split('`').skip(1).step_by(2);
    spans.any(shell::reads_like_command)
}

/// Returns a list that goes on behind a command with what are no commands: `, web-boundary validation, and a smoke test`.
fn listed(list: &str) -> Option<&str> {
    let named = list.contains(", and ") || list.contains(", ") && list.contains(" and ");
    let verbs = unquoted(list)
        .split(|c: char| !c.is_alphanumeric())
        .any(|it| {
            matches!(
                it,
                "is" | "are" | "was" | "should" | "must" | "which" | "that"
            )
        });
    let command = shell::starts_with_program(list);
    (named && !verbs && !command)
        .then(|| another(list))
        .flatten()
}

/// Returns a clause of at least three words that neither belongs to a verdict nor repeats it.
fn another(clause: &str) -> Option<&str> {
    let first = scan::word(clause).to_ascii_lowercase();
    let plain = unquoted(clause).to_lowercase();
    let words = || {
        plain
            .split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_')))
            .filter(|it| !it.is_empty())
    };
    let well = words().any(|it| WELL.contains(&it));
    (words().count() >= 3 && !well && BELONGS.binary_search(&first.as_str()).is_err())
        .then_some(clause)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(BELONGS.is_sorted());
        assert!(WELL.is_sorted());
    }

    #[test]
    fn what_is_asked_for_besides_the_command_is_found() {
        for (after, expected) in [
            (
                "` green; a smoke test of the sail",
                "a smoke test of the sail",
            ),
            ("` passes and the page looks right", "the page looks right"),
            (
                "`, a look at the sail, and the knots.",
                "a look at the sail, and the knots",
            ),
        ] {
            assert_eq!(asked(after), Some(expected), "{after}");
        }
    }

    #[test]
    fn what_belongs_to_the_command_is_none() {
        for after in [
            "`",
            "` passes",
            "` passes; no errors remain in the log",
            "` passes and all tests are green",
            "` passes and exits with 0",
            "` green; in the sail and the line",
            "`, `make lint`, and a look at the sail",
            "`, which is new, and shows the sail",
            ", make lint, and a look at the sail",
            "` passes. Then look at the page and the sail",
        ] {
            assert_eq!(asked(after), None, "{after}");
        }
    }
}
