//! Units that are begun and finished.

use tip_edit::EditError;
use tip_plan::{
    BoxState, DialectId, Plan, Proof, Site, Stage, StateSource, UnitId, UnitState, Voice,
};
use tip_rules::{Obstacle, state_obstacles};
use tip_syntax::{Edit, Span};
use tip_workspace::TargetKind;

use crate::confirm::Word;
use crate::opened::{done_unit, refused, unit_id};
use crate::proof::{self, Imported};
use crate::tick::agents_word;
use crate::{Failure, Opened, Place, Planned, new, status};

/// Plans that units are begun or finished.
pub fn plan(state: UnitState, opened: &Opened) -> Result<Planned, Failure> {
    let (doc, plan) = (opened.doc(), opened.plan_read());
    let today = new::today(&opened.snapshot);
    let mut planned = Planned::default();
    // Whether the status of the plan is all that can be written.
    let mut by_status = false;
    let verb = match state {
        UnitState::Done => "finished",
        _ => "begun",
    };
    for target in &opened.targets {
        let TargetKind::Unit(at) = *target else {
            let failure = Failure::user("a box is neither begun nor finished");
            return Err(failure.hint("`tip tick` ticks it"));
        };
        let id = unit_id(at);
        let unit = plan.unit(id);
        let by_boxes = unit.state.source == StateSource::Boxes;
        let is_so = unit.state.value == state && unit.state.contradicted_by.is_none();
        // That its boxes tell that a phase is done may still be written at it.
        if is_so && !(by_boxes && state == UnitState::Done) {
            planned.done.push(done_unit(doc, unit, verb, false));
            by_status |= by_boxes;
            continue;
        }
        if state == UnitState::InProgress && unit.state.value == UnitState::Done {
            return Err(finished(opened, id));
        }
        let edits = match tip_edit::set_unit_state(doc, plan, id, state, &today) {
            Err(EditError::ToldByBoxes { .. }) if state == UnitState::InProgress => {
                planned.obstacles.extend(waits(opened, id)?);
                let mut done = done_unit(doc, unit, "begins with its first box", false);
                done.is_answer = true;
                planned.done.push(done);
                planned.hints.extend(open_boxes(opened, id));
                by_status = true;
                continue;
            }
            Err(error @ EditError::ToldByBoxes { .. }) => {
                let mut failure = refused(&error);
                failure.hints.extend(open_boxes(opened, id));
                return Err(failure);
            }
            edits => edits.map_err(|it| refused(&it))?,
        };
        let read = opened.read_edited(&edits)?;
        let same = read.units.len() == plan.units.len();
        if !same || read.unit(id).state.value != state {
            return Err(refused(&EditError::NoPlaceForState {
                handle: unit.handle.clone(),
            }));
        }
        let changed = opened.changes(&edits);
        planned.done.push(done_unit(doc, unit, verb, changed));
        planned.edits.extend(edits.into_iter().filter(|_| changed));
    }
    if state == UnitState::Done && planned.edits.is_empty() {
        planned.obstacles.extend(against_done(opened)?);
    } else if !planned.edits.is_empty() {
        let before = opened.judge(doc.source().bytes());
        let after = opened.judge(&opened.edited(&planned.edits)?);
        planned.obstacles.extend(state_obstacles(&before, after));
    } else if by_status && planned.obstacles.is_empty() && may_begin(opened) {
        let mut moved = status::plan(opened, Stage::InProgress)?;
        moved.done.append(&mut planned.done);
        if moved.obstacles.is_empty() {
            moved.hints = planned.hints;
        }
        return Ok(moved);
    }
    Ok(planned)
}

