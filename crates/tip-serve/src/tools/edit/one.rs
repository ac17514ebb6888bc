//! One edit, planned.

use tip_edit::add::{NewRisk, NewScenario, RiskLevel};
use tip_plan::{BoxState, Plan, Proof, Stage, StatusSource, UnitKind, UnitState, Voice};
use tip_work::add::{self, AskedPhase};
use tip_work::confirm::{self, Word};
use tip_work::proof::Imported;
use tip_work::tick::{self, Ticking};
use tip_work::{Failure, Opened, Place, Planned, done_unit, field, state, status, unit_id};
use tip_workspace::TargetKind;

use super::{Do, Edit, word};

/// Plans one edit.
pub(super) fn plan(
    name: &str,
    edit: &Edit,
    thing: Option<&str>,
    place: &Place,
) -> Result<(Opened, Planned), Failure> {
    let named = thing;
    let opened = |has: &dyn Fn(&Plan) -> bool| Opened::plan(name, place, has);
    let thing = || -> Result<(Opened, String), Failure> {
        let thing = named.ok_or_else(|| {
            Failure::usage("no `thing` is named")
                .hint("a handle, as `read` tells it: `P2`, `P2.C1`")
        })?;
        let written = format!("{name}#{thing}");
        let mut opened = Opened::things(&[written], place)?;
        let only = opened.pop().filter(|_| opened.is_empty());
        let only = only.ok_or_else(|| Failure::usage("things of one file are named"))?;
        Ok((only, thing.to_owned()))
    };
    let text = edit.text.as_deref().unwrap_or_default();
    let of = |name: &str| edit.fields.get(name).map(String::as_str);
    only_fields(edit)?;
    match edit.r#do {
        Do::Begin => {
            let (opened, _) = thing()?;
            let planned = match state::plan(UnitState::InProgress, &opened) {
                Err(_) if has_boxes_for_state(&opened) => begun_by_boxes(&opened)?,
                planned => planned?,
            };
            Ok((opened, planned))
        }
        Do::Finish => {
            let (mut opened, _) = thing()?;
            let planned = state::finish_proven(&mut opened, place);
            let mut planned = planned.map_err(|it| finished_by_boxes(&opened, it))?;
            planned.hints.extend(ways(&opened));
            Ok((opened, planned))
        }
        Do::Phase => {
            let opened = opened(&|plan| plan.phases().next().is_some())?;
            let asked = AskedPhase {
                title: text,
                purpose: of("purpose"),
                effort: of("effort"),
                depends_on: of("depends_on"),
                changes: of("changes"),
                tests: of("tests"),
                criteria: &edit.criteria,
                after: named,
            };
            let (planned, _) = add::phase(&opened, &asked)?;
            Ok((opened, planned))
        }
        Do::Criterion => {
            let (opened, named) = thing()?;
            let planned = add::criterion(&opened, &named, text)?;
            Ok((opened, planned))
        }
        Do::Scenario => {
            let opened = opened(&|plan| plan.units_of(UnitKind::Scenario).next().is_some())?;
            let new = NewScenario {
                title: text,
                given: of("given"),
                when: of("when"),
                then: of("then"),
                validates: of("validates"),
            };
            let planned = add::scenario(&opened, &new)?;
            Ok((opened, planned))
        }
        Do::Risk => {
            let opened = opened(&|plan| plan.units_of(UnitKind::Risk).next().is_some())?;
            let new = NewRisk {
                text,
                level: level(of("level"))?,
                mitigation: of("mitigation"),
                contingency: of("contingency"),
            };
            let planned = add::risk(&opened, &new)?;
            Ok((opened, planned))
        }
        Do::Tick => {
            let (opened, _) = thing()?;
            word::only_work(&opened)?;
            let planned = tick::by_agent(&opened, text)?;
            Ok((opened, planned))
        }
        Do::Untick => {
            let (opened, _) = thing()?;
            word::no_persons(&opened)?;
            let planned = tick::plan(Ticking::Untick, &opened)?;
            Ok((opened, planned))
        }
        Do::Note => {
            let (opened, _) = thing()?;
            let word = Word::of(Voice::Agent, Some(state::AGENT), Some(text), &opened)?;
            let planned = confirm::plan(&opened, &word)?;
            Ok((opened, planned))
        }
        Do::Status => {
            let mut opened = opened(&|plan| plan.status.source != StatusSource::None)?;
            let stage = status::stage(text)?;
            word::only_own_stages(&opened, stage)?;
            let mut planned = status::plan_proven(&mut opened, stage, Imported::IsShown, place)?;
            if stage == Stage::Complete {
                planned.hints.push(WHAT_IS_OPEN.to_owned());
            }
            Ok((opened, planned))
        }
        Do::Set => {
            let opened = match named {
                Some(_) => thing()?.0,
                None => opened(&|plan| plan.title.is_some())?,
            };
            let mut fields = edit.fields.iter();
            let (Some((name, value)), None) = (fields.next(), fields.next()) else {
                return Err(Failure::usage("`set` sets fields, and none is named")
                    .hint("such as `\"fields\": { \"effort\": \"L\" }`"));
            };
            let planned = field::plan(&opened, name, value)?;
            Ok((opened, planned))
        }
    }
}

