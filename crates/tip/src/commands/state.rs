//! `tip begin` and `tip finish`.

use tip_edit::EditError;
use tip_plan::{BoxState, StateSource, UnitId, UnitState};
use tip_rules::state_obstacles;
use tip_workspace::TargetKind;

use super::edit::{Opened, Planned, done_unit, force, refused, unit_id};
use crate::Answer;
use crate::args::StateArgs;
use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;

/// Why nothing is planned.
enum Refusal {
    Edit(EditError),
    Failure(Failure),
}

impl From<EditError> for Refusal {
    fn from(error: EditError) -> Self {
        Self::Edit(error)
    }
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

pub(super) fn run(
    state: UnitState,
    args: &StateArgs,
    place: &Place,
    output: &mut Output,
) -> Result<Answer, Failure> {
    let opened = Opened::things(&args.things, place)?;
    let planned = opened.iter().map(|it| forced(state, args, it));
    let planned: Vec<Planned> = match planned.collect::<Result<_, Refusal>>() {
        Ok(planned) => planned,
        Err(Refusal::Failure(failure)) => return Err(failure),
        // That boxes are open is an answer.
        Err(Refusal::Edit(error @ EditError::ToldByBoxes { .. })) if !args.write.json => {
            let failure = refused(&error);
            output.line(&format!("nothing is written: {error}"))?;
            for hint in &failure.hints {
                output.hint(hint);
            }
            return Ok(Answer::No);
        }
        Err(Refusal::Edit(error)) => return Err(refused(&error)),
    };
    let mut answer = Answer::Yes;
    let again = |it: &mut Opened| {
        forced(state, args, it).map_err(|refusal| match refusal {
            Refusal::Edit(error) => refused(&error),
            Refusal::Failure(failure) => failure,
        })
    };
    for (opened, planned) in opened.into_iter().zip(planned) {
        if opened.change_as(planned, args.write, place, output, again)? == Answer::No {
            answer = Answer::No;
        }
    }
    Ok(answer)
}

fn forced(state: UnitState, args: &StateArgs, opened: &Opened) -> Result<Planned, Refusal> {
    let mut planned = plan(state, opened)?;
    let what: Vec<&str> = planned.done.iter().map(|it| it.what.as_str()).collect();
    let what = what.join(" ");
    force(opened, &mut planned, &args.force, &what);
    Ok(planned)
}

fn plan(state: UnitState, opened: &Opened) -> Result<Planned, Refusal> {
    let (doc, plan) = (opened.doc(), opened.plan_read());
    let mut planned = Planned::default();
    let verb = match state {
        UnitState::Done => "finished",
        _ => "begun",
    };
    for target in &opened.targets {
        let TargetKind::Unit(at) = *target else {
            let failure = Failure::user("a box is neither begun nor finished");
            return Err(failure.hint("`tip tick` ticks it").into());
        };
        let id = unit_id(at);
        let unit = plan.unit(id);
        if unit.state.value == state && unit.state.contradicted_by.is_none() {
            planned.done.push(done_unit(doc, unit, verb, false));
            continue;
        }
        if state == UnitState::InProgress && unit.state.value == UnitState::Done {
            return Err(finished(opened, id).into());
        }
        let edits = tip_edit::set_unit_state(doc, plan, id, state)?;
        let read = opened.read_edited(&edits)?;
        let same = read.units.len() == plan.units.len();
        if !same || read.unit(id).state.value != state {
            return Err(EditError::NoPlaceForState {
                handle: unit.handle.clone(),
            }
            .into());
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
