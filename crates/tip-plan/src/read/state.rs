//! How far units have come, from every place that tells.

use tip_syntax::{Document, Span, Spanned, scan};

use crate::read::sections::find_number;
use crate::{
    BoxKind, BoxState, Meaning, Plan, StateEvidence, StateSource, UnitId, UnitKind, UnitState,
};

/// Puts what the walk noted where `resolve` finds it, and binds tasks to the phases that they name.
pub(crate) fn keep(
    plan: &mut Plan,
    evidence: Vec<(UnitId, StateEvidence)>,
    links: &[(UnitId, Spanned<String>)],
) {
    for (unit, number) in links {
        let phase = find_number(&plan.units, UnitKind::Phase, &number.value);
        let free = plan.unit(*unit).parent.is_none();
        if free && plan.unit(*unit).kind != UnitKind::Phase {
            plan.units[unit.index()].parent = phase;
        }
    }
    // The strongest place wins; an earlier one of the same kind wins over a later one.
    for (unit, told) in evidence {
        let state = &mut plan.units[unit.index()].state;
        let weaker = state.source != StateSource::None && rank(state.source) <= rank(told.source);
        if weaker {
            if state.contradicted_by.is_none() && differs(state.value, told.value) {
                state.contradicted_by = Some(told);
            }
            continue;
        }
        if let Some(span) = state.span
            && differs(state.value, told.value)
        {
            state.contradicted_by = Some(StateEvidence {
                value: state.value,
                source: state.source,
                span,
            });
        }
        state.value = told.value;
        state.source = told.source;
        state.span = Some(told.span);
    }
}

/// Returns how weak a source is; 0 is the strongest.
fn rank(source: StateSource) -> u8 {
    match source {
        StateSource::OwnBox => 0,
        StateSource::Title => 1,
        StateSource::Field => 2,
        StateSource::Progress => 3,
        StateSource::Table => 4,
        StateSource::Boxes => 5,
        StateSource::File => 6,
        StateSource::None => 7,
    }
}

/// Returns whether two states cannot both be true: one says that it is done, the other that it is not.
fn differs(left: UnitState, right: UnitState) -> bool {
    use UnitState as S;
    matches!(
        (left, right),
        (S::Done, S::Open | S::InProgress) | (S::Open | S::InProgress, S::Done)
    )
}

/// Decides the state of every unit, and the phase of every box.
pub(crate) fn resolve(_doc: &Document, plan: &mut Plan) {
    for at in 0..plan.boxes.len() {
        let own = plan.boxes[at].is_unit.or(plan.boxes[at].unit);
        plan.boxes[at].phase = own.and_then(|unit| plan.phase_of(unit));
    }
    set_repetitions_aside(plan);
    let totals = roll_up(plan);
    for (at, total) in totals.into_iter().enumerate() {
        if plan.units[at].kind > UnitKind::Step {
            continue;
        }
        if let Some(own) = plan.units[at].own_box {
            let it = &plan.boxes[own as usize];
            let lead = plan.units[at].lead;
            let value = match it.state {
                BoxState::Done => UnitState::Done,
                BoxState::Open | BoxState::Other if it.deferred => UnitState::Dropped,
                BoxState::Open => UnitState::Open,
                BoxState::Other => UnitState::InProgress,
            };
            let mark = it.mark;
            let state = &mut plan.units[at].state;
            if let Some(span) = state.span
                && differs(value, state.value)
            {
                state.contradicted_by = Some(StateEvidence {
                    value: state.value,
                    source: state.source,
                    span,
                });
            }
            (state.value, state.source, state.span) = (value, StateSource::OwnBox, Some(mark));
            // A ticked box over an open one; the open box over ticked ones is work that nears its end.
            if value == UnitState::Done
                && state.contradicted_by.is_none()
                && let Some(told) = total.state().filter(|told| differs(value, *told))
            {
                state.contradicted_by = Some(StateEvidence {
                    value: told,
                    source: StateSource::Boxes,
                    span: lead,
                });
            }
            continue;
        }
        let Some(value) = total.state() else { continue };
        let lead = plan.units[at].lead;
        let state = &mut plan.units[at].state;
        if state.source == StateSource::None {
            (state.value, state.source, state.span) = (value, StateSource::Boxes, Some(lead));
        } else if differs(value, state.value)
            && state.contradicted_by.is_none()
            // What is put off is not done.
            && (value != UnitState::Done || total.deferred == 0)
            // `[~]` over boxes that are all ticked is work that nears its end.
            && (state.value, state.source) != (UnitState::InProgress, StateSource::Progress)
        {
            state.contradicted_by = Some(StateEvidence {
                value,
                source: StateSource::Boxes,
                span: lead,
            });
        }
    }
}

/// Takes the boxes of a summary that stand under a phase for reviews where the phase has boxes of its own: they repeat those.
fn set_repetitions_aside(plan: &mut Plan) {
    let summaries: Vec<Span> = plan
        .sections
        .iter()
        .filter(|it| it.meaning == Some(Meaning::Progress))
        .filter(|it| scan::find_ignore_case(&it.title.value, "summary").is_some())
        .map(|it| it.span)
        .collect();
    if summaries.is_empty() {
        return;
    }
    let mut own = vec![false; plan.units.len()];
    for it in &plan.boxes {
        if let Some(phase) = it.phase {
            own[phase.index()] |= matches!(it.kind, BoxKind::Criterion | BoxKind::Task);
        }
    }
    for it in &mut plan.boxes {
        let repeats = it.kind == BoxKind::Progress
            && it.is_unit.is_none()
            && it.phase.is_some_and(|phase| own[phase.index()])
            && summaries.iter().any(|span| span.contains(it.mark));
        if repeats {
            it.kind = BoxKind::Review;
        }
    }
}

/// How many boxes under a unit are what.
#[derive(Clone, Copy, Debug, Default)]
struct Total {
    all: u32,
    done: u32,
    begun: u32,
    /// Those that are put off, and are none of all.
    deferred: u32,
}

impl Total {
    fn state(self) -> Option<UnitState> {
        match (self.all, self.done) {
            (0, _) if self.deferred > 0 => Some(UnitState::Dropped),
            (0, _) => None,
            (all, done) if all == done => Some(UnitState::Done),
            (_, 0) if self.begun == 0 => Some(UnitState::Open),
            _ => Some(UnitState::InProgress),
        }
    }
}

/// Counts the boxes under every unit, those of the units in it included.
fn roll_up(plan: &Plan) -> Vec<Total> {
    let mut totals = vec![Total::default(); plan.units.len()];
    for it in &plan.boxes {
        if !matches!(it.kind, BoxKind::Criterion | BoxKind::Task) || it.in_table {
            continue;
        }
        let deferred = it.deferred && it.state != BoxState::Done;
        // A unit's own box tells of that unit alone, and of those that it stands in.
        let mut at = match it.is_unit {
            Some(unit) => plan.unit(unit).parent,
            None => it.unit,
        };
        let optional =
            it.is_unit.is_some_and(|unit| plan.unit(unit).optional) && it.state == BoxState::Open;
        while let Some(unit) = at {
            let total = &mut totals[unit.index()];
            if deferred {
                total.deferred += 1;
            } else if !optional {
                total.all += 1;
                total.done += u32::from(it.state == BoxState::Done);
            }
            total.begun += u32::from(it.state != BoxState::Open && !deferred);
            at = plan.unit(unit).parent.filter(|&parent| parent != unit);
        }
    }
    totals
}
