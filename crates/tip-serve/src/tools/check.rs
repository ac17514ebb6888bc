//! What is wrong.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tip_rules::Judged;
use tip_syntax::{Kept, Severity};
use tip_work::{Failure, followed};
use tip_workspace::{CheckedFile, Effort, Keeping, RuleChoice, Snapshot, Standing};

use crate::desk::Desk;
use crate::page::page;
use crate::tool_words::for_agents;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wish {
    plan: Option<String>,
    cursor: Option<String>,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Answer {
    errors: usize,
    warnings: usize,
    hints: usize,
    findings: Vec<Finding>,
    /// What could not be checked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unchecked: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    more: Option<String>,
}

#[derive(Serialize, JsonSchema)]
struct Finding {
    path: String,
    line: u32,
    rule: &'static str,
    severity: &'static str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
}

pub(crate) fn check(desk: &Desk, wish: &Wish) -> Result<Answer, Failure> {
    let snapshot = desk.snapshot()?;
    let entries = desk.entries(&snapshot, wish.plan.as_deref())?;
    let files = entries.iter().flat_map(|entry| {
        let files = entry.files.iter();
        files.map(|file| (file.path.clone(), entry.standing))
    });
    let files: Vec<(String, Standing)> = files.collect();
    let rules = snapshot.config().rules.settings(&RuleChoice::default());
    let checked = followed::with(&snapshot, Effort::Recall, Keeping::Kept, |followed| {
        snapshot.check_followed(&files, &rules, followed, &|_| {})
    })?;
    let unchecked = checked.problems.iter();
    let unchecked = unchecked.map(|it| format!("`{}`: {}", it.path, it.message));
    let mut unchecked: Vec<String> = unchecked.collect();
    if checked.unfollowed > 0 {
        unchecked.push(format!(
            "where {} of {} code references lead is not known: `drift` looks, and later checks tell what it found",
            checked.unfollowed,
            checked.unfollowed + checked.followed
        ));
    }
    let mut counts = [0; 3];
    let mut findings = Vec::new();
    for file in checked.files {
        findings.extend(found(&snapshot, file, &mut counts)?);
    }
    let page = page(findings, wish.cursor.as_deref())?;
    Ok(Answer {
        errors: counts[0],
        warnings: counts[1],
        hints: counts[2],
        findings: page.items,
        unchecked,
        more: page.more,
    })
}

fn found(
    snapshot: &Snapshot,
    file: CheckedFile,
    counts: &mut [usize; 3],
) -> Result<Vec<Finding>, Failure> {
    if file.judged.is_empty() {
        return Ok(Vec::new());
    }
    let source = if let Some(source) = file.source {
        source
    } else {
        let spans = file.judged.iter().flat_map(|it| it.finding.spans());
        Kept::around(&snapshot.source(&file.path)?, spans)
    };
    for it in &file.judged {
        counts[match it.severity {
            Severity::Error => 0,
            Severity::Warning => 1,
            Severity::Hint => 2,
        }] += 1;
    }
    let of = |it: Judged| Finding {
        path: file.path.clone(),
        line: source.line_of(it.finding.primary.span.start),
        rule: it.rule.name,
        severity: it.severity.word(),
        message: it.finding.message,
        help: it.finding.help.map(|it| for_agents(&it)),
    };
    Ok(file.judged.into_iter().map(of).collect())
}
