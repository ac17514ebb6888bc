//! The first words of a unit: decoration, word, number, title, marks of state.

use tip_syntax::{Span, scan};

use crate::{Effort, TaskCategory, UnitKind, UnitState};

/// What the first words of a heading, line, item or row say.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Lead {
    /// The kind that its word names: `Phase`, `Task`; `None` for a bare number.
    pub(crate) word: Option<UnitKind>,
    /// The number, and where it stands.
    pub(crate) number: Option<(String, Span)>,
    /// The title, and where it stands.
    pub(crate) title: Span,
    /// The state that a mark or word in the title tells, and where.
    pub(crate) state: Option<(UnitState, Span)>,
    /// A size or time in parentheses.
    pub(crate) effort: Option<(Effort, Span)>,
    /// The number of a phase named in parentheses: `(TIP Phase 1)`.
    pub(crate) phase: Option<(String, Span)>,
    /// Whether it bears `[P]`.
    pub(crate) parallel: bool,
    /// Whether it is marked as optional.
    pub(crate) optional: bool,
    /// The category that it names.
    pub(crate) category: Option<TaskCategory>,
    /// Whether a `:` or a dash follows the number.
    pub(crate) separated: bool,
}

/// The words that lead a unit, longest first where one starts another.
const WORDS: &[(&str, UnitKind)] = &[
    ("implementation phase", UnitKind::Phase),
    ("phase", UnitKind::Phase),
    ("stage", UnitKind::Phase),
    ("milestone", UnitKind::Phase),
    ("chunk", UnitKind::Phase),
    ("sprint", UnitKind::Phase),
    ("iteration", UnitKind::Phase),
    ("wave", UnitKind::Phase),
    ("workstream", UnitKind::Phase),
    ("part", UnitKind::Phase),
    ("pr", UnitKind::Phase),
    ("task", UnitKind::Task),
    ("story", UnitKind::Task),
    ("subtask", UnitKind::Task),
    ("step", UnitKind::Step),
    ("test scenario", UnitKind::Scenario),
    ("scenario", UnitKind::Scenario),
    ("risk", UnitKind::Risk),
];

/// Reads the lead in `text`, which stands at `base` in the source.
///
/// Returns `None` when it starts with neither a unit's word and number nor a bare number.
pub(crate) fn parse(text: &str, base: usize) -> Option<Lead> {
    let mut cursor = Cursor { text, at: 0 };
    let mut state = cursor.skip_decoration();
    if !cursor.may_lead() {
        return None;
    }
    let struck = text[..cursor.at].contains("~~");
    let (word, number, separated) = cursor.word_and_number()?;
    let number = number.map(|(number, at)| (number, shift(base, at.0, at.1)));
    let body_start = cursor.at;
    let mut parallel = false;
    // Marks such as `[P]` and `[US1]` stand between the number and the title.
    while let Some(mark) = bracket_mark(&text[cursor.at..]) {
        parallel |= mark == "[P]";
        cursor.at += mark.len();
        cursor.skip_spaces();
    }
    let mut title = Title {
        text,
        start: cursor.at.max(body_start),
        end: text.len(),
        ..Title::default()
    };
    title.strip();
    state = state.or(title.state);
    let told = text[title.start..title.end].trim_start();
    // `Phase 1 → Phase 2` speaks of two.
    if told.starts_with(['→', '⇒', '>']) {
        return None;
    }
    if told == "None"
        || told.starts_with("N/A")
        || scan::starts_with_ignore_case(told, "not applicable")
    {
        state = state.or(Some((UnitState::Dropped, (title.start, title.end))));
    }
    if struck {
        state = state.or(Some((UnitState::Dropped, (0, title.start))));
    }
    let span = shift(base, title.start, title.end);
    Some(Lead {
        word,
        number,
        title: span,
        state: state.map(|(state, at)| (state, shift(base, at.0, at.1))),
        effort: title
            .effort
            .map(|(effort, at)| (effort, shift(base, at.0, at.1))),
        phase: title
            .phase
            .map(|(phase, at)| (phase, shift(base, at.0, at.1))),
        parallel,
        optional: title.optional,
        category: category(text),
        separated,
    })
}

