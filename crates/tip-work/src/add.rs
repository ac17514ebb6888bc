//! Parts that are added to a plan.

use tip_edit::add::{
    Added, Filled, FilledAt, NewPhase, NewRisk, NewScenario, add_criterion, add_phase, add_risk,
    add_scenario, adds_only, fill_criterion, fill_risk, fill_scenario, part_of_work,
};
use tip_edit::{EditError, first_difference, names_in_history};
use tip_plan::{Meaning, Plan, UnitId, UnitKind};
use tip_report::change::Done;
use tip_syntax::{Document, Edit, Span, apply_edits};
use tip_workspace::{Snapshot, TargetKind};

use crate::opened::{refused, unit_id};
use crate::{Failure, Opened, Planned, field, renumber};

/// A phase as somebody asks for it.
#[derive(Clone, Copy, Debug, Default)]
pub struct AskedPhase<'a> {
    /// Its title.
    pub title: &'a str,
    /// Its purpose.
    pub purpose: Option<&'a str>,
    /// Its effort.
    pub effort: Option<&'a str>,
    /// What it depends on.
    pub depends_on: Option<&'a str>,
    /// The places in the code that it changes, a line each.
    pub changes: Option<&'a str>,
    /// How it is tested, a line each.
    pub tests: Option<&'a str>,
    /// Its criteria.
    pub criteria: &'a [String],
    /// The handle of the phase that it is to stand behind; the last one where nothing is said.
    pub after: Option<&'a str>,
}

/// Plans a new phase, and tells the lines of logs that keep the numbers of then.
pub fn phase(opened: &Opened, asked: &AskedPhase<'_>) -> Result<(Planned, Vec<u32>), Failure> {
    filled("title", asked.title)?;
    let mut past = Vec::new();
    let after = asked.after.map(|it| phase_named(opened, it)).transpose()?;
    let new = NewPhase {
        title: asked.title,
        purpose: asked.purpose,
        effort: asked.effort,
        depends_on: asked.depends_on,
        changes: asked.changes,
        tests: asked.tests,
        criteria: asked.criteria,
        after,
    };
    let edits = add_phase(opened.doc(), opened.plan_read(), &new);
    let edits = edits.map_err(|it| match it {
        EditError::Missing { .. } => refused(&it).hint("add it by hand, and `tip check` it"),
        it => refused(&it),
    })?;
    let edits = match after {
        Some(_) => renumbered(opened, edits, &mut past)?,
        None => edits,
    };
    let kind = part_of_work(opened.plan_read());
    let planned = planned(opened, edits, Added::Unit(kind), asked.title)?;
    ensure_understood(opened, &planned, asked)?;
    Ok((planned, past))
}

/// Fails where what was asked of a new phase would not be read as that.
fn ensure_understood(
    opened: &Opened,
    planned: &Planned,
    asked: &AskedPhase<'_>,
) -> Result<(), Failure> {
    let read = opened.read_edited(&planned.edits)?;
    let handles: Vec<&str> = planned.done.iter().map(|it| it.what.as_str()).collect();
    let at = read
        .units
        .iter()
        .position(|it| handles.contains(&it.handle.as_str()));
    let Some(id) = at.map(unit_id) else {
        return Ok(());
    };
    for (name, meaning, value) in [
        ("effort", Meaning::Effort, asked.effort),
        ("depends_on", Meaning::Dependencies, asked.depends_on),
    ] {
        let Some(value) = value.map(str::trim).filter(|it| !it.is_empty()) else {
            continue;
        };
        field::only_own_phases(meaning, value)?;
        if !field::is_understood(&read, id, meaning) {
            let failure = Failure::user(format!("`{value}` would not be read as the {name} of it"));
            let remedy = field::remedy(&read, id, meaning);
            return Err(remedy.into_iter().fold(failure, Failure::hint));
        }
    }
    Ok(())
}

