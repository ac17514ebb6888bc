//! `tip check --watch`.

use tip_work::watch::{Changes, Told};

use super::once;
use crate::Answer;
use crate::args::CheckArgs;
use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;

/// Checks, and checks again after every change; ends only by an error or an interruption.
pub(super) fn run(args: &CheckArgs, place: &Place, output: &mut Output) -> Result<Answer, Failure> {
    let changes = Changes::below(place.base())?;
    loop {
        output.clear()?;
        // What cannot be checked now may be mended by the next change.
        if let Err(failure) = once(args, place, output) {
            output.failure(&failure);
        }
        // Whoever is told that nothing more comes has all of the answer.
        output.flush()?;
        output.note("waiting for changes; Ctrl-C ends it");
        if changes.wait()? == Told::Enough {
            return Ok(Answer::Yes);
        }
    }
}
