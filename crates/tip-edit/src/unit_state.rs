//! Writes how far a phase, a task or a step has come, in the form in which the plan tells it.

use tip_plan::{
    BoxState, CheckBox, DialectId, Meaning, Plan, StateSource, Unit, UnitId, UnitKind, UnitState,
};
use tip_syntax::{Document, Edit, Span};

use crate::EditError;
use crate::status_words::{Dressed, head, is_stage, shortened};
use crate::tick::{mark, tick, untick};
use crate::title_mark::{plain, set_mark};

/// Writes a state where the plan tells the states of such units: a box, a mark in the title, a field, a cell.
///
/// `today` (`YYYY-MM-DD`, or nothing) stands beside it where the plan writes such days. Where this unit tells nothing yet, the form of its neighbors is taken, and a mark in the title where they have none either.
///
/// # Errors
///
/// Fails where the plan tells the state by the boxes under the unit alone, in a form that cannot say it, or in words that say more than it.
pub fn set_unit_state(
    doc: &Document,
    plan: &Plan,
    id: UnitId,
    state: UnitState,
    today: &str,
) -> Result<Vec<Edit>, EditError> {
    let unit = plan.unit(id);
    let mut edits = match form(plan, id) {
        StateSource::OwnBox => own_box(doc, plan, unit, state)?,
        StateSource::Field => field(doc, plan, id, state, today)?,
        StateSource::Table => cell(doc, plan, unit, state)?,
        StateSource::Progress => progress(doc, plan, unit, state)?,
        StateSource::Boxes if unit.state.value != state => return Err(told_by_boxes(plan, id)),
        // The phases of our template bear a mark when they are done.
        StateSource::Boxes if state == UnitState::Done && is_phase_of_ours(plan, unit) => {
            set_mark(doc, plan, unit, state)?
        }
        StateSource::Boxes => return Ok(Vec::new()),
        StateSource::Title | StateSource::None | StateSource::File => {
            set_mark(doc, plan, unit, state)?
        }
    };
    // A second place that says otherwise follows, where it is one that is written for this unit.
    if let Some(other) = unit.state.contradicted_by
        && other.value != state
        && other.source == StateSource::Progress
        && let Ok(more) = progress_at(doc, plan, unit, other.span, state)
    {
        edits.extend(more);
        edits.dedup();
    }
    Ok(edits)
}

fn is_phase_of_ours(plan: &Plan, unit: &Unit) -> bool {
    plan.dialect == DialectId::Tip && unit.kind == UnitKind::Phase
}

/// Returns the form in which the plan tells the state of a unit: its own, or else that of its neighbors.
fn form(plan: &Plan, id: UnitId) -> StateSource {
    let unit = plan.unit(id);
    if unit.own_box.is_some() {
        return StateSource::OwnBox;
    }
    match unit.state.source {
        // A list of progress in prose has no place to write in.
        StateSource::Progress if unit.state.span.and_then(|it| entry(plan, it)).is_none() => {}
        source @ (StateSource::Title
        | StateSource::Field
        | StateSource::Table
        | StateSource::Progress) => return source,
        _ => {}
    }
    if plan.fields_of(Meaning::Status, Some(id)).next().is_some() {
        return StateSource::Field;
    }
    let count = |source| {
        let like = plan
            .units_of(unit.kind)
            .filter(|(_, other)| other.site == unit.site && other.state.source == source);
        like.count()
    };
    match (count(StateSource::Title), count(StateSource::Field)) {
        (0, 0) if unit.state.source == StateSource::Boxes => StateSource::Boxes,
        (titles, fields) if titles >= fields => StateSource::Title,
        _ => StateSource::Field,
    }
}

/// Returns the entry of a list of progress whose text is `span`.
fn entry(plan: &Plan, span: Span) -> Option<&CheckBox> {
    let mut boxes = plan.boxes.iter();
    boxes.find(|it| it.text.start == span.start || it.mark.cover(it.text).contains(span))
}

fn told_by_boxes(plan: &Plan, id: UnitId) -> EditError {
    let within = plan.unit(id).span;
    let boxes: Vec<&CheckBox> = if plan.unit(id).kind == UnitKind::Phase {
        plan.boxes_of_phase(id).collect()
    } else {
        let boxes = plan.boxes.iter();
        boxes.filter(|it| within.contains(it.mark)).collect()
    };
    let open = boxes
        .into_iter()
        .filter(|it| it.state != BoxState::Done && !it.deferred && !it.in_table);
    EditError::ToldByBoxes {
        handle: plan.unit(id).handle.clone(),
        open: open.map(|it| it.handle.clone()).collect(),
    }
}