/// What to do where a plan is not done.
const WHAT_IS_OPEN: &str =
    "`next` with `plan` names the boxes that are open, `check` what is wrong";

/// Fails for fields that an edit does not take.
fn only_fields(edit: &Edit) -> Result<(), Failure> {
    let takes: &[&str] = match edit.r#do {
        Do::Phase => &["purpose", "effort", "depends_on", "changes", "tests"],
        Do::Set => &[
            "title",
            "purpose",
            "effort",
            "depends_on",
            "changes",
            "tests",
        ],
        Do::Scenario => &["given", "when", "then", "validates"],
        Do::Risk => &["level", "mitigation", "contingency"],
        _ => &[],
    };
    match edit.fields.keys().find(|it| !takes.contains(&it.as_str())) {
        None => Ok(()),
        Some(name) if takes.is_empty() => Err(Failure::usage(format!(
            "this edit takes no field, and none called `{name}`"
        ))),
        Some(name) => Err(Failure::usage(format!("this edit takes no field `{name}`"))
            .hint(format!("it takes {}", takes.join(", ")))),
    }
}

fn level(word: Option<&str>) -> Result<RiskLevel, Failure> {
    match word {
        Some("high") => Ok(RiskLevel::High),
        None | Some("medium") => Ok(RiskLevel::Medium),
        Some("low") => Ok(RiskLevel::Low),
        Some(other) => {
            Err(Failure::usage(format!("no risk is `{other}`"))
                .hint("`level` is high, medium or low"))
        }
    }
}

/// Returns whether boxes, the phases' own or those below them, tell how far open phases have come: boxes cannot say that one has begun.
fn has_boxes_for_state(opened: &Opened) -> bool {
    let plan = opened.plan_read();
    opened.targets.iter().all(|target| match target {
        TargetKind::Unit(at) => plan.units.get(*at).is_some_and(|it| {
            let boxes = it.own_box.is_some() || plan.boxes_of_phase(unit_id(*at)).next().is_some();
            boxes && it.state.value != UnitState::Done
        }),
        TargetKind::CheckBox(_) => false,
    })
}

/// Says that nothing has to be written for phases to begin whose boxes tell how far they have come.
fn begun_by_boxes(opened: &Opened) -> Result<Planned, Failure> {
    let units = opened.targets.iter().filter_map(|target| match target {
        TargetKind::Unit(at) => opened.plan_read().units.get(*at),
        TargetKind::CheckBox(_) => None,
    });
    let done = units.map(|it| done_unit(opened.doc(), it, "begins with its first box", false));
    let mut planned = Planned {
        done: done.collect(),
        ..Planned::default()
    };
    for target in &opened.targets {
        if let TargetKind::Unit(at) = *target {
            planned.obstacles.extend(state::waits(opened, unit_id(at))?);
        }
    }
    Ok(planned)
}

/// Says by what each open box of phases is shown that are finished when all of theirs are done.
fn finished_by_boxes(opened: &Opened, mut failure: Failure) -> Failure {
    if failure.is_told_by_boxes {
        failure.hints = ways(opened);
    }
    failure
}

/// Says how the open boxes of the phases that are meant become done.
fn ways(opened: &Opened) -> Vec<String> {
    let plan = opened.plan_read();
    let mut shown: [Vec<&str>; 3] = Default::default();
    for target in &opened.targets {
        let TargetKind::Unit(at) = *target else {
            continue;
        };
        let (id, within) = (unit_id(at), plan.units[at].span);
        let boxes = plan.boxes.iter();
        for it in boxes.filter(|it| it.phase == Some(id) || within.contains(it.mark)) {
            if it.state == BoxState::Done || it.deferred || it.is_unit == Some(id) {
                continue;
            }
            let way = match plan.proof(it) {
                Proof::Run => 0,
                Proof::Tick => 1,
                Proof::Person(_) => 2,
            };
            shown[way].push(&it.handle);
        }
    }
    let ways = shown.iter().zip([
        "`verify` with `tick` runs and ticks",
        "`tick`, each when it is done:",
        "your user looks and types `tip confirm` for",
    ]);
    let ways = ways.filter(|(handles, _)| !handles.is_empty());
    ways.map(|(handles, way)| format!("{way} {}", handles.join(" ")))
        .collect()
}
