//! Fields of phases and tasks that are written.

use std::fmt::Write as _;

use tip_edit::{first_difference, set_field};
use tip_plan::{DependencySource, Meaning, Plan, UnitId, UnitKind};
use tip_rules::{Obstacle, state_obstacles};
use tip_syntax::Severity;
use tip_workspace::TargetKind;

use crate::opened::{done_unit, refused, unit_id};
use crate::{Failure, Opened, Planned};

/// The fields that can be written.
pub const FIELDS: &[(&str, Meaning)] = &[
    ("purpose", Meaning::Purpose),
    ("effort", Meaning::Effort),
    ("depends_on", Meaning::Dependencies),
];

/// So many numbers of phases are told where another is written.
const MOST_NAMES: usize = 12;

/// Plans that a field of the unit that is meant is written.
pub fn plan(opened: &Opened, field: &str, value: &str) -> Result<Planned, Failure> {
    let Some((_, meaning)) = FIELDS.iter().find(|(name, _)| *name == field) else {
        let names: Vec<&str> = FIELDS.iter().map(|(name, _)| *name).collect();
        return Err(Failure::usage(format!("no field `{field}` can be written"))
            .hint(format!("one of {}", names.join(", "))));
    };
    let (doc, before) = (opened.doc(), opened.plan_read());
    let id = match opened.targets.as_slice() {
        [TargetKind::Unit(at)] if before.units[*at].kind <= UnitKind::Step => unit_id(*at),
        _ => return Err(Failure::user("a field is written of one phase or task")),
    };
    if value.trim().is_empty() {
        return Err(Failure::usage("the value is empty"));
    }
    let edits = set_field(doc, before, id, *meaning, value).map_err(|it| refused(&it))?;
    let after = opened.read_edited(&edits)?;
    if !is_only(before, &after, id, *meaning) {
        let handle = &before.unit(id).handle;
        let failure = Failure::user(format!(
            "`{handle}` would not be read as having `{value}` for its {field}"
        ));
        return Err(match remedy(before, id, *meaning) {
            Some(remedy) => failure.hint(remedy),
            None => failure.hint("nothing is written; write it by hand, and check it"),
        });
    }
    let judged = opened.judge(doc.source().bytes());
    let new = opened.judge(&opened.edited(&edits)?);
    let is_grave = |it: &Obstacle| match it {
        Obstacle::Finding(judged) => judged.severity >= Severity::Warning,
        _ => true,
    };
    let obstacles = state_obstacles(&judged, new).into_iter().filter(is_grave);
    let changed = opened.changes(&edits);
    Ok(Planned {
        done: vec![done_unit(
            doc,
            before.unit(id),
            &format!("set {field} of"),
            changed,
        )],
        obstacles: obstacles.collect(),
        edits,
        ..Planned::default()
    })
}

/// Returns whether a plan is read as before but for one field of one unit, which is understood.
fn is_only(before: &Plan, after: &Plan, id: UnitId, meaning: Meaning) -> bool {
    let same = before.units.len() == after.units.len()
        && before.boxes.len() == after.boxes.len()
        && before
            .units
            .iter()
            .zip(&after.units)
            .all(|(a, b)| a.kind == b.kind && a.title.value == b.title.value);
    let waits_as_before =
        meaning == Meaning::Dependencies || first_difference(before, after).is_none();
    same && is_understood(after, id, meaning) && waits_as_before
}

/// Returns whether a field of a unit says something that is understood: an effort, or units that are there.
pub(crate) fn is_understood(plan: &Plan, id: UnitId, meaning: Meaning) -> bool {
    let Some(unit) = plan.units.get(id.index()) else {
        return false;
    };
    match meaning {
        Meaning::Effort => unit.effort.is_some(),
        Meaning::Dependencies => {
            unit.depends_on.source != DependencySource::Order && unit.depends_on.unknown.is_empty()
        }
        _ => plan.fields_of(meaning, Some(id)).next().is_some(),
    }
}

/// Says what a field of a unit can be given; `None` where that is any text.
pub(crate) fn remedy(plan: &Plan, id: UnitId, meaning: Meaning) -> Option<String> {
    match meaning {
        Meaning::Effort => Some(
            "nothing is written; an effort is a size from `XS` to `XL`, or a time such as `2-3 hours`"
                .to_owned(),
        ),
        Meaning::Dependencies => {
            let kind = plan.unit(id).kind;
            let others = plan.units_of(kind).filter(|(other, _)| *other != id);
            let names = others.filter_map(|(_, it)| Some(it.number.as_ref()?.value.as_str()));
            let names: Vec<&str> = names.take(MOST_NAMES).collect();
            let word = match kind {
                UnitKind::Phase => "Phase",
                UnitKind::Task => "Task",
                _ => "Step",
            };
            let example = names.first().map_or("1", |it| *it);
            let mut text = format!("nothing is written; write `{word} {example}`, several with commas, or `None`");
            if !names.is_empty() {
                // Writing into a string cannot fail.
                let _ = write!(text, "; the numbers are {}", names.join(", "));
            }
            Some(text)
        }
        _ => None,
    }
}
