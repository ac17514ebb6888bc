//! What happens while criteria run, and what came of each.

use std::time::Duration;

use tip_ledger::{Evidence, LedgerError, Outcome};

use crate::NotRun;

/// The place of a criterion in a run: the plan, and the criterion in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemId {
    /// The position of the plan.
    pub plan: usize,
    /// The position in [`PlanRun::items`](crate::PlanRun::items).
    pub item: usize,
}

/// What happens while criteria run.
#[derive(Debug)]
pub enum Event<'a> {
    /// So many criteria may be run.
    Planned(usize),
    /// Nothing of a plan is run.
    Refused {
        /// The position of the plan.
        plan: usize,
        /// Why.
        reason: &'a str,
        /// What to do.
        hint: &'a str,
    },
    /// A criterion begins.
    Started(ItemId),
    /// A criterion waits for another process that runs the same.
    Waiting(ItemId),
    /// A criterion has ended, or will not begin.
    Finished(ItemId, &'a ItemResult),
    /// Evidence cannot be kept or looked up.
    LedgerTrouble(&'a LedgerError),
    /// The inputs cannot be read, so that nothing can be served.
    InputTrouble(String),
    /// A criterion names its inputs, and all files count all the same.
    NotNarrowed {
        /// The criterion.
        id: ItemId,
        /// Why.
        why: &'a str,
    },
}

/// What came of a criterion.
#[derive(Clone, Debug, PartialEq)]
pub enum ItemResult {
    /// It was run.
    Ran {
        /// What it showed.
        evidence: Box<Evidence>,
        /// What is different from the last time it passed.
        since: Option<Since>,
    },
    /// It passed before, and nothing that counts has changed since.
    Cached(Box<Evidence>),
    /// The same commands were run for another criterion a moment ago.
    Shared {
        /// What they showed.
        evidence: Box<Evidence>,
        /// The handle of that criterion.
        with: String,
    },
    /// It was not run.
    NotRun(NotRun),
}

/// What is different from the last time a criterion passed.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a part of the key of its own"
)]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Since {
    /// When that was: milliseconds since 1970.
    pub passed: i64,
    /// The commit then.
    pub commit: Option<String>,
    /// Whether the environment that counts is another one.
    pub environment: bool,
    /// The inputs that are different; `None` where that cannot be told any more.
    pub inputs: Option<Vec<String>>,
    /// Whether git answers from something else: another commit, branch or stage.
    pub git: bool,
    /// Whether a program that the commands start is another one.
    pub programs: bool,
    /// Whether that run changed its own inputs.
    pub changed_inputs: bool,
}

impl Since {
    /// Returns how many things differ; files that cannot be named count as more than any that can.
    pub(crate) fn differences(&self) -> usize {
        let parts = [
            self.environment,
            self.git,
            self.programs,
            self.changed_inputs,
        ];
        let parts = parts.into_iter().filter(|it| *it).count();
        let files = self.inputs.as_ref().map_or(usize::MAX / 2, Vec::len);
        parts + files
    }
}

impl ItemResult {
    /// Returns what came of it; `None` where it was not run.
    pub fn outcome(&self) -> Option<Outcome> {
        Some(self.evidence()?.outcome)
    }

    /// Returns what it showed; `None` where it was not run.
    pub fn evidence(&self) -> Option<&Evidence> {
        match self {
            Self::Ran { evidence, .. } | Self::Cached(evidence) | Self::Shared { evidence, .. } => {
                Some(evidence)
            }
            Self::NotRun(_) => None,
        }
    }

    /// Returns whether what depends on it may go on: it passed, or it is for a person to say.
    pub fn is_good(&self) -> bool {
        match self {
            Self::NotRun(why) => !matches!(
                why,
                NotRun::Missing(_)
                    | NotRun::Blocked(_)
                    | NotRun::Cycle
                    | NotRun::Refused
                    | NotRun::Interrupted
            ),
            ran => matches!(ran.outcome(), Some(Outcome::Passed | Outcome::Undecided)),
        }
    }
}

/// What came of a run, by plan and criterion.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// What came of each criterion.
    pub results: Vec<Vec<ItemResult>>,
    /// How long it took.
    pub duration: Duration,
    /// Whether somebody interrupted it.
    pub interrupted: bool,
    /// Whether all evidence was kept.
    pub kept: bool,
}

impl Report {
    /// Returns every result with its place.
    pub fn all(&self) -> impl Iterator<Item = (ItemId, &ItemResult)> + '_ {
        let plans = self.results.iter().enumerate();
        plans.flat_map(|(plan, results)| {
            let items = results.iter().enumerate();
            items.map(move |(item, result)| (ItemId { plan, item }, result))
        })
    }
}
