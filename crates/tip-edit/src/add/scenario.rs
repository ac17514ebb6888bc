//! Adds a test scenario.

use tip_plan::{Meaning, Plan, Schema, Site, UnitId, UnitKind};
use tip_syntax::{Document, Edit};

use super::section::{NewSection, add_section};
use super::{label, section, text_end, words};
use crate::EditError;
use crate::lead::{next, written};

/// A scenario to be added; what is `None` gets a placeholder.
#[derive(Clone, Copy, Debug, Default)]
pub struct NewScenario<'a> {
    /// Its title.
    pub title: &'a str,
    /// The state before.
    pub given: Option<&'a str>,
    /// The action.
    pub when: Option<&'a str>,
    /// The outcome.
    pub then: Option<&'a str>,
    /// What it proves.
    pub validates: Option<&'a str>,
}

/// Adds a scenario after the last one; the first in the section for them, which is made where the template has it.
///
/// # Errors
///
/// Fails where the plan writes its scenarios in another form than under headings.
pub fn add_scenario(
    doc: &Document,
    plan: &Plan,
    schema: &Schema,
    new: &NewScenario<'_>,
) -> Result<Vec<Edit>, EditError> {
    let end = doc.source().line_end();
    let last = plan.units_of(UnitKind::Scenario).last();
    if let Some((id, unit)) = last {
        if unit.site != Site::Heading {
            return Err(EditError::OtherForm { what: "scenarios" });
        }
        let head = written(doc, unit, &next(plan, unit), new.title);
        let body = body(doc, plan, Some(id), new);
        let after = text_end(doc, unit.span);
        return Ok(vec![Edit::insert(
            after as u32,
            format!("{end}{end}{head}{end}{}", body.join(end)),
        )]);
    }
    let body = body(doc, plan, None, new);
    if let Some(section) = section(plan, Meaning::Scenarios) {
        let marks = "#".repeat(usize::from(section.level) + 1);
        let after = text_end(doc, section.span);
        let head = format!("{marks} Scenario 1: {}", words(Some(new.title), "Scenario"));
        return Ok(vec![Edit::insert(
            after as u32,
            format!("{end}{end}{head}{end}{}", body.join(end)),
        )]);
    }
    let head = words(Some(new.title), "Scenario");
    let section = NewSection {
        meaning: Meaning::Scenarios,
        title: "Key Test Scenarios",
        body: &|marks| format!("{marks} Scenario 1: {head}{end}{}", body.join(end)),
    };
    Ok(vec![add_section(doc, plan, schema, &section)])
}

/// Writes the fields, with the labels that the last scenario has.
fn body(doc: &Document, plan: &Plan, last: Option<UnitId>, new: &NewScenario<'_>) -> Vec<String> {
    let parts = [
        (Meaning::Given, "Given", new.given, "Initial state"),
        (Meaning::When, "When", new.when, "Action taken"),
        (Meaning::Then, "Then", new.then, "Expected outcome"),
        (
            Meaning::Validates,
            "Validates",
            new.validates,
            "What this proves",
        ),
    ];
    let field = |meaning| {
        plan.fields_of(meaning, last)
            .next()
            .filter(|_| last.is_some())
    };
    let has_any = parts.iter().any(|(meaning, ..)| field(*meaning).is_some());
    parts
        .iter()
        .filter_map(|(meaning, word, value, hint)| {
            let own = field(*meaning);
            // What the others do not say is written only when it is given.
            if has_any && own.is_none() && value.is_none() {
                return None;
            }
            let label = own.map_or_else(|| format!("**{word}**:"), |it| label(doc, it));
            Some(format!("{label} {}", words(*value, hint)))
        })
        .collect()
}
