//! Answers, and what goes wrong, as the protocol carries them.

use rmcp::model::{CallToolResult, ContentBlock};
use serde_json::Value;
use tip_work::{Failure, Kind};

/// Returns what a tool answered, typed, and as text for clients that know no typed answers.
pub(crate) fn result(answer: Result<Value, Failure>) -> CallToolResult {
    match answer {
        Ok(value) => CallToolResult::structured(value),
        Err(failure) => CallToolResult::error(vec![ContentBlock::text(words(&failure))]),
    }
}

/// Says what went wrong and what to do about it.
pub(crate) fn words(failure: &Failure) -> String {
    let label = match failure.kind {
        Kind::User => "error",
        Kind::Config => "configuration error",
        Kind::Usage => "usage error",
        Kind::Internal => "internal error",
    };
    let mut text = format!("{label}: {}", failure.chain());
    for hint in &failure.hints {
        text.push_str("\nhint: ");
        text.push_str(hint);
    }
    text
}
