//! What is read of the environment, once.

use std::ffi::OsString;
use std::io::{self, IsTerminal};

use camino::Utf8PathBuf;

/// Returns the arguments, the program's name first.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place where the environment is read"
)]
pub(crate) fn arguments() -> Vec<OsString> {
    std::env::args_os().collect()
}

/// Returns all variables.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place where the environment is read"
)]
pub(crate) fn variables() -> Vec<(OsString, OsString)> {
    std::env::vars_os().collect()
}

/// Returns the name by which the system knows whoever runs this.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place where the environment is read"
)]
pub(crate) fn user() -> Option<String> {
    let name = std::env::var("USER").or_else(|_| std::env::var("LOGNAME"));
    name.ok().filter(|it| !it.is_empty())
}

/// What is read of the environment.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
#[derive(Clone, Debug)]
pub(crate) struct Env {
    /// The current folder; `None` when it cannot be told.
    pub(crate) cwd: Option<Utf8PathBuf>,
    /// Whether colors are unwanted, by `NO_COLOR` or a dumb terminal.
    pub(crate) no_color: bool,
    /// The columns of the terminal, by `COLUMNS`, else as it says itself.
    pub(crate) columns: Option<usize>,
    /// The folders that programs are looked for in, by `PATH`.
    pub(crate) search_path: Vec<Utf8PathBuf>,
    /// The folder where this user's programs keep their state: ours in it.
    pub(crate) state: Option<Utf8PathBuf>,
    pub(crate) stdout_is_terminal: bool,
    pub(crate) stderr_is_terminal: bool,
    pub(crate) stdin_is_terminal: bool,
}

impl Env {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place where the environment is read"
    )]
    pub(crate) fn read() -> Self {
        let set = |name: &str| std::env::var_os(name).filter(|it| !it.is_empty());
        let cwd = std::env::current_dir().ok();
        let stdout_is_terminal = io::stdout().is_terminal();
        // Asked without a terminal, the width would be that of another stream.
        let width = || terminal_size::terminal_size().filter(|_| stdout_is_terminal);
        let path = set("PATH").unwrap_or_default();
        let folders = std::env::split_paths(&path);
        let folders = folders.filter_map(|it| Utf8PathBuf::from_path_buf(it).ok());
        let folder = |name: &str| {
            let path = Utf8PathBuf::from(set(name)?.into_string().ok()?);
            path.is_absolute().then_some(path)
        };
        let state = folder("TIP_STATE_DIR")
            .or_else(|| Some(folder("XDG_STATE_HOME")?.join("tip")))
            .or_else(|| Some(folder("HOME")?.join(".local/state/tip")));
        Self {
            state,
            search_path: folders.filter(|it| it.is_absolute()).collect(),
            cwd: cwd.and_then(|it| Utf8PathBuf::from_path_buf(it).ok()),
            no_color: set("NO_COLOR").is_some() || set("TERM").is_some_and(|it| it == "dumb"),
            columns: set("COLUMNS")
                .and_then(|it| it.to_str()?.parse().ok())
                // No columns at all is how some programs say that they do not know.
                .filter(|it| *it > 0)
                .or_else(|| width().map(|(width, _)| usize::from(width.0))),
            stdout_is_terminal,
            stderr_is_terminal: io::stderr().is_terminal(),
            stdin_is_terminal: io::stdin().is_terminal(),
        }
    }

    /// Returns whether somebody is there to answer questions.
    pub(crate) fn asks(&self) -> bool {
        self.stdin_is_terminal && self.stderr_is_terminal
    }
}
