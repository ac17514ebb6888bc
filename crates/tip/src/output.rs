//! Writes the answer to standard output, and words about the run to standard error.

use std::io::{self, BufWriter, Stderr, Stdout, Write};

use tip_report::{Terminal, escape};

use crate::args::{Color, Global};
use crate::env::Env;
use crate::error::{Failure, Kind};

/// Where everything that is printed goes.
#[derive(Debug)]
pub(crate) struct Output {
    out: BufWriter<Stdout>,
    err: Stderr,
    terminal: Terminal,
    is_terminal: bool,
    styled_err: bool,
    volume: Volume,
    progress: bool,
}

/// How much is said about the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Volume {
    Quiet,
    Normal,
    Verbose,
}

impl Output {
    pub(crate) fn new(env: &Env, global: &Global) -> Self {
        let styled = |is_terminal| match global.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => is_terminal && !env.no_color,
        };
        Self {
            out: BufWriter::with_capacity(64 * 1024, io::stdout()),
            err: io::stderr(),
            terminal: Terminal {
                styled: styled(env.stdout_is_terminal),
                width: env.columns.unwrap_or(if env.stdout_is_terminal {
                    Terminal::PLAIN.width
                } else {
                    Terminal::UNLIMITED
                }),
            },
            is_terminal: env.stdout_is_terminal,
            styled_err: styled(env.stderr_is_terminal),
            volume: match (global.quiet, global.verbose) {
                (true, _) => Volume::Quiet,
                (false, false) => Volume::Normal,
                (false, true) => Volume::Verbose,
            },
            progress: env.stderr_is_terminal && !global.quiet,
        }
    }

    /// Returns what the terminal can show.
    pub(crate) fn terminal(&self) -> Terminal {
        self.terminal
    }

    /// Returns whether only the answer is wanted.
    pub(crate) fn is_quiet(&self) -> bool {
        self.volume == Volume::Quiet
    }

    /// Returns whether more is wanted than usual.
    pub(crate) fn is_verbose(&self) -> bool {
        self.volume == Volume::Verbose
    }

    /// Returns whether progress may be shown.
    pub(crate) fn shows_progress(&self) -> bool {
        self.progress
    }

    /// Writes a piece of the answer as it is.
    pub(crate) fn write(&mut self, text: &str) -> Result<(), Failure> {
        Ok(self.out.write_all(text.as_bytes())?)
    }

    /// Returns what takes the answer where it is too long to be made at once.
    pub(crate) fn writer(&mut self) -> &mut impl Write {
        &mut self.out
    }

    /// Writes a piece of the answer and ends its last line.
    pub(crate) fn line(&mut self, text: &str) -> Result<(), Failure> {
        self.write(text)?;
        if text.ends_with('\n') {
            return Ok(());
        }
        self.write("\n")
    }

    /// Clears the terminal; elsewhere nothing happens.
    pub(crate) fn clear(&mut self) -> Result<(), Failure> {
        if self.is_terminal {
            self.write("\u{1b}[2J\u{1b}[H")?;
        }
        Ok(())
    }

    pub(crate) fn flush(&mut self) -> Result<(), Failure> {
        Ok(self.out.flush()?)
    }

    /// Says something about the run, unless it should be quiet.
    pub(crate) fn note(&mut self, text: &str) {
        if self.volume > Volume::Quiet {
            self.say(&escape::line(text));
        }
    }

    /// Says what to do about what was said, unless it should be quiet.
    pub(crate) fn hint(&mut self, text: &str) {
        if self.volume > Volume::Quiet {
            self.say(&format!("  hint: {}", escape::line(text)));
        }
    }

    /// Says something that only those want to know who asked for more.
    pub(crate) fn detail(&mut self, text: &str) {
        if self.volume == Volume::Verbose {
            self.say(&escape::line(text));
        }
    }

    /// Says that something could not be done.
    pub(crate) fn trouble(&mut self, text: &str) {
        let label = self.paint("error");
        self.say(&format!("{label}: {}", escape::line(text)));
    }

    /// Says that something is not as it should be, and the job is done all the same.
    pub(crate) fn warning(&mut self, text: &str) {
        self.say(&format!("warning: {}", escape::line(text)));
    }

    /// Says why the job could not be done, and what to do.
    pub(crate) fn failure(&mut self, failure: &Failure) {
        let label = self.paint(match failure.kind {
            Kind::User => "error",
            Kind::Config => "configuration error",
            Kind::Usage => "usage error",
            Kind::Internal => "internal error",
        });
        self.say(&format!("{label}: {}", escape::line(&failure.chain())));
        for hint in &failure.hints {
            self.say(&format!("  hint: {}", escape::line(hint)));
        }
    }

    fn paint(&self, text: &str) -> String {
        if self.styled_err {
            format!("\u{1b}[1;91m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }

    fn say(&mut self, text: &str) {
        // Nobody is left to be told when standard error is closed.
        let _ = writeln!(self.err, "{text}");
    }
}
