//! The arguments of the commands that ask what became of references and plans.

use camino::Utf8PathBuf;
use clap::Args;

use super::{CacheArgs, WriteArgs};

/// The arguments of `drift`.
#[derive(Clone, Debug, Args)]
pub(crate) struct DriftArgs {
    /// Files, folders and names of plans; all plans where none is given
    pub(crate) paths: Vec<Utf8PathBuf>,
    /// Judge complete, superseded and archived plans and finished phases too, and show every reference
    ///
    /// Without it those are history, which no code that changes can make wrong.
    #[arg(long)]
    pub(crate) all: bool,
    /// Print one JSON object
    #[arg(long, conflicts_with = "jsonl")]
    pub(crate) json: bool,
    /// Print a JSON object a line, one for each reference
    #[arg(long)]
    pub(crate) jsonl: bool,
    #[command(flatten)]
    pub(crate) cache: CacheArgs,
    #[command(flatten)]
    pub(crate) fixes: DriftFixArgs,
}

/// Whether a check finds out where references lead.
#[derive(Clone, Copy, Debug, Default, Args)]
pub(crate) struct FollowArgs {
    /// Follow references through the history of git
    ///
    /// Without it a check tells of those that moved, were edited or deleted only what `tip drift` found out before and still holds.
    #[arg(long)]
    pub(crate) drift: bool,
    #[command(flatten)]
    pub(crate) cache: CacheArgs,
}

/// What `drift` does about what it finds.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct DriftFixArgs {
    /// Rewrite references that moved or whose file was renamed, where that is sure, then show what remains
    ///
    /// A file is written whole or not at all, and only if nobody changed it meanwhile. Nothing outside a reference is touched.
    #[arg(long)]
    pub(crate) fix: bool,
    /// With --fix or --diff: those that are less sure as well, and those whose line was edited
    #[arg(long)]
    pub(crate) unsafe_fixes: bool,
    /// Show what --fix would change and write nothing
    #[arg(long, conflicts_with_all = ["json", "jsonl"])]
    pub(crate) diff: bool,
}

/// The arguments of `accept`.
#[derive(Clone, Debug, Args)]
pub(crate) struct AcceptArgs {
    /// The plan, named as for `show`, or a thing in it: `PLAN#HANDLE`
    pub(crate) plan: String,
    /// Only the references on this line of the plan
    #[arg(long = "line", value_name = "LINE")]
    pub(crate) lines: Vec<u32>,
    #[command(flatten)]
    pub(crate) write: WriteArgs,
}

/// The arguments of `log`.
#[derive(Clone, Debug, Args)]
pub(crate) struct LogArgs {
    /// The plan, named as for `show`
    pub(crate) plan: String,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// The arguments of `built`.
#[derive(Clone, Debug, Args)]
pub(crate) struct BuiltArgs {
    /// The plan, named as for `show`
    pub(crate) plan: String,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) cache: CacheArgs,
}

/// The arguments of `diff`.
#[derive(Clone, Debug, Args)]
pub(crate) struct DiffArgs {
    /// `REV..REV`, `REV...REV` from where they parted, or `REV` for what changed since
    #[arg(value_name = "RANGE")]
    pub(crate) range: String,
    /// Only these plans, named as for `show`
    #[arg(value_name = "PLAN")]
    pub(crate) plans: Vec<String>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// The arguments of `impact`.
#[derive(Clone, Debug, Args)]
pub(crate) struct ImpactArgs {
    /// `A..B` for what lies between two commits, `A...B` from where they parted, `A` or `A..` for the files as they are since A
    ///
    /// Plans are read as they are in the working tree; submodules are not looked into.
    #[arg(value_name = "REV..REV")]
    pub(crate) range: Option<String>,
    /// What is staged for the next commit
    #[arg(long, alias = "cached", conflicts_with = "range")]
    pub(crate) staged: bool,
    /// Look at complete, superseded and archived plans and at logs too, and show every plan and what names no more than a folder
    #[arg(long)]
    pub(crate) all: bool,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}
