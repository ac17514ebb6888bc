//! What a command must not do: `does not print "x"`, `never fails`, `no longer lists x`.

use super::shown::words as words_of;
use super::stated::behind_words;
use super::texts::texts;
use super::value::none_of;
use super::{shorten, shower};
use crate::Expectation;
use crate::read::shell;

/// Reads a negation at the start of a statement; `None` where it starts with none.
pub(super) fn negated(words: &[&str], raw: &str, command: &str) -> Option<Expectation> {
    let skip = negation(words)?;
    let verb = words.get(skip).copied().unwrap_or_default();
    let stem = verb.strip_suffix("ing").unwrap_or(verb);
    // `doesn't` is one word in both, `non-zero` is not.
    let told = behind_words(raw, skip + 1);
    let unreadable = || Expectation::Unreadable(shorten(raw));
    Some(match stem {
        "print" | "prints" | "output" | "outputs" | "show" | "shows" | "list" | "lists"
        | "report" | "reports" | "return" | "returns" | "contain" | "contains" | "include"
        | "includes" | "includ" | "display" | "displays" | "emit" | "emits" | "mention"
        | "mentions" | "log" | "logs" | "leak" | "have" | "find" | "produce" | "match"
        | "yield" => {
            lacking(&words[(skip + 1).min(words.len())..], told, command).unwrap_or_else(unreadable)
        }
        "fail" | "fails" | "error" | "errors" | "crash" | "crashes" | "panic" | "panics" => {
            if words.len() <= skip + 2 && !shower::shows(command) {
                Expectation::Success
            } else {
                unreadable()
            }
        }
        "pass" | "succeed" | "compile" | "build" => Expectation::Failure,
        // `a` succeeds, `b` does not.
        "" if skip == 2 && words.len() == 2 || matches!(words, ["doesnt"]) => Expectation::Failure,
        "break" | "regress" | "touch" | "change" | "add" | "use" | "edit" | "modify" | "run"
        | "introduce" | "require" | "need" | "affect" | "commit" | "amend" | "be" | "the" | "a"
        | "" => return None,
        _ if words[0] == "without" => return None,
        _ => unreadable(),
    })
}

/// Returns how many words a negation takes at the start.
fn negation(words: &[&str]) -> Option<usize> {
    let at = |n: usize| words.get(n).copied().unwrap_or_default();
    Some(match (at(0), at(1)) {
        ("does" | "do" | "did" | "must" | "should" | "will" | "can" | "may", "not" | "never")
        | ("no", "longer") => 2,
        (
            "doesnt" | "dont" | "didnt" | "never" | "cannot" | "cant" | "wont" | "shouldnt"
            | "mustnt" | "without" | "not",
            _,
        ) => 1,
        _ => return None,
    })
}

/// Reads what must not be shown.
fn lacking(object: &[&str], told: &str, command: &str) -> Option<Expectation> {
    let it = texts(told);
    if it.all.is_empty() {
        let nothing = match object {
            [] => matches!(shell::program(command), Some("grep" | "rg")),
            ["anything" | "output"]
            | ["any", "output" | "matches" | "results" | "hits" | "lines"] => true,
            _ => false,
        };
        if nothing {
            return Some(Expectation::Silence);
        }
        return match object {
            ["any", rest @ ..] => {
                let none: Vec<&str> = ["no"].into_iter().chain(rest.iter().copied()).collect();
                none_of(&none, command)
            }
            _ => None,
        };
    }
    let before = words_of(it.before);
    let listed = it.between.iter().all(|gap| {
        words_of(gap)
            .iter()
            .all(|it| matches!(it.as_str(), "and" | "or" | "nor" | "any" | "the" | "a"))
    });
    let simple = before.len() <= 3
        && before.iter().all(|it| {
            matches!(
                it.as_str(),
                "the" | "a" | "an" | "any" | "word" | "text" | "string" | "of" | "literal"
            )
        });
    let after = words_of(it.after);
    let lead = after.first().map(String::as_str).unwrap_or_default();
    let over = matches!(
        lead,
        "" | "in" | "on" | "to" | "anywhere" | "any" | "at" | "anymore" | "and"
    ) && !super::shown::turns(&after);
    (simple && listed && over)
        .then(|| Expectation::Lacks(it.all.iter().map(|it| (*it).to_owned()).collect()))
}
