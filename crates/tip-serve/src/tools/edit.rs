//! Parts of a plan that are added and changed: several at once, all or none.

mod batch;

mod one;

mod word;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use tip_work::{Failure, Opened};

use super::change::{Answer, expect};
use crate::desk::Desk;
use batch::Batch;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wish {
    plan: String,
    /// As read.
    version: String,
    edits: Vec<Edit>,
}

#[derive(Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Edit {
    r#do: Do,
    /// Handle or id; of a new phase the one before.
    thing: Option<String>,
    /// Title, text, note or stage.
    text: Option<String>,
    /// phase, set: purpose, effort, `depends_on`, changes, tests; set: title; scenario: given, when, then, validates; risk: level, mitigation, contingency.
    #[serde(default)]
    fields: BTreeMap<String, String>,
    /// Of a new phase.
    #[serde(default)]
    criteria: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Do {
    Begin,
    Finish,
    Phase,
    Criterion,
    Scenario,
    Risk,
    Tick,
    Untick,
    Note,
    Status,
    Set,
}

pub(crate) fn edit(desk: &Desk, wish: &Wish) -> Result<Answer, Failure> {
    desk.whole(&wish.plan)?;
    let first = Opened::plan(&wish.plan, &desk.place, |_| true)?;
    only_plans(&first)?;
    expect(&first, &wish.version)?;
    if wish.edits.is_empty() {
        return Err(Failure::usage("no edit is named")
            .hint("such as `{ \"do\": \"tick\", \"thing\": \"P1.T1\" }`"));
    }
    let count = wish.edits.len();
    let mut batch = Batch::begin(&wish.plan, first, &desk.place);
    for (at, edit) in wish.edits.iter().enumerate() {
        for edit in edit.single() {
            batch.add(at, &edit).map_err(|it| match count {
                1 => it,
                _ => it.within(format!("edit {} of {count}", at + 1)),
            })?;
        }
    }
    batch.end(&wish.version, count)
}

impl Edit {
    /// Returns it as edits that change one thing each: several fields are set one after the other.
    fn single(&self) -> Vec<Self> {
        if self.r#do != Do::Set || self.fields.len() < 2 {
            return vec![self.clone()];
        }
        let single = self.fields.iter().map(|(name, value)| Self {
            fields: BTreeMap::from([(name.clone(), value.clone())]),
            ..self.clone()
        });
        single.collect()
    }
}

/// Fails for a file that is no plan: what agents may write is plans.
fn only_plans(opened: &Opened) -> Result<(), Failure> {
    let mut files = opened.loaded.entry.files.iter();
    if files.any(|it| opened.snapshot.verdict(&it.path).is_plan) {
        return Ok(());
    }
    Err(Failure::user(format!(
        "`{}` is no plan, and only plans are edited",
        opened.path()
    ))
    .hint("`next` and `check` name plans, and `new` begins one"))
}
