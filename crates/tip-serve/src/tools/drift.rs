//! References that no longer lead to what they led to.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tip_work::Failure;
use tip_workspace::{DriftedPlan, DriftedReference, Standing};

use crate::desk::Desk;
use crate::page::page;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wish {
    plan: Option<String>,
    cursor: Option<String>,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Answer {
    /// How many references were followed.
    followed: usize,
    references: Vec<Reference>,
    #[serde(skip_serializing_if = "Option::is_none")]
    more: Option<String>,
}

#[derive(Serialize, JsonSchema)]
struct Reference {
    path: String,
    line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    phase: Option<String>,
    written: String,
    verdict: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    now: Option<String>,
    confidence: f64,
}

pub(crate) fn drift(desk: &Desk, wish: &Wish) -> Result<Answer, Failure> {
    let snapshot = desk.snapshot()?;
    let entries = desk.entries(&snapshot, wish.plan.as_deref())?;
    let files = entries.iter().flat_map(|entry| {
        let files = entry.files.iter();
        files.map(|file| (file.path.clone(), entry.standing))
    });
    let files: Vec<(String, Standing)> = files.collect();
    let plans = snapshot.drifted(&files, false)?;
    let followed = plans.iter().map(|it| it.references.len()).sum();
    let found = plans.iter().flat_map(|plan| {
        let findings = plan.references.iter().filter(|it| it.is_finding());
        findings.map(|it| of(plan, it))
    });
    let page = page(found.collect(), wish.cursor.as_deref())?;
    Ok(Answer {
        followed,
        references: page.items,
        more: page.more,
    })
}

fn of(plan: &DriftedPlan, it: &DriftedReference) -> Reference {
    let now = it.judgement.now.as_ref();
    let now = now.map(|it| match (it.line, it.end_line) {
        (Some(line), Some(end)) if end != line => format!("{}:{line}-{end}", it.path),
        (Some(line), _) => format!("{}:{line}", it.path),
        (None, _) => it.path.clone(),
    });
    Reference {
        path: plan.path.clone(),
        line: plan.source.line_of(it.reference.path_span.start),
        phase: it.phase.clone(),
        written: plan.source.folded(it.reference.span).into_owned(),
        verdict: it.verdict().word(),
        now,
        confidence: (f64::from(it.judgement.confidence) * 100.0).round() / 100.0,
    }
}
