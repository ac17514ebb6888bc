//! What a command is told to show: `returns 4`, `prints nothing`, `shows "x"`, `finds the call`.

use super::claim::claims;
use super::shown::shown;
use super::stated::{behind_words, compared, exit, matches, stated, unreadable};
use super::value::{counted, none_of, reports_none};
use super::{quoted, shower, suite};
use crate::Expectation;

/// Reads what a command tells: `returns 4`, `prints nothing`, `shows "x"`.
pub(super) fn tells(words: &[&str], raw: &str, command: &str) -> Option<Expectation> {
    let at = |n: usize| words.get(n).copied().unwrap_or_default();
    let (first, object) = (at(0), at(1));
    let told = behind_words(raw, 1);
    if told.is_empty() {
        return (first != "output").then(|| unreadable(raw));
    }
    if let Some(code) = returned(words, command) {
        return Some(code);
    }
    if let Some(found) = compared(told, command).or_else(|| suite::read(told, command)) {
        return Some(found);
    }
    if let Some(found) = found_by_search(words, told, command) {
        return Some(found);
    }
    let is_verb = first.ends_with('s') || matches!(first, "have");
    if first == "output"
        && matches!(
            object,
            "is" | "contains"
                | "shows"
                | "includes"
                | "should"
                | "must"
                | "matches"
                | "equals"
                | "has"
                | "does"
        )
    {
        return stated(told, command);
    }
    // What is quoted is what is shown, whatever it says.
    let plain = !told.starts_with(['`', '"', '“']);
    if let Some(found) = none_of(&words[1..], command).filter(|_| plain) {
        return Some(reports_none(found, &words[1..], command));
    }
    // `prints OK`: a word in capitals is what is printed.
    let printed = matches!(first, "prints" | "print" | "outputs" | "says");
    let capitals = told.len() > 1 && told.bytes().all(|it| it.is_ascii_uppercase());
    if printed && capitals {
        return Some(Expectation::Contains(told.to_owned()));
    }
    if plain && matches!(object, "nothing" | "empty" | "none") {
        return Some(Expectation::Silence);
    }
    if plain
        && words.len() == 2
        && matches!(
            object,
            "success" | "pass" | "passing" | "green" | "clean" | "ok" | "successfully"
        )
    {
        return Some(Expectation::Success);
    }
    if matches!(object, "non" | "nonzero") && words[1..].iter().any(|it| it.contains("zero")) {
        return Some(Expectation::Failure);
    }
    if matches!(object, "exit" | "status" | "code")
        && let Some(code) = exit(&words[1..])
    {
        return Some(code);
    }
    if plain {
        let erring = words
            .iter()
            .take(5)
            .any(|word| matches!(*word, "error" | "errors"));
        if erring
            && matches!(
                first,
                "produces" | "gives" | "returns" | "reports" | "shows" | "displays"
            )
            && !matches!(object, "no" | "zero" | "0")
            || matches!(object, "error" | "errors" | "failure" | "failures")
                && matches!(first, "returns" | "reports" | "shows")
        {
            return Some(Expectation::Failure);
        }
    }
    if let Some(found) = counted(told, command) {
        return Some(found);
    }
    // What is made is not what is shown.
    let made = first == "produces"
        && !words[1..].iter().any(|it| {
            matches!(
                *it,
                "output" | "stdout" | "stderr" | "line" | "lines" | "message"
            )
        });
    if made {
        return Some(unreadable(raw));
    }
    shown(told).or_else(|| (is_verb || claims(raw)).then(|| unreadable(raw)))
}

/// Reads the code that a command returns that prints nothing: `exit 3` returns 3.
fn returned(words: &[&str], command: &str) -> Option<Expectation> {
    let ["returns" | "return", code] = words else {
        return None;
    };
    let code = code.parse().ok().filter(|_| shower::is_mute(command))?;
    Some(match code {
        0 => Expectation::Success,
        code => Expectation::ExitCode(code),
    })
}

/// Reads that a search finds something: `returns a match`, `returns one match`, `finds the call`.
fn found_by_search(words: &[&str], told: &str, command: &str) -> Option<Expectation> {
    if !shower::searches(command) {
        return None;
    }
    let (first, object) = words.split_first()?;
    let none = matches!(
        object.first(),
        Some(&("nothing" | "none" | "no" | "zero" | "0" | "only" | "empty"))
    );
    if *first == "finds" && !none {
        return Some(matches(&format!("matches {told}"), command));
    }
    let hit = |word: &str| {
        matches!(
            word,
            "match" | "matches" | "hit" | "hits" | "result" | "results"
        )
    };
    let place = |rest: &[&str]| {
        rest.first()
            .is_none_or(|it| matches!(*it, "in" | "for" | "at" | "from" | "inside"))
            && !claims(told)
            && quoted(told).is_none()
    };
    match object {
        ["one" | "a" | "single", it, rest @ ..]
            if hit(it) && place(rest) && *object.first()? == "one" =>
        {
            Some(Expectation::Lines(1))
        }
        ["a" | "the" | "some", it, rest @ ..] | [it, rest @ ..] if hit(it) && place(rest) => {
            Some(Expectation::Success)
        }
        // `returns the call`
        ["the", _, ..] if *first == "returns" => Some(matches(&format!("matches {told}"), command)),
        _ => None,
    }
}
