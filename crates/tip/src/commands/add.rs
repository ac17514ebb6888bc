//! `tip add`.

use tip_edit::add::{NewRisk, NewScenario, RiskLevel};
use tip_plan::{Plan, UnitKind};
use tip_work::Opened;
use tip_work::add::{self, AskedPhase, filled};

use super::edit::Change;
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
    // It is said before the plan is looked for.
    filled(what, text)?;
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
        let asked = AskedPhase {
            title: &args.title,
            purpose: args.purpose.as_deref(),
            effort: args.effort.as_deref(),
            depends_on: args.depends_on.as_deref(),
            criteria: &args.criterion,
            after: args.after.as_deref(),
            ..AskedPhase::default()
        };
        let (planned, lines) = add::phase(opened, &asked)?;
        past = lines;
        Ok(planned)
    })?;
    renumber::tell_past(&past, output);
    Ok(answer)
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
    opened.change(args.write, place, output, |it| {
        add::criterion(it, &args.phase, &args.text)
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
    opened.change(args.write, place, output, |it| add::scenario(it, &new))
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
    opened.change(args.write, place, output, |it| add::risk(it, &new))
}
