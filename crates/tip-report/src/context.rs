//! What a phase needs, as it was put together in a text of a given size.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::wire;

/// How many characters count as a token.
pub const CHARACTERS_PER_TOKEN: usize = 4;

/// What was put together for a phase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pack {
    /// The handle of the phase; `None` for a plan that is taken whole.
    pub handle: Option<String>,
    /// Its title.
    pub title: String,
    /// The path of the file that it stands in.
    pub path: String,
    /// The text, Markdown.
    pub text: String,
    /// What did not fit, a phrase each.
    pub left_out: Vec<String>,
}

impl Pack {
    /// Returns about how many tokens the text is.
    pub fn tokens(&self) -> usize {
        self.text.chars().count().div_ceil(CHARACTERS_PER_TOKEN)
    }
}

/// What a phase needs.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "context")]
struct ContextJson<'a> {
    /// The version of `tip`.
    version: &'a str,
    /// The name of the plan.
    plan: &'a str,
    /// The file that the phase stands in.
    path: &'a str,
    /// The handle of the phase; none where the plan has no phases and is taken whole.
    handle: Option<&'a str>,
    /// Its title.
    title: &'a str,
    /// About how many tokens the text is, four characters each.
    tokens: usize,
    /// What the phase needs, Markdown.
    text: &'a str,
    /// What did not fit, or was cut.
    left_out: &'a [String],
}

/// Returns what a phase needs as JSON.
pub fn json(plan: &str, pack: &Pack, version: &str) -> String {
    wire::pretty(&ContextJson {
        version,
        plan,
        path: &pack.path,
        handle: pack.handle.as_deref(),
        title: &pack.title,
        tokens: pack.tokens(),
        text: &pack.text,
        left_out: &pack.left_out,
    })
}

/// Returns the JSON Schema of [`json`].
pub fn schema() -> Value {
    wire::schema_of::<ContextJson<'_>>()
}
