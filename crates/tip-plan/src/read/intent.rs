//! What the words around a reference mean to do with it.

mod after;
mod model;
mod verb;

use tip_syntax::{Document, Span, scan};

use crate::Intent;
use after::{joins_other, leaves_other, marked, of_description, passive, told_after};
use model::{is_model, without_asides};
use verb::{Verb, is_noun};

/// Returns whether a mark behind a reference tells what is done with it: `src/lib.rs` (modify).
pub(crate) fn is_marked(doc: &Document, reference: Span) -> bool {
    let line = doc
        .source()
        .line_span(doc.source().line_of(reference.start));
    let after = doc.text(Span {
        start: reference.end,
        end: (line.end() as u32).max(reference.end),
    });
    marked(after.trim_start_matches(['`', '*'])).is_some()
}

/// What a reference names besides its path.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Named {
    /// A line, which a file to be created does not have.
    pub(crate) line: bool,
    /// A symbol in the file.
    pub(crate) symbol: bool,
    /// A folder, by a path that ends without an extension.
    pub(crate) folder: bool,
}

/// Reads the intent of a reference from the words before and after it on its line.
pub(crate) fn of_words(before: &str, after: &str, named: Named) -> Option<Intent> {
    let has_line = named.line;
    if let Some(intent) = marked(after) {
        return Some(intent);
    }
    let clause = without_asides(last_sentence(tail(before, REACH)));
    let clause = clause.as_ref();
    let words = words_of(clause);
    if let Some(intent) = passive(after) {
        // `The cache in x is removed` tells of what is in the file.
        let within = words
            .last()
            .is_some_and(|it| is_one_of(it, &["in", "from", "inside", "within"]));
        return Some(if within { Intent::Modify } else { intent });
    }
    // `In x, find the block`: what follows is done to the file.
    if words.len() == 1 && words[0].eq_ignore_ascii_case("in") && told_after(after) {
        return Some(Intent::Modify);
    }
    let Some((at, verb)) = words
        .iter()
        .enumerate()
        .rev()
        .take(24)
        .find_map(|(at, word)| {
            verb::verb(word)
                .filter(|_| !is_noun(clause, &words, at))
                .map(|verb| (at, verb))
        })
    else {
        return of_description(after).or_else(|| test_in(&words, after));
    };
    // Somebody else's doing, and what is not to be done.
    let aside = at
        .checked_sub(1)
        .is_some_and(|before| is_one_of(words[before], ASIDE));
    let able = words[at.saturating_sub(2)..at].iter();
    if aside
        || able
            .into_iter()
            .any(|it| is_one_of(it, &["can", "could", "may", "might"]))
    {
        return Some(Intent::Mention);
    }
    // `new` is a verb only where nothing better leads the clause: `add new file`, `update the new page`.
    if words[at].eq_ignore_ascii_case("new") && !leads_file(&words[at + 1..]) && verb == Verb::Make
    {
        let led = words[..at].iter().any(|word| verb::verb(word).is_some());
        if !led {
            return of_description(after);
        }
    }
    let (at, verb) = if words[at].eq_ignore_ascii_case("new") {
        words[..at]
            .iter()
            .enumerate()
            .rev()
            .find_map(|(at, word)| verb::verb(word).map(|verb| (at, verb)))
            .filter(|(lead, found)| *found != Verb::Remove || !words[*lead].ends_with("ed"))
            .map_or((at, verb), |(lead, found)| match found {
                Verb::Add | Verb::Make | Verb::Write => (lead, Verb::Make),
                other => (lead, other),
            })
    } else {
        (at, verb)
    };
    let between = &words[at + 1..];
    let last = between
        .iter()
        .rev()
        .find(|word| !is_article(word))
        .copied()
        .unwrap_or_default();
    // `record that decision in x` points, `add a rule that reads x` begins a clause.
    let clause_start = usize::from(
        between
            .first()
            .is_some_and(|it| it.eq_ignore_ascii_case("that")),
    );
    if between[clause_start..]
        .iter()
        .any(|word| SUBORDINATE.iter().any(|it| word.eq_ignore_ascii_case(it)))
    {
        return Some(Intent::Mention);
    }
    if is_model(between) {
        return Some(Intent::Mention);
    }
    let makes = matches!(verb, Verb::Make | Verb::Add | Verb::Write);
    // `Create the default x when none is there` tells what a program does.
    let behind = after.trim_start_matches(['`', '*', ' ']);
    if makes
        && ["when ", "whenever "]
            .iter()
            .any(|it| behind.starts_with(it))
    {
        return Some(Intent::Mention);
    }
    if makes && holds_file(between) {
        return Some(Intent::Create);
    }
    if verb == Verb::Add && between.iter().all(|word| is_article(word)) && joins_other(after) {
        return Some(Intent::Mention);
    }
    // `with the same name as the one in x` compares.
    let like = between.iter().rev().take(3).find(|word| {
        ["as", "than", "like", "in", "to", "into", "under"]
            .iter()
            .any(|it| word.eq_ignore_ascii_case(it))
    });
    if like.is_some_and(|word| {
        ["as", "than", "like"]
            .iter()
            .any(|it| word.eq_ignore_ascii_case(it))
    }) {
        return Some(Intent::Mention);
    }
    let participle = words[at].ends_with("ed");
    let late = between.len().saturating_sub(3);
    let from = between[late..]
        .iter()
        .any(|word| word.eq_ignore_ascii_case("from"));
    let inside = between[late..].iter().any(|word| {
        [
            "to", "in", "into", "within", "inside", "under", "of", "for", "on", "across",
        ]
        .iter()
        .any(|it| word.eq_ignore_ascii_case(it))
    });
    let aside = matches!(
        last.to_ascii_lowercase().as_str(),
        "see"
            | "per"
            | "by"
            | "with"
            | "using"
            | "via"
            | "like"
            | "as"
            | "against"
            | "than"
            | "through"
            | "matching"
            | "mirroring"
    );
    if aside {
        return Some(Intent::Mention);
    }
    let file_words = between.windows(2).any(|pair| {
        is_file_word(pair[0])
            && ["in", "at", "under", "to", "within", "inside", "for"]
                .iter()
                .any(|it| pair[1].eq_ignore_ascii_case(it))
    });
    let part = named.symbol && between.iter().any(|word| !is_article(word));
    let objects = between.iter().filter(|word| !is_article(word));
    if verb == Verb::Remove {
        // `x deleted, the new y and` ends with its comma.
        if participle && objects.clone().count() > 2 {
            return None;
        }
        if leaves_other(after) {
            return Some(Intent::Mention);
        }
        // `Remove the unused export (x)`, `Remove the card: x` tell where.
        let names_file = between.iter().any(|it| is_file_word(it));
        if is_set_off(before)
            && !names_file
            && (objects.count() > 0 || holds_code(clause, words[at]))
        {
            return Some(Intent::Modify);
        }
    }
    // `Item 7 added x` reports; `Files added: x`, `newly created x` and `to be added` plan.
    if makes && participle && !inside && reports(clause, &words, at) {
        return Some(Intent::Mention);
    }
    Some(match verb {
        Verb::Look => Intent::Mention,
        Verb::Change if from && !words[at].eq_ignore_ascii_case("re-export") => Intent::Mention,
        Verb::Change => Intent::Modify,
        Verb::Record if inside => Intent::Modify,
        Verb::Record => return None,
        Verb::Remove if inside || from || has_line => Intent::Modify,
        Verb::Remove => Intent::Delete,
        Verb::Add if from => Intent::Mention,
        Verb::Add if inside => Intent::Modify,
        Verb::Make | Verb::Add if has_line || part => Intent::Modify,
        Verb::Make | Verb::Write if inside && file_words && !named.folder => Intent::Create,
        Verb::Make if inside && participle => Intent::Mention,
        Verb::Make if inside => Intent::Modify,
        Verb::Write if inside || has_line => return None,
        Verb::Make | Verb::Write if from => Intent::Mention,
        Verb::Add | Verb::Make | Verb::Write => Intent::Create,
    })
}