/// Plans a new criterion of the phase that is meant, by the name that somebody wrote.
pub fn criterion(opened: &Opened, named: &str, text: &str) -> Result<Planned, Failure> {
    filled("text", text)?;
    let plan = opened.plan_read();
    let phase = match opened.targets.first() {
        Some(TargetKind::Unit(at)) if plan.units[*at].kind <= UnitKind::Step => unit_id(*at),
        _ => {
            return Err(Failure::user(format!("`{named}` is no phase"))
                .hint("`tip show PLAN` shows the handles: phases are `P1`, `P2`"));
        }
    };
    let filled = fill_criterion(plan, phase, text);
    if let Some(planned) = filled.and_then(|it| fill(opened, it, "criterion", text)) {
        return Ok(planned);
    }
    let edits = add_criterion(opened.doc(), plan, phase, text);
    let edits = edits.map_err(|it| refused(&it))?;
    planned(opened, edits, Added::Criterion(phase), text)
}

/// Plans a new scenario.
pub fn scenario(opened: &Opened, new: &NewScenario<'_>) -> Result<Planned, Failure> {
    filled("title", new.title)?;
    let left = fill_scenario(opened.doc(), opened.plan_read(), new);
    if let Some(planned) = left.and_then(|it| fill(opened, it, "scenario", new.title)) {
        return Ok(planned);
    }
    let schema = opened.snapshot.schema();
    let edits = add_scenario(opened.doc(), opened.plan_read(), schema, new);
    let edits = edits.map_err(|it| refused(&it))?;
    planned(opened, edits, Added::Unit(UnitKind::Scenario), new.title)
}

/// Plans a new risk.
pub fn risk(opened: &Opened, new: &NewRisk<'_>) -> Result<Planned, Failure> {
    filled("text", new.text)?;
    let left = fill_risk(opened.doc(), opened.plan_read(), new);
    if let Some(planned) = left.and_then(|it| fill(opened, it, "risk", new.text)) {
        return Ok(planned);
    }
    let schema = opened.snapshot.schema();
    let edits = add_risk(opened.doc(), opened.plan_read(), schema, new);
    let edits = edits.map_err(|it| refused(&it))?;
    planned(opened, edits, Added::Unit(UnitKind::Risk), new.text)
}

/// Fails where nothing is to be added.
pub fn filled(what: &str, text: &str) -> Result<(), Failure> {
    if text.trim().is_empty() {
        return Err(Failure::usage(format!("the {what} is empty")));
    }
    Ok(())
}

/// Makes sure that edits fill in one thing that the template left and change nothing else; `None` where they would.
fn fill(opened: &Opened, filled: Filled, what: &str, text: &str) -> Option<Planned> {
    let before = opened.plan_read();
    let doc = Document::parse(opened.edited(&filled.edits).ok()?);
    let plan = opened.snapshot.plan(opened.path(), &doc);
    let is_same = before.units.len() == plan.units.len()
        && before.boxes.len() == plan.boxes.len()
        && first_difference(before, &plan).is_none()
        && before.placeholders.len() > plan.placeholders.len();
    if !is_same {
        return None;
    }
    let (handle, id, span) = match filled.at {
        FilledAt::Unit(at) => {
            let it = plan.units.get(at)?;
            (&it.handle, &it.id, it.lead)
        }
        FilledAt::Box(at) => {
            let it = plan.boxes.get(at)?;
            (&it.handle, &it.id, it.mark)
        }
    };
    Some(Planned {
        done: vec![Done {
            verb: format!("filled in {what}"),
            what: handle.clone(),
            id: Some(id.clone()),
            line: doc.line(span),
            text: text.split_whitespace().collect::<Vec<_>>().join(" "),
            changed: true,
            is_answer: false,
        }],
        edits: filled.edits,
        ..Planned::default()
    })
}

