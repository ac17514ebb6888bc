//! Texts that a command shows: `"x"`, `` `x` and `y` ``.

use super::claim::without_asides;
use super::texts::texts;
use crate::Expectation;

/// How far behind a verb a text may stand that is shown.
const NEAR: usize = 48;

/// Words that make a text one that is not simply shown; sorted.
#[rustfmt::skip]
const TURNS: &[&str] = &[
    "after", "before", "but", "except", "followed", "instead", "match", "matches", "matching", "neither", "never", "no", "nor",
    "not", "once", "only", "or", "rather", "then", "times", "twice", "unless", "until", "without",
];

/// Words that make a text the name of a thing to which something happened; sorted.
#[rustfmt::skip]
const HAPPENED: &[&str] = &[
    "applied", "audible", "binary", "built", "changed", "created", "deleted", "directories", "directory", "exist", "exists",
    "file", "files", "folder", "generated", "gone", "installed", "loaded", "modified", "opened", "played", "produced",
    "removed", "renamed", "rendered", "running", "started", "unchanged", "updated", "written",
];

/// Words behind a text that lead to something else; sorted.
#[rustfmt::skip]
const LEADS_AWAY: &[&str] = &[
    "as", "at", "because", "for", "from", "if", "in", "on", "since", "to", "under", "using", "via",
    "when", "where", "which", "while",
];

/// Reads the texts that are shown; `None` where that is not sure.
pub(super) fn shown(told: &str) -> Option<Expectation> {
    let plain = without_asides(told);
    let it = texts(&plain);
    let first = *it.all.first()?;
    if it.before.len() >= NEAR {
        return None;
    }
    let before = words(it.before);
    let only = matches!(before.as_slice(), [.., last] if matches!(last.as_str(), "only" | "exactly" | "just"));
    if only {
        let alone = it.all.len() == 1 && words(it.after).is_empty();
        return alone.then(|| Expectation::Output(first.to_owned()));
    }
    let counts_first = before.iter().any(|it| {
        it.starts_with(|c: char| c.is_ascii_digit())
            || matches!(
                it.as_str(),
                "exactly" | "all" | "every" | "each" | "same" | "least" | "union"
            )
    });
    if turns(&before) || counts_first || happened(&before) {
        return None;
    }
    let mut all = vec![first.to_owned()];
    // From which place on they must not be shown.
    let mut absent = None;
    let mut rest = it.after;
    for (gap, text) in it.between.iter().zip(&it.all[1..]) {
        let gap_words = words(gap);
        let lead = gap_words.first().map(String::as_str).unwrap_or_default();
        if LEADS_AWAY.binary_search(&lead).is_ok() {
            rest = "";
            break;
        }
        if denies(&gap_words) {
            absent.get_or_insert(all.len());
            all.push((*text).to_owned());
            continue;
        }
        // `but not `x` and `y`` may say either of `y`.
        if absent.is_some() && !matches!(lead, "" | "or" | "nor") {
            return None;
        }
        let joins = gap_words.is_empty()
            && gap
                .trim()
                .chars()
                .all(|c| matches!(c, ',' | '/' | '+' | '&' | ';'))
            || matches!(lead, "and" | "plus" | "with" | "including" | "containing")
                && gap_words.len() <= 4
            || absent.is_some() && gap_words.len() == 1;
        if !joins
            || turns(&gap_words) && absent.is_none()
            || gap_words.iter().any(|it| it.starts_with("exit"))
        {
            return None;
        }
        all.push((*text).to_owned());
    }
    let after = words(rest);
    let lead = after.first().map(String::as_str).unwrap_or_default();
    let counts = after.iter().enumerate().any(|(at, it)| {
        it.bytes().all(|b| b.is_ascii_digit())
            && !(it == "0" && after[..at].iter().any(|it| it.starts_with("exit")))
    });
    if LEADS_AWAY.binary_search(&lead).is_err()
        && (turns(&after) || counts || happened(&after[..after.len().min(4)]))
    {
        return None;
    }
    Some(if let Some(shown) = absent {
        Expectation::ContainsBut { texts: all, shown }
    } else if all.len() == 1 {
        Expectation::Contains(all.remove(0))
    } else {
        Expectation::ContainsAll(all)
    })
}

/// Words that alone say, between two texts, that the second is not shown; sorted.
#[rustfmt::skip]
const DENIES: &[&str] = &[
    "and", "but", "contain", "contains", "do", "does", "doesn", "include", "includes", "list", "lists", "mention",
    "mentions", "must", "never", "no", "not", "output", "print", "prints", "should", "show", "shows", "t", "the", "without",
];

/// Returns whether the words between two texts say that the second is not shown: `` `x` but not `y` ``.
fn denies(gap: &[String]) -> bool {
    let is_in = |it: &String| DENIES.binary_search(&it.as_str()).is_ok();
    let not = |it: &String| matches!(it.as_str(), "never" | "no" | "not" | "t" | "without");
    gap.len() <= 5 && gap.iter().all(is_in) && gap.iter().any(not)
}

pub(super) fn turns(words: &[String]) -> bool {
    words
        .iter()
        .any(|it| TURNS.binary_search(&it.as_str()).is_ok())
}

fn happened(words: &[String]) -> bool {
    words
        .iter()
        .any(|it| HAPPENED.binary_search(&it.as_str()).is_ok())
}

pub(super) fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|it| !it.is_empty())
        .map(str::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(TURNS.is_sorted() && LEADS_AWAY.is_sorted() && HAPPENED.is_sorted());
        assert!(DENIES.is_sorted());
    }

    #[track_caller]
    fn check(told: &str, expected: impl Into<Option<Expectation>>) {
        assert_eq!(shown(told), expected.into(), "{told}");
    }

    #[test]
    fn all_texts_that_are_shown_count() {
        let one = |it: &str| Some(Expectation::Contains(it.to_owned()));
        let all = |it: &[&str]| {
            Some(Expectation::ContainsAll(
                it.iter().map(|it| (*it).to_owned()).collect(),
            ))
        };
        check("`x`", one("x"));
        check("a line with \"x\" in red", one("x"));
        check("`x` and `y`", all(&["x", "y"]));
        check("`x`, `y`, and the `z`", all(&["x", "y", "z"]));
        check("`x` when `--flag` is given", one("x"));
        check("`x` and exits 0", one("x"));
        let but = |texts: &[&str], shown| {
            let texts = texts.iter().map(|it| (*it).to_owned()).collect();
            Some(Expectation::ContainsBut { texts, shown })
        };
        check("`x` but not `y`", but(&["x", "y"], 1));
        check("`x` and `y`, not `z` or `a`", but(&["x", "y", "z", "a"], 2));
        check("`x` and does not show `y`", but(&["x", "y"], 1));
        check("`x` but not `y` and not `z`", but(&["x", "y", "z"], 1));
        check("`x` without `y` in src", but(&["x", "y"], 1));
        check("exactly `x`", Some(Expectation::Output("x".to_owned())));
    }

    #[test]
    fn what_is_not_sure_is_left() {
        for it in [
            "`x` or `y`",
            "`x` before `y`",
            "`x` twice",
            "`bin/x` binary updated",
            "audible \"x\" played back",
            "`x` is created",
            "`x` 3 times",
            "`x` but not `y` and `z`",
            "`x` but only `y`",
            "no `x`",
            "exactly the union of a and `x`",
            "5 rows with `x`",
            "many things",
        ] {
            check(it, None);
        }
    }
}
