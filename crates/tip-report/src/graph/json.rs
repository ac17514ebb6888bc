//! A graph as JSON.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::GraphView;
use crate::wire;

/// Phases and plans as a graph.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "graph")]
struct GraphJson<'a> {
    /// The version of `tip`.
    version: &'a str,
    /// The plans.
    plans: Vec<PlanJson<'a>>,
    /// The phases; in a plan without phases the tasks.
    phases: Vec<PhaseJson<'a>>,
    /// What waits for what.
    links: Vec<LinkJson>,
    /// Which plans name which.
    plan_links: Vec<PlanLinkJson<'a>>,
    /// The dependencies that lead nowhere.
    unknown: Vec<UnknownJson<'a>>,
    /// The phases that wait for each other, as positions in `phases`.
    cycles: Vec<Vec<u32>>,
}

/// A plan.
#[derive(Debug, Serialize, JsonSchema)]
struct PlanJson<'a> {
    /// Its name.
    plan: &'a str,
    /// Its title.
    title: Option<&'a str>,
    /// Its phases, as positions in `phases`.
    phases: Vec<usize>,
}

/// A phase.
#[derive(Debug, Serialize, JsonSchema)]
struct PhaseJson<'a> {
    /// Its plan.
    plan: &'a str,
    /// What it is.
    kind: &'static str,
    /// Its handle.
    handle: &'a str,
    /// Its id.
    id: &'a str,
    /// Its number as written.
    number: Option<&'a str>,
    /// Its title.
    title: &'a str,
    /// The file that it stands in.
    path: &'a str,
    /// Its line.
    line: u32,
    /// How far it has come.
    state: &'static str,
    /// Its effort, as short as it can be written.
    effort: Option<String>,
    /// Whether it is written that it waits for nothing.
    declared_none: bool,
}

/// A phase waits for another.
#[derive(Debug, Serialize, JsonSchema)]
struct LinkJson {
    /// What comes first, as a position in `phases`.
    from: usize,
    /// What waits, as a position in `phases`.
    to: usize,
    /// How that is known.
    #[schemars(extend("enum" = ["written", "plan", "order"]))]
    source: &'static str,
}

/// A plan names another.
#[derive(Debug, Serialize, JsonSchema)]
struct PlanLinkJson<'a> {
    /// The plan that names it.
    from: &'a str,
    /// The plan that is named.
    to: &'a str,
    /// Whether it is named among the dependencies.
    waits: bool,
}

/// A dependency that leads nowhere.
#[derive(Debug, Serialize, JsonSchema)]
struct UnknownJson<'a> {
    /// The phase, as a position in `phases`.
    phase: usize,
    /// What it names, as written.
    written: &'a str,
}

/// Returns a graph as JSON.
pub fn json(view: &GraphView<'_>, version: &str) -> String {
    let graph = view.graph;
    let plan_name = |at: usize| graph.plans[at].name.as_str();
    let phases = graph.phases.iter().map(|it| PhaseJson {
        plan: plan_name(it.plan),
        kind: it.kind.word(),
        handle: &it.handle,
        id: &it.id,
        number: it.number.as_deref(),
        title: &it.title,
        path: &it.path,
        line: it.line,
        state: it.state.word(),
        effort: it.effort.map(tip_plan::Effort::short),
        declared_none: it.declared_none,
    });
    wire::pretty(&GraphJson {
        version,
        plans: graph
            .plans
            .iter()
            .map(|it| PlanJson {
                plan: &it.name,
                title: it.title.as_deref(),
                phases: it.phases.clone().collect(),
            })
            .collect(),
        phases: phases.collect(),
        links: view
            .links()
            .map(|it| LinkJson {
                from: it.from,
                to: it.to,
                source: it.source.word(),
            })
            .collect(),
        plan_links: graph
            .plan_links
            .iter()
            .map(|it| PlanLinkJson {
                from: plan_name(it.from),
                to: plan_name(it.to),
                waits: it.waits,
            })
            .collect(),
        unknown: graph
            .unknown
            .iter()
            .map(|it| UnknownJson {
                phase: it.phase,
                written: &it.written,
            })
            .collect(),
        cycles: graph.network(view.as_written).cycles().to_vec(),
    })
}

/// Returns the JSON Schema of [`json`].
pub fn schema() -> Value {
    wire::schema_of::<GraphJson<'_>>()
}
