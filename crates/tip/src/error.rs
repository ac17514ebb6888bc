//! Why the job could not be done, sorted by who can help it.

use std::ffi::OsString;
use std::fmt;
use std::io;

use anyhow::anyhow;
use tip_ledger::LedgerError;
use tip_run::TrustError;
use tip_workspace::{ConfigError, DriftError, InputError, NameError, OpenError, ReadError};

/// Who can help it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// What was asked for is not there or cannot be read.
    User,
    /// The configuration.
    Config,
    /// The arguments do not go together.
    Usage,
    /// The program.
    Internal,
}

/// Why the job could not be done.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) kind: Kind,
    pub(crate) error: anyhow::Error,
    pub(crate) hints: Vec<String>,
    /// Whether what was read is not true any more, so that it may go well when it is done again.
    pub(crate) is_stale: bool,
}

impl Failure {
    pub(crate) fn user(message: impl fmt::Display) -> Self {
        Self::new(Kind::User, anyhow!("{message}"))
    }

    pub(crate) fn usage(message: impl fmt::Display) -> Self {
        Self::new(Kind::Usage, anyhow!("{message}"))
    }

    pub(crate) fn internal(message: impl fmt::Display) -> Self {
        Self::new(Kind::Internal, anyhow!("{message}"))
            .hint("this is a bug of `tip`: please report it with the plan that shows it")
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Returns what it says, and what caused it.
    pub(crate) fn chain(&self) -> String {
        let chain: Vec<String> = self.error.chain().map(ToString::to_string).collect();
        chain.join(": ")
    }

    /// Says that what was read is not true any more.
    pub(crate) fn stale(mut self) -> Self {
        self.is_stale = true;
        self
    }

    pub(crate) fn is_broken_pipe(&self) -> bool {
        let io = self.error.downcast_ref::<io::Error>();
        io.is_some_and(|it| it.kind() == io::ErrorKind::BrokenPipe)
    }

    fn new(kind: Kind, error: anyhow::Error) -> Self {
        Self {
            kind,
            error,
            hints: Vec::new(),
            is_stale: false,
        }
    }
}

/// Says which argument is not UTF-8.
pub(crate) fn not_utf8(arguments: Vec<OsString>) -> Failure {
    let mut arguments = arguments.into_iter();
    // The parser does not tell which one it is.
    let first = arguments.find_map(|it| it.into_string().err());
    let shown = first.unwrap_or_default();
    Failure::usage(format!("`{}` is not UTF-8", shown.to_string_lossy()))
        .hint("`tip` reads only names that are: rename the file")
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::new(Kind::User, error.into())
    }
}

impl From<fmt::Error> for Failure {
    fn from(error: fmt::Error) -> Self {
        Self::internal(error)
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        let help = match &error {
            ConfigError::Invalid { help, .. } => help.clone(),
            ConfigError::Read { .. } => None,
        };
        let mut failure = Self::new(Kind::Config, error.into());
        failure.hints.extend(help);
        failure.hint("`tip config` explains every key")
    }
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Config(error) => error.into(),
            OpenError::NoTemplate { ref named_in, .. } => {
                let failure = match named_in {
                    Some(config) => {
                        let hint = format!("`{config}` names it");
                        Self::new(Kind::Config, error.into()).hint(hint)
                    }
                    None => Self::new(Kind::Config, error.into()),
                };
                failure.hint("placeholders are written `[what to write]`; `tip template` prints one that works")
            }
            OpenError::Template { ref named_in, .. } => {
                let hint = match named_in {
                    Some(config) => {
                        format!("`{config}` names it: `template` is relative to the repository")
                    }
                    None => "`--template` names it, relative to this folder".to_owned(),
                };
                Self::new(Kind::Config, error.into()).hint(hint)
            }
        }
    }
}

impl From<tip_drift::Error> for Failure {
    fn from(error: tip_drift::Error) -> Self {
        let hint = match &error {
            tip_drift::Error::NoRepository { .. } => {
                "history is read from git: run this in a repository"
            }
            tip_drift::Error::Unreadable { .. } => "`git fsck` says what is wrong",
            tip_drift::Error::UnknownRevision { .. } => {
                "name a branch, a tag or a commit; in a shallow clone fetch it first"
            }
            tip_drift::Error::Index { .. } => "`git status` says what is wrong with it",
            tip_drift::Error::Broken { .. } => {
                "`git fsck` names what is missing; what a shallow clone lacks `git fetch --unshallow` brings"
            }
        };
        // What git says in its own words is rarely of help here.
        Self::user(error).hint(hint)
    }
}

impl From<DriftError> for Failure {
    fn from(error: DriftError) -> Self {
        match error {
            DriftError::History(error) => error.into(),
            DriftError::Read(error) => error.into(),
        }
    }
}

impl From<LedgerError> for Failure {
    fn from(error: LedgerError) -> Self {
        let hint = match &error {
            LedgerError::Damaged { path, .. } => format!(
                "evidence can be earned again: move `{}` away, with the files beside it",
                path.display()
            ),
            LedgerError::Newer { .. } => "update `tip`, or move the file away".to_owned(),
            LedgerError::Locked { .. } => "wait for the other `tip`, and run it again".to_owned(),
            LedgerError::Folder { .. } | LedgerError::Unwritable { .. } => {
                "see that there is space, and that it may be written".to_owned()
            }
            LedgerError::Database { .. } | LedgerError::Stopped(_) => {
                return Self::new(Kind::User, error.into());
            }
        };
        Self::new(Kind::User, error.into()).hint(hint)
    }
}

impl From<InputError> for Failure {
    fn from(error: InputError) -> Self {
        Self::new(Kind::User, error.into())
    }
}

impl From<TrustError> for Failure {
    fn from(error: TrustError) -> Self {
        let exposed = matches!(error, TrustError::Exposed(_));
        let failure = Self::user(error);
        if exposed {
            failure.hint("`chmod o-w` it, look at what stands in it, and approve again")
        } else {
            failure
        }
    }
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Self {
        Self::new(Kind::User, error.into())
    }
}

impl From<NameError> for Failure {
    fn from(error: NameError) -> Self {
        let mut hints = Vec::new();
        match &error {
            NameError::Unknown { nearest, .. } | NameError::UnknownThing { nearest, .. } => {
                hints.extend(nearest.iter().map(|it| format!("did you mean `{it}`?")));
            }
            NameError::Ambiguous { candidates, .. }
            | NameError::AmbiguousThing { candidates, .. } => {
                hints.extend(candidates.iter().map(|it| format!("it may be `{it}`")));
            }
        }
        match &error {
            NameError::Unknown { .. } => hints.push("`tip list --all` shows every plan".to_owned()),
            NameError::UnknownThing { plan, .. } => {
                hints.push(format!("`tip show --json {plan}` tells all its handles"));
            }
            NameError::Ambiguous { .. } => {
                hints.push("write more of its name, or its path".to_owned());
            }
            NameError::AmbiguousThing { .. } => hints.push("use its id instead".to_owned()),
        }
        let mut failure = Self::new(Kind::User, error.into());
        failure.hints = hints;
        failure
    }
}