fn is_one_of(word: &str, list: &[&str]) -> bool {
    list.iter().any(|it| it.eq_ignore_ascii_case(word))
}

/// Returns whether somebody is said to have done something: a subject stands right before a past tense, and no colon behind it.
fn reports(clause: &str, words: &[&str], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|it| words[it]) else {
        return false;
    };
    let start = words[at].as_ptr() as usize - clause.as_ptr() as usize;
    let behind = &clause[start + words[at].len()..];
    let plans = [
        "and", "are", "be", "been", "file", "files", "is", "new", "newly", "or", "then",
    ];
    let parted = clause[..start]
        .trim_end()
        .ends_with(|c: char| !c.is_alphanumeric());
    !parted && !behind.contains(':') && !is_one_of(before, &plans)
}

/// Returns whether a parenthesis or a dash sets off what follows.
fn is_set_off(before: &str) -> bool {
    let before = before.trim_end_matches(['`', '*', '[']);
    ["(", "— ", "– ", " - ", ": "]
        .iter()
        .any(|it| before.ends_with(it))
}

/// Returns whether code stands between a word of a clause and its end.
fn holds_code(clause: &str, word: &str) -> bool {
    let start = word.as_ptr() as usize - clause.as_ptr() as usize;
    let rest = clause.get(start..).unwrap_or_default();
    let rest = rest.strip_suffix('`').unwrap_or(rest);
    rest.contains('`')
}

