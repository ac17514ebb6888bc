//! Values that stand for themselves: `→ 5`, `= "x"`, `5 matches`, `no output`.

use tip_syntax::scan;

use super::failure::says_failure;
use super::shorten;
use super::shower::{clean, fails_on_warnings, is_script, shows, tolerates_warnings};
use super::shown::shown;
use super::stated::{exit, stated};
use super::texts;
use crate::Expectation;

/// Reads what a sign such as `→` leads to.
pub(super) fn value(raw: &str, command: &str) -> Expectation {
    let folded = scan::normalized(raw);
    let words: Vec<&str> = folded.split(' ').collect();
    let quoted = raw.starts_with(['`', '"', '“']);
    match words.first().copied().unwrap_or_default() {
        _ if quoted => {}
        "clean" if !super::claim::claims(raw) => return clean(command),
        "pass" | "passes" | "passing" | "passed" | "success" | "succeeds" | "green" | "ok"
            if !super::claim::claims(raw) =>
        {
            return Expectation::Success;
        }
        "fail" | "fails" | "failure" | "failing" | "red" | "error" | "rejected"
            if says_failure(&words, raw) =>
        {
            return super::failure::expected(super::stated::behind_words(raw, 1));
        }
        "exit" | "exits" | "code" | "status" => {
            if let Some(code) = exit(&words) {
                return code;
            }
        }
        _ => {}
    }
    counted(raw, command)
        .or_else(|| none_of(&words, command))
        .or_else(|| stated(raw, command))
        .or_else(|| if quoted { shown(raw) } else { None })
        .unwrap_or_else(|| Expectation::Unreadable(shorten(raw)))
}

/// Reads a number at the start of `raw`, and what it counts; `None` where there is none.
pub(super) fn counted(raw: &str, command: &str) -> Option<Expectation> {
    if let Some(found) = super::bound::read(raw, command) {
        return Some(found);
    }
    // `returns **5**`
    let mut rest = raw.trim_start().trim_start_matches("**");
    let mut exact = false;
    // `all 0` is what several show.
    let several = rest.starts_with("all ");
    for word in [
        "exactly ",
        "only ",
        "all ",
        "just ",
        "the integer ",
        "a count of ",
    ] {
        if let Some(behind) = rest.strip_prefix(word) {
            rest = behind;
            exact = true;
        }
    }
    let quoted = rest.starts_with(['`', '"', '“']);
    let (number, behind) = if quoted {
        let (_, inner, end) = texts::next(rest)?;
        (inner, &rest[end..])
    } else {
        let end = rest.bytes().take_while(u8::is_ascii_digit).count();
        rest.split_at(end)
    };
    let count: u32 = match number.parse() {
        Ok(count) if number.bytes().all(|b| b.is_ascii_digit()) => count,
        // `exactly one line`
        _ => return counted_in_words(rest).filter(|_| !several && !quoted),
    };
    let unreadable = || Some(Expectation::Unreadable(shorten(raw)));
    if let Some(found) = decimal(number, behind).filter(|_| !several && !quoted) {
        return Some(found);
    }
    let folded = scan::normalized(behind);
    let words: Vec<&str> = folded.split(' ').collect();
    // `5 or more`, `5+`, `5.2`, `5/5`, `5 %`
    let open = behind.starts_with(['+', '/', '%', '-', '–', '_', '<', '>', '='])
        || behind.starts_with(char::is_alphanumeric)
        || behind.starts_with(['.', ',']) && behind[1..].starts_with(|c: char| c.is_ascii_digit());
    if open || matches!(words[0], "or" | "to" | "and" | "plus") {
        return unreadable();
    }
    let ends = behind.trim_start().is_empty()
        || behind.starts_with(['.', ',', ';', ':', ')'])
        || behind
            .trim_start()
            .starts_with(['(', '—', '–', '-', ';', '[', '→', '*']);
    if ends {
        let more = super::claim::claims(behind) || several;
        return if more {
            unreadable()
        } else {
            Some(Expectation::Output(count.to_string()))
        };
    }
    let tail = words.get(1).copied().unwrap_or_default();
    Some(match words[0] {
        "matches" | "match" | "lines" | "line" | "results" | "result" | "hits" | "hit"
        | "files" | "occurrences" | "occurrence" | "entries"
            if !matches!(tail, "or" | "and" | "per" | "each" | "with") =>
        {
            if count == 0 {
                Expectation::Silence
            } else {
                Expectation::Lines(count)
            }
        }
        "tests" | "passed" | "passing" if !exact || words[0] != "tests" => {
            if words[0] == "tests" {
                Expectation::Contains(count.to_string())
            } else {
                Expectation::Contains(format!("{count} {}", words[0]))
            }
        }
        "errors" | "error" | "failures" | "failed" | "warnings" | "issues" | "problems"
        | "violations"
            if count == 0 =>
        {
            without_trouble(words[0], command)
        }
        _ => Expectation::Unreadable(shorten(raw)),
    })
}

