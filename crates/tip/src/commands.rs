//! The commands.

mod accept;

mod add;

mod built;

mod burn_up;

mod cache;

mod calibrate;

mod change;

mod check;

mod chosen;

mod conflicts;

mod context;

mod confirm;

mod convert;

mod diff;

mod drift;

mod edit;

mod evidence;

mod explain;

mod fmt;

mod forecast;

mod foresee;

mod generate;

mod graph;

mod impact;

mod init;

mod list;

mod load;

mod log;

mod lsp;

mod mcp;

mod new;

mod next;

mod overview;

mod renumber;

mod report;

mod schedule;

mod show;

mod state;

mod status;

mod template;

mod tick;

mod trace;

mod trust;

mod verify;

use tip_plan::UnitState;
use tip_work::tick::Ticking;

use crate::Answer;
use crate::args::{Cli, Command};
use crate::env::Env;
use crate::error::Failure;
use crate::output::Output;
use crate::prompt::Prompt;
use crate::repository;

/// The version that is printed and written into JSON.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Does what was asked.
pub(crate) fn run(cli: &Cli, env: &Env, output: &mut Output) -> Result<Answer, Failure> {
    let place = || repository::place(env, &cli.global);
    match &cli.command {
        Some(_) if cli.json => Err(Failure::usage("`--json` before a command belongs to none")
            .hint("write it after the command")),
        None => overview::run(cli.json, &place()?, output),
        Some(Command::Init(args)) => init::run(args, &place()?, output),
        Some(Command::New(args)) => {
            let prompt = env.asks().then(Prompt::new);
            new::run(args, prompt, &place()?, output)
        }
        Some(Command::Convert(args)) => convert::run(args, &place()?, output),
        Some(Command::Diff(args)) => diff::run(args, &place()?, output),
        Some(Command::Check(args)) => check::run(args, &place()?, output),
        Some(Command::Drift(args)) => drift::run(args, &place()?, output),
        Some(Command::Accept(args)) => accept::run(args, &place()?, output),
        Some(Command::Log(args)) => log::run(args, &place()?, output),
        Some(Command::Built(args)) => built::run(args, &place()?, output),
        Some(Command::Schedule(args)) => schedule::run(args, &place()?, output),
        Some(Command::Forecast(args)) => forecast::run(args, &place()?, output),
        Some(Command::Calibrate(args)) => calibrate::run(args, &place()?, output),
        Some(Command::Conflicts(args)) => conflicts::run(args, &place()?, output),
        Some(Command::Report(args)) => report::run(args, &place()?, output),
        Some(Command::Trace(args)) => trace::run(args, &place()?, output),
        Some(Command::Graph(args)) => graph::run(args, &place()?, output),
        Some(Command::Impact(args)) => impact::run(args, &place()?, output),
        Some(Command::Show(args)) => show::run(args, &place()?, output),
        Some(Command::List(args)) => list::run(args, &place()?, output),
        Some(Command::Next(args)) => next::run(args, &place()?, output),
        Some(Command::Context(args)) => context::run(args, &place()?, output),
        Some(Command::Verify(args)) => verify::run(args, &place()?, output),
        Some(Command::Evidence(args)) => evidence::run(args, &place()?, output),
        Some(Command::Tick(args)) => tick::run(Ticking::Tick, args, &place()?, output),
        Some(Command::Untick(args)) => tick::run(Ticking::Untick, args, &place()?, output),
        Some(Command::Confirm(args)) => confirm::run(args, &place()?, output),
        Some(Command::Trust(args)) => trust::run(args, env, &place()?, output),
        Some(Command::Begin(args)) => state::run(UnitState::InProgress, args, &place()?, output),
        Some(Command::Finish(args)) => state::run(UnitState::Done, args, &place()?, output),
        Some(Command::Status(args)) => status::run(args, &place()?, output),
        Some(Command::Add { what }) => add::run(what, &place()?, output),
        Some(Command::Fmt(args)) => fmt::run(args, &place()?, output),
        Some(Command::Renumber(args)) => renumber::run(args, &place()?, output),
        Some(Command::Lsp) => lsp::run(),
        Some(Command::Mcp) => mcp::run(place()?),
        Some(Command::Explain { rule }) => explain::explain(rule, output),
        Some(Command::Rules { json }) => explain::rules(*json, output),
        Some(Command::Template { explain }) => template::run(*explain, &place()?, output),
        Some(Command::Config) => explain::config(output),
        Some(Command::Cache { what }) => cache::run(*what, &place()?, output),
        Some(Command::Schema { of }) => generate::schema(*of, output),
        Some(Command::Completions { shell }) => generate::completions(*shell, output),
        Some(Command::Man { directory }) => generate::man(directory.as_deref(), &place()?, output),
    }
}
