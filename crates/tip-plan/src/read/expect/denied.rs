//! Words that deny: beside a command that shows what is there, exit 0 may be the very opposite of what they say.

use tip_syntax::scan;

use super::shower;
use super::texts::unquoted;
use crate::read::shell;

/// Words that deny, or allow nothing but one thing; sorted.
#[rustfmt::skip]
const DENY: &[&str] = &[
    "absent", "arent", "cannot", "cant", "deleted", "didnt", "doesnt", "dont", "dropped",
    "eliminated", "except", "forbidden", "gone", "hasnt", "havent", "isnt", "lacks", "neither",
    "never", "no", "none", "nor", "not", "nothing", "nowhere", "only", "purged", "removed",
    "shouldnt", "stripped", "wasnt", "werent", "without", "zero",
];

/// Words that say, of a search, that it finds nothing; sorted.
#[rustfmt::skip]
const NOTHING: &[&str] = &[
    "absent", "gone", "no", "none", "not", "nothing", "removed", "without", "zero",
];

/// Returns whether words deny something.
pub(super) fn denies(text: &str) -> bool {
    has(text, DENY)
}

/// Returns whether words say, of a search, that it finds nothing: `No references remain`, `src is free of it`.
pub(super) fn finds_nothing(text: &str) -> bool {
    has(text, NOTHING)
}

fn has(text: &str, table: &[&str]) -> bool {
    let folded = scan::normalized(&unquoted(text));
    let words: Vec<&str> = folded.split(' ').collect();
    words.iter().any(|it| table.binary_search(it).is_ok())
        || words
            .windows(2)
            .any(|it| matches!(it, ["free" | "clear" | "rid", "of"]))
}

/// Returns whether exit 0 of a command says that something is there, or nothing of it: what is denied beside it may be there too.
pub(super) fn shows_what_is_there(command: &str) -> bool {
    if shell::starts_negated(command) || command.contains("||") {
        return false;
    }
    let segments = shell::segments(command);
    let Some(last) = segments.last() else {
        return false;
    };
    let program = shell::program(last).unwrap_or_default();
    let mut words = last.split_whitespace().skip_while(|it| *it != program);
    let verb = words.nth(1).unwrap_or_default();
    let quiet =
        last.contains("--exit-code") || last.contains("--quiet") || last.contains("--check");
    match program {
        "test" | "[" | "[[" => {
            let asks = |it: &str| matches!(it, "-e" | "-f" | "-d" | "-s" | "-x" | "-r" | "-L");
            asks(verb) && !last.contains(" ! ")
        }
        "git" => {
            !quiet
                && matches!(
                    verb,
                    "branch" | "diff" | "grep" | "log" | "ls-files" | "show" | "status" | "tag"
                )
        }
        "xargs" => last
            .split_whitespace()
            .any(|it| shower::SEARCHES.contains(&it)),
        "cat" | "find" | "head" | "jq" | "ls" | "sed" | "tail" | "tree" | "wc" => true,
        program => shower::SEARCHES.contains(&program),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(DENY.is_sorted() && NOTHING.is_sorted());
        assert!(NOTHING.iter().all(|it| DENY.contains(it)));
    }

    #[test]
    fn words_that_deny_are_known() {
        for text in [
            "There is no `x`",
            "doesn't use it",
            "src is free of it",
            "It was removed",
            "Only one uses it",
        ] {
            assert!(denies(text), "{text}");
        }
        for text in ["It is there", "`no` is known", "feel free to look"] {
            assert!(!denies(text), "{text}");
        }
        assert!(finds_nothing("src is clear of it") && !finds_nothing("It is never used"));
    }

    #[test]
    fn what_shows_that_something_is_there_is_told_from_what_shows_that_it_is_not() {
        for command in [
            "grep -q x a",
            "cd src && grep x a",
            "cat a | grep x",
            "git grep x",
            "git diff --stat",
            "find . -name x | xargs grep y",
            "ls a",
            "test -f a",
        ] {
            assert!(shows_what_is_there(command), "{command}");
        }
        for command in [
            "! grep -q x a",
            "test ! -f a",
            "test -z \"$(grep x a)\"",
            "git diff --exit-code",
            "grep x a || true",
            "cargo test",
        ] {
            assert!(!shows_what_is_there(command), "{command}");
        }
    }
}
