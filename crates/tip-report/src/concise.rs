//! Findings for people and simple tools, one line each: `path:line:column: severity[rule] message`.

use std::fmt;

use tip_syntax::Severity;

use crate::position::Place;
use crate::terminal::Look;
use crate::{CheckReport, Terminal, escape};

/// Writes the findings.
pub fn write(
    report: &CheckReport<'_>,
    terminal: &Terminal,
    out: &mut dyn fmt::Write,
) -> fmt::Result {
    for file in &report.files {
        let path = escape::line(file.path);
        for judged in file.judged {
            let place = Place::of(file.source, judged.finding.primary.span);
            let look = match judged.severity {
                Severity::Error => Look::Error,
                Severity::Warning => Look::Warning,
                Severity::Hint => Look::Hint,
            };
            let severity = format_args!("{}[{}]", judged.severity.word(), judged.rule.name);
            writeln!(
                out,
                "{}:{}:{}: {} {}",
                terminal.paint(Look::Title, &path),
                place.line,
                place.column,
                terminal.paint(look, severity),
                escape::line(&judged.finding.message)
            )?;
        }
    }
    Ok(())
}
