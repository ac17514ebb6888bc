//! Comparisons with a number: `>= 2`, `at least 2 matches`, `fewer than 5`, `2 or more`, `under 500 lines`.

use super::{claim, shower};
use crate::{Bound, Decimal, Expectation, Measure, Order};

/// Words before a number that say how it is compared.
const BEFORE: &[(&str, Order)] = &[
    ("&gt;=", Order::AtLeast),
    ("&gt;", Order::Above),
    ("&lt;=", Order::AtMost),
    ("&lt;", Order::Below),
    (">=", Order::AtLeast),
    ("≥", Order::AtLeast),
    ("<=", Order::AtMost),
    ("≤", Order::AtMost),
    ("!=", Order::Other),
    ("≠", Order::Other),
    (">", Order::Above),
    ("<", Order::Below),
    ("at least ", Order::AtLeast),
    ("at most ", Order::AtMost),
    ("a minimum of ", Order::AtLeast),
    ("a maximum of ", Order::AtMost),
    ("up to ", Order::AtMost),
    ("no more than ", Order::AtMost),
    ("not more than ", Order::AtMost),
    ("no less than ", Order::AtLeast),
    ("no fewer than ", Order::AtLeast),
    ("not less than ", Order::AtLeast),
    ("not fewer than ", Order::AtLeast),
    ("more than ", Order::Above),
    ("greater than ", Order::Above),
    ("higher than ", Order::Above),
    ("larger than ", Order::Above),
    ("above ", Order::Above),
    ("over ", Order::Above),
    ("exceeding ", Order::Above),
    ("exceeds ", Order::Above),
    ("less than ", Order::Below),
    ("fewer than ", Order::Below),
    ("lower than ", Order::Below),
    ("smaller than ", Order::Below),
    ("below ", Order::Below),
    ("under ", Order::Below),
];

/// Words behind a number that say so.
const BEHIND: &[(&str, Order)] = &[
    ("or more", Order::AtLeast),
    ("or higher", Order::AtLeast),
    ("or greater", Order::AtLeast),
    ("or above", Order::AtLeast),
    ("or fewer", Order::AtMost),
    ("or less", Order::AtMost),
    ("or lower", Order::AtMost),
    ("or below", Order::AtMost),
    ("+", Order::AtLeast),
];

/// Words before a comparison that say nothing; `is` may lead to it.
const LEADS: &[&str] = &[
    "a count of ",
    "count ",
    "a number ",
    "a value ",
    "a total of ",
    "the number ",
];

/// Reads a comparison at the start of `raw`; `None` where there is none whose number a command would tell.
pub(super) fn read(raw: &str, command: &str) -> Option<Expectation> {
    let lead = LEADS
        .iter()
        .find_map(|it| raw.trim_start().strip_prefix(it));
    let told = lead.unwrap_or(raw.trim_start()).trim_start_matches("**");
    let (order, limit, behind) = compared(told)?;
    let of = measure(behind, command)?;
    Some(Expectation::Bound(Bound { order, limit, of }))
}

/// Reads the only comparison in words before a command, where the command tells such a number: `At least 2 uses of `x`:`.
pub(super) fn within(head: &str, command: &str) -> Option<Expectation> {
    let told = super::texts::unquoted(&claim::without_asides(head));
    let told = told.trim_end().strip_suffix(':')?;
    let lower = told.to_ascii_lowercase();
    let starts = (0..lower.len()).filter(|at| lower.is_char_boundary(*at));
    let starts = starts.filter(|at| *at == 0 || lower[..*at].ends_with([' ', '(', '*']));
    let mut found = starts.filter_map(|at| compared(&lower[at..]).map(|it| (at, it)));
    let (at, (order, limit, behind)) = found.next()?;
    let digits = |it: &str| it.contains(|c: char| c.is_ascii_digit());
    // What a command names it compares itself: `--cov-fail-under=80`.
    let mut numbers = command.split(|c: char| !c.is_ascii_digit());
    let named = limit.to_string();
    if digits(&lower[..at]) || digits(behind) || numbers.any(|it| it == named) {
        return None;
    }
    let percent =
        behind.trim_start().starts_with('%') || behind.trim_start().starts_with("percent");
    let of = if percent {
        let covers = lower.contains("coverage") || command.contains("cov");
        covers.then_some(Measure::Percent)?
    } else {
        if !shower::counts(command) && !shower::searches(command) {
            return None;
        }
        measure(behind, command)?
    };
    Some(Expectation::Bound(Bound { order, limit, of }))
}

