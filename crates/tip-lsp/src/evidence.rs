//! What is remembered of the criteria of a repository: when their commands ran, and what came of it.
//!
//! Whether that is still true of the files as they are takes a look at all of them and at the programs of the machine; `tip evidence`
//! does that. Here it is told when it was true.

use std::path::Path;

use rustc_hash::FxHashMap;
use tip_ledger::{Evidence, Ledger, LedgerError, Outcome, SqliteLedger, SubjectStep};
use tip_plan::{CheckBox, Command, Expectation, Plan};
use tip_rules::Day;

/// The milliseconds of a day.
const DAY: i64 = 24 * 60 * 60 * 1000;

/// What is remembered of the criteria of a repository.
#[derive(Debug, Default)]
pub(crate) struct Remembered {
    /// The newest answer to each question, or the newest run where there is no answer, by the commands.
    runs: FxHashMap<String, Vec<Run>>,
    /// Why nothing can be remembered, though something is there.
    pub(crate) trouble: Option<String>,
}

/// A run of the commands of a criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) outcome: Outcome,
    /// When it began: milliseconds since 1970.
    started: i64,
    /// The commit that was checked out.
    pub(crate) commit: Option<String>,
    /// Whether all files were as in the commit.
    pub(crate) clean: bool,
    /// Who ran it.
    pub(crate) who: String,
    /// Whether it was taken in from another machine.
    pub(crate) imported: bool,
    steps: Vec<SubjectStep>,
}

impl Remembered {
    /// Reads what is remembered of the repository at a folder.
    pub(crate) fn read(root: &Path) -> Self {
        Self::try_read(root).unwrap_or_else(|error| Self {
            trouble: Some(error.to_string()),
            ..Self::default()
        })
    }

    fn try_read(root: &Path) -> Result<Self, LedgerError> {
        let mut remembered = Self::default();
        if let Some(ledger) = SqliteLedger::open_to_read(root)? {
            ledger.each(&mut |evidence| {
                remembered.take(evidence);
                Ok(())
            })?;
        }
        Ok(remembered)
    }

    /// Takes in a run that is newer than those before.
    fn take(&mut self, evidence: Evidence) {
        let run = Run {
            outcome: evidence.outcome,
            started: evidence.started,
            clean: evidence.tree.is_clean(),
            commit: evidence.tree.commit,
            who: evidence.who,
            imported: evidence.imported,
            steps: evidence.subject.steps,
        };
        let commands = run.steps.iter().map(|it| it.command.as_str());
        let runs = self.runs.entry(joined(commands)).or_default();
        match runs.iter_mut().find(|it| it.steps == run.steps) {
            Some(before) if run.outcome.is_answer() || !before.outcome.is_answer() => *before = run,
            Some(_) => {}
            None => runs.push(run),
        }
    }

    /// Returns what is remembered of the commands of a box; `None` where they never ran.
    pub(crate) fn of(&self, plan: &Plan, it: &CheckBox) -> Option<&Run> {
        let at = it.commands.iter();
        let commands: Vec<&Command> = at
            .filter_map(|at| plan.commands.get(*at as usize))
            .collect();
        let asked = joined(commands.iter().map(|it| it.text.as_str()));
        let runs = self.runs.get(&asked)?;
        runs.iter().find(|run| is_asked(&run.steps, &commands))
    }
}

/// Returns commands as the one that they are together: what only prepares is part of a step of a run, and a command of its own in a plan.
fn joined<'a>(commands: impl Iterator<Item = &'a str>) -> String {
    commands.collect::<Vec<_>>().join(" && ")
}

/// Returns whether steps expect what commands with the same words expect.
fn is_asked(steps: &[SubjectStep], commands: &[&Command]) -> bool {
    let mut expected = commands.iter().map(|it| &it.expectation);
    let mut holds = |wanted: &Expectation| expected.any(|it| it == wanted);
    let last = (steps.last(), commands.last());
    matches!(last, (Some(step), Some(command)) if step.expectation == command.expectation)
        && steps.iter().all(|step| holds(&step.expectation))
}

impl Run {
    /// Says what came of it and how long ago, by the day: `passed 3 days ago`.
    pub(crate) fn age(&self, today: Option<Day>) -> String {
        let outcome = self.outcome.word().replace('_', " ");
        let day = u32::try_from(self.started / DAY).unwrap_or(0);
        let day = Day::from_days_since_1970(day);
        match today.map(|today| today.days_since(day)) {
            // A clock that is ahead does not make it later than today.
            Some(Some(0) | None) => format!("{outcome} today"),
            Some(Some(1)) => format!("{outcome} yesterday"),
            Some(Some(days)) => format!("{outcome} {days} days ago"),
            None => format!("{outcome} on {day}"),
        }
    }
}
