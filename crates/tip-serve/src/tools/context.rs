//! What a phase needs.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tip_work::{Failure, pack};

use crate::desk::Desk;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wish {
    plan: String,
    /// Handle or id; the first ready without it.
    phase: Option<String>,
    /// Most tokens; 4000.
    budget: Option<usize>,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Answer {
    plan: String,
    version: String,
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    phase: Option<String>,
    title: String,
    text: String,
    tokens: usize,
    /// What did not fit.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    left_out: Vec<String>,
}

/// How an agent comes to what was left out.
const MORE: &str = "(`read` gives each of these by its handle or title, a larger `budget` all)";

pub(crate) fn context(desk: &Desk, wish: &Wish) -> Result<Answer, Failure> {
    let snapshot = desk.snapshot()?;
    let (plan, phase) = desk.split(&wish.plan, wish.phase.as_deref(), "phase")?;
    let loaded = desk.load(&snapshot, plan)?;
    if wish.budget == Some(0) {
        return Err(Failure::usage("`budget` is at least 1"));
    }
    let mut pack = pack::of_phase(&snapshot, &loaded, phase, wish.budget)?;
    if !pack.left_out.is_empty() {
        pack.left_out.push(MORE.to_owned());
    }
    Ok(Answer {
        version: loaded.version(),
        plan: loaded.entry.name,
        tokens: pack.tokens(),
        path: pack.path,
        phase: pack.handle,
        title: pack.title,
        text: pack.text,
        left_out: pack.left_out,
    })
}
