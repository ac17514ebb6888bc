//! Criteria as JUnit XML: a plan is a suite, a criterion a test.

use std::fmt::Write as _;

use super::{Criterion, text};
use crate::escape::xml;

/// Returns criteria as JUnit XML.
pub fn write(criteria: &[Criterion]) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let (failures, errors, skipped) = count(criteria.iter());
    // Writing into a string cannot fail.
    let _ = writeln!(
        out,
        r#"<testsuites name="tip verify" tests="{}" failures="{failures}" errors="{errors}" skipped="{skipped}">"#,
        criteria.len()
    );
    let mut rest = criteria;
    while let Some(first) = rest.first() {
        let count_of_plan = rest.iter().take_while(|it| it.plan == first.plan).count();
        let (plan, others) = rest.split_at(count_of_plan);
        rest = others;
        let (failures, errors, skipped) = count(plan.iter());
        let path = xml(&first.plan);
        let _ = writeln!(
            out,
            r#"  <testsuite name="{path}" tests="{}" failures="{failures}" errors="{errors}" skipped="{skipped}">"#,
            plan.len()
        );
        for it in plan {
            case(it, &mut out);
        }
        out.push_str("  </testsuite>\n");
    }
    out.push_str("</testsuites>\n");
    out
}

fn count<'a>(criteria: impl Iterator<Item = &'a Criterion>) -> (usize, usize, usize) {
    criteria.fold((0, 0, 0), |(failures, errors, skipped), it| {
        match element(it) {
            None => (failures, errors, skipped),
            Some("failure") => (failures + 1, errors, skipped),
            Some("error") => (failures, errors + 1, skipped),
            Some(_) => (failures, errors, skipped + 1),
        }
    })
}

fn element(it: &Criterion) -> Option<&'static str> {
    match it.result {
        "passed" => None,
        "failed" => Some("failure"),
        "timed_out" | "missing_program" | "not_started" | "interrupted" => Some("error"),
        _ => Some("skipped"),
    }
}

fn case(it: &Criterion, out: &mut String) {
    let path = xml(&it.plan);
    let name = format!("{} {}", it.handle, it.text);
    let millis = it.duration_ms.unwrap_or(0);
    let _ = write!(
        out,
        r#"    <testcase classname="{path}" name="{}" file="{path}" line="{}" time="{}.{:03}""#,
        xml(&name),
        it.line,
        millis / 1000,
        millis % 1000
    );
    let Some(element) = element(it) else {
        out.push_str("/>\n");
        return;
    };
    let reason = it.reason.as_deref().or(it.not_run).unwrap_or_default();
    let _ = write!(
        out,
        ">\n      <{element} type=\"{}\" message=\"{}\">",
        text::word(it),
        xml(reason)
    );
    for command in &it.commands {
        let _ = writeln!(out, "$ {}", xml(&command.command));
        for stream in [&command.stdout, &command.stderr].into_iter().flatten() {
            out.push_str(&xml(&stream.head));
            if !stream.tail.is_empty() {
                out.push_str("\n…\n");
                out.push_str(&xml(&stream.tail));
            }
        }
    }
    let _ = writeln!(out, "</{element}>\n    </testcase>");
}
