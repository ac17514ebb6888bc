//! The words and marks in which a plan says its stage.

use tip_plan::{DialectId, Plan, Stage, StatusSource};

/// A status taken apart: `📋 **Planned**` is a mark, the word, and what stands around it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dressed<'a> {
    before: &'a str,
    /// The words.
    pub(crate) words: &'a str,
    after: &'a str,
}

impl<'a> Dressed<'a> {
    /// Takes a status apart; one without a letter is all words.
    pub(crate) fn new(head: &'a str) -> Self {
        let first = head.find(|c: char| c.is_alphanumeric());
        let last = head.rfind(|c: char| c.is_alphanumeric());
        let (Some(first), Some(last)) = (first, last) else {
            return Self {
                before: "",
                words: head,
                after: "",
            };
        };
        let end = last + head[last..].chars().next().map_or(0, char::len_utf8);
        Self {
            before: &head[..first],
            words: &head[first..end],
            after: &head[end..],
        }
    }

    /// Returns other words in the same dress, with the mark of their stage in place of the one that stood there.
    pub(crate) fn around(self, stage: Stage, words: &str) -> String {
        let mut dressed = String::new();
        redress(self.before, stage, &mut dressed);
        dressed.push_str(words);
        redress(self.after, stage, &mut dressed);
        dressed
    }
}

/// Writes what stands beside a status, every run of marks as one mark of the stage.
fn redress(beside: &str, stage: Stage, out: &mut String) {
    let mut after_sign = false;
    for c in beside.chars() {
        let sign = c >= FIRST_MARK;
        if !sign {
            out.push(c);
        } else if !after_sign {
            out.push_str(mark(stage));
        }
        after_sign = sign;
    }
}

/// The first of the arrows, symbols and emoji; before it stand letters and punctuation.
const FIRST_MARK: char = '\u{2190}';

/// Returns the mark that people put beside a stage most often.
fn mark(stage: Stage) -> &'static str {
    match stage {
        Stage::Draft => "📝",
        Stage::Approved => "📋",
        Stage::InProgress => "🚧",
        Stage::Complete => "✅",
        Stage::Superseded => "📦",
        Stage::Abandoned => "❌",
    }
}

/// Returns the word for a stage as the plan writes such words: `In Progress` where it wrote `Draft` in a line of its own.
pub(crate) fn in_style(stage: Stage, written: &str, plan: &Plan, source: StatusSource) -> String {
    let word = stage.word();
    if plan.dialect == DialectId::Tip && source == StatusSource::FrontMatter
        || written.contains('_')
    {
        return word.to_owned();
    }
    let spaced = word.replace('_', " ");
    let letters = || written.chars().filter(|c| c.is_alphabetic());
    if letters().count() > 1 && letters().all(char::is_uppercase) {
        return spaced.to_uppercase();
    }
    if written.contains('-') && !written.contains(' ') {
        return word.replace('_', "-");
    }
    let mut words = written.split_whitespace();
    let upper = |word: &str| word.starts_with(char::is_uppercase);
    let title = words.next().is_some_and(upper);
    let every = title && words.next().is_none_or(upper);
    let capital = |word: &str| {
        let mut chars = word.chars();
        let first = chars.next().map(|it| it.to_ascii_uppercase());
        first.into_iter().chain(chars).collect::<String>()
    };
    if every {
        return spaced.split(' ').map(capital).collect::<Vec<_>>().join(" ");
    }
    if title {
        return capital(&spaced);
    }
    match source {
        StatusSource::FrontMatter => word.to_owned(),
        _ => spaced,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_change_with_the_stage_and_the_rest_stays() {
        let redressed = |head: &str| Dressed::new(head).around(Stage::Complete, "Complete");
        assert_eq!(redressed("Planned"), "Complete");
        assert_eq!(redressed("📋 Planned"), "✅ Complete");
        assert_eq!(redressed("🏗️ **Planned**"), "✅ **Complete**");
        assert_eq!(redressed("Planned 📋"), "Complete ✅");
        assert_eq!(redressed("[Planned]"), "[Complete]");
        assert_eq!(redressed("«Planned»"), "«Complete»");
    }
}
