//! What became of what a reference points at.

use std::fmt;

use crate::Revision;
use crate::symbol::Unread;

/// What became of what a reference points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// It is where the reference says.
    Unchanged,
    /// It stands at another line, or in another file that was there already.
    Moved,
    /// Its file has another path.
    Renamed,
    /// The line has a successor with another text.
    Edited,
    /// Several places could be meant.
    Ambiguous,
    /// It was taken out of its file.
    Deleted,
    /// Its file was deleted.
    FileGone,
    /// It cannot be told: nothing tells that the line was right, or what it was.
    Unclear,
    /// It was not there when the reference was written.
    NeverExisted,
    /// It lies outside the repository.
    Outside,
    /// The reference claims nothing about now.
    Historical,
}

impl Verdict {
    /// All verdicts, from the best to those that say least.
    pub const ALL: [Self; 11] = [
        Self::Unchanged,
        Self::Moved,
        Self::Renamed,
        Self::Edited,
        Self::Ambiguous,
        Self::Deleted,
        Self::FileGone,
        Self::Unclear,
        Self::NeverExisted,
        Self::Outside,
        Self::Historical,
    ];

    /// Returns the word for it, in snake case.
    pub fn word(self) -> &'static str {
        match self {
            Self::Unchanged => "unchanged",
            Self::Moved => "moved",
            Self::Renamed => "renamed",
            Self::Edited => "edited",
            Self::Ambiguous => "ambiguous",
            Self::Deleted => "deleted",
            Self::FileGone => "file_gone",
            Self::Unclear => "unclear",
            Self::NeverExisted => "never_existed",
            Self::Outside => "outside",
            Self::Historical => "historical",
        }
    }

    /// Returns whether the reference no longer leads to what it led to.
    pub fn is_drift(self) -> bool {
        matches!(
            self,
            Self::Moved
                | Self::Renamed
                | Self::Edited
                | Self::Ambiguous
                | Self::Deleted
                | Self::FileGone
                | Self::Unclear
        )
    }
}

/// The version of the repository in which a reference was right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Base {
    /// That of a commit.
    Commit(Revision),
    /// The files as they are: the reference was not committed yet.
    WorkTree,
}

/// Why the line that a reference names may not be what was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The line says nothing by itself: it is blank, or nothing but brackets and marks.
    SaysNothing,
    /// What the plan says of it stood at another line when both came into the history.
    Elsewhere {
        /// As the plan writes it.
        word: String,
        /// Counted from 1.
        line: u32,
    },
    /// What the plan says of it did not stand there when both came into the history.
    Unfit,
    /// Both came into the history together, and nothing tells that the line was right.
    Unproven,
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SaysNothing => f.write_str("the line says nothing by itself"),
            Self::Elsewhere { word, line } => write!(
                f,
                "`{word}` stood at line {line} when the reference came into the history"
            ),
            Self::Unfit => f.write_str(
                "the line did not fit what the plan says of it when both came into the history",
            ),
            Self::Unproven => f.write_str(
                "plan and code came into the history in one commit, and nothing tells that the line was right",
            ),
        }
    }
}

/// A place in the repository. Lines are counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// The file, or folder.
    pub path: String,
    /// The first line.
    pub line: Option<u32>,
    /// The last line, where there are several.
    pub end_line: Option<u32>,
}

/// What is known of one reference.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// What became of it.
    pub verdict: Verdict,
    /// Against which version it was measured; `None` where none was looked at.
    pub base: Option<Base>,
    /// The commit that wrote it, which is not the base where the tree before it makes sense of the reference.
    pub written: Option<Revision>,
    /// Where it pointed then.
    pub then: Option<Place>,
    /// Where that is now.
    pub now: Option<Place>,
    /// How sure that is, from 0 to 1.
    pub confidence: f32,
    /// The places that could be meant, or what looks nearest.
    pub candidates: Vec<Place>,
    /// The commit that edited, moved or deleted it, where one did.
    pub change: Option<Revision>,
    /// The text of its first line then.
    pub text_then: Option<String>,
    /// The text of its first line now, where it has another.
    pub text_now: Option<String>,
    /// Why the line that it names may not be what was meant.
    pub doubt: Option<Doubt>,
    /// A file on the way whose symbols could not be read, so that its lines were followed by their words alone.
    pub unread: Option<(String, Unread)>,
}

impl Judgement {
    /// Says a verdict of which nothing more is known.
    pub fn bare(verdict: Verdict) -> Self {
        Self {
            verdict,
            base: None,
            written: None,
            then: None,
            now: None,
            confidence: 0.0,
            candidates: Vec::new(),
            change: None,
            text_then: None,
            text_now: None,
            doubt: None,
            unread: None,
        }
    }

    /// Returns whether the reference can be rewritten without a person looking.
    ///
    /// The bar is high: a reference that is wrong and looks mended is worse than one that is old.
    pub fn is_safe_to_mend(&self) -> bool {
        matches!(self.verdict, Verdict::Moved | Verdict::Renamed)
            && self.now.is_some()
            && self.confidence >= 0.9
    }
}
