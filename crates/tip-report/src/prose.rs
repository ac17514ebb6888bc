//! Markdown for the terminal: what the documentation of rules is written in.

use std::fmt::Write as _;

use tip_syntax::{BlockId, BlockKind, Document, Inline, InlineKind, Source, Span};

use crate::layout::width;
use crate::terminal::Look;
use crate::{Terminal, escape};

/// The columns beyond which lines are hard to read.
const READABLE: usize = 100;

/// Renders Markdown.
pub(crate) fn render(markdown: &str, terminal: Terminal, out: &mut String) {
    let doc = Document::from_source(Source::from_text(markdown));
    let mut prose = Prose {
        doc: &doc,
        terminal,
        out,
    };
    let mut roots = doc.ids().filter(|id| doc.block(*id).parent.is_none());
    if let Some(first) = roots.next() {
        prose.block(first, "", "");
    }
    for id in roots {
        prose.out.push('\n');
        prose.block(id, "", "");
    }
}

struct Prose<'a> {
    doc: &'a Document,
    terminal: Terminal,
    out: &'a mut String,
}

/// A word: pieces of text with their looks and no space between them.
type Word<'a> = Vec<(&'a str, Look)>;

impl<'a> Prose<'a> {
    /// Renders a block, its first line after `lead`, the others after `indent`.
    fn block(&mut self, id: BlockId, lead: &str, indent: &str) {
        let doc = self.doc;
        let block = doc.block(id);
        match block.kind {
            BlockKind::Heading(_) => self.paragraph(id, lead, indent, Look::Title),
            BlockKind::Paragraph => self.paragraph(id, lead, indent, Look::Plain),
            BlockKind::Code { .. } => self.verbatim(block.content, &format!("{indent}    ")),
            BlockKind::Quote => {
                let indent = format!("{indent}│ ");
                for child in doc.children(id) {
                    self.block(child, &indent, &indent);
                }
            }
            BlockKind::List(first) => {
                for (at, item) in doc.children(id).enumerate() {
                    let marker = match first {
                        Some(first) => format!("{}. ", first + at as u64),
                        None => "- ".to_owned(),
                    };
                    self.item(item, &marker, indent);
                }
            }
            BlockKind::Rule => self.out.push('\n'),
            _ => self.verbatim(block.span, indent),
        }
    }

    fn item(&mut self, item: BlockId, marker: &str, indent: &str) {
        let lead = format!("{indent}{marker}");
        let inner = format!("{indent}{}", " ".repeat(marker.len()));
        for (at, child) in self.doc.children(item).enumerate() {
            let lead = if at == 0 { &lead } else { &inner };
            self.block(child, lead, &inner);
        }
    }

    fn verbatim(&mut self, span: Span, indent: &str) {
        let text = self.doc.text(span).trim_end();
        for line in escape::terminal(text).lines() {
            let line = format!("{indent}{line}");
            self.out.push_str(line.trim_end());
            self.out.push('\n');
        }
    }

    fn paragraph(&mut self, id: BlockId, lead: &str, indent: &str, base: Look) {
        let columns = self.terminal.columns().min(READABLE);
        let mut used = width(lead);
        self.out.push_str(lead);
        let mut is_first = true;
        for word in self.words(id, base) {
            let wide: usize = word.iter().map(|(text, _)| width(text)).sum();
            if !is_first && used + 1 + wide > columns {
                self.out.push('\n');
                self.out.push_str(indent);
                used = width(indent);
            } else if !is_first {
                self.out.push(' ');
                used += 1;
            }
            used += wide;
            is_first = false;
            for (text, look) in word {
                let text = escape::line(text);
                let _ = write!(self.out, "{}", self.terminal.paint(look, text));
            }
        }
        self.out.push('\n');
    }

    /// Cuts the text of a block into words, without the marks of its inlines.
    fn words(&self, id: BlockId, base: Look) -> Vec<Word<'a>> {
        let doc = self.doc;
        let content = doc.block(id).content;
        let inlines = doc.inlines(id);
        let mut cuts = vec![content.start, content.end];
        for inline in inlines {
            cuts.extend([
                inline.span.start,
                inline.content.start,
                inline.content.end,
                inline.span.end,
            ]);
        }
        cuts.sort_unstable();
        cuts.dedup();
        let mut words: Vec<Word<'a>> = vec![Vec::new()];
        for pair in cuts.windows(2) {
            let piece = Span {
                start: pair[0],
                end: pair[1],
            };
            let Some(look) = self.look(inlines, piece, base) else {
                continue;
            };
            for (at, part) in doc.text(piece).split([' ', '\n', '\r', '\t']).enumerate() {
                if at > 0 {
                    words.push(Vec::new());
                }
                if let Some(word) = words.last_mut().filter(|_| !part.is_empty()) {
                    word.push((part, look));
                }
            }
        }
        words.retain(|word| !word.is_empty());
        words
    }

    /// Returns how a piece of text looks; `None` for marks, which are left out.
    ///
    /// Where nothing else tells it, the marks of code are kept.
    fn look(&self, inlines: &[Inline], piece: Span, base: Look) -> Option<Look> {
        let mut look = base;
        for inline in inlines.iter().filter(|it| it.span.contains(piece)) {
            let is_code = inline.kind == InlineKind::Code;
            let keeps_marks = inline.kind == InlineKind::Html || is_code && !self.terminal.styled;
            if !inline.content.contains(piece) && !keeps_marks {
                return None;
            }
            look = match inline.kind {
                InlineKind::Code => Look::Code,
                InlineKind::Strong | InlineKind::Emphasis => Look::Title,
                _ => look,
            };
        }
        Some(look)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(markdown: &str, styled: bool) -> String {
        let mut out = String::new();
        render(markdown, Terminal { styled, width: 40 }, &mut out);
        out
    }

    #[test]
    fn blocks_are_laid_out() {
        let markdown = "## Why\n\nA *plan* whose `status` is\n**wrong** misleads whoever reads it.\n\n\
                        - one item that is longer than one line\n  - two\n\n1. three\n\n\
                        ```plan,fail\n# Title\n\n- [ ] x\u{1b}\n```\n";
        assert_eq!(
            rendered(markdown, false),
            "Why\n\n\
             A plan whose `status` is wrong misleads\nwhoever reads it.\n\n\
             - one item that is longer than one line\n  - two\n\n\
             1. three\n\n\
             \x20   # Title\n\n    - [ ] x␛\n"
        );
    }

    #[test]
    fn code_is_colored_instead_of_quoted_where_there_are_colors() {
        assert_eq!(
            rendered("a `b c`.", true),
            "a \u{1b}[36mb\u{1b}[0m \u{1b}[36mc\u{1b}[0m.\n"
        );
    }
}
