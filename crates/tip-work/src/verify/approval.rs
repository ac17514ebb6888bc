//! Who approves the commands of plans.

use tip_run::{
    Approval, Choice, RefuseAll, SubjectChange, TrustStanding, TrustStore, TrustSubject, Trusted,
    TrustedCommand, select,
};

use super::pick::Picked;
use crate::{Failure, Place};

/// Opens the approvals of this user.
pub fn store(place: &Place) -> Result<TrustStore, Failure> {
    let state = place.state.as_ref().ok_or_else(|| {
        Failure::user("there is no folder to keep approvals in")
            .hint("set `HOME`, `XDG_STATE_HOME` or `TIP_STATE_DIR` to a folder of yours")
    })?;
    Ok(TrustStore::new(state))
}

/// Returns who approves: this user, by what was approved before. `changed` is told what differs from that.
pub fn approval(
    picked: &Picked,
    place: &Place,
    changed: &mut dyn FnMut(&str, &SubjectChange),
) -> Result<Box<dyn Approval>, Failure> {
    let Ok(store) = store(place) else {
        return Ok(Box::new(RefuseAll));
    };
    let choice = Choice {
        all: true,
        allow_mutating: true,
        only: None,
    };
    let snapshot = &picked.snapshot;
    let files = picked.runs.iter().zip(&picked.files);
    let subjects = files.map(|(run, (doc, plan))| {
        let items = select(&run.plan, doc, plan, &choice).items;
        TrustSubject::new(
            snapshot.system(),
            snapshot.root(),
            &run.plan,
            TrustedCommand::of(&items),
            &snapshot.config().verify,
        )
    });
    let trusted = Trusted::new(&store, subjects.collect())?;
    for (subject, standing) in trusted.plans() {
        if let TrustStanding::Changed(change) = standing {
            changed(&subject.plan, change);
        }
    }
    Ok(Box::new(trusted))
}
