//! Titles without their decorations: states, sizes and links in parentheses, marks.

use tip_syntax::scan;

use super::Range;
use crate::{Effort, UnitState};

/// The most decorations that are taken off a title; more are no decoration.
const MOST_DECORATIONS: usize = 8;

/// The title of a unit, whose decorations are being taken off.
#[derive(Default)]
pub(super) struct Title<'a> {
    pub(super) text: &'a str,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) state: Option<(UnitState, Range)>,
    pub(super) effort: Option<(Effort, Range)>,
    pub(super) phase: Option<(String, Range)>,
    pub(super) optional: bool,
}

impl<'a> Title<'a> {
    fn body(&self) -> &'a str {
        &self.text[self.start..self.end]
    }

    /// Takes decorations off both ends until none is left.
    pub(super) fn strip(&mut self) {
        self.decorations();
        self.cut_at_open_mark();
    }

    fn decorations(&mut self) {
        for _ in 0..MOST_DECORATIONS {
            let before = (self.start, self.end);
            self.trim();
            self.trailing_parenthesis();
            self.trim();
            self.trailing_words();
            self.trim();
            if (self.start, self.end) == before {
                break;
            }
        }
    }

    /// Takes decorations off the end of a bold lead, and reads the mark right behind it: `**Phase 1: Setup.** ✓ Prose goes on`.
    pub(super) fn strip_bold_lead(&mut self) {
        if !self.text[self.end..].starts_with("**") {
            return;
        }
        let behind = self.end + "**".len();
        let tail = self.text[behind..].trim_start_matches([' ', '\u{a0}']);
        let at = self.text.len() - tail.len();
        let told = match tail.chars().next() {
            Some('(') => tail.find(')').and_then(|close| {
                let state = state_words(&tail[1..close])?;
                Some((state, (at, at + close + 1)))
            }),
            Some(c) => UnitState::of_sign(c).map(|state| (state, (at, at + c.len_utf8()))),
            None => None,
        };
        self.state = self.state.or(told);
        let cut = self.end;
        self.decorations();
        if self.end == self.start {
            self.end = cut;
        }
    }

    /// Cuts a title where a bold mark in it closes what opened before it, or opens what closes after it.
    fn cut_at_open_mark(&mut self) {
        let body = self.body();
        if memchr::memchr(b'*', body.as_bytes()).is_none()
            || body.matches("**").count().is_multiple_of(2)
        {
            return;
        }
        let Some(at) = body.find("**") else { return };
        let (head, tail) = (&body[..at], &body[at + 2..]);
        // `X - **🏗️ SETUP ONLY` ends before the mark, `Twist** - by hand` at it.
        if head.trim_end().ends_with(['-', '—', '–']) || !tail.is_empty() {
            self.end = self.start + head.trim_end_matches([' ', '-', '—', '–', ':']).len();
        }
    }

    fn trim(&mut self) {
        let marks = |c: char| c.is_whitespace() || matches!(c, '*' | '_' | '~' | ':' | '—' | '–');
        let body = self.body();
        self.start += body.len() - body.trim_start_matches(marks).len();
        self.end = self.start + self.body().trim_end_matches(marks).len();
        // `Sail (shipped).` ends as a sentence does.
        if self.body().ends_with(").") {
            self.end -= 1;
        }
        while let Some(c) = self.body().chars().last() {
            if matches!(c, '\u{fe0f}' | ' ') {
                self.end -= c.len_utf8();
                continue;
            }
            let Some(told) = UnitState::of_sign(c) else {
                break;
            };
            self.state = self
                .state
                .or(Some((told, (self.end - c.len_utf8(), self.end))));
            self.end -= c.len_utf8();
        }
        if self.text[self.end.min(self.text.len())..].is_empty()
            && self.text.trim_end().ends_with("~~")
        {
            let at = self.text.trim_end().len();
            self.state = self.state.or(Some((UnitState::Dropped, (at - 2, at))));
        }
    }

    fn trailing_parenthesis(&mut self) {
        let body = self.body();
        let (open, close) = match body.chars().last() {
            Some(')') => ('(', ')'),
            Some(']') => ('[', ']'),
            _ => return,
        };
        let Some(at) = body.rfind(open) else { return };
        let inner = body[at + 1..].trim_end_matches(close).trim();
        let range = (self.start + at, self.end);
        let boxed = match &body[at..] {
            "[x]" | "[X]" => Some(UnitState::Done),
            "[ ]" => Some(UnitState::Open),
            _ => None,
        };
        if let Some(state) = boxed {
            self.state = self.state.or(Some((state, range)));
        } else if let Some(phase) = phase_link(inner) {
            self.phase = Some((phase, range));
        } else if let Some(state) = state_words(inner).or_else(|| share_done(inner)) {
            self.state = self.state.or(Some((state, range)));
        } else if inner.eq_ignore_ascii_case("optional") {
            self.optional = true;
        } else if inner.len() <= 24
            && inner.split_whitespace().count() <= 4
            && let Some(effort) = effort_words(inner)
        {
            self.effort = self.effort.or(Some((effort, (range.0 + 1, range.1 - 1))));
        } else {
            return;
        }
        self.end = self.start + at;
    }

    /// Takes off `- COMPLETE`, `— DONE 2026-01-02`, a bare `COMPLETE`.
    fn trailing_words(&mut self) {
        let body = self.body();
        let bytes = body.as_bytes();
        let separated = memchr::memchr3(b'-', b':', b'|', bytes).is_some() || !body.is_ascii();
        for separator in [" - ", " – ", " — ", ": ", " | "] {
            if separated
                && let Some(at) = body.rfind(separator)
                && let Some(state) = state_words(&body[at + separator.len()..])
            {
                self.state = self
                    .state
                    .or(Some((state, (self.start + at + separator.len(), self.end))));
                self.end = self.start + at;
                return;
            }
        }
        if let Some((at, state)) = marked_words(body) {
            self.state = self.state.or(Some((state, (self.start + at, self.end))));
            self.end = self.start + at;
            return;
        }
        let last = body.rfind(' ').map_or(0, |at| at + 1);
        let word = body[last..].trim_matches(['*', '_']);
        if last > 0
            && matches!(
                word,
                "COMPLETE" | "COMPLETED" | "DONE" | "DEFERRED" | "SKIPPED"
            )
        {
            let state = if matches!(word, "DEFERRED" | "SKIPPED") {
                UnitState::Dropped
            } else {
                UnitState::Done
            };
            self.state = self.state.or(Some((state, (self.start + last, self.end))));
            self.end = self.start + last;
        }
    }
}

