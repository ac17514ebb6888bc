//! The arguments.

mod check;

mod drift;

mod foresee;

mod run;

mod write;

use camino::Utf8PathBuf;
use clap::{Args, Parser, Subcommand, ValueEnum};
use tip_workspace::Keeping;

pub(crate) use check::{CheckArgs, FailOn, Format};
pub(crate) use drift::{
    AcceptArgs, BuiltArgs, DiffArgs, DriftArgs, DriftFixArgs, FollowArgs, ImpactArgs, LogArgs,
};
pub(crate) use foresee::{
    CalibrateArgs, ChartFormat, ConflictsArgs, ForecastArgs, ForecastFormat, GraphArgs,
    GraphFormat, ReportArgs, ScheduleArgs, TraceArgs, TraceFormat,
};
pub(crate) use run::{EvidenceArgs, EvidenceCommand, TrustArgs, VerifyArgs, VerifyFormat};
pub(crate) use write::{
    AddArgs, AddCriterionArgs, AddPhaseArgs, AddRiskArgs, AddScenarioArgs, ConfirmArgs, FmtArgs,
    ForceArgs, RenumberArgs, RiskLevelArg, StateArgs, StatusArgs, TickArgs, WriteArgs,
};

/// The compiler front end and the engine for technical implementation plans.
///
/// Without a command it shows the state of this repository's plans at a glance.
#[derive(Debug, Parser)]
#[command(
    name = "tip",
    version,
    disable_help_subcommand = true,
    max_term_width = 100
)]
#[command(after_help = "Exit codes: 0 fine, 1 the answer is \"no\", 2 could not do the job.")]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    /// Without a command: print JSON
    #[arg(long)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// What every command takes.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct Global {
    /// Run as if started in DIR
    #[arg(short = 'C', value_name = "DIR", global = true)]
    pub(crate) directory: Option<Utf8PathBuf>,
    /// When to use colors
    #[arg(long, value_name = "WHEN", default_value = "auto", global = true)]
    pub(crate) color: Color,
    /// Read this configuration instead of the repository's tip.toml
    #[arg(long, value_name = "FILE", global = true)]
    pub(crate) config: Option<Utf8PathBuf>,
    /// Use this template instead of the configured or the embedded one
    #[arg(long, value_name = "FILE", global = true)]
    pub(crate) template: Option<Utf8PathBuf>,
    /// Say nothing but the answer
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Say more about what is done
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
}

