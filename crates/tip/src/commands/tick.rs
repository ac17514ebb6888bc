//! `tip tick` and `tip untick`.

use tip_work::tick::{Ticking, plan};
use tip_work::{Opened, Planned, proof};

use super::edit::Change;
use crate::Answer;
use crate::args::TickArgs;
use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;

pub(super) fn run(
    way: Ticking,
    args: &TickArgs,
    place: &Place,
    output: &mut Output,
) -> Result<Answer, Failure> {
    // All things are found before the first is written.
    let opened = Opened::things(&args.things, place)?;
    let planned = opened.iter().map(|it| plan(way, it));
    let planned: Vec<Planned> = planned.collect::<Result<_, _>>()?;
    for (opened, planned) in opened.into_iter().zip(planned) {
        // What cannot be told of runs is not told: a tick is somebody's word, with or without them.
        if way == Ticking::Tick
            && let Ok(told) = proof::failed_last(&opened)
        {
            for it in told {
                output.warning(&it);
            }
        }
        opened.change_as(planned, args.write, place, output, |it| plan(way, it))?;
    }
    Ok(Answer::Yes)
}
