//! What the renderers are given.

use std::fmt;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use tip_plan::{DialectId, Plan, Progress, Stage, UnitKind, UnitState};
use tip_rules::{EvidenceAnswer, Judged};
use tip_syntax::{Document, Kept, Safety, Severity};

/// The outcome of a check.
pub struct CheckReport<'a> {
    /// The version of `tip`.
    pub version: &'a str,
    /// The number of plans that were checked.
    pub plans: usize,
    /// The number of their files that could be checked.
    pub plan_files: usize,
    /// The files with findings, in the order in which they are shown.
    pub files: Vec<CheckedFile<'a>>,
    /// Gives the source of a file by its path, for labels that point elsewhere; `None` leaves their lines out.
    pub sources: &'a dyn Fn(&str) -> Option<Arc<Kept>>,
}

impl fmt::Debug for CheckReport<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CheckReport")
            .field("version", &self.version)
            .field("plans", &self.plans)
            .field("plan_files", &self.plan_files)
            .field("files", &self.files)
            .finish_non_exhaustive()
    }
}

/// A file and what was found in it.
#[derive(Clone, Copy, Debug)]
pub struct CheckedFile<'a> {
    /// Its path, relative to the repository, `/` between its parts.
    pub path: &'a str,
    /// Its text, as far as the findings speak of it.
    pub source: &'a Kept,
    /// The findings, in the order in which they are shown.
    pub judged: &'a [Judged],
}

/// Counts of findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// The errors.
    pub errors: usize,
    /// The warnings.
    pub warnings: usize,
    /// The hints.
    pub hints: usize,
    /// The findings that have a safe fix.
    pub fixable: usize,
    /// The findings that have an unsafe fix and no safe one.
    pub unsafe_fixable: usize,
    /// The files with findings.
    pub files: usize,
}

/// A plan, in one file or several.
#[derive(Clone, Debug)]
pub struct PlanView<'a> {
    /// Its name: the path of its file, or of the folder that its files are in.
    pub name: &'a str,
    /// Its files; the first one that says something of the whole (title, status, date) decides.
    pub files: Vec<PlanFile<'a>>,
}

/// One file of a plan.
#[derive(Clone, Copy, Debug)]
pub struct PlanFile<'a> {
    /// Its path, relative to the repository, `/` between its parts.
    pub path: &'a str,
    /// The document.
    pub doc: &'a Document,
    /// What was read of it.
    pub plan: &'a Plan,
    /// What is known of runs of its boxes, by their ids; `None` where nobody looked.
    pub evidence: Option<&'a FxHashMap<String, EvidenceAnswer>>,
    /// Since when what is done in it is done, where the history was asked.
    pub ticks: Option<&'a Ticks>,
    /// For each unit how many files it means to create, where all of them are there; `None` where nobody looked.
    pub built: Option<&'a [u32]>,
    /// How many of the files that it means to create are there, and how many it means to create; nothing where nobody looked.
    pub made: (u32, u32),
}

/// Since when the boxes and units of a file are done; nothing for those that are not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ticks {
    /// For each box.
    pub boxes: Vec<Option<Tick>>,
    /// For each unit.
    pub units: Vec<Option<Tick>>,
}

/// Since when something is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tick {
    /// Since a commit, without interruption.
    Commit {
        /// The whole hash.
        hash: String,
        /// Its author.
        by: String,
        /// The day on which it was written: `2026-01-31`.
        at: String,
    },
    /// It is not committed yet.
    WorkTree,
}

/// A plan in one line.
#[derive(Clone, Debug)]
pub struct PlanSummary {
    /// Its name: the path of its file, or of the folder that its files are in.
    pub name: String,
    /// The paths of its files.
    pub files: Vec<String>,
    /// Its title.
    pub title: Option<String>,
    /// Its feature.
    pub feature: Option<String>,
    /// Its stage, corrected by progress.
    pub stage: Stage,
    /// How it was read.
    pub dialect: DialectId,
    /// How much is done.
    pub progress: Progress,
    /// What that counts.
    pub counted: Counted,
    /// Whether its files may hold other phases and boxes than were read of them.
    pub uncertain: bool,
    /// The number of its phases.
    pub phases: usize,
    /// What its stage rests on.
    pub basis: StageBasis,
    /// What can be worked on first: the handle and title of a phase or task, else of a box outside of them.
    pub next: Option<(String, String)>,
    /// What still tells that it is not complete, and how that is moved.
    pub why_not_complete: String,
    /// The number of errors, where it was checked.
    pub errors: usize,
    /// The number of warnings, where it was checked.
    pub warnings: usize,
    /// Whether it lies in an archive.
    pub archived: bool,
}

