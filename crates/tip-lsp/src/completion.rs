//! What may be written at the cursor.
//!
//! Where the cursor stands decides who answers: the front matter, a code span, a field, the start of a line, a comment for `tip`.

mod annotation;

mod field;

mod front_matter;

mod path;

mod section;

use gen_lsp_types::{
    CompletionItem, CompletionItemKind, CompletionList, CompletionResponse, InsertTextFormat,
    Position, TextEdit,
};
use tip_syntax::Span;

use crate::session::View;

/// The line of the cursor.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cursor<'a> {
    /// The byte at the cursor.
    pub(crate) offset: usize,
    /// What stands before it in its line.
    pub(crate) before: &'a str,
    /// What stands after it in its line.
    pub(crate) after: &'a str,
}

/// Returns what may be written at a position.
pub(crate) fn complete(view: &View<'_>, position: Position) -> CompletionResponse {
    let source = view.looked.doc.source();
    let offset = view.client.encoding.offset(source, position) as usize;
    let line = source.lines().line_span(position.line, source.text());
    let cursor = Cursor {
        offset,
        before: source.slice(Span::new(line.start(), offset.max(line.start()))),
        after: source.slice(Span::new(offset, line.end().max(offset))),
    };
    let in_front_matter = view
        .looked
        .doc
        .front_matter()
        .is_some_and(|it| it.span.contains_offset(offset));
    let items = if in_front_matter {
        front_matter::items(view, cursor)
    } else {
        annotation::items(view, cursor)
            .or_else(|| path::items(view, cursor))
            .or_else(|| field::items(view, cursor))
            .or_else(|| section::items(view, cursor))
            .unwrap_or_default()
    };
    CompletionResponse::CompletionList(CompletionList {
        is_incomplete: false,
        items,
        ..CompletionList::default()
    })
}

/// Makes completions that replace what was typed of a word.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Maker<'a> {
    view: &'a View<'a>,
    /// What was typed of the word, and all of it that goes on after the cursor.
    replaced: Span,
}

impl<'a> Maker<'a> {
    /// Replaces the last `typed` bytes before the cursor.
    pub(crate) fn new(view: &'a View<'a>, cursor: Cursor<'_>, typed: usize) -> Self {
        Self {
            view,
            replaced: Span::new(cursor.offset - typed, cursor.offset),
        }
    }

    /// Writes `label` itself.
    pub(crate) fn item(self, label: &str, kind: CompletionItemKind) -> CompletionItem {
        self.with_text(label, label, kind)
    }

    /// Writes `text`, shown as `label`.
    pub(crate) fn with_text(
        self,
        label: &str,
        text: &str,
        kind: CompletionItemKind,
    ) -> CompletionItem {
        let source = self.view.looked.doc.source();
        let edit = TextEdit {
            range: self.view.client.encoding.range(source, self.replaced),
            new_text: text.to_owned(),
        };
        CompletionItem {
            label: label.to_owned(),
            kind: Some(kind),
            // Some clients filter by nothing else.
            filter_text: Some(text.lines().next().unwrap_or(label).to_owned()),
            text_edit: Some(edit.into()),
            ..CompletionItem::default()
        }
    }

    /// Writes a text with places to fill in, `${1:hint}`; for an editor without them the hints stand there as they are.
    pub(crate) fn snippet(self, label: &str, snippet: &str) -> CompletionItem {
        let mut item = if self.view.client.snippets {
            self.with_text(label, snippet, CompletionItemKind::Snippet)
        } else {
            self.with_text(label, &without_places(snippet), CompletionItemKind::Snippet)
        };
        if self.view.client.snippets {
            item.insert_text_format = Some(InsertTextFormat::Snippet);
        }
        item.filter_text = Some(label.to_owned());
        item
    }
}

/// Writes text such that a snippet means it as it stands.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '$' | '}' | '\\') {
            out.push('\\');
        }
        out.push(character);
    }
    out
}

/// Returns a snippet as plain text, the hints in the places of the places.
fn without_places(snippet: &str) -> String {
    let mut out = String::with_capacity(snippet.len());
    let mut characters = snippet.chars().peekable();
    let mut within = false;
    while let Some(character) = characters.next() {
        match character {
            '\\' => out.extend(characters.next()),
            '$' if characters.peek() == Some(&'{') => {
                // `${1:` goes, and `}` at its end.
                characters.find(|it| matches!(it, ':' | '}'));
                within = true;
            }
            '$' => while characters.next_if(char::is_ascii_digit).is_some() {},
            '}' if within => within = false,
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snippet_without_places_keeps_its_hints() {
        let snippet = format!("### Phase ${{1:2}}: ${{2:{}}}\n$0", escaped("[a {b}]"));
        assert_eq!(without_places(&snippet), "### Phase 2: [a {b}]\n");
    }
}
