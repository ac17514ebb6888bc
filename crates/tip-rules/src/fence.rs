//! Code blocks that end too early, because they show a fence of their own.

use tip_syntax::{Block, BlockKind, Document, Span, scan};

use crate::quote::counted;
use crate::region::Regions;

/// A code block that shows the opening of another one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Nested {
    /// The opening fence of the outer block.
    pub(crate) outer: Span,
    /// The opening fence that it shows, no shorter than its own.
    pub(crate) inner: Span,
}

/// Returns the blocks that hold an opening fence no shorter than their own, in the order of the text.
///
/// The closing fence of the inner block closes the outer one, and what follows is read inside out.
pub(crate) fn nested(doc: &Document) -> Vec<Nested> {
    let mut found: Vec<Nested> = Vec::new();
    for block in doc.blocks() {
        if !matches!(block.kind, BlockKind::Code { fenced: true, .. }) {
            continue;
        }
        let outer = opening(doc, block);
        let Some(fence) = marks(doc.text(outer)) else {
            continue;
        };
        // After the first one a fence without a language is rather the end of a block than its start.
        let is_start = found.is_empty() || outer.len() > fence.1;
        if !is_start {
            continue;
        }
        let inner = inner_opening(doc, block, fence).or_else(|| bare_opening(doc, block, outer));
        if let Some(inner) = inner {
            found.push(Nested { outer, inner });
        }
    }
    found
}

/// Returns where the first code block starts that does not end where its author meant it to.
///
/// From there on text may be code and code text.
pub(crate) fn doubtful_from(doc: &Document) -> Option<u32> {
    let unclosed = |block: &&Block| {
        matches!(
            block.kind,
            BlockKind::Code {
                fenced: true,
                closed: false,
                ..
            }
        )
    };
    let unclosed = doc.blocks().iter().find(unclosed).map(|it| it.span.start);
    let nested = nested(doc).first().map(|it| it.outer.start);
    unclosed.into_iter().chain(nested).min()
}

/// Returns what blocks that end too early turn inside out: their own text outside of code, and the text after them in it.
///
/// The fence that should have closed such a block opens another one, without a language. Where that one ends all is in order again, unless
/// its end rather opens a block too.
pub(crate) fn spilled(doc: &Document) -> Regions {
    let spans = nested(doc).into_iter().map(|it| spill(doc, it));
    Regions::new(spans.collect())
}

/// Returns what one block that ends too early turns inside out.
fn spill(doc: &Document, it: Nested) -> Span {
    let mut end = it.inner.end();
    for block in turned(doc, it) {
        end = end.max(block.span.end());
    }
    Span::new(it.inner.start(), end)
}

/// Returns the blocks that a block that ends too early makes of what should be text.
fn turned(doc: &Document, it: Nested) -> impl Iterator<Item = &Block> {
    let is_fenced = |block: &&Block| matches!(block.kind, BlockKind::Code { fenced: true, .. });
    let after = doc.blocks().iter().filter(is_fenced);
    let after = after.filter(move |block| block.span.start > it.inner.start);
    let mut in_order = false;
    after
        .skip_while(move |block| !is_bare(doc, block))
        .take_while(move |block| {
            let goes_on = !in_order;
            in_order |= reopening(doc, block).is_none();
            goes_on
        })
}

/// Says what of a plan counts as code since a block ends too early, up to the next such block, if anything.
///
/// That is what stands in blocks without a language: headings and boxes are rare in those that are meant.
pub(crate) fn hidden(doc: &Document, it: Nested, next: Option<Nested>) -> Option<String> {
    let end = next.map_or(u32::MAX, |next| next.outer.start);
    let blocks = doc.blocks();
    let from = blocks.partition_point(|block| block.span.start <= it.inner.start);
    let to = blocks.partition_point(|block| block.span.start < end);
    let code: Vec<&str> = blocks[from..to.max(from)]
        .iter()
        .filter(|block| is_bare(doc, block))
        .map(|block| doc.text(block.content))
        .collect();
    swallowed(&code.join("\n"))
}

/// Returns whether a block is fenced and names no language.
fn is_bare(doc: &Document, block: &Block) -> bool {
    let line = doc.text(opening(doc, block));
    matches!(block.kind, BlockKind::Code { fenced: true, .. })
        && marks(line).is_some_and(|(_, count)| line.len() == count)
}

