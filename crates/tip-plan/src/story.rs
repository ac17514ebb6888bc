//! User stories: `User Story 2`, `US2`, `[US2]`.

use tip_syntax::{Document, scan};

use crate::{Plan, UnitId, UnitKind};

/// Returns the number of the user story that a title begins with, or names in brackets: `User Story 2 - Undo`, `US2: Undo`, `Undo (US2)`.
pub fn story_of(title: &str) -> Option<&str> {
    let begins = title.trim_start_matches(['[', '(', '*', ' ']);
    let bracketed = || {
        let mut parts = title.split(['[', '(']).skip(1);
        parts.find_map(short)
    };
    long(begins).or_else(|| short(begins)).or_else(bracketed)
}

/// Returns the number of the user story that a unit belongs to: by its title, by the mark before it, or a phase by the one mark that its
/// tasks bear.
pub fn story_of_unit<'a>(doc: &'a Document, plan: &'a Plan, id: UnitId) -> Option<&'a str> {
    let unit = plan.unit(id);
    let marked = |id: UnitId| {
        let unit = plan.unit(id);
        let before = doc
            .text(unit.lead)
            .split(unit.title.value.as_str())
            .next()?;
        before.split('[').skip(1).find_map(short)
    };
    let of_tasks = || {
        let tasks = plan.units_of(UnitKind::Task);
        let mut marks = tasks
            .filter(|it| it.1.parent == Some(id))
            .filter_map(|it| marked(it.0));
        let first = marks.next()?;
        marks.all(|it| it == first).then_some(first)
    };
    let found = story_of(&unit.title.value).or_else(|| marked(id));
    found.or_else(|| of_tasks().filter(|_| unit.kind == UnitKind::Phase))
}

/// Returns the number of the user story that a text begins with, and the length of both: `User Story 2`, `US2`.
pub(crate) fn story_at(text: &str) -> Option<(&str, usize)> {
    let number = long(text).or_else(|| short(text))?;
    let start = number.as_ptr() as usize - text.as_ptr() as usize;
    Some((number, start + number.len()))
}

fn long(text: &str) -> Option<&str> {
    if !scan::starts_with_ignore_case(text, "user stor") {
        return None;
    }
    let rest = text["user stor".len()..]
        .trim_start_matches(|c: char| c.is_ascii_lowercase())
        .trim_start_matches([' ', '#']);
    digits(rest)
}

fn short(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("US")?;
    digits(rest.trim_start_matches('-'))
}

fn digits(text: &str) -> Option<&str> {
    let len = text.bytes().take_while(u8::is_ascii_digit).count();
    let ends = !text[len..].starts_with(|c: char| c.is_alphanumeric());
    (len > 0 && ends).then(|| &text[..len])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_names_its_story() {
        assert_eq!(story_of("User Story 2 - Undo (Priority: P1)"), Some("2"));
        assert_eq!(story_of("user story 12: Undo"), Some("12"));
        assert_eq!(story_of("US2 - Undo"), Some("2"));
        assert_eq!(story_of("[US3] Undo"), Some("3"));
        assert_eq!(story_of("Undo (US3, P1)"), Some("3"));
        assert_eq!(story_of("User Stories"), None);
        assert_eq!(story_of("USB2 adapters"), None);
        assert_eq!(story_of("US2x"), None);
        assert_eq!(story_of("Polish"), None);
    }
}
