//! What can be worked on.

use std::fmt::Write as _;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::layout::{fit, short_title};
use crate::terminal::Look;
use crate::{Assumption, NextPlan, ReadyBox, ReadyUnit, StageBasis, Terminal, escape, marks, wire};

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
    /// Its stage, corrected by progress; without any sign it counts as in progress.
    stage: &'static str,
    /// What the stage rests on: `told` by a status or by what is done, `not_begun` or `unknown` where it is taken from silence.
    #[schemars(extend("enum" = ["told", "not_begun", "seems_built", "unknown"]))]
    basis: &'static str,
    /// What is ready, what is begun first.
    ready: Vec<ReadyJson<'a>>,
    /// Where no phase or task is ready, the open boxes outside of them.
    boxes: Vec<BoxJson<'a>>,
    /// The number of units that wait for others.
    waiting: usize,
}

/// A phase or task that can be worked on.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ReadyJson<'a> {
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
    /// Whether it is open and the files that it means to create exist all the same: `tip built` shows by which commits.
    built: bool,
    /// What was assumed where the plan says nothing.
    assumed: Vec<AssumptionJson<'a>>,
}

/// An open box outside of phases and tasks.
#[derive(Debug, Serialize, JsonSchema)]
struct BoxJson<'a> {
    /// Its handle.
    handle: &'a str,
    /// Its id.
    id: &'a str,
    /// Its text.
    text: &'a str,
    /// The file that it stands in.
    path: &'a str,
    /// Its line.
    line: u32,
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
    if plans.iter().all(NextPlan::is_empty) {
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
    let fraction = marks::fraction_of(plan.progress, plan.counted);
    if !fraction.is_empty() {
        let _ = write!(out, "  {}", terminal.paint(Look::Dim, fraction));
    }
    out.push('\n');
    if plan.basis == StageBasis::SeemsBuilt {
        let (there, planned) = plan.made;
        let text = format!(
            "it seems to be built: {there} of {planned} files that it means to create are there; `tip built {name}` shows them",
            name = escape::line(&plan.name)
        );
        let _ = writeln!(out, "  {}", terminal.paint(Look::Dim, text));
    }
    for unit in &plan.ready {
        let boxes = if plan.basis == StageBasis::SeemsBuilt {
            &[]
        } else {
            unit.open.as_slice()
        };
        ready_unit(unit, boxes, terminal, out);
    }
    open_boxes(&plan.boxes, terminal, out);
    if !plan.waiting.is_empty() {
        let count = plan.waiting.len();
        let verb = if count == 1 { "waits" } else { "wait" };
        let waiting = format!("{count} more {verb} for others");
        let _ = writeln!(out, "  {}", terminal.paint(Look::Dim, waiting));
    }
    for text in assumptions(&plan.ready) {
        let text = format!("assumed: {}", escape::line(&text));
        let _ = writeln!(out, "  {}", terminal.paint(Look::Dim, text));
    }
}

/// Says once for a plan what was assumed of its units.
fn assumptions(units: &[ReadyUnit]) -> Vec<String> {
    let all = || units.iter().flat_map(|it| &it.assumed);
    let mut texts = Vec::new();
    if all().any(|it| matches!(it, Assumption::After(_))) {
        texts.push("where no dependency is written, the order of the text decides".to_owned());
    }
    let unknown = all().filter_map(|it| match it {
        Assumption::StateUnknown(handle) => Some(format!("`{handle}`")),
        _ => None,
    });
    let unknown: Vec<String> = unknown.collect();
    match unknown.as_slice() {
        [] => {}
        [only] => texts.push(format!(
            "{only} counts as open, since nothing tells how far it has come"
        )),
        several => texts.push(format!(
            "{} count as open, since nothing tells how far they have come",
            several.join(", ")
        )),
    }
    for assumption in all().filter(|it| matches!(it, Assumption::UnknownDependency(_))) {
        let text = assumption.text();
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts
}

/// Shows open boxes outside of phases and tasks.
fn open_boxes(boxes: &[ReadyBox], terminal: Terminal, out: &mut String) {
    for it in boxes.iter().take(OPEN) {
        let text = escape::line(&it.text);
        let handle = terminal.paint(Look::Code, escape::line(&it.handle));
        let place = format!("{}:{}", escape::line(&it.path), it.line);
        let text = fit(&text, terminal.columns().saturating_sub(10)).into_owned();
        let _ = writeln!(
            out,
            "  [ ] {handle}  {text}  {}",
            terminal.paint(Look::Dim, place)
        );
    }
    if boxes.len() > OPEN {
        let more = boxes.len() - OPEN;
        let _ = writeln!(out, "  … and {more} more {}", of_boxes(more));
    }
}

fn ready_unit(unit: &ReadyUnit, boxes: &[ReadyBox], terminal: Terminal, out: &mut String) {
    let (mark, look) = marks::state(unit.state);
    let mark = terminal.paint(look, mark);
    let handle = terminal.paint(Look::Code, escape::line(&unit.handle));
    let _ = write!(out, "  {mark} {handle}  {}", escape::line(&unit.title));
    if let Some(effort) = &unit.effort {
        let _ = write!(out, "  {}", escape::line(effort));
    }
    let place = format!("{}:{}", escape::line(&unit.path), unit.line);
    let _ = writeln!(out, "  {}", terminal.paint(Look::Dim, place));
    if let Some(built) = unit.built_in_words() {
        let said = format!("{built}: `tip built` shows by which commits");
        let _ = writeln!(out, "      {}", terminal.paint(Look::Active, said));
    }
    for it in boxes.iter().take(OPEN) {
        let text = escape::line(&it.text);
        let text = fit(&text, terminal.columns().saturating_sub(10));
        let _ = writeln!(out, "      [ ] {text}");
    }
    if boxes.len() > OPEN {
        let more = boxes.len() - OPEN;
        let _ = writeln!(out, "      … and {more} more {}", of_boxes(more));
    }
}

fn of_boxes(count: usize) -> &'static str {
    if count == 1 { "box" } else { "boxes" }
}

impl Assumption {
    fn text(&self) -> String {
        match self {
            Self::After(handle) => {
                format!("no dependency is written, so it comes after `{handle}`")
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
        basis: wire::basis(plan.basis),
        ready: plan.ready.iter().map(ready_json).collect(),
        boxes: plan.boxes.iter().map(box_json).collect(),
        waiting: plan.waiting.len(),
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

fn box_json(it: &ReadyBox) -> BoxJson<'_> {
    BoxJson {
        handle: &it.handle,
        id: &it.id,
        text: &it.text,
        path: &it.path,
        line: it.line,
    }
}

pub(crate) fn ready_json(unit: &ReadyUnit) -> ReadyJson<'_> {
    ReadyJson {
        kind: unit.kind.word(),
        handle: &unit.handle,
        id: &unit.id,
        title: &unit.title,
        path: &unit.path,
        line: unit.line,
        state: unit.state.word(),
        effort: unit.effort.as_deref(),
        open: unit.open.iter().map(|it| it.text.as_str()).collect(),
        built: unit.built > 0,
        assumed: unit.assumed.iter().map(Assumption::wire).collect(),
    }
}