/// When to use colors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make this repository ready for plans: tip.toml, a folder, optionally CI and a hook
    ///
    /// It can be run again: what is there already is left as it is.
    ///
    /// With --agents it writes a section into AGENTS.md, a skill for Claude Code, and where each agent looks for MCP servers that `tip mcp`
    /// is one: .mcp.json, and the files of Cursor, Gemini, VS Code and Codex where their folders are there. What it writes is marked, short,
    /// and goes with --remove.
    Init(InitArgs),
    /// Begin a plan, from the template or from another plan
    ///
    /// On a terminal it asks for what is not given; `--yes` asks nothing. It never overwrites a file. With --from nothing is done yet, and
    /// the logs of the other plan are left out.
    New(NewArgs),
    /// Write a plan of any dialect again as one of ours
    ///
    /// Sections move word for word to where the template has a place for them; what has none stands at the end and is named. The
    /// plan itself stays as it is.
    Convert(ConvertArgs),
    /// Show what changed in the meaning of plans between two commits
    ///
    /// Phases, criteria, estimates, dependencies and states are compared; text that only moved or was wrapped anew is not shown.
    Diff(DiffArgs),
    /// Check plans and say what is wrong
    Check(CheckArgs),
    /// Follow the references of plans through the history
    ///
    /// For each reference: where it pointed when it was written, where that is now, and how sure that is. The answer is "no" where one in a
    /// plan under way, in a phase that is not finished, no longer leads to what it led to.
    Drift(DriftArgs),
    /// Write into a plan that its references are still true
    ///
    /// With the commit they are true at, by whom and when, in a short comment. From then on `tip drift` measures from that commit. With
    /// `PLAN#HANDLE` only the references within a phase, a task or a box.
    Accept(AcceptArgs),
    /// Show how a plan came to be what it is
    ///
    /// Commit by commit, the newest first: who changed its status, ticked its boxes, added its phases, and when. Commits that changed
    /// nothing of its meaning are left out.
    Log(LogArgs),
    /// Show what of a plan the history already holds
    ///
    /// For each file that the plan means to create, change or delete: whether that was done since the plan was written, and by which
    /// commits. The answer is "no" while something is missing.
    Built(BuiltArgs),
    /// Show when phases could be worked on, and which of them decide the end
    ///
    /// The critical path over the phases of one or several plans: the earliest and latest start and finish of each, its slack, and what is
    /// critical. Efforts become time by `[effort]` in tip.toml; what is done takes no more time, and of what is begun its open boxes count.
    /// With people limited, phases are laid out one after the other by the latest finish that delays nothing.
    ///
    /// Without PLAN all plans that are not over are laid out together. The answer is "no" where phases wait for each other, and where there
    /// is no phase.
    Schedule(ScheduleArgs),
    /// Show how likely it is that plans are done by when
    ///
    /// What each phase takes is drawn many times from a distribution: its median is the estimate, its spread follows the confidence that is
    /// written or the range of the estimate, and phases of one plan are off together. What is done is a fact. The answer holds the
    /// durations or dates that are enough half of the time, four times of five and nineteen times of twenty, and the phases on which
    /// the end hangs: how often each is critical, and how much it being late and the end being late go together (cruciality).
    ///
    /// The same seed gives the same answer to the bit, on every machine and whatever the number of threads.
    Forecast(ForecastArgs),
    /// Compare estimates with what phases really took, and fit the table of efforts to that
    ///
    /// From the history of the plans: a phase is begun with the first commit that marks it as begun, ticks something in it or touches its
    /// files, else when another phase was done; it ends with the commit that marks it as done. The answer is "no" where too little is
    /// known to change anything.
    Calibrate(CalibrateArgs),
    /// Show files that several plans mean to change
    ///
    /// Of plans that are not over, in phases that are not: the same lines, where they are now by the history, else the same file; who
    /// changed each plan last; and a map of files by plans. The answer is "no" where there is such a file.
    Conflicts(ConflictsArgs),
    /// Show what in a plan belongs to what, and what belongs to nothing
    ///
    /// The chain is scenario, test, criterion, phase, code change, document of the domain. Each link says how it is known: `named` by the
    /// plan; `found`, what it names is in the repository; `ran`, the command of the criterion passed and nothing changed since, else `stale`
    /// or `failed`. Runs are those that `tip verify` remembers: nothing is run here.
    ///
    /// Told as without a partner are scenarios that no test bears the title of, tests that no criterion runs, criteria with neither test nor
    /// command that are not left to a person, phases without criterion or code change, changes outside of phases, and documents that no
    /// phase names, nor a concept of them; documents that are not there, too, and tests of what is done. The answer is "no" where there is one, and where
    /// there is nothing to trace.
    Trace(TraceArgs),
    /// Show the state of plans on one page, as one needs it when people meet to talk about them
    ///
    /// Status, what was done by when (by the history), when all may be done, what that hangs on, what is ready, risks, references that no
    /// longer lead to what they led to, open questions, files that several plans mean to change. On a terminal it is one screen; with
    /// --html a page that stands alone: no script, nothing from elsewhere, for light and dark screens and for paper.
    ///
    /// Without PLAN it tells of all plans that are not over. The answer is "no" where there is none.
    Report(ReportArgs),
    /// Show phases and plans as a graph
    ///
    /// What waits for what, by what is written or by the order of the text, and which plans name which. The answer is "no" where phases
    /// wait for each other, and where there is no phase.
    Graph(GraphArgs),
    /// Show which plans, phases and criteria a change touches
    ///
    /// The change is that of the working tree since the last commit, with --staged what is staged for the next one, with REV..REV what lies
    /// between two commits. A reference is followed to the lines that it points at in the version before the change: one whose lines change
    /// is told apart from one whose file changes elsewhere. Commands that name a file that changes are told too, and criteria with them.
    ///
    /// The answer is "no" where a tick made before the change rests on it: its criterion names a command that runs a changed file, lines
    /// that change, or a file that goes. Whether it still holds is for a person: run it again, or take the tick back.
    Impact(ImpactArgs),
    /// Show a plan, or a thing in it
    Show(ShowArgs),
    /// List the plans
    List(ListArgs),
    /// Show what can be worked on now
    Next(NextArgs),
    /// Show what somebody needs who carries out a phase, in a text of a given size
    ///
    /// Its text, its open boxes and by what each is shown, the code that it refers to as it stands now, the scenarios that show it, the
    /// sections of documents that it names, and open research. Where references moved, the lines are those that they lead to now.
    ///
    /// Without a phase it is of the first that is ready.
    Context(ContextArgs),
    /// Run the criteria of plans and say whether they hold
    ///
    /// Commands in the boxes of success criteria, gates, check lists and tasks are run, phase by phase, in the order in which phases depend on
    /// each other. Exit 0 is not proof: what the plan says is expected decides; `docs/expectations.md` shows how it is written. What passed
    /// is not run again until something changes that could change the answer. A plan is text that anybody may have written: nothing runs that nobody approved.
    ///
    /// The answer is "no" where a criterion failed, or where one that was asked for has no answer.
    Verify(VerifyArgs),
    /// Show what is known of criteria that were run, and whether it is still true
    ///
    /// Evidence lies in `.tip/`, which git ignores. It can be deleted and earned again, or taken from one machine to another.
    Evidence(EvidenceArgs),
    /// Tick boxes
    ///
    /// `tip show PLAN` shows the handles. A tick is written as the plan writes its ticks, and what is ticked stays so.
    Tick(TickArgs),
    /// Take ticks back
    ///
    /// The inverse of `tip tick` and `tip confirm`, to the byte. Of a phase or a step that bears no box but a mark in its title, as `tip finish` writes it, the
    /// mark is taken out.
    Untick(TickArgs),
    /// Tick boxes that no command can show, as a person who has looked
    ///
    /// The box is ticked, and who says so and when is written beside it in a short comment, with a hash of the text: when the text changes,
    /// the word no longer stands for it, and `tip check` says so. A box with a command that can be run is refused: `tip verify` runs it.
    ///
    /// An agent gives its name with `--agent`. Its word is kept as an agent's and ticks nothing.
    Confirm(ConfirmArgs),
    /// Show the commands of plans, and approve that `tip verify` runs them
    ///
    /// A plan is untrusted text. Nothing of it is run until somebody has seen its commands and approved them on this machine, and nothing
    /// again when they change: a command, its order, the folder, the path of the plan or of the repository, what `[gates]` and `[verify]` in
    /// tip.toml say. What approves is kept in the user's own state folder, outside of all repositories.
    ///
    /// It asks on a terminal; elsewhere it approves nothing, unless `--yes` is typed. docs/trust.md says what this protects from.
    Trust(TrustArgs),
    /// Begin phases or tasks
    ///
    /// The state is written in the form that the plan uses: a mark in the title, a status field, a box, a cell of a table. Where the boxes
    /// of a phase alone tell its state, it begins with its first box, and the commands that tick its boxes are named; a plan that is
    /// approved goes to `in_progress` with it, as by `tip status`.
    ///
    /// The rules judge the plan as it would be. What they find that is new is in the way, and nothing is written.
    Begin(StateArgs),
    /// Finish phases or tasks
    ///
    /// The state is written in the form that the plan uses: a mark in the title, a status field, a box, a cell of a table. A phase whose
    /// boxes alone tell its state is finished when all of them are ticked, and bears a `✓` behind its title in a plan of our template;
    /// where boxes are open, the commands that tick them are named.
    ///
    /// The rules judge the plan as it would be. What they find that is new is in the way, and nothing is written.
    Finish(StateArgs),
    /// Show the stage of a plan and what is in the way of the next, or move it there
    ///
    /// A plan goes from draft to approved, `in_progress` and complete, and no stage is left out. Where it stands is told by its status, and
    /// by its ticks where they tell more: a plan in which something is ticked is in progress, whatever its status says. It moves on only
    /// where the rules find nothing from warning up in the plan as it would be, at the levels of the new stage. The way back is free, and so is giving a plan up: superseded, abandoned.
    Status(StatusArgs),
    /// Add a part to a plan, written as the plan writes its like
    Add {
        /// What to add
        #[command(subcommand)]
        what: AddArgs,
    },
    /// Number the phases of a plan in order; what names them follows
    ///
    /// The numbers follow the order of the text, from the first one's on. Outside code everything that names a phase follows: dependencies,
    /// the numbers of tasks in it, `Phase 2` in the text, links to its heading. What is a log of the past keeps the numbers of then, and its
    /// lines are named: sections such as a decision log, and entries with a date in a list of progress. A plan in which two phases bear a
    /// number that something else names is left as it is.
    Renumber(RenumberArgs),
    /// Put the form of plans right
    ///
    /// What is put right: blanks at the ends of lines, blank lines around headings and after lists, one marker for the lists of one depth,
    /// `[x]` for `[X]`, spaces in the front matter, one line end at the end of the file. Prose is never flowed anew; code, tables, HTML and
    /// hard line breaks stay as they are. Where a change would change what is read of the plan, it is not made.
    ///
    /// With - the text of one plan is read from standard input and written to standard output.
    Fmt(FmtArgs),
    /// Serve an editor: the language server, at standard input and output
    ///
    /// Findings as one types, quick fixes, completion, hovers, links, symbols, renaming, folding, the form of the text, hints where
    /// references drifted. It runs nothing: the command of a criterion is typed into the editor's terminal for you to look at, and only by
    /// an editor that says it can. `tip explain editors` shows how editors are set up.
    Lsp,
    /// Serve an agent: plans over the Model Context Protocol, at standard input and output
    ///
    /// It says what is ready, what a phase needs, what is wrong and what drifted, moves phases through the same gates as the commands do,
    /// and runs criteria that you have approved with `tip trust`: an agent approves nothing. `tip init --agents` sets agents up for it, and
    /// `tip explain agents` says what they can ask.
    Mcp,
    /// Explain a rule, or what a plan can say and what becomes of it
    ///
    /// The pages `expectations`, `evidence`, `trust`, `agents` and `editors` are those of the documentation.
    Explain {
        /// The name or the code of the rule, or the name of a page
        rule: String,
    },
    /// List the rules
    Rules {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Print the template in force
    Template {
        /// Say what was understood of each line
        #[arg(long)]
        explain: bool,
    },
    /// Explain what may stand in tip.toml
    Config,
    /// Show or delete what was kept of earlier runs
    ///
    /// What `tip drift` finds out of the history is kept in `.tip/cache` at the root of the repository, by the ids of commits and files, so
    /// that it is never found out twice. It can be deleted at any time. A tree that cannot be written has none, and neither has one in which
    /// `.tip` is committed.
    Cache {
        /// What to do
        #[command(subcommand)]
        what: CacheCommand,
    },
    /// Print a JSON Schema
    Schema {
        /// Of what
        #[arg(default_value = "plan")]
        of: SchemaOf,
    },
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page, or write one for each command into DIR
    Man {
        /// The folder to write into; it must exist
        directory: Option<Utf8PathBuf>,
    },
}

