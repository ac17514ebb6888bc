//! `tip next`.

use tip_report::{NextPlan, StageBasis, next};
use tip_workspace::{PlanEntry, ReadError, Standing};

use super::VERSION;
use super::load::{Loaded, all_read, no_plans, tell_unseen};
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
    let entries: Vec<PlanEntry> = if named {
        let entries = args.plans.iter();
        let entries = entries.map(|it| snapshot.find(it, &place.cwd));
        entries.collect::<Result<_, _>>()?
    } else {
        let entries = snapshot.discovery().entries.iter();
        let current = entries.filter(|it| it.standing == Standing::Current);
        current.cloned().collect()
    };
    let results = snapshot.map_plans(&entries, |entry| {
        let mut loaded = Loaded::read(snapshot, entry.clone())?;
        loaded.look_what_is_built(snapshot);
        if !args.json {
            loaded.for_people(snapshot, place);
        }
        Ok(NextPlan::of(&loaded.view(), loaded.title()))
    });
    let mut plans = Vec::new();
    let mut troubles = if named {
        0
    } else {
        tell_unseen(snapshot, "", place, output)
    };
    for result in results {
        match result {
            Ok(plan) => plans.push(plan),
            Err(error) if named => return Err(error.into()),
            Err(ReadError { path, source }) => {
                troubles += 1;
                let path = place.shown(&snapshot.root().join(path));
                output.trouble(&format!("cannot read `{path}`: {source}"));
            }
        }
    }
    let nothing: Vec<String> = plans
        .iter()
        .filter(|it| it.is_empty())
        .map(NextPlan::why_nothing)
        .collect();
    plans.retain(|it| !it.is_empty());
    // What tells nothing of how far it has come is rather read than worked on, unless it was asked for.
    let found = plans.len();
    plans.retain(|it| named || it.basis != StageBasis::Unknown);
    let untold = found - plans.len();
    if !named {
        // What seems to be there already is rather looked at than worked on.
        plans.sort_by_key(|it| (it.basis, it.looks_built()));
    }
    if let Some(limit) = args.limit {
        keep(&mut plans, limit);
    }
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
    } else if entries.is_empty() && troubles == 0 {
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

/// Keeps so many phases and tasks, and the plans that hold them; open boxes outside of them count as one.
fn keep(plans: &mut Vec<NextPlan>, limit: usize) {
    let mut left = limit;
    for plan in plans.iter_mut() {
        plan.ready.truncate(left);
        left -= plan.ready.len();
        if left == 0 && plan.ready.is_empty() {
            plan.boxes.clear();
        } else if !plan.boxes.is_empty() {
            left -= 1;
        }
    }
    plans.retain(|it| !it.is_empty());
}
