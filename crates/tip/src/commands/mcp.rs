//! `tip mcp`.

use super::VERSION;
use crate::Answer;
use crate::error::Failure;
use crate::repository::Place;

pub(super) fn run(place: Place) -> Result<Answer, Failure> {
    let served = tip_serve::serve(place, VERSION);
    served.map(|()| Answer::Yes).map_err(|error| {
        Failure::user(tip_work::chain(&error)).hint(
            "an agent's program starts this command; `tip explain agents` shows how it is set up",
        )
    })
}
