//! Findings as JSON.

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::{Serialize, Serializer};
use serde_json::Value;
use tip_rules::Judged;
use tip_syntax::{Fix, Kept, Label, Safety, Span};

use crate::position::Place;
use crate::{CheckReport, CheckedFile, Summary, wire};

/// The outcome of a check.
///
/// Lines and columns are counted from 1. A column counts Unicode scalar values; a byte order mark is not counted. `end_line` and
/// `end_column` name the place after the last character. Byte spans are half-open and count every byte of the file.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "check")]
struct CheckJson<'a> {
    /// The version of `tip`.
    version: &'a str,
    /// The number of plans that were checked.
    plans: usize,
    /// The number of files that they consist of.
    plan_files: usize,
    /// Counts of the findings.
    summary: SummaryJson,
    /// The findings, sorted by file and place.
    #[schemars(with = "Vec<FindingJson<'a>>")]
    findings: FindingsJson<'a>,
}

/// The findings, each made when it is written, so that not all of them are in memory at once.
#[derive(Clone, Copy, Debug)]
struct FindingsJson<'a>(&'a CheckReport<'a>);

impl Serialize for FindingsJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let report = self.0;
        serializer.collect_seq(report.files.iter().flat_map(|file| {
            file.judged
                .iter()
                .map(|judged| finding(report, file, judged))
        }))
    }
}

/// Counts of findings.
#[derive(Debug, Serialize, JsonSchema)]
struct SummaryJson {
    /// The errors.
    errors: usize,
    /// The warnings.
    warnings: usize,
    /// The hints.
    hints: usize,
    /// The findings that have a safe fix.
    fixable: usize,
    /// The files with findings.
    files: usize,
}

/// One thing that a rule says about one file.
#[derive(Debug, Serialize, JsonSchema)]
struct FindingJson<'a> {
    /// The name of the rule.
    rule: &'a str,
    /// The code of the rule.
    code: &'a str,
    /// How grave it is.
    #[schemars(extend("enum" = ["error", "warning", "hint"]))]
    severity: &'a str,
    /// What was found, on one line.
    message: &'a str,
    /// The file, relative to the repository.
    path: &'a str,
    /// The bytes of the file that it speaks of.
    span: SpanJson,
    /// The line on which the span starts.
    line: u32,
    /// The column in which it starts.
    column: u32,
    /// The line on which it ends.
    end_line: u32,
    /// The column after its last character.
    end_column: u32,
    /// The places that matter, with what is to be said of them; the first is that of the finding itself.
    labels: Vec<LabelJson<'a>>,
    /// Why it matters here.
    notes: Vec<&'a str>,
    /// What to do.
    help: Option<&'a str>,
    /// What can be done by machine.
    fixes: Vec<FixJson<'a>>,
}

/// A half-open range of bytes.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
struct SpanJson {
    /// The first byte.
    start: u32,
    /// The byte after the last one.
    end: u32,
}

/// A place and what is to be said of it.
#[derive(Debug, Serialize, JsonSchema)]
struct LabelJson<'a> {
    /// The file, relative to the repository.
    path: &'a str,
    /// The bytes of that file.
    span: SpanJson,
    /// The line on which the span starts; none of these four where the file is not at hand.
    line: Option<u32>,
    /// The column in which it starts.
    column: Option<u32>,
    /// The line on which it ends.
    end_line: Option<u32>,
    /// The column after its last character.
    end_column: Option<u32>,
    /// What is to be said; may be empty.
    message: &'a str,
    /// Whether it is the place of the finding itself.
    primary: bool,
}

/// A remedy: edits on the original bytes, all or none.
#[derive(Debug, Serialize, JsonSchema)]
struct FixJson<'a> {
    /// What it does.
    title: &'a str,
    /// Whether it keeps the meaning; `display_only` is never applied by machine.
    #[schemars(extend("enum" = ["safe", "unsafe", "display_only"]))]
    safety: &'static str,
    /// The edits.
    edits: Vec<EditJson<'a>>,
}

/// The replacement of some bytes.
#[derive(Debug, Serialize, JsonSchema)]
struct EditJson<'a> {
    /// The bytes that are replaced; empty for an insertion.
    span: SpanJson,
    /// What stands there afterwards.
    replacement: &'a str,
}

/// Writes the report as one JSON object, with a line end.
///
/// It is written piece by piece, since that of many plans is longer than their findings in memory.
pub fn check(report: &CheckReport<'_>, mut out: impl Write) -> io::Result<()> {
    let summary = Summary::of(report);
    let value = CheckJson {
        version: report.version,
        plans: report.plans,
        plan_files: report.plan_files,
        summary: SummaryJson {
            errors: summary.errors,
            warnings: summary.warnings,
            hints: summary.hints,
            fixable: summary.fixable,
            files: summary.files,
        },
        findings: FindingsJson(report),
    };
    serde_json::to_writer_pretty(&mut out, &value)?;
    writeln!(out)
}

/// Returns the JSON Schema of [`check`].
pub fn check_schema() -> Value {
    wire::schema_of::<CheckJson<'_>>()
}

fn finding<'a>(
    report: &CheckReport<'_>,
    file: &CheckedFile<'a>,
    judged: &'a Judged,
) -> FindingJson<'a> {
    let finding = &judged.finding;
    let place = Place::of(file.source, finding.primary.span);
    let mut labels = vec![label(file.path, Some(file.source), &finding.primary, true)];
    for secondary in &finding.secondary {
        let path = secondary.path.as_deref().unwrap_or(file.path);
        if path == file.path {
            labels.push(label(path, Some(file.source), secondary, false));
        } else {
            let source = (report.sources)(path);
            labels.push(label(path, source.as_deref(), secondary, false));
        }
    }
    FindingJson {
        rule: judged.rule.name,
        code: judged.rule.code,
        severity: judged.severity.word(),
        message: &finding.message,
        path: file.path,
        span: span(finding.primary.span),
        line: place.line,
        column: place.column,
        end_line: place.end_line,
        end_column: place.end_column,
        labels,
        notes: finding.notes.iter().map(String::as_str).collect(),
        help: finding.help.as_deref(),
        fixes: finding.fixes.iter().map(fix).collect(),
    }
}

fn label<'a>(
    path: &'a str,
    source: Option<&Kept>,
    label: &'a Label,
    primary: bool,
) -> LabelJson<'a> {
    let place = source.map(|source| Place::of(source, label.span));
    LabelJson {
        path,
        span: span(label.span),
        line: place.map(|it| it.line),
        column: place.map(|it| it.column),
        end_line: place.map(|it| it.end_line),
        end_column: place.map(|it| it.end_column),
        message: &label.message,
        primary,
    }
}

fn fix(fix: &Fix) -> FixJson<'_> {
    FixJson {
        title: &fix.title,
        safety: match fix.safety {
            Safety::Safe => "safe",
            Safety::Unsafe => "unsafe",
            Safety::DisplayOnly => "display_only",
        },
        edits: fix
            .edits
            .iter()
            .map(|edit| EditJson {
                span: span(edit.span),
                replacement: &edit.replacement,
            })
            .collect(),
    }
}

fn span(span: Span) -> SpanJson {
    SpanJson {
        start: span.start,
        end: span.end,
    }
}
