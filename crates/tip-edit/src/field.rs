//! Writes a field of a phase or task.

use tip_plan::{Meaning, Plan, Site, UnitId};
use tip_syntax::{Document, Edit, Span};

use crate::EditError;
use crate::add::{bullet, items, label, text_end};

/// Writes what a unit says of its purpose, its effort, its dependencies, or, a line of the value for each item, of the code that it changes
/// and of its tests.
///
/// A field that it does not have yet is added at its end, a list behind its purpose, with the label that its like have.
///
/// # Errors
///
/// Fails for a unit that is no heading and does not have the field, since nothing tells where it would stand.
pub fn set_field(
    doc: &Document,
    plan: &Plan,
    id: UnitId,
    meaning: Meaning,
    value: &str,
) -> Result<Vec<Edit>, EditError> {
    if matches!(meaning, Meaning::CodeChanges | Meaning::TestStrategy) {
        return set_list(doc, plan, id, meaning, value);
    }
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
    let unit = plan.unit(id);
    if let Some(field) = plan.fields_of(meaning, Some(id)).next() {
        let span = doc.source().trim(field.value);
        if !span.is_empty() {
            return Ok(vec![Edit::replace(span, value)]);
        }
        let label = label(doc, field);
        let line = doc.source().line_span(doc.line(field.span));
        let at = line.start() + label.len();
        return Ok(vec![Edit::insert(at as u32, format!(" {value}"))]);
    }
    if let Some(effort) = unit.effort.as_ref().filter(|_| meaning == Meaning::Effort) {
        return Ok(vec![Edit::replace(effort.span, value)]);
    }
    if unit.site != Site::Heading {
        return Err(EditError::OtherForm { what: "fields" });
    }
    let of_kind = |other: UnitId| plan.unit(other).kind == unit.kind;
    let mut fields = plan.fields.iter();
    let like = fields.find(|it| it.meaning == Some(meaning) && it.unit.is_some_and(of_kind));
    let label = match (like, meaning) {
        (Some(field), _) => label(doc, field),
        (None, Meaning::Purpose) => "**Purpose**:".to_owned(),
        (None, Meaning::Dependencies) => "**Dependencies**:".to_owned(),
        (None, _) => "**Estimated Effort**:".to_owned(),
    };
    let end = doc.source().line_end();
    let at = text_end(doc, unit.span);
    Ok(vec![Edit::insert(
        at as u32,
        format!("{end}{end}{label} {value}"),
    )])
}

/// Writes the items of a field that is a list, in place of those that stand there.
fn set_list(
    doc: &Document,
    plan: &Plan,
    id: UnitId,
    meaning: Meaning,
    value: &str,
) -> Result<Vec<Edit>, EditError> {
    let source = doc.source();
    let end = source.line_end();
    let items = items(value, bullet(doc, plan), end).unwrap_or_default();
    let unit = plan.unit(id);
    let own = plan.fields_of(meaning, Some(id)).next();
    if unit.site != Site::Heading {
        return Err(EditError::OtherForm { what: "fields" });
    }
    if let Some(field) = own {
        let line = source.line_span(doc.line(field.span));
        let at = line.start() + label(doc, field).len();
        let last = text_end(doc, field.span).max(at);
        let span = Span::new(at, last);
        return Ok(vec![Edit::replace(span, format!("{end}{items}"))]);
    }
    let of_kind = |other: UnitId| plan.unit(other).kind == unit.kind;
    let mut fields = plan.fields.iter();
    let like = fields.find(|it| it.meaning == Some(meaning) && it.unit.is_some_and(of_kind));
    let label = match (like, meaning) {
        (Some(field), _) => label(doc, field),
        (None, Meaning::CodeChanges) => "**Code Changes**:".to_owned(),
        (None, _) => "**Test Strategy**:".to_owned(),
    };
    // Where the template has it: behind what the phase is for, the changes before the tests.
    let before = [Meaning::CodeChanges, Meaning::Purpose];
    let mut before = before.iter().filter(|it| **it != meaning);
    let after = before.find_map(|it| plan.fields_of(*it, Some(id)).next());
    let at = text_end(doc, after.map_or(unit.span, |it| it.span));
    Ok(vec![Edit::insert(
        at as u32,
        format!("{end}{end}{label}{end}{items}"),
    )])
}

/// Writes the title of a unit, or of the plan without one.
///
/// What the titles of plans begin with by their template, such as `Technical Implementation Plan:`, stays.
///
/// # Errors
///
/// Fails for a plan without a title, and for a unit whose title is prose.
pub fn set_title(
    doc: &Document,
    plan: &Plan,
    id: Option<UnitId>,
    title: &str,
) -> Result<Vec<Edit>, EditError> {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let written = match id {
        Some(id) => &plan.unit(id).title,
        None => plan.title.as_ref().ok_or_else(|| EditError::Missing {
            what: "title".to_owned(),
        })?,
    };
    if doc.source().folded(written.span).trim() != written.value.trim() {
        return Err(EditError::Missing {
            what: "title that can be rewritten".to_owned(),
        });
    }
    let kept = written.value.split_once(": ").map(|it| it.0);
    let kept = kept.filter(|it| id.is_none() && it.ends_with("Plan") && !title.starts_with(it));
    let title = match kept {
        Some(kept) => format!("{kept}: {title}"),
        None => title,
    };
    Ok(vec![Edit::replace(written.span, title)])
}
