//! The marks in titles that tell how far a unit has come.
//!
//! A mark is a sign, a word or two for a state, and what sets them apart from the title: ` ✅ DONE`, ` (in progress)`, `- [x]`. What else
//! stands beside it is somebody's remark: it is never copied to another title, and a title that ends in one is not written into blindly.

use tip_plan::{Plan, Site, StateSource, Unit, UnitState};
use tip_syntax::{Document, Edit, Span};

use crate::EditError;
use crate::status_words::shortened;
use crate::unit_state::{no_place, words};

/// Writes a mark in the title, takes it out, or writes another.
///
/// # Errors
///
/// Fails where the title has no end to bear a mark, or ends in a mark with words that would be lost or contradicted.
pub(crate) fn set_mark(
    doc: &Document,
    plan: &Plan,
    unit: &Unit,
    state: UnitState,
) -> Result<Vec<Edit>, EditError> {
    // A mark in prose would be read as prose.
    if !matches!(unit.site, Site::Heading | Site::BoldLine | Site::ListItem) {
        return Err(no_place(unit));
    }
    let own = match mark_of(doc, unit).filter(|it| !it.is_prose()) {
        Some(mark) => Some(mark),
        None => unread(doc, unit, state)?,
    };
    // What goes on in its second line has no end to bear a mark.
    let behind = end_of_lead(doc, unit, Place::Behind).is_some();
    let model = plan
        .units
        .iter()
        .filter(|it| it.state.value == state && it.site == unit.site)
        .filter_map(|it| mark_of(doc, it)?.plain())
        .find(|it| it.place == Place::Before || behind);
    let new = match (state, model) {
        (UnitState::Open | UnitState::Unknown, _) => None,
        (_, Some(model)) => Some(model),
        (UnitState::Done, None) if !behind => Some(Mark::new("✅ ", Place::Before)),
        (UnitState::InProgress, None) if !behind => Some(Mark::new("🚧 ", Place::Before)),
        (_, None) if !behind => return Err(no_place(unit)),
        (UnitState::Done, None) => Some(Mark::new(" ✓", Place::Behind)),
        (_, None) => Some(Mark::new(format!(" ({})", words(state)), Place::Behind)),
    };
    match (own, new) {
        (None, None) => Ok(Vec::new()),
        (Some(own), None) if own.is_remarked() => Err(EditError::StateIsProse {
            handle: unit.handle.clone(),
            written: shortened(own.text.trim()),
        }),
        (Some(own), Some(new)) if own.is_before() == new.is_before() => {
            Ok(vec![Edit::replace(own.span, new.text)])
        }
        (own, new) => {
            let removal = own.map(|own| Edit::delete(own.span));
            let insertion = new.map(|new| insertion(doc, unit, &new).ok_or_else(|| no_place(unit)));
            let insertion = insertion.transpose()?;
            Ok(removal.into_iter().chain(insertion).collect())
        }
    }
}

/// A mark in a title, with what separates it from the title.
#[derive(Clone, Debug)]
pub(crate) struct Mark {
    /// The words and signs.
    pub(crate) text: String,
    place: Place,
    /// Where it stands.
    span: Span,
}

/// Where a mark stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Before the title.
    Before,
    /// At its end, within its bold marks.
    InBold,
    /// Behind it.
    Behind,
}

impl Mark {
    fn new(text: impl Into<String>, place: Place) -> Self {
        Self {
            text: text.into(),
            place,
            span: Span::default(),
        }
    }

    /// Returns whether it stands before the title.
    pub(crate) fn is_before(&self) -> bool {
        self.place == Place::Before
    }

    /// Returns whether its words may as well be some of the title: `: current work`.
    fn is_prose(&self) -> bool {
        let bare = self
            .text
            .trim_start_matches(|c: char| is_separator(c) || c == '*');
        let first = bare.chars().next();
        first.is_some_and(char::is_alphabetic) && self.is_remarked()
    }

    /// Returns whether somebody remarked more beside it than since when.
    fn is_remarked(&self) -> bool {
        !matches!(self.text.trim(), "[x]" | "[X]")
            && word_ranges(&self.text)
                .any(|(start, end)| !is_remark_of_state(&self.text[start..end]))
    }

    /// Returns it without what somebody remarked beside it; `None` where nothing else is left.
    fn plain(self) -> Option<Self> {
        plain(&self.text).map(|text| Self { text, ..self })
    }
}

