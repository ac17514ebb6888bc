//! Traces as JSON.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use tip_rules::{ShownBy, TraceKind};

use super::TraceView;
use crate::wire;

/// What in plans belongs to what.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "trace")]
struct TraceJson<'a> {
    /// The version of `tip`.
    version: &'a str,
    /// The plans.
    plans: Vec<PlanJson<'a>>,
}

/// A plan.
#[derive(Debug, Serialize, JsonSchema)]
struct PlanJson<'a> {
    /// Its name.
    plan: &'a str,
    /// Its title.
    title: Option<&'a str>,
    /// Its things, kind by kind.
    nodes: Vec<NodeJson<'a>>,
    /// The links between them.
    links: Vec<LinkJson>,
    /// How many things lack a partner.
    lacking: usize,
}

/// A thing that can be traced.
#[derive(Debug, Serialize, JsonSchema)]
struct NodeJson<'a> {
    /// What it is.
    #[schemars(extend("enum" = TraceKind::ALL.map(TraceKind::word)))]
    kind: &'static str,
    /// Its handle.
    handle: Option<&'a str>,
    /// Its title, its text or its path.
    text: &'a str,
    /// The file of the plan that it stands in.
    path: &'a str,
    /// The line.
    line: u32,
    /// Whether it is in the repository; null where that cannot be told.
    found: Option<bool>,
    /// What shows a criterion besides tests.
    #[schemars(extend("enum" = ["command", "person", null]))]
    shown_by: Option<&'static str>,
    /// How it is known that the command shows it.
    #[schemars(extend("enum" = ["named", "ran", "stale", "failed", null]))]
    command: Option<&'static str>,
    /// What it lacks.
    lacks: &'a [&'static str],
    /// What may be meant to be its partner, by the words that both share, as a position in `nodes`: a hint, and no link.
    perhaps: Option<usize>,
}

/// A link from a thing to one further along the chain.
#[derive(Debug, Serialize, JsonSchema)]
struct LinkJson {
    /// Where it starts, as a position in `nodes`.
    from: usize,
    /// Where it leads, as a position in `nodes`.
    to: usize,
    /// How it is known.
    #[schemars(extend("enum" = ["named", "found", "ran", "stale", "failed"]))]
    known: &'static str,
}

/// Returns traces as JSON.
pub fn json(plans: &[TraceView<'_>], version: &str) -> String {
    let plans = plans.iter().map(plan_json).collect();
    wire::pretty(&TraceJson { version, plans })
}

/// Returns the JSON Schema of [`json`].
pub fn schema() -> Value {
    wire::schema_of::<TraceJson<'_>>()
}

fn plan_json<'a>(plan: &'a TraceView<'a>) -> PlanJson<'a> {
    let trace = plan.trace;
    let nodes = trace.nodes.iter().map(|it| {
        let (path, doc) = plan.files[it.file];
        NodeJson {
            kind: it.kind.word(),
            handle: it.handle.as_deref(),
            text: &it.text,
            path,
            line: doc.line(it.span),
            found: it.found,
            shown_by: it.shown_by.as_ref().map(|it| match it {
                ShownBy::Command(_) => "command",
                ShownBy::Person => "person",
            }),
            command: it.shown_by.as_ref().and_then(|it| match it {
                ShownBy::Command(known) => Some(known.word()),
                ShownBy::Person => None,
            }),
            lacks: &it.lacks,
            perhaps: it.perhaps,
        }
    });
    let links = trace.links.iter().map(|it| LinkJson {
        from: it.from,
        to: it.to,
        known: it.known.word(),
    });
    PlanJson {
        plan: plan.name,
        title: plan.title.as_deref(),
        nodes: nodes.collect(),
        links: links.collect(),
        lacking: trace.lacking().count(),
    }
}
