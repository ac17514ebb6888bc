//! Findings as SARIF 2.1.0.

use crate::CheckReport;

/// Returns the report as a SARIF log.
pub fn check(report: &CheckReport<'_>) -> String {
    let _ = report;
    String::new()
}
