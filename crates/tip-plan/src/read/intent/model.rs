//! Words that lead to a file which is only an example, and words that lead nowhere.

use std::borrow::Cow;

use super::{is_article, is_one_of};

/// What another file is an example of.
const KINDS: &[&str] = &[
    "approach",
    "convention",
    "conventions",
    "example",
    "format",
    "layout",
    "pattern",
    "patterns",
    "precedent",
    "setup",
    "shape",
    "structure",
    "style",
];

/// Words that lead from there to the file.
const LEADS: &[&str] = &["from", "of", "in", "as", "by"];

/// Words that lead to an example by themselves, with the word before.
const PAIRS: &[(&str, &str)] = &[
    ("analogous", "to"),
    ("based", "on"),
    ("body", "of"),
    ("clone", "of"),
    ("copied", "from"),
    ("copy", "of"),
    ("identical", "to"),
    ("mirror", "of"),
    ("modeled", "after"),
    ("modeled", "on"),
    ("modelled", "after"),
    ("modelled", "on"),
    ("port", "of"),
    ("same", "as"),
    ("similar", "to"),
];

/// Returns whether words lead to a file that is a model for another: `following the pattern of`, `modeled on the existing`.
pub(super) fn is_model(between: &[&str]) -> bool {
    let is_idle = |it: &&&str| !(is_article(it) || is_one_of(it, &["exact", "nearest", "sibling"]));
    let mut words = between.iter().rev();
    let Some(last) = words.find(is_idle) else {
        return false;
    };
    if is_one_of(last, &["copying", "cloning", "mirroring", "mirrors"]) {
        return true;
    }
    // `Modeled on the nearest test (e.g. x)`.
    if is_one_of(last, &["e.g"]) {
        return between.windows(2).any(|it| is_pair(it[0], it[1]));
    }
    words.next().is_some_and(|before| {
        is_pair(before, last) || is_one_of(before, KINDS) && is_one_of(last, LEADS)
    })
}

fn is_pair(one: &str, other: &str) -> bool {
    let mut pairs = PAIRS.iter();
    pairs.any(|it| it.0.eq_ignore_ascii_case(one) && it.1.eq_ignore_ascii_case(other))
}

/// Leaves out what stands in parentheses that are closed: `x (drop the old path), y` does nothing to `y`.
pub(super) fn without_asides(clause: &str) -> Cow<'_, str> {
    if !clause.contains(')') {
        return Cow::Borrowed(clause);
    }
    let mut left = String::with_capacity(clause.len());
    // Where the parentheses that are open begin.
    let mut open = Vec::new();
    let mut in_code = false;
    // The mark before the reference is its own.
    let odd = clause.matches('`').count() % 2 == 1;
    let last_mark = clause.rfind('`').filter(|_| odd);
    for (at, c) in clause.char_indices() {
        in_code ^= c == '`' && Some(at) != last_mark;
        match c {
            '(' if !in_code => open.push(left.len()),
            ')' if !in_code => {
                if let Some(start) = open.pop() {
                    left.truncate(start);
                    continue;
                }
            }
            _ => {}
        }
        left.push(c);
    }
    Cow::Owned(left)
}
