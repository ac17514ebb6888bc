//! What a check is told of where references lead.

use tip_workspace::{Cache, Effort, Followed, Keeping, Past, Snapshot};

use crate::Failure;

/// Does something with what is known of where the references of a repository lead.
///
/// Where that is only recalled, what an earlier run kept is told, so that a check stays fast and gives the same answer in a clone without
/// history.
pub fn with<T>(
    snapshot: &Snapshot,
    effort: Effort,
    keeping: Keeping,
    work: impl FnOnce(Option<&Followed<'_>>) -> T,
) -> Result<T, Failure> {
    let is_kept = keeping == Keeping::Kept && Cache::of(snapshot).exists();
    if effort == Effort::Recall && !is_kept {
        return Ok(work(None));
    }
    let past = match Past::open(snapshot, keeping) {
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
