//! Units that are begun and finished.

use tip_edit::EditError;
use tip_plan::{BoxState, StateSource, UnitId, UnitState};
use tip_rules::{Obstacle, state_obstacles};
use tip_syntax::Span;
use tip_workspace::TargetKind;

use crate::opened::{done_unit, refused, unit_id};
use crate::proof::{self, Imported};
use crate::{Failure, Opened, Place, Planned};

/// Plans that units are begun or finished.
pub fn plan(state: UnitState, opened: &Opened) -> Result<Planned, Failure> {
    let (doc, plan) = (opened.doc(), opened.plan_read());
    let mut planned = Planned::default();
    let verb = match state {
        UnitState::Done => "finished",
        _ => "begun",
    };
    for target in &opened.targets {
        let TargetKind::Unit(at) = *target else {
            let failure = Failure::user("a box is neither begun nor finished");
            return Err(failure.hint("`tip tick` ticks it"));
        };
        let id = unit_id(at);
        let unit = plan.unit(id);
        if unit.state.value == state && unit.state.contradicted_by.is_none() {
            planned.done.push(done_unit(doc, unit, verb, false));
            continue;
        }
        if state == UnitState::InProgress && unit.state.value == UnitState::Done {
            return Err(finished(opened, id));
        }
        let edits = tip_edit::set_unit_state(doc, plan, id, state).map_err(|it| refused(&it))?;
        let read = opened.read_edited(&edits)?;
        let same = read.units.len() == plan.units.len();
        if !same || read.unit(id).state.value != state {
            return Err(refused(&EditError::NoPlaceForState {
                handle: unit.handle.clone(),
            }));
        }
        let changed = opened.changes(&edits);
        planned.done.push(done_unit(doc, unit, verb, changed));
        planned.edits.extend(edits.into_iter().filter(|_| changed));
    }
    if !planned.edits.is_empty() {
        let before = opened.judge(doc.source().bytes());
        let after = opened.judge(&opened.edited(&planned.edits)?);
        planned.obstacles = state_obstacles(&before, after);
    }
    Ok(planned)
}

/// Says that a unit is done already, and how it is opened again.
fn finished(opened: &Opened, id: UnitId) -> Failure {
    let (plan, path) = (opened.plan_read(), opened.path());
    let unit = plan.unit(id);
    let failure = Failure::user(format!("`{}` is finished already", unit.handle));
    if unit.own_box.is_some() {
        return failure.hint(format!(
            "`tip untick {path}#{}` opens it again",
            unit.handle
        ));
    }
    if unit.state.source == StateSource::Title {
        return failure.hint(format!(
            "`tip untick {path}#{}` takes its mark out",
            unit.handle
        ));
    }
    let ticked = plan.boxes_of_phase(id);
    let ticked = ticked.filter(|it| it.state == BoxState::Done);
    match ticked.last() {
        Some(it) => failure.hint(format!(
            "`tip untick {path}#{}` says what of it is open again",
            it.handle
        )),
        None => failure.hint("take its mark out by hand to open it again"),
    }
}

/// Plans that units are finished, and demands that something shows each of their boxes: a run that passed, or a person's word.
pub fn finish_proven(opened: &mut Opened, place: &Place) -> Result<Planned, Failure> {
    let mut planned = plan(UnitState::Done, opened)?;
    proof::ask(opened, Imported::IsShown, place)?;
    let after = opened.edited(&planned.edits)?;
    let read = opened.read_edited(&planned.edits)?;
    let spans: Vec<Span> = opened
        .targets
        .iter()
        .filter_map(|target| match target {
            TargetKind::Unit(at) => Some(read.units.get(*at)?.span),
            TargetKind::CheckBox(_) => None,
        })
        .collect();
    let judged = opened.judge(&after).into_iter().filter(|it| {
        let place = it.finding.primary.span;
        it.rule.name == "unproven-box" && spans.iter().any(|span| span.contains(place))
    });
    let unproven = judged.map(|it| Obstacle::Finding(Box::new(it)));
    planned.obstacles.extend(unproven);
    Ok(planned)
}