/// Returns the mark in the title of a unit that tells its state by it.
pub(crate) fn mark_of(doc: &Document, unit: &Unit) -> Option<Mark> {
    let told = unit
        .state
        .span
        .filter(|_| unit.state.source == StateSource::Title)?;
    let text = doc.source().text();
    if told.start < unit.title.span.start {
        let after = &text[told.end()..];
        let blanks = after.len() - after.trim_start_matches([' ', '\t', '\u{fe0f}']).len();
        let span = Span::new(told.start(), told.end() + blanks);
        return Some(Mark {
            text: doc.text(span).to_owned(),
            place: Place::Before,
            span,
        });
    }
    Some(behind(doc, unit, told))
}

/// Takes the mark at the end of a title with its separator, and the other halves of what marks it; what stands between the two without
/// being a mark stays.
fn behind(doc: &Document, unit: &Unit, told: Span) -> Mark {
    let text = doc.source().text();
    let between = &text[unit.title.span.end().min(told.start())..told.start()];
    let bare = |c: char| !c.is_alphanumeric() && !matches!(c, '(' | ')' | '[' | ']' | '`' | '\n');
    let lead = between.len() - between.trim_end_matches(bare).len();
    let (mut start, mut end) = (told.start() - lead, told.end());
    for close in ["**", "_"] {
        // Of a mark that opens or closes in it the other half goes or stays with it.
        if text[start..end].matches(close).count().is_multiple_of(2) {
            continue;
        }
        if text[end..].starts_with(close) {
            end += close.len();
        } else if let Some(at) = text[start..told.start()].find(close) {
            start += at + close.len();
        }
    }
    let place = if text[end..].starts_with("**") {
        Place::InBold
    } else {
        Place::Behind
    };
    Mark {
        text: text[start..end].to_owned(),
        place,
        span: Span::new(start, end),
    }
}

/// Returns the mark at the end of a title that is written in words which are not read: `⏳ _built, live verify pending_`.
///
/// # Errors
///
/// Fails where its sign says what shall be written already, or more: its words would be lost.
fn unread(doc: &Document, unit: &Unit, state: UnitState) -> Result<Option<Mark>, EditError> {
    let title = doc.text(unit.title.span);
    let sign = title.char_indices().find_map(|(at, c)| {
        let apart = at > 0 && title[..at].ends_with(is_separator);
        Some((at, UnitState::of_sign(c)?)).filter(|_| apart)
    });
    let Some((at, told)) = sign else {
        return Ok(None);
    };
    let words: Vec<&str> = word_ranges(&title[at..])
        .map(|(start, end)| &title[at..][start..end])
        .collect();
    if !words.iter().any(|it| is_state_word(it)) {
        return Ok(None);
    }
    let before = title[..at].trim_end_matches(is_separator).len();
    let base = unit.title.span.start();
    let told_at = Span::new(base + at, unit.title.span.end());
    let mut mark = behind(doc, unit, told_at);
    mark.span = Span::new(base + before, mark.span.end());
    if told == state || told == UnitState::Done {
        return Err(EditError::StateIsProse {
            handle: unit.handle.clone(),
            written: shortened(doc.text(told_at)),
        });
    }
    Ok(Some(mark))
}

fn insertion(doc: &Document, unit: &Unit, mark: &Mark) -> Option<Edit> {
    if mark.is_before() {
        let line = doc.text(unit.lead);
        // That of an item begins behind its marker.
        let marker = match unit.site {
            Site::ListItem => 0,
            _ => line.len() - line.trim_start_matches(['#', '*', '-', '+', ' ']).len(),
        };
        let at = unit.lead.start() + marker;
        return Some(Edit::insert(at as u32, mark.text.clone()));
    }
    let at = end_of_lead(doc, unit, mark.place)?;
    Some(Edit::insert(at as u32, mark.text.clone()))
}

/// Returns where the lead of a unit ends that can bear a mark there: its bold words, or its line where the text ends with it; `None` where
/// the text goes on in the next line.
fn end_of_lead(doc: &Document, unit: &Unit, place: Place) -> Option<usize> {
    let source = doc.source();
    let line = source.line_span(source.line_of(unit.title.span.end.max(1) - 1));
    let text = doc.text(line);
    let text = match text.find("<!-- tip:") {
        Some(at) => &text[..at],
        None => text,
    };
    let text = text.trim_end();
    if unit.site == Site::Heading {
        // `## Title ##` ends in marks of its own.
        let text = text.trim_end_matches('#').trim_end();
        return Some((line.start() + text.len()).max(unit.title.span.end()));
    }
    let goes_on = goes_on(doc, unit);
    if let Some(close) = bold_end(doc, unit) {
        let behind = &source.text()[close + 2..line.start() + text.len()];
        let bare = behind.trim();
        let decorated = bare.is_empty() || bare.starts_with('(') && bare.ends_with(')');
        return Some(match place {
            Place::InBold => close,
            _ if decorated && !goes_on => line.start() + text.len(),
            _ => close + 2,
        });
    }
    (!goes_on).then(|| (line.start() + text.len()).max(unit.title.span.end()))
}

