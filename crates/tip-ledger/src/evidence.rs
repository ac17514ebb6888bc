//! What one run of a criterion showed.

use crate::{Digest, DigestBuilder, EvidenceKey, Subject, wire};

/// What one run of a criterion showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// By what it is found.
    pub key: EvidenceKey,
    /// What was asked.
    pub subject: Subject,
    /// The plan, as a path relative to the repository with `/`, when it was run.
    pub plan: String,
    /// The name of the criterion made from its content.
    pub criterion: String,
    /// The name of the criterion for people, when it was run.
    pub handle: String,
    /// The digest of the text of the criterion.
    pub text: Digest,
    /// What came of it.
    pub outcome: Outcome,
    /// Why, where the outcome alone does not tell.
    pub reason: Option<String>,
    /// What the commands did, in order; those that were not reached are missing.
    pub steps: Vec<StepEvidence>,
    /// When it began: milliseconds since 1970, by Greenwich.
    pub started: i64,
    /// How long it took, in milliseconds.
    pub duration: u64,
    /// The state of the files before it was run.
    pub tree: TreeState,
    /// Whether the run changed its own inputs: it earns no cached pass.
    pub changed_inputs: bool,
    /// The machine.
    pub machine: String,
    /// Who ran it.
    pub who: String,
    /// Whether it was run in the sandbox, which may be why something is not as expected.
    pub sandboxed: bool,
    /// Whether it was taken in from elsewhere. The ledger remembers that; it is nothing that the evidence says itself.
    pub imported: bool,
}

/// What came of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Everything was as expected.
    Passed,
    /// Something was not as expected.
    Failed,
    /// It ran, and what is expected cannot be judged from what it showed: a person must.
    Undecided,
    /// It took too long and was ended.
    TimedOut,
    /// Somebody interrupted it.
    Interrupted,
    /// A program that it needs is not there.
    MissingProgram,
    /// It could not be started.
    NotStarted,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 7] = [
        Self::Passed,
        Self::Failed,
        Self::Undecided,
        Self::TimedOut,
        Self::Interrupted,
        Self::MissingProgram,
        Self::NotStarted,
    ];

    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Undecided => "undecided",
            Self::TimedOut => "timed_out",
            Self::Interrupted => "interrupted",
            Self::MissingProgram => "missing_program",
            Self::NotStarted => "not_started",
        }
    }

    /// Returns the outcome that a word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.word() == word)
    }

    /// Returns whether it answers whether the criterion holds: a box may be set or cleared by it.
    pub fn is_answer(self) -> bool {
        matches!(self, Self::Passed | Self::Failed)
    }
}

/// What one command did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepEvidence {
    /// Its exit code; `None` where a signal ended it or it was not started.
    pub exit: Option<i32>,
    /// The signal that ended it.
    pub signal: Option<i32>,
    /// How long it took, in milliseconds.
    pub duration: u64,
    /// What it wrote to standard output.
    pub stdout: Output,
    /// What it wrote to standard error.
    pub stderr: Output,
    /// Whether processes that it left behind were ended.
    pub leaked: bool,
    /// What came of it.
    pub outcome: Outcome,
}

/// What was written to one stream: its two ends, and what is known of all of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// How it begins; what is no UTF-8 is replaced.
    pub head: String,
    /// How it ends, where the head is not all of it; what is no UTF-8 is replaced.
    pub tail: String,
    /// How many bytes there were.
    pub bytes: u64,
    /// How many lines there were; a last one without an end counts.
    pub lines: u64,
    /// The digest of all bytes.
    pub digest: Digest,
}

impl Output {
    /// Returns what is left out between head and tail, in bytes of the stream, as far as can be told.
    pub fn omitted(&self) -> u64 {
        let shown = (self.head.len() + self.tail.len()) as u64;
        if self.tail.is_empty() {
            0
        } else {
            self.bytes.saturating_sub(shown)
        }
    }
}

impl Default for Output {
    fn default() -> Self {
        Self {
            head: String::new(),
            tail: String::new(),
            bytes: 0,
            lines: 0,
            digest: Digest::of(b""),
        }
    }
}

/// The state of the files that a run saw.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TreeState {
    /// The commit that was checked out; `None` where there is none.
    pub commit: Option<String>,
    /// The files that were not as in that commit, sorted by path; `None` where they are too many to be kept.
    pub changed: Option<Vec<Changed>>,
}

impl TreeState {
    /// Returns whether all files were as in the commit.
    pub fn is_clean(&self) -> bool {
        self.commit.is_some() && self.changed.as_ref().is_some_and(Vec::is_empty)
    }
}

/// A file that was not as in the commit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Changed {
    /// Its path, relative to the repository.
    pub path: String,
    /// The object id that git gives its content; `None` where it is gone.
    pub content: Option<String>,
}

impl Evidence {
    /// Returns its name: the digest of all that it says, so that the same evidence is there once however often it is imported.
    pub fn id(&self) -> Digest {
        id_of_line(&wire::to_line(self))
    }

    /// Returns whether it may be served instead of a run with the same key.
    pub fn can_be_served(&self) -> bool {
        self.is_lasting_pass() && !self.imported
    }

    /// Returns whether no pass with the same key before it is served any more: it ran here to its end, and did not pass.
    pub fn ends_passes(&self) -> bool {
        !matches!(self.outcome, Outcome::Passed | Outcome::Interrupted) && !self.imported
    }

    /// Returns whether it passed, and nothing but a change of what its key is made from makes it stale.
    pub fn is_lasting_pass(&self) -> bool {
        self.outcome == Outcome::Passed && !self.changed_inputs
    }
}

/// Returns the name of the evidence in a line.
pub(crate) fn id_of_line(line: &str) -> Digest {
    let mut builder = DigestBuilder::default();
    builder.field(line.as_bytes());
    builder.finish()
}
