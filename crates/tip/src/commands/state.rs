//! `tip begin` and `tip finish`.

use tip_plan::UnitState;
use tip_rules::state_obstacles;
use tip_workspace::TargetKind;

use super::edit::{Opened, Planned, done_unit, force, refused, unit_id};
use crate::Answer;
use crate::args::StateArgs;
use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;

pub(super) fn run(
    state: UnitState,
    args: &StateArgs,
    place: &Place,
    output: &mut Output,
) -> Result<Answer, Failure> {
    let opened = Opened::things(&args.things, place)?;
    let planned = opened.iter().map(|it| {
        let mut planned = plan(state, it)?;
        let what: Vec<&str> = planned.done.iter().map(|it| it.what.as_str()).collect();
        let what = what.join(" ");
        force(it, &mut planned, &args.force, &what);
        Ok(planned)
    });
    let planned: Vec<Planned> = planned.collect::<Result<_, Failure>>()?;
    let mut answer = Answer::Yes;
    for (opened, planned) in opened.iter().zip(&planned) {
        if opened.make(planned, args.write, place, output)? == Answer::No {
            answer = Answer::No;
        }
    }
    Ok(answer)
}

fn plan(state: UnitState, opened: &Opened) -> Result<Planned, Failure> {
    let (doc, plan) = (opened.doc(), opened.plan_read());
    let mut planned = Planned::default();
    let verb = match state {
        UnitState::Done => "finished",
        _ => "begun",
    };
    for target in &opened.targets {
        let TargetKind::Unit(at) = *target else {
            return Err(
                Failure::user("a box is neither begun nor finished").hint("`tip tick` ticks it")
            );
        };
        let id = unit_id(at);
        let unit = plan.unit(id);
        if unit.state.value == state && unit.state.contradicted_by.is_none() {
            planned.done.push(done_unit(doc, unit, verb, false));
            continue;
        }
        let edits = tip_edit::set_unit_state(doc, plan, id, state).map_err(|it| refused(&it))?;
        planned
            .done
            .push(done_unit(doc, unit, verb, !edits.is_empty()));
        planned.edits.extend(edits);
    }
    if !planned.edits.is_empty() {
        let before = opened.judge(doc.source().bytes());
        let after = opened.judge(&opened.edited(&planned.edits)?);
        planned.obstacles = state_obstacles(&before, after);
    }
    Ok(planned)
}
