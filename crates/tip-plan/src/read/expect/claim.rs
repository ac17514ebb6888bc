//! Words that say more of what comes out of a command than that it succeeds.

use super::texts::unquoted;

/// Verbs in the third person that tell what a command shows or does; sorted.
#[rustfmt::skip]
const TELLS: &[&str] = &[
    "appears", "becomes", "contains", "counts", "crashes", "creates", "denies", "disappears",
    "displays", "emits", "equals", "exits", "fails", "finds", "gives", "has", "includes", "lacks",
    "leaves", "lists", "mentions", "names", "omits", "opens", "outputs", "panics", "points",
    "prints", "produces", "prompts", "refuses", "rejects", "removes", "renders", "reports",
    "resolves", "responds", "returns", "says", "shows", "starts", "stops", "throws", "warns",
    "writes", "yields",
];

/// Verbs that say so behind `should`, `must`, `not` or `to be`; sorted.
#[rustfmt::skip]
const BASES: &[&str] = &[
    "appear", "block", "blocked", "contain", "contained", "crash", "created", "denied", "deny",
    "display", "displayed", "emit", "emitted", "empty", "equal", "exist", "exit", "fail", "find",
    "found", "give", "have", "ignored", "include", "included", "leak", "leave", "list", "listed",
    "match", "matched", "mention", "omit", "omitted", "output", "panic", "print", "printed",
    "produce", "produced", "prompt", "red", "refused", "reject", "rejected", "report", "reported",
    "return", "returned", "say", "show", "shown", "skipped", "throw", "unchanged", "warn", "write",
    "written", "yield", "zero",
];

/// Words before which a word such as `reports` or `lists` is a noun; sorted.
#[rustfmt::skip]
const NOUN_AFTER: &[&str] = &[
    "a", "all", "an", "any", "both", "each", "every", "existing", "fix", "for", "in", "its",
    "new", "no", "of", "old", "on", "our", "some", "the", "their", "these", "those", "to", "what",
    "which", "with", "without", "zero",
];

/// What is counted in what a command shows; sorted.
#[rustfmt::skip]
const COUNTED: &[&str] = &[
    "bytes", "cases", "characters", "entries", "errors", "failed", "failing", "failures", "files",
    "findings", "hit", "hits", "issues", "items", "keys", "line", "lines", "locations", "match",
    "matches", "occurrence", "occurrences", "passed", "passes", "passing", "places", "problems",
    "references", "result", "results", "rows", "scenarios", "sections", "tests", "times",
    "violations", "warnings",
];

/// Returns whether a sentence about a command tells something of its outcome beyond success.
pub(super) fn claims(sentence: &str) -> bool {
    let text = unquoted(&without_asides(sentence))
        .to_lowercase()
        .replace('\'', "");
    if compares(&text) || bounds(&text) {
        return true;
    }
    let words: Vec<&str> = text
        .split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/')))
        .map(|it| it.trim_matches(['.', '-', '/']))
        .filter(|it| !it.is_empty())
        .collect();
    let at = |n: usize| words.get(n).copied().unwrap_or_default();
    (0..words.len()).any(|here| {
        let word = words[here];
        let before = here.checked_sub(1).map_or("", at);
        if TELLS.binary_search(&word).is_ok()
            && NOUN_AFTER.binary_search(&before).is_err()
            && !exits_well(word, at(here + 1), at(here + 2))
        {
            return true;
        }
        if is_modal(word) || word == "not" && is_modal(before) {
            let next = at(here + 1);
            let told = match next {
                "not" | "be" | "only" | "also" | "still" | "now" | "all" | "each" | "both"
                | "stay" | "remain" => at(here + 2),
                _ => next,
            };
            if BASES.binary_search(&told).is_ok() && !(told == "exit" && is_zero(&words, here)) {
                return true;
            }
            if matches!(told, "_") || told.parse::<u64>().is_ok() {
                return true;
            }
        }
        if negates(word, at(here + 1)) {
            let skip = if word == "no"
                || matches!(
                    word,
                    "does" | "do" | "did" | "must" | "should" | "will" | "can" | "is" | "are"
                ) {
                2
            } else {
                1
            };
            let told = at(here + skip);
            let kept = matches!(
                told,
                "break"
                    | "change"
                    | "touch"
                    | "regress"
                    | "affect"
                    | "add"
                    | "use"
                    | "edit"
                    | "modify"
                    | "run"
                    | ""
            );
            if BASES.binary_search(&told).is_ok() || TELLS.binary_search(&told).is_ok() {
                return !kept;
            }
        }
        if matches!(
            word,
            "is" | "are" | "was" | "were" | "gets" | "get" | "stays" | "remains"
        ) {
            return BASES.binary_search(&at(here + 1)).is_ok()
                || matches!(
                    at(here + 1),
                    "byte-identical" | "identical" | "_" | "at" | "least" | "nothing" | "non-empty"
                )
                || at(here + 1).parse::<u64>().is_ok();
        }
        // `5 matches`; a count of none is told apart where it is read.
        if COUNTED.binary_search(&word).is_ok() && is_count(before) {
            return true;
        }
        matches!(
            (word, at(here + 1)),
            ("not", "found") | ("no", "output") | ("nothing", "else")
        )
    })
}

