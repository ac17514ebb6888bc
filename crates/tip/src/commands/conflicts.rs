//! `tip conflicts`.

use tip_drift::{Drift, History};
use tip_report::conflicts::{self, ChangingPlan, Conflict};
use tip_work::changes::{as_written, drifted, followed};
use tip_workspace::{Keeping, Past};

use super::VERSION;
use super::chosen::Chosen;
use super::load::all_read;
use crate::Answer;
use crate::args::ConflictsArgs;
use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;

pub(super) fn run(
    args: &ConflictsArgs,
    place: &Place,
    output: &mut Output,
) -> Result<Answer, Failure> {
    let repository = place.open()?;
    let snapshot = &repository.snapshot;
    let chosen = Chosen::read(&args.plans, &repository, place, output)?;
    let mut loaded = chosen.plans;
    // What is over changes nothing any more.
    loaded.retain(|it| !it.view().stage().is_over());
    // Without a history lines stand where they are written.
    let past = Past::open(snapshot, Keeping::Kept).ok();
    let drift = past.as_ref().map(Past::drift).transpose()?;
    let changes = match &drift {
        Some(drift) => followed(&loaded, &drifted(&loaded, drift, snapshot)?, snapshot),
        None => as_written(&loaded, snapshot),
    };
    let mut plans = Vec::new();
    for plan in &mut loaded {
        let path = &plan.entry.primary().path;
        let who = match (&past, &drift) {
            (Some(past), Some(drift)) => last_author(past.history(), drift, path)?,
            _ => None,
        };
        if !args.json {
            plan.for_people(snapshot, place);
        }
        plans.push(ChangingPlan {
            name: plan.entry.name.clone(),
            who,
        });
    }
    let conflicts = Conflict::find(&changes);
    if args.json {
        output.line(&conflicts::json(&conflicts, &plans, VERSION))?;
    } else if conflicts.is_empty() {
        let count = plans.len();
        output.note(&format!(
            "no file is meant to be changed by two of {count} plans that are not over"
        ));
    } else {
        let terminal = output.terminal();
        output.write(&conflicts::render(&conflicts, &plans, &terminal))?;
    }
    all_read(chosen.troubles)?;
    Ok(if conflicts.is_empty() {
        Answer::Yes
    } else {
        Answer::No
    })
}

/// Returns who changed a file last.
pub(super) fn last_author(
    history: &History,
    drift: &Drift<'_>,
    path: &str,
) -> Result<Option<String>, Failure> {
    let versions = drift.versions(path)?;
    let newest = versions.first().map(|it| history.about(it.revision));
    Ok(newest.transpose()?.map(|it| it.author))
}