/// Reads a comparison, its number, and what stands behind both.
fn compared(text: &str) -> Option<(Order, Decimal, &str)> {
    let before = BEFORE.iter().find_map(|(word, order)| {
        let head = text.get(..word.len())?;
        head.eq_ignore_ascii_case(word)
            .then(|| (*order, text[word.len()..].trim_start()))
    });
    if let Some((order, rest)) = before {
        let (limit, behind) = number(rest)?;
        return Some((order, limit, behind));
    }
    let (limit, behind) = number(text)?;
    let rest = behind.trim_start();
    let (word, order) = BEHIND.iter().find(|(word, _)| {
        let glued = *word == "+" && rest.len() < behind.len();
        rest.starts_with(word) && !glued
    })?;
    let rest = &rest[word.len()..];
    (!rest.starts_with(char::is_alphanumeric)).then_some((*order, limit, rest))
}

/// Reads a number at the start of `text`, which may be written in words or in groups of three digits.
fn number(text: &str) -> Option<(Decimal, &str)> {
    const WORDS: &[&str] = &[
        "zero", "one", "two", "three", "four", "five", "six", "seven",
    ];
    let text = text.trim_start_matches("**");
    let text = text
        .strip_prefix('`')
        .filter(|it| it.contains('`'))
        .unwrap_or(text);
    let word = text.split(|c: char| !c.is_ascii_alphabetic()).next()?;
    if let Some(at) = WORDS.iter().position(|it| *it == word) {
        return Some((Decimal::from(at as u32), &text[word.len()..]));
    }
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    let written = &text[..text.len() - text.trim_start_matches(is_part).len()];
    let written = written.trim_end_matches(['.', ',']);
    let mut groups = written.split(',');
    let first = groups.next().unwrap_or_default();
    let grouped = groups.all(|it| it.split('.').next().is_some_and(|it| it.len() == 3));
    if !grouped || written.contains(',') && !(1..=3).contains(&first.len()) {
        return None;
    }
    let limit = Decimal::read(&written.replace(',', ""))?;
    let behind = &text[written.len()..];
    let behind = behind.strip_prefix('`').unwrap_or(behind);
    Some((limit, behind.trim_start_matches("**")))
}

/// Returns what is compared by the words behind the number; `None` where they name what no command prints alone.
fn measure(behind: &str, command: &str) -> Option<Measure> {
    let rest = behind.trim_start();
    // `5ms`, `3/5`, `2-4`
    let glued = rest.len() == behind.len();
    if glued
        && rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '-' | '–' | '_'))
    {
        return None;
    }
    if let Some(rest) = ["%", "percent"].iter().find_map(|it| rest.strip_prefix(it)) {
        return ends(rest).then_some(Measure::Percent);
    }
    let counts = shower::counts(command);
    let alone = if shower::searches(command) {
        Measure::Lines
    } else {
        Measure::Number
    };
    let unit = rest.split(|c: char| !c.is_alphabetic()).next()?;
    if unit.is_empty() {
        let plain = rest.is_empty()
            || rest.starts_with(['.', ',', ';', ':', ')', '(', '—', '–', '-', '[', '*']);
        return (plain && ends(rest)).then_some(alone);
    }
    let rest = &rest[unit.len()..];
    if !ends(rest) || claim_joins(rest) {
        return None;
    }
    match unit {
        "ms" | "s" | "sec" | "secs" | "second" | "seconds" | "min" | "minutes" | "hours" | "h"
        | "kb" | "KB" | "mb" | "MB" | "MiB" | "GB" | "and" | "or" | "to" | "times" | "tests"
        | "passed" | "passing" => None,
        _ if counts => Some(Measure::Number),
        "lines" | "line" | "matches" | "match" | "results" | "result" | "hits" | "hit"
        | "occurrences" | "occurrence" | "entries" | "entry" | "files" | "file" => {
            Some(Measure::Lines)
        }
        "in" | "for" | "on" | "across" => Some(alone),
        _ => None,
    }
}

