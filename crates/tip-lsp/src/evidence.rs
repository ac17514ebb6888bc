//! What is remembered of the criteria of a repository: when their commands ran, what came of it, and whether that is still true of the
//! files as they are.
//!
//! The environment and the programs of the machine count too, for whoever runs criteria; `tip evidence` looks at them.

use std::path::Path;

use tip_workspace::{InputState, Snapshot};

use rustc_hash::FxHashMap;
use tip_ledger::{
    Digest, Evidence, Ledger, LedgerError, Outcome, SqliteLedger, SubjectStep, git_digest,
    input_digest,
};
use tip_plan::{CheckBox, Command, Expectation, Plan};
use tip_rules::Day;
use tip_syntax::Document;

/// The milliseconds of a day.
const DAY: i64 = 24 * 60 * 60 * 1000;

/// What is remembered of the criteria of a repository.
#[derive(Debug, Default)]
pub(crate) struct Remembered {
    /// The newest answer to each question, or the newest run where there is no answer, by the commands.
    runs: FxHashMap<String, Vec<Run>>,
    /// What runs depend on, as it is; `None` where nobody looked.
    now: Option<Now>,
    /// Why nothing can be remembered, though something is there.
    pub(crate) trouble: Option<String>,
}

/// What runs depend on, at the moment of the last look.
#[derive(Debug)]
struct Now {
    inputs: InputState,
    /// The digest of all of them.
    all: Digest,
    /// The digest of what git answers from.
    git: Option<Digest>,
}

/// Whether what came of a run is still true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Freshness {
    /// No file changed on which it depends.
    Fresh,
    /// Something changed.
    Stale(&'static str),
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
    /// The digests of its inputs, and of what git answered from, where it asked.
    inputs: Digest,
    git: Option<Digest>,
    /// Whether it changed its own inputs.
    changed_inputs: bool,
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

    /// Looks at what runs depend on, so that it is known which of them are still true; `plans` are no inputs, whether they are found as
    /// plans or not.
    pub(crate) fn look(&mut self, snapshot: &Snapshot, plans: impl Iterator<Item = String>) {
        if self.runs.is_empty() {
            return;
        }
        let mut inputs = snapshot
            .inputs(snapshot.config().verify.inputs.clone())
            .anew();
        inputs.leave_out(plans);
        let Ok(state) = inputs.look() else {
            return;
        };
        let runs = || self.runs.values().flatten();
        let git = runs().any(|it| it.git.is_some());
        let git = git.then(|| inputs.git().ok().flatten()).flatten();
        self.now = Some(Now {
            all: digest(&state),
            inputs: state,
            git: git.map(|it| {
                let staged = it.staged.iter();
                git_digest(
                    it.references.iter().map(String::as_str),
                    staged.map(|(path, entry)| (path.as_str(), entry.as_str())),
                )
            }),
        });
    }

    /// Returns whether what came of a run of a box is still true of the files as they are; `None` where nobody looked.
    pub(crate) fn freshness(
        &self,
        doc: &Document,
        plan: &Plan,
        it: &CheckBox,
        run: &Run,
    ) -> Option<Freshness> {
        let now = self.now.as_ref()?;
        let patterns = plan.inputs_of(doc, it).into_iter();
        let patterns: Vec<String> = patterns.map(|it| it.value.clone()).collect();
        let inputs = match patterns.as_slice() {
            [] => now.all,
            patterns => {
                let fitting = now.inputs.fitting(patterns);
                fitting.map_or(now.all, |(state, _)| digest(&state))
            }
        };
        Some(if run.changed_inputs {
            Freshness::Stale("its run changed files that it depends on")
        } else if run.inputs != inputs {
            Freshness::Stale("files changed since")
        } else if run.git.is_some() && run.git != now.git {
            Freshness::Stale("the commit or what is staged changed since")
        } else {
            Freshness::Fresh
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
            inputs: evidence.key.inputs,
            git: evidence.key.git,
            changed_inputs: evidence.changed_inputs,
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

fn digest(state: &InputState) -> Digest {
    let files = state.files.iter();
    input_digest(files.map(|(path, it)| (path.as_str(), it.bytes())))
}

impl Freshness {
    /// Says it in a few words.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Fresh => "no file changed since",
            Self::Stale(why) => why,
        }
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
