//! What tools that write have in common: the version that they mean, and what they say of a change.

use schemars::JsonSchema;
use serde::Serialize;
use tip_report::change::{Done, message};
use tip_rules::Obstacle;
use tip_work::{Failure, Opened, Planned};

/// What a change did, or what is in its way.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Answer {
    plan: String,
    /// The version after it.
    version: String,
    written: bool,
    done: Vec<Deed>,
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

#[derive(Serialize, JsonSchema)]
struct Hindrance {
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    message: String,
}

/// Fails where a plan is not the version that somebody read.
pub(crate) fn expect(opened: &Opened, version: &str) -> Result<(), Failure> {
    let now = opened.loaded.version();
    if now == version {
        return Ok(());
    }
    let name = &opened.loaded.entry.name;
    let mut failure = Failure::user(format!(
        "`{name}` is version {now} now, and not {version}: somebody wrote it meanwhile"
    ));
    failure.is_stale = true;
    Err(failure
        .hint("nothing is written; read it again, and ask with the version that it has then"))
}

impl Answer {
    /// Says what several changes of one plan did together.
    pub(crate) fn of(opened: &Opened, done: &[Done], after: &[u8], written: bool) -> Self {
        Self {
            plan: opened.loaded.entry.name.clone(),
            version: opened.loaded.version_with(opened.file, after),
            written,
            done: deeds(done),
            in_the_way: Vec::new(),
        }
    }

    /// Says that nothing was done, since something is in the way of one change.
    pub(crate) fn refused(
        opened: &Opened,
        planned: &Planned,
        version: &str,
    ) -> Result<Self, Failure> {
        let after = opened.text_after(planned)?;
        let hindrances = planned.obstacles.iter().map(|it| {
            let finding = match it {
                Obstacle::Finding(judged) => Some(judged),
                _ => None,
            };
            Hindrance {
                rule: finding.map(|it| it.rule.name),
                line: finding.map(|it| after.line_of(it.finding.primary.span.start)),
                message: message(it),
            }
        });
        Ok(Self {
            plan: opened.loaded.entry.name.clone(),
            version: version.to_owned(),
            written: false,
            done: Vec::new(),
            in_the_way: hindrances.collect(),
        })
    }
}

/// Puts what was done into few words.
fn deeds(done: &[Done]) -> Vec<Deed> {
    let deeds = done.iter().map(|it| Deed {
        did: it.verb.clone(),
        what: it.what.clone(),
        line: it.line,
        text: it.text.clone(),
        changed: it.changed,
    });
    deeds.collect()
}
