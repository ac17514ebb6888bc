//! `tip add`.

use tip_edit::add::{
    Added, NewPhase, NewRisk, NewScenario, RiskLevel, add_criterion, add_phase, add_risk,
    add_scenario, adds_only, part_of_work,
};
use tip_edit::{EditError, names_in_history};
use tip_plan::{Plan, UnitId, UnitKind};
use tip_report::change::Done;
use tip_syntax::{Document, Edit, Span, apply_edits};
use tip_workspace::{Snapshot, TargetKind};

use super::edit::{Opened, Planned, refused, unit_id};
use super::renumber;
use crate::Answer;
use crate::args::{
    AddArgs, AddCriterionArgs, AddPhaseArgs, AddRiskArgs, AddScenarioArgs, RiskLevelArg,
};
use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;

pub(super) fn run(args: &AddArgs, place: &Place, output: &mut Output) -> Result<Answer, Failure> {
    let (what, text) = match args {
        AddArgs::Phase(args) => ("title", &args.title),
        AddArgs::Criterion(args) => ("text", &args.text),
        AddArgs::Scenario(args) => ("title", &args.title),
        AddArgs::Risk(args) => ("text", &args.text),
    };
    if text.trim().is_empty() {
        return Err(Failure::usage(format!("the {what} is empty")));
    }
    match args {
        AddArgs::Phase(args) => phase(args, place, output),
        AddArgs::Criterion(args) => criterion(args, place, output),
        AddArgs::Scenario(args) => scenario(args, place, output),
        AddArgs::Risk(args) => risk(args, place, output),
    }
}

fn phase(args: &AddPhaseArgs, place: &Place, output: &mut Output) -> Result<Answer, Failure> {
    let opened = Opened::plan(&args.plan, place, |plan| plan.phases().next().is_some())?;
    let mut past = Vec::new();
    let answer = opened.change(args.write, place, output, |opened| {
        let after = args.after.as_deref();
        let after = after.map(|it| phase_named(opened, it)).transpose()?;
        let new = NewPhase {
            title: &args.title,
            purpose: args.purpose.as_deref(),
            effort: args.effort.as_deref(),
            depends_on: args.depends_on.as_deref(),
            criteria: &args.criterion,
            after,
        };
        let edits = add_phase(opened.doc(), opened.plan_read(), &new);
        let edits = edits.map_err(|it| refused(&it))?;
        let edits = match after {
            Some(_) => renumbered(opened, edits, &mut past)?,
            None => edits,
        };
        let kind = part_of_work(opened.plan_read());
        planned(opened, edits, Added::Unit(kind), &args.title)
    })?;
    renumber::tell_past(&past, output);
    Ok(answer)
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

fn criterion(
    args: &AddCriterionArgs,
    place: &Place,
    output: &mut Output,
) -> Result<Answer, Failure> {
    let mut opened = Opened::things(std::slice::from_ref(&args.phase), place)?;
    let opened = match (opened.pop(), opened.as_slice()) {
        (Some(only), []) if only.targets.len() == 1 => only,
        _ => return Err(Failure::usage("a criterion is added to one phase")),
    };
    opened.change(args.write, place, output, |opened| {
        let plan = opened.plan_read();
        let phase = match opened.targets[0] {
            TargetKind::Unit(at) if plan.units[at].kind <= UnitKind::Step => unit_id(at),
            _ => {
                return Err(Failure::user(format!("`{}` is no phase", args.phase))
                    .hint("`tip show PLAN` shows the handles: phases are `P1`, `P2`"));
            }
        };
        let edits = add_criterion(opened.doc(), plan, phase, &args.text);
        let edits = edits.map_err(|it| refused(&it))?;
        planned(opened, edits, Added::Criterion(phase), &args.text)
    })
}

fn scenario(args: &AddScenarioArgs, place: &Place, output: &mut Output) -> Result<Answer, Failure> {
    let has = |plan: &Plan| plan.units_of(UnitKind::Scenario).next().is_some();
    let opened = Opened::plan(&args.plan, place, has)?;
    let new = NewScenario {
        title: &args.title,
        given: args.given.as_deref(),
        when: args.when.as_deref(),
        then: args.then.as_deref(),
        validates: args.validates.as_deref(),
    };
    opened.change(args.write, place, output, |opened| {
        let schema = opened.snapshot.schema();
        let edits = add_scenario(opened.doc(), opened.plan_read(), schema, &new);
        let edits = edits.map_err(|it| refused(&it))?;
        planned(opened, edits, Added::Unit(UnitKind::Scenario), &args.title)
    })
}

fn risk(args: &AddRiskArgs, place: &Place, output: &mut Output) -> Result<Answer, Failure> {
    let has = |plan: &Plan| plan.units_of(UnitKind::Risk).next().is_some();
    let opened = Opened::plan(&args.plan, place, has)?;
    let new = NewRisk {
        text: &args.text,
        level: match args.level {
            RiskLevelArg::High => RiskLevel::High,
            RiskLevelArg::Medium => RiskLevel::Medium,
            RiskLevelArg::Low => RiskLevel::Low,
        },
        mitigation: args.mitigation.as_deref(),
        contingency: args.contingency.as_deref(),
    };
    opened.change(args.write, place, output, |opened| {
        let schema = opened.snapshot.schema();
        let edits = add_risk(opened.doc(), opened.plan_read(), schema, &new);
        let edits = edits.map_err(|it| refused(&it))?;
        planned(opened, edits, Added::Unit(UnitKind::Risk), &args.text)
    })
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