/// Numbers the phases anew after one was put between them; the whole is one edit of the file.
fn renumbered(
    opened: &Opened,
    edits: Vec<Edit>,
    past: &mut Vec<u32>,
) -> Result<Vec<Edit>, Failure> {
    let doc = Document::parse(opened.edited(&edits)?);
    let plan = opened.snapshot.plan(opened.path(), &doc);
    let (more, renumbered) = renumber::checked(opened, &doc, &plan)?;
    *past = names_in_history(&doc, &plan, &renumbered);
    if more.is_empty() {
        return Ok(edits);
    }
    let bytes = apply_edits(doc.source().bytes(), &more);
    let bytes = bytes.map_err(|it| Failure::internal(format!("{:?}", it.edit)))?;
    let before = opened.doc().source();
    if !before.invalid().is_empty() {
        return Err(Failure::user("the file holds bytes that are no UTF-8")
            .hint("save it as UTF-8 first, or add the phase at the end"));
    }
    let all = Span::new(0, before.text().len());
    Ok(vec![Edit::replace(all, String::from_utf8_lossy(&bytes))])
}

fn phase_named(opened: &Opened, handle: &str) -> Result<UnitId, Failure> {
    let plans: Vec<&Plan> = opened.loaded.files.iter().map(|(_, plan)| plan).collect();
    let entry = &opened.loaded.entry;
    let target = Snapshot::find_for_change(entry, &plans, handle, Some(opened.file))?;
    let plan = opened.plan_read();
    match target.kind {
        TargetKind::Unit(at) if plan.units[at].kind == UnitKind::Phase => Ok(unit_id(at)),
        _ => Err(Failure::user(format!("`{handle}` is no phase"))),
    }
}

/// Makes sure that edits add what they should and nothing else, and says where it stands afterwards.
fn planned(
    opened: &Opened,
    edits: Vec<Edit>,
    added: Added,
    text: &str,
) -> Result<Planned, Failure> {
    let doc = Document::parse(opened.edited(&edits)?);
    let plan = opened.snapshot.plan(opened.path(), &doc);
    let (what, parts) = match added {
        Added::Criterion(_) => ("criterion", "criteria"),
        Added::Unit(UnitKind::Phase) => ("phase", "phases"),
        Added::Unit(UnitKind::Task) => ("task", "tasks"),
        Added::Unit(UnitKind::Scenario) => ("scenario", "scenarios"),
        Added::Unit(_) => ("risk", "risks"),
    };
    // Whatever was thought of the plan's form, it is read as it would stand before it is written.
    if !adds_only(opened.plan_read(), &plan, added) {
        return Err(refused(&EditError::OtherForm { what: parts }));
    }
    let found = new_thing(opened.plan_read(), &plan);
    let (handle, id, line) = match found {
        Some((handle, id, span)) => (handle.clone(), Some(id.clone()), doc.line(span)),
        None => (String::new(), None, 1),
    };
    let left = |plan: &Plan| plan.placeholders.len();
    Ok(Planned {
        edits,
        unfilled: left(&plan).saturating_sub(left(opened.plan_read())),
        done: vec![Done {
            verb: format!("added {what}"),
            what: handle,
            id,
            line,
            text: text.split_whitespace().collect::<Vec<_>>().join(" "),
            changed: true,
            is_answer: false,
        }],
        ..Planned::default()
    })
}

/// Finds the first unit or box that the plan did not have before.
fn new_thing<'a>(before: &Plan, after: &'a Plan) -> Option<(&'a String, &'a String, Span)> {
    let had = |id: &str| {
        before.units.iter().any(|it| it.id == id) || before.boxes.iter().any(|it| it.id == id)
    };
    let titles: Vec<&str> = before
        .units
        .iter()
        .map(|it| it.title.value.as_str())
        .collect();
    let unit = after
        .units
        .iter()
        .find(|it| !had(&it.id) && !titles.contains(&it.title.value.as_str()));
    let unit = unit.map(|it| (&it.handle, &it.id, it.lead));
    let boxes = after.boxes.iter().find(|it| !had(&it.id));
    unit.or_else(|| boxes.map(|it| (&it.handle, &it.id, it.mark)))
}
