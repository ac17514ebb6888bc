//! `tip cache`.

use tip_workspace::Cache;

use crate::Answer;
use crate::args::CacheCommand;
use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;

pub(super) fn run(
    what: CacheCommand,
    place: &Place,
    output: &mut Output,
) -> Result<Answer, Failure> {
    let repository = place.open()?;
    let cache = Cache::of(&repository.snapshot);
    match what {
        CacheCommand::Dir => output.line(cache.folder().as_str())?,
        CacheCommand::Clean if cache.exists() => {
            cache.clean().map_err(|error| {
                Failure::user(format!("cannot delete `{}`: {error}", cache.folder()))
            })?;
            output.note(&format!("deleted `{}`", place.shown(&cache.folder())));
        }
        CacheCommand::Clean => output.note("there is no cache"),
    }
    Ok(Answer::Yes)
}
