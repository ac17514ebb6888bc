//! A word that a box is given: a person's confirms it, an agent's is kept beside it.

use std::fmt::Write as _;

use tip_drift::History;
use tip_plan::{BoxState, CheckBox, Proof, UnitId, UnitState, Voice};
use tip_workspace::TargetKind;

use crate::opened::{done_box, done_unit, unit_id};
use crate::tick::{find_box, third_state};
use crate::{Failure, Opened, Planned};

/// A word that is to be written.
#[derive(Clone, Debug)]
pub struct Word {
    /// Whose it is.
    pub voice: Voice,
    /// By what name.
    pub who: String,
    /// What is written.
    pub reason: String,
}

impl Word {
    /// Returns the word of somebody; without a name that of whom git knows here.
    pub fn of(
        voice: Voice,
        named: Option<&str>,
        note: Option<&str>,
        opened: &Opened,
    ) -> Result<Self, Failure> {
        let root = opened.snapshot.root();
        let user = || History::open(root).ok().and_then(|it| it.user());
        let who = named.map(str::to_owned).or_else(user).unwrap_or_default();
        let who = who.split_whitespace().collect::<Vec<_>>().join(" ");
        if who.is_empty() {
            return Err(Failure::user(
                "nobody is known to git here: the plan could not say by whom",
            )
            .hint("`git config user.name NAME`, or `--by NAME`"));
        }
        let mut reason = format!("by {who}");
        if let Some(today) = opened.snapshot.system().today() {
            // Writing into a string cannot fail.
            let _ = write!(reason, ", {today}");
        }
        if let Some(note) = note.map(str::trim).filter(|it| !it.is_empty()) {
            let _ = write!(reason, ": {note}");
        }
        Ok(Self { voice, who, reason })
    }
}

/// Plans that boxes are given a word.
pub fn plan(opened: &Opened, word: &Word) -> Result<Planned, Failure> {
    let (doc, plan) = (opened.doc(), opened.plan_read());
    let mut planned = Planned::default();
    for target in &opened.targets {
        if let (Voice::Person, Some(id)) = (word.voice, on_a_word(opened, *target)) {
            let edits = tip_edit::confirm_unit(doc, plan, id, word.voice, &word.reason);
            planned.edits.extend(edits.unwrap_or_default());
            planned
                .done
                .push(done_unit(doc, plan.unit(id), "confirmed", true));
            continue;
        }
        let it = find_box(opened, *target)?;
        refuse(opened, it)?;
        let known = plan.confirmations(doc, it);
        let same = known
            .iter()
            .any(|old| old.fresh && old.voice == word.voice && old.who == word.who);
        let told = it.state == BoxState::Done || word.voice == Voice::Agent;
        let edits = if same && told && !word.reason.contains(": ") {
            Vec::new()
        } else {
            let edits = tip_edit::confirm(doc, plan, it, word.voice, &word.reason);
            edits.ok_or_else(|| {
                Failure::user(format!("`{}` cannot bear a comment", it.handle))
                    .hint("a cell of a table, or a box without words, bears none: write it as a list item")
            })?
        };
        let verb = match word.voice {
            Voice::Person => "confirmed",
            Voice::Agent => "noted",
        };
        planned
            .done
            .push(done_box(doc, it, verb, !edits.is_empty()));
        planned.edits.extend(edits);
    }
    Ok(planned)
}

/// Returns the unit that is meant, where it has no box and is done on somebody's word.
fn on_a_word(opened: &Opened, target: TargetKind) -> Option<UnitId> {
    let TargetKind::Unit(at) = target else {
        return None;
    };
    let plan = opened.plan_read();
    let unit = &plan.units[at];
    let words = plan.unit_confirmations(opened.doc(), unit);
    (unit.state.value == UnitState::Done && !words.is_empty()).then(|| unit_id(at))
}

/// Says what a person's word is not for.
fn refuse(opened: &Opened, it: &CheckBox) -> Result<(), Failure> {
    let (plan, path) = (opened.plan_read(), opened.path());
    if it.state == BoxState::Other {
        return Err(third_state(opened, it));
    }
    let commands = it.commands.iter();
    let mut commands = commands.filter_map(|at| plan.commands.get(*at as usize));
    if plan.proof(it) == Proof::Run && commands.all(|it| it.why_not.is_none()) {
        let failure = Failure::user(format!(
            "`{}` can be run, so nobody's word stands for it",
            it.handle
        ));
        return Err(failure.hint(format!(
            "`tip verify {path}#{} --tick` runs it where its programs are installed; for a person to judge it, begin its text with `Manual:`",
            it.handle
        )));
    }
    Ok(())
}