/// Reads `🔄 IN PROGRESS` and ` IN PROGRESS` at the end of a title: where that begins, and the state.
fn marked_words(body: &str) -> Option<(usize, UnitState)> {
    let marked = || {
        // `✅ BUILT (the half of it)` says so with a remark.
        let remark = body.strip_suffix(')').and_then(|it| it.rfind(" ("));
        let head = remark.map_or(body, |at| &body[..at]);
        let words = &head[head.rfind(is_sign)?..];
        let before = &head[..head.len() - words.len()];
        let at = before.trim_end_matches(is_sign).len();
        Some((at, state_words(words).or_else(|| held_words(words))?))
    };
    let shouted = || {
        let (title, state) = [
            (" IN PROGRESS", UnitState::InProgress),
            (" NOT STARTED", UnitState::Open),
        ]
        .iter()
        .find_map(|(words, state)| Some((body.strip_suffix(words)?, *state)))?;
        Some((title.len(), state))
    };
    (!body.is_ascii()).then(marked).flatten().or_else(shouted)
}

/// Returns whether a character is an arrow, a symbol or an emoji, or says how one looks.
fn is_sign(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{2bff}' | '\u{fe0f}' | '\u{1f000}'..='\u{1faff}')
}

/// Reads words for what rests; without a sign before them they may belong to the title.
fn held_words(text: &str) -> Option<UnitState> {
    let folded = scan::normalized(text);
    matches!(
        folded.as_str(),
        "on hold" | "blocked" | "paused" | "waiting"
    )
    .then_some(UnitState::Open)
}

