//! Boxes that are ticked and opened.

use tip_edit::{set_unit_state, unconfirm_unit};
use tip_plan::{BoxState, CheckBox, StateSource, UnitState, Voice};
use tip_syntax::Edit;
use tip_workspace::TargetKind;

use crate::confirm::Word;
use crate::opened::{done_box, done_unit, refused, unit_id};
use crate::state::AGENT;
use crate::{Failure, Opened, Planned};

/// Whether boxes are ticked or opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ticking {
    /// They are ticked.
    Tick,
    /// They are opened.
    Untick,
}

/// Plans that boxes are ticked or opened.
pub fn plan(way: Ticking, opened: &Opened) -> Result<Planned, Failure> {
    let (doc, plan) = (opened.doc(), opened.plan_read());
    let mut planned = Planned::default();
    for target in &opened.targets {
        if let (Ticking::Untick, TargetKind::Unit(at)) = (way, *target)
            && let Some(edits) = without_mark(opened, at)?
        {
            let unit = &plan.units[at];
            planned.done.push(done_unit(doc, unit, "unticked", true));
            planned.edits.extend(edits);
            continue;
        }
        let it = find_box(opened, *target)?;
        if way == Ticking::Tick && it.state == BoxState::Other {
            return Err(third_state(opened, it));
        }
        let edits = match way {
            Ticking::Tick => tip_edit::tick(doc, plan, it),
            Ticking::Untick => tip_edit::untick(doc, plan, it),
        };
        let verb = match way {
            Ticking::Tick => "ticked",
            Ticking::Untick => "open",
        };
        let verb = match (way, it.state) {
            (Ticking::Untick, BoxState::Done | BoxState::Other) => "unticked",
            _ => verb,
        };
        planned
            .done
            .push(done_box(doc, it, verb, !edits.is_empty()));
        planned.edits.extend(edits);
    }
    Ok(planned)
}

/// Plans that an agent ticks boxes, and writes beside each that it is the word of an agent: who commits the plan did not say so.
pub fn by_agent(opened: &Opened, note: &str) -> Result<Planned, Failure> {
    let mut planned = plan(Ticking::Tick, opened)?;
    for target in &opened.targets {
        let it = find_box(opened, *target)?;
        planned.edits.extend(agents_word(opened, it, note)?);
    }
    Ok(planned)
}

/// Returns what writes beside a box that is not ticked yet that it will be on the word of an agent; nothing where one stands there.
pub(crate) fn agents_word(
    opened: &Opened,
    it: &CheckBox,
    note: &str,
) -> Result<Vec<Edit>, Failure> {
    let (doc, plan) = (opened.doc(), opened.plan_read());
    let words = plan.confirmations(doc, it);
    let is_told = words.iter().any(|it| it.fresh && it.voice == Voice::Agent);
    if it.state == BoxState::Done || (is_told && note.trim().is_empty()) {
        return Ok(Vec::new());
    }
    let word = Word::of(Voice::Agent, Some(AGENT), Some(note), opened)?;
    tip_edit::confirm(doc, plan, it, word.voice, &word.reason).ok_or_else(|| {
        Failure::user(format!(
            "`{}` cannot bear a comment that it is ticked on the word of an agent",
            it.handle
        ))
        .hint(format!(
            "your user looks and types `tip tick {}#{}`",
            opened.path(),
            it.handle
        ))
    })
}

/// Takes out the mark by which the title of a unit tells how far it has come; `None` where no such mark does.
fn without_mark(opened: &Opened, at: usize) -> Result<Option<Vec<Edit>>, Failure> {
    let (doc, plan) = (opened.doc(), opened.plan_read());
    let unit = &plan.units[at];
    let told = unit.own_box.is_none()
        && unit.state.source == StateSource::Title
        && matches!(unit.state.value, UnitState::Done | UnitState::InProgress);
    if !told {
        return Ok(None);
    }
    let id = unit_id(at);
    let mut edits =
        set_unit_state(doc, plan, id, UnitState::Open, "").map_err(|it| refused(&it))?;
    edits.extend(unconfirm_unit(doc, plan, id));
    let read = opened.read_edited(&edits)?;
    let open =
        read.units.len() == plan.units.len() && read.unit(id).state.source != StateSource::Title;
    if !open || edits.is_empty() {
        return Err(Failure::user(format!(
            "the mark of `{}` cannot be taken out alone",
            unit.handle
        ))
        .hint("take it out by hand"));
    }
    Ok(Some(edits))
}

/// Says that a tick would overwrite a mark that `untick` could not bring back.
pub(crate) fn third_state(opened: &Opened, it: &CheckBox) -> Failure {
    let (doc, path) = (opened.doc(), opened.path());
    let failure = Failure::user(format!(
        "`{}` is neither open nor ticked: `{}`",
        it.handle,
        tip_report::escape::line(doc.text(it.mark))
    ));
    failure.hint(if it.is_unit.is_some() {
        format!("`tip finish {path}#{}` finishes it", it.handle)
    } else {
        format!("`tip untick {path}#{}` opens it first", it.handle)
    })
}

/// Finds the box that is meant.
pub(crate) fn find_box(opened: &Opened, target: TargetKind) -> Result<&CheckBox, Failure> {
    let plan = opened.plan_read();
    match target {
        TargetKind::CheckBox(at) => Ok(&plan.boxes[at]),
        TargetKind::Unit(at) => {
            let unit = &plan.units[at];
            let own = unit.own_box.and_then(|at| plan.boxes.get(at as usize));
            own.ok_or_else(|| {
                let failure = Failure::user(format!(
                    "`{}` is a {} without a box of its own",
                    unit.handle,
                    unit.kind.word()
                ));
                let within = plan.boxes.iter().filter(|it| unit.span.contains(it.mark));
                let handles: Vec<&str> = within.map(|it| it.handle.as_str()).take(8).collect();
                if handles.is_empty() {
                    failure.hint("`tip finish` finishes it")
                } else {
                    failure.hint(format!("it holds {}", handles.join(" ")))
                }
            })
        }
    }
}
