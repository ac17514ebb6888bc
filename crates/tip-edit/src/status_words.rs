//! The words and marks in which a plan says its stage.

use tip_plan::{DialectId, Plan, Stage, StatusSource};
use tip_syntax::scan;

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

    /// Returns other words in the same dress, the signs of the old ones left out.
    pub(crate) fn with(self, words: &str) -> String {
        let bare = |beside: &str| {
            let signs = |c: char| c >= FIRST_MARK;
            let kept = beside.replace(signs, "");
            if beside.contains(signs) {
                kept.trim().to_owned()
            } else {
                kept
            }
        };
        format!("{}{words}{}", bare(self.before), bare(self.after))
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

/// Returns the first words of a status, without what follows them: a date or a reason in parentheses, another sentence.
pub(crate) fn head(written: &str) -> &str {
    let line = written.lines().next().unwrap_or_default().trim_end();
    if line.starts_with('[') {
        return line;
    }
    let ends = [
        " (", " [", " - ", " — ", " – ", ". ", "; ", ", ", ": ", " | ",
    ];
    let end = ends.iter().filter_map(|it| line.find(it)).min();
    line[..end.unwrap_or(line.len())].trim_end_matches('.')
}

/// Returns whether words say a stage and nothing else.
pub(crate) fn is_stage(words: &str) -> bool {
    let folded = scan::normalized(words);
    !folded.is_empty() && folded.split(' ').all(|it| WORDS.binary_search(&it).is_ok())
}

/// The words in which people say stages, in their order.
const WORDS: &[&str] = &[
    "abandoned",
    "accepted",
    "active",
    "approved",
    "archived",
    "backlog",
    "blocked",
    "built",
    "canceled",
    "cancelled",
    "closed",
    "complete",
    "completed",
    "currently",
    "deferred",
    "delivered",
    "deployed",
    "deprecated",
    "design",
    "development",
    "do",
    "doing",
    "done",
    "draft",
    "drafting",
    "finished",
    "flight",
    "for",
    "fully",
    "hold",
    "idea",
    "implementation",
    "implemented",
    "implementing",
    "in",
    "inprogress",
    "landed",
    "live",
    "merged",
    "new",
    "not",
    "now",
    "obsolete",
    "on",
    "ongoing",
    "open",
    "partial",
    "partially",
    "paused",
    "pending",
    "planned",
    "planning",
    "progress",
    "proposal",
    "proposed",
    "ready",
    "rejected",
    "released",
    "replaced",
    "resolved",
    "review",
    "rfc",
    "scheduled",
    "shipped",
    "skipped",
    "started",
    "superseded",
    "testing",
    "to",
    "todo",
    "underway",
    "wip",
    "withdrawn",
    "work",
    "yet",
];

/// The most characters of somebody's words that an error repeats.
const MOST_SHOWN: usize = 60;

/// Returns words on one line, cut where they are long.
pub(crate) fn shortened(words: &str) -> String {
    let folded = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match folded.char_indices().nth(MOST_SHOWN) {
        Some((at, _)) => format!("{}…", folded[..at].trim_end()),
        None => folded,
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
    fn the_words_of_stages_are_in_order() {
        assert!(WORDS.is_sorted());
        for stage in Stage::ALL {
            assert!(is_stage(stage.word()), "{}", stage.word());
        }
    }

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
