//! Parts of a plan that are added and changed: several at once, all or none.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use tip_edit::add::{NewRisk, NewScenario, RiskLevel};
use tip_plan::{BoxState, Plan, Proof, Stage, StatusSource, UnitKind, UnitState, Voice};
use tip_report::change::Done;
use tip_work::add::{self, AskedPhase};
use tip_work::confirm::{self, Word};
use tip_work::proof::Imported;
use tip_work::tick::{self, Ticking};
use tip_work::{Change, Failure, Opened, Place, Planned, done_unit, field, state, status, unit_id};
use tip_workspace::TargetKind;

use super::change::{Answer, expect};
use crate::desk::Desk;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wish {
    plan: String,
    /// As read.
    version: String,
    edits: Vec<Edit>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Edit {
    r#do: Do,
    /// Handle or id; of a new phase the one before.
    thing: Option<String>,
    /// Title, text, note or stage.
    text: Option<String>,
    /// phase, set: purpose, effort, `depends_on`; scenario: given, when, then, validates; risk: level, mitigation, contingency.
    #[serde(default)]
    fields: BTreeMap<String, String>,
    /// Of a new phase.
    #[serde(default)]
    criteria: Vec<String>,
}

#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Do {
    Begin,
    Finish,
    Phase,
    Criterion,
    Scenario,
    Risk,
    Tick,
    Untick,
    Note,
    Status,
    Set,
}

pub(crate) fn edit(desk: &Desk, wish: &Wish) -> Result<Answer, Failure> {
    let place = &desk.place;
    desk.whole(&wish.plan)?;
    let first = Opened::plan(&wish.plan, place, |_| true)?;
    expect(&first, &wish.version)?;
    if wish.edits.is_empty() {
        return Err(Failure::usage("no edit is named"));
    }
    // Each edit is planned on what those before it would leave; only the outcome is written.
    let mut over: Option<Place> = None;
    let mut changed: Option<(Opened, Vec<u8>)> = None;
    let mut done: Vec<Done> = Vec::new();
    for edit in &wish.edits {
        let at = over.as_ref().unwrap_or(place);
        let (opened, planned) = plan(&wish.plan, edit, at)?;
        if !planned.obstacles.is_empty() {
            return Answer::refused(&opened, &planned, &wish.version);
        }
        let path = opened.path().to_owned();
        if let Some((known, _)) = &changed
            && known.path() != path
        {
            return Err(Failure::usage("the edits are of several files of the plan")
                .hint("ask for those of each file apart"));
        }
        let after = opened.edited(&planned.edits)?;
        done.extend(planned.done);
        let whole = opened.snapshot.root().join(&path);
        over = Some(at.with_text(&whole, after.clone()));
        let opened = match changed.take() {
            Some((first, _)) => first,
            None => opened,
        };
        changed = Some((opened, after));
    }
    let (opened, after) = changed.ok_or_else(|| Failure::internal("nothing was planned"))?;
    let before = opened.doc().source().bytes().to_vec();
    let written = before != after;
    if written {
        let change = Change {
            snapshot: &first.snapshot,
            path: opened.path().to_owned(),
            before,
            after: after.clone(),
        };
        change.write(place)?;
    }
    Ok(Answer::of(&opened, &done, &after, written))
}

