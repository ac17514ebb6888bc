//! Writes how far a phase, a task or a step has come, in the form in which the plan tells it.

use tip_plan::{
    BoxState, CheckBox, DialectId, Meaning, Plan, StateSource, Unit, UnitId, UnitKind, UnitState,
};
use tip_syntax::{Document, Edit, Span};

use crate::EditError;
use crate::tick::{mark, tick, untick};
use crate::title_mark::set_mark;

/// Writes a state where the plan tells the states of such units: a box, a mark in the title, a field, a cell.
///
/// Where this unit tells nothing yet, the form of its neighbors is taken, and a mark in the title where they have none either.
///
/// # Errors
///
/// Fails where the plan tells the state by the boxes under the unit alone, or in a form that cannot say it.
pub fn set_unit_state(
    doc: &Document,
    plan: &Plan,
    id: UnitId,
    state: UnitState,
) -> Result<Vec<Edit>, EditError> {
    let unit = plan.unit(id);
    let mut edits = match form(plan, id) {
        StateSource::OwnBox => own_box(doc, plan, unit, state)?,
        StateSource::Field => field(doc, plan, id, state)?,
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

/// Returns the form in which the plan tells the state of a unit.
fn form(plan: &Plan, id: UnitId) -> StateSource {
    let unit = plan.unit(id);
    if unit.own_box.is_some() {
        return StateSource::OwnBox;
    }
    let written = |source| {
        matches!(
            source,
            StateSource::Title | StateSource::Field | StateSource::Table | StateSource::Progress
        )
    };
    if written(unit.state.source) {
        return unit.state.source;
    }
    if plan.fields_of(Meaning::Status, Some(id)).next().is_some() {
        return StateSource::Field;
    }
    let like = || {
        let others = plan.units_of(unit.kind);
        others.filter(|(_, other)| other.site == unit.site && written(other.state.source))
    };
    let count = |source| {
        like()
            .filter(|(_, other)| other.state.source == source)
            .count()
    };
    let forms = [
        StateSource::Title,
        StateSource::Field,
        StateSource::Table,
        StateSource::Progress,
    ];
    let most = forms.into_iter().rev().max_by_key(|it| count(*it));
    match most {
        Some(most) if count(most) > 0 => most,
        _ if unit.state.source == StateSource::Boxes => StateSource::Boxes,
        _ => StateSource::Title,
    }
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
) -> Result<Vec<Edit>, EditError> {
    let unit = plan.unit(id);
    if let Some(field) = plan.fields_of(Meaning::Status, Some(id)).next() {
        let written = doc.text(field.value);
        if field.value.is_empty() {
            let at = field.value.start;
            let glued = !doc.text(Span::new(0, at as usize)).ends_with([' ', '\t']);
            let space = if glued { " " } else { "" };
            let word = spoken(doc, plan, StateSource::Field, state, "");
            return Ok(vec![Edit::insert(at, format!("{space}{word}"))]);
        }
        let word = spoken(doc, plan, StateSource::Field, state, written);
        return Ok(vec![Edit::replace(field.value, word)]);
    }
    // A line like those of its neighbors, as the first under its lead.
    let neighbor = plan
        .units_of(unit.kind)
        .find_map(|(other, _)| plan.fields_of(Meaning::Status, Some(other)).next())
        .ok_or_else(|| no_place(unit))?;
    let source = doc.source();
    let line = source.line_span(source.line_of(neighbor.span.start));
    let label = doc.text(Span::new(line.start(), neighbor.value.start()));
    let word = spoken(
        doc,
        plan,
        StateSource::Field,
        state,
        doc.text(neighbor.value),
    );
    let end = source.line_end();
    let lead = source.line_span(source.line_of(unit.lead.end.saturating_sub(1)));
    let text = format!("{end}{end}{label}{word}");
    Ok(vec![Edit::insert(lead.end, text)])
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
    let word = spoken(doc, plan, StateSource::Table, state, written);
    Ok(vec![Edit::replace(span, word)])
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
    let it = plan
        .boxes
        .iter()
        .find(|it| it.text.start == span.start || it.mark.cover(it.text).contains(span))
        .ok_or_else(|| no_place(unit))?;
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

/// Returns the words for a state as the plan says it elsewhere, or in the manner of what stands there now.
fn spoken(doc: &Document, plan: &Plan, source: StateSource, state: UnitState, now: &str) -> String {
    let elsewhere = plan
        .units
        .iter()
        .find(|it| it.state.source == source && it.state.value == state && it.state.span.is_some());
    if let Some(span) = elsewhere.and_then(|it| it.state.span)
        && source == StateSource::Table
    {
        return doc.text(doc.source().trim(span)).to_owned();
    }
    if source == StateSource::Field {
        let fields = plan.fields.iter().filter(|it| {
            it.meaning == Some(Meaning::Status) && it.unit.is_some() && !it.value.is_empty()
        });
        for field in fields {
            let text = doc.text(field.value);
            if UnitState::parse(text) == Some(state) && text.len() <= 24 {
                return text.to_owned();
            }
        }
    }
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
