//! What can be worked on.

use std::fmt::Write as _;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::layout::{fit, short_title};
use crate::terminal::Look;
use crate::{Assumption, NextPlan, ReadyUnit, Terminal, escape, marks, wire};

/// The open boxes that are shown of each unit.
const OPEN: usize = 5;

/// What can be worked on.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "next")]
struct NextJson<'a> {
    /// The version of `tip`.
    version: &'a str,
    /// The plans.
    plans: Vec<PlanJson<'a>>,
}

/// A plan and what is ready in it.
#[derive(Debug, Serialize, JsonSchema)]
struct PlanJson<'a> {
    /// Its name.
    plan: &'a str,
    /// Its title.
    title: Option<&'a str>,
    /// Its stage, corrected by progress.
    stage: &'static str,
    /// What is ready.
    ready: Vec<ReadyJson<'a>>,
    /// The number of units that wait for others.
    waiting: usize,
}

/// A phase or task that can be worked on.
#[derive(Debug, Serialize, JsonSchema)]
struct ReadyJson<'a> {
    /// What it is.
    kind: &'static str,
    /// Its handle.
    handle: &'a str,
    /// Its id.
    id: &'a str,
    /// Its title.
    title: &'a str,
    /// The file that it stands in.
    path: &'a str,
    /// Its line.
    line: u32,
    /// How far it has come.
    state: &'static str,
    /// Its effort, as short as it can be written.
    effort: Option<&'a str>,
    /// The texts of its boxes that are still open.
    open: Vec<&'a str>,
    /// What was assumed where the plan says nothing.
    assumed: Vec<AssumptionJson<'a>>,
}

/// What was assumed where a plan says nothing.
#[derive(Debug, Serialize, JsonSchema)]
struct AssumptionJson<'a> {
    /// What kind of assumption.
    #[schemars(extend("enum" = ["after", "first", "state_unknown", "unknown_dependency"]))]
    kind: &'static str,
    /// The handle of the other unit, or the dependency as written.
    of: Option<&'a str>,
    /// The assumption in words.
    text: String,
}

/// Renders what is ready.
pub fn render(plans: &[NextPlan], terminal: &Terminal) -> String {
    let mut out = String::new();
    for plan in plans {
        if !out.is_empty() {
            out.push('\n');
        }
        one_plan(plan, *terminal, &mut out);
    }
    if plans.iter().all(|plan| plan.ready.is_empty()) {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str("nothing is ready\n");
    }
    out
}

fn one_plan(plan: &NextPlan, terminal: Terminal, out: &mut String) {
    let name = escape::line(&plan.name);
    let _ = write!(out, "{}", terminal.paint(Look::Code, name));
    if let Some(title) = &plan.title {
        let title = escape::line(short_title(title));
        let title = fit(&title, terminal.columns());
        let _ = write!(out, "  {}", terminal.paint(Look::Title, title));
    }
    let fraction = marks::fraction(plan.progress);
    if !fraction.is_empty() {
        let _ = write!(out, "  {}", terminal.paint(Look::Dim, fraction));
    }
    out.push('\n');
    for unit in &plan.ready {
        ready_unit(unit, terminal, out);
    }
    if plan.waiting > 0 {
        let verb = if plan.waiting == 1 { "waits" } else { "wait" };
        let waiting = format!("{} more {verb} for others", plan.waiting);
        let _ = writeln!(out, "  {}", terminal.paint(Look::Dim, waiting));
    }
}

fn ready_unit(unit: &ReadyUnit, terminal: Terminal, out: &mut String) {
    let (mark, look) = marks::state(unit.state);
    let mark = terminal.paint(look, mark);
    let handle = terminal.paint(Look::Code, escape::line(&unit.handle));
    let _ = write!(out, "  {mark} {handle}  {}", escape::line(&unit.title));
    if let Some(effort) = &unit.effort {
        let _ = write!(out, "  {}", escape::line(effort));
    }
    let place = format!("{}:{}", escape::line(&unit.path), unit.line);
    let _ = writeln!(out, "  {}", terminal.paint(Look::Dim, place));
    for text in unit.open.iter().take(OPEN) {
        let text = escape::line(text);
        let text = fit(&text, terminal.columns().saturating_sub(10));
        let _ = writeln!(out, "      [ ] {text}");
    }
    if unit.open.len() > OPEN {
        let more = unit.open.len() - OPEN;
        let _ = writeln!(out, "      … and {more} more {}", of_boxes(more));
    }
    for assumption in &unit.assumed {
        let text = escape::line(&assumption.text()).into_owned();
        let _ = writeln!(
            out,
            "      {}",
            terminal.paint(Look::Dim, format_args!("assumed: {text}"))
        );
    }
}

fn of_boxes(count: usize) -> &'static str {
    if count == 1 { "box" } else { "boxes" }
}

impl Assumption {
    fn text(&self) -> String {
        match self {
            Self::After(handle) => {
                format!("no dependency is written, so it comes after `{handle}`, which is done")
            }
            Self::First => "no dependency is written and nothing stands before it".to_owned(),
            Self::StateUnknown(handle) => {
                format!("nothing tells how far `{handle}` has come, so it counts as open")
            }
            Self::UnknownDependency(written) => {
                format!("`{written}`, which it depends on, is not in the plan and was left out")
            }
        }
    }

    fn wire(&self) -> AssumptionJson<'_> {
        let (kind, of) = match self {
            Self::After(handle) => ("after", Some(handle.as_str())),
            Self::First => ("first", None),
            Self::StateUnknown(handle) => ("state_unknown", Some(handle.as_str())),
            Self::UnknownDependency(written) => ("unknown_dependency", Some(written.as_str())),
        };
        AssumptionJson {
            kind,
            of,
            text: self.text(),
        }
    }
}

/// Returns what is ready as JSON.
pub fn json(plans: &[NextPlan], version: &str) -> String {
    let plans = plans.iter().map(|plan| PlanJson {
        plan: &plan.name,
        title: plan.title.as_deref(),
        stage: plan.stage.word(),
        ready: plan.ready.iter().map(ready_json).collect(),
        waiting: plan.waiting,
    });
    wire::pretty(&NextJson {
        version,
        plans: plans.collect(),
    })
}

/// Returns the JSON Schema of [`json`].
pub fn schema() -> Value {
    wire::schema_of::<NextJson<'_>>()
}

fn ready_json(unit: &ReadyUnit) -> ReadyJson<'_> {
    ReadyJson {
        kind: unit.kind.word(),
        handle: &unit.handle,
        id: &unit.id,
        title: &unit.title,
        path: &unit.path,
        line: unit.line,
        state: unit.state.word(),
        effort: unit.effort.as_deref(),
        open: unit.open.iter().map(String::as_str).collect(),
        assumed: unit.assumed.iter().map(Assumption::wire).collect(),
    }
}
