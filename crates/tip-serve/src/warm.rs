//! Finds out beforehand what calls will ask, while nobody asks.
//!
//! What is found out first takes long: the walk over the repository, the words in its tests, the history. A server that waits for its
//! client's next wish has the time. It is done in small steps, each of which begins only while no call is answered.

use std::iter;
use std::sync::Arc;
use std::thread;

use tip_work::changes::files;
use tip_work::{Failure, Loaded};
use tip_workspace::{RootKind, RuleChoice, Standing};

use crate::desk::Desk;
use crate::tools::foresee;

/// So many plans are followed through the history in one step.
const PLANS: usize = 16;

/// In a repository of more plans the rest is found out when somebody asks.
const MOST: usize = 1000;

/// Begins, on a thread of its own.
pub(crate) fn begin(desk: Arc<Desk>) {
    let work = move || {
        // Who asks for what cannot be found out is told why.
        let _ = warm(&desk);
    };
    // Without a thread all is found out when somebody asks.
    let _ = thread::Builder::new().name("warm".to_owned()).spawn(work);
}

/// Finds out all of it; `None` when the server ends before, or nothing is there that will be asked for.
fn warm(desk: &Desk) -> Result<Option<()>, Failure> {
    let opened = desk.place.open()?;
    // Of a folder that is no repository nobody knows how large it is.
    if opened.kind == RootKind::None {
        return Ok(None);
    }
    let snapshot = opened.snapshot;
    let mut entries = desk.entries(&snapshot, None)?;
    entries.truncate(MOST);
    let mut plans = Vec::new();
    for entry in entries {
        if !desk.wait_until_idle() {
            return Ok(None);
        }
        plans.extend(Loaded::read(&snapshot, entry));
    }
    drop(snapshot);
    if plans.is_empty() {
        return Ok(None);
    }
    // As they are asked for together.
    let all = files(&plans);
    // What is under way is asked for first.
    plans.sort_by_key(|it| it.view().stage().is_over());
    // Whoever asks while the history is read waits for the first step, which is short.
    let (first, others) = plans.split_at(plans.len().min(1));
    for plans in iter::once(first).chain(others.chunks(PLANS)) {
        if !desk.wait_until_idle() {
            return Ok(None);
        }
        // Without a history nothing is followed.
        if desk.snapshot()?.drifted(&files(plans), false).is_err() {
            break;
        }
    }
    if desk.wait_until_idle() {
        let _ = desk.snapshot()?.drifted(&all, false);
    }
    if desk.wait_until_idle() {
        foresee::foresee(desk, &foresee::Wish::default())?;
    }
    for plan in &plans {
        if !desk.wait_until_idle() {
            return Ok(None);
        }
        let snapshot = desk.snapshot()?;
        let rules = snapshot.config().rules.settings(&RuleChoice::default());
        let paths = plan.entry.files.iter().map(|it| it.path.clone());
        let files: Vec<(String, Standing)> = paths.map(|it| (it, plan.entry.standing)).collect();
        snapshot.check(&files, &rules, &|_| {});
    }
    Ok(Some(()))
}
