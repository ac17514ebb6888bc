//! Boxes at the start of list items and cells.

use crate::BoxState;

/// Reads the box at the start of `text`.
///
/// Returns the box with its length, and the text after it, its spaces and the `*` of an optional task taken off.
pub(crate) fn strip(text: &str) -> (Option<Mark>, &str) {
    match parse(text) {
        Some(mark) => (
            Some(mark),
            text[mark.len + usize::from(mark.optional)..].trim_start_matches([' ', '\t', '\u{a0}']),
        ),
        None => (None, text),
    }
}

/// A box at the start of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    /// What it shows.
    pub(crate) state: BoxState,
    /// Its length in bytes.
    pub(crate) len: usize,
    /// Whether a `*` after it marks the item as optional.
    pub(crate) optional: bool,
}

/// Reads `[ ]`, `[x]`, `[X]`, `[~]`, `[-]`, `[✓]` and the like.
pub(crate) fn parse(text: &str) -> Option<Mark> {
    let inner = text.strip_prefix('[')?;
    let c = inner.chars().next()?;
    let state = match c {
        ' ' | '\t' | '\u{a0}' => BoxState::Open,
        'x' | 'X' | '✓' | '✔' | '✅' | '☑' | '×' => BoxState::Done,
        '~' | '-' | '/' | '>' | '!' | '?' | '.' | '*' | '+' | '=' | '⏳' | '🔄' | '🚧' | '❌'
        | '✗' | '✘' => BoxState::Other,
        _ => return None,
    };
    // Some keyboards write a selector behind a sign, which says to show it in color.
    let rest = &inner[c.len_utf8()..];
    let after = rest.strip_prefix('\u{fe0f}').unwrap_or(rest);
    let after = after.strip_prefix(']')?;
    // `[x](url)`, `[x][ref]` and `[x]: url` are links.
    if after.starts_with(['(', '[', ':']) {
        return None;
    }
    let optional = after.starts_with('*') && !after.starts_with("**");
    Some(Mark {
        state,
        len: text.len() - after.len(),
        optional,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<BoxState>) {
        assert_eq!(parse(text).map(|mark| mark.state), expected, "{text}");
    }

    #[test]
    fn every_kind_of_box_is_read() {
        check("[ ] x", Some(BoxState::Open));
        check("[x] x", Some(BoxState::Done));
        check("[X]", Some(BoxState::Done));
        check("[x]text", Some(BoxState::Done));
        check("[ ]* 4.3 optional", Some(BoxState::Open));
        check("[~] x", Some(BoxState::Other));
        check("[-] x", Some(BoxState::Other));
        check("[✓] x", Some(BoxState::Done));
        check("[✔\u{fe0f}] x", Some(BoxState::Done));
    }

    #[test]
    fn links_and_marks_are_no_boxes() {
        for text in [
            "[x](url)",
            "[x][ref]",
            "[x]: url",
            "[P] tasks",
            "[]",
            "[US1] x",
            "[",
            "x",
        ] {
            check(text, None);
        }
    }
}
