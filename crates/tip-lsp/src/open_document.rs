//! A document that an editor holds open.

use gen_lsp_types::{TextDocumentContentChangeEvent, Uri};
use tip_rules::Judged;
use tip_syntax::{Edit, Source, apply_edits};
use tip_workspace::{Before, Looked, Standing};

use crate::encoding::Encoding;

/// A document that an editor holds open.
#[derive(Debug)]
pub(crate) struct OpenDocument {
    /// What the editor calls it.
    pub(crate) uri: Uri,
    /// Its path, relative to the root of its project.
    pub(crate) path: String,
    /// The editor's number of this version.
    pub(crate) version: i32,
    /// The text as the editor holds it.
    pub(crate) source: Source,
    /// How it stands among the plans; `None` where it is none.
    pub(crate) standing: Option<Standing>,
    /// What was read and found of this text; `None` while nobody looked, and where it is no plan.
    pub(crate) looked: Option<Looked>,
    /// What was kept of the version that somebody looked at last, while nobody looked at this one.
    pub(crate) before: Before,
    /// What is to be said of this text.
    pub(crate) findings: Vec<Judged>,
}

impl OpenDocument {
    /// Lets go what was read and found, so that it is done again.
    pub(crate) fn forget(&mut self) {
        if let Some(looked) = self.looked.take() {
            self.before = looked.into_before();
        }
    }

    /// Applies the changes that the editor made, in its order.
    pub(crate) fn change(
        &mut self,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
        encoding: Encoding,
    ) {
        for change in changes {
            let text = match change {
                TextDocumentContentChangeEvent::TextDocumentContentChangePartial(it) => {
                    let span = encoding.span(&self.source, it.range);
                    let edit = Edit::replace(span, it.text);
                    let bytes = apply_edits(self.source.text().as_bytes(), &[edit]);
                    // The span is within the text and on boundaries of characters, and so the text stays one.
                    match bytes.map(String::from_utf8) {
                        Ok(Ok(text)) => text,
                        _ => continue,
                    }
                }
                TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(it) => {
                    it.text
                }
            };
            self.source = Source::from_text(text);
        }
        self.version = version;
        self.forget();
    }
}

#[cfg(test)]
mod tests {
    use gen_lsp_types::{
        Position, Range, TextDocumentContentChangePartial, TextDocumentContentChangeWholeDocument,
    };

    use super::*;

    fn document(text: &str) -> OpenDocument {
        OpenDocument {
            uri: Uri("file:///a.md".to_owned()),
            path: "a.md".to_owned(),
            version: 1,
            source: Source::from_text(text),
            standing: None,
            looked: None,
            before: Before::default(),
            findings: Vec::new(),
        }
    }

    fn part(line: u32, from: u32, to: u32, text: &str) -> TextDocumentContentChangeEvent {
        let range = Range::new(Position::new(line, from), Position::new(line, to));
        TextDocumentContentChangePartial::new(range, None, text.to_owned()).into()
    }

    #[test]
    fn changes_apply_one_after_the_other() {
        let mut document = document("one\ntwo\n");
        let changes = vec![part(0, 0, 3, "1\n1½"), part(1, 1, 2, "")];
        document.change(2, changes, Encoding::Utf16);
        assert_eq!(document.source.text(), "1\n1\ntwo\n");
        assert_eq!(document.version, 2);
    }

    #[test]
    fn a_whole_text_replaces_the_text() {
        let mut document = document("one");
        let whole = TextDocumentContentChangeWholeDocument {
            text: "two".to_owned(),
        };
        document.change(2, vec![whole.into()], Encoding::Utf16);
        assert_eq!(document.source.text(), "two");
    }
}
