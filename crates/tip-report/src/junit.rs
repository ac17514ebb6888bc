//! Findings as JUnit XML, which most build servers show as tests.
//!
//! A file is a suite and a finding a failed test in it. JUnit knows no severity: a hint is a test that passed and has something to say.

use std::fmt::{self, Write as _};

use tip_rules::Judged;
use tip_syntax::Severity;

use crate::position::Place;
use crate::{CheckReport, CheckedFile, Summary, escape};

/// Writes the findings; without any one test that passed.
pub fn write(report: &CheckReport<'_>, out: &mut dyn fmt::Write) -> fmt::Result {
    let summary = Summary::of(report);
    let failures = summary.errors + summary.warnings;
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    let tests = summary.total().max(1);
    writeln!(
        out,
        r#"<testsuites name="tip" tests="{tests}" failures="{failures}">"#
    )?;
    for file in report.files.iter().filter(|it| !it.judged.is_empty()) {
        suite(file, out)?;
    }
    if summary.total() == 0 {
        writeln!(
            out,
            r#"  <testsuite name="tip" tests="1" failures="0">
    <testcase classname="tip" name="nothing found in {} plans"/>
  </testsuite>"#,
            report.plans
        )?;
    }
    writeln!(out, "</testsuites>")
}

fn suite(file: &CheckedFile<'_>, out: &mut dyn fmt::Write) -> fmt::Result {
    let failures = file.judged.iter().filter(|it| fails(it)).count();
    let path = escape::xml(file.path);
    writeln!(
        out,
        r#"  <testsuite name="{path}" tests="{}" failures="{failures}">"#,
        file.judged.len()
    )?;
    for judged in file.judged {
        let place = Place::of(file.source, judged.finding.primary.span);
        writeln!(
            out,
            r#"    <testcase classname="{path}" name="{}:{}:{}" file="{path}" line="{}">"#,
            judged.rule.name, place.line, place.column, place.line
        )?;
        let message = escape::xml(&judged.finding.message).into_owned();
        let text = escape::xml(&text(file, judged, place)?).into_owned();
        if fails(judged) {
            writeln!(
                out,
                r#"      <failure type="{}" message="{message}">{text}</failure>"#,
                judged.severity.word()
            )?;
        } else {
            writeln!(out, "      <system-out>{text}</system-out>")?;
        }
        writeln!(out, "    </testcase>")?;
    }
    writeln!(out, "  </testsuite>")
}

fn fails(judged: &Judged) -> bool {
    judged.severity > Severity::Hint
}

fn text(file: &CheckedFile<'_>, judged: &Judged, place: Place) -> Result<String, fmt::Error> {
    let finding = &judged.finding;
    let mut text = String::new();
    write!(
        text,
        "{}:{}:{}: {}[{}] {}",
        file.path,
        place.line,
        place.column,
        judged.severity.word(),
        judged.rule.name,
        finding.message
    )?;
    if !finding.primary.message.is_empty() {
        write!(text, ": {}", finding.primary.message)?;
    }
    for note in &finding.notes {
        write!(text, "\nnote: {note}")?;
    }
    if let Some(help) = &finding.help {
        write!(text, "\nhelp: {help}")?;
    }
    for fix in &finding.fixes {
        write!(text, "\nfix: {}", fix.title)?;
    }
    Ok(text)
}
