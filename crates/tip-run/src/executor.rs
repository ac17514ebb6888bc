//! What runs a command.

use std::ffi::OsString;
use std::fmt;
use std::time::Duration;

use camino::Utf8Path;
use tip_ledger::Output;

use crate::Interrupt;

/// Runs commands: here, or later elsewhere.
pub trait Executor: fmt::Debug + Send + Sync {
    /// Runs a command to its end.
    ///
    /// When it returns, nothing that it started runs any more. Where `interrupt` is raised, it ends the command and returns.
    fn run(&self, invocation: &Invocation<'_>, interrupt: &Interrupt) -> Execution;
}

/// A command, and what it is run with.
#[derive(Clone, Copy, Debug)]
pub struct Invocation<'a> {
    /// The command, as a shell reads it.
    pub command: &'a str,
    /// The folder to run it in, absolute.
    pub directory: &'a Utf8Path,
    /// All that it sees of the environment.
    pub environment: &'a [(OsString, OsString)],
    /// After how long it is ended; `None` for never.
    pub timeout: Option<Duration>,
    /// Texts to look for in all that it writes, of which only the ends are kept.
    pub needles: &'a [String],
}

/// How a command ended, and what it wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Execution {
    /// How it ended.
    pub ended: Ended,
    /// What it wrote to standard output.
    pub stdout: Captured,
    /// What it wrote to standard error.
    pub stderr: Captured,
    /// How long it took.
    pub duration: Duration,
    /// Whether processes that it left behind were ended.
    pub leaked: bool,
}

/// How a command ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    /// By itself, with this code.
    Exit(i32),
    /// By itself, while a command before a pipe failed.
    HiddenFailure {
        /// The code of the whole.
        code: i32,
        /// The code of that command.
        before: i32,
        /// Whether that is all a search that found nothing, and what it was piped into did its work.
        finds_nothing: bool,
    },
    /// A program that it needs is not there; what the shell says of it.
    MissingProgram(String),
    /// By a signal that nobody here sent.
    Signal(i32),
    /// By itself, and whether a pipe in it hides a failure cannot be told: one was closed early, or the shell does not tell.
    BrokenPipe,
    /// It took too long.
    TimedOut,
    /// Somebody interrupted it.
    Interrupted,
    /// It was not started.
    NotStarted(String),
}

/// How a text was found in what was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Found {
    /// It was not, or only as a part of a longer number.
    #[default]
    No,
    /// Only as a part of a longer word.
    Within,
    /// By itself.
    Whole,
}

/// What was written to one stream.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Captured {
    /// Its ends, and what is known of all of it.
    pub output: Output,
    /// How each of the needles was in it.
    pub found: Vec<Found>,
    /// Whether there was nothing but white space.
    pub blank: bool,
}

impl Execution {
    /// Returns the exit code; `None` where it has none.
    pub fn exit(&self) -> Option<i32> {
        match self.ended {
            Ended::Exit(code) | Ended::HiddenFailure { code, .. } => Some(code),
            _ => None,
        }
    }

    /// Returns the signal that ended it.
    pub fn signal(&self) -> Option<i32> {
        match self.ended {
            Ended::Signal(signal) => Some(signal),
            _ => None,
        }
    }
}