/// What a schema is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaOf {
    /// `tip show --json`
    Plan,
    /// `tip check --format json`
    Check,
    /// `tip impact --json`
    Impact,
    /// `tip trace --json`
    Trace,
    /// `tip report --json`
    Report,
    /// `tip verify --format json` and `tip evidence --json`
    Verify,
    /// `tip context --json`
    Context,
}

/// The arguments of `show`.
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
#[derive(Clone, Debug, Args)]
pub(crate) struct ShowArgs {
    /// A plan by path, feature, name or the start of one; a thing in it after `#`, by handle or id: `billing#P2`
    #[arg(value_name = "PLAN[#HANDLE]", required = true)]
    pub(crate) plans: Vec<String>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// Print one JSON object per line for each FILE, in order
    #[arg(long, conflicts_with = "json")]
    pub(crate) jsonl: bool,
    /// Tell of all that is done who ticked it, when, and by which commit
    ///
    /// It is the first commit since which it is done without interruption, whether it was moved, renumbered or its phase renamed since.
    /// In JSON the boxes, phases and tasks that are done bear `by`, `at` and `commit`, which are null for what is not committed.
    #[arg(long, conflicts_with = "jsonl")]
    pub(crate) history: bool,
    /// Name the commands that a person must judge as well, and those that are not run as they stand
    #[arg(long, conflicts_with_all = ["json", "jsonl"])]
    pub(crate) full: bool,
}

