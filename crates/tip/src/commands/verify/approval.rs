//! Who approves the commands of plans.

use tip_run::{
    Approval, Choice, CommandChange, RefuseAll, SubjectChange, TrustAll, TrustStanding,
    TrustSubject, Trusted, TrustedCommand, select,
};

use super::pick::Picked;
use crate::commands::trust::store;
use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;

/// Returns who approves: whoever typed `--trust-all`, or this user by what was approved before.
pub(in crate::commands) fn approval(
    trust_all: bool,
    picked: &Picked,
    place: &Place,
    output: &mut Output,
) -> Result<Box<dyn Approval>, Failure> {
    if trust_all {
        return Ok(Box::new(TrustAll));
    }
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
            output.note(&format!("{}: since it was approved", subject.plan));
            tell(change, output);
        }
    }
    Ok(Box::new(trusted))
}

/// Says what differs from what was approved: `-` for what is gone, `+` for what is new.
fn tell(change: &SubjectChange, output: &mut Output) {
    for it in &change.commands {
        let (mark, it) = match it {
            CommandChange::Same(_) => continue,
            CommandChange::Gone(it) => ('-', it),
            CommandChange::New(it) => ('+', it),
        };
        output.note(&format!("{mark} {}", it.command));
    }
    for (key, was, is) in &change.settings {
        output.note(&format!("- verify.{key}: {was}"));
        output.note(&format!("+ verify.{key}: {is}"));
    }
}