/// Reads the mark of state before or behind a title that has neither word nor number: the state, where the mark stands, and the title.
///
/// What may as well be prose is no mark: `Set the status: done`.
pub(crate) fn marked(text: &str, base: usize) -> Option<(UnitState, Span, Span)> {
    let mut cursor = Cursor { text, at: 0 };
    if let Some((state, (from, to))) = cursor.skip_decoration() {
        let rest = &text[to..];
        let start = to + rest.len() - rest.trim_start_matches([' ', '\t', '\u{fe0f}']).len();
        let title = shift(base, start, text.len());
        return (!title.is_empty()).then(|| (state, shift(base, from, to), title));
    }
    let mut title = Title {
        text,
        start: 0,
        end: text.len(),
        ..Title::default()
    };
    title.strip();
    let (state, (from, to)) = title.state?;
    let mark = &text[from..to];
    let first = mark.chars().next()?;
    let is_word = first.is_alphabetic();
    if is_word && !mark.starts_with(|c: char| c.is_uppercase()) || first == '~' {
        return None;
    }
    let bold = text[to..].starts_with("**") && text.starts_with("**");
    let end = text[..from]
        .trim_end_matches([' ', '\t', '-', '—', '–'])
        .len();
    let span = shift(base, 2 * usize::from(bold), end);
    (!span.is_empty()).then(|| (state, shift(base, from, to), span))
}

/// Returns whether `text` starts with the word and the number of a phase, and something that separates them from a title.
pub(crate) fn starts_phase(text: &str) -> bool {
    let mut cursor = Cursor { text, at: 0 };
    cursor.skip_decoration();
    cursor.may_lead()
        && cursor
            .word_and_number()
            .is_some_and(|(word, number, separated)| {
                word == Some(UnitKind::Phase) && number.is_some() && separated
            })
}

fn shift(base: usize, start: usize, end: usize) -> Span {
    Span::new(base + start, base + end.max(start))
}

struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

/// A range of bytes within the text of a lead.
type Range = (usize, usize);

/// The word, the number, and whether more than a space follows.
type Head = (Option<UnitKind>, Option<(String, Range)>, bool);

