//! What of a plan is to be run.

use tip_ledger::{Digest, Subject, SubjectStep};
use tip_plan::{
    BoxKind, BoxState, CheckBox, Command, Plan, UnitId, UnitKind, UnitState, Voice, WhyNot,
};
use tip_syntax::Document;

use crate::shell_text::{
    asks_git, asks_work_tree, is_left_running, is_preparation, may_fail, started,
};
use crate::{NotRun, PersonWord, RunItem};

/// What somebody wants to run of a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Phases that are neither done nor ready as well.
    pub all: bool,
    /// Commands that change things as well.
    pub allow_mutating: bool,
    /// The only boxes, as positions in [`Plan::boxes`]; `None` for all.
    pub only: Option<Vec<usize>>,
}

/// What is to be run of one file of a plan.
#[derive(Clone, Debug)]
pub struct PlanRun {
    /// The file, as a path relative to the repository with `/`.
    pub plan: String,
    /// The phases, in the order of the text, and last what stands outside of them.
    pub phases: Vec<RunPhase>,
    /// The criteria, in the order of the text.
    pub items: Vec<RunItem>,
}

/// A phase, and what its criteria wait for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunPhase {
    /// Its name for people; empty for what stands outside of phases.
    pub handle: String,
    /// The phases that have to pass before, as positions in [`PlanRun::phases`].
    pub after: Vec<usize>,
}

/// Selects what is to be run of a plan.
pub fn select(path: &str, doc: &Document, plan: &Plan, choice: &Choice) -> PlanRun {
    let phases: Vec<UnitId> = plan.phases().map(|(id, _)| id).collect();
    let place = |id: UnitId| phases.iter().position(|it| *it == id);
    let mut run_phases: Vec<RunPhase> = phases
        .iter()
        .map(|&id| {
            let unit = plan.unit(id);
            let on = unit.depends_on.on.iter();
            let on = on.filter_map(|it| plan.phase_of(it.value));
            RunPhase {
                handle: unit.handle.clone(),
                after: on.filter(|it| *it != id).filter_map(place).collect(),
            }
        })
        .collect();
    // What speaks of the whole comes after all of it.
    run_phases.push(RunPhase {
        handle: String::new(),
        after: (0..phases.len()).collect(),
    });
    let ready = Ready::new(plan);
    let boxes = plan.boxes.iter().enumerate();
    let chosen = boxes.filter(|(at, it)| {
        let named = choice.only.as_ref().is_none_or(|only| only.contains(at));
        named && matches!(it.kind, BoxKind::Criterion | BoxKind::Gate | BoxKind::Task)
    });
    let items = chosen.map(|(at, it)| {
        let phase = it
            .phase
            .or_else(|| it.unit.and_then(|it| plan.phase_of(it)));
        let place = phase.and_then(place).unwrap_or(phases.len());
        let wanted = choice.all || choice.only.is_some() || ready.holds(phase);
        item(path, doc, plan, (at, it), place, wanted, choice)
    });
    PlanRun {
        plan: path.to_owned(),
        items: items.collect(),
        phases: run_phases,
    }
}

