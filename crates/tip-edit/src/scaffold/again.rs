//! A new plan from an existing one.

use tip_plan::{BoxState, DialectId, Meaning, Plan, Schema, Section, StateSource, UnitKind, Verb};
use tip_syntax::{Document, Edit, Span, apply_edits};

use super::NewPlan;
use crate::confirm::unconfirm;

/// A new plan from an existing one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Again {
    /// Its text.
    pub bytes: Vec<u8>,
    /// The headings and labels of the logs that were left out, each with its line in the other plan.
    pub left_out: Vec<(u32, String)>,
}

/// Returns the text of an existing plan as a new one: nothing is done yet, and feature, title and day are those of `new`. What is a log of
/// the other plan is left out.
///
/// Where the plan does not say one of them, nothing is added.
pub fn again(doc: &Document, plan: &Plan, schema: &Schema, new: &NewPlan) -> Again {
    let mut left_out = Vec::new();
    let mut edits = Vec::new();
    for (line, title, edit) in logs(doc, plan, schema) {
        left_out.push((line, title));
        edits.push(edit);
    }
    let gone: Vec<Span> = edits.iter().map(|it| it.span).collect();
    edits.extend(history(doc, plan));
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
    // Nothing is changed in what goes as a whole.
    edits.retain(|it| gone.contains(&it.span) || !gone.iter().any(|span| span.contains(it.span)));
    edits.sort();
    edits.dedup_by(|later, earlier| later.span.start < earlier.span.end);
    let bytes = doc.source().bytes();
    let bytes = apply_edits(bytes, &edits).unwrap_or_else(|_| bytes.to_vec());
    Again { bytes, left_out }
}

/// Returns for each log its line, its heading or label, and what takes it out.
fn logs(doc: &Document, plan: &Plan, schema: &Schema) -> Vec<(u32, String, Edit)> {
    let mut out: Vec<(u32, String, Edit)> = Vec::new();
    let is_within = |out: &[(u32, String, Edit)], span: Span| {
        out.iter().any(|(.., edit)| edit.span.contains(span))
    };
    for section in plan.sections.iter().filter(|it| is_log(it.meaning)) {
        // A log that holds what is to be done is none.
        let holds_units = plan.units.iter().any(|it| section.span.contains(it.lead));
        let body = Span::new(doc.block(section.block).span.end(), section.span.end());
        if holds_units || doc.text(body).trim().is_empty() || is_within(&out, section.span) {
            continue;
        }
        let edit = if keeps_heading(plan, schema, section) {
            let end = doc.source().line_end();
            let text = doc.text(body);
            let rest = &text[text.trim_end().len()..];
            let kept = Span::new(body.start(), body.end() - rest.len());
            let before = &doc.source().text()[..kept.start()];
            let glued = !before.ends_with('\n');
            let lead = if glued {
                format!("{end}{end}")
            } else {
                end.to_owned()
            };
            Edit::replace(kept, format!("{lead}None yet."))
        } else {
            Edit::delete(section.span)
        };
        out.push((
            doc.line(section.title.span),
            section.title.value.clone(),
            edit,
        ));
    }
    for field in plan.fields.iter().filter(|it| is_log(it.meaning)) {
        let source = doc.source();
        let line = source.line_span(source.line_of(field.span.start));
        let whole = Span::new(line.start(), field.span.end().max(line.end()));
        let text = source.text();
        let rest = &text[whole.end()..];
        let blank = rest.len() - rest.trim_start_matches(['\r', '\n']).len();
        let whole = Span::new(whole.start(), whole.end() + blank);
        if !is_within(&out, field.span) {
            out.push((
                doc.line(field.span),
                field.label.value.clone(),
                Edit::delete(whole),
            ));
        }
    }
    out
}

fn is_log(meaning: Option<Meaning>) -> bool {
    meaning == Some(Meaning::Log)
}

/// Returns whether a plan of this form has a heading for its log from the beginning.
fn keeps_heading(plan: &Plan, schema: &Schema, section: &Section) -> bool {
    let in_template = || {
        let specs = schema.all_sections();
        specs
            .iter()
            .any(|it| it.title.eq_ignore_ascii_case(&section.title.value))
    };
    plan.dialect == DialectId::ExecPlan || in_template()
}

/// Takes out the days of entries of progress, and the words of people that the references are true.
fn history(doc: &Document, plan: &Plan) -> Vec<Edit> {
    let accepted = plan.annotations.iter();
    let accepted = accepted.filter(|it| it.verb == Some(Verb::Accept));
    let mut edits: Vec<Edit> = accepted
        .map(|it| Edit::delete(with_space(doc, it.span)))
        .collect();
    let sections = plan.sections.iter();
    let progress: Vec<Span> = sections
        .filter(|it| it.meaning == Some(Meaning::Progress))
        .map(|it| it.span)
        .collect();
    for it in &plan.boxes {
        if !progress.iter().any(|span| span.contains(it.text)) {
            continue;
        }
        let text = doc.text(it.text);
        if let Some(rest) = text.strip_prefix("(20")
            && let Some(close) = rest.find(')').filter(|at| *at < 40)
        {
            let len = 3 + close + 1;
            let blank = text[len..].len() - text[len..].trim_start_matches(' ').len();
            let start = it.text.start();
            edits.push(Edit::delete(Span::new(start, start + len + blank)));
        }
    }
    edits
}

/// Returns a mark with the spaces and the dash before it.
fn with_space(doc: &Document, mark: Span) -> Span {
    let before = &doc.source().text()[..mark.start()];
    let kept = before.trim_end_matches([' ', '-', '—', '–']).len();
    Span::new(kept, mark.end())
}
