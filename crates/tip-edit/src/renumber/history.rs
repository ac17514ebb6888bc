//! What a plan says of its past, in which a number is that of then.

use std::collections::BTreeSet;

use tip_plan::{Meaning, Plan, UnitId};
use tip_syntax::{BlockKind, Document, Span};

use super::Renumbered;
use crate::EditError;

/// Returns the spans, in order, in which numbers stay as they are: logs, and entries with a date of lists of progress.
///
/// An entry without a date tells how far a phase has come, which is a word about now.
pub(super) fn past(doc: &Document, plan: &Plan) -> Vec<Span> {
    let logs = plan.sections.iter().filter(|it| is_log(it.meaning));
    let mut spans: Vec<Span> = logs.map(|it| it.span).collect();
    let fields = plan.fields.iter().filter(|it| is_log(it.meaning));
    spans.extend(fields.map(|it| it.span));
    let progress: Vec<Span> = plan
        .sections
        .iter()
        .filter(|it| it.meaning == Some(Meaning::Progress))
        .map(|it| it.span)
        .collect();
    if !progress.is_empty() {
        let items = doc.blocks().iter();
        let items = items.filter(|it| it.kind == BlockKind::Item);
        let dated = items.filter(|it| {
            let first = doc.text(it.span).lines().next().unwrap_or_default();
            has_date(first) && progress.iter().any(|span| span.contains(it.span))
        });
        spans.extend(dated.map(|it| it.span));
    }
    spans.sort_unstable();
    spans
}

fn is_log(meaning: Option<Meaning>) -> bool {
    meaning == Some(Meaning::Log)
}

/// Returns whether a text holds a day, `2026-03-01`.
fn has_date(text: &str) -> bool {
    text.as_bytes().windows(10).any(|it| {
        it.iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        })
    })
}

/// Fails where a line about the past tells how far a phase has come that would get another number: it would then tell that of another one.
pub(super) fn refuse_told(
    doc: &Document,
    plan: &Plan,
    past: &[Span],
    renumbered: &[Renumbered],
) -> Result<(), EditError> {
    for it in renumbered {
        let state = &plan.unit(it.unit).state;
        let told = state.span.into_iter();
        let told = told.chain(state.contradicted_by.map(|it| it.span));
        for span in told {
            if past.iter().any(|it| it.contains(span)) {
                return Err(EditError::ToldInHistory {
                    number: it.before.clone(),
                    line: doc.line(span),
                    text: line_text(doc, span),
                });
            }
        }
    }
    Ok(())
}

/// Returns the line on which a span begins, without blanks around it.
pub(super) fn line_text(doc: &Document, span: Span) -> String {
    let source = doc.source();
    let line = source.line_span(source.line_of(span.start));
    doc.text(line).trim().to_owned()
}

/// Returns the lines about the past that name phases by numbers which those do not bear any more.
#[must_use]
pub fn names_in_history(doc: &Document, plan: &Plan, renumbered: &[Renumbered]) -> Vec<u32> {
    let past = past(doc, plan);
    if past.is_empty() {
        return Vec::new();
    }
    let numbers: Vec<&str> = renumbered.iter().map(|it| it.before.as_str()).collect();
    let leads: BTreeSet<Span> = plan
        .units
        .iter()
        .enumerate()
        .filter(|(at, _)| renumbered.iter().any(|it| it.unit == UnitId(*at as u32)))
        .filter_map(|(_, unit)| Some(unit.number.as_ref()?.span))
        .collect();
    let named = super::mentions(doc, plan, &leads, &[]);
    let mut lines: Vec<u32> = named
        .into_iter()
        .filter(|(span, _)| past.iter().any(|it| it.contains(*span)))
        .filter(|(span, _)| {
            let text = doc.text(*span);
            numbers.contains(&text.split('.').next().unwrap_or(text))
        })
        .map(|(span, _)| doc.line(span))
        .collect();
    lines.sort_unstable();
    lines.dedup();
    lines
}
