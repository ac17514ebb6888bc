//! In a code span or a link: paths, lines by their symbols, sections of documents.

use gen_lsp_types::{CompletionItem, CompletionItemKind};
use tip_drift::{Language, Symbol, SymbolKind, symbols};
use tip_rules::PathAnswer;
use tip_syntax::scan;
use tip_workspace::EntryKind;

use super::{Cursor, Maker};
use crate::session::View;

/// Returns the paths, lines and sections that may be written; `None` where the cursor is in no code span and no link.
pub(super) fn items(view: &View<'_>, cursor: Cursor<'_>) -> Option<Vec<CompletionItem>> {
    let typed = in_code(cursor.before).or_else(|| in_link(cursor.before))?;
    // In a command the word at the cursor may be a path, once it looks like one.
    let word = typed.rsplit(char::is_whitespace).next().unwrap_or(typed);
    if word.len() < typed.len() && !word.contains('/') {
        return Some(Vec::new());
    }
    let typed = word;
    if let Some((path, line)) = typed.split_once("::").or_else(|| typed.split_once(':')) {
        let by_name = typed.contains("::");
        return Some(lines(view, cursor, path, line, by_name));
    }
    if let Some((path, anchor)) = typed.split_once('#') {
        return Some(sections(view, cursor, path, anchor));
    }
    Some(names(view, cursor, typed, &|_, _| true))
}

/// Returns what stands before the cursor in an open code span.
fn in_code(before: &str) -> Option<&str> {
    let open = before.matches('`').count() % 2 == 1;
    let (_, typed) = before.rsplit_once('`').filter(|_| open)?;
    Some(typed)
}

/// Returns what stands before the cursor in the target of a link.
fn in_link(before: &str) -> Option<&str> {
    let (_, typed) = before.rsplit_once("](")?;
    (!typed.contains(')')).then_some(typed)
}

/// Returns what lies in the folder that was typed, as far as it `fits`.
pub(super) fn names(
    view: &View<'_>,
    cursor: Cursor<'_>,
    typed: &str,
    fits: &dyn Fn(&str, EntryKind) -> bool,
) -> Vec<CompletionItem> {
    let (folder, name) = typed.rsplit_once('/').unwrap_or(("", typed));
    let folder = folder.trim_start_matches("./");
    let maker = Maker::new(view, cursor, name.len());
    let found = view.project.snapshot.folder_names(folder);
    found
        .into_iter()
        .filter(|(name, kind)| fits(name, *kind))
        .map(|(name, kind)| match kind {
            EntryKind::Folder => maker.item(&format!("{name}/"), CompletionItemKind::Folder),
            _ => maker.item(name, CompletionItemKind::File),
        })
        .collect()
}

/// Returns the file that a path means, with its text.
fn file(view: &View<'_>, path: &str) -> Option<(String, String)> {
    if path.is_empty() {
        let text = view.looked.doc.source().text().to_owned();
        return Some((view.document.path.clone(), text));
    }
    let found = view.project.snapshot.lead_of(&view.document.path, path);
    let (PathAnswer::File(found) | PathAnswer::Suffix(found)) = found else {
        return None;
    };
    let text = view.session.source(view.project, &found)?.text().to_owned();
    Some((found, text))
}

fn symbols_of(view: &View<'_>, path: &str) -> Vec<Symbol> {
    let Some((path, text)) = file(view, path) else {
        return Vec::new();
    };
    match Language::of_path(&path) {
        Some(language) => symbols(language, &text).unwrap_or_default(),
        None => Vec::new(),
    }
}

/// Returns the symbols of a file: their lines, or after `::` their names.
fn lines(
    view: &View<'_>,
    cursor: Cursor<'_>,
    path: &str,
    typed: &str,
    by_name: bool,
) -> Vec<CompletionItem> {
    let maker = Maker::new(view, cursor, typed.len());
    let all = symbols_of(view, path);
    let item = |(at, it): (usize, &Symbol)| {
        let line = it.name_line.to_string();
        let text = if by_name { it.name.as_str() } else { &line };
        let mut item = maker.with_text(&it.name, text, kind_of(it.kind));
        item.detail = Some(format!("line {line}"));
        item.sort_text = Some(format!("{at:06}"));
        // A name finds its line, and so do the figures.
        item.filter_text = Some(if typed.starts_with(|c: char| c.is_ascii_digit()) {
            line
        } else {
            it.name.clone()
        });
        item
    };
    all.iter().enumerate().map(item).collect()
}

/// Returns the sections of a document.
fn sections(view: &View<'_>, cursor: Cursor<'_>, path: &str, typed: &str) -> Vec<CompletionItem> {
    let maker = Maker::new(view, cursor, typed.len());
    let all = symbols_of(view, path);
    let all = all.iter().filter(|it| it.kind == SymbolKind::Section);
    all.map(|it| {
        let mut item = maker.with_text(
            &it.name,
            &scan::slug(&it.name),
            CompletionItemKind::Reference,
        );
        item.detail = Some(format!("line {}", it.name_line));
        item
    })
    .collect()
}

fn kind_of(kind: SymbolKind) -> CompletionItemKind {
    match kind {
        SymbolKind::Function | SymbolKind::Test | SymbolKind::Macro => CompletionItemKind::Function,
        SymbolKind::Method => CompletionItemKind::Method,
        SymbolKind::Class | SymbolKind::Impl => CompletionItemKind::Class,
        SymbolKind::Struct | SymbolKind::Type => CompletionItemKind::Struct,
        SymbolKind::Enum => CompletionItemKind::Enum,
        SymbolKind::Variant => CompletionItemKind::EnumMember,
        SymbolKind::Trait | SymbolKind::Interface => CompletionItemKind::Interface,
        SymbolKind::Module => CompletionItemKind::Module,
        SymbolKind::Constant => CompletionItemKind::Constant,
        SymbolKind::Variable => CompletionItemKind::Variable,
        SymbolKind::Field => CompletionItemKind::Field,
        SymbolKind::Section => CompletionItemKind::Reference,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_open_code_span_is_told_from_a_closed_one() {
        assert_eq!(in_code("- `src/a"), Some("src/a"));
        assert_eq!(in_code("- `src/a.rs` and "), None);
        assert_eq!(in_link("see [a](docs/"), Some("docs/"));
        assert_eq!(in_link("see [a](docs/a.md) and"), None);
    }
}
