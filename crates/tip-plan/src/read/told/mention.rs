//! Commands that are spoken of: shown, documented, edited or named, not run.

use tip_syntax::scan;

use super::{behind_commands, tells_of_outcome};
use crate::read::{intent, shell};

/// Labels of what is an example or a pattern, not a command to run; sorted.
const LABELS: &[&str] = &[
    "action",
    "alias",
    "aliases",
    "allowed",
    "blocked",
    "event",
    "example",
    "examples",
    "imports",
    "include",
    "includes",
    "including",
    "match",
    "matches",
    "pattern",
    "patterns",
    "regex",
    "syntax",
    "trigger",
    "triggers",
    "usage",
];

/// Verbs whose subject holds the words of a command: a document that shows it, a test that covers it; sorted.
const HOLDS: &[&str] = &[
    "contain",
    "contains",
    "cover",
    "covers",
    "demonstrates",
    "describe",
    "describes",
    "document",
    "documents",
    "explain",
    "explains",
    "include",
    "includes",
    "list",
    "lists",
    "mention",
    "mentions",
    "name",
    "names",
    "reference",
    "references",
    "show",
    "shows",
    "suggest",
    "suggests",
];

/// What is done with the words of a command, which does not run it; sorted.
const DONE_WITH: &[&str] = &[
    "added",
    "covered",
    "deprecated",
    "described",
    "documented",
    "eliminated",
    "mentioned",
    "referenced",
    "removed",
    "renamed",
    "replaced",
    "supported",
];

/// Returns whether a command is spoken of, by the words around it: `README shows …`, `Pattern: …`, `… is documented`.
pub(crate) fn is_mention(before: &str, after: &str) -> bool {
    (is_held(before) || is_edited(before)) && !tells_of_outcome(after)
        || is_done_with(after)
        || is_by_chance(before, after)
}

/// Verbs at the start of a clause whose object is edited; sorted.
const EDITS: &[&str] = &[
    "add",
    "change",
    "convert",
    "create",
    "delete",
    "document",
    "drop",
    "extend",
    "implement",
    "move",
    "refactor",
    "remove",
    "rename",
    "replace",
    "rewrite",
    "swap",
    "update",
    "wire",
    "wrap",
];

/// Returns whether a command is part of what is edited: `Remove the explicit …`, ``Change `a` → …``, `Add a target that runs both …`.
fn is_edited(before: &str) -> bool {
    let clause = behind_number(intent::last_sentence(intent::tail(before, 160)));
    let clause = clause.trim_start_matches(|c: char| !c.is_alphabetic());
    let verb = scan::word(clause).to_ascii_lowercase();
    if EDITS.binary_search(&verb.as_str()).is_err() {
        return false;
    }
    let mut plain = String::new();
    for (at, part) in clause.split('`').enumerate() {
        plain.push_str(if at % 2 == 0 { part } else { " " });
    }
    let words: Vec<&str> = plain
        .split(|c: char| !(c.is_alphanumeric() || c == '-'))
        .filter(|word| !word.is_empty())
        .collect();
    let led = |word: &&str| {
        matches!(
            *word,
            "via"
                | "using"
                | "run"
                | "running"
                | "then"
                | "verify"
                | "check"
                | "so"
                | "by"
                | "with"
        )
    };
    let tail: Vec<&str> = words
        .iter()
        .copied()
        .filter(|it| !matches!(*it, "and" | "both"))
        .collect();
    let both = matches!(tail[..], [.., "that" | "which", "runs"]);
    !plain.contains([':', ',', '(', ';']) && (words.len() <= 4 && !words.iter().any(led) || both)
}

/// Skips the number of a step: `**Step 4: Wire`.
fn behind_number(clause: &str) -> &str {
    let lead = clause.trim_start_matches(['*', '_', ' ']);
    let numbered = lead.split_once(':').filter(|(label, _)| {
        let mut words = label.split(' ');
        let named = matches!(words.next(), Some("Step" | "Task"));
        named && words.all(|it| it.len() <= 4 && it.starts_with(|c: char| c.is_ascii_digit()))
    });
    numbered.map_or(clause, |(_, rest)| rest)
}

/// Returns whether a command is a value, one of several that may be, one that need not be, or a file that is there or is not.
fn is_by_chance(before: &str, after: &str) -> bool {
    let lead = before.trim_end_matches(['`', ' ']);
    let value = lead.ends_with(" =") && !lead.ends_with("==");
    let without = lead
        .rsplit(|c: char| !c.is_alphanumeric())
        .filter(|it| !it.is_empty())
        .take(2)
        .any(|it| it.eq_ignore_ascii_case("no"))
        && lead.ends_with(|c: char| c.is_alphanumeric());
    let rest = behind_commands(after).trim_start_matches([',', ' ', '…']);
    let some = rest.starts_with("etc");
    let own = after.trim_start_matches('`').trim_start();
    let may = ["when", "if", "where", "as"].iter().any(|it| {
        own.strip_prefix(it).is_some_and(|it| {
            ["necessary", "needed", "required", "desired", "available"]
                .contains(&scan::word(it.trim_start()))
        })
    });
    value || without || some || may || scan::word(own) == "exists"
}

