//! Findings as workflow commands of GitHub Actions, which show them beside the lines of a change.

use std::fmt;

use tip_rules::Judged;
use tip_syntax::Severity;

use crate::excerpt::trimmed;
use crate::position::Place;
use crate::{CheckReport, CheckedFile, escape};

/// Writes the findings, one command each.
pub fn write(report: &CheckReport<'_>, out: &mut dyn fmt::Write) -> fmt::Result {
    for file in &report.files {
        for judged in file.judged {
            command(file, judged, out)?;
        }
    }
    Ok(())
}

fn command(file: &CheckedFile<'_>, judged: &Judged, out: &mut dyn fmt::Write) -> fmt::Result {
    let finding = &judged.finding;
    let command = match judged.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "notice",
    };
    let place = Place::of(file.source, trimmed(file.source, finding.primary.span));
    write!(
        out,
        "::{command} file={},line={},endLine={}",
        escape::github_property(file.path),
        place.line,
        place.end_line
    )?;
    // Columns are understood only where they are on one line.
    if place.line == place.end_line {
        write!(out, ",col={},endColumn={}", place.column, place.end_column)?;
    }
    let title = format!("{} {}", judged.rule.code, judged.rule.name);
    let mut message = finding.message.clone();
    if !finding.primary.message.is_empty() {
        message = format!("{message}: {}", finding.primary.message);
    }
    for note in &finding.notes {
        message = format!("{message}\nnote: {note}");
    }
    if let Some(help) = &finding.help {
        message = format!("{message}\nhelp: {help}");
    }
    for fix in &finding.fixes {
        message = format!("{message}\nfix: {}", fix.title);
    }
    writeln!(
        out,
        ",title={}::{}",
        escape::github_property(&title),
        escape::github_message(&message)
    )
}