fn own_box(
    doc: &Document,
    plan: &Plan,
    unit: &Unit,
    state: UnitState,
) -> Result<Vec<Edit>, EditError> {
    let it = unit.own_box.and_then(|at| plan.boxes.get(at as usize));
    let it = it.ok_or_else(|| no_place(unit))?;
    match state {
        UnitState::Done => Ok(tick(doc, plan, it)),
        UnitState::Open => Ok(untick(doc, plan, it)),
        // Only a plan that has such a box already knows what it means.
        UnitState::InProgress
            if plan.boxes.iter().any(|it| it.state == BoxState::Other)
                || plan.dialect == DialectId::Kiro =>
        {
            let own = plan.boxes.iter().any(|it| it.state == BoxState::Other);
            let mark = if own {
                mark(doc, plan, BoxState::Other)
            } else {
                "-".to_owned()
            };
            let inner = Span::new(it.mark.start() + 1, it.mark.end() - 1);
            Ok(vec![Edit::replace(inner, mark)])
        }
        _ => Err(EditError::BoxCannotSay {
            handle: unit.handle.clone(),
            state: words(state),
        }),
    }
}

fn field(
    doc: &Document,
    plan: &Plan,
    id: UnitId,
    state: UnitState,
    today: &str,
) -> Result<Vec<Edit>, EditError> {
    let unit = plan.unit(id);
    if let Some(field) = plan.fields_of(Meaning::Status, Some(id)).next() {
        if field.value.is_empty() {
            let at = field.value.start;
            let glued = !doc.text(Span::new(0, at as usize)).ends_with([' ', '\t']);
            let space = if glued { " " } else { "" };
            let word = spoken(doc, plan, StateSource::Field, state, "").with_day(today);
            return Ok(vec![Edit::insert(at, format!("{space}{word}"))]);
        }
        let spoken = spoken(doc, plan, StateSource::Field, state, doc.text(field.value));
        return Ok(vec![restated(doc, unit, field.value, &spoken, today)?]);
    }
    // A line like those of its neighbors, as the first under its lead.
    let neighbor = plan
        .units_of(unit.kind)
        .find_map(|(other, _)| plan.fields_of(Meaning::Status, Some(other)).next())
        .ok_or_else(|| no_place(unit))?;
    let source = doc.source();
    let line = source.line_span(source.line_of(neighbor.span.start));
    let label = doc.text(Span::new(line.start(), neighbor.value.start()));
    let now = doc.text(neighbor.value);
    let word = spoken(doc, plan, StateSource::Field, state, now).with_day(today);
    let end = source.line_end();
    let lead = source.line_span(source.line_of(unit.lead.end.saturating_sub(1)));
    let text = format!("{end}{end}{label}{word}");
    Ok(vec![Edit::insert(lead.end, text)])
}

/// Writes a state in place of the one that a text begins with; what follows it stays, but for the day beside it.
fn restated(
    doc: &Document,
    unit: &Unit,
    value: Span,
    spoken: &Spoken,
    today: &str,
) -> Result<Edit, EditError> {
    let raw = doc.text(value);
    let text = raw.trim_start_matches(['*', '_', '`', ' ']);
    let head = head(text);
    let dressed = Dressed::new(head);
    if !is_stage(dressed.words) && plain(head).as_deref() != Some(head) {
        return Err(EditError::StateIsProse {
            handle: unit.handle.clone(),
            written: shortened(raw),
        });
    }
    let start = value.end() - text.len();
    let (end, word) = match day_behind(&text[head.len()..]) {
        Some(len) if !today.is_empty() => (
            start + head.len() + len,
            format!("{} ({today})", dressed.with(&spoken.word)),
        ),
        _ => (start + head.len(), dressed.with(&spoken.with_day(today))),
    };
    Ok(Edit::replace(Span::new(start, end), word))
}

