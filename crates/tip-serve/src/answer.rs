//! Answers, and what goes wrong, as the protocol carries them.

use std::borrow::Cow;

use rmcp::model::{CallToolResult, ContentBlock};
use serde_json::Value;
use tip_work::{Failure, Kind};

use crate::tool_words::for_agents;

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
    let mut text = format!("{label}: {}", short(&for_agents(&failure.chain())));
    for hint in &failure.hints {
        text.push_str("\nhint: ");
        text.push_str(&short(&for_agents(hint)));
    }
    text
}

/// So many characters of what is repeated may stand in a message.
pub(crate) const REPEATED: usize = 80;

/// Cuts what a message repeats of what was asked; commands, which somebody is to type, stay whole.
fn short(text: &str) -> String {
    let parts = text.split('`').enumerate().map(|(at, part)| {
        let is_quoted = at % 2 == 1 && !part.starts_with("tip ");
        if is_quoted {
            cut(part, REPEATED)
        } else {
            Cow::Borrowed(part)
        }
    });
    parts.collect::<Vec<_>>().join("`")
}

/// Returns the first so many characters of a text.
pub(crate) fn cut(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_is_not_repeated_at_length() {
        let long = "x".repeat(100);
        let expected = format!("no plan is called `{}…`", "x".repeat(REPEATED));
        assert_eq!(short(&format!("no plan is called `{long}`")), expected);
        let command = format!("`tip trust {long}` shows it");
        assert_eq!(short(&command), command);
    }
}
