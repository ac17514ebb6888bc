//! Statements about a command: `returns 4`, `exits non-zero`, `shows no matches`.

use super::{quoted, shorten};
use crate::Expectation;

/// Reads a statement about the command: `returns 4`, `exits non-zero`, `shows no matches`.
pub(super) fn stated(folded: &str, raw: &str) -> Option<Expectation> {
    let words: Vec<&str> = folded.split(' ').collect();
    let first = *words.first()?;
    let at = |n: usize| words.get(n).copied().unwrap_or_default();
    let negative = matches!(first, "no" | "zero" | "nothing" | "empty" | "0");
    if negative
        && matches!(
            at(1),
            "matches"
                | "match"
                | "results"
                | "output"
                | "hits"
                | "occurrences"
                | "references"
                | "lines"
                | ""
                | "diff"
                | "changes"
                | "remaining"
                | "files"
        )
    {
        return Some(Expectation::Silence);
    }
    if first == "no"
        && matches!(
            at(1),
            "errors" | "error" | "warnings" | "failures" | "issues" | "type" | "lint" | "new"
        )
    {
        return Some(Expectation::Success);
    }
    let verb_end = match first {
        "returns" | "return" | "prints" | "print" | "outputs" | "output" | "shows" | "show"
        | "reports" | "report" | "displays" | "yields" | "finds" | "lists" | "gives"
        | "produces" | "contains" | "includes" | "should" | "must" | "now" | "still" | "only"
        | "with" | "command" | "emits" => 1,
        "exits" | "exit" => {
            let code = exit(&words);
            // `exits 0, output contains "x"` says more than its code.
            let shown = ["contains ", "prints ", "shows ", "includes "]
                .iter()
                .find_map(|verb| raw.find(verb).map(|at| &raw[at + verb.len()..]))
                .and_then(quoted);
            return match (code, shown) {
                (Some(Expectation::Success), Some(text)) => {
                    Some(Expectation::Contains(text.to_owned()))
                }
                (code, _) => code,
            };
        }
        "fails" | "fail" | "errors" | "rejects" | "failing" => return Some(Expectation::Failure),
        "is" | "are" if matches!(at(1), "empty") => return Some(Expectation::Silence),
        "is" | "are" if matches!(at(1), "clean" | "green" | "successful") => {
            return Some(Expectation::Success);
        }
        "starts" | "prompts" | "launches" | "opens" | "asks" | "behaves" | "triggers"
        | "creates" | "writes"
            if !folded.contains("error") =>
        {
            return Some(Expectation::Unreadable(shorten(raw)));
        }
        "and" | "then" | "to" | "verify" | "confirm" | "check" | "ensure" | "that" | "see"
        | "the" | "it" => {
            let looks = words
                .iter()
                .take(3)
                .any(|word| matches!(*word, "verify" | "confirm" | "check" | "see"));
            let skip = words
                .iter()
                .take_while(|word| {
                    matches!(
                        **word,
                        "and"
                            | "then"
                            | "to"
                            | "verify"
                            | "confirm"
                            | "check"
                            | "ensure"
                            | "that"
                            | "see"
                            | "the"
                            | "it"
                            | "output"
                            | "command"
                    )
                })
                .count();
            // `Run x to verify y` names a purpose: that x succeeds is the answer.
            let purpose = first == "to" && !words[..skip].contains(&"that");
            if !looks {
                return None;
            }
            let rest = words[skip..].join(" ");
            let raw_rest = skip_words(raw, skip);
            return stated(&rest, raw_rest).or_else(|| {
                if purpose
                    || ["pass", "succeed", "work", "compile"]
                        .iter()
                        .any(|word| rest.contains(word))
                {
                    None
                } else {
                    Some(Expectation::Unreadable(shorten(raw_rest)))
                }
            });
        }
        "passes" | "pass" | "passing" | "passed" | "succeeds" | "succeed" | "clean" | "green"
        | "works" | "compiles" | "builds" | "completes" | "runs" => {
            return (folded.contains(" exit "))
                .then(|| exit_anywhere(&words))
                .flatten();
        }
        _ => return None,
    };
    if matches!(
        first,
        "should" | "must" | "now" | "still" | "command" | "only" | "with"
    ) {
        let rest = words[verb_end..].join(" ");
        let raw_rest = raw.split_once(' ').map_or("", |(_, rest)| rest);
        return if rest.is_empty() {
            None
        } else {
            stated(&rest, raw_rest)
        };
    }
    let object = at(1);
    let told = raw.find(' ').map_or("", |at| raw[at..].trim_start());
    if told.starts_with(['`', '"', '“'])
        && let Some(text) = quoted(told).filter(|text| text.parse::<u32>().is_err())
    {
        return Some(Expectation::Contains(text.to_owned()));
    }
    if matches!(object, "nothing" | "empty" | "none")
        || matches!(object, "no" | "zero" | "0")
            && matches!(
                at(2),
                "matches"
                    | "match"
                    | "results"
                    | "output"
                    | "hits"
                    | "lines"
                    | "references"
                    | "occurrences"
                    | "remaining"
                    | "diff"
                    | "changes"
                    | "files"
                    | ""
            )
    {
        return Some(Expectation::Silence);
    }
    if matches!(object, "no" | "zero" | "0")
        && matches!(
            at(2),
            "errors"
                | "error"
                | "warnings"
                | "failures"
                | "issues"
                | "problems"
                | "violations"
                | "type"
                | "new"
        )
    {
        return Some(Expectation::Success);
    }
    if matches!(
        object,
        "success" | "pass" | "passing" | "green" | "clean" | "ok"
    ) {
        return Some(Expectation::Success);
    }
    if matches!(object, "non" | "nonzero") {
        return Some(Expectation::Failure);
    }
    if matches!(object, "exit") {
        return exit(&words[1..]);
    }
    let erring = words
        .iter()
        .take(5)
        .any(|word| matches!(*word, "error" | "errors"));
    if erring
        && matches!(
            first,
            "produces" | "gives" | "returns" | "reports" | "shows" | "displays"
        )
        && object != "no"
    {
        return Some(Expectation::Failure);
    }
    if matches!(object, "error" | "errors" | "failure" | "failures")
        && matches!(first, "returns" | "reports" | "shows")
    {
        return Some(Expectation::Failure);
    }
    let (number, unit) = match object {
        "exactly" | "only" | "at" | "all" => (at(2), at(3)),
        _ => (object, at(2)),
    };
    let shown = quoted(raw).filter(|text| text.starts_with(number) && text.len() > number.len());
    if let Ok(count) = number.parse::<u32>()
        && shown.is_none()
    {
        return Some(match unit {
            "matches" | "match" | "lines" | "line" | "results" | "hits" | "files"
            | "occurrences" | "entries"
                if object != "at" =>
            {
                Expectation::Lines(count)
            }
            "tests" | "passed" | "passing" => Expectation::Contains(count.to_string()),
            "" => Expectation::Output(count.to_string()),
            _ if quoted(raw).is_some_and(|text| text == number) => {
                Expectation::Output(count.to_string())
            }
            _ if object == "at" => Expectation::Unreadable(shorten(raw)),
            _ => Expectation::Unreadable(shorten(raw)),
        });
    }
    // A quotation right after the verb is what must be seen.
    if let Some(text) = quoted(raw)
        && raw.find(['`', '"', '“']).is_some_and(|at| at < 48)
    {
        return Some(Expectation::Contains(text.to_owned()));
    }
    Some(Expectation::Unreadable(shorten(raw)))
}