/// Why a Markdown file is a plan, or is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    /// The path of the file.
    pub path: String,
    /// Whether it is a plan.
    pub is_plan: bool,
    /// What told it: `matches docs/tips/**/*.md`.
    pub reason: String,
}

/// The state of the repository's plans.
#[derive(Clone, Debug)]
pub struct Overview<'a> {
    /// The plans, in the order in which they are shown.
    pub plans: &'a [PlanSummary],
    /// How many more plans lie in archives.
    pub archived: usize,
    /// Whether the plans were checked, so that their counts of errors and warnings mean something.
    pub checked: bool,
}

/// What the stage of a plan rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StageBasis {
    /// A status is written, or what is done tells.
    Told,
    /// No status is written, and of all that could be done nothing is.
    NotBegun,
    /// Nothing is marked as done, and yet at least three of four files that the plan means to create are there.
    SeemsBuilt,
    /// No status is written, and nothing tells how far the plan has come.
    Unknown,
}

impl StageBasis {
    /// What stages rest on that nobody told.
    pub(crate) const GUESSES: [Self; 3] = [Self::NotBegun, Self::SeemsBuilt, Self::Unknown];
}

/// What the progress of a plan counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Boxes.
    Boxes,
    /// Phases, in a plan without boxes.
    Phases,
}

/// A plan and what is ready in it.
#[derive(Clone, Debug)]
pub struct NextPlan {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: Option<String>,
    /// Its stage, corrected by progress.
    pub stage: Stage,
    /// What its stage rests on.
    pub basis: StageBasis,
    /// How much is done.
    pub progress: Progress,
    /// What that counts.
    pub counted: Counted,
    /// The units that are ready, in the order in which they are shown.
    pub ready: Vec<ReadyUnit>,
    /// Where no unit is ready, the open boxes outside of phases and tasks.
    pub boxes: Vec<ReadyBox>,
    /// The units that wait for others.
    pub waiting: Vec<WaitingUnit>,
    /// What still tells that it is not complete, and how that is moved.
    pub why_not_complete: String,
    /// How many of the files that it means to create are there, and how many it means to create.
    pub made: (u32, u32),
}

/// A phase or task that can be worked on.
#[derive(Clone, Debug)]
pub struct ReadyUnit {
    /// What it is.
    pub kind: UnitKind,
    /// Its handle.
    pub handle: String,
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The path of its file.
    pub path: String,
    /// Its line, from 1.
    pub line: u32,
    /// How far it has come.
    pub state: UnitState,
    /// Its effort, as short as it can be written.
    pub effort: Option<String>,
    /// Its boxes that are still open.
    pub open: Vec<ReadyBox>,
    /// How many files it means to create, where all of them are there and nothing tells that it is begun; else 0.
    pub built: u32,
    /// What was assumed.
    pub assumed: Vec<Assumption>,
}

/// An open box.
#[derive(Clone, Debug)]
pub struct ReadyBox {
    /// Its handle.
    pub handle: String,
    /// Its id.
    pub id: String,
    /// Its text.
    pub text: String,
    /// The path of its file.
    pub path: String,
    /// Its line, from 1.
    pub line: u32,
    /// Whether it waits for a person to look.
    pub is_for_person: bool,
}

/// A unit that waits for others.
#[derive(Clone, Debug)]
pub struct WaitingUnit {
    /// Its handle.
    pub handle: String,
    /// The handles of those that it waits for.
    pub on: Vec<String>,
}

/// What was assumed where a plan says nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Assumption {
    /// No dependency is written: it waits for the unit before it, named by its handle.
    After(String),
    /// No dependency is written, and no unit stands before it.
    First,
    /// Nothing tells how far a unit has come: it counts as open. Named by its handle.
    StateUnknown(String),
    /// It names a unit that the plan does not have, as written; it was left out.
    UnknownDependency(String),
}

impl Summary {
    /// Counts the findings of a report.
    pub fn of(report: &CheckReport<'_>) -> Self {
        let mut summary = Self::default();
        for file in &report.files {
            summary.files += usize::from(!file.judged.is_empty());
            for judged in file.judged {
                match judged.severity {
                    Severity::Error => summary.errors += 1,
                    Severity::Warning => summary.warnings += 1,
                    Severity::Hint => summary.hints += 1,
                }
                let fixes = &judged.finding.fixes;
                if fixes.iter().any(|fix| fix.safety == Safety::Safe) {
                    summary.fixable += 1;
                } else if fixes.iter().any(|fix| fix.safety == Safety::Unsafe) {
                    summary.unsafe_fixable += 1;
                }
            }
        }
        summary
    }

    /// Returns the number of findings.
    pub fn total(self) -> usize {
        self.errors + self.warnings + self.hints
    }
}