/// Returns the length of the day that stands behind a state: ` (2026-01-31)`.
fn day_behind(text: &str) -> Option<usize> {
    let day = text.strip_prefix(" (")?.get(..10)?;
    let is_day = day
        .bytes()
        .enumerate()
        .all(|(at, byte)| matches!(at, 4 | 7) && byte == b'-' || byte.is_ascii_digit());
    (is_day && text[12..].starts_with(')')).then_some(13)
}

fn cell(
    doc: &Document,
    plan: &Plan,
    unit: &Unit,
    state: UnitState,
) -> Result<Vec<Edit>, EditError> {
    let span = unit.state.span.ok_or_else(|| no_place(unit))?;
    let span = doc.source().trim(span);
    let written = doc.text(span);
    if let Some(it) = plan.boxes.iter().find(|it| span.contains(it.mark)) {
        return match state {
            UnitState::Done => Ok(tick(doc, plan, it)),
            UnitState::Open => Ok(untick(doc, plan, it)),
            _ => Err(EditError::BoxCannotSay {
                handle: unit.handle.clone(),
                state: words(state),
            }),
        };
    }
    let spoken = spoken(doc, plan, StateSource::Table, state, written);
    Ok(vec![restated(doc, unit, span, &spoken, "")?])
}

fn progress(
    doc: &Document,
    plan: &Plan,
    unit: &Unit,
    state: UnitState,
) -> Result<Vec<Edit>, EditError> {
    let span = unit.state.span.ok_or_else(|| no_place(unit))?;
    progress_at(doc, plan, unit, span, state)
}

/// Ticks the entry of a list of progress whose text is `span`.
fn progress_at(
    doc: &Document,
    plan: &Plan,
    unit: &Unit,
    span: Span,
    state: UnitState,
) -> Result<Vec<Edit>, EditError> {
    let it = entry(plan, span).ok_or_else(|| no_place(unit))?;
    match state {
        UnitState::Done => Ok(tick(doc, plan, it)),
        UnitState::Open => Ok(untick(doc, plan, it)),
        _ => Err(EditError::BoxCannotSay {
            handle: unit.handle.clone(),
            state: words(state),
        }),
    }
}

pub(crate) fn no_place(unit: &Unit) -> EditError {
    EditError::NoPlaceForState {
        handle: unit.handle.clone(),
    }
}

pub(crate) fn words(state: UnitState) -> &'static str {
    match state {
        UnitState::InProgress => "in progress",
        state => state.word(),
    }
}

/// The words for a state as a plan says it.
struct Spoken {
    word: String,
    /// Whether the plan writes a day behind them.
    dated: bool,
}

impl Spoken {
    fn with_day(&self, today: &str) -> String {
        if self.dated && !today.is_empty() {
            return format!("{} ({today})", self.word);
        }
        self.word.clone()
    }
}

/// Returns the words for a state as the plan says it elsewhere, or in the manner of what stands there now; nobody's remarks are taken.
fn spoken(doc: &Document, plan: &Plan, source: StateSource, state: UnitState, now: &str) -> Spoken {
    let told = |text: &str| {
        let head = head(text);
        let word = plain(head).filter(|_| UnitState::parse(head) == Some(state))?;
        let dated = day_behind(&text[head.len()..]).is_some();
        Some(Spoken { word, dated })
    };
    let elsewhere = if source == StateSource::Table {
        let units = plan.units.iter().filter(|it| it.state.source == source);
        let mut cells = units.filter_map(|it| it.state.span);
        cells.find_map(|it| told(doc.text(doc.source().trim(it))))
    } else {
        let mut fields = plan
            .fields
            .iter()
            .filter(|it| it.meaning == Some(Meaning::Status) && it.unit.is_some());
        fields.find_map(|it| told(doc.text(it.value)))
    };
    elsewhere.unwrap_or_else(|| Spoken {
        word: in_manner_of(now, state),
        dated: false,
    })
}

/// Returns our own word for a state, with a capital where another one has it.
fn in_manner_of(now: &str, state: UnitState) -> String {
    let word = match state {
        UnitState::Done => "complete",
        UnitState::InProgress => "in progress",
        UnitState::Open => "not started",
        UnitState::Dropped => "dropped",
        UnitState::Unknown => "unknown",
    };
    let letter = now.chars().find(|c| c.is_alphabetic());
    if letter.is_none_or(char::is_lowercase) {
        return word.to_owned();
    }
    let (first, rest) = word.split_at(1);
    first.to_uppercase() + rest
}
