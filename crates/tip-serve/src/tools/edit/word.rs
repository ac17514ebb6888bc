//! What only a person may say of a plan, or take back.

use tip_plan::{CheckBox, Proof, Stage, Voice};
use tip_work::{Failure, Opened};
use tip_workspace::TargetKind;

/// Fails for a stage that a plan comes to by the word of a person alone, and for a plan that a person has given up.
pub(super) fn only_own_stages(opened: &Opened, stage: Stage) -> Result<(), Failure> {
    let now = opened.plan_read().status.stage;
    let of_person = |it: Stage| !matches!(it, Stage::InProgress | Stage::Complete);
    let given_up = now.is_some_and(|it| matches!(it, Stage::Abandoned | Stage::Superseded));
    if !of_person(stage) && !given_up {
        return Ok(());
    }
    let what = match stage {
        Stage::Approved => "that a plan is approved",
        Stage::Draft => "that a plan is a draft again",
        Stage::Abandoned | Stage::Superseded => "that a plan is given up",
        Stage::InProgress | Stage::Complete => "that a plan that was given up goes on",
    };
    Err(
        Failure::user(format!("{what} is the word of a person")).hint(format!(
            "your user types `tip status {} {}`",
            opened.path(),
            stage.word()
        )),
    )
}

/// Fails for a box or a phase that a person's word stands beside: an agent does not take it back.
pub(super) fn no_persons(opened: &Opened) -> Result<(), Failure> {
    let (doc, plan) = (opened.doc(), opened.plan_read());
    for target in &opened.targets {
        let (handle, words) = match *target {
            TargetKind::CheckBox(at) => {
                let it = &plan.boxes[at];
                (&it.handle, plan.confirmations(doc, it))
            }
            TargetKind::Unit(at) => {
                let unit = &plan.units[at];
                let own = unit.own_box.and_then(|at| plan.boxes.get(at as usize));
                let words = match own {
                    Some(it) => plan.confirmations(doc, it),
                    None => plan.unit_confirmations(doc, unit),
                };
                (&unit.handle, words)
            }
        };
        if let Some(word) = words.iter().find(|it| it.voice == Voice::Person) {
            let who = match word.who {
                "" => "a person",
                who => who,
            };
            return Err(Failure::user(format!(
                "`{handle}` is confirmed by {who}, whose word no agent takes back"
            ))
            .hint(format!(
                "`note` keeps yours beside it; your user types `tip untick {}#{handle}`",
                opened.path()
            )));
        }
    }
    Ok(())
}

/// Fails for a box that a run or a person has to show: a tick of an agent shows nothing.
pub(super) fn only_work(opened: &Opened) -> Result<(), Failure> {
    let plan = opened.plan_read();
    for target in &opened.targets {
        let it: &CheckBox = match *target {
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