fn item(
    path: &str,
    doc: &Document,
    plan: &Plan,
    (at, it): (usize, &CheckBox),
    phase: usize,
    wanted: bool,
    choice: &Choice,
) -> RunItem {
    let text = doc.source().folded(it.text).into_owned();
    let commands: Vec<&Command> = it
        .commands
        .iter()
        .filter_map(|it| plan.commands.get(*it as usize))
        .collect();
    let (steps, lines) = steps(doc, &commands);
    let mut programs: Vec<String> = Vec::new();
    for name in steps.iter().flat_map(|it| started(&it.command)) {
        if !programs.iter().any(|it| it == name) {
            programs.push(name.to_owned());
        }
    }
    let inputs = plan.inputs_of(doc, it).into_iter();
    let hindrance = if commands.is_empty() || it.manual {
        Some(NotRun::Manual)
    } else if it.deferred {
        Some(NotRun::Deferred)
    } else {
        let mut reasons = commands.iter().filter_map(|it| why_not(it, choice));
        reasons.next()
    };
    RunItem {
        plan: path.to_owned(),
        in_box: at,
        handle: it.handle.clone(),
        id: it.id.clone(),
        kind: it.kind,
        state: it.state,
        line: doc.line(it.mark),
        text_digest: Digest::of(text.as_bytes()),
        text,
        phase,
        inputs: inputs.map(|it| it.value.clone()).collect(),
        asks_git: steps.iter().any(|it| asks_git(&it.command)),
        asks_work_tree: steps.iter().any(|it| asks_work_tree(&it.command)),
        programs,
        subject: Subject {
            directory: String::new(),
            steps,
        },
        lines,
        not_run: hindrance.or((!wanted).then_some(NotRun::NotReady)),
        word: word(doc, plan, it),
    }
}

/// Returns the word of a person that stands beside a ticked box.
fn word(doc: &Document, plan: &Plan, it: &CheckBox) -> Option<PersonWord> {
    if it.state != BoxState::Done {
        return None;
    }
    let words = plan.confirmations(doc, it).into_iter();
    let of_people = words.filter(|it| it.voice == Voice::Person);
    let word = of_people.max_by_key(|it| it.fresh)?;
    Some(PersonWord {
        who: word.who.to_owned(),
        date: word.date.map(str::to_owned),
        fresh: word.fresh,
    })
}

/// Puts the commands of a box into steps: one that only prepares belongs to those after it.
fn steps(doc: &Document, commands: &[&Command]) -> (Vec<SubjectStep>, Vec<u32>) {
    let mut steps = Vec::new();
    let mut lines = Vec::new();
    let mut before = String::new();
    for (at, it) in commands.iter().enumerate() {
        let text = format!("{before}{}", it.text);
        if at + 1 < commands.len() && is_preparation(&it.text) {
            let joint = if is_left_running(&it.text) {
                " "
            } else if may_fail(&it.text) {
                "; "
            } else {
                " && "
            };
            before = format!("{text}{joint}");
            continue;
        }
        steps.push(SubjectStep {
            command: text,
            expectation: it.expectation.clone(),
        });
        lines.push(doc.line(it.span));
    }
    (steps, lines)
}

fn why_not(command: &Command, choice: &Choice) -> Option<NotRun> {
    let text = command.text.clone();
    Some(match command.why_not? {
        WhyNot::Placeholder => NotRun::Placeholder(text),
        WhyNot::Ellipsis => NotRun::Ellipsis(text),
        WhyNot::Mutating if choice.allow_mutating => return None,
        WhyNot::Mutating => NotRun::Mutating(text),
        WhyNot::Interactive => NotRun::Interactive(text),
        WhyNot::Unbalanced => NotRun::Unbalanced(text),
    })
}

/// Which phases are done or ready.
struct Ready {
    phases: Vec<UnitId>,
    /// Whether every phase is.
    all: bool,
}

impl Ready {
    fn new(plan: &Plan) -> Self {
        let ready = plan.ready();
        let begun = ready.units.iter().filter_map(|it| plan.phase_of(it.unit));
        let mut phases: Vec<UnitId> = begun.collect();
        let is_done = |state: UnitState| matches!(state, UnitState::Done | UnitState::InProgress);
        let done = plan.phases().filter(|(_, it)| is_done(it.state.value));
        phases.extend(done.map(|(id, _)| id));
        let waits = |(id, it): (UnitId, &tip_plan::Unit)| {
            it.kind == UnitKind::Phase
                && it.state.value != UnitState::Dropped
                && !phases.contains(&id)
        };
        let all = !plan.phases().any(waits);
        Self { phases, all }
    }

    fn holds(&self, phase: Option<UnitId>) -> bool {
        match phase {
            Some(phase) => self.phases.contains(&phase),
            None => self.all,
        }
    }
}
