//! Statements about a command: `returns 4`, `exits non-zero`, `shows no matches`.

use tip_syntax::scan;

use super::bound;
use super::claim::{claims, without_asides};
use super::failure::{failing, says_failure};
use super::negated::negated;
use super::suite;
use super::tells::tells;
use super::value::{counted, none_of, value};
use super::{quoted, shorten};
use crate::Expectation;
use crate::read::shell;

/// Reads a statement about the command: `returns 4`, `exits non-zero`, `shows no matches`.
pub(super) fn stated(raw: &str, command: &str) -> Option<Expectation> {
    let raw = raw.trim_start();
    let told = compared(raw, command).or_else(|| bound::read(raw, command));
    if let Some(found) = told.or_else(|| suite::read(raw, command)) {
        return Some(found);
    }
    let folded = scan::normalized(raw);
    let words: Vec<&str> = folded.split(' ').collect();
    let first = *words.first()?;
    let at = |n: usize| words.get(n).copied().unwrap_or_default();
    if let Some(found) = negated(&words, raw, command) {
        return Some(found);
    }
    if let Some(found) = none_of(&words, command) {
        return Some(found);
    }
    match first {
        "returns" | "return" | "prints" | "print" | "outputs" | "output" | "shows" | "show"
        | "reports" | "report" | "displays" | "yields" | "finds" | "lists" | "list" | "gives"
        | "produces" | "contains" | "contain" | "includes" | "emits" | "has" | "have" => {
            tells(&words, raw, command)
        }
        "should" | "must" | "will" | "now" | "still" | "only" | "with" | "command" | "result"
        | "results" => {
            let rest = behind_words(raw, 1);
            if rest.is_empty() {
                None
            } else {
                stated(rest, command)
            }
        }
        // What several show is not what one shows.
        "all" | "both" | "each" => {
            let found = stated(behind_words(raw, 1), command)?;
            let silent = found == Expectation::Silence
                && (super::shower::counts(command) || super::shower::searches(command))
                && matches!(shell::program(command), Some("grep" | "rg"));
            let whole = silent || matches!(found, Expectation::Success | Expectation::Failure);
            Some(if whole { found } else { unreadable(raw) })
        }
        "expect" | "expects" | "expected" | "expecting" => expects(raw, command),
        "be" | "is" | "are" | "equals" => is(&words, raw, command),
        "exits" | "exit" | "exiting" | "exited" => exits(&words, raw, command),
        "fails" | "fail" | "errors" if says_failure(&words, raw) => {
            Some(failing(behind_words(raw, 1)))
        }
        // What is rejected is named, and not shown.
        "rejects" => {
            let with = raw.find(" with ").map_or("", |at| &raw[at + 1..]);
            Some(failing(with))
        }
        "failing" if words.len() == 1 => Some(Expectation::Failure),
        "matches" if !matches!(at(1), "" | "expectations") => Some(matches(raw, command)),
        "starts" | "prompts" | "launches" | "opens" | "asks" | "behaves" | "triggers"
        | "creates" | "writes"
            if !folded.contains("error") =>
        {
            Some(Expectation::Unreadable(shorten(raw)))
        }
        "and" | "then" | "to" | "verify" | "confirm" | "check" | "ensure" | "that" | "see"
        | "the" | "it" | "observe" | "assert" => looks(&words, raw, command),
        "passes" | "pass" | "passing" | "passed" | "succeeds" | "succeed" | "green" | "works"
        | "compiles" | "builds" | "completes" | "runs" => succeeds(&words, raw, command),
        "clean" => succeeds(&words, raw, command).or_else(|| {
            let more = claims(behind_words(raw, 1));
            (!more).then(|| super::shower::clean(command))
        }),
        "gone" | "none" if words.len() <= 2 && super::denied::shows_what_is_there(command) => {
            Some(super::shower::clean(command))
        }
        _ => None,
    }
}

/// Reads a comparison by a sign, `> 5`: that a search counts more than nothing it tells by its exit status; what is not surely compared is
/// for a person.
pub(super) fn compared(raw: &str, command: &str) -> Option<Expectation> {
    let signs = |c: char| matches!(c, '>' | '<' | '=' | '!' | '≥' | '≤' | '≠');
    let behind = raw.trim_start_matches(signs);
    let sign = &raw[..raw.len() - behind.len()];
    // `=> 5` and `== 5` name what comes out.
    if sign.is_empty() || !sign.starts_with(['>', '<', '!', '≥', '≤', '≠']) {
        return None;
    }
    let number = behind.trim_start();
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    let some = matches!(
        (sign, &number[..digits]),
        (">" | "!=" | "≠", "0") | (">=" | "≥", "1")
    );
    let counts =
        matches!(shell::program(command), Some("grep" | "egrep" | "rg")) && !command.contains('|');
    Some(if some && counts {
        Expectation::Success
    } else {
        bound::read(raw, command).unwrap_or_else(|| unreadable(raw))
    })
}

