//! How many findings each rule made.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;
use tip_rules::Rule;
use tip_syntax::{Safety, Severity};

use crate::table::{Cell, Column, Table};
use crate::terminal::Look;
use crate::{CheckReport, Terminal, wire};

/// How many findings each rule made.
#[derive(Debug, Serialize, JsonSchema)]
struct StatisticsJson<'a> {
    /// The version of `tip`.
    version: &'a str,
    /// The number of plans that were checked.
    plans: usize,
    /// The number of files that they consist of.
    plan_files: usize,
    /// The rules that found something, the most frequent first.
    rules: Vec<CountJson>,
}

/// How many findings one rule made.
#[derive(Debug, Serialize, JsonSchema)]
struct CountJson {
    /// The name of the rule.
    rule: &'static str,
    /// Its code.
    code: &'static str,
    /// All its findings.
    count: usize,
    /// The errors among them.
    errors: usize,
    /// The warnings among them.
    warnings: usize,
    /// The hints among them.
    hints: usize,
    /// Those that have a safe fix.
    fixable: usize,
}

/// Writes a line for each rule that found something, the most frequent first.
pub fn write(
    report: &CheckReport<'_>,
    terminal: &Terminal,
    out: &mut dyn fmt::Write,
) -> fmt::Result {
    let mut table = Table::new(
        0,
        &[Column::Right, Column::Left, Column::Left, Column::Left],
    );
    for count in counts(report) {
        let look = match (count.errors, count.warnings) {
            (1.., _) => Look::Error,
            (0, 1..) => Look::Warning,
            (0, 0) => Look::Hint,
        };
        let fixable = match count.fixable {
            0 => String::new(),
            fixable => format!("{fixable} fixable"),
        };
        table.row([
            Cell::new(look, &count.count.to_string()),
            Cell::new(Look::Dim, count.code),
            Cell::plain(count.rule),
            Cell::new(Look::Good, &fixable),
        ]);
    }
    let mut text = String::new();
    table.write(*terminal, &mut text);
    out.write_str(&text)
}

/// Returns the counts as JSON.
pub fn json(report: &CheckReport<'_>) -> String {
    wire::pretty(&StatisticsJson {
        version: report.version,
        plans: report.plans,
        plan_files: report.plan_files,
        rules: counts(report),
    })
}

fn counts(report: &CheckReport<'_>) -> Vec<CountJson> {
    let mut counts: BTreeMap<&str, CountJson> = BTreeMap::new();
    for judged in report.files.iter().flat_map(|file| file.judged) {
        let count = counts
            .entry(judged.rule.name)
            .or_insert_with(|| CountJson::new(judged.rule));
        count.count += 1;
        match judged.severity {
            Severity::Error => count.errors += 1,
            Severity::Warning => count.warnings += 1,
            Severity::Hint => count.hints += 1,
        }
        let mut fixes = judged.finding.fixes.iter();
        count.fixable += usize::from(fixes.any(|fix| fix.safety == Safety::Safe));
    }
    let mut counts: Vec<CountJson> = counts.into_values().collect();
    counts.sort_by_key(|count| Reverse(count.count));
    counts
}

impl CountJson {
    fn new(rule: &Rule) -> Self {
        Self {
            rule: rule.name,
            code: rule.code,
            count: 0,
            errors: 0,
            warnings: 0,
            hints: 0,
            fixable: 0,
        }
    }
}
