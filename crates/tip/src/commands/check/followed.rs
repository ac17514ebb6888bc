//! What a check is told of where references lead.

use tip_workspace::{Cache, Effort, Followed, Keeping, Past, RootKind, Snapshot};

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
    } else if args.cache.keeping() == Keeping::Kept && Cache::of(snapshot).exists() {
        Effort::Recall
    } else {
        return Ok(work(None));
    };
    let past = match Past::open(snapshot, args.cache.keeping()) {
        Ok(past) => past,
        Err(_) if effort == Effort::Recall => return Ok(work(None)),
        Err(error) => return Err(error.into()),
    };
    let drift = past.drift()?;
    let now = |path: &str| snapshot.file(path);
    let followed = Followed::new(drift.session(&now), past.history(), effort);
    let result = work(Some(&followed));
    followed.finish()?;
    Ok(result)
}

/// Says once that there are references of which nobody knows where they lead.
pub(super) fn tell_unfollowed(
    args: FollowArgs,
    jobs: &[Job],
    unfollowed: usize,
    output: &mut Output,
) {
    let mut jobs = jobs.iter();
    if unfollowed == 0 || args.drift || !jobs.any(|it| it.repository.kind != RootKind::None) {
        return;
    }
    let references = match unfollowed {
        1 => "1 code reference leads now is".to_owned(),
        _ => format!("{unfollowed} code references lead now is"),
    };
    output.note(&format!("where {references} not known"));
    output.hint("`tip check --drift` finds out, and `tip drift` shows it");
}
