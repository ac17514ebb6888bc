//! What tools that write have in common: the version that they mean, and what they say of a change.

use schemars::JsonSchema;
use serde::Serialize;
use tip_plan::Unit;
use tip_report::change::{Done, message};
use tip_rules::Obstacle;
use tip_syntax::Document;
use tip_work::{Failure, Opened};

use crate::answer::cut;
use crate::tool_words::for_agents;

/// What a change did, or what is in its way.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Answer {
    plan: String,
    /// The version after it.
    version: String,
    written: bool,
    done: Vec<Deed>,
    /// `P2→P3`
    #[serde(skip_serializing_if = "Vec::is_empty")]
    renumbered: Vec<String>,
    /// What is still to be filled in there, with the lines.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unfilled: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    in_the_way: Vec<Hindrance>,
}

#[derive(Serialize, JsonSchema)]
struct Deed {
    did: String,
    what: String,
    line: u32,
    #[serde(skip_serializing_if = "String::is_empty")]
    text: String,
    changed: bool,
}

/// What is in the way.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Hindrance {
    /// Which of several edits, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    edit: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    message: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hints: Vec<String>,
}

/// Fails where a plan is not the version that somebody read.
pub(crate) fn expect(opened: &Opened, version: &str) -> Result<(), Failure> {
    let now = opened.loaded.version();
    if now == version {
        return Ok(());
    }
    let name = &opened.loaded.entry.name;
    let failure = Failure::user(format!(
        "`{name}` is version {now} now, and not {version}: somebody wrote it meanwhile"
    ));
    Err(failure.stale().hint(READ_AGAIN))
}

/// Says that somebody wrote a plan after its version was looked at.
pub(crate) fn changed_since(opened: &Opened, version: &str) -> Failure {
    let name = &opened.loaded.entry.name;
    let failure = Failure::user(format!(
        "`{name}` is not {version} any more: somebody wrote it meanwhile"
    ));
    failure.stale().hint(READ_AGAIN)
}

const READ_AGAIN: &str =
    "nothing is written; read it again, and ask with the version that it has then";

impl Hindrance {
    /// Says what is in the way of an edit, by its number where there are several.
    pub(crate) fn of(
        edit: Option<usize>,
        line: Option<u32>,
        obstacle: &Obstacle,
        hints: &[&str],
    ) -> Self {
        let (rule, help) = match obstacle {
            Obstacle::Finding(judged) => (Some(judged.rule.name), judged.finding.help.as_deref()),
            _ => (None, None),
        };
        let hints = help.iter().chain(hints);
        Self {
            edit,
            rule,
            line,
            message: for_agents(&message(obstacle)),
            hints: hints.map(|it| for_agents(it)).collect(),
        }
    }
}

impl Answer {
    /// Says what several changes of one plan did together.
    pub(crate) fn of(
        opened: &Opened,
        done: &[Done],
        after: &[u8],
        written: bool,
        renumbered: Vec<String>,
    ) -> Self {
        Self {
            plan: opened.loaded.entry.name.clone(),
            version: opened.loaded.version_with(opened.file, after),
            written,
            done: deeds(done),
            unfilled: unfilled(opened, done, after),
            renumbered,
            in_the_way: Vec::new(),
        }
    }

    /// Says that nothing was done, since something is in the way.
    pub(crate) fn refused(opened: &Opened, version: &str, in_the_way: Vec<Hindrance>) -> Self {
        Self {
            plan: opened.loaded.entry.name.clone(),
            version: version.to_owned(),
            written: false,
            done: Vec::new(),
            renumbered: Vec::new(),
            unfilled: Vec::new(),
            in_the_way,
        }
    }
}

/// So many pieces of the template are told that nobody replaced.
const UNFILLED: usize = 20;

/// Returns what of the template still stands in the things that were changed, each with its line.
fn unfilled(opened: &Opened, done: &[Done], after: &[u8]) -> Vec<String> {
    let doc = Document::parse(after.to_vec());
    let plan = opened.snapshot.plan(opened.path(), &doc);
    // What has another title has another id.
    let is_there = |id: &Option<String>| plan.units.iter().any(|it| Some(&it.id) == id.as_ref());
    let is_it = |unit: &Unit| {
        let mut done = done.iter();
        done.any(|it| {
            it.id.as_ref() == Some(&unit.id) || (it.what == unit.handle && !is_there(&it.id))
        })
    };
    let changed = || plan.units.iter().filter(|it| is_it(it));
    let left = plan.placeholders.iter();
    let left = left.filter(|it| changed().any(|unit| unit.span.contains(it.span)));
    let told = left.map(|it| {
        let text = doc.source().folded(it.span);
        format!("{} {}", doc.line(it.span), cut(&text, SHOWN))
    });
    told.take(UNFILLED).collect()
}

/// So many characters are told of what was changed.
const SHOWN: usize = 200;

/// Puts what was done into few words.
fn deeds(done: &[Done]) -> Vec<Deed> {
    let deeds = done.iter().map(|it| Deed {
        did: it.verb.clone(),
        what: it.what.clone(),
        line: it.line,
        text: cut(&it.text, SHOWN).into_owned(),
        changed: it.changed,
    });
    deeds.collect()
}
