//! Commands and what is expected of them.

use tip_syntax::Span;

use crate::{Bound, UnitId};

/// A command that somebody is meant to run.
#[derive(Clone, Debug)]
pub struct Command {
    /// Where it stands.
    pub span: Span,
    /// Its text, prompt signs and list prefixes removed, continued lines joined by a line end.
    pub text: String,
    /// In what form it is written.
    pub form: CommandForm,
    /// What is expected of it.
    pub expectation: Expectation,
    /// Where the expectation stands.
    pub expectation_span: Option<Span>,
    /// Why it cannot be run as it stands.
    pub why_not: Option<WhyNot>,
    /// The unit that it stands in.
    pub unit: Option<UnitId>,
    /// The box that it stands in, in [`Plan::boxes`](crate::Plan::boxes).
    pub in_box: Option<u32>,
}

/// In what form a command is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CommandForm {
    /// A code span.
    Span,
    /// A code span or text after `Run:`.
    Run,
    /// A line of a fenced shell block.
    Fence,
    /// The text of the box, which the configuration binds to it; its span is that text.
    Gate,
}

impl CommandForm {
    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Span => "span",
            Self::Run => "run",
            Self::Fence => "fence",
            Self::Gate => "gate",
        }
    }
}

/// What is expected of a command.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Expectation {
    /// It exits with 0.
    #[default]
    Success,
    /// It exits with something else.
    Failure,
    /// It exits with this code.
    ExitCode(i32),
    /// It exits with this code, or with any other than 0 where none is told, and shows each of these.
    FailsWith {
        /// The code.
        code: Option<i32>,
        /// The texts; at least one.
        texts: Vec<String>,
    },
    /// It prints nothing, or finds nothing.
    Silence,
    /// It prints exactly this, white space at the ends aside.
    Output(String),
    /// It prints something that holds this, not as a part of a longer word or number.
    Contains(String),
    /// It prints something that holds each of these.
    ContainsAll(Vec<String>),
    /// It exits with 0 and prints nothing that holds any of these.
    Lacks(Vec<String>),
    /// It exits with 0, prints something that holds each of the first texts, and nothing that holds any of the others.
    ContainsBut {
        /// The texts.
        texts: Vec<String>,
        /// How many of them are to be shown; at least one, and not all.
        shown: usize,
    },
    /// It prints this many lines.
    Lines(u32),
    /// It prints a number, or so many lines, as this says.
    Bound(Bound),
    /// Something is expected that cannot be read: a person must judge.
    Unreadable(String),
}

impl Expectation {
    /// Returns the texts that what is printed is searched for.
    pub fn texts(&self) -> &[String] {
        match self {
            Self::Contains(text) => std::slice::from_ref(text),
            Self::ContainsAll(texts)
            | Self::Lacks(texts)
            | Self::ContainsBut { texts, .. }
            | Self::FailsWith { texts, .. } => texts,
            _ => &[],
        }
    }

    /// Returns the word for its kind.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Failure => "failure",
            Self::ExitCode(_) => "exit_code",
            Self::FailsWith { .. } => "fails_with",
            Self::Silence => "silence",
            Self::Output(_) => "output",
            Self::Contains(_) => "contains",
            Self::ContainsAll(_) => "contains_all",
            Self::Lacks(_) => "lacks",
            Self::ContainsBut { .. } => "contains_but",
            Self::Lines(_) => "lines",
            Self::Bound(_) => "bound",
            Self::Unreadable(_) => "unreadable",
        }
    }
}

/// Why a command cannot be run as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WhyNot {
    /// It holds a placeholder: `<name>`, `[file]`, `{id}`, `path/to/x`.
    Placeholder,
    /// It is cut short by an ellipsis.
    Ellipsis,
    /// It changes what it should not: `rm`, `git push`.
    Mutating,
    /// It never ends by itself, or waits for a person: a server, an editor, `--watch`.
    Interactive,
    /// Its quotes or brackets do not close.
    Unbalanced,
}

impl WhyNot {
    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Placeholder => "placeholder",
            Self::Ellipsis => "ellipsis",
            Self::Mutating => "mutating",
            Self::Interactive => "interactive",
            Self::Unbalanced => "unbalanced",
        }
    }
}