impl<'a> Cursor<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn skip_spaces(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\u{a0}']).len();
    }

    /// Returns whether the next letter is one that a word or a number of a unit begins with.
    fn may_lead(&self) -> bool {
        self.rest().bytes().next().is_some_and(|byte| {
            byte.is_ascii_digit()
                || WORDS
                    .iter()
                    .any(|(word, _)| word.as_bytes()[0] == byte.to_ascii_lowercase())
        })
    }

    /// Skips emoji, bold marks and strikes; returns the state that an emoji tells.
    fn skip_decoration(&mut self) -> Option<(UnitState, Range)> {
        let mut state = None;
        while let Some(c) = self.rest().chars().next() {
            let told = match c {
                '✅' | '✓' | '✔' | '☑' | '🎉' => Some(UnitState::Done),
                '🚧' | '🔄' | '⏳' => Some(UnitState::InProgress),
                '⬜' | '☐' | '❌' => Some(UnitState::Open),
                _ => None,
            };
            if let Some(told) = told {
                state = Some((told, (self.at, self.at + c.len_utf8())));
            } else if c.is_alphanumeric()
                || matches!(c, '#' | '[' | '(' | '"' | '/' | '.' | '-' | '<' | '`' | '$')
            {
                break;
            }
            self.at += c.len_utf8();
        }
        state
    }

    fn word_and_number(&mut self) -> Option<Head> {
        let rest = self.rest();
        let word = WORDS.iter().find(|(word, _)| {
            scan::starts_with_ignore_case(rest, word)
                && rest[word.len()..].starts_with([' ', ':', '#', '-', '\u{a0}', '*', '.'])
        });
        let Some((word, kind)) = word else {
            return self.bare_number().map(|number| (None, Some(number), true));
        };
        self.at += word.len();
        self.skip_spaces();
        if self.rest().starts_with(['#', '-', '.'])
            && self.rest()[1..].starts_with(|c: char| c.is_ascii_digit())
        {
            self.at += 1;
        }
        let number = self.number();
        let before = self.at;
        let separated = self.separator() || self.parenthesis_separates();
        if number.is_none() {
            // `Milestone: title` is a unit, `Phase notes` and `Step back` are prose.
            let colon = self.text[before..self.at].contains(':');
            return (colon && !self.rest().is_empty()).then_some((Some(*kind), None, true));
        }
        if !separated && before == self.at && !self.rest().is_empty() {
            return None;
        }
        Some((Some(*kind), number, separated))
    }

    /// Reads `1`, `1.2`, `2a`, `B`, `B.1`, `A1`, `1-3`, `IV`.
    fn number(&mut self) -> Option<(String, Range)> {
        let rest = self.rest();
        let mut len = scan::number_len(rest);
        if len > 0 {
            let after = &rest[len..];
            let range = after.strip_prefix(['-', '–']).map_or(0, scan::number_len);
            if range > 0 {
                len += after.chars().next().map_or(0, char::len_utf8) + range;
            }
        } else {
            let word_len = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
            let word = &rest[..word_len];
            let letters = word.bytes().take_while(u8::is_ascii_uppercase).count();
            let roman = word_len <= 4 && word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'));
            let letter = letters == 1 && word[1..].bytes().all(|b| b.is_ascii_digit());
            let id = matches!(letters, 1..=4)
                && word_len > letters
                && word[letters..].bytes().all(|b| b.is_ascii_digit());
            if word_len > 0 && (roman || letter || id) {
                len = word_len;
                let dotted = rest[len..].strip_prefix('.').map_or(0, scan::number_len);
                if dotted > 0 {
                    len += 1 + dotted;
                }
            }
        }
        if len == 0 {
            return None;
        }
        let range = (self.at, self.at + len);
        self.at += len;
        Some((self.text[range.0..range.1].to_owned(), range))
    }

    /// Reads `1.`, `1.2`, `1)`, `T001`, `#3`: a number that can lead an item without a word.
    fn bare_number(&mut self) -> Option<(String, Range)> {
        let rest = self.rest();
        let (prefix, digits) = match rest.as_bytes().first()? {
            b'T' | b't' if rest.len() > 2 => {
                let digits = rest[1..].bytes().take_while(u8::is_ascii_digit).count();
                (1, digits)
            }
            _ => (0, 0),
        };
        let len = if prefix == 1 && digits >= 1 {
            let letter = rest[1 + digits..]
                .bytes()
                .next()
                .is_some_and(|b| b.is_ascii_lowercase());
            let dotted = rest[1 + digits..]
                .strip_prefix('.')
                .map_or(0, scan::number_len);
            1 + digits + usize::from(letter) + if dotted > 0 { 1 + dotted } else { 0 }
        } else {
            scan::number_len(rest)
        };
        if len == 0 {
            return None;
        }
        let number = &rest[..len];
        let after = &rest[len..];
        let dotted = number.contains('.');
        let closes = match after.chars().next() {
            None => prefix == 1,
            Some('.' | ')') => after[1..].starts_with([' ', '*', '\t']) || after.len() == 1,
            Some(':') => true,
            Some('*' | ' ' | '\t' | '\u{a0}' | '-' | '–' | '—') => prefix == 1 || dotted,
            Some(_) => false,
        };
        if !closes || (prefix == 0 && number.len() > 8) {
            return None;
        }
        // `2.5 seconds` and `3.11 support` are prose; a number of two digits after the dot is one only below ten.
        let range = (self.at, self.at + len);
        self.at += len;
        self.separator();
        Some((number.to_owned(), range))
    }

    /// Returns whether a parenthesis follows that a colon or a dash ends: `Phase 1 (Core): title`.
    fn parenthesis_separates(&self) -> bool {
        let behind = self
            .rest()
            .strip_prefix('(')
            .and_then(|rest| rest.split_once(')'));
        behind.is_some_and(|(inner, after)| {
            inner.len() <= 60
                && after
                    .trim_start_matches(['*', ' '])
                    .starts_with([':', '—', '–'])
        })
    }

    /// Skips what separates a number from its title; returns whether it is more than a space.
    fn separator(&mut self) -> bool {
        let mut separated = false;
        while let Some(c) = self.rest().chars().next() {
            match c {
                ':' | '.' | ')' | '—' | '–' | '-' | '|' | '*' => separated = true,
                ' ' | '\t' | '\u{a0}' => {}
                _ => break,
            }
            self.at += c.len_utf8();
        }
        separated
    }
}