fn exit(words: &[&str]) -> Option<Expectation> {
    exit_anywhere(words).or_else(|| {
        words
            .iter()
            .take(5)
            .any(|word| matches!(*word, "non" | "nonzero" | "error" | "failure"))
            .then_some(Expectation::Failure)
    })
}

/// Reads `exits 2`, `exit code 0`, `exits with code 1`, `exit status 3`.
fn exit_anywhere(words: &[&str]) -> Option<Expectation> {
    let start = words
        .iter()
        .position(|word| matches!(*word, "exits" | "exit"))?;
    for word in words[start + 1..].iter().take(4) {
        match *word {
            "with" | "code" | "status" | "is" | "of" | "a" => {}
            "non" | "nonzero" => return Some(Expectation::Failure),
            "zero" | "successfully" | "cleanly" => return Some(Expectation::Success),
            number => {
                let code: i32 = number.parse().ok()?;
                return Some(if code == 0 {
                    Expectation::Success
                } else {
                    Expectation::ExitCode(code)
                });
            }
        }
    }
    None
}

/// Returns `text` without its first words.
fn skip_words(text: &str, count: usize) -> &str {
    let mut rest = text.trim_start();
    for _ in 0..count {
        rest = rest
            .find(char::is_whitespace)
            .map_or("", |at| rest[at..].trim_start());
    }
    rest
}