/// Returns what the rules say of units that are done already, and would not if they were open.
fn against_done(opened: &Opened) -> Result<Vec<Obstacle>, Failure> {
    let (doc, plan) = (opened.doc(), opened.plan_read());
    let mut edits = Vec::new();
    for target in &opened.targets {
        if let TargetKind::Unit(at) = *target
            && plan.units[at].state.value == UnitState::Done
            && let Ok(more) = tip_edit::set_unit_state(doc, plan, unit_id(at), UnitState::Open, "")
        {
            edits.extend(more);
        }
    }
    if edits.is_empty() {
        return Ok(Vec::new());
    }
    let opened_again = opened.judge(&opened.edited(&edits)?);
    let now = opened.judge(doc.source().bytes());
    Ok(state_obstacles(&opened_again, now))
}

/// Returns what the rules say of a unit that is begun before what it waits for, where its boxes tell that it has begun and nothing is
/// written: they are asked of a mark in its title.
pub fn waits(opened: &Opened, id: UnitId) -> Result<Vec<Obstacle>, Failure> {
    let (doc, plan) = (opened.doc(), opened.plan_read());
    let unit = plan.unit(id);
    if unit.site != Site::Heading {
        return Ok(Vec::new());
    }
    let mark = [Edit::insert(
        unit.title.span.end,
        " (in progress)".to_owned(),
    )];
    let before = opened.judge(doc.source().bytes());
    let after = opened.judge(&opened.edited(&mark)?);
    let mut waits = state_obstacles(&before, after);
    waits.retain(|it| match it {
        Obstacle::Finding(judged) => judged.rule.name == "begun-before-dependency",
        _ => false,
    });
    Ok(waits)
}

/// Returns whether a status stands in the plan that says that it is not begun yet.
fn may_begin(opened: &Opened) -> bool {
    let plan = opened.plan_read();
    matches!(plan.dialect, DialectId::Tip | DialectId::Generic)
        && plan.status.stage.is_some_and(|it| it < Stage::InProgress)
}

/// Says by which commands the open boxes of a unit are ticked, those that a run shows first.
fn open_boxes(opened: &Opened, id: UnitId) -> Vec<String> {
    let (plan, path) = (opened.plan_read(), opened.path());
    let unit = plan.unit(id);
    let within = plan.boxes.iter().filter(|it| {
        let inside = unit.span.contains(it.mark);
        inside && !it.in_table && it.state != BoxState::Done && !it.deferred
    });
    let mut shown: [Vec<&str>; 3] = Default::default();
    for it in within {
        let way = match plan.proof(it) {
            Proof::Run => 0,
            Proof::Person(_) => 1,
            Proof::Tick => 2,
        };
        shown[way].push(&it.handle);
    }
    let [run, seen, done] = shown.map(|it| it.join(","));
    let handle = &unit.handle;
    let mut hints = Vec::new();
    if !run.is_empty() {
        hints.push(format!(
            "`tip verify {path} --phase {handle} --tick` runs and ticks {run}"
        ));
    }
    if !seen.is_empty() {
        hints.push(format!(
            "`tip confirm {path}#{seen}` when somebody has looked"
        ));
    }
    if !done.is_empty() {
        hints.push(format!("`tip tick {path}#{done}`, each when it is done"));
    }
    hints
}

/// Says that a unit is done already, and how it is opened again.
fn finished(opened: &Opened, id: UnitId) -> Failure {
    let (plan, path) = (opened.plan_read(), opened.path());
    let unit = plan.unit(id);
    let failure = Failure::user(format!("`{}` is finished already", unit.handle));
    if unit.own_box.is_some() {
        return failure.hint(format!(
            "`tip untick {path}#{}` opens it again",
            unit.handle
        ));
    }
    if unit.state.source == StateSource::Title {
        return failure.hint(format!(
            "`tip untick {path}#{}` takes its mark out",
            unit.handle
        ));
    }
    let ticked = plan.boxes_of_phase(id);
    let ticked = ticked.filter(|it| it.state == BoxState::Done);
    match ticked.last() {
        Some(it) => failure.hint(format!(
            "`tip untick {path}#{}` says what of it is open again",
            it.handle
        )),
        None => failure.hint("take its mark out by hand to open it again"),
    }
}