/// Returns whether nothing but the name of a kind of file stands between `new` and the reference.
fn leads_file(between: &[&str]) -> bool {
    let named = between.len() <= 3
        && between.last().is_some_and(|word| {
            ["file", "module", "script", "component", "crate", "page"]
                .iter()
                .any(|it| word.eq_ignore_ascii_case(it))
        });
    named
        || between.len() <= 2
            && between
                .iter()
                .all(|word| is_article(word) || word.eq_ignore_ascii_case("at"))
}

/// Returns whether a word names what has a file of its own.
fn is_file_word(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "component",
        "configuration",
        "directory",
        "file",
        "files",
        "folder",
        "middleware",
        "migration",
        "module",
        "page",
        "script",
        "service",
    ];
    WORDS.iter().any(|it| it.eq_ignore_ascii_case(word))
}

/// Splits a clause into words; what stands in code marks is none of them.
fn words_of(clause: &str) -> Vec<&str> {
    // The mark before the reference is its own; seen from there every second part is code.
    let plain = clause.strip_suffix('`').unwrap_or(clause);
    let mut words: Vec<&str> = Vec::new();
    for part in plain.rsplit('`').step_by(2) {
        words.extend(
            part.rsplit(|c: char| {
                !(c.is_alphanumeric() || matches!(c, '\'' | '-' | '_' | '/' | '.' | ':' | '('))
            })
            .map(|word| word.trim_matches(['.', '-', '/', ':', '(', '\'']))
            .filter(|word| word.bytes().any(|b| b.is_ascii_alphanumeric())),
        );
    }
    words.reverse();
    words
}

/// Returns whether words such as `a new crate with a` lead to the reference: what is made holds it.
fn holds_file(between: &[&str]) -> bool {
    let Some(with) = between
        .iter()
        .rposition(|word| word.eq_ignore_ascii_case("with"))
    else {
        return false;
    };
    let behind = &between[with + 1..];
    let structure = between[..with].iter().any(|word| {
        [
            "structure",
            "module",
            "package",
            "directory",
            "folder",
            "crate",
            "skeleton",
        ]
        .iter()
        .any(|it| word.eq_ignore_ascii_case(it))
    });
    behind.is_empty() && structure
        || behind.len() == 1
            && ["a", "an", "new"]
                .iter()
                .any(|it| behind[0].eq_ignore_ascii_case(it))
}

/// Reads `Contract test for the login in`, a task without a verb.
fn test_in(words: &[&str], after: &str) -> Option<Intent> {
    let behind = after.trim_start_matches(['`', '*', '.', ' ']);
    let is = |word: &str, list: &[&str]| list.iter().any(|it| word.eq_ignore_ascii_case(it));
    let kinds = [
        "acceptance",
        "contract",
        "e2e",
        "integration",
        "regression",
        "smoke",
        "unit",
    ];
    let last = words.last().is_some_and(|it| is(it, &["in"]));
    let test = words
        .windows(3)
        .take(6)
        .any(|it| is(it[0], &kinds) && is(it[1], &["test", "tests"]) && is(it[2], &["for", "of"]));
    let ends = behind.is_empty() || behind.starts_with('(');
    (last && test && ends).then_some(Intent::Create)
}

/// Words before a verb that make it no order.
const ASIDE: &[&str] = &[
    "you", "it", "they", "not", "never", "don't", "without", "avoid",
];

/// Words that begin a clause of their own, in which a file is only named.
const SUBORDINATE: &[&str] = &[
    "that", "which", "so", "because", "when", "if", "where", "whose", "until", "while",
];

/// How many bytes before a reference are read for its verb.
const REACH: usize = 320;

/// Returns the last `len` bytes of `text`, or a little less where a character would be cut.
pub(crate) fn tail(text: &str, len: usize) -> &str {
    let mut start = text.len().saturating_sub(len);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    &text[start..]
}

/// Returns what follows the last end of a sentence.
pub(crate) fn last_sentence(text: &str) -> &str {
    let bytes = text.as_bytes();
    let end = (1..bytes.len()).rev().find(|&at| {
        matches!(bytes[at], b' ' | b'\n')
            && matches!(bytes[at - 1], b'.' | b';' | b'?' | b'!')
            && !text[..at].ends_with("e.g.")
            && !text[..at].ends_with("i.e.")
    });
    end.map_or(text, |at| &text[at + 1..])
}