/// The arguments of `list`.
#[derive(Clone, Debug, Args)]
pub(crate) struct ListArgs {
    /// With --why: the files, or folders of files, to decide on, instead of all
    #[arg(requires = "why")]
    pub(crate) files: Vec<Utf8PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// Say for each Markdown file why it is a plan, or is none
    #[arg(long)]
    pub(crate) why: bool,
    /// Only plans at this stage
    #[arg(long, value_name = "STAGE", conflicts_with = "why")]
    pub(crate) stage: Vec<String>,
    /// Plans in archives and those that git ignores as well
    #[arg(long, conflicts_with = "why")]
    pub(crate) all: bool,
}

/// The arguments of `next`.
#[derive(Clone, Debug, Args)]
pub(crate) struct NextArgs {
    /// Only these plans, named as for `show`
    #[arg(value_name = "PLAN")]
    pub(crate) plans: Vec<String>,
    /// Show at most this many phases and tasks
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<usize>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// The arguments of `context`.
#[derive(Clone, Debug, Args)]
pub(crate) struct ContextArgs {
    /// The plan, named as for `show`, and a phase or task of it: `tides#P2`
    #[arg(value_name = "PLAN#PHASE")]
    pub(crate) plan: String,
    /// Take at most about this many tokens, four characters each
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(100..))]
    pub(crate) tokens: Option<u32>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// The arguments of `new`.