/// Returns whether a word tells what one command shows or does.
pub(super) fn tells(word: &str) -> bool {
    TELLS.binary_search(&word).is_ok()
}

/// Returns whether a word names what is counted.
pub(super) fn counts(word: &str) -> bool {
    COUNTED.binary_search(&word).is_ok()
}

fn is_modal(word: &str) -> bool {
    matches!(word, "should" | "must" | "shall" | "will" | "would")
}

fn negates(word: &str, next: &str) -> bool {
    matches!(
        word,
        "doesnt"
            | "dont"
            | "didnt"
            | "never"
            | "cannot"
            | "cant"
            | "wont"
            | "shouldnt"
            | "mustnt"
            | "isnt"
            | "arent"
            | "neither"
    ) || word == "no" && next == "longer"
        || matches!(
            word,
            "does" | "do" | "did" | "must" | "should" | "will" | "can" | "is" | "are"
        ) && next == "not"
}

/// Returns whether `exits 0`, `exits with code 0` or `exits cleanly` stands here.
fn exits_well(word: &str, next: &str, behind: &str) -> bool {
    let well = |it: &str| matches!(it, "0" | "zero" | "cleanly" | "successfully" | "clean");
    word == "exits" && (well(next) || well(behind) || matches!(next, "with"))
}

fn is_zero(words: &[&str], from: usize) -> bool {
    words[from..]
        .iter()
        .take(6)
        .any(|it| *it == "0" || *it == "zero")
}

fn is_count(word: &str) -> bool {
    let number = word.split('/').next().unwrap_or_default();
    number.parse::<u64>().is_ok_and(|it| it > 0)
        || matches!(
            word,
            "one" | "two" | "three" | "four" | "five" | "six" | "seven" | "eight" | "nine" | "ten"
        )
}

/// Returns whether a number or a text is compared with: `>= 3`, `> 5`, `== "x"`.
fn compares(text: &str) -> bool {
    let text = text.replace("&gt;", ">").replace("&lt;", "<");
    let mut rest = text.as_str();
    while let Some(at) = rest.find(['>', '<', '=', '≥', '≤', '≠']) {
        let behind = rest[at..].trim_start_matches(['>', '<', '=', '≥', '≤', '≠', '!']);
        let free = rest[..at].is_empty() || rest[..at].ends_with([' ', '(', '!']);
        let value = behind.trim_start();
        let digits = value.trim_start_matches(|c: char| c.is_ascii_digit());
        // `>=3.11` is a version.
        let version =
            digits.starts_with('.') && digits[1..].starts_with(|c: char| c.is_ascii_digit());
        if free
            && !version
            && (value.starts_with(|c: char| c.is_ascii_digit() || c == '_'))
            && (behind.starts_with(' ') || value.starts_with(|c: char| c.is_ascii_digit()))
        {
            return true;
        }
        rest = behind;
    }
    false
}

/// Returns whether words compare with a number: `above 80 %`, `at least 3`, `under 5 s`.
pub(super) fn bounds(text: &str) -> bool {
    let folded = tip_syntax::scan::normalized(text);
    let words: Vec<&str> = folded.split(' ').collect();
    let number = |it: &str| it.starts_with(|c: char| c.is_ascii_digit());
    words.windows(2).any(|it| {
        matches!(it, ["above" | "below" | "over" | "under" | "exceeds" | "beyond", it] if number(it))
    }) || words.windows(3).any(|it| match it {
        ["at", "least" | "most", it]
        | ["more" | "less" | "fewer" | "greater" | "higher" | "lower" | "smaller" | "faster", "than", it] => {
            number(it)
        }
        [it, "or", "more" | "less" | "fewer" | "higher" | "above" | "better"] => number(it),
        _ => false,
    })
}

/// Returns whether a number is told that is no name of something: `returns 200`, and not `step 2`.
pub(super) fn tells_number(text: &str) -> bool {
    let folded = tip_syntax::scan::normalized(text);
    let words: Vec<&str> = folded.split(' ').collect();
    words.iter().enumerate().any(|(at, it)| {
        let before = at.checked_sub(1).map_or("", |at| words[at]);
        !it.is_empty()
            && it.bytes().all(|b| b.is_ascii_digit())
            && at > 0
            && NAMED_BY_NUMBER.binary_search(&before).is_err()
            // `1.2.3`, `2026-01-31` and `P1.2` name something too.
            && !before.ends_with(|c: char| c.is_ascii_digit())
            && !words.get(at + 1).is_some_and(|it| it.starts_with(|c: char| c.is_ascii_digit()))
    })
}

/// Words behind which a number is a name; sorted.
#[rustfmt::skip]
const NAMED_BY_NUMBER: &[&str] = &[
    "ac", "adr", "appendix", "c", "case", "chapter", "check", "criterion", "es", "fr", "gate",
    "issue", "item", "layer", "level", "line", "lines", "milestone", "node", "nr", "number", "p",
    "part", "phase", "pr", "python", "r", "req", "rfc", "rule", "scenario", "section", "sprint",
    "stage", "step", "story", "t", "task", "tc", "test", "tier", "us", "v", "version", "vue", "wave",
];