/// Reads the intent that the words of a whole value tell: `Create`, `Create new file with:`, `Modify`.
pub(crate) fn of_value(value: &str) -> Option<Intent> {
    let folded = scan::normalized(value);
    let mut words = folded.split(' ');
    let first = words.next().unwrap_or_default();
    let second = words.next().unwrap_or_default();
    Some(match first {
        "create" | "new" | "created" => Intent::Create,
        "add"
            if matches!(second, "" | "new" | "file")
                && (second != "new" || folded.contains("file")) =>
        {
            Intent::Create
        }
        "modify" | "update" | "edit" | "change" | "modified" | "updated" | "replace"
        | "refactor" | "extend" => Intent::Modify,
        "delete" | "remove" | "deleted" | "removed"
            if matches!(second, "" | "file" | "entirely")
                || matches!(second, "the" | "this" | "entire" | "whole")
                    && folded.contains(" file") =>
        {
            Intent::Delete
        }
        _ => return None,
    })
}

fn is_article(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "the",
        "a",
        "an",
        "new",
        "existing",
        "file",
        "files",
        "both",
        "module",
        "component",
        "our",
        "its",
        "this",
        "script",
        "test",
    ];
    WORDS.iter().any(|it| it.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(before: &str, after: &str, expected: Option<Intent>) {
        assert_eq!(
            of_words(before, after, Named::default()),
            expected,
            "{before} … {after}"
        );
    }

    #[test]
    fn the_verb_before_decides() {
        check("Create ", "", Some(Intent::Create));
        check("Create a new file at ", "", Some(Intent::Create));
        check("Add ", " with fields", Some(Intent::Create));
        check(
            "Create default ",
            "` when there is none",
            Some(Intent::Mention),
        );
        check("Add the dependency to ", "", Some(Intent::Modify));
        check("Update the handler in ", "", Some(Intent::Modify));
        check("Remove the route from ", "", Some(Intent::Modify));
        check("Delete ", "", Some(Intent::Delete));
        check("Follow the pattern in ", "", Some(Intent::Mention));
        check("Implement the parser in ", "", None);
    }

    #[test]
    fn what_is_removed_within_a_file_changes_it() {
        check("Remove the tools (a, b) from ", "", Some(Intent::Modify));
        check(
            "Remove the dead `API_KEY` variable (`",
            "`)",
            Some(Intent::Modify),
        );
        check(
            "Task 2: remove the login card — ",
            " (drop the item)",
            Some(Intent::Modify),
        );
        check("Drop dead `OLD_FLAG`** — ", "", Some(Intent::Modify));
        check(
            "Duplicate parsing in `",
            "` is removed",
            Some(Intent::Modify),
        );
        check("Delete the store module (`", "`)", Some(Intent::Delete));
        check("Delete — ", "", Some(Intent::Delete));
        check("", "` is removed", Some(Intent::Delete));
        check("Retire `", "`", Some(Intent::Delete));
    }

    #[test]
    fn what_leaves_a_list_is_only_named() {
        check("Remove `", "` from `go.work`", Some(Intent::Mention));
        check("Delete `", "` from the tree", Some(Intent::Delete));
    }

    #[test]
    fn a_verb_that_ended_before_does_nothing() {
        check("Touches `a.ts` (drop the old path), `", "`", None);
        check("`a.ts` removed, the newer parts split, and `", "`", None);
        check("v1.3 Safe Trash Delete — shipped, [AUDIT](", ")", None);
        check("Create delete service (", "):", Some(Intent::Create));
        check(
            "Users can manually delete a version (",
            ")",
            Some(Intent::Mention),
        );
    }

    #[test]
    fn a_model_is_not_made() {
        check(
            "Create `a.ts` following the exact pattern of `",
            "`",
            Some(Intent::Mention),
        );
        check(
            "Create `a.ts` modeled on the nearest test (e.g. `",
            "`)",
            Some(Intent::Mention),
        );
        check(
            "Add an interface (pattern from `",
            "`)",
            Some(Intent::Mention),
        );
        check(
            "Create a.ts: clone the seeding from ",
            "",
            Some(Intent::Mention),
        );
        check(
            "Build 9 fakes (use the pattern from ",
            ")",
            Some(Intent::Mention),
        );
        check("Generate the client from `", "`", Some(Intent::Mention));
        check(
            "Create the test `",
            "` mirroring `b.ts`",
            Some(Intent::Create),
        );
    }

    #[test]
    fn a_mark_after_decides_before_all() {
        check("", " (new)", Some(Intent::Create));
        check("", " - new file", Some(Intent::Create));
        check("Update ", " (NEW)", Some(Intent::Create));
        check("", " (existing)", Some(Intent::Modify));
        check("", "`（新規、命名は調整可）", Some(Intent::Create));
        check("", "` (既存に追加)", Some(Intent::Modify));
    }
}
