//! `tip lsp`.

use std::sync::Arc;

use tip_workspace::Os;

use super::VERSION;
use crate::Answer;
use crate::error::Failure;

pub(super) fn run() -> Result<Answer, Failure> {
    let served = tip_lsp::stdio(Arc::new(Os), VERSION);
    served.map(|()| Answer::Yes).map_err(|error| {
        Failure::user(error.to_string())
            .hint("an editor starts this command; `tip explain editors` shows how it is set up")
    })
}
