//! Who approves the commands of plans.

use tip_run::{Approval, CommandChange, SubjectChange, TrustAll};
use tip_work::verify::{self, Picked};

use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;

/// Returns who approves: whoever typed `--trust-all`, or this user by what was approved before.
pub(super) fn approval(
    trust_all: bool,
    picked: &Picked,
    place: &Place,
    output: &mut Output,
) -> Result<Box<dyn Approval>, Failure> {
    if trust_all {
        return Ok(Box::new(TrustAll));
    }
    verify::approval(picked, place, &mut |plan, change| {
        output.note(&format!("{plan}: since it was approved"));
        tell(change, output);
    })
}

/// Says what differs from what was approved: `-` for what is gone, `+` for what is new.
fn tell(change: &SubjectChange, output: &mut Output) {
    for it in &change.commands {
        let (mark, it) = match it {
            CommandChange::Same(_) => continue,
            CommandChange::Gone(it) => ('-', it),
            CommandChange::New(it) => ('+', it),
        };
        for (at, line) in it.command.split('\n').enumerate() {
            let mark = if at == 0 { mark } else { ' ' };
            output.note(&format!("{mark} {line}"));
        }
    }
    for (key, was, is) in &change.settings {
        output.note(&format!("- verify.{key}: {was}"));
        output.note(&format!("+ verify.{key}: {is}"));
    }
}