/// Returns `text` without what stands in parentheses.
pub(super) fn without_asides(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut depth = 0_usize;
    let mut quoted = false;
    for c in text.chars() {
        match c {
            '`' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted && depth > 0 => {
                depth -= 1;
                continue;
            }
            _ => {}
        }
        if depth == 0 {
            out.push(c);
        }
    }
    out
}

/// Returns whether what stands in a parenthesis behind a command tells of its outcome: `(expect 5)`, `(should fail)`.
pub(super) fn aside_claims(aside: &str, counts: bool) -> bool {
    let text = unquoted(aside).to_lowercase();
    let first = text.split_whitespace().next().unwrap_or_default();
    let word = first.trim_matches(|c: char| !c.is_alphanumeric());
    let leads = matches!(
        word,
        "expect"
            | "expects"
            | "expecting"
            | "expected"
            | "returns"
            | "prints"
            | "shows"
            | "outputs"
            | "lists"
            | "reports"
            | "fails"
            | "rejects"
            | "exits"
            | "reduced"
            | "red"
            | "fail"
            | "matches"
            | "does"
            | "doesnt"
            | "never"
            | "contains"
            | "has"
    ) || first.starts_with(['→', '=', '>', '<', '≥', '≤', '&'])
        || first.starts_with("->");
    let green = ["pass", "green", "succe", "exit 0"]
        .iter()
        .any(|it| text.contains(it));
    leads && !green || claims_modal(&text) || counts && text.bytes().any(|it| it.is_ascii_digit())
}

fn claims_modal(text: &str) -> bool {
    text.split([',', ';']).any(|part| {
        let words: Vec<&str> = part.split_whitespace().collect();
        let at = words.iter().position(|it| is_modal(it));
        at.is_some_and(|at| {
            let rest: Vec<&str> = words[at + 1..]
                .iter()
                .copied()
                .filter(|it| !matches!(*it, "not" | "be" | "only"))
                .collect();
            rest.first()
                .is_some_and(|it| BASES.binary_search(it).is_ok() || it.parse::<u64>().is_ok())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        for table in [TELLS, BASES, NOUN_AFTER, COUNTED, NAMED_BY_NUMBER] {
            assert!(table.is_sorted());
        }
    }

    #[track_caller]
    fn check(sentence: &str, expected: bool) {
        assert_eq!(claims(sentence), expected, "{sentence}");
    }

    #[test]
    fn words_about_an_outcome_are_told_from_others() {
        for it in [
            "prints something of it",
            "doesn't print \"secret\"",
            "must not contain \"x\"",
            "never prints it",
            "no longer lists it",
            "succeeds and prints a version",
            ">= 3 (calls)",
            "&gt;= 3",
            "> 5",
            "should be empty",
            "is rejected",
            "is unchanged",
            "is `x`",
            "has 5 matches",
            "with 13 tests passing",
            "again, the banner is displayed",
            "passes and reports zero cycles",
            "the banner does not appear",
        ] {
            check(it, true);
        }
        for it in [
            "",
            "to check the types",
            "in CI",
            "passes",
            "is green",
            "must pass",
            "must be green",
            "must exit 0",
            "should succeed",
            "should still pass",
            "will succeed once the rest is done",
            "and fix all errors",
            "to verify all tests pass",
            "after each milestone",
            "exits 0 with all tests passing",
            "still works as before",
            "passes (24 tests)",
            "succeeds with no type errors",
            "does not break the reports",
            "for all reports",
            "before every commit -- never `--no-verify`",
            "against Python >=3.11",
        ] {
            check(it, false);
        }
    }

    #[test]
    fn numbers_are_told_from_names() {
        for it in [
            "Coverage is above 80 %",
            "takes at least 3 s",
            "5 or more rows",
        ] {
            assert!(bounds(it), "{it}");
        }
        for it in ["the rules above", "hand over 3 keys later", "at last"] {
            assert_eq!(bounds(it), it.contains("over 3"), "{it}");
        }
        assert!(tells_number("It answers with 200") && tells_number("Shows 3 rows"));
        for it in ["Step 2", "Phase 1: all of it", "release 1.2.3", "2 of them"] {
            assert!(!tells_number(it), "{it}");
        }
    }

    #[test]
    fn an_aside_may_tell_of_the_outcome() {
        for (aside, expected) in [
            ("expect 5", true),
            ("should fail", true),
            ("should NOT match", true),
            ("expect allow", true),
            ("must pass", false),
            ("all existing tests should still pass", false),
            ("24 tests", false),
            ("from `src`", false),
            ("reduced from 7 to 4", true),
            ("full suite", false),
        ] {
            assert_eq!(aside_claims(aside, false), expected, "{aside}");
        }
        assert!(aside_claims("7 of them", true));
    }
}