/// Reads a number with a point that nothing follows: `1.5`, and no version.
fn decimal(number: &str, behind: &str) -> Option<Expectation> {
    let part = behind.strip_prefix('.')?;
    let len = part.bytes().take_while(u8::is_ascii_digit).count();
    let (part, rest) = part.split_at(len);
    let ends = rest.trim_start().is_empty() || rest.starts_with([',', ';', ')']);
    let alone = ends && !super::claim::claims(rest);
    (len > 0 && alone).then(|| Expectation::Output(format!("{number}.{part}")))
}

/// Reads a count in words: `one line`, `two matches`.
fn counted_in_words(text: &str) -> Option<Expectation> {
    const WORDS: &[&str] = &["one", "two", "three", "four", "five", "six"];
    let folded = scan::normalized(text);
    let (word, unit) = folded.split_once(' ')?;
    let count = WORDS.iter().position(|it| *it == word)? + 1;
    let lines = matches!(
        unit,
        "line" | "lines" | "match" | "matches" | "result" | "results" | "hit" | "hits"
    );
    lines.then_some(Expectation::Lines(count as u32))
}

/// Reads that there is none of something: `no output`, `0 errors`, `zero matches`.
pub(super) fn none_of(words: &[&str], command: &str) -> Option<Expectation> {
    let at = |n: usize| words.get(n).copied().unwrap_or_default();
    match at(0) {
        "nothing" | "empty" => {
            let goes_on = matches!(at(1), "to" | "but" | "except" | "else" | "or");
            return (!goes_on).then_some(Expectation::Silence);
        }
        "no" | "zero" | "0" | "without" => {}
        _ => return None,
    }
    let mut here = 1;
    while matches!(
        at(here),
        "new"
            | "any"
            | "further"
            | "more"
            | "other"
            | "typescript"
            | "eslint"
            | "lint"
            | "type"
            | "compile"
            | "clippy"
            | "compiler"
            | "compilation"
            | "build"
            | "test"
            | "ts"
            | "additional"
            | "unexpected"
            | "syntax"
    ) {
        here += 1;
    }
    let more = matches!(at(here + 1), "or" | "and").then(|| at(here + 2));
    match at(here) {
        "matches" | "match" | "results" | "result" | "output" | "hits" | "occurrences"
        | "references" | "lines" | "diff" | "changes" | "remaining" | "files" | "" => {
            (at(0) != "without").then_some(Expectation::Silence)
        }
        trouble @ ("errors" | "error" | "warnings" | "warning" | "failures" | "failure"
        | "issues" | "problems" | "violations" | "regressions" | "findings") => {
            let warned = more.filter(|it| it.starts_with("warn")).unwrap_or(trouble);
            Some(without_trouble(warned, command))
        }
        _ => None,
    }
}

/// Returns what it means that a command shows no errors or no warnings: what checks fails where it has some, what only shows does not.
fn without_trouble(what: &str, command: &str) -> Expectation {
    if shows(command) {
        return Expectation::Unreadable(format!("no {what}"));
    }
    if what.starts_with("warn") && !fails_on_warnings(command) {
        return if tolerates_warnings(command) {
            Expectation::Lacks(vec!["warning:".to_owned()])
        } else {
            lacks_word("warning")
        };
    }
    Expectation::Success
}

/// Returns what it means that words say how much trouble a command reports: a script of one's own may report some and succeed.
pub(super) fn reports_none(found: Expectation, object: &[&str], command: &str) -> Expectation {
    if found != Expectation::Success || !is_script(command) {
        return found;
    }
    match object {
        ["0", what, ..] => Expectation::Contains(format!("0 {what}")),
        [.., what] if what.starts_with("fail") => lacks_word("fail"),
        _ => lacks_word("error"),
    }
}

/// Expects that a word is not shown, however it is written.
fn lacks_word(word: &str) -> Expectation {
    let mut chars = word.chars();
    let first = chars.next().map(|it| it.to_ascii_uppercase());
    let title: String = first.into_iter().chain(chars).collect();
    Expectation::Lacks(vec![word.to_owned(), title, word.to_ascii_uppercase()])
}
