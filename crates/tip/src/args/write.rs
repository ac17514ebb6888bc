//! The arguments of the commands that change plans.

use camino::Utf8PathBuf;
use clap::{Args, Subcommand, ValueEnum};

/// What every command that writes takes.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct WriteArgs {
    /// Show the change and write nothing
    #[arg(long, visible_alias = "dry-run")]
    pub(crate) diff: bool,
    /// Print JSON
    #[arg(long, conflicts_with = "diff")]
    pub(crate) json: bool,
}

/// How to do what something is in the way of.
#[derive(Clone, Debug, Args)]
pub(crate) struct ForceArgs {
    /// Do it though something is in the way
    #[arg(long, requires = "because")]
    pub(crate) force: bool,
    /// Why; the reason is written into the plan, where it lets pass what was in the way
    #[arg(long, value_name = "REASON", requires = "force")]
    pub(crate) because: Option<String>,
}

/// The arguments of `tick` and `untick`.
#[derive(Clone, Debug, Args)]
pub(crate) struct TickArgs {
    /// Boxes by handle or id, in a plan by path, feature, name or the start of one
    #[arg(value_name = "PLAN#HANDLE", required = true)]
    pub(crate) things: Vec<String>,
    #[command(flatten)]
    pub(crate) write: WriteArgs,
}

/// The arguments of `confirm`.
#[derive(Clone, Debug, Args)]
pub(crate) struct ConfirmArgs {
    /// Boxes by handle or id, in a plan by path, feature, name or the start of one
    #[arg(value_name = "PLAN#HANDLE", required = true)]
    pub(crate) things: Vec<String>,
    /// What was seen
    #[arg(long, value_name = "WORDS")]
    pub(crate) note: Option<String>,
    /// Who says so, instead of whom git knows as `user.name`
    #[arg(long, value_name = "NAME", conflicts_with = "agent")]
    pub(crate) by: Option<String>,
    /// It is the word of an agent of this name, not of a person
    #[arg(long, value_name = "NAME")]
    pub(crate) agent: Option<String>,
    #[command(flatten)]
    pub(crate) write: WriteArgs,
}

/// The arguments of `begin` and `finish`.
#[derive(Clone, Debug, Args)]
pub(crate) struct StateArgs {
    /// Phases or tasks by handle or id, in a plan by path, feature, name or the start of one
    #[arg(value_name = "PLAN#HANDLE", required = true)]
    pub(crate) things: Vec<String>,
    #[command(flatten)]
    pub(crate) force: ForceArgs,
    #[command(flatten)]
    pub(crate) write: WriteArgs,
}

/// The arguments of `status`.
#[derive(Clone, Debug, Args)]
pub(crate) struct StatusArgs {
    /// A plan by path, feature, name or the start of one; without it the state of all plans at a glance
    pub(crate) plan: Option<String>,
    /// The stage to move to
    #[arg(value_name = "STAGE")]
    pub(crate) new: Option<String>,
    /// Let passes count that other machines earned and `tip evidence import` took in
    #[arg(long)]
    pub(crate) imported: bool,
    #[command(flatten)]
    pub(crate) force: ForceArgs,
    #[command(flatten)]
    pub(crate) write: WriteArgs,
}

/// What `add` adds.
#[derive(Debug, Subcommand)]
pub(crate) enum AddArgs {
    /// Add a phase after the last one
    ///
    /// It gets the labels that its neighbor has; what is not given gets a placeholder, which `tip check` finds. With --after the phases
    /// are numbered anew, and what names them follows.
    Phase(AddPhaseArgs),
    /// Add a criterion to a phase
    Criterion(AddCriterionArgs),
    /// Add a test scenario after the last one
    Scenario(AddScenarioArgs),
    /// Add a risk under its level
    Risk(AddRiskArgs),
}

/// The arguments of `add phase`.
#[derive(Debug, Args)]
pub(crate) struct AddPhaseArgs {
    /// A plan by path, feature, name or the start of one
    pub(crate) plan: String,
    /// The title of the phase
    pub(crate) title: String,
    /// Put it behind this phase instead of the last one
    #[arg(long, value_name = "HANDLE")]
    pub(crate) after: Option<String>,
    /// What it is for
    #[arg(long)]
    pub(crate) purpose: Option<String>,
    /// How much work it is: XS, S, M, L
    #[arg(long, value_name = "SIZE")]
    pub(crate) effort: Option<String>,
    /// What it waits for, as the plan says it; the phase before if not given
    #[arg(long, value_name = "WORDS")]
    pub(crate) depends_on: Option<String>,
    /// A criterion; may be given several times
    #[arg(long, value_name = "TEXT")]
    pub(crate) criterion: Vec<String>,
    #[command(flatten)]
    pub(crate) write: WriteArgs,
}

/// The arguments of `add criterion`.
#[derive(Debug, Args)]
pub(crate) struct AddCriterionArgs {
    /// A phase by handle or id: `billing#P2`
    #[arg(value_name = "PLAN#PHASE")]
    pub(crate) phase: String,
    /// The criterion; a command in backticks can be run
    pub(crate) text: String,
    #[command(flatten)]
    pub(crate) write: WriteArgs,
}

/// The arguments of `add scenario`.
#[derive(Debug, Args)]
pub(crate) struct AddScenarioArgs {
    /// A plan by path, feature, name or the start of one
    pub(crate) plan: String,
    /// The title of the scenario
    pub(crate) title: String,
    /// The state before
    #[arg(long)]
    pub(crate) given: Option<String>,
    /// The action
    #[arg(long)]
    pub(crate) when: Option<String>,
    /// The outcome
    #[arg(long)]
    pub(crate) then: Option<String>,
    /// What it proves
    #[arg(long)]
    pub(crate) validates: Option<String>,
    #[command(flatten)]
    pub(crate) write: WriteArgs,
}

/// The arguments of `add risk`.
#[derive(Debug, Args)]
pub(crate) struct AddRiskArgs {
    /// A plan by path, feature, name or the start of one
    pub(crate) plan: String,
    /// What may happen
    pub(crate) text: String,
    /// How grave it is
    #[arg(long, default_value = "medium")]
    pub(crate) level: RiskLevelArg,
    /// How to avoid it
    #[arg(long)]
    pub(crate) mitigation: Option<String>,
    /// What to do when it happens
    #[arg(long)]
    pub(crate) contingency: Option<String>,
    #[command(flatten)]
    pub(crate) write: WriteArgs,
}

/// How grave a risk is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RiskLevelArg {
    /// It needs a mitigation and a contingency
    High,
    /// It needs a mitigation
    Medium,
    /// It may be lived with
    Low,
}

/// The arguments of `renumber`.
#[derive(Debug, Args)]
pub(crate) struct RenumberArgs {
    /// A plan by path, feature, name or the start of one
    pub(crate) plan: String,
    #[command(flatten)]
    pub(crate) write: WriteArgs,
}

/// The arguments of `fmt`.
#[derive(Debug, Args)]
pub(crate) struct FmtArgs {
    /// Files and folders; without any all plans that are not in an archive
    pub(crate) paths: Vec<Utf8PathBuf>,
    /// Name the plans that are not in form and write nothing; the answer is "no" if there are any
    #[arg(long)]
    pub(crate) check: bool,
    /// Show what would change and write nothing; the answer is "no" if there is something
    #[arg(long)]
    pub(crate) diff: bool,
    /// Print one JSON object: the files that were or, with --check, would be changed
    #[arg(long, conflicts_with = "diff")]
    pub(crate) json: bool,
}