/// Returns whether a single word is one of several names, not all of which are commands: `` `pytest`, `os`, `tempfile` ``.
pub(crate) fn is_listed_name(content: &str, before: &str, after: &str) -> bool {
    if content.trim().contains([' ', '/']) {
        return false;
    }
    let joins = |text: &str| {
        let text = text.trim();
        matches!(text, "," | "and" | ", and" | "or" | ", or" | "/")
    };
    let is_name = |inner: &str| !inner.contains(' ') && !shell::is_command(inner, false);
    let behind = after
        .trim_start_matches('`')
        .split_once('`')
        .and_then(|(gap, rest)| Some((gap, rest.split_once('`')?.0)));
    let ahead = before
        .trim_end_matches('`')
        .rsplit_once('`')
        .and_then(|(rest, gap)| Some((gap, rest.rsplit_once('`')?.1)));
    [behind, ahead]
        .into_iter()
        .flatten()
        .any(|(gap, inner)| joins(gap) && is_name(inner))
}

/// Returns whether the name of a target leads to what it is made of: ``- `lint`: …``.
pub(crate) fn is_definition(before: &str) -> bool {
    let lead =
        before.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '*' | '+'));
    lead.strip_prefix('`')
        .and_then(|it| it.split_once('`'))
        .is_some_and(|(name, gap)| {
            !name.contains([' ', '/', '.']) && gap.trim_end_matches('`').trim() == ":"
        })
}

fn is_held(before: &str) -> bool {
    let clause = intent::last_sentence(intent::tail(before, 160));
    let mut plain = String::new();
    for (at, part) in clause.split('`').enumerate() {
        plain.push_str(if at % 2 == 0 { part } else { " " });
    }
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_')))
            .filter(|word| word.bytes().any(|b| b.is_ascii_alphabetic()))
            .map(str::to_lowercase)
            .collect()
    };
    let has = |table: &[&str], word: &String| table.binary_search(&word.as_str()).is_ok();
    let mut labelled = false;
    if let Some((label, rest)) = plain.rsplit_once(':') {
        let listed = words(rest)
            .iter()
            .all(|it| matches!(it.as_str(), "and" | "or" | "e" | "g"));
        if listed {
            // `Exactly 3 matches:` and `The output matches x:` say what comes out.
            let counts = label.contains(|c: char| c.is_ascii_digit());
            let words = words(label);
            let outcome = counts
                || words.iter().any(|it| {
                    matches!(
                        it.as_str(),
                        "exactly" | "no" | "one" | "output" | "result" | "zero"
                    )
                });
            return !outcome && words.last().is_some_and(|it| has(LABELS, it));
        }
        plain = rest.to_owned();
        labelled = true;
    }
    let words = words(&plain);
    let verb = words.iter().rposition(|it| has(HOLDS, it));
    verb.is_some_and(|at| {
        (at > 0 || labelled)
            && words.len() - at <= 4
            && !words[at + 1..].iter().any(|it| {
                matches!(
                    it.as_str(),
                    "via"
                        | "with"
                        | "using"
                        | "by"
                        | "run"
                        | "running"
                        | "when"
                        | "after"
                        | "from"
                        | "in"
                )
            })
            && !words[..at].iter().any(|it| {
                matches!(
                    it.as_str(),
                    "verify" | "confirm" | "check" | "that" | "output"
                )
            })
    })
}

/// Returns whether a target leads to what it is made of: ``make lint` → `promtool check a && promtool check b` ``.
///
/// What everybody knows as a command is the next step.
pub(crate) fn is_made_of(content: &str, after: &str) -> bool {
    let target = match shell::program(content) {
        Some("make" | "just" | "task" | "rake") => true,
        Some("npm" | "pnpm" | "yarn" | "bun") => content.contains(" run "),
        _ => false,
    };
    let rest = after.trim_start_matches(['`', '*', ' ']);
    let made = ["→", "->", "=>"].iter().find_map(|it| {
        rest.strip_prefix(it)?
            .trim_start()
            .strip_prefix('`')?
            .split_once('`')
    });
    let script = |it: &str| {
        let words = it.split_whitespace().count() > 1;
        let joined = [" && ", " | ", " --"].iter().any(|sign| it.contains(sign));
        words && joined && !shell::is_command(it, true)
    };
    target && made.is_some_and(|(it, _)| script(it))
}

