//! Fields of phases and tasks that are written.

use tip_edit::{first_difference, set_field};
use tip_plan::{Meaning, Plan, UnitId, UnitKind};
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
        return Err(Failure::user(format!(
            "`{handle}` would not be read as having `{value}` for its {field}"
        ))
        .hint("nothing is written; write it by hand, and check it"));
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
    let unit = &after.units[id.index().min(after.units.len().saturating_sub(1))];
    let is_understood = match meaning {
        Meaning::Effort => unit.effort.is_some(),
        Meaning::Dependencies => {
            unit.depends_on.written.is_some() && unit.depends_on.unknown.is_empty()
        }
        _ => after.fields_of(meaning, Some(id)).next().is_some(),
    };
    let waits_as_before =
        meaning == Meaning::Dependencies || first_difference(before, after).is_none();
    same && is_understood && waits_as_before
}
