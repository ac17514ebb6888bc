//! What the words behind a command say of it, apart from what they say of the commands that follow.

use crate::read::shell;

/// Signs behind a command that lead to what comes out of it.
const SIGNS: &[&str] = &["→", "->", "=>", "⇒", "==", "="];

/// The words behind a command.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Said<'a> {
    /// Whether a sign such as `→` leads to them.
    pub(super) sign: bool,
    /// What a parenthesis right behind the command says.
    pub(super) aside: Option<&'a str>,
    /// The sentence, or the part of it, that is about this command.
    pub(super) sentence: &'a str,
    /// The sentence behind it.
    pub(super) next: &'a str,
    /// What `Expected:` says further on.
    pub(super) expected: Option<&'a str>,
}

impl<'a> Said<'a> {
    /// Takes the words behind a command apart.
    pub(super) fn read(after: &'a str, command: &str) -> Self {
        let rest = behind_list(after, command);
        let (own, _) = rest.split_at(next_command(rest));
        let expected = expected(own);
        let own = &own[..expected.map_or(own.len(), |(at, _)| at)];
        let mut rest = behind_filler(own);
        let mut sign = false;
        let mut aside = None;
        loop {
            let found = SIGNS.iter().find_map(|it| rest.strip_prefix(it));
            if let Some(behind) = found.filter(|_| !sign) {
                sign = true;
                rest = behind_filler(behind);
            } else if let Some((inner, behind)) = parenthesis(rest).filter(|_| aside.is_none()) {
                aside = Some(inner);
                rest = behind_filler(behind);
            } else {
                break;
            }
        }
        let first = sentence(rest);
        let next = rest[first.len()..].trim_start_matches(['.', '!', '?', ')', ' ', '\n']);
        Self {
            sign,
            aside,
            sentence: first.trim_end(),
            next: sentence(next).trim_end(),
            expected: expected.map(|(_, value)| value),
        }
    }
}

/// Skips white space, marks and dashes that part words from a command.
fn behind_filler(text: &str) -> &str {
    let mut rest = text;
    loop {
        let next = rest.trim_start_matches(|c: char| {
            c.is_whitespace() || matches!(c, '*' | '_' | ')' | ',' | ':' | '—' | '–')
        });
        let behind = next.trim_start_matches('-');
        let dash = behind.len() < next.len() && (behind.is_empty() || behind.starts_with(' '));
        let next = if dash { behind } else { next };
        if next.len() == rest.len() {
            return rest;
        }
        rest = next;
    }
}

/// Returns what is in a parenthesis at the start of `text`, and what follows it.
fn parenthesis(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix('(')?;
    let mut depth = 1;
    for (at, c) in inner.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some((&inner[..at], &inner[at + 1..]));
        }
    }
    None
}

/// Skips further commands of a list: `, `b`, and `c` pass`.
///
/// A verb for one alone is about the last of them, unless all are of a kind: `x` and `git diff` shows nothing.
fn behind_list<'a>(after: &'a str, command: &str) -> &'a str {
    let own = after.trim_start_matches('`');
    let mut rest = own;
    let mut alike = true;
    loop {
        let mut next = rest.trim_start_matches([' ', ',', '\n', ';', '+', '&', '/']);
        for word in ["and ", "AND ", "or ", "then ", "followed by "] {
            next = next.strip_prefix(word).unwrap_or(next).trim_start();
        }
        let listed = next
            .strip_prefix('`')
            .and_then(|inner| inner.split_once('`'))
            .filter(|(inner, _)| shell::reads_like_command(inner));
        let Some((inner, behind)) = listed else {
            let verb = tip_syntax::scan::word(rest.trim_start());
            let of_one = rest.len() < own.len() && (verb == "is" || super::claim::tells(verb));
            return if of_one && !alike { "" } else { rest };
        };
        alike = alike && shell::program(inner) == shell::program(command);
        rest = behind;
    }
}