/// Returns whether the name of a program stands within a sentence that does not say what comes of it: ``(`vitest` plus Testing Library)``.
pub(crate) fn is_named_in_prose(content: &str, before: &str, after: &str) -> bool {
    let one = !content.trim().contains([' ', '/']);
    let lead = before.trim_end_matches(['`', '*', ' ']);
    let rest = after.trim_start_matches(['`', '*']);
    let goes_on = rest
        .strip_prefix(' ')
        .is_some_and(|it| it.starts_with(|c: char| c.is_ascii_lowercase()));
    one && goes_on
        && !lead.is_empty()
        && !lead.ends_with([':', ',', '→'])
        && !tells_of_outcome(after)
}

fn is_done_with(after: &str) -> bool {
    let rest = after.trim_start_matches('`').trim_start();
    let word = scan::word(rest);
    let word = match word {
        "is" | "are" | "was" | "has" => scan::word(rest[word.len()..].trim_start()),
        _ => word,
    };
    DONE_WITH.binary_search(&word).is_ok() || matches!(word, "invocation" | "invocations")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        for table in [LABELS, HOLDS, DONE_WITH, EDITS] {
            assert!(table.is_sorted());
        }
    }

    #[test]
    fn what_is_shown_documented_or_matched_is_a_mention() {
        for (before, after) in [
            ("README shows `", "`"),
            ("BDD scenarios cover `", "` with `HOME` set"),
            ("Pattern: `", "`"),
            ("Examples include: `a`, `", "`"),
            ("The message includes the correct `", "` command"),
            ("", "` is documented"),
            ("every build and `", "` invocation runs"),
            ("Wire `", "`"),
            ("**Step 4: Wire `", "`**"),
            ("", "` removed from CI"),
            ("Remove the explicit `", "` at the end"),
            ("Change `a` → `", "`"),
            ("Add a `coverage` target that runs both `", "` and `b`"),
            ("diff(): cover env override, `", "` missing"),
            ("Edge cases: 0 = `", "`"),
            ("platform-aware fallbacks (`", "`, `b`, etc.)"),
            ("parallelise (`", "` when necessary)"),
            ("error path (no real `", "`)"),
            ("if `", "` exists AND"),
        ] {
            assert!(is_mention(before, after), "{before}…{after}");
        }
        for (before, after) in [
            ("", "`"),
            ("Tests pass: `", "`"),
            ("README shows it: `", "`"),
            ("Exactly 3 matches: `", "`"),
            ("Zero matches: `", "`"),
            ("The output matches `x`: `", "`"),
            ("Verify that the output shows x with `", "`"),
            ("Example: `", "` prints 5"),
            ("Help lists all: `", "`"),
            ("", "` is green"),
            ("Add tests: `", "`"),
            ("**Step 4: Run `", "`**"),
            ("Create the project with `", "`"),
            ("Update the lock file, then run `", "`"),
            ("`a` → 0 and `", "`"),
        ] {
            assert!(!is_mention(before, after), "{before}…{after}");
        }
    }

    #[test]
    fn a_target_may_lead_to_what_it_is_made_of() {
        assert!(is_made_of(
            "make lint",
            "`** → `kite check a && kite check b`"
        ));
        assert!(is_made_of("npm run ip", "` -> `route show | awk x`"));
        assert!(!is_made_of("make lint", "` → `make test && make doc`"));
        assert!(!is_made_of("make lint", "` → `3 knots`"));
        assert!(!is_made_of(
            "kite fly",
            "` → `kite check a && kite check b`"
        ));
    }

    #[test]
    fn the_name_of_a_program_may_stand_in_prose() {
        assert!(is_named_in_prose("vitest", "do (`", "` plus a library)"));
        assert!(!is_named_in_prose("vitest", "Run: `", "` and see"));
        assert!(!is_named_in_prose("vitest", "so that `", "` passes"));
        assert!(!is_named_in_prose("vitest", "All pass (`", "`)"));
        assert!(!is_named_in_prose(
            "npx vitest",
            "do (`",
            "` plus a library)"
        ));
    }

    #[test]
    fn a_word_among_names_is_a_name() {
        assert!(is_listed_name(
            "pytest",
            "Add imports: `",
            "`, `os`, `tempfile`"
        ));
        assert!(is_listed_name("pytest", "Add `os` and `", "`"));
        assert!(!is_listed_name("make", "`", "`, `cargo test`"));
        assert!(!is_listed_name("cargo test", "`", "`, `os`"));
    }

    #[test]
    fn a_name_may_lead_to_what_it_is_made_of() {
        assert!(is_definition("- `lint`: `"));
        assert!(!is_definition("- Lint: `") && !is_definition("- `a b`: `"));
        assert!(!is_definition("- `lint` passes: `"));
    }
}
