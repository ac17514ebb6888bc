//! Looks at commands before they are run.

use tip_ledger::{Digest, Ledger, SqliteLedger};
use tip_run::NotRun;

use super::pick::Picked;
use crate::Place;

/// Keeps back what names something that is not there: a program, a script, a test, a package.
///
/// Of a plan of which everything passed when it was run last, nothing is looked at: what was there will be there, or fail.
pub fn keep_back_what_cannot_run(picked: &mut Picked, place: &Place) {
    let root = picked.snapshot.root().as_std_path();
    let ledger = SqliteLedger::open_to_read(root).ok().flatten();
    // Without a search path the shell has one of its own.
    if !place.search_path.is_empty() {
        picked.snapshot.set_search_path(place.search_path.clone());
    }
    for (at, run) in picked.runs.iter_mut().enumerate() {
        let subjects = run.items.iter().filter(|it| it.not_run.is_none());
        let subjects: Vec<Digest> = subjects.map(|it| it.subject.digest()).collect();
        // A ledger that another process is just making knows nothing yet.
        let passed = ledger
            .as_ref()
            .and_then(|it| it.passed_last(&subjects).ok());
        let unknown = passed.is_none_or(|it| it.contains(&false)) && !subjects.is_empty();
        if !unknown {
            continue;
        }
        let (doc, plan) = &picked.files[at];
        let standing = picked.snapshot.entry_of(&run.plan).standing;
        let hindrances = picked.snapshot.hindrances(&run.plan, standing, doc, plan);
        for item in run.items.iter_mut().filter(|it| it.not_run.is_none()) {
            if let Some(why) = hindrances.get(&item.in_box) {
                item.not_run = Some(NotRun::Missing(why.clone()));
            }
        }
    }
}
