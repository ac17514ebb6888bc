//! The arguments of the commands that run criteria and show evidence.

use std::num::NonZeroUsize;

use camino::Utf8PathBuf;
use clap::{Args, Subcommand, ValueEnum};

/// The arguments of `verify`.
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
#[derive(Clone, Debug, Args)]
pub(crate) struct VerifyArgs {
    /// Plans, or things in them by handle or id; all plans under way where none is given
    #[arg(value_name = "PLAN[#HANDLE]")]
    pub(crate) plans: Vec<String>,
    /// Phases that are neither done nor ready as well
    #[arg(long)]
    pub(crate) all: bool,
    /// Only these phases, by handle or id
    #[arg(long, value_name = "HANDLE", value_delimiter = ',')]
    pub(crate) phase: Vec<String>,
    /// Only what did not pass when it was run last
    #[arg(long)]
    pub(crate) failed: bool,
    /// Show what would be run, where, what is expected and why not, and run nothing
    #[arg(short = 'n', long)]
    pub(crate) dry_run: bool,
    /// Run this many criteria at once
    ///
    /// Most commands build in one place, and wait for each other there.
    #[arg(short, long, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,
    /// Begin phases though what they depend on did not pass
    #[arg(long)]
    pub(crate) keep_going: bool,
    /// Run again what passed before, though nothing has changed since
    #[arg(long)]
    pub(crate) fresh: bool,
    /// Serve what other machines earned and `tip evidence import` took in as well
    ///
    /// Commands, expectations, inputs, environment and what git says must be the same; programs are other files on every machine.
    #[arg(long, conflicts_with_all = ["fresh", "sandbox"])]
    pub(crate) imported: bool,
    /// Say what has changed since something passed that is run again
    #[arg(long)]
    pub(crate) why: bool,
    /// End a command after so many seconds; 0 for never, 1200 if tip.toml says nothing else
    #[arg(long, value_name = "SECONDS")]
    pub(crate) timeout: Option<u64>,
    /// Run commands where they can reach nobody, and write into the work tree and a scratch folder alone
    ///
    /// On Linux, by Landlock and seccomp or by bubblewrap; where there is neither, nothing is run. docs/trust.md says what it does not do.
    #[arg(long)]
    pub(crate) sandbox: bool,
    /// Run commands that change things as well: `rm`, `git push`
    #[arg(long)]
    pub(crate) allow_mutating: bool,
    /// Run the commands of every plan that is named, without having approved them: for CI
    ///
    /// A plan is text that anybody may have written. Whoever types this vouches for all of it.
    #[arg(long)]
    pub(crate) trust_all: bool,
    /// Set the boxes of what passed, and clear those of what failed
    ///
    /// What took too long, lacks a program, was interrupted or cannot be judged moves no box.
    #[arg(long, conflicts_with = "dry_run")]
    pub(crate) tick: bool,
    /// Run again what a change touches, until it is interrupted
    ///
    /// What was run stands until its commands or its inputs change, whatever came of it. The exit code is that of the last run.
    #[arg(long, conflicts_with = "dry_run")]
    pub(crate) watch: bool,
    /// How to show what came of it
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: VerifyFormat,
}

/// How to show what came of criteria.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum VerifyFormat {
    /// For people
    #[default]
    Human,
    /// One JSON object
    Json,
    /// JUnit XML
    Junit,
    /// Workflow commands of GitHub
    Github,
}

/// The arguments of `trust`.
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
#[derive(Clone, Debug, Args)]
pub(crate) struct TrustArgs {
    /// Plans by path, feature, name or the start of one; all current plans of this repository if none is given
    #[arg(value_name = "PLAN")]
    pub(crate) plans: Vec<String>,
    /// Approve without a question
    #[arg(long)]
    pub(crate) yes: bool,
    /// Show what is approved on this machine
    #[arg(long, conflicts_with_all = ["yes", "revoke", "plans"])]
    pub(crate) list: bool,
    /// Take approvals back; those of all plans of this repository if none is given
    #[arg(long, conflicts_with = "yes")]
    pub(crate) revoke: bool,
    /// With --list: print JSON
    #[arg(long, requires = "list")]
    pub(crate) json: bool,
}

/// The arguments of `evidence`.
#[derive(Clone, Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct EvidenceArgs {
    /// Plans, named as for `show`
    #[arg(value_name = "PLAN")]
    pub(crate) plans: Vec<String>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) what: Option<EvidenceCommand>,
}

/// What moves evidence between machines.
#[derive(Clone, Debug, Subcommand)]
pub(crate) enum EvidenceCommand {
    /// Print all evidence, a line of JSON each
    Export {
        /// Where to write it, instead of standard output
        #[arg(short, long, value_name = "FILE")]
        output: Option<Utf8PathBuf>,
    },
    /// Take in what was exported; what is there already does no harm
    ///
    /// What is taken in is shown as imported. It proves nothing here unless somebody types `--imported`.
    Import {
        /// The file, or - for standard input
        file: Utf8PathBuf,
    },
    /// Delete old evidence; the newest run of each criterion and its newest pass stay
    Prune {
        /// Keep so many runs of each criterion, the newest
        #[arg(
            long,
            value_name = "N",
            default_value = "10",
            conflicts_with = "older_than"
        )]
        keep: usize,
        /// Delete what is older than so many days
        #[arg(long, value_name = "DAYS")]
        older_than: Option<u32>,
    },
}
