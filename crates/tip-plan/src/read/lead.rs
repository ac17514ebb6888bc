//! The first words of a unit: decoration, word, number, title, marks of state.

#[cfg(test)]
mod tests;
mod title;

use tip_syntax::{Span, scan};

use self::title::Title;
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
    ("slice", UnitKind::Phase),
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

/// Which bytes begin one of the words, in either case.
static BEGINS_WORD: [bool; 256] = begins_word();

const fn begins_word() -> [bool; 256] {
    let mut table = [false; 256];
    let mut at = 0;
    while at < WORDS.len() {
        let byte = WORDS[at].0.as_bytes()[0];
        table[byte as usize] = true;
        table[byte.to_ascii_uppercase() as usize] = true;
        at += 1;
    }
    table
}

/// Reads the lead in `text`, which stands at `base` in the source.
///
/// Returns `None` when it starts with neither a unit's word and number nor a bare number.
pub(crate) fn parse(text: &str, base: usize) -> Option<Lead> {
    let mut cursor = Cursor { text, at: 0 };
    let state = cursor.skip_decoration();
    if !cursor.may_lead() {
        return None;
    }
    let decoration = cursor.at;
    let head = cursor.word_and_number()?;
    titled(cursor, head, state, decoration, base)
}

/// Reads a lead whose number bears letters and has no word before it: `M0: title`, `P1 — title`.
///
/// Much else is numbered so: it is one only where the place says so.
pub(crate) fn lettered(text: &str, base: usize) -> Option<Lead> {
    let mut cursor = Cursor { text, at: 0 };
    let state = cursor.skip_decoration();
    let decoration = cursor.at;
    let (number, range) = cursor.number()?;
    let letters = number.starts_with(|c: char| c.is_ascii_uppercase())
        && number.contains(|c: char| c.is_ascii_digit());
    let head = (None, Some((number, range)), cursor.separator());
    if !letters || !head.2 {
        return None;
    }
    titled(cursor, head, state, decoration, base)
}

/// Reads the title behind the head of a lead, whose decoration ends at `decoration`.
fn titled(
    mut cursor: Cursor<'_>,
    head: Head,
    mut state: Option<(UnitState, Range)>,
    decoration: usize,
    base: usize,
) -> Option<Lead> {
    let text = cursor.text;
    let struck = text[..decoration].contains("~~");
    let (word, number, separated) = head;
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
    title.strip_bold_lead();
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
        let first = self.rest().bytes().next();
        first.is_some_and(|byte| byte.is_ascii_digit() || BEGINS_WORD[usize::from(byte)])
            || self.rest().starts_with("AC")
    }

    /// Skips emoji, bold marks and strikes; returns the state that an emoji tells.
    fn skip_decoration(&mut self) -> Option<(UnitState, Range)> {
        let mut state = None;
        while let Some(c) = self.rest().chars().next() {
            if let Some(told) = UnitState::of_sign(c) {
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
        let begins = rest.bytes().next();
        let may_be_word = begins.is_some_and(|byte| BEGINS_WORD[usize::from(byte)]);
        let words = if may_be_word { WORDS } else { &[] };
        let word = words.iter().find(|(word, _)| {
            scan::starts_with_ignore_case(rest, word)
                && rest[word.len()..].starts_with([' ', ':', '#', '-', '\u{a0}', '*', '.'])
        });
        let Some((word, kind)) = word else {
            return self.bare_number().map(|number| (None, Some(number), true));
        };
        self.at += word.len();
        self.skip_spaces();
        let hash = self.rest().starts_with('#');
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
        // `PR #27 Salvage` and `PR #27: https://…` speak of a request that is there, `PR 2: Search` and `PR #2: Search` are parts of the work.
        let is_address = self.rest().trim_start().starts_with("http");
        if *word == "pr" && hash && (!separated || is_address) {
            return None;
        }
        Some((Some(*kind), number, separated))
    }

    /// Reads `1`, `1.2`, `2a`, `B`, `B.1`, `A1`, `1-3`, `0-DIG`, `IV`.
    fn number(&mut self) -> Option<(String, Range)> {
        let rest = self.rest();
        let mut len = scan::number_len(rest);
        if len > 0 {
            let after = &rest[len..];
            let range = after.strip_prefix(['-', '–']).map_or(0, scan::number_len);
            if range > 0 {
                len += after.chars().next().map_or(0, char::len_utf8) + range;
            }
            len += name_len(&rest[len..]);
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
            b'A' if rest.starts_with("AC") => {
                let digits = rest[2..].bytes().take_while(u8::is_ascii_digit).count();
                // `AC1 is tested` is prose.
                if digits == 0 || !rest[2 + digits..].starts_with(':') {
                    return None;
                }
                let range = (self.at, self.at + 2 + digits);
                self.at = range.1;
                self.separator();
                return Some((rest[..2 + digits].to_owned(), range));
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
            // `11.2-01-PLAN.md` is the name of a file.
            Some('-') if dotted && after[1..].starts_with(char::is_alphanumeric) => false,
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

/// Returns the length of the name that goes on a number, `-DIG` of `Phase 0-DIG`.
fn name_len(after: &str) -> usize {
    let Some(name) = after.strip_prefix('-') else {
        return 0;
    };
    let len = name.bytes().take_while(u8::is_ascii_uppercase).count();
    let ends = !name[len..].starts_with(|c: char| c.is_alphanumeric());
    if (1..=6).contains(&len) && ends {
        len + 1
    } else {
        0
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
