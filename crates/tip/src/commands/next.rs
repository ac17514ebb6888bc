//! `tip next`.

use tip_report::{NextPlan, next};
use tip_work::Upcoming;
use tip_workspace::ReadError;

use super::VERSION;
use super::load::{all_read, no_plans, tell_unseen};
use crate::Answer;
use crate::args::NextArgs;
use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;

/// Of so many plans it is said why nothing in them is ready.
const FEW: usize = 3;

pub(super) fn run(args: &NextArgs, place: &Place, output: &mut Output) -> Result<Answer, Failure> {
    let repository = place.open()?;
    let snapshot = &repository.snapshot;
    let named = !args.plans.is_empty();
    let mut upcoming = Upcoming::of(snapshot, &args.plans, place, |loaded| {
        if !args.json {
            loaded.for_people(snapshot, place);
        }
    })?;
    let mut troubles = if named {
        0
    } else {
        tell_unseen(snapshot, "", place, output)
    };
    for ReadError { path, source } in &upcoming.unread {
        troubles += 1;
        let path = place.shown(&snapshot.root().join(path));
        output.trouble(&format!("cannot read `{path}`: {source}"));
    }
    if let Some(limit) = args.limit {
        upcoming.keep(limit);
    }
    let (nothing, untold) = (upcoming.nothing, upcoming.untold.len());
    let plans = upcoming.plans.into_iter().map(|(plan, ())| plan);
    let mut plans: Vec<NextPlan> = plans.collect();
    if output.is_quiet() {
        for unit in plans.iter_mut().flat_map(|it| &mut it.ready) {
            unit.assumed.clear();
        }
    }
    let answer = if plans.is_empty() {
        Answer::No
    } else {
        Answer::Yes
    };
    if args.json {
        output.line(&next::json(&plans, VERSION))?;
        return all_read(troubles).map(|()| answer);
    }
    if answer == Answer::Yes {
        let terminal = output.terminal();
        output.line(&next::render(&plans, &terminal))?;
    } else if upcoming.looked == 0 && troubles == 0 {
        no_plans(&repository, output);
    } else if !named && nothing.len() > FEW {
        output.note("nothing is ready: `tip next PLAN` says why");
    }
    if named || (answer == Answer::No && nothing.len() <= FEW) {
        for why in nothing {
            output.note(&format!("nothing is ready: {why}"));
        }
    }
    if untold > 0 {
        let plans = match untold {
            1 => "1 more plan does not tell how far it has".to_owned(),
            _ => format!("{untold} more plans do not tell how far they have"),
        };
        output.note(&format!("{plans} come: `tip next PLAN` shows one"));
    }
    all_read(troubles).map(|()| answer)
}
