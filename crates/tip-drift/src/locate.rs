//! The lines that a reference means in one version of its file.

use crate::claim::Claim;
use crate::text::Text;

/// What a reference means in a file. Lines are counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Located {
    /// All of it.
    File,
    /// A line, or a range of them.
    Lines(usize, Option<usize>),
    /// Nothing: the file has no such line, symbol or section.
    Nowhere,
}

/// Finds what a claim means.
pub(crate) fn locate(text: &Text, _path: &str, claim: &Claim) -> Located {
    let Some(line) = claim.line else {
        return Located::File;
    };
    let first = (line as usize).saturating_sub(1);
    if line == 0 || first >= text.len() {
        return Located::Nowhere;
    }
    // An end past the last line is the last line: authors count to the end of what they saw.
    let last = claim.end_line.map(|it| (it as usize).saturating_sub(1));
    Located::Lines(first, last.map(|it| it.clamp(first, text.len() - 1)))
}
