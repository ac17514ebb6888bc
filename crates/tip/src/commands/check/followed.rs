//! What a check is told of where references lead.

use tip_workspace::{Effort, Followed, RootKind, Snapshot};

use super::Job;
use crate::args::FollowArgs;
use crate::error::Failure;
use crate::output::Output;

/// Does something with what is known of where the references of one repository lead.
///
/// Without `--drift` only what an earlier run kept is told, so that a check stays fast and gives the same answer in a clone without history.
pub(super) fn with<T>(
    args: FollowArgs,
    snapshot: &Snapshot,
    work: impl FnOnce(Option<&Followed<'_>>) -> T,
) -> Result<T, Failure> {
    let effort = if args.drift {
        Effort::Judge
    } else {
        Effort::Recall
    };
    tip_work::followed::with(snapshot, effort, args.cache.keeping(), work)
}

/// Says once how much the check knows of where references lead: of some it is `known`, of others not.
pub(super) fn tell(
    args: FollowArgs,
    jobs: &[Job],
    (known, unknown): (usize, usize),
    output: &mut Output,
) {
    let mut jobs = jobs.iter();
    if args.drift || !jobs.any(|it| it.repository.kind != RootKind::None) {
        return;
    }
    let references = |count| match count {
        1 => "1 code reference leads".to_owned(),
        _ => format!("{count} code references lead"),
    };
    match (known, unknown) {
        (0, 0) => {}
        (0, _) => {
            let references = references(unknown);
            output.note(&format!(
                "drift was not looked at: where {references} now is not known"
            ));
            output.hint("`tip drift` looks, and later checks tell what it found");
        }
        (_, 0) => output.note(&format!(
            "drift is told as `tip drift` found it: where {} has not changed since",
            references(known)
        )),
        _ => {
            let total = known + unknown;
            output.note(&format!(
                "drift is told as `tip drift` found it, but of {unknown} of {total} code references, which changed since"
            ));
            output.hint("`tip drift` looks again");
        }
    }
}
