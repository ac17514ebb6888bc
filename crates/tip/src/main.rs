//! The command line of `tip`: arguments in, exit code out.
//!
//! Invariant: only this crate prints. Answers go to standard output, words about the run to standard error.
//!
//! Exit codes: 0 fine, 1 the answer is "no", 2 could not do the job.

mod args;

mod env;

mod error;

mod examples;

mod groups;

mod output;

mod prompt;

mod repository;

mod commands;

use std::process::ExitCode;

use clap::FromArgMatches;
use clap::error::ErrorKind;
use mimalloc::MiMalloc;

use crate::args::{Cli, Global};
use crate::env::Env;
use crate::error::{Failure, not_utf8};
use crate::output::Output;

/// Plans are many small values made on several threads, which the allocator of the system serves less well.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// The answer to what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Yes,
    No,
}

fn main() -> ExitCode {
    let cli = match parse() {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    let env = Env::read();
    let mut output = Output::new(&env, &cli.global);
    let result = commands::run(&cli, &env, &mut output);
    let result = result.and_then(|answer| match output.flush() {
        // Whoever stops reading has the answer all the same.
        Err(failure) if failure.is_broken_pipe() => Ok(answer),
        flushed => flushed.map(|()| answer),
    });
    match result {
        Ok(Answer::Yes) => ExitCode::SUCCESS,
        Ok(Answer::No) => ExitCode::from(1),
        // Whoever read the output has seen enough.
        Err(failure) if failure.is_broken_pipe() => ExitCode::SUCCESS,
        Err(failure) => {
            // What was written so far is shown before the reason why there is no more.
            let _ = output.flush();
            output.failure(&failure);
            ExitCode::from(2)
        }
    }
}

fn parse() -> Result<Cli, clap::Error> {
    let mut command = examples::command();
    let matches = command.try_get_matches_from_mut(env::arguments())?;
    Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
}

/// Shows help, the version, or what is wrong with the arguments.
fn usage(error: &clap::Error) -> ExitCode {
    if error.kind() == ErrorKind::InvalidUtf8 {
        let mut output = Output::new(&Env::read(), &Global::default());
        output.failure(&not_utf8(env::arguments()));
        return ExitCode::from(2);
    }
    let shown = error.print();
    if error.use_stderr() {
        ExitCode::from(2)
    } else {
        match shown.map_err(Failure::from) {
            Err(failure) if !failure.is_broken_pipe() => ExitCode::from(2),
            _ => ExitCode::SUCCESS,
        }
    }
}