/// The letters that the words of states begin with.
const STATE_INITIALS: &[char] = &[
    'b', 'c', 'd', 'i', 'f', 'l', 's', 'm', 'w', 'o', 'p', 'r', 't', 'n',
];

/// Reads a few words that say nothing but a state.
fn state_words(text: &str) -> Option<UnitState> {
    let first = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    if !first.starts_with(|c: char| STATE_INITIALS.contains(&c.to_ascii_lowercase())) {
        return None;
    }
    // `current-best` is no word for a state, `in-progress` is one.
    let joined = first
        .trim_start_matches(char::is_alphanumeric)
        .strip_prefix('-')
        .is_some_and(|rest| rest.starts_with(char::is_alphabetic));
    if joined && !scan::starts_with_ignore_case(first, "in-progress") {
        return None;
    }
    let folded = scan::normalized(text);
    let words: Vec<&str> = folded.split(' ').collect();
    if folded.is_empty() || words.len() > 6 {
        return None;
    }
    let state = match words[0] {
        "complete" | "completed" | "done" | "implemented" | "finished" | "shipped" | "merged"
        | "built" | "landed" => UnitState::Done,
        "in" if words.get(1) == Some(&"progress") => UnitState::InProgress,
        "wip" | "ongoing" | "partial" | "partially" | "started" | "current" => {
            UnitState::InProgress
        }
        "deferred" | "skipped" | "cancelled" | "canceled" | "dropped" | "removed" => {
            UnitState::Dropped
        }
        "todo" | "pending" | "planned" | "remaining" => UnitState::Open,
        "not" if matches!(words.get(1), Some(&"started")) => UnitState::Open,
        _ => return None,
    };
    // More words may only be a date or a reason in few words.
    let plain = words.len() <= 2
        || words[2..] == ["yet"]
        || words[1..]
            .iter()
            .any(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    plain.then_some(state)
}

/// Reads `40% remaining`, `60% complete`, `100%`.
fn share_done(text: &str) -> Option<UnitState> {
    let (share, rest) = text.split_once('%')?;
    let share: u32 = share.trim_start_matches(['~', ' ']).parse().ok()?;
    let word = scan::word(rest.trim_start()).to_ascii_lowercase();
    let done = match word.as_str() {
        "remaining" | "left" | "open" => 100_u32.checked_sub(share)?,
        "" | "complete" | "completed" | "done" | "finished" | "implemented" => share,
        _ => return None,
    };
    Some(match done {
        0 => UnitState::Open,
        100 => UnitState::Done,
        _ => UnitState::InProgress,
    })
}

fn effort_words(inner: &str) -> Option<Effort> {
    let starts = inner.starts_with(|c: char| {
        c.is_ascii_digit() || matches!(c, '~' | '≈' | 'X' | 'S' | 'M' | 'L')
    });
    let effort = Effort::parse(inner)?;
    let size_only = matches!(
        inner.trim_start_matches("Size: "),
        "XS" | "S" | "M" | "L" | "XL" | "S-M" | "M-L"
    );
    (starts && effort.minutes.is_some() || size_only).then_some(effort)
}

/// Reads `TIP Phase 1`, `Phase 2`.
fn phase_link(inner: &str) -> Option<String> {
    let at = scan::find_ignore_case(inner, "phase ")?;
    let before = inner[..at].trim();
    let rest = inner[at + 6..].trim();
    let len = scan::number_len(rest);
    (matches!(before, "" | "TIP" | "Tip" | "tip" | "from" | "Plan" | "for")
        && len > 0
        && len == rest.len())
    .then(|| rest.to_owned())
}
