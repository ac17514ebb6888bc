//! What is said about a text: data until somebody renders it.

use crate::{Edit, Span};

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; never fails a check by itself.
    Hint,
    /// Most likely wrong.
    Warning,
    /// Wrong.
    Error,
}

impl Severity {
    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Hint => "hint",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A place and what is to be said of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    /// The file, relative to the repository; `None` is the file of the finding.
    pub path: Option<Box<str>>,
    /// The place in it.
    pub span: Span,
    /// What is to be said; may be empty.
    pub message: String,
}

impl Label {
    /// Speaks of a place in the finding's own file.
    pub fn new(span: Span, message: impl Into<String>) -> Self {
        Self {
            path: None,
            span,
            message: message.into(),
        }
    }

    /// Speaks of a place in another file.
    pub fn elsewhere(path: impl Into<Box<str>>, span: Span, message: impl Into<String>) -> Self {
        Self {
            path: Some(path.into()),
            span,
            message: message.into(),
        }
    }
}

/// Whether a fix keeps the meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Safety {
    /// The same meaning, better said.
    Safe,
    /// Probably what was meant; needs to be asked for.
    Unsafe,
    /// Shown, never applied.
    DisplayOnly,
}

/// A remedy: a list of edits on the original text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in the imperative.
    pub title: String,
    /// The edits, all or none.
    pub edits: Vec<Edit>,
    /// Whether it keeps the meaning.
    pub safety: Safety,
}

/// One thing that a rule says about one text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The name of the rule.
    pub rule: &'static str,
    /// The headline: one phrase, lower case, user text in backticks.
    pub message: String,
    /// Where.
    pub primary: Label,
    /// Other places that matter.
    pub secondary: Vec<Label>,
    /// Why it matters here.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Option<String>,
    /// What can be done by machine.
    pub fixes: Vec<Fix>,
}

impl Finding {
    /// Says `message` of `span`.
    pub fn new(rule: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self {
            rule,
            message: message.into(),
            primary: Label::new(span, String::new()),
            secondary: Vec::new(),
            notes: Vec::new(),
            help: None,
            fixes: Vec::new(),
        }
    }

    /// Returns what it speaks of and what its remedies change in its own file.
    pub fn spans(&self) -> impl Iterator<Item = Span> + '_ {
        let labels = self.secondary.iter().filter(|it| it.path.is_none());
        let edits = self.fixes.iter().flat_map(|it| &it.edits);
        std::iter::once(self.primary.span)
            .chain(labels.map(|it| it.span))
            .chain(edits.map(|it| it.span))
    }

    /// Adds words beside the primary span.
    pub fn label(mut self, message: impl Into<String>) -> Self {
        self.primary.message = message.into();
        self
    }

    /// Adds another place.
    pub fn also(mut self, label: Label) -> Self {
        self.secondary.push(label);
        self
    }

    /// Adds a note.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Says what to do.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a remedy.
    pub fn fix(mut self, title: impl Into<String>, edits: Vec<Edit>, safety: Safety) -> Self {
        self.fixes.push(Fix {
            title: title.into(),
            edits,
            safety,
        });
        self
    }
}