/// Reads `matches "x"`: of a search that it finds something, of others what a person must compare.
pub(super) fn matches(raw: &str, command: &str) -> Expectation {
    let rest = behind_words(raw, 1);
    let number = rest.bytes().any(|it| it.is_ascii_digit());
    if !super::shower::searches(command) {
        return unreadable(raw);
    }
    if let Some(found) = counted(rest, command) {
        return found;
    }
    let turns = super::shown::turns(&super::shown::words(rest));
    if number || turns || claims(rest) || rest.starts_with("exactly") {
        unreadable(raw)
    } else {
        Expectation::Success
    }
}

/// Reads `expect 5`, `expected to fail`.
fn expects(raw: &str, command: &str) -> Option<Expectation> {
    let rest = behind_words(raw, 1);
    let rest = rest.strip_prefix("to ").unwrap_or(rest);
    let folded = scan::normalized(rest);
    let first = folded.split(' ').next().unwrap_or_default();
    let passes = ["pass", "succe", "green", "all"]
        .iter()
        .any(|it| first.starts_with(it));
    if rest.is_empty() || passes && !claims(rest) {
        return None;
    }
    Some(value(rest, command))
}

/// Reads `run it and verify that it prints 5`.
fn looks(words: &[&str], raw: &str, command: &str) -> Option<Expectation> {
    let first = words[0];
    let looks = words.iter().take(3).any(|word| {
        matches!(
            *word,
            "verify" | "confirm" | "check" | "see" | "observe" | "assert" | "ensure"
        )
    });
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
                    | "observe"
                    | "assert"
                    | "result"
            )
        })
        .count();
    // `Run x to verify y` names a purpose: that x succeeds is the answer.
    let purpose = first == "to" && !words[..skip].contains(&"that");
    let rest = behind_words(raw, skip);
    if !looks {
        if words
            .get(skip)
            .is_some_and(|it| matches!(*it, "expect" | "expects"))
        {
            return expects(rest, command);
        }
        // `and prints 5`, `it prints 5`
        let tells = matches!(
            words.get(skip).copied().unwrap_or_default(),
            "prints"
                | "shows"
                | "outputs"
                | "returns"
                | "lists"
                | "reports"
                | "exits"
                | "fails"
                | "does"
                | "doesnt"
                | "must"
                | "should"
                | "contains"
                | "is"
                | "displays"
                | "never"
        );
        return if tells && first != "to" {
            stated(rest, command)
        } else {
            None
        };
    }
    let folded = words[skip.min(words.len())..].join(" ");
    stated(rest, command).or_else(|| {
        // Of what only shows something its exit status does not tell that it works.
        let words: &[&str] = if super::shower::shows(command) {
            &["pass", "succeed", "compile"]
        } else {
            &["pass", "succeed", "work", "compile", "green", "clean"]
        };
        let well = words.iter().any(|word| folded.contains(word));
        let builds = matches!(first, "ensure") || words[..skip].contains(&"ensure");
        if purpose || (well || builds) && !claims(rest) {
            None
        } else {
            Some(Expectation::Unreadable(shorten(rest)))
        }
    })
}

/// Reads `is 5`, `is empty`, `is rejected`.
fn is(words: &[&str], raw: &str, command: &str) -> Option<Expectation> {
    if let Some(found) = bound::read(behind_words(raw, 1), command) {
        return Some(found);
    }
    match words.get(1).copied().unwrap_or_default() {
        "clean" => succeeds(&words[1..], behind_words(raw, 1), command)
            .or_else(|| Some(super::shower::clean(command))),
        "green" | "successful" | "ok" | "passing" | "fine" | "happy" => {
            succeeds(&words[1..], behind_words(raw, 1), command).or(Some(Expectation::Success))
        }
        "rejected" | "refused" | "denied" | "failing" | "red" => {
            Some(failing(behind_words(raw, 2)))
        }
        "empty" if words.len() == 2 || !matches!(words[2], "or" | "and" | "except") => {
            Some(Expectation::Silence)
        }
        it if it.parse::<u64>().is_ok() => Some(value(behind_words(raw, 1), command)),
        _ if behind_words(raw, 1).starts_with(['`', '"', '“']) => {
            Some(equal(behind_words(raw, 1), command))
        }
        // What is done with it says nothing of what comes out of it.
        "run" | "used" | "executed" | "invoked" | "called" | "available" | "the" | "a" | "an"
        | "required" | "needed" | "part" | "already" | "in" | "ready" | "up" | "wired"
        | "still" | "also" | "now" | "installed" | "documented" | "covered" | "added" | "" => None,
        _ => Some(Expectation::Unreadable(shorten(raw))),
    }
}

/// Reads a text that is all that is shown.
fn equal(raw: &str, command: &str) -> Expectation {
    match value(raw, command) {
        Expectation::Contains(text)
            if super::texts::next(raw).is_some_and(|(_, _, end)| raw[end..].trim().is_empty()) =>
        {
            Expectation::Output(text)
        }
        Expectation::Contains(_) => unreadable(raw),
        other => other,
    }
}

