//! The arguments of `check`.

use camino::Utf8PathBuf;
use clap::{Args, ValueEnum};

use super::FollowArgs;

/// The arguments of `check`.
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct CheckArgs {
    /// Files, folders and names of plans; a file is checked even if it would not be found as a plan
    ///
    /// `-` is the text from standard input, with --stdin-path.
    pub(crate) paths: Vec<Utf8PathBuf>,
    /// With `-`: the path at which the text from standard input is judged, which need not exist
    #[arg(long, value_name = "PATH")]
    pub(crate) stdin_path: Option<Utf8PathBuf>,
    /// How to show findings
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: Format,
    /// Count findings by rule instead of showing them
    #[arg(long)]
    pub(crate) statistics: bool,
    /// The least severity that makes the answer "no"
    #[arg(long, value_name = "SEVERITY", default_value = "warning")]
    pub(crate) fail_on: FailOn,
    /// Run only these rules
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(crate) select: Vec<String>,
    /// Do not run these rules
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(crate) ignore: Vec<String>,
    /// Check plans that git ignores as well
    #[arg(long)]
    pub(crate) all: bool,
    /// Tell only of lines that changed since this branch left REV, and of those not committed yet
    ///
    /// What a line that was taken away leaves behind is not told: check all for that.
    #[arg(long, value_name = "REV", conflicts_with_all = ["write_baseline", "fix", "diff"])]
    pub(crate) since: Option<String>,
    /// Tell only what FILE does not hold; `baseline` in tip.toml names one too
    ///
    /// A finding is known by its plan, its rule and the words that it speaks of, so that it stays known when it moves.
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<Utf8PathBuf>,
    /// Write what is found now to FILE, to be told only of what comes after
    #[arg(long, value_name = "FILE", conflicts_with_all = ["baseline", "statistics", "format", "diff"])]
    pub(crate) write_baseline: Option<Utf8PathBuf>,
    /// Look on this machine for the programs that commands start as well
    #[arg(long)]
    pub(crate) programs: bool,
    #[command(flatten)]
    pub(crate) follow: FollowArgs,
    #[command(flatten)]
    pub(crate) fixes: FixArgs,
    /// Check again whenever a file changes, until it is interrupted
    #[arg(long, conflicts_with_all = ["fix", "diff", "write_baseline"])]
    pub(crate) watch: bool,
}

/// What `check` does about what it finds.
#[derive(Clone, Copy, Debug, Default, Args)]
pub(crate) struct FixArgs {
    /// Apply the fixes that keep the meaning, then show what remains
    ///
    /// A file is written whole or not at all, and only if nobody changed it meanwhile. Nothing outside a fix is touched.
    #[arg(long)]
    pub(crate) fix: bool,
    /// With --fix or --diff: those that may change the meaning as well
    #[arg(long)]
    pub(crate) unsafe_fixes: bool,
    /// Show what --fix would change and write nothing; the answer is "no" if there is something
    #[arg(long, conflicts_with_all = ["format", "statistics"])]
    pub(crate) diff: bool,
}

/// How to show findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people, with the lines
    #[default]
    Human,
    /// A line each
    Concise,
    /// One JSON object
    Json,
    /// SARIF 2.1.0
    Sarif,
    /// Workflow commands of GitHub
    Github,
    /// JUnit XML; a hint is a test that passes
    Junit,
}

/// The least severity that makes the answer "no".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// Errors
    Error,
    /// Warnings and errors
    #[default]
    Warning,
    /// Any finding
    Hint,
    /// Nothing
    Never,
}
