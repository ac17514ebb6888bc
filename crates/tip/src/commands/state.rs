//! `tip begin` and `tip finish`.

use tip_plan::UnitState;
use tip_work::{Opened, Planned, force, state};

use super::edit::{Change, because};
use crate::Answer;
use crate::args::StateArgs;
use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;

pub(super) fn run(
    to: UnitState,
    args: &StateArgs,
    place: &Place,
    output: &mut Output,
) -> Result<Answer, Failure> {
    let mut opened = Opened::things(&args.things, place)?;
    let planned = opened.iter_mut().map(|it| forced(to, args, it, place));
    let planned: Vec<Planned> = match planned.collect::<Result<_, Failure>>() {
        Ok(planned) => planned,
        // That boxes are open is an answer.
        Err(failure) if failure.is_told_by_boxes && !args.write.json => {
            output.line(&format!("nothing is written: {}", failure.message()))?;
            for hint in &failure.hints {
                output.hint(hint);
            }
            return Ok(Answer::No);
        }
        Err(failure) => return Err(failure),
    };
    let mut answer = Answer::Yes;
    for (opened, planned) in opened.into_iter().zip(planned) {
        let again = |it: &mut Opened| forced(to, args, it, place);
        if opened.change_as(planned, args.write, place, output, again)? == Answer::No {
            answer = Answer::No;
        }
    }
    Ok(answer)
}

fn forced(
    to: UnitState,
    args: &StateArgs,
    opened: &mut Opened,
    place: &Place,
) -> Result<Planned, Failure> {
    let mut planned = match to {
        UnitState::Done => state::finish_known(opened, place)?,
        _ => state::plan(to, opened)?,
    };
    let what: Vec<&str> = planned.done.iter().map(|it| it.what.as_str()).collect();
    let what = what.join(" ");
    force(opened, &mut planned, because(&args.force), &what);
    Ok(planned)
}
