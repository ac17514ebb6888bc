//! A report as JSON.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::ReportView;
use crate::conflicts::{self, ConflictJson};
use crate::drift::{Commit, Reference};
use crate::forecast::{DurationsJson, PhaseJson, durations, phases};
use crate::list::{self, PlanJson};
use crate::next::{self, ReadyJson};
use crate::wire;

/// The state of a set of plans.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "report")]
struct ReportJson<'a> {
    /// The version of `tip`.
    version: &'a str,
    /// The day that it is made for.
    date: Option<String>,
    /// The last commit.
    commit: Option<&'a Commit>,
    /// The plans.
    plans: Vec<ReportedJson<'a>>,
    /// How many more plans are over, and left out.
    left_out: usize,
    /// How much was done by when, each day on which something changed.
    burn_up: Vec<PointJson>,
    /// When all may be done; nothing where all is done.
    forecast: Option<ForecastJson<'a>>,
    /// The risks, the gravest first.
    risks: Vec<RiskJson<'a>>,
    /// The references that no longer lead to what they led to; null without a history.
    stale: Option<&'a [Reference]>,
    /// The questions that are open.
    questions: Vec<QuestionJson<'a>>,
    /// The files that several of the plans mean to change.
    conflicts: Vec<ConflictJson<'a>>,
    /// What was assumed or left out.
    notes: &'a [String],
}

/// A plan.
#[derive(Debug, Serialize, JsonSchema)]
struct ReportedJson<'a> {
    #[serde(flatten)]
    plan: PlanJson<'a>,
    /// The number of errors.
    errors: usize,
    /// The number of warnings.
    warnings: usize,
    /// Who changed it last, by the history.
    changed_by: Option<&'a str>,
    /// On which day.
    changed: Option<&'a str>,
    /// What can be worked on.
    ready: Vec<ReadyJson<'a>>,
}

/// How much was done on a day.
#[derive(Debug, Serialize, JsonSchema)]
struct PointJson {
    /// The day.
    date: String,
    /// What was done at its end.
    done: u32,
    /// What there was to do.
    total: u32,
}

/// When all may be done.
#[derive(Debug, Serialize, JsonSchema)]
struct ForecastJson<'a> {
    /// The unit of all times: days of work.
    unit: &'static str,
    /// The number of samples.
    samples: u64,
    /// What the random numbers began with.
    seed: u64,
    /// All plans together.
    all: DurationsJson,
    /// The phases that are left, those first on which the end hangs most.
    phases: Vec<PhaseJson<'a>>,
}

/// A risk.
#[derive(Debug, Serialize, JsonSchema)]
struct RiskJson<'a> {
    /// Its plan.
    plan: &'a str,
    /// How grave it is.
    #[schemars(extend("enum" = ["high", "medium", "low", null]))]
    level: Option<&'static str>,
    /// What may happen.
    text: &'a str,
    /// What is done about it.
    mitigation: Option<&'a str>,
    /// The file that it stands in.
    path: &'a str,
    /// The line.
    line: u32,
}

/// An open question.
#[derive(Debug, Serialize, JsonSchema)]
struct QuestionJson<'a> {
    /// Its plan.
    plan: &'a str,
    /// The question.
    text: &'a str,
    /// The file that it stands in.
    path: &'a str,
    /// The line.
    line: u32,
}

/// Returns a report as JSON.
pub fn json(view: &ReportView<'_>, version: &str) -> String {
    let plans = view.plans.iter().map(|it| ReportedJson {
        plan: list::plan(&it.summary),
        errors: it.summary.errors,
        warnings: it.summary.warnings,
        changed_by: it.changed.as_ref().map(|it| it.0.as_str()),
        changed: it.changed.as_ref().map(|it| it.1.as_str()),
        ready: it.next.ready.iter().map(next::ready_json).collect(),
    });
    let risks = view.risks().into_iter().map(|(plan, it)| RiskJson {
        plan: &plan.summary.name,
        level: it.level.map(|_| it.word()),
        text: &it.text,
        mitigation: it.mitigation.as_deref(),
        path: &it.path,
        line: it.line,
    });
    let questions = view.questions().map(|(plan, it)| QuestionJson {
        plan: &plan.summary.name,
        text: &it.text,
        path: &it.path,
        line: it.line,
    });
    let points = view.burn_up.points.iter().map(|it| PointJson {
        date: it.day.to_string(),
        done: it.done,
        total: it.total,
    });
    let forecast = &view.forecast;
    wire::pretty(&ReportJson {
        version,
        date: view.date.map(|it| it.to_string()),
        commit: view.commit,
        plans: plans.collect(),
        left_out: view.left_out,
        burn_up: points.collect(),
        forecast: view.is_foreseeable().then(|| ForecastJson {
            unit: "day",
            samples: forecast.forecast.all.samples(),
            seed: forecast.seed,
            all: durations(forecast, &forecast.forecast.all),
            phases: phases(forecast).collect(),
        }),
        risks: risks.collect(),
        stale: view.stale,
        questions: questions.collect(),
        conflicts: conflicts::entries(view.conflicts, view.changing),
        notes: forecast.notes,
    })
}

/// Returns the JSON Schema of [`json`].
pub fn schema() -> Value {
    wire::schema_of::<ReportJson<'_>>()
}
