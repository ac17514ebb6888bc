//! Symbols by line and by name.

use rustc_hash::FxHashMap;
use tip_syntax::scan;

use super::name::without_generics;
use super::{Symbol, SymbolKind};

/// Words before a name that say what it is.
const KEYWORDS: &[&str] = &[
    "async",
    "class",
    "const",
    "def",
    "enum",
    "fn",
    "func",
    "function",
    "interface",
    "mod",
    "module",
    "pub",
    "struct",
    "trait",
    "type",
];

/// Names of what a path starts from, which no symbol is called.
const ROOTS: &[&str] = &["crate", "self", "super", "this", "Self", "cls"];

/// Returns the innermost symbol whose lines hold `line`, counted from 1.
pub fn innermost(symbols: &[Symbol], line: u32) -> Option<usize> {
    // Symbols stand in the order of the text, each before those within it.
    symbols.iter().rposition(|it| it.lines.contains(&line))
}

/// Returns all symbols that a path names: `name`, `name()`, `Outer::inner`, `Type.method`, `Type#method`, `name!`, `fn name`.
///
/// The path may leave out what a symbol stands in. What is written in front of it, such as the module that a file is, is passed
/// over where it begins with a small letter and no symbol of the file is called so. An implementation counts only where nothing else
/// has the name.
pub fn named(symbols: &[Symbol], path: &str) -> Vec<usize> {
    let path = path.trim().trim_matches('`').trim();
    let whole = matching(symbols, &[path]);
    if !whole.is_empty() || path.is_empty() {
        return whole;
    }
    let plain = plain(path);
    let segments: Vec<&str> = plain
        .split([':', '.', '#'])
        .flat_map(|it| it.split("->"))
        .filter(|it| !it.is_empty())
        .collect();
    for from in 0..segments.len() {
        let found = matching(symbols, &segments[from..]);
        if !found.is_empty() {
            return found;
        }
        let segment = segments[from];
        let small = segment.starts_with(|c: char| c.is_lowercase() || c == '_');
        let known = symbols.iter().any(|it| it.name == segment);
        if !ROOTS.contains(&segment) && (!small || known) {
            break;
        }
    }
    Vec::new()
}

/// Returns the sections that a title names, or an anchor as forges make it of one: `Data model`, `#data-model-1`.
pub fn sections(symbols: &[Symbol], title_or_slug: &str) -> Vec<usize> {
    let all = || {
        symbols
            .iter()
            .enumerate()
            .filter(|(_, it)| it.kind == SymbolKind::Section)
    };
    let wanted = scan::normalized(title_or_slug.trim_start_matches('#'));
    let titled: Vec<usize> = all()
        .filter(|(_, it)| !wanted.is_empty() && scan::normalized(&it.name) == wanted)
        .map(|(at, _)| at)
        .collect();
    if !titled.is_empty() && !title_or_slug.starts_with('#') {
        return titled;
    }
    let wanted = title_or_slug.trim_start_matches('#');
    let mut seen: FxHashMap<String, u32> = FxHashMap::default();
    for (at, section) in all() {
        let slug = scan::slug(&section.name);
        let again = seen.entry(slug.clone()).or_default();
        let anchor = match *again {
            0 => slug,
            again => format!("{slug}-{again}"),
        };
        *again += 1;
        if anchor == wanted {
            return vec![at];
        }
    }
    titled
}

/// Takes from a path what is no part of the names: keywords before it, arguments, type parameters, `!`.
fn plain(path: &str) -> String {
    let mut rest = path;
    while let Some((word, after)) = rest.split_once(' ')
        && KEYWORDS.contains(&word)
    {
        rest = after.trim_start();
    }
    let rest = rest.split(['(', ' ', '=', '{']).next().unwrap_or(rest);
    without_generics(rest)
        .trim_end_matches(['!', ';', ','])
        .to_owned()
}

/// Returns the symbols whose own name and those around it end with `segments`.
fn matching(symbols: &[Symbol], segments: &[&str]) -> Vec<usize> {
    let found: Vec<usize> = (0..symbols.len())
        .filter(|at| ends_with(symbols, *at, segments))
        .collect();
    let definitions: Vec<usize> = found
        .iter()
        .copied()
        .filter(|at| symbols[*at].kind != SymbolKind::Impl)
        .collect();
    if definitions.is_empty() {
        found
    } else {
        definitions
    }
}

fn ends_with(symbols: &[Symbol], at: usize, segments: &[&str]) -> bool {
    let Some((last, mut rest)) = segments.split_last() else {
        return true;
    };
    let symbol = &symbols[at];
    let of = symbol.name.rsplit(" for ").next().map(last_segment);
    let is_impl = symbol.kind == SymbolKind::Impl && of == Some(*last);
    if symbol.name != *last && !is_impl {
        return false;
    }
    for owner in symbol.owner.iter().flat_map(|it| it.rsplit("::")) {
        match rest.split_last() {
            Some((wanted, before)) if *wanted == owner => rest = before,
            Some(_) => return false,
            None => return true,
        }
    }
    match symbol.parent {
        _ if rest.is_empty() => true,
        Some(parent) => ends_with(symbols, parent, rest),
        None => false,
    }
}

fn last_segment(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}
