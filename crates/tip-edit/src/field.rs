//! Writes a field of a phase or task.

use tip_plan::{Meaning, Plan, Site, UnitId};
use tip_syntax::{Document, Edit};

use crate::EditError;
use crate::add::{label, text_end};

/// Writes what a unit says of its purpose, its effort or its dependencies.
///
/// A field that it does not have yet is added at its end, with the label that its like have.
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
