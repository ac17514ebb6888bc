//! What a parenthesis right behind a command says: `(expect 5)`, `(should fail)`.

use tip_syntax::scan;

use super::claim::aside_claims;
use super::stated::{self, behind_words, stated};
use super::value::value;
use super::{bound, failure, shorten, shower};
use crate::Expectation;

/// Reads a parenthesis; `None` where it tells nothing of an outcome.
pub(super) fn read(aside: &str, command: &str) -> Option<Expectation> {
    let folded = scan::normalized(aside);
    let words: Vec<&str> = folded.split(' ').collect();
    let first = words.first().copied().unwrap_or_default();
    let behind = |word: &str| {
        let rest = &aside[aside.len().min(word.len())..];
        rest.trim_start_matches([' ', ':', '='])
    };
    if matches!(first, "expect" | "expects" | "expected" | "expecting") {
        let rest = behind(first);
        if words
            .iter()
            .any(|it| matches!(*it, "pass" | "passes" | "green"))
            && !aside.contains(char::is_numeric)
        {
            return None;
        }
        let fails = words.get(1).is_some_and(|it| it.starts_with("fail"));
        return Some(if fails {
            failure::expected(behind_words(rest, 1))
        } else {
            value(rest, command)
        });
    }
    if shower::counts(command)
        || shower::searches(command)
        || aside.starts_with(['≥', '≤', '<', '>', '&'])
    {
        let told = stated::compared(aside, command).or_else(|| bound::read(aside, command));
        if let Some(found) = told {
            return Some(found);
        }
    }
    if let Some(rest) = ["→", "->", "=>", "=="]
        .iter()
        .find_map(|it| aside.trim_start().strip_prefix(it))
    {
        return Some(value(rest.trim_start(), command));
    }
    let tells = matches!(
        first,
        "should"
            | "must"
            | "returns"
            | "prints"
            | "outputs"
            | "shows"
            | "exits"
            | "exit"
            | "no"
            | "zero"
            | "fails"
            | "lists"
            | "reports"
            | "does"
            | "doesnt"
            | "never"
            | "nothing"
            | "empty"
    );
    let found = if tells { stated(aside, command) } else { None };
    found.or_else(|| {
        aside_claims(aside, shower::counts(command))
            .then(|| Expectation::Unreadable(shorten(aside)))
    })
}