/// Returns where the clause of another command begins.
fn next_command(text: &str) -> usize {
    let mut at = 0;
    while let Some(open) = text[at..].find('`').map(|it| at + it) {
        let Some(len) = text[open + 1..].find('`') else {
            break;
        };
        let inner = &text[open + 1..open + 1 + len];
        let before = text[..open].trim_end_matches([' ', '\n', '*', '(']);
        let word = before
            .rsplit([' ', '\n', '(', '`'])
            .next()
            .unwrap_or_default();
        let leads = before.ends_with([',', ';', '+', '.', '→', '&'])
            || matches!(word, "and" | "AND" | "then" | "or" | "run" | "Run" | "plus");
        // `…\nVerify that x: `b``: what leads to another command begins with its line or its sentence.
        let begins = ["\n", ". "]
            .iter()
            .filter_map(|it| text[..open].rfind(it))
            .max();
        if let Some(begins) = begins.filter(|_| before.ends_with(':'))
            && shell::reads_like_command(inner)
        {
            return begins;
        }
        if leads && shell::reads_like_command(inner) {
            return before
                .strip_suffix(word)
                .filter(|_| word.chars().all(char::is_alphabetic))
                .unwrap_or(before)
                .len();
        }
        at = open + 1 + len + 1;
    }
    text.len()
}

/// Returns where `Expected:` stands in `text`, and its value.
fn expected(text: &str) -> Option<(usize, &str)> {
    [
        "expected: ",
        "expected output: ",
        "expected result: ",
        "expect: ",
        ". expect ",
    ]
    .iter()
    .filter_map(|label| {
        let at = tip_syntax::scan::find_ignore_case(text, label)?;
        Some((at, text[at + label.len()..].trim()))
    })
    .min()
}

/// Splits text at the ends of sentences and at semicolons outside of quotations.
pub(super) fn clauses(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    // The text may begin within a quotation.
    let mut quoted = text.matches('`').count() % 2 == 1;
    let mut from = 0;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        let rest = &text[end..];
        match c {
            '`' => quoted = !quoted,
            ';' if !quoted => {}
            '.' | '!' | '?' if !quoted && rest.starts_with([' ', '\n']) => {}
            _ => continue,
        }
        if c != '`' {
            out.push(&text[from..at]);
            from = end;
        }
    }
    out.push(&text[from..]);
    out
}

/// Returns the first sentence of `text`.
fn sentence(text: &str) -> &str {
    let mut quoted = false;
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        match c {
            '`' => quoted = !quoted,
            '.' | '!' | '?'
                if !quoted && (rest.is_empty() || rest.starts_with([' ', '\n', ')'])) =>
            {
                return &text[..at];
            }
            '\n' if rest.trim_start_matches(' ').starts_with('\n') => return &text[..at],
            '<' if !quoted && rest.starts_with('/') => return text[..at].trim_end_matches('.'),
            _ => {}
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(after: &str, sign: bool, aside: Option<&str>, sentence: &str, expected: Option<&str>) {
        let said = Said {
            next: "",
            ..Said::read(after, "make all")
        };
        let wanted = Said {
            sign,
            aside,
            sentence,
            next: "",
            expected,
        };
        assert_eq!(said, wanted, "{after}");
    }

    #[test]
    fn the_words_about_a_command_are_told_from_those_about_others() {
        check("` passes", false, None, "passes", None);
        check("` → 5", true, None, "5", None);
        check("` -> 5", true, None, "5", None);
        check("` -- 5", false, None, "5", None);
        check("` (expect 5)", false, Some("expect 5"), "", None);
        check(
            "` (a (b)) passes. It is fine.",
            false,
            Some("a (b)"),
            "passes",
            None,
        );
        check("`, and `make lint` pass", false, None, "pass", None);
        check(
            "` exits 0 and `git diff` shows x",
            false,
            None,
            "exits 0",
            None,
        );
        check("` and `git diff` shows nothing", false, None, "", None);
        check("` and `make lint` prints x", false, None, "prints x", None);
        check("` prints `make a`", false, None, "prints `make a`", None);
        check("`. Expected: 5 lines", false, None, "", Some("5 lines"));
        check(
            "` shows `a. b` here",
            false,
            None,
            "shows `a. b` here",
            None,
        );
        check("` exits 0.</done>", false, None, "exits 0", None);
    }
}
