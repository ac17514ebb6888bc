//! A new plan from an existing one.

use tip_plan::{BoxState, Meaning, Plan, Schema, StateSource, UnitKind};
use tip_syntax::{Document, Edit, Span, apply_edits};

use super::NewPlan;
use crate::confirm::unconfirm;

/// Returns the text of an existing plan as a new one: nothing is done yet, and feature, title and day are those of `new`.
///
/// Where the plan does not say one of them, nothing is added.
pub fn again(doc: &Document, plan: &Plan, schema: &Schema, new: &NewPlan) -> Vec<u8> {
    let mut edits = Vec::new();
    if let Some(title) = &plan.title {
        // The words that every title begins with stay.
        let prefix = schema.title.as_ref().map_or("", |it| it.prefix.as_str());
        let tail = title.value.strip_prefix(prefix).unwrap_or(&title.value);
        let tail = tail.trim_start_matches([':', ' ']);
        let kept = doc.text(title.span).rfind(tail).unwrap_or_default();
        let span = Span::new(title.span.start() + kept, title.span.end());
        edits.push(Edit::replace(span, new.title.clone()));
    }
    if let Some(front) = doc.front_matter() {
        for (key, value) in [
            ("feature", new.feature.as_str()),
            ("date", new.date.as_str()),
        ] {
            if let Some(entry) = front.get(key) {
                edits.push(Edit::replace(entry.value.span, value));
            }
        }
    }
    if let Some(front) = doc.front_matter()
        && let Some(entry) = front.get("id")
    {
        // The name of the other plan, which no two have.
        let source = doc.source();
        let first = source.line_of(entry.key.span.start);
        let last = source.line_of(entry.value.span.end.max(entry.key.span.end));
        let end = source.line_span(last).end;
        let after = doc.text(Span::new(end as usize, source.text().len()));
        let line_end = after.len() - after.trim_start_matches(['\r', '\n']).len();
        let line_end = line_end.min(source.line_end().len());
        let start = source.line_span(first).start();
        edits.push(Edit::delete(Span::new(start, end as usize + line_end)));
    }
    if let Some(written) = &plan.status.written {
        edits.push(Edit::replace(written.span, "draft"));
    }
    for it in &plan.boxes {
        if it.state != BoxState::Open {
            let inner = Span::new(it.mark.start() + 1, it.mark.end() - 1);
            edits.push(Edit::replace(inner, " "));
        }
        // Whoever looked has not looked at what is to be done now.
        edits.extend(unconfirm(doc, plan, it));
    }
    for unit in &plan.units {
        let told = matches!(unit.state.source, StateSource::Title);
        if told
            && unit.kind <= UnitKind::Step
            && let Some(mark) = unit.state.span
        {
            edits.push(Edit::delete(with_space(doc, mark)));
        }
    }
    for field in &plan.fields {
        let state_of_unit = field.meaning == Some(Meaning::Status) && field.unit.is_some();
        if state_of_unit && !field.value.is_empty() {
            edits.push(Edit::replace(field.value, "pending"));
        }
    }
    edits.sort();
    edits.dedup_by(|later, earlier| later.span.start < earlier.span.end);
    let bytes = doc.source().bytes();
    apply_edits(bytes, &edits).unwrap_or_else(|_| bytes.to_vec())
}

/// Returns a mark with the spaces and the dash before it.
fn with_space(doc: &Document, mark: Span) -> Span {
    let before = &doc.source().text()[..mark.start()];
    let kept = before.trim_end_matches([' ', '-', '—', '–']).len();
    Span::new(kept, mark.end())
}