/// Returns where the bold words end that a line begins with, where the title is within them.
fn bold_end(doc: &Document, unit: &Unit) -> Option<usize> {
    let text = doc.text(unit.lead);
    let line = text.lines().next().unwrap_or_default();
    let open = line.find("**")?;
    if line[..open].contains(char::is_alphanumeric) {
        return None;
    }
    let close = open + 2 + line[open + 2..].find("**")?;
    let at = unit.lead.start() + close;
    (unit.title.span.end() <= at).then_some(at)
}

/// Returns whether the text of a unit goes on in its second line.
fn goes_on(doc: &Document, unit: &Unit) -> bool {
    let source = doc.source();
    let line = source.line_span(source.line_of(unit.lead.start));
    let rest = source.text().get(line.end()..).unwrap_or_default();
    let next = rest.trim_start_matches(['\r', '\n']);
    let broken = rest.len() - next.len() > source.line_end().len();
    let next = next.lines().next().unwrap_or_default().trim();
    let digits = next.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = digits.len() < next.len() && digits.starts_with(['.', ')']);
    let begins = next.starts_with(['#', '|', '>', '<'])
        || ["- ", "* ", "+ ", "**", "```", "~~~", "---"]
            .iter()
            .any(|it| next.starts_with(it));
    !(broken || next.is_empty() || begins || numbered)
}

/// Returns the sign or the words of a mark without what is remarked beside them.
pub(crate) fn plain(mark: &str) -> Option<String> {
    if matches!(mark.trim(), "[x]" | "[X]") {
        return Some(mark.to_owned());
    }
    let mut end = 0;
    let mut only = true;
    for (start, after) in word_ranges(mark) {
        only = is_state_word(&mark[start..after]);
        if !only {
            break;
        }
        end = after;
    }
    if only {
        return Some(mark.to_owned());
    }
    let head = &mark[..end];
    let even = |it: &str| head.matches(it).count().is_multiple_of(2);
    if end > 0 && even("_") && even("*") {
        let close = match head.find(['(', '[']).map(|at| head.as_bytes()[at]) {
            Some(b'(') => ")",
            Some(_) => "]",
            None => "",
        };
        return Some(format!("{head}{close}"));
    }
    let (at, sign) = mark
        .char_indices()
        .find(|(_, c)| UnitState::of_sign(*c).is_some())?;
    let before = mark[..at].replace(['*', '_', '('], "");
    Some(format!("{before}{sign}"))
}

/// Returns where the words of a text stand; what a hyphen joins is one.
fn word_ranges(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(char::is_alphanumeric)?;
        let joined = |c: char| c.is_alphanumeric() || c == '-';
        let len = text[start..]
            .find(|c| !joined(c))
            .unwrap_or(text.len() - start);
        at = start + len;
        Some((start, at))
    })
}

/// Returns whether a word says how far something has come, and nothing else.
fn is_state_word(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "blocked",
        "built",
        "canceled",
        "cancelled",
        "complete",
        "completed",
        "current",
        "deferred",
        "done",
        "dropped",
        "finished",
        "hold",
        "implemented",
        "in",
        "in-progress",
        "landed",
        "live",
        "merged",
        "not",
        "on",
        "ongoing",
        "partial",
        "partially",
        "paused",
        "pending",
        "planned",
        "progress",
        "remaining",
        "removed",
        "shipped",
        "skipped",
        "started",
        "todo",
        "waiting",
        "wip",
        "yet",
    ];
    let folded = word.to_ascii_lowercase();
    WORDS.binary_search(&folded.as_str()).is_ok()
}

/// Returns whether a word says how far something has come, or since when.
fn is_remark_of_state(word: &str) -> bool {
    is_state_word(word)
        || word.starts_with(|c: char| c.is_ascii_digit())
        || word.eq_ignore_ascii_case("pr")
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '–' | '—' | ':' | '|' | '_')
}
