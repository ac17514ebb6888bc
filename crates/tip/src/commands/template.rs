//! `tip template`.

use crate::Answer;
use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;

pub(super) fn run(explain: bool, place: &Place, output: &mut Output) -> Result<Answer, Failure> {
    let _ = (explain, place.template(), output);
    Err(Failure::internal("the template is not wired"))
}