/// Plans one edit.
fn plan(name: &str, edit: &Edit, place: &Place) -> Result<(Opened, Planned), Failure> {
    let opened = |has: &dyn Fn(&Plan) -> bool| Opened::plan(name, place, has);
    let thing = || -> Result<(Opened, String), Failure> {
        let thing = edit.thing.as_deref().ok_or_else(|| {
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
                Err(_) if has_boxes_for_state(&opened) => begun_by_boxes(&opened),
                planned => planned?,
            };
            Ok((opened, planned))
        }
        Do::Finish => {
            let (mut opened, _) = thing()?;
            let planned = state::finish_proven(&mut opened, place);
            let planned = planned.map_err(|it| finished_by_boxes(&opened, it))?;
            Ok((opened, planned))
        }
        Do::Phase => {
            let opened = opened(&|plan| plan.phases().next().is_some())?;
            let asked = AskedPhase {
                title: text,
                purpose: of("purpose"),
                effort: of("effort"),
                depends_on: of("depends_on"),
                criteria: &edit.criteria,
                after: edit.thing.as_deref(),
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
            only_work(&opened)?;
            let planned = tick::plan(Ticking::Tick, &opened)?;
            Ok((opened, planned))
        }
        Do::Untick => {
            let (opened, _) = thing()?;
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
            if stage == Stage::Approved {
                return Err(
                    Failure::user("that a plan is approved is the word of a person").hint(format!(
                        "your user types `tip status {} approved`",
                        opened.path()
                    )),
                );
            }
            let planned = status::plan_proven(&mut opened, stage, Imported::IsShown, place)?;
            Ok((opened, planned))
        }
        Do::Set => {
            let (opened, _) = thing()?;
            let mut fields = edit.fields.iter();
            let (Some((name, value)), None) = (fields.next(), fields.next()) else {
                return Err(Failure::usage("`set` sets one field")
                    .hint("an edit for each: `\"fields\": { \"effort\": \"L\" }`"));
            };
            let planned = field::plan(&opened, name, value)?;
            Ok((opened, planned))
        }
    }
}

/// Fails for fields that an edit does not take.
fn only_fields(edit: &Edit) -> Result<(), Failure> {
    let takes: &[&str] = match edit.r#do {
        Do::Phase | Do::Set => &["purpose", "effort", "depends_on"],
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
fn begun_by_boxes(opened: &Opened) -> Planned {
    let units = opened.targets.iter().filter_map(|target| match target {
        TargetKind::Unit(at) => opened.plan_read().units.get(*at),
        TargetKind::CheckBox(_) => None,
    });
    let done = units.map(|it| done_unit(opened.doc(), it, "begins with its first box", false));
    Planned {
        done: done.collect(),
        ..Planned::default()
    }
}

/// Says by what each open box of phases is shown that are finished when all of theirs are done.
fn finished_by_boxes(opened: &Opened, mut failure: Failure) -> Failure {
    if !failure.is_told_by_boxes {
        return failure;
    }
    let plan = opened.plan_read();
    let mut shown: [Vec<&str>; 3] = Default::default();
    for target in &opened.targets {
        let TargetKind::Unit(at) = *target else {
            continue;
        };
        for it in plan.boxes_of_phase(unit_id(at)) {
            if it.state == BoxState::Done || it.deferred {
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
    failure.hints.clear();
    for (handles, way) in shown.iter().zip([
        "`verify` with `tick` runs and ticks",
        "`tick`, each when it is done:",
        "your user looks and types `tip confirm` for",
    ]) {
        if !handles.is_empty() {
            failure = failure.hint(format!("{way} {}", handles.join(" ")));
        }
    }
    failure
}

/// Fails for a box that a run or a person has to show: a tick of an agent shows nothing.
fn only_work(opened: &Opened) -> Result<(), Failure> {
    let plan = opened.plan_read();
    for target in &opened.targets {
        let it = match *target {
            TargetKind::CheckBox(at) => &plan.boxes[at],
            TargetKind::Unit(at) => {
                let own = plan.units[at].own_box;
                match own.and_then(|at| plan.boxes.get(at as usize)) {
                    Some(it) => it,
                    None => continue,
                }
            }
        };
        match plan.proof(it) {
            Proof::Tick => {}
            Proof::Run => {
                return Err(Failure::user(format!(
                    "`{}` is shown by its command, and not by a tick",
                    it.handle
                ))
                .hint("`verify` with `tick` runs it and ticks it when it passes"));
            }
            Proof::Person(_) => {
                return Err(Failure::user(format!(
                    "`{}` waits for a person, whose word an agent's is not",
                    it.handle
                ))
                .hint(format!(
                    "`note` keeps yours beside it; your user types `tip confirm {}#{}`",
                    opened.path(),
                    it.handle
                )));
            }
        }
    }
    Ok(())
}
