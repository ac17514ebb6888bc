//! The list of plans.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::layout::short_title;
use crate::table::{Cell, Column, Table};
use crate::terminal::Look;
use crate::{PlanSummary, Terminal, Why, marks, wire};

/// The plans of a repository.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "list")]
struct ListJson<'a> {
    /// The version of `tip`.
    version: &'a str,
    /// The plans.
    plans: Vec<PlanJson<'a>>,
}

/// A plan in small.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct PlanJson<'a> {
    /// Its name: the path of its file, or of the folder that its files are in.
    plan: &'a str,
    /// The paths of its files.
    files: Vec<&'a str>,
    /// Its title.
    title: Option<&'a str>,
    /// The name of its feature.
    feature: Option<&'a str>,
    /// Its stage, corrected by progress; without any sign it counts as in progress.
    stage: &'static str,
    /// What the stage rests on: `told` by a status or by what is done, `not_begun` or `unknown` where it is taken from silence.
    #[schemars(extend("enum" = ["told", "not_begun", "seems_built", "unknown"]))]
    basis: &'static str,
    /// How it was read.
    dialect: &'static str,
    /// How much is done.
    progress: ProgressJson,
    /// Whether its files may hold other phases and boxes than were read of them, since code blocks in them end where they should not.
    uncertain: bool,
    /// The number of its phases.
    phases: usize,
    /// What can be worked on first.
    next: Option<NextJson<'a>>,
    /// Whether it lies in an archive.
    archived: bool,
}

/// How much is done.
#[derive(Debug, Serialize, JsonSchema)]
struct ProgressJson {
    /// What is done.
    done: u32,
    /// What there is.
    total: u32,
    /// What is counted: boxes, or phases in a plan without boxes.
    #[schemars(extend("enum" = ["boxes", "phases"]))]
    of: &'static str,
}

/// A phase, a task, or a box outside of them.
#[derive(Debug, Serialize, JsonSchema)]
struct NextJson<'a> {
    /// Its handle.
    handle: &'a str,
    /// Its title or text.
    title: &'a str,
}

/// Why files are plans, or are none.
#[derive(Debug, Serialize, JsonSchema)]
struct WhyListJson<'a> {
    /// The version of `tip`.
    version: &'a str,
    /// The files.
    files: Vec<WhyJson<'a>>,
}

/// Why a file is a plan, or is none.
#[derive(Debug, Serialize, JsonSchema)]
struct WhyJson<'a> {
    /// Its path.
    path: &'a str,
    /// Whether it is a plan.
    is_plan: bool,
    /// What told it.
    reason: &'a str,
}

/// Renders the plans as a table.
pub fn render(plans: &[PlanSummary], terminal: &Terminal) -> String {
    let columns = [
        Column::Path,
        Column::Left,
        Column::Spare,
        Column::Spare,
        Column::Right,
        Column::Text,
    ];
    let mut table = Table::new(0, &columns);
    for plan in plans {
        let title = if plan.archived {
            "(archived)"
        } else {
            short_title(plan.title.as_deref().unwrap_or_default())
        };
        let (stage, look) = marks::stage_word(plan.stage, plan.basis);
        table.row([
            Cell::new(Look::Code, &plan.name),
            Cell::new(look, stage),
            Cell::new(Look::Dim, plan.dialect.word()),
            Cell::new(
                marks::bar_look(plan.progress),
                &marks::bar(plan.progress, 10),
            ),
            Cell::plain(&marks::fraction_in_row(plan)),
            Cell::plain(title),
        ]);
    }
    let mut out = String::new();
    table.write(*terminal, &mut out);
    out
}

/// Returns the plans as JSON.
pub fn json(plans: &[PlanSummary], version: &str) -> String {
    wire::pretty(&ListJson {
        version,
        plans: plans.iter().map(plan).collect(),
    })
}

/// Returns the JSON Schema of [`json`].
pub fn schema() -> Value {
    wire::schema_of::<ListJson<'_>>()
}

pub(crate) fn plan(plan: &PlanSummary) -> PlanJson<'_> {
    let next = plan.next.as_ref();
    PlanJson {
        plan: &plan.name,
        files: plan.files.iter().map(String::as_str).collect(),
        title: plan.title.as_deref(),
        feature: plan.feature.as_deref(),
        stage: plan.stage.word(),
        basis: wire::basis(plan.basis),
        dialect: plan.dialect.word(),
        progress: ProgressJson {
            done: plan.progress.done,
            total: plan.progress.total,
            of: wire::counted(plan.counted),
        },
        uncertain: plan.uncertain,
        phases: plan.phases,
        next: next.map(|(handle, title)| NextJson { handle, title }),
        archived: plan.archived,
    }
}

/// Renders why files are plans, or are none.
pub fn render_why(files: &[Why], terminal: &Terminal) -> String {
    // The reason is the answer, and the path is what it is about: neither loses a word.
    let mut table = Table::new(0, &[Column::Left; 3]);
    for file in files {
        let (verdict, look) = if file.is_plan {
            ("plan", Look::Good)
        } else {
            ("no plan", Look::Dim)
        };
        table.row([
            Cell::new(look, verdict),
            Cell::new(Look::Code, &file.path),
            Cell::plain(&file.reason),
        ]);
    }
    let mut out = String::new();
    table.write(*terminal, &mut out);
    out
}

/// Returns why files are plans, or are none, as JSON.
pub fn why_json(files: &[Why], version: &str) -> String {
    let files = files.iter().map(|file| WhyJson {
        path: &file.path,
        is_plan: file.is_plan,
        reason: &file.reason,
    });
    wire::pretty(&WhyListJson {
        version,
        files: files.collect(),
    })
}
