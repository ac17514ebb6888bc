//! What a rule is.

use tip_plan::{Plan, Schema, Stage};
use tip_syntax::{Document, Finding, Severity};

use crate::{Answers, Limits, Outline, Shared};

/// A rule: its function, and all that is said of it.
#[derive(Debug)]
pub struct Rule {
    /// Its name: the fault, in kebab-case, such that "allow" can stand before it.
    pub name: &'static str,
    /// Its serial number: `TIP001`. Never used again.
    pub code: &'static str,
    /// What it is about.
    pub category: Category,
    /// How grave its findings are, by the stage of the plan.
    pub levels: Levels,
    /// Whether its findings bring a remedy.
    pub fix: FixAvailability,
    /// The version that brought it.
    pub since: &'static str,
    /// One line on what it finds.
    pub summary: &'static str,
    /// Its documentation in Markdown: What it does / Why it matters / Example / Use instead.
    pub docs: &'static str,
    /// What it looks at, and how.
    pub scope: Scope,
}

/// What a rule looks at, and its function.
#[derive(Clone, Copy, Debug)]
pub enum Scope {
    /// One plan.
    Plan(fn(&PlanContext<'_>, &mut Vec<Finding>)),
    /// One plan that is to become complete; silent where nobody asks that.
    Gate(fn(&PlanContext<'_>, &mut Vec<Finding>)),
    /// All plans; a finding is given with the position of its plan.
    Set(fn(&SetContext<'_>, &mut Vec<(usize, Finding)>)),
    /// The suppressions of one plan; the pass that applies them makes the findings.
    Suppressions,
}

/// Another file of the plan that is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Sibling<'a> {
    /// Its path, relative to the repository.
    pub path: &'a str,
    /// What was read of it.
    pub plan: &'a Plan,
}

/// What a rule over one plan is given.
#[derive(Clone, Copy, Debug)]
pub struct PlanContext<'a> {
    /// The path of the file, relative to the repository.
    pub path: &'a str,
    /// The document.
    pub doc: &'a Document,
    /// The plan, as far as this file holds it.
    pub plan: &'a Plan,
    /// The other files of the plan.
    pub siblings: &'a [Sibling<'a>],
    /// What the world answered.
    pub answers: &'a Answers,
    /// The template in force.
    pub schema: &'a Schema,
    /// What the team allows.
    pub limits: &'a Limits,
    /// What rules found out for each other, nothing at first.
    pub shared: &'a Shared<'a>,
}

/// What a rule over all plans is given.
#[derive(Clone, Copy, Debug)]
pub struct SetContext<'a> {
    /// The plans, sorted by path.
    pub outlines: &'a [Outline],
}

/// What a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// Whether the text has the form of a plan.
    Form,
    /// The phases and their order.
    Phases,
    /// Success criteria.
    Criteria,
    /// Estimates.
    Estimates,
    /// References to code and documents.
    References,
    /// What the plan says of the domain, of scenarios, risks, data and performance.
    Domain,
    /// The stage of the plan.
    Status,
    /// Several plans together.
    Plans,
}

impl Category {
    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Phases => "phases",
            Self::Criteria => "criteria",
            Self::Estimates => "estimates",
            Self::References => "references",
            Self::Domain => "domain",
            Self::Status => "status",
            Self::Plans => "plans",
        }
    }
}

/// How grave a finding is, or that it is not to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Not made.
    Off,
    /// A hint.
    Hint,
    /// A warning.
    Warning,
    /// An error.
    Error,
}

impl Level {
    /// Returns the severity of findings at this level.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Off => None,
            Self::Hint => Some(Severity::Hint),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
        }
    }
}

/// A level for each stage of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Levels {
    /// While it is written.
    pub draft: Level,
    /// When it is agreed on.
    pub approved: Level,
    /// While it is carried out.
    pub in_progress: Level,
    /// When it is complete, superseded or abandoned.
    pub over: Level,
}

impl Levels {
    /// A fault of the form that hinders reading: graver while the plan is worked on, and still told when it is over.
    pub const fn form(level: Level, over: Level) -> Self {
        Self {
            draft: level,
            approved: level,
            in_progress: level,
            over,
        }
    }

    /// Something that a draft may still lack: a hint until it is agreed on, a warning until the plan is over.
    pub const fn once_agreed() -> Self {
        Self {
            draft: Level::Hint,
            approved: Level::Warning,
            in_progress: Level::Warning,
            over: Level::Off,
        }
    }

    /// The same level at every stage.
    pub const fn always(level: Level) -> Self {
        Self {
            draft: level,
            approved: level,
            in_progress: level,
            over: level,
        }
    }

    /// The same level until the plan is over, and none after: a complete plan is history.
    pub const fn until_over(level: Level) -> Self {
        Self {
            draft: level,
            approved: level,
            in_progress: level,
            over: Level::Off,
        }
    }

    /// Returns whether nothing is ever said.
    pub fn is_off(self) -> bool {
        self == Self::always(Level::Off)
    }

    /// Returns the level at a stage.
    pub fn at(self, stage: Stage) -> Level {
        match stage {
            Stage::Draft => self.draft,
            Stage::Approved => self.approved,
            Stage::InProgress => self.in_progress,
            Stage::Complete | Stage::Superseded | Stage::Abandoned => self.over,
        }
    }
}

/// Whether the findings of a rule bring a remedy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FixAvailability {
    /// Never.
    None,
    /// For some findings.
    Sometimes,
    /// For every finding.
    Always,
}
