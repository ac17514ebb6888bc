//! Why the job could not be done, sorted by who can help it.

use std::error::Error;
use std::fmt;
use std::io;

use tip_ledger::LedgerError;
use tip_run::TrustError;
use tip_workspace::{ConfigError, DriftError, InputError, NameError, OpenError, ReadError};

/// Who can help it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
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
pub struct Failure {
    /// Who can help it.
    pub kind: Kind,
    /// What to do about it, a sentence each.
    pub hints: Vec<String>,
    /// Whether what was read is not true any more, so that it may go well when it is done again.
    pub is_stale: bool,
    /// Whether it is that boxes are open, which is an answer rather than a fault.
    pub is_told_by_boxes: bool,
    error: Box<dyn Error + Send + Sync>,
}

impl Failure {
    /// Says that what was asked for cannot be done.
    pub fn user(message: impl fmt::Display) -> Self {
        Self::new(Kind::User, message.to_string().into())
    }

    /// Says that what was asked makes no sense as it is.
    pub fn usage(message: impl fmt::Display) -> Self {
        Self::new(Kind::Usage, message.to_string().into())
    }

    /// Says that the program is at fault.
    pub fn internal(message: impl fmt::Display) -> Self {
        Self::new(Kind::Internal, message.to_string().into())
            .hint("this is a bug of `tip`: please report it with the plan that shows it")
    }

    /// Says what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Returns what it says.
    pub fn message(&self) -> String {
        self.error.to_string()
    }

    /// Returns what it says, and what caused it.
    pub fn chain(&self) -> String {
        chain(&*self.error)
    }

    /// Says of what it is, before what it says.
    #[must_use]
    pub fn within(mut self, what: impl fmt::Display) -> Self {
        self.error = format!("{what}: {}", self.chain()).into();
        self
    }

    /// Says that what was read is not true any more.
    #[must_use]
    pub fn stale(mut self) -> Self {
        self.is_stale = true;
        self
    }

    /// Returns whether nobody reads any more.
    pub fn is_broken_pipe(&self) -> bool {
        let io = self.error.downcast_ref::<io::Error>();
        io.is_some_and(|it| it.kind() == io::ErrorKind::BrokenPipe)
    }

    fn new(kind: Kind, error: Box<dyn Error + Send + Sync>) -> Self {
        Self {
            kind,
            error,
            hints: Vec::new(),
            is_stale: false,
            is_told_by_boxes: false,
        }
    }
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
        let hint = match &error {
            TrustError::Exposed(_) => {
                "`chmod o-w` it, look at what stands in it, and approve again"
            }
            TrustError::Io { .. } => {
                "approvals are kept there: let it be read and written, or name another folder by `TIP_STATE_DIR`"
            }
        };
        Self::new(Kind::User, error.into()).hint(hint)
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
        if let NameError::Unknown { name, .. } = &error
            && let Some((plan, part)) = part_of(name)
        {
            let failure = Self::new(Kind::User, error.to_string().into());
            return failure.hint(format!(
                "a whole plan is asked for, and `{part}` is a part of one: write `{plan}`; `tip show {name}` shows the part"
            ));
        }
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

/// Splits `PLAN#HANDLE`.
fn part_of(name: &str) -> Option<(&str, &str)> {
    let (plan, part) = name.rsplit_once('#')?;
    let is_handle = part.starts_with(|c: char| c.is_alphabetic()) && !part.contains(['/', ' ']);
    let is_file = part
        .rsplit_once('.')
        .is_some_and(|(_, it)| it.eq_ignore_ascii_case("md"));
    (!plan.is_empty() && is_handle && !is_file).then_some((plan, part))
}

/// Returns what an error says, and what caused it.
pub fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(it) = source {
        text = format!("{text}: {it}");
        source = it.source();
    }
    text
}
