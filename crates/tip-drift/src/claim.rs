//! What a reference of a plan claims.

/// A reference as the history is asked about it. Paths are relative to the folder that the history was opened at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Claim {
    /// The line of the plan that it stands in, from 0.
    pub line_in_plan: usize,
    /// What that line holds of it: the path as written, and the line number where it stands apart.
    pub parts: Vec<String>,
    /// The paths that it may mean, the likeliest first.
    pub paths: Vec<String>,
    /// Paths of which one is meant where none of these is there, and it is the only one that is.
    pub among: Vec<String>,
    /// What the path of the file must end with where it is none of these.
    pub suffix: Option<String>,
    /// The first line, from 1.
    pub line: Option<u32>,
    /// The last line.
    pub end_line: Option<u32>,
    /// The symbol that it names.
    pub symbol: Option<String>,
    /// The section that it names.
    pub anchor: Option<String>,
    /// The commit that it names, as permalinks do.
    pub revision: Option<String>,
    /// The commit at which somebody found it true.
    pub accepted: Option<String>,
    /// Whether the line is only about right.
    pub about: bool,
    /// Words of its line of the plan, which may tell which version of the file it means.
    pub hints: Vec<String>,
    /// What its sentence says of it, the nearest first: what no other reference stands between.
    pub nearest: Vec<Word>,
    /// What else its sentence says.
    pub others: Vec<Word>,
}

/// A word that a plan says beside a reference.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Word {
    /// A name in code, or a piece of it.
    Code(String),
    /// A quotation.
    Quote(String),
}

impl Word {
    /// Returns it as it is written.
    pub fn text(&self) -> &str {
        match self {
            Self::Code(text) | Self::Quote(text) => text,
        }
    }
}

impl Claim {
    /// Returns the commit that it names, as it is written.
    pub(crate) fn named(&self) -> Option<&str> {
        let named = self.accepted.as_ref().or(self.revision.as_ref());
        named.map(String::as_str)
    }
}
