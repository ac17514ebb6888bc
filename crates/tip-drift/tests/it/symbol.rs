//! Symbols of texts.

use std::fmt::Write as _;

use tip_drift::{Language, Symbol, symbols};

mod find;

mod languages;

mod total;

/// Shows symbols as one line each: kind, name, first and last line, the line of the name where it is not the first.
fn show(symbols: &[Symbol]) -> String {
    let mut out = String::new();
    for symbol in symbols {
        let mut at = symbol.parent;
        while let Some(parent) = at {
            out.push_str("  ");
            at = symbols[parent].parent;
        }
        let owner = symbol.owner.iter().map(|it| format!(" of {it}"));
        let owner: String = owner.collect();
        let _ = write!(
            out,
            "{:?} {}{owner} {}-{}",
            symbol.kind,
            symbol.name,
            symbol.lines.start,
            symbol.lines.end - 1
        );
        if symbol.name_line != symbol.lines.start {
            let _ = write!(out, " @{}", symbol.name_line);
        }
        out.push('\n');
    }
    out
}

/// Checks what a text, without the line end that it starts with here, defines.
#[track_caller]
fn check(language: Language, text: &str, expected: &str) {
    let text = text.strip_prefix('\n').unwrap_or(text);
    let shown = show(&symbols(language, text).expect("symbols"));
    let wanted = format!("{}\n", expected.trim());
    let wanted = wanted.trim_start_matches('\n');
    assert!(shown == wanted, "the symbols are\n{shown}and not\n{wanted}");
}
