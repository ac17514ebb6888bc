//! A criterion to run.

use tip_ledger::{Digest, Subject};
use tip_plan::{BoxKind, BoxState};

/// A criterion to run: a box of a plan, with the commands in it and what is expected of them.
#[derive(Clone, Debug)]
pub struct RunItem {
    /// The plan, as a path relative to the repository with `/`.
    pub plan: String,
    /// The position of the box in [`Plan::boxes`](tip_plan::Plan::boxes).
    pub in_box: usize,
    /// Its name for people: `P2.C3`.
    pub handle: String,
    /// Its name from its content.
    pub id: String,
    /// What it stands for.
    pub kind: BoxKind,
    /// What its box shows.
    pub state: BoxState,
    /// The line that it begins in, from 1.
    pub line: u32,
    /// Its text, on one line.
    pub text: String,
    /// The digest of its text.
    pub text_digest: Digest,
    /// The phase that it belongs to, as a position in [`PlanRun::phases`](crate::PlanRun::phases).
    pub phase: usize,
    /// What is asked.
    pub subject: Subject,
    /// The line of each command, from 1.
    pub lines: Vec<u32>,
    /// The patterns of the files that its answer depends on; none where the plan does not say.
    pub inputs: Vec<String>,
    /// Whether its commands may ask git for more than the files as they are.
    pub asks_git: bool,
    /// Whether its commands may ask git for what is not committed, plans included.
    pub asks_work_tree: bool,
    /// The programs that its commands start, as they write them.
    pub programs: Vec<String>,
    /// Why it is not run; `None` where it can be.
    pub not_run: Option<NotRun>,
    /// The word of a person that stands beside its ticked box; one that speaks of the text as it stands before others.
    pub word: Option<PersonWord>,
}

/// What a person says of a criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonWord {
    /// Who, as written; may be empty.
    pub who: String,
    /// When, as written: `2026-01-31`.
    pub date: Option<String>,
    /// Whether it speaks of the text as it stands.
    pub fresh: bool,
}

impl RunItem {
    /// Returns whether it is never run, whatever its text holds: a person says whether it holds.
    pub fn is_manual(&self) -> bool {
        self.not_run == Some(NotRun::Manual)
    }

    /// Returns whether a person says that it holds as its text stands.
    pub fn is_confirmed(&self) -> bool {
        self.word.as_ref().is_some_and(|it| it.fresh)
    }
}

/// Why a criterion is not run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotRun {
    /// It names no command, or its text leaves it to a person.
    Manual,
    /// It is deferred or struck out.
    Deferred,
    /// A command holds a placeholder, which somebody has to fill in.
    Placeholder(String),
    /// A command is cut short by an ellipsis.
    Ellipsis(String),
    /// A command changes things, and nobody allowed that.
    Mutating(String),
    /// A command never ends by itself or waits for a person.
    Interactive(String),
    /// The quotes or brackets of a command do not close.
    Unbalanced(String),
    /// What a command names is not there: a program, a script, a test, a package; in words.
    Missing(String),
    /// Its phase is neither done nor ready.
    NotReady,
    /// What its phase depends on did not pass: the handles.
    Blocked(Vec<String>),
    /// Its phase depends on itself.
    Cycle,
    /// Nobody approved the commands of the plan.
    Refused,
    /// Somebody interrupted the run before its turn.
    Interrupted,
}

impl NotRun {
    /// Returns the word for it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Manual => "manual",
            Self::Deferred => "deferred",
            Self::Placeholder(_) => "placeholder",
            Self::Ellipsis(_) => "ellipsis",
            Self::Mutating(_) => "mutating",
            Self::Interactive(_) => "interactive",
            Self::Unbalanced(_) => "unbalanced",
            Self::Missing(_) => "missing",
            Self::NotReady => "not_ready",
            Self::Blocked(_) => "blocked",
            Self::Cycle => "cycle",
            Self::Refused => "refused",
            Self::Interrupted => "interrupted",
        }
    }
}
