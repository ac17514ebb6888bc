//! Plans that the command line names otherwise than by a path.

use camino::Utf8Path;
use tip_workspace::{NameError, is_markdown};

use super::{Job, job_of};
use crate::error::Failure;
use crate::repository::Place;

/// Adds the files of the plan that is called `name`; `no_path` says why no path is.
pub(super) fn add(
    name: &Utf8Path,
    no_path: Failure,
    jobs: &mut Vec<Job>,
    place: &Place,
) -> Result<(), Failure> {
    let name = name.as_str();
    if name.is_empty() || name.contains('/') || is_markdown(name) {
        return Err(no_path);
    }
    let job = job_of(place.root(), jobs, place)?;
    let entry = match job.repository.snapshot.find(name, &place.cwd) {
        Ok(entry) => entry,
        Err(error @ NameError::Unknown { .. }) => {
            let message = format!("no file, folder or plan is called `{name}`");
            let mut failure = Failure::user(message);
            failure.hints = Failure::from(error).hints;
            return Err(failure);
        }
        Err(error) => return Err(error.into()),
    };
    let files = entry.files.into_iter().map(|it| (it.path, entry.standing));
    job.files.extend(files);
    Ok(())
}
