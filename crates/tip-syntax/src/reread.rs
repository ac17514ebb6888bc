//! The blocks of a text that is much like one that was read before.
//!
//! Which blocks there are is decided line by line and forwards, and a heading outside of all other blocks closes what is open. So what
//! stands before such a heading has the blocks that it had, and so has what stands behind one, where neither it nor anything on that side
//! of it changed. Only what a link means is decided elsewhere, by definitions; a text that has any is read as a whole.

use crate::markdown::{self, Read};
use crate::{Block, BlockId, BlockKind, Document, Inline, Span};

/// Reads the blocks of `text` outside its front matter, which ends at `body`, with those of the text before; `None` where nothing of them
/// is of use, which then is lost.
pub(crate) fn read(text: &str, body: usize, mut before: Document) -> Option<Read> {
    let mut blocks = std::mem::take(&mut before.blocks);
    let mut inlines = std::mem::take(&mut before.inlines);
    let old = before.source().text();
    let old_len = old.len();
    let head = same_start(old, text);
    let tail = same_end(&old[head..], &text[head..]);
    if head < body {
        return None;
    }
    let headings = || {
        let headings = blocks.iter().enumerate();
        headings.filter(|(_, it)| it.parent.is_none() && matches!(it.kind, BlockKind::Heading(_)))
    };
    let (first, from) = headings()
        .take_while(|(_, it)| it.span.end() <= head)
        .last()?;
    let from = from.clone();
    let behind = headings().find(|(at, it)| *at > first && it.span.start() >= old_len - tail);
    let moved = |at: usize| at + text.len() - old_len;
    // What lies behind the last heading has no heading to stop at.
    let (last, to) = match behind {
        Some((at, it)) => (at, Some((moved(it.span.start()), moved(it.span.end())))),
        None => (blocks.len(), None),
    };
    if !is_apart(&blocks, first) || !is_apart(&blocks, last) {
        return None;
    }
    let end = to.map_or(text.len(), |(_, end)| end);
    let read = markdown::parse_part(text, Span::new(from.span.start(), end));
    if read.defines {
        return None;
    }
    let (mut new_blocks, mut new_inlines) = (read.blocks, read.inlines);
    let begins = new_blocks
        .first()
        .is_some_and(|it| (it.kind, it.span, it.content) == (from.kind, from.span, from.content));
    if !begins {
        return None;
    }
    if let Some((start, end)) = to {
        let at = new_blocks.iter().rposition(|it| it.parent.is_none())?;
        let it = &new_blocks[at];
        let stops = at > 0
            && it.kind == blocks[last].kind
            && (it.span.start(), it.span.end()) == (start, end)
            && is_apart(&new_blocks, at);
        if !stops {
            return None;
        }
        new_inlines.truncate(it.inlines_start as usize);
        new_blocks.truncate(at);
    }
    let first_inline = blocks[first].inlines_start;
    let last_inline = blocks
        .get(last)
        .map_or(inlines.len() as u32, |it| it.inlines_start);
    let from_start = Shift {
        offset: 0,
        blocks: first as u32,
        inlines: first_inline,
    };
    for block in &mut new_blocks {
        from_start.block(block);
    }
    let shift = Shift {
        offset: (text.len() as u32).wrapping_sub(old_len as u32),
        blocks: (first + new_blocks.len()).wrapping_sub(last) as u32,
        inlines: (first_inline + new_inlines.len() as u32).wrapping_sub(last_inline),
    };
    for block in &mut blocks[last..] {
        shift.block(block);
    }
    for inline in &mut inlines[last_inline as usize..] {
        shift.inline(inline);
    }
    blocks.splice(first..last, new_blocks);
    inlines.splice(first_inline as usize..last_inline as usize, new_inlines);
    Some(Read {
        blocks,
        inlines,
        defines: false,
    })
}

/// Returns whether no block before the one at `at` reaches into it; tabs can make them.
fn is_apart(blocks: &[Block], at: usize) -> bool {
    let Some(block) = blocks.get(at) else {
        return true;
    };
    blocks[..at]
        .iter()
        .all(|it| it.span.end <= block.span.start)
}

/// How far blocks and inlines move, in arithmetic that goes round.
struct Shift {
    offset: u32,
    blocks: u32,
    inlines: u32,
}

impl Shift {
    fn block(&self, it: &mut Block) {
        if let BlockKind::Code { info, .. } = &mut it.kind {
            self.span(info);
        }
        self.span(&mut it.span);
        self.span(&mut it.content);
        let id = |id: BlockId| BlockId(id.0.wrapping_add(self.blocks));
        it.parent = it.parent.map(id);
        it.end = id(it.end);
        it.inlines_start = it.inlines_start.wrapping_add(self.inlines);
        it.inlines_end = it.inlines_end.wrapping_add(self.inlines);
    }

    fn inline(&self, it: &mut Inline) {
        self.span(&mut it.span);
        self.span(&mut it.content);
    }

    fn span(&self, span: &mut Span) {
        span.start = span.start.wrapping_add(self.offset);
        span.end = span.end.wrapping_add(self.offset);
    }
}

/// How many bytes are compared at once.
const CHUNK: usize = 64;

/// Returns how many bytes two texts begin with alike, on a boundary of characters.
fn same_start(left: &str, right: &str) -> usize {
    let (a, b) = (left.as_bytes(), right.as_bytes());
    let chunks = a.chunks_exact(CHUNK).zip(b.chunks_exact(CHUNK));
    let mut at = CHUNK * chunks.take_while(|(a, b)| a == b).count();
    at += a[at..]
        .iter()
        .zip(&b[at..])
        .take_while(|(a, b)| a == b)
        .count();
    while !left.is_char_boundary(at) || !right.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Returns how many bytes two texts end with alike, on a boundary of characters.
fn same_end(left: &str, right: &str) -> usize {
    let (a, b) = (left.as_bytes(), right.as_bytes());
    let chunks = a.rchunks_exact(CHUNK).zip(b.rchunks_exact(CHUNK));
    let mut len = CHUNK * chunks.take_while(|(a, b)| a == b).count();
    let rest = a[..a.len() - len].iter().rev();
    len += rest
        .zip(b[..b.len() - len].iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    while !left.is_char_boundary(left.len() - len) || !right.is_char_boundary(right.len() - len) {
        len -= 1;
    }
    len
}