#[derive(Clone, Debug, Args)]
pub(crate) struct NewArgs {
    /// The feature, in a few words
    pub(crate) feature: String,
    /// The title, where it is not the feature
    #[arg(long, value_name = "TITLE")]
    pub(crate) title: Option<String>,
    /// The title of a phase; once for each
    #[arg(long, value_name = "TITLE")]
    pub(crate) phase: Vec<String>,
    /// How many phases there are, with or without titles
    #[arg(long, value_name = "N")]
    pub(crate) phases: Option<u8>,
    /// An optional section of the template to keep, by the start of its title
    #[arg(long, value_name = "SECTION", value_delimiter = ',')]
    pub(crate) with: Vec<String>,
    /// How much work it is, in the words of the template
    #[arg(long, value_name = "SIZE")]
    pub(crate) effort: Option<String>,
    /// How sure that is, in the words of the template
    #[arg(long, value_name = "WORD")]
    pub(crate) confidence: Option<String>,
    /// A tag; once for each
    #[arg(long, value_name = "TAG", value_delimiter = ',')]
    pub(crate) tag: Vec<String>,
    /// The domain design that it follows
    #[arg(long, value_name = "FILE")]
    pub(crate) domain_design: Option<Utf8PathBuf>,
    /// Begin with another plan, nothing of it done, instead of the template
    #[arg(long, value_name = "PLAN", conflicts_with_all = ["phase", "phases", "with"])]
    pub(crate) from: Option<String>,
    /// Where to write it, instead of beside the other plans
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<Utf8PathBuf>,
    /// Print it and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Ask nothing
    #[arg(short, long)]
    pub(crate) yes: bool,
}

/// The arguments of `init`.
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
#[derive(Clone, Debug, Args)]
pub(crate) struct InitArgs {
    /// The folder for plans, instead of the one where plans lie already or docs/tips
    #[arg(long, value_name = "FOLDER")]
    pub(crate) plans: Option<Utf8PathBuf>,
    /// Write the template into the repository, to be changed
    #[arg(long = "own-template")]
    pub(crate) own_template: bool,
    /// Check plans before each commit, with pre-commit
    #[arg(long)]
    pub(crate) pre_commit: bool,
    /// Check plans on pull requests, with GitHub Actions
    #[arg(long)]
    pub(crate) github: bool,
    /// Set up agents: a section in AGENTS.md, a skill, the MCP server where each agent looks for it
    #[arg(long)]
    pub(crate) agents: bool,
    /// With --agents: take all of that out again
    #[arg(long)]
    pub(crate) remove: bool,
    /// Say what would be written and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// The arguments of `convert`.
#[derive(Clone, Debug, Args)]
pub(crate) struct ConvertArgs {
    /// The plan, named as for `show`
    pub(crate) plan: String,
    /// To which dialect
    #[arg(long, value_name = "DIALECT", default_value = "tip")]
    pub(crate) to: ConvertTo,
    /// Where to write it, instead of beside the other plans
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<Utf8PathBuf>,
    /// Print it and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// The dialects that plans can be converted to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ConvertTo {
    /// The template in force
    Tip,
}

/// What becomes of what earlier runs found out.
#[derive(Clone, Copy, Debug, Default, Args)]
pub(crate) struct CacheArgs {
    /// Find out all anew, and keep nothing for the next run
    #[arg(long)]
    pub(crate) no_cache: bool,
}

impl CacheArgs {
    pub(crate) fn keeping(self) -> Keeping {
        if self.no_cache {
            Keeping::Anew
        } else {
            Keeping::Kept
        }
    }
}

/// The arguments of `cache`.
#[derive(Clone, Copy, Debug, Subcommand)]
pub(crate) enum CacheCommand {
    /// Print the folder of the cache, whether or not it is there
    Dir,
    /// Delete the cache
    Clean,
}
