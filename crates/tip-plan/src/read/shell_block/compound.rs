//! Lines of a shell block that start no program themselves: assignments, groups, conditions, loops and functions.

use crate::read::shell;
use crate::read::shell::defined_function;

/// Returns whether a line is for a shell though it names no program first; `is_command` says whether another text is a command.
pub(super) fn is_compound(text: &str, is_command: impl Fn(&str) -> bool) -> bool {
    let text = text.trim();
    let first = text.split_whitespace().next().unwrap_or_default();
    match first {
        "for" | "while" | "until" => text.ends_with("done"),
        "if" => ends_with_word(text, "fi"),
        "case" => ends_with_word(text, "esac"),
        "[" => !text.starts_with("[ ]") && text.contains(" ]"),
        "[[" => text.contains(" ]]"),
        "!" => is_command(text[1..].trim_start()),
        "{" => text.ends_with('}'),
        "set" => text
            .split_whitespace()
            .nth(1)
            .is_some_and(|it| it.starts_with(['-', '+'])),
        _ if text.starts_with('(') => text.ends_with(')'),
        _ => is_function(text) || assigns_only(text),
    }
}

fn ends_with_word(text: &str, word: &str) -> bool {
    text.strip_suffix(word)
        .is_some_and(|it| it.ends_with([' ', '\n', ';']))
}

/// Returns whether a text defines a function: `check() { …; }`.
pub(super) fn is_function(text: &str) -> bool {
    defined_function(text).is_some() && text.trim_end().ends_with('}')
}

/// Returns whether a line does nothing but give values to variables: `A=1`, `n=$(grep -c x a)`.
pub(super) fn assigns_only(text: &str) -> bool {
    let mut rest = text;
    while !rest.is_empty() {
        let Some(behind) = shell::behind_assignment(rest) else {
            return false;
        };
        rest = behind;
    }
    !text.is_empty()
}

/// Returns why the exit code of a line says too little: a loop ends as its last turn does.
pub(super) fn says_little(text: &str) -> Option<&'static str> {
    let first = text.split_whitespace().next().unwrap_or_default();
    let leaves = text.contains("exit ") || text.contains("break");
    match first {
        "for" | "while" | "until" if !leaves => Some("a loop ends as its last turn does"),
        "if" | "case" if !leaves => Some("a condition that does not hold ends well"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_for_a_shell_are_told_from_what_it_shows() {
        for text in [
            "WORD=nosuchword",
            "n=$(grep -c \"a b\" src/a.py)",
            "a='x y' b=2",
            "for f in *; do\n  cat $f\ndone",
            "if grep -q x a; then exit 1; fi",
            "[ -f a ] || exit 1",
            "! grep -q x a",
            "(cd src && ls)",
            "set -euo pipefail",
            "check() { grep -q x \"$1\"; }",
        ] {
            assert!(is_compound(text, |it| it.starts_with("grep")), "{text}");
        }
        for text in [
            "",
            "[x] done",
            "[ ] open",
            "a = b",
            "if it works",
            "(see below",
            "set of rows",
            "x() {",
        ] {
            assert!(!is_compound(text, |_| false), "{text}");
        }
    }

    #[test]
    fn what_a_loop_shows_by_its_code_is_little() {
        assert!(says_little("for f in *; do grep -q x $f; done").is_some());
        assert!(says_little("for f in *; do grep -q x $f || exit 1; done").is_none());
        assert!(says_little("if grep -q x a; then echo y; fi").is_some());
        assert!(says_little("grep -q x a").is_none());
    }
}
