//! A section that moves, its headings on new levels.

use tip_plan::Section;
use tip_syntax::{BlockKind, Edit, Span, apply_edits};

use super::Part;

/// The lowest level that a heading can have.
const LOWEST: u8 = 6;

/// A part of a file that moves as it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece<'a> {
    part: Part<'a>,
    span: Span,
}

impl<'a> Piece<'a> {
    /// Takes a section with its heading.
    pub(super) fn section(part: Part<'a>, section: &Section) -> Self {
        Self {
            part,
            span: section.span,
        }
    }

    /// Takes a piece of text.
    pub(super) fn body(part: Part<'a>, span: Span) -> Self {
        Self { part, span }
    }

    /// Leaves the heading at the start out.
    pub(super) fn without_heading(self) -> Self {
        let blocks = self.part.doc.blocks();
        let at = blocks.partition_point(|block| block.span.start < self.span.start);
        let start = match blocks.get(at) {
            Some(block) if matches!(block.kind, BlockKind::Heading(_)) => block.span.end,
            _ => self.span.start,
        };
        Self {
            part: self.part,
            span: Span {
                start,
                end: self.span.end,
            },
        }
    }

    /// Writes it with its highest heading on `level`, and with `changes` made, which are edits of its file.
    pub(super) fn write_with(&self, text: &mut String, level: u8, changes: &[Edit]) {
        let doc = self.part.doc;
        let mut edits: Vec<Edit> = changes.to_vec();
        let within = |span: Span| span.start >= self.span.start && span.end <= self.span.end;
        let headings = || {
            doc.blocks().iter().filter_map(|block| match block.kind {
                BlockKind::Heading(level) if block.parent.is_none() && within(block.span) => {
                    Some((block, level))
                }
                _ => None,
            })
        };
        let highest = headings().map(|(_, level)| level).min().unwrap_or(level);
        for (block, old) in headings() {
            let new = (old - highest + level).min(LOWEST);
            let line = doc.text(block.span);
            let marks = line.bytes().take_while(|byte| *byte == b'#').count();
            edits.push(if marks > 0 {
                let start = block.span.start();
                Edit::replace(
                    Span::new(start, start + marks),
                    "#".repeat(usize::from(new)),
                )
            } else {
                // A heading that a line under it makes.
                let title = doc.source().folded(block.content);
                let end = block.span.start() + line.trim_end().len();
                Edit::replace(
                    Span::new(block.span.start(), end),
                    format!("{} {title}", "#".repeat(usize::from(new))),
                )
            });
        }
        let shifted: Vec<Edit> = edits
            .into_iter()
            .filter(|edit| within(edit.span))
            .map(|edit| Edit {
                span: Span {
                    start: edit.span.start - self.span.start,
                    end: edit.span.end - self.span.start,
                },
                replacement: edit.replacement,
            })
            .collect();
        let original = doc.text(self.span);
        let moved = apply_edits(original.as_bytes(), &shifted)
            .ok()
            .and_then(|bytes| String::from_utf8(bytes).ok());
        let moved = moved.as_deref().unwrap_or(original);
        let moved = without_rules(moved);
        if moved.is_empty() {
            return;
        }
        let end = text.trim_end().len();
        text.truncate(end);
        text.push_str("\n\n");
        text.push_str(moved);
        text.push('\n');
        if let Some(fence) = self.open_fence() {
            text.push_str(fence);
            text.push('\n');
        }
    }

    /// Returns the fence that opens here and is never closed, so that it would take in what now follows.
    fn open_fence(&self) -> Option<&'a str> {
        let doc = self.part.doc;
        let open = doc.blocks().iter().find(|block| {
            let unclosed = matches!(
                block.kind,
                BlockKind::Code {
                    fenced: true,
                    closed: false,
                    ..
                }
            );
            unclosed && block.span.start >= self.span.start && block.span.end <= self.span.end
        })?;
        let line = doc.text(open.span).trim_start();
        let mark = line.chars().next()?;
        let rest = line.trim_start_matches(mark);
        Some(&line[..line.len() - rest.len()])
    }

    /// Writes it with its highest heading on `level`.
    pub(super) fn write(&self, text: &mut String, level: u8) {
        self.write_with(text, level, &[]);
    }
}

/// Takes blank lines off both ends, and the thematic breaks that parted it from its neighbors.
fn without_rules(text: &str) -> &str {
    let is_rule = |line: &str| line.len() >= 3 && line.bytes().all(|byte| byte == b'-');
    // A first line may be indented for a reason.
    let start = text.len() - text.trim_start_matches(['\n', '\r']).len();
    let mut text = text[start..].trim_end();
    while let Some(line) = text.lines().next_back()
        && is_rule(line.trim())
        && text.len() > line.len() + 1
        && text[..text.len() - line.len()].ends_with("\n\n")
    {
        text = text[..text.len() - line.len()].trim_end();
    }
    text
}
