//! Text in columns: widths, cutting, wrapping.

use std::borrow::Cow;
use std::mem;

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

/// Cuts text to a number of columns; its beginning and its end are kept, which tell names apart that begin alike.
pub(crate) fn fit_middle(text: &str, columns: usize) -> Cow<'_, str> {
    if text.len() <= columns || width(text) <= columns {
        return Cow::Borrowed(text);
    }
    let end = fit_path(text, columns / 3 + 1);
    let end = end.trim_start_matches(['…', ' ']);
    let start = fit(text, columns.saturating_sub(width(end)));
    Cow::Owned(format!("{start}{end}"))
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

/// Breaks text between words into lines of at most so many columns; a longer word keeps its line.
pub(crate) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut current = String::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        if !current.is_empty() && width(&current) + 1 + width(word) > columns {
            lines.push(mem::take(&mut current));
        }
        if !current.is_empty() {
            current.push(' ');
        }
        current.push_str(word);
    }
    if !current.is_empty() {
        lines.push(current);
    }
    lines
}

/// Returns a title without words such as `Implementation Plan:` or `Tasks:` before it.
pub(crate) fn short_title(title: &str) -> &str {
    let kinds = [
        "plan",
        "change",
        "design",
        "proposal",
        "requirements",
        "spec",
        "specification",
        "tasks",
    ];
    match title.split_once(": ") {
        Some((kind, rest)) if !rest.trim().is_empty() => {
            let kind = kind.to_lowercase();
            let last = kind.rsplit(' ').next().unwrap_or_default();
            if kinds.contains(&last) || last == "execplan" {
                rest.trim()
            } else {
                title
            }
        }
        _ => title,
    }
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
    fn a_name_keeps_its_beginning_and_its_end() {
        assert_eq!(fit_middle("one two three", 13), "one two three");
        assert_eq!(fit_middle("one two three", 12), "one two…hree");
        assert_eq!(fit_middle("計画計画計画", 8), "計画…画");
        for columns in 1..20 {
            assert!(width(&fit_middle("a name that is long", columns)) <= columns.max(2));
        }
    }

    #[test]
    fn a_path_keeps_its_end() {
        assert_eq!(fit_path("docs/tips/one.md", 9), "…s/one.md");
        assert_eq!(fit_path("one.md", 9), "one.md");
    }

    #[test]
    fn words_are_wrapped() {
        assert_eq!(wrap("one two  three", 7), ["one two", "three"]);
        assert_eq!(wrap("incomprehensible", 7), ["incomprehensible"]);
        assert!(wrap("", 7).is_empty());
    }

    #[test]
    fn a_title_need_not_say_that_it_is_a_plan() {
        assert_eq!(short_title("Technical Implementation Plan: Ships"), "Ships");
        assert_eq!(short_title("Feature Specification: Ships"), "Ships");
        assert_eq!(short_title("Tasks: Ships"), "Ships");
        assert_eq!(short_title("Ships: a plan"), "Ships: a plan");
        assert_eq!(short_title("Plan: "), "Plan: ");
    }
}
