//! The lines that a reference means in one version of its file.

use gix::ObjectId;

use crate::claim::Claim;
use crate::store::Reader;
use crate::symbol::{Language, named, sections};
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

/// A version of a file that is looked into.
#[derive(Clone, Copy)]
pub(crate) struct Version<'a> {
    pub(crate) path: &'a str,
    pub(crate) text: &'a Text,
    /// Its id, where it is that of a commit.
    pub(crate) blob: Option<ObjectId>,
}

/// Finds what a claim means.
pub(crate) fn locate(reader: &Reader<'_>, version: Version<'_>, claim: &Claim) -> Located {
    let text = version.text;
    if let Some(line) = claim.line {
        let first = (line as usize).saturating_sub(1);
        if line == 0 || first >= text.len() {
            return Located::Nowhere;
        }
        // An end past the last line is the last line: authors count to the end of what they saw.
        let last = claim.end_line.map(|it| (it as usize).saturating_sub(1));
        return Located::Lines(first, last.map(|it| it.clamp(first, text.len() - 1)));
    }
    if let Some(symbol) = &claim.symbol {
        return line_of(symbol_line(reader, version, symbol));
    }
    match &claim.anchor {
        Some(anchor) => line_of(section_line(reader, version, anchor)),
        None => Located::File,
    }
}

fn line_of(line: Option<usize>) -> Located {
    line.map_or(Located::Nowhere, |it| Located::Lines(it, None))
}

/// Returns the line that names a symbol: its definition, or in a file of no known language the first line that holds its name.
pub(crate) fn symbol_line(
    reader: &Reader<'_>,
    version: Version<'_>,
    symbol: &str,
) -> Option<usize> {
    let Version { path, text, blob } = version;
    let symbols = reader.symbols(blob, path, text);
    if let Some(first) = named(&symbols, symbol).first() {
        return Some(symbols[*first].name_line.saturating_sub(1) as usize);
    }
    let word = symbol.trim_matches(['`', '(', ')']);
    let word = word.rsplit([':', '.', '#']).find(|it| !it.is_empty())?;
    let words = |line: &str| {
        line.split(|it: char| !it.is_alphanumeric() && it != '_')
            .any(|it| it == word)
    };
    (0..text.len()).find(|at| words(text.line(*at)))
}

/// Returns the line of a heading, by its anchor or its words.
pub(crate) fn section_line(
    reader: &Reader<'_>,
    version: Version<'_>,
    anchor: &str,
) -> Option<usize> {
    let Version { path, text, blob } = version;
    Language::of_path(path).filter(|it| *it == Language::Markdown)?;
    let symbols = reader.symbols(blob, path, text);
    let first = *sections(&symbols, anchor).first()?;
    Some(symbols[first].name_line.saturating_sub(1) as usize)
}