/// Plans that an agent finishes units, and demands that something shows each of their boxes: a run that passed, or a person's word.
///
/// Where no box asks for either, that they are done is the word of the agent, and is written as that.
pub fn finish_proven(opened: &mut Opened, place: &Place) -> Result<Planned, Failure> {
    let mut planned = plan(UnitState::Done, opened)?;
    let words = agents_words(opened, &planned)?;
    proof::ask(opened, Imported::IsShown, place)?;
    let after = opened.edited(&planned.edits)?;
    let read = opened.read_edited(&planned.edits)?;
    let spans: Vec<Span> = opened
        .targets
        .iter()
        .filter_map(|target| match target {
            TargetKind::Unit(at) => Some(read.units.get(*at)?.span),
            TargetKind::CheckBox(_) => None,
        })
        .collect();
    let judged = opened.judge(&after).into_iter().filter(|it| {
        let place = it.finding.primary.span;
        it.rule.name == "unproven-box" && spans.iter().any(|span| span.contains(place))
    });
    let unproven = judged.map(|it| Obstacle::Finding(Box::new(it)));
    planned.obstacles.extend(unproven);
    planned.edits.extend(words);
    Ok(planned)
}

/// Plans that a person finishes units; that the last run of one of their boxes failed is in the way.
pub fn finish_known(opened: &mut Opened, place: &Place) -> Result<Planned, Failure> {
    let mut planned = plan(UnitState::Done, opened)?;
    let failed = proof::ask_failed(opened, place)?;
    if !failed.is_empty() {
        let read = opened.read_edited(&planned.edits)?;
        let units = opened.targets.iter().filter_map(|it| match it {
            TargetKind::Unit(at) => Some(unit_id(*at)),
            TargetKind::CheckBox(_) => None,
        });
        let texts: Vec<Span> = units
            .flat_map(|id| read.boxes_of_phase(id))
            .filter(|it| failed.contains(&it.id))
            .map(|it| it.text)
            .collect();
        let judged = opened.judge(&opened.edited(&planned.edits)?).into_iter();
        let judged = judged.filter(|it| {
            it.rule.name == "unproven-box" && texts.contains(&it.finding.primary.span)
        });
        let unproven = judged.map(|it| Obstacle::Finding(Box::new(it)));
        planned.obstacles.extend(unproven);
    }
    Ok(planned)
}

/// By what name the word of an agent is written that named itself by none.
pub const AGENT: &str = "an agent";

/// Says of the units that are finished on the word of an agent alone that they are.
fn agents_words(opened: &Opened, planned: &Planned) -> Result<Vec<Edit>, Failure> {
    let (doc, plan) = (opened.doc(), opened.plan_read());
    let mut edits = Vec::new();
    for target in &opened.targets {
        let TargetKind::Unit(at) = *target else {
            continue;
        };
        let (id, unit) = (unit_id(at), &plan.units[at]);
        let is_written = planned
            .done
            .iter()
            .any(|it| it.changed && it.what == unit.handle);
        if !is_written || is_shown(plan, id) {
            continue;
        }
        if let Some(own) = unit.own_box.and_then(|it| plan.boxes.get(it as usize)) {
            edits.extend(agents_word(opened, own, "")?);
            continue;
        }
        let word = Word::of(Voice::Agent, Some(AGENT), None, opened)?;
        let edit = tip_edit::confirm_unit(doc, plan, id, word.voice, &word.reason);
        edits.extend(edit.ok_or_else(|| {
            Failure::user(format!(
                "no box of `{}` shows that it is done, and it cannot bear a comment that it is the word of an agent",
                unit.handle
            ))
            .hint(format!(
                "your user looks and types `tip finish {}#{}`",
                opened.path(),
                unit.handle
            ))
        })?);
    }
    Ok(edits)
}

/// Returns whether a box of a unit asks for a run or a person.
fn is_shown(plan: &Plan, id: UnitId) -> bool {
    let within = plan.unit(id).span;
    let own = plan
        .boxes
        .iter()
        .filter(|it| !it.deferred && (within.contains(it.mark) || it.phase == Some(id)));
    own.into_iter().any(|it| plan.proof(it) != Proof::Tick)
}
