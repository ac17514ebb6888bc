//! Text in columns: widths, cutting, wrapping.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// Returns the columns that text takes.
pub(crate) fn width(text: &str) -> usize {
    text.width()
}

/// Cuts text to a number of columns; what was cut shows as `…`.
pub(crate) fn fit(text: &str, columns: usize) -> Cow<'_, str> {
    // Text of so few bytes is never wider.
    if text.len() <= columns || width(text) <= columns {
        return Cow::Borrowed(text);
    }
    let mut used = 0;
    let room = columns.saturating_sub(1);
    let end = text
        .char_indices()
        .find(|(_, c)| {
            used += c.width().unwrap_or(0);
            used > room
        })
        .map_or(text.len(), |(at, _)| at);
    // Neither a space nor a joiner is left at the end.
    let kept = text[..end].trim_end_matches([' ', '\u{200d}']);
    Cow::Owned(format!("{kept}…"))
}

/// Cuts a path to a number of columns; its end, which tells more, is kept.
pub(crate) fn fit_path(path: &str, columns: usize) -> Cow<'_, str> {
    if width(path) <= columns {
        return Cow::Borrowed(path);
    }
    let mut used = 0;
    let room = columns.saturating_sub(1);
    let start = path
        .char_indices()
        .rev()
        .take_while(|(_, c)| {
            used += c.width().unwrap_or(0);
            used <= room
        })
        .last()
        .map_or(path.len(), |(at, _)| at);
    Cow::Owned(format!("…{}", &path[start..]))
}

/// Returns `1 plan`, `2 plans`.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    if count == 1 {
        format!("1 {noun}")
    } else {
        format!("{count} {noun}s")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(fit("計画計画", 8), "計画計画");
        assert_eq!(fit("計画計画", 7), "計画計…");
        assert_eq!(fit("計画計画", 6), "計画…");
    }

    #[test]
    fn a_cut_leaves_no_space_and_no_half_emoji() {
        assert_eq!(fit("one two", 5), "one…");
        assert_eq!(fit("a👩‍💻b👩‍💻", 4), "a👩…");
    }

    #[test]
    fn a_path_keeps_its_end() {
        assert_eq!(fit_path("docs/tips/one.md", 9), "…s/one.md");
        assert_eq!(fit_path("one.md", 9), "one.md");
    }
}
