//! What words before a command say of what comes out of it: `No output from`, `The output of`.

use tip_syntax::scan;

use super::tells_of_outcome;
use crate::read::intent;

/// What comes out of a command before which its outcome is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ToldBefore {
    /// `No output from`, `zero matches from`: it prints nothing.
    Nothing,
    /// `No errors from`: it succeeds.
    NoError,
    /// `The output of`: what follows says what comes out.
    Follows,
}

/// Returns what the words before a command say of what comes out of it; `None` where they say nothing.
pub(crate) fn told_before(before: &str, after: &str) -> Option<ToldBefore> {
    let clause = intent::last_sentence(intent::tail(before, 160));
    let clause = clause.rsplit([':', ';', ',', '(']).next().unwrap_or(clause);
    let folded = scan::normalized(clause);
    let mut words: Vec<&str> = folded.split(' ').filter(|it| !it.is_empty()).collect();
    words.pop_if(|it| *it == "running");
    let [rest @ .., noun, "from" | "of" | "by"] = words.as_slice() else {
        return None;
    };
    let negates = |it: &&str| matches!(*it, "no" | "zero" | "empty" | "without" | "0");
    let none = *noun == "nothing" || rest.iter().any(negates);
    match *noun {
        "output" | "match" | "matches" | "hit" | "hits" | "result" | "results" | "occurrences"
        | "references" | "lines" | "nothing"
            if none =>
        {
            Some(ToldBefore::Nothing)
        }
        "error" | "errors" | "warning" | "warnings" | "failure" | "failures" | "complaint"
        | "complaints"
            if none =>
        {
            Some(ToldBefore::NoError)
        }
        "output" | "result" | "code" if tells_of_outcome(after) => Some(ToldBefore::Follows),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(before: &str, after: &str, expected: Option<ToldBefore>) {
        assert_eq!(told_before(before, after), expected, "{before}…{after}");
    }

    #[test]
    fn what_comes_out_may_be_told_before() {
        check("No output from `", "`", Some(ToldBefore::Nothing));
        check(
            "There is no output from running `",
            "`",
            Some(ToldBefore::Nothing),
        );
        check("Zero matches from `", "` in all", Some(ToldBefore::Nothing));
        check("Nothing from `", "`", Some(ToldBefore::Nothing));
        check(
            "It builds: no warnings from `",
            "`",
            Some(ToldBefore::NoError),
        );
        check("The output of `", "` is empty", Some(ToldBefore::Follows));
    }

    #[test]
    fn other_words_say_nothing_of_it() {
        check("The output of `", "` moves to a file", None);
        check("Errors from `", "`", None);
        check("Read from `", "`", None);
        check("No output: `", "`", None);
    }
}
