//! Whose word stands beside a box, or at the end of the title of a phase without one: `<!-- tip: confirm(4kq9zr1t2m) by Ada, 2026-01-31: on all three boats -->`.
//!
//! The first argument stands for the text that was confirmed, so that a text that changed since is not taken for confirmed; `agent` behind
//! it says that no person speaks.

use tip_syntax::Document;

use crate::read::name;
use crate::{Annotation, CheckBox, Plan, Unit, Verb};

/// A word that stands beside a box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmation<'a> {
    /// The annotation.
    pub annotation: &'a Annotation,
    /// Whose word it is.
    pub voice: Voice,
    /// Who, as written; may be empty.
    pub who: &'a str,
    /// When, as written: `2026-01-31`.
    pub date: Option<&'a str>,
    /// What was seen; may be empty.
    pub note: &'a str,
    /// Whether it speaks of the text as it stands.
    pub fresh: bool,
}

/// Whose word something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Voice {
    /// A person's.
    Person,
    /// An agent's, which no person has looked at.
    Agent,
}

impl Voice {
    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Agent => "agent",
        }
    }

    /// Returns the arguments of the annotation of a word about a text.
    pub fn arguments(self, hash: &str) -> Vec<&str> {
        match self {
            Self::Person => vec![hash],
            Self::Agent => vec![hash, "agent"],
        }
    }
}

impl Plan {
    /// Returns ten letters and digits that stand for the text of a box and the commands under it, white space aside.
    pub fn text_hash(&self, doc: &Document, it: &CheckBox) -> String {
        let text = doc.source().folded(it.text);
        let commands = it.commands.iter();
        let below = commands.filter_map(|at| self.commands.get(*at as usize));
        let below = below.filter(|command| !it.text.contains(command.span));
        name::short_hash(|hash| {
            hash.feed(text.as_bytes());
            for command in below {
                hash.feed(&[0xff]);
                hash.feed(command.text.as_bytes());
            }
        })
    }

    /// Returns the words that stand beside a box, in the order of the text.
    pub fn confirmations<'a>(&'a self, doc: &'a Document, it: &CheckBox) -> Vec<Confirmation<'a>> {
        if self.annotations.is_empty() {
            return Vec::new();
        }
        let beside = |annotation: &&Annotation| is_beside(doc, annotation, it);
        let found: Vec<&Annotation> = self.confirm_annotations().filter(beside).collect();
        if found.is_empty() {
            return Vec::new();
        }
        let hash = self.text_hash(doc, it);
        let read = |annotation| confirmation(doc, annotation, &hash);
        found.into_iter().map(read).collect()
    }

    /// Returns ten letters and digits that stand for the title of a unit, white space and its state aside.
    pub fn title_hash(unit: &Unit) -> String {
        let words: Vec<&str> = unit.title.value.split_whitespace().collect();
        name::short_hash(|hash| hash.feed(words.join(" ").as_bytes()))
    }

    /// Returns the words that stand behind the title of a unit that has no box of its own, in the order of the text: on whose word it is
    /// done.
    pub fn unit_confirmations<'a>(
        &'a self,
        doc: &'a Document,
        unit: &Unit,
    ) -> Vec<Confirmation<'a>> {
        if unit.own_box.is_some() {
            return Vec::new();
        }
        let end = unit.title.span.end;
        let line = doc.source().line_of(end.saturating_sub(1));
        let is_behind =
            |it: &&Annotation| it.span.start >= end && doc.source().line_of(it.span.start) == line;
        let mut found = self.confirm_annotations().filter(is_behind).peekable();
        if found.peek().is_none() {
            return Vec::new();
        }
        let hash = Self::title_hash(unit);
        found.map(|it| confirmation(doc, it, &hash)).collect()
    }

    /// Returns the annotations that say that somebody has looked.
    pub fn confirm_annotations(&self) -> impl Iterator<Item = &Annotation> {
        let all = self.annotations.iter();
        all.filter(|it| it.verb == Some(Verb::Confirm))
    }

    /// Returns the word of a person that stands beside a box and speaks of its text as it stands.
    pub fn confirmed<'a>(&'a self, doc: &'a Document, it: &CheckBox) -> Option<Confirmation<'a>> {
        let mut all = self.confirmations(doc, it).into_iter();
        all.find(|it| it.fresh && it.voice == Voice::Person)
    }
}

/// Returns whether nothing but annotations stands between the text of a box and an annotation on its last line.
fn is_beside(doc: &Document, annotation: &Annotation, it: &CheckBox) -> bool {
    let text = doc.source().text();
    let (end, start) = (it.text.end(), annotation.span.start());
    let Some(mut between) = (end <= start).then(|| &text[end..start]) else {
        return false;
    };
    while let Some(comment) = between.trim_start_matches([' ', '\t']).strip_prefix("<!--") {
        let Some(close) = comment.find("-->") else {
            return false;
        };
        between = &comment[close + 3..];
    }
    between.chars().all(|it| matches!(it, ' ' | '\t'))
}

fn confirmation<'a>(doc: &'a Document, annotation: &'a Annotation, hash: &str) -> Confirmation<'a> {
    let arguments = &annotation.arguments;
    let agent = arguments.iter().skip(1).any(|it| it.value == "agent");
    let said = doc.text(annotation.reason);
    let (head, note) = split_note(said);
    let (who, date) = match head.rsplit_once(", ") {
        Some((who, date)) if is_date(date) => (who, Some(date)),
        _ if is_date(head) => ("", Some(head)),
        _ => (head, None),
    };
    Confirmation {
        annotation,
        voice: if agent { Voice::Agent } else { Voice::Person },
        who: who.strip_prefix("by ").unwrap_or(who).trim(),
        date,
        note,
        fresh: arguments.first().is_some_and(|it| it.value == hash),
    }
}

/// Splits `by Ada, 2026-01-31: on all boats` behind the date.
fn split_note(said: &str) -> (&str, &str) {
    let dated = said.match_indices(": ").find(|(at, _)| {
        let from = at.checked_sub(DATE.len());
        from.and_then(|from| said.get(from..*at))
            .is_some_and(is_date)
    });
    match dated {
        Some((at, _)) => (&said[..at], said[at + 2..].trim()),
        None => (said, ""),
    }
}

/// The form of a date.
const DATE: &str = "0000-00-00";

fn is_date(text: &str) -> bool {
    let fits = |(byte, form): (u8, u8)| match form {
        b'0' => byte.is_ascii_digit(),
        form => byte == form,
    };
    text.len() == DATE.len() && text.bytes().zip(DATE.bytes()).all(fits)
}