/// Returns whether nothing more is compared or told in what follows.
fn ends(rest: &str) -> bool {
    let plain = claim::without_asides(rest);
    !plain.contains(|c: char| c.is_ascii_digit()) && !claim::claims(&plain)
}

/// Returns whether what follows joins something else to what is counted: `lines per file`, `matches or an error`.
fn claim_joins(rest: &str) -> bool {
    let next = rest.trim_start().split(|c: char| !c.is_alphabetic()).next();
    matches!(next, Some("and" | "or" | "per" | "each" | "with"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str, command: &str, expected: &str) {
        let found = match read(raw, command) {
            Some(Expectation::Bound(bound)) => bound.to_string(),
            _ => String::new(),
        };
        assert_eq!(found, expected, "{raw}");
    }

    #[test]
    fn comparisons_are_read() {
        let wc = "wc -l src/a.rs";
        for (raw, expected) in [
            ("≥ 2", ">= 2"),
            (">= 2", ">= 2"),
            ("at least 2", ">= 2"),
            ("At least two calls", ">= 2"),
            ("2 or more", ">= 2"),
            ("2+", ">= 2"),
            ("more than 1", "> 1"),
            ("< 5", "< 5"),
            ("&lt; 5", "< 5"),
            ("no more than 3", "<= 3"),
            ("under 500", "< 500"),
            ("under 1,500 lines", "< 1500"),
            ("at most 0.5", "<= 0.5"),
            ("a count of at least 3 (one per kite)", ">= 3"),
            ("`>= 2`", ""),
            (">= `2`", ">= 2"),
            ("≠ 0", "!= 0"),
            ("≥ **7** (one per handler)", ">= 7"),
            ("**at least 7**", ">= 7"),
        ] {
            check(raw, wc, expected);
        }
        check("at least 2", "grep -rn x src", ">= 2 lines");
        check(
            "at least 2 matches in `src`",
            "grep -rn x src",
            ">= 2 lines",
        );
        check("at least 2 lines", "./kite log", ">= 2 lines");
        check("≥ 80 %", "pytest --cov", ">= 80 %");
        check("at least 80% coverage", "pytest --cov", ">= 80 %");
    }

    #[test]
    fn what_no_command_prints_alone_is_not() {
        for raw in [
            "under 5 s",
            "under 500ms",
            "at least once",
            "at least 2 tests",
            "≥ 80 % and ≥ 70 % of branches",
            "at least 2 lines per file",
            "2-4",
            "2 or three",
            "2",
            "over the sea",
            "at least 2 and prints `x`",
        ] {
            check(raw, "./kite log", "");
        }
    }

    #[test]
    fn words_before_a_command_may_compare() {
        let found = |head: &str, command: &str| match within(head, command) {
            Some(Expectation::Bound(bound)) => bound.to_string(),
            _ => String::new(),
        };
        let count = "grep -c x src/a.rs";
        assert_eq!(found("At least 2 uses of `x`:", count), ">= 2");
        assert_eq!(
            found("The file stays under 500 lines:", "wc -l a.rs"),
            "< 500"
        );
        assert_eq!(found("Coverage ≥ 80 %:", "pytest --cov=src"), ">= 80 %");
        assert_eq!(found("Line coverage above 80%:", "make cov"), "> 80 %");
        assert_eq!(found("2 files, each under 500 lines:", "wc -l a"), "");
        assert_eq!(found("It flies above 80 m:", "./kite log"), "");
        assert_eq!(found("Above 80 % of kites fly:", "./kite log"), "");
    }
}
