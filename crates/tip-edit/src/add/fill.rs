//! Fills in what the template left where something is to be added.

use tip_plan::{BoxState, Meaning, PlaceholderKind, Plan, Unit, UnitId, UnitKind};
use tip_syntax::{Document, Edit, Span};

use super::{NewRisk, NewScenario, section, words};

/// A piece of the template that is filled in.
#[derive(Clone, Debug)]
pub struct Filled {
    /// What is to be changed.
    pub edits: Vec<Edit>,
    /// What it is, by its position in the plan: that of a unit, or else of a box.
    pub at: FilledAt,
}

/// Which thing is filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilledAt {
    /// A position in [`Plan::units`].
    Unit(usize),
    /// A position in [`Plan::boxes`].
    Box(usize),
}

/// Writes a criterion in the place of the first one of a phase that the template left; `None` where there is none.
pub fn fill_criterion(plan: &Plan, phase: UnitId, text: &str) -> Option<Filled> {
    let at = plan.boxes.iter().position(|it| {
        let is_own = it.unit == Some(phase) && it.is_unit.is_none() && !it.in_table;
        is_own && it.state == BoxState::Open && is_left(plan, it.text)
    })?;
    let text = words(Some(text), "Specific testable outcome");
    Some(Filled {
        edits: vec![Edit::replace(plan.boxes[at].text, text)],
        at: FilledAt::Box(at),
    })
}

/// Writes a scenario in the place of the first one that the template left.
pub fn fill_scenario(doc: &Document, plan: &Plan, new: &NewScenario<'_>) -> Option<Filled> {
    let parts = [
        (Meaning::Given, new.given),
        (Meaning::When, new.when),
        (Meaning::Then, new.then),
        (Meaning::Validates, new.validates),
    ];
    fill_unit(doc, plan, (UnitKind::Scenario, None), new.title, &parts)
}

/// Writes a risk in the place of the first one of its level that the template left.
pub fn fill_risk(doc: &Document, plan: &Plan, new: &NewRisk<'_>) -> Option<Filled> {
    let level = section(plan, new.level.meaning())?;
    let parts = [
        (Meaning::Mitigation, new.mitigation),
        (Meaning::Contingency, new.contingency),
    ];
    let kind = (UnitKind::Risk, Some(level.span));
    fill_unit(doc, plan, kind, new.text, &parts)
}

fn fill_unit(
    doc: &Document,
    plan: &Plan,
    (kind, within): (UnitKind, Option<Span>),
    title: &str,
    parts: &[(Meaning, Option<&str>)],
) -> Option<Filled> {
    let is_it = |it: &&Unit| {
        it.kind == kind
            && within.is_none_or(|within| within.contains(it.lead))
            && is_left(plan, it.title.span)
    };
    let at = plan.units.iter().position(|it| is_it(&it))?;
    let id = UnitId(at as u32);
    let title = words(Some(title), "Title");
    let mut edits = vec![Edit::replace(plan.units[at].title.span, title)];
    for (meaning, text) in parts {
        let Some(text) = text else {
            continue;
        };
        let field = plan.fields_of(*meaning, Some(id)).next()?;
        let value = doc.source().trim(field.value);
        if value.is_empty() {
            return None;
        }
        edits.push(Edit::replace(value, words(Some(text), "To be filled in")));
    }
    Some(Filled {
        edits,
        at: FilledAt::Unit(at),
    })
}

/// Returns whether a piece of the template stands in a text.
fn is_left(plan: &Plan, text: Span) -> bool {
    let mut left = plan.placeholders.iter();
    left.any(|it| it.kind == PlaceholderKind::Bracket && text.contains(it.span))
}
