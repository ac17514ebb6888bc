//! What the words around a command say of its run.

mod mention;
mod outcome;

use tip_syntax::scan;

pub(crate) use self::mention::{
    is_definition, is_listed_name, is_made_of, is_mention, is_named_in_prose,
};
pub(crate) use self::outcome::{ToldBefore, told_before};
use crate::read::intent;

/// Words whose object is what a command is, not its run; sorted.
pub(crate) const OBJECT_OF: &[&str] = &[
    "a",
    "add",
    "after",
    "an",
    "before",
    "change",
    "changes",
    "convert",
    "cover",
    "covers",
    "create",
    "current",
    "delete",
    "describes",
    "document",
    "documents",
    "drop",
    "during",
    "ensure",
    "existing",
    "explains",
    "extend",
    "fix",
    "for",
    "from",
    "handle",
    "implement",
    "in",
    "include",
    "includes",
    "interactive",
    "into",
    "latest",
    "legacy",
    "make",
    "mention",
    "mentions",
    "new",
    "no",
    "of",
    "old",
    "previous",
    "refactor",
    "remove",
    "rename",
    "replace",
    "rewrite",
    "show",
    "shows",
    "support",
    "swap",
    "the",
    "to",
    "unlike",
    "until",
    "update",
    "use",
    "uses",
    "using",
    "via",
    "when",
    "whether",
    "without",
    "wrap",
];

/// Words that say that something is checked by what follows; sorted.
const CHECKED: &[&str] = &[
    "build",
    "builds",
    "checked",
    "clean",
    "compilation",
    "compiles",
    "green",
    "launch",
    "pass",
    "passes",
    "passing",
    "run",
    "runs",
    "succeed",
    "succeeds",
    "validate",
    "validated",
    "verified",
    "verify",
];

/// Returns whether words such as `All tests pass via` lead to a command: it is how one sees it.
pub(crate) fn checks_by(before: &str) -> bool {
    let clause = intent::last_sentence(intent::tail(before, 160));
    // `… in order (verify via …` is a clause of its own.
    let clause = match clause.rsplit_once('(') {
        Some((_, inner)) if !inner.contains(')') => inner,
        _ => clause,
    };
    let by = ["via", "with", "using", "of", "by"]
        .iter()
        .any(|it| last_word(clause).eq_ignore_ascii_case(it));
    let words = || {
        clause
            .split(|c: char| !c.is_alphabetic())
            .filter(|word| !word.is_empty())
    };
    let first = words().next().unwrap_or_default();
    let built = [
        "add",
        "create",
        "implement",
        "make",
        "update",
        "use",
        "uses",
    ]
    .iter()
    .any(|it| first.eq_ignore_ascii_case(it));
    let checked = |word: &str| {
        CHECKED
            .binary_search(&word.to_ascii_lowercase().as_str())
            .is_ok()
    };
    by && !built && words().any(checked)
}

/// Returns whether words behind a command expect something of it.
fn tells_of_outcome(after: &str) -> bool {
    let rest = after.trim_start_matches(['`', ' ']);
    rest.starts_with(['→', '=', '>'])
        || rest.starts_with("->")
        || tells_of_run("", after)
        || matches!(
            scan::word(rest),
            "exit" | "pass" | "succeed" | "is" | "are" | "does" | "must" | "should"
        )
}

/// Words after which a run is only spoken of: somebody else does it, or may; sorted.
const SPEAKS_OF_RUN: &[&str] = &[
    "agent", "agents", "before", "can", "cannot", "could", "how", "if", "may", "might", "never",
    "not", "once", "they", "user", "users", "when", "whenever", "who", "you",
];

/// Words that hint at a run to somebody.
const HINTS: &[&str] = &[
    "hint",
    "hints",
    "instructing",
    "instructs",
    "suggesting",
    "suggestion",
    "suggests",
    "tell",
    "tells",
];

/// Returns whether a command that leads its criterion is followed by what its run shows: `` `kite fly` prints … ``.
pub(crate) fn tells_of_run(before: &str, after: &str) -> bool {
    before
        .trim_matches(|c: char| matches!(c, '*' | '`' | ' ' | '#') || c.is_ascii_digit())
        .is_empty()
        && after
            .trim_start_matches('`')
            .strip_prefix(' ')
            .is_some_and(|rest| {
                matches!(
                    scan::word(rest),
                    "displays"
                        | "exits"
                        | "fails"
                        | "lists"
                        | "opens"
                        | "outputs"
                        | "passes"
                        | "prints"
                        | "reports"
                        | "returns"
                        | "shows"
                        | "still"
                        | "succeeds"
                        | "works"
                )
            })
}

/// Returns whether at most one word stands before a command.
pub(crate) fn leads(before: &str) -> bool {
    before
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .nth(1)
        .is_none()
}

/// What the words right before a command say of its run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    /// Nothing.
    Nothing,
    /// To run it.
    Run,
    /// That somebody runs it, or may.
    Spoken,
    /// That somebody is told to run it.
    Hinted,
}

pub(crate) fn told(before: &str) -> Told {
    let sentence = intent::last_sentence(intent::tail(before, 240));
    let mut words = sentence
        .rsplit(|c: char| !(c.is_alphanumeric() || c == '-'))
        .filter(|word| !word.is_empty());
    let run = words.next().is_some_and(|word| {
        ["run", "execute", "running", "re-run", "rerun"]
            .iter()
            .any(|it| word.eq_ignore_ascii_case(it))
    });
    if !run {
        return Told::Nothing;
    }
    let mut said = Told::Run;
    for (at, word) in words.take(8).enumerate() {
        let folded = word.to_ascii_lowercase();
        if HINTS.contains(&folded.as_str()) {
            return Told::Hinted;
        }
        if at < 2 && SPEAKS_OF_RUN.binary_search(&folded.as_str()).is_ok() {
            said = Told::Spoken;
        }
    }
    said
}

pub(crate) fn last_word(before: &str) -> &str {
    before
        .trim_end_matches([' ', '*', ':', '\n', '(', '`'])
        .rsplit([' ', '\n', '(', '*', '-'])
        .next()
        .unwrap_or_default()
}

/// Skips the further commands of a list: `, `make lint`, and `make test` all succeed`.
pub(crate) fn behind_commands(after: &str) -> &str {
    let mut rest = after.trim_start_matches('`');
    loop {
        rest = rest.trim_start_matches([' ', ',', '\n']);
        rest = rest.strip_prefix("and ").unwrap_or(rest).trim_start();
        let next = rest
            .strip_prefix('`')
            .and_then(|inner| inner.split_once('`'));
        let Some((_, tail)) = next else { return rest };
        rest = tail;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        for table in [OBJECT_OF, CHECKED, SPEAKS_OF_RUN, HINTS] {
            assert!(table.is_sorted());
        }
    }
}
