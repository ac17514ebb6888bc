//! The state of the plans at a glance.

use std::fmt::Write as _;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use tip_plan::Stage;

use crate::layout::counted;
use crate::list::{self, PlanJson};
use crate::table::{Cell, Column, Table};
use crate::terminal::Look;
use crate::{Overview, PlanSummary, StageBasis, Terminal, marks, wire};

/// The plans that are shown in each list.
const MOST: usize = 10;

/// The state of the plans at a glance.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "overview")]
struct OverviewJson<'a> {
    /// The version of `tip`.
    version: &'a str,
    /// How many more plans lie in archives.
    archived: usize,
    /// The plans.
    plans: Vec<CheckedJson<'a>>,
}

/// A plan in small, and what a check finds in it.
#[derive(Debug, Serialize, JsonSchema)]
struct CheckedJson<'a> {
    #[serde(flatten)]
    plan: PlanJson<'a>,
    /// The number of errors.
    errors: usize,
    /// The number of warnings.
    warnings: usize,
}

/// Returns the overview as JSON.
pub fn json(overview: &Overview<'_>, version: &str) -> String {
    let plans = overview.plans.iter().map(|it| CheckedJson {
        plan: list::plan(it),
        errors: it.errors,
        warnings: it.warnings,
    });
    wire::pretty(&OverviewJson {
        version,
        archived: overview.archived,
        plans: plans.collect(),
    })
}

/// Returns the JSON Schema of [`json`].
pub fn schema() -> Value {
    wire::schema_of::<OverviewJson<'_>>()
}

/// Renders the overview.
pub fn render(overview: &Overview<'_>, terminal: &Terminal) -> String {
    let mut out = String::new();
    if overview.plans.is_empty() {
        let archived = match overview.archived {
            0 => String::new(),
            count => format!(", apart from {count} in archives"),
        };
        let _ = writeln!(out, "no plans found{archived}");
        hint(
            *terminal,
            &mut out,
            &[("tip list --why FILE", "says why a Markdown file is no plan")],
        );
        return out;
    }
    counts(overview, *terminal, &mut out);
    under_way(overview.plans, *terminal, &mut out);
    if overview.checked {
        attention(overview.plans, *terminal, &mut out);
    }
    hints(overview, *terminal, &mut out);
    out
}

fn counts(overview: &Overview<'_>, terminal: Terminal, out: &mut String) {
    let plans = counted(overview.plans.len(), "plan");
    let _ = write!(out, "{}", terminal.paint(Look::Title, plans));
    let mut words: Vec<((&str, Look), usize)> = Vec::new();
    for stage in Stage::ALL {
        let of_stage = |it: &&PlanSummary| it.stage == stage && it.basis == StageBasis::Told;
        let count = overview.plans.iter().filter(of_stage).count();
        words.push((marks::stage_word(stage, StageBasis::Told), count));
        if stage == Stage::InProgress {
            // What is only taken to be under way is told apart.
            for basis in StageBasis::GUESSES {
                let count = overview.plans.iter().filter(|it| it.basis == basis).count();
                words.push((marks::stage_word(stage, basis), count));
            }
        }
    }
    let mut separator = ": ";
    for ((word, look), count) in words.into_iter().filter(|(_, count)| *count > 0) {
        let text = format!("{count} {word}");
        let _ = write!(out, "{separator}{}", terminal.paint(look, text));
        separator = ", ";
    }
    if overview.archived > 0 {
        let text = format!(" ({} more in archives)", overview.archived);
        let _ = write!(out, "{}", terminal.paint(Look::Dim, text));
    }
    out.push('\n');
}

fn under_way(plans: &[PlanSummary], terminal: Terminal, out: &mut String) {
    let under_way: Vec<&PlanSummary> = plans
        .iter()
        .filter(|it| it.stage == Stage::InProgress && it.basis == StageBasis::Told)
        .collect();
    if under_way.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{}", terminal.paint(Look::Title, "Under way"));
    let columns = [
        Column::Path,
        Column::Spare,
        Column::Right,
        Column::Left,
        Column::Text,
    ];
    let mut table = Table::new(2, &columns);
    for plan in under_way.iter().take(MOST) {
        let ticked = format!("all is ticked, but {}", plan.why_not_complete);
        let (handle, title) = match &plan.next {
            Some((handle, title)) => (handle.as_str(), title.as_str()),
            None if plan.progress.total > 0 && plan.progress.done == plan.progress.total => {
                ("", ticked.as_str())
            }
            None => ("", ""),
        };
        table.row([
            Cell::new(Look::Code, &plan.name),
            Cell::new(
                marks::bar_look(plan.progress),
                &marks::bar(plan.progress, 10),
            ),
            Cell::plain(&marks::fraction_in_row(plan)),
            Cell::plain(handle),
            Cell::plain(title),
        ]);
    }
    table.write(terminal, out);
    more(under_way.len(), "tip list", out);
}

fn attention(plans: &[PlanSummary], terminal: Terminal, out: &mut String) {
    let mut faulty: Vec<&PlanSummary> = plans
        .iter()
        .filter(|it| it.errors + it.warnings > 0)
        .collect();
    if faulty.is_empty() {
        return;
    }
    faulty.sort_by_key(|it| std::cmp::Reverse((it.errors, it.warnings)));
    let heading = terminal.paint(Look::Title, "Needs attention");
    let _ = writeln!(out, "\n{heading}");
    let mut table = Table::new(2, &[Column::Path, Column::Left, Column::Left]);
    for plan in faulty.iter().take(MOST) {
        let count = |count: usize, noun| match count {
            0 => String::new(),
            _ => counted(count, noun),
        };
        table.row([
            Cell::new(Look::Code, &plan.name),
            Cell::new(Look::Error, &count(plan.errors, "error")),
            Cell::new(Look::Warning, &count(plan.warnings, "warning")),
        ]);
    }
    table.write(terminal, out);
    more(faulty.len(), "tip check", out);
}

fn more(count: usize, command: &str, out: &mut String) {
    if count > MOST {
        let _ = writeln!(out, "  … and {} more: `{command}`", count - MOST);
    }
}

fn hints(overview: &Overview<'_>, terminal: Terminal, out: &mut String) {
    let faulty = overview.plans.iter().any(|it| it.errors + it.warnings > 0);
    let open = overview.plans.iter().find(|it| !it.stage.is_over());
    let mut hints = Vec::new();
    if overview.checked && faulty {
        hints.push(("tip check", "shows what is wrong"));
    }
    if open.is_some() {
        hints.push(("tip next", "shows what can be worked on"));
    }
    hints.push(("tip show PLAN", "shows one plan"));
    hint(terminal, out, &hints);
}

fn hint(terminal: Terminal, out: &mut String, hints: &[(&str, &str)]) {
    let mut table = Table::new(2, &[Column::Left, Column::Wrapped]);
    for (command, what) in hints {
        table.row([Cell::new(Look::Code, command), Cell::new(Look::Dim, what)]);
    }
    out.push('\n');
    table.write(terminal, out);
}
