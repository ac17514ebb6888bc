//! The heading of a section in a template.

use tip_syntax::scan;

use crate::UnitKind;
use crate::schema::TitleSpec;

use super::{bracket, line};

/// What a heading says of its section.
#[derive(Clone, Debug, Default)]
pub(super) struct HeadingShape {
    /// The heading without condition.
    pub(super) title: String,
    /// What is common to all where it repeats: the word before the number, or what the only bracket says.
    pub(super) lead: String,
    /// The word before the number.
    pub(super) word: Option<String>,
    /// Whether a bracket stands for what is individual.
    pub(super) placeholder: bool,
    /// What the bracket or the words after the number say.
    pub(super) example: Option<String>,
    /// When the section is needed.
    pub(super) condition: Option<String>,
}

impl HeadingShape {
    /// Returns whether any number of such sections may stand in a plan, whatever their neighbors are.
    pub(super) fn repeats(&self) -> bool {
        self.placeholder && (self.word.is_some() || self.is_nameless())
    }

    /// Returns whether the heading is nothing but a placeholder.
    pub(super) fn is_nameless(&self) -> bool {
        self.word.is_none() && self.example.as_deref() == Some(self.lead.as_str())
    }
}

/// Reads the title of a plan.
pub(super) fn title(text: &str, line: u32) -> TitleSpec {
    let found = bracket::find(text).first().copied();
    let prefix = found.map_or(text, |(start, _)| &text[..start]);
    TitleSpec {
        prefix: prefix
            .trim()
            .trim_end_matches([':', '-', '—', '–'])
            .trim_end()
            .to_owned(),
        hint: found.map(|(start, end)| text[start + 1..end - 1].trim().to_owned()),
        line,
    }
}

/// Reads the heading of a section.
pub(super) fn read(text: &str) -> HeadingShape {
    let (text, condition) = line::split_parenthesis(text);
    let brackets = bracket::find(text);
    let mut shape = HeadingShape {
        title: text.trim().to_owned(),
        condition,
        placeholder: !brackets.is_empty(),
        ..HeadingShape::default()
    };
    if let Some((word, rest)) = numbered(text) {
        word.clone_into(&mut shape.lead);
        shape.word = Some(word.to_owned());
        let rest = rest.trim_matches([' ', ':', '.', '-', '—', '–', ')']);
        shape.placeholder = bracket::find(rest).len() == 1 || rest.is_empty();
        shape.example = (!rest.is_empty()).then(|| hint_of(rest));
        return shape;
    }
    if let [(start, end)] = brackets[..] {
        let inner = hint_of(&text[start..end]);
        let before = text[..start]
            .trim()
            .trim_end_matches([':', '-', '—', '–'])
            .trim_end();
        let whole = before.is_empty() && text[end..].trim().is_empty();
        if whole {
            shape.lead.clone_from(&inner);
        } else {
            before.clone_into(&mut shape.title);
        }
        shape.example = Some(inner);
    }
    shape
}

/// Splits `Phase 1: …` into the word and what follows the number; `Phase N: …` and `Phase [N]: …` too.
fn numbered(text: &str) -> Option<(&str, &str)> {
    let mut at = 0;
    for (index, token) in text.split(' ').enumerate() {
        let bare = token.trim_matches(['[', ']', ':', '.', ')', '#', '-']);
        let number = matches!(bare, "N" | "X" | "n")
            || !bare.is_empty() && scan::number_len(bare) == bare.len()
            || matches!(token, "#" | "[#]" | "[#]:");
        if number {
            return (index > 0).then(|| (text[..at].trim_end(), &text[at + token.len()..]));
        }
        if index > 2 || !token.bytes().all(|b| b.is_ascii_alphabetic()) {
            return None;
        }
        at += token.len() + 1;
    }
    None
}

/// Returns what a text of one bracket asks for, or the text.
fn hint_of(text: &str) -> String {
    match bracket::find(text)[..] {
        [(0, end)] if end == text.len() => {
            let inner = &text[1..end - 1];
            let read = bracket::read(inner);
            read.hint.unwrap_or_else(|| inner.trim().to_owned())
        }
        _ => text.trim().to_owned(),
    }
}

/// Returns the kind of unit that a word stands for.
pub(super) fn unit_kind(word: &str) -> Option<UnitKind> {
    let last = word.rsplit(' ').next().unwrap_or(word);
    Some(match last.to_ascii_lowercase().as_str() {
        "phase" | "stage" | "milestone" | "chunk" | "part" => UnitKind::Phase,
        "task" | "story" => UnitKind::Task,
        "step" => UnitKind::Step,
        "scenario" => UnitKind::Scenario,
        "risk" => UnitKind::Risk,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, title: &str, word: Option<&str>, example: Option<&str>) {
        let shape = read(text);
        assert_eq!(shape.title, title, "{text}");
        assert_eq!(shape.word.as_deref(), word, "{text}");
        assert_eq!(shape.example.as_deref(), example, "{text}");
    }

    #[test]
    fn a_word_and_a_number_repeat() {
        let title = r#"Phase 1: [e.g., "Extend"]"#;
        check(title, title, Some("Phase"), Some("Extend"));
        check("Phase 2", "Phase 2", Some("Phase"), None);
        let title = "User Story [N] - [Title]";
        check(title, title, Some("User Story"), Some("Title"));
        let title = "Milestone N: [name]";
        check(title, title, Some("Milestone"), Some("name"));
    }

    #[test]
    fn other_headings_stand_for_themselves() {
        check("1. Overview", "1. Overview", None, None);
        check("Domain Context", "Domain Context", None, None);
        check(
            "[Library Name]",
            "[Library Name]",
            None,
            Some("Library Name"),
        );
        check("Notes on [topic]", "Notes on", None, Some("topic"));
    }

    #[test]
    fn a_parenthesis_tells_when() {
        let shape = read("Rollout *(if users notice)*");
        assert_eq!(shape.title, "Rollout");
        assert_eq!(shape.condition.as_deref(), Some("if users notice"));
    }
}