/// Returns whether a plan may hold other phases and boxes than were read: code blocks that end too early or never turn text into code.
pub fn is_in_doubt(doc: &Document) -> bool {
    let unclosed = |block: &Block| {
        let is_open = matches!(
            block.kind,
            BlockKind::Code {
                fenced: true,
                closed: false,
                ..
            }
        );
        is_open && swallowed(doc.text(block.content)).is_some()
    };
    let nested = nested(doc);
    nested
        .into_iter()
        .any(|it| swallowed(doc.text(spill(doc, it))).is_some())
        || doc.blocks().iter().any(unclosed)
}

/// Says which headings and boxes stand in a text that counts as code, if any.
pub(crate) fn swallowed(code: &str) -> Option<String> {
    let is_heading = |line: &&str| {
        let rest = line.trim_start_matches('#');
        (2..=6).contains(&(line.len() - rest.len())) && rest.starts_with(' ')
    };
    let is_box = |line: &&str| {
        let item = line.trim_start().trim_start_matches(['-', '*', '+']);
        item.starts_with(" [ ]") || item.starts_with(" [x]") || item.starts_with(" [X]")
    };
    let headings = code.lines().filter(is_heading).count();
    let boxes = code.lines().filter(is_box).count();
    let mut parts = Vec::new();
    if headings > 0 {
        parts.push(counted(headings, "heading", "headings"));
    }
    if boxes > 0 {
        parts.push(counted(boxes, "box", "boxes"));
    }
    (!parts.is_empty()).then(|| parts.join(" and "))
}

/// Returns the line that opens a fenced block, without what stands before the fence.
pub(crate) fn opening(doc: &Document, block: &Block) -> Span {
    let source = doc.source();
    let line = source.line_span(source.line_of(block.span.start));
    let start = block.span.start();
    source.trim(Span::new(start, line.end().max(start)))
}

/// Returns the sign that a fence is made of, and how many there are; `None` for what is no fence.
pub(crate) fn marks(line: &str) -> Option<(char, usize)> {
    let sign = line.chars().next().filter(|it| matches!(it, '`' | '~'))?;
    let count = line.chars().take_while(|it| *it == sign).count();
    (count >= 3).then_some((sign, count))
}

fn inner_opening(doc: &Document, block: &Block, outer: (char, usize)) -> Option<Span> {
    let text = doc.text(block.content);
    let fence = if outer.0 == '`' { "```" } else { "~~~" };
    if !scan::contains(text, fence) {
        return None;
    }
    let mut at = block.content.start();
    for line in text.split_inclusive('\n') {
        let bare = line.trim();
        if let Some((sign, count)) = marks(bare)
            && (sign, true) == (outer.0, count >= outer.1)
            && names_language(bare.trim_start_matches(sign))
        {
            let start = at + line.len() - line.trim_start().len();
            return Some(Span::new(start, start + bare.len()));
        }
        at += line.len();
    }
    None
}

/// Returns the fence that ends a block of Markdown where it rather opens one within.
fn bare_opening(doc: &Document, block: &Block, outer: Span) -> Option<Span> {
    let language = doc.text(outer).trim_start_matches(['`', '~']);
    let is_markdown = matches!(language, "md" | "markdown");
    is_markdown.then(|| reopening(doc, block)).flatten()
}

/// Returns the fence that ends a block where it rather opens another: text follows it at once, and none goes before.
fn reopening(doc: &Document, block: &Block) -> Option<Span> {
    let source = doc.source();
    let closing = source.line_of(block.content.end.max(block.span.start));
    let line = source.trim(source.line_span(closing));
    marks(doc.text(line))?;
    let before = doc.text(source.line_span(closing - 1)).trim_end();
    if !before.is_empty() && !before.ends_with([':', '*']) {
        return None;
    }
    let next = source.line_span(closing + 1);
    let follows = doc.text(next).trim();
    // A list goes on after a block in one of its items.
    let goes_on = follows.starts_with(['-', '*', '+', '>', '|', '`', '~'])
        || follows.starts_with(|it: char| it.is_ascii_digit());
    (next.start() > line.start() && !follows.is_empty() && !goes_on).then_some(line)
}

/// Returns whether an info string is a language: one word.
fn names_language(info: &str) -> bool {
    !info.is_empty()
        && info
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '+' | '#' | '.'))
}