/// Returns `[P]`, `[US1]`, `[FR-2]` at the start of `text`.
fn bracket_mark(text: &str) -> Option<&str> {
    let end = text.strip_prefix('[')?.find(']')?;
    let inner = &text[1..=end];
    let mark = (1..=8).contains(&inner.len())
        && inner
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-')
        && inner.bytes().next().is_some_and(|b| b.is_ascii_uppercase());
    (mark && !text[end + 2..].starts_with('(')).then(|| &text[..end + 2])
}

/// The most decorations that are taken off a title; more are no decoration.
const MOST_DECORATIONS: usize = 8;

#[derive(Default)]
struct Title<'a> {
    text: &'a str,
    start: usize,
    end: usize,
    state: Option<(UnitState, Range)>,
    effort: Option<(Effort, Range)>,
    phase: Option<(String, Range)>,
    optional: bool,
}

impl<'a> Title<'a> {
    fn body(&self) -> &'a str {
        &self.text[self.start..self.end]
    }

    /// Takes decorations off both ends until none is left.
    fn strip(&mut self) {
        for _ in 0..MOST_DECORATIONS {
            let before = (self.start, self.end);
            self.trim();
            self.trailing_parenthesis();
            self.trailing_words();
            self.trim();
            if (self.start, self.end) == before {
                break;
            }
        }
        self.cut_at_open_mark();
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
        while let Some(c) = self.body().chars().last() {
            let told = match c {
                '✅' | '✓' | '✔' | '☑' | '🎉' => UnitState::Done,
                '🚧' | '🔄' | '⏳' => UnitState::InProgress,
                '❌' | '⬜' => UnitState::Open,
                '\u{fe0f}' | ' ' => {
                    self.end -= c.len_utf8();
                    continue;
                }
                _ => break,
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

/// The letters that the words of states begin with.
const STATE_INITIALS: &[char] = &['c', 'd', 'i', 'f', 's', 'm', 'w', 'o', 'p', 'r', 't', 'n'];

/// Reads a few words that say nothing but a state.
fn state_words(text: &str) -> Option<UnitState> {
    let first = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    if !first.starts_with(|c: char| STATE_INITIALS.contains(&c.to_ascii_lowercase())) {
        return None;
    }
    let folded = scan::normalized(text);
    let words: Vec<&str> = folded.split(' ').collect();
    if folded.is_empty() || words.len() > 6 {
        return None;
    }
    let state = match words[0] {
        "complete" | "completed" | "done" | "implemented" | "finished" | "shipped" | "merged" => {
            UnitState::Done
        }
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

fn category(text: &str) -> Option<TaskCategory> {
    let contains = |words| scan::contains(text, words);
    if contains("SETUP ONLY") || contains("SET-UP ONLY") {
        Some(TaskCategory::Setup)
    } else if contains("NEW BEHAVIOR") || contains("NEW BEHAVIOUR") {
        Some(TaskCategory::NewBehavior)
    } else if contains("REFACTOR") {
        Some(TaskCategory::Refactor)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(
        text: &str,
        word: Option<UnitKind>,
        number: &str,
        title: &str,
        state: Option<UnitState>,
    ) {
        let lead = parse(text, 0).unwrap_or_else(|| panic!("no lead in {text}"));
        assert_eq!(lead.word, word, "{text}");
        assert_eq!(
            lead.number.as_ref().map_or("", |(number, _)| number),
            number,
            "{text}"
        );
        assert_eq!(&text[lead.title.range()], title, "{text}");
        assert_eq!(lead.state.map(|(state, _)| state), state, "{text}");
    }

    #[test]
    fn words_numbers_and_titles_are_told_apart() {
        let phase = Some(UnitKind::Phase);
        check("Phase 1: Setup", phase, "1", "Setup", None);
        check("Phase 2a — API layer", phase, "2a", "API layer", None);
        check("Phase B.1: Split", phase, "B.1", "Split", None);
        check("**Phase 3**: UI", phase, "3", "UI", None);
        check("Implementation Phase 1 - Core", phase, "1", "Core", None);
        check("Milestone: first light", phase, "", "first light", None);
        check(
            "Task 1: Models (TIP Phase 1)",
            Some(UnitKind::Task),
            "1",
            "Models",
            None,
        );
        check(
            "**Step 3: Run it**",
            Some(UnitKind::Step),
            "3",
            "Run it",
            None,
        );
        check("Stage A: Understand", phase, "A", "Understand", None);
        check("T001 [P] [US1] Add it", None, "T001", "Add it", None);
        check("1.2 Add it", None, "1.2", "Add it", None);
        check("1. Add it", None, "1", "Add it", None);
    }

    #[test]
    fn marks_and_words_of_state_are_taken_off_the_title() {
        let phase = Some(UnitKind::Phase);
        check(
            "✅ Phase 1: Setup",
            phase,
            "1",
            "Setup",
            Some(UnitState::Done),
        );
        check(
            "Phase 1: Setup ✅",
            phase,
            "1",
            "Setup",
            Some(UnitState::Done),
        );
        check(
            "Phase 1: Setup ✓ (COMPLETE)",
            phase,
            "1",
            "Setup",
            Some(UnitState::Done),
        );
        check(
            "Phase 1: Setup - COMPLETE",
            phase,
            "1",
            "Setup",
            Some(UnitState::Done),
        );
        check(
            "Phase 1: Setup (deferred)",
            phase,
            "1",
            "Setup",
            Some(UnitState::Dropped),
        );
        check(
            "Phase 3: Complete Implementation",
            phase,
            "3",
            "Complete Implementation",
            None,
        );
        check("Phase 1: Setup (2-3 hours)", phase, "1", "Setup", None);
    }

    #[test]
    fn marks_that_do_not_close_end_the_title() {
        let phase = Some(UnitKind::Phase);
        check(
            "1.1 Models - **🏗️ SETUP ONLY**",
            None,
            "1.1",
            "Models",
            None,
        );
        check("**Phase 1: Twist** - by hand", phase, "1", "Twist", None);
    }

    #[test]
    fn a_phase_that_does_not_apply_is_dropped() {
        let phase = Some(UnitKind::Phase);
        let dropped = Some(UnitState::Dropped);
        check(
            "Phase 3: N/A (no frontend)",
            phase,
            "3",
            "N/A (no frontend)",
            dropped,
        );
    }

    #[test]
    fn prose_is_no_lead() {
        for text in [
            "Phases overview",
            "Stepping back",
            "2026 roadmap",
            "3 things",
            "Step back",
            "Partial updates",
            "A word",
            "Phase 1 → Phase 2: the model is used",
            "Phase 1 -> Phase 2",
        ] {
            assert_eq!(parse(text, 0), None, "{text}");
        }
    }

    #[test]
    fn a_time_in_parentheses_is_the_effort() {
        let lead = parse("Phase 1: Setup (2-3 hours)", 0).expect("a lead");
        assert_eq!(
            lead.effort.map(|(effort, _)| effort.minutes),
            Some(Some((120, 180)))
        );
    }
}