/// Reads `exits 0`, and what else is said: `exits 0, output contains "x"`.
fn exits(words: &[&str], raw: &str, command: &str) -> Option<Expectation> {
    let Some(code) = exit(words) else {
        return claims(raw).then(|| Expectation::Unreadable(shorten(raw)));
    };
    // `exit != 0`
    let code = match raw.find(['!', '≠', '>']).map(|at| &raw[at..]) {
        Some(sign) if code == Expectation::Success => {
            let number = sign.trim_start_matches(['!', '=', '≠', '>', ' ']);
            if number.starts_with('0') && !sign.starts_with(">=") && !sign.starts_with("! ") {
                Expectation::Failure
            } else {
                return Some(unreadable(raw));
            }
        }
        _ => code,
    };
    Some(and_more(code, raw, command))
}

/// Adds what a clause tells beyond an exit code.
fn and_more(code: Expectation, raw: &str, command: &str) -> Expectation {
    let plain = without_asides(raw);
    let rest = behind_words(&plain, 1);
    let shown = [
        "contains ",
        "contain ",
        "prints ",
        "shows ",
        "includes ",
        "outputs ",
        "reports ",
        "displays ",
        "returns ",
        "lists ",
        "printing ",
        "emits ",
    ]
    .iter()
    .filter_map(|verb| Some((bounded(rest, verb)?, verb)))
    .min_by_key(|(at, _)| *at);
    if code == Expectation::Success {
        if let Some((at, verb)) = shown {
            let verb = verb.trim_end().trim_end_matches("ing").to_owned();
            let object = &rest[at..];
            let object = object.split_once(' ').map_or("", |(_, it)| it);
            let statement = format!("{verb} {object}");
            return stated(&statement, command).unwrap_or_else(|| unreadable(raw));
        }
        if claims(rest) {
            return unreadable(raw);
        }
        return code;
    }
    let more = quoted(rest).is_some() && (rest.contains(" with ") || rest.contains(" and "));
    if !more && shown.is_none() {
        return code;
    }
    let (Expectation::FailsWith { texts, .. }, Expectation::ExitCode(_) | Expectation::Failure) =
        (failing(&format!("with {rest}")), &code)
    else {
        return unreadable(raw);
    };
    let code = match code {
        Expectation::ExitCode(code) => Some(code),
        _ => None,
    };
    Expectation::FailsWith { code, texts }
}

pub(super) fn unreadable(raw: &str) -> Expectation {
    Expectation::Unreadable(shorten(raw))
}

/// Returns where a word begins in `text`.
fn bounded(text: &str, word: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = scan::find_ignore_case(&text[from..], word)? + from;
        if at == 0 || text[..at].ends_with([' ', ',', ';', '(']) {
            return Some(at);
        }
        from = at + word.len();
    }
}

/// Reads what follows a word of success: `passes`, `succeeds and prints 5`.
fn succeeds(words: &[&str], raw: &str, command: &str) -> Option<Expectation> {
    if words.iter().any(|it| *it == "exit" || *it == "exits")
        && let Some(code) = exit_anywhere(words)
    {
        return Some(and_more(code, raw, command));
    }
    let plain = without_asides(raw);
    let parts = [" and ", ", ", "; ", " with ", " but "];
    for part in parts {
        let Some((_, rest)) = plain.split_once(part) else {
            continue;
        };
        let rest = rest.trim_start();
        let word = scan::normalized(rest);
        let word = word.split(' ').next().unwrap_or_default();
        let tells = matches!(
            word,
            "prints"
                | "shows"
                | "outputs"
                | "returns"
                | "lists"
                | "reports"
                | "exits"
                | "displays"
                | "emits"
                | "contains"
                | "output"
                | "no"
                | "zero"
                | "0"
                | "does"
                | "doesnt"
        );
        if tells && let Some(found) = stated(rest, command) {
            return Some(found);
        }
    }
    None
}

/// Reads an exit code: `exits 2`, `exits non-zero`.
pub(super) fn exit(words: &[&str]) -> Option<Expectation> {
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
    let start = words.iter().position(|word| {
        matches!(
            *word,
            "exits" | "exit" | "status" | "code" | "exiting" | "exited"
        )
    })?;
    for word in words[start + 1..].iter().take(4) {
        match *word {
            "with" | "code" | "status" | "is" | "of" | "a" | "and" | "exits" => {}
            "non" | "nonzero" => return Some(Expectation::Failure),
            "zero" | "successfully" | "cleanly" | "clean" => return Some(Expectation::Success),
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
pub(super) fn behind_words(text: &str, count: usize) -> &str {
    let mut rest = text.trim_start();
    for _ in 0..count {
        rest = rest
            .find(char::is_whitespace)
            .map_or("", |at| rest[at..].trim_start());
    }
    rest
}
