//! Fields of phases and tasks that are written.

use std::fmt::Write as _;

use tip_edit::{first_difference, set_field, set_title};
use tip_plan::{DependencySource, Meaning, Plan, UnitId, UnitKind};
use tip_report::change::Done;
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
    ("changes", Meaning::CodeChanges),
    ("tests", Meaning::TestStrategy),
];

/// The name by which the title is written.
pub const TITLE: &str = "title";

/// So many numbers of phases are told where another is written.
const MOST_NAMES: usize = 12;

/// Plans that a field of the unit that is meant is written.
pub fn plan(opened: &Opened, field: &str, value: &str) -> Result<Planned, Failure> {
    if value.trim().is_empty() {
        return Err(Failure::usage(format!("the value of `{field}` is empty"))
            .hint("say what it is to be; a field is taken out by hand"));
    }
    let (doc, before) = (opened.doc(), opened.plan_read());
    let id = match opened.targets.as_slice() {
        [TargetKind::Unit(at)] if before.units[*at].kind <= UnitKind::Step => unit_id(*at),
        [] if field == TITLE => return title(opened, None, value),
        [] => {
            return Err(Failure::usage(format!(
                "of a whole plan only the title is written, and no `{field}`"
            ))
            .hint("name a phase or task by its handle"));
        }
        _ => return Err(Failure::user("a field is written of one phase or task")),
    };
    if field == TITLE {
        return title(opened, Some(id), value);
    }
    let Some((_, meaning)) = FIELDS.iter().find(|(name, _)| *name == field) else {
        let names: Vec<&str> = FIELDS.iter().map(|(name, _)| *name).collect();
        return Err(Failure::usage(format!("no field `{field}` can be written"))
            .hint(format!("one of {TITLE}, {}", names.join(", "))));
    };
    only_own_phases(*meaning, value)?;
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

/// Plans that a title is written: that of a unit, or that of the plan.
fn title(opened: &Opened, id: Option<UnitId>, value: &str) -> Result<Planned, Failure> {
    let (doc, before) = (opened.doc(), opened.plan_read());
    let edits = set_title(doc, before, id, value);
    let edits = edits.map_err(|it| refused(&it).hint("write it by hand, and `tip check` it"))?;
    let after = opened.read_edited(&edits)?;
    let wanted = edits.first().map(|it| it.replacement.as_str());
    let is_written = match id {
        Some(id) => {
            after
                .units
                .get(id.index())
                .map(|it| it.title.value.as_str())
                == wanted
        }
        None => after.title.as_ref().map(|it| it.value.as_str()) == wanted,
    };
    let same = has_same_parts(before, &after, id);
    if !is_written || !same || first_difference(before, &after).is_some() {
        return Err(
            Failure::user(format!("`{value}` would not be read as the title"))
                .hint("nothing is written; leave out numbers, marks and what a title of another part looks like"),
        );
    }
    let changed = opened.changes(&edits);
    let done = match id {
        Some(id) => Done {
            text: wanted.unwrap_or_default().to_owned(),
            ..done_unit(doc, before.unit(id), "set title of", changed)
        },
        None => Done {
            verb: "set title of".to_owned(),
            what: "the plan".to_owned(),
            id: None,
            line: before.title.as_ref().map_or(1, |it| doc.line(it.span)),
            text: wanted.unwrap_or_default().to_owned(),
            changed,
            is_answer: false,
        },
    };
    Ok(Planned {
        done: vec![done],
        edits,
        ..Planned::default()
    })
}

/// Fails for a dependency on a part of another plan, which would be read as one on a part of this.
pub(crate) fn only_own_phases(meaning: Meaning, value: &str) -> Result<(), Failure> {
    let mut words = value.split([',', ' ', '`']);
    let is_part = |it: &str| {
        let part = it.split_once('#').filter(|(plan, _)| !plan.is_empty());
        part.is_some_and(|(_, part)| part.starts_with(char::is_alphabetic))
    };
    match words.find(|it| is_part(it)) {
        Some(part) if meaning == Meaning::Dependencies => Err(Failure::user(format!(
            "`{part}` is a part of another plan, and a phase waits for those of its own"
        ))
        .hint("say in its text what it needs of the other plan")),
        _ => Ok(()),
    }
}

/// Returns whether a plan is read with the same units and boxes as before, but for the title of one.
fn has_same_parts(before: &Plan, after: &Plan, retitled: Option<UnitId>) -> bool {
    before.units.len() == after.units.len()
        && before.boxes.len() == after.boxes.len()
        && before
            .units
            .iter()
            .zip(&after.units)
            .enumerate()
            .all(|(at, (a, b))| {
                let is_it = retitled == Some(unit_id(at));
                a.kind == b.kind
                    && a.handle == b.handle
                    && (is_it || a.title.value == b.title.value)
            })
}

/// Returns whether a plan is read as before but for one field of one unit, which is understood.
fn is_only(before: &Plan, after: &Plan, id: UnitId, meaning: Meaning) -> bool {
    let same = has_same_parts(before, after, None);
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
