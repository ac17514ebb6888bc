//! A Markdown file as blocks and inlines with byte spans, losing nothing.

use std::hash::{Hash, Hasher};
use std::iter;
use std::ops::Range;

use rustc_hash::FxHasher;

use crate::{Container, FrontMatter, Source, Span, container, front_matter, markdown, reread};

/// The position of a block in its document, in the order of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlockId(pub u32);

impl BlockId {
    /// Returns the position as an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading, of level 1 to 6.
    Heading(u8),
    /// A paragraph; also the text of a list item that has no paragraph of its own.
    Paragraph,
    /// A block quote.
    Quote,
    /// A list; `Some` holds the first number of an ordered one.
    List(Option<u64>),
    /// A list item, its marker included.
    Item,
    /// A code block: indented, or fenced with its info string.
    Code {
        /// The info string; empty for an indented block.
        info: Span,
        /// Whether it is fenced.
        fenced: bool,
        /// Whether its closing fence stands.
        closed: bool,
    },
    /// HTML, comments among it.
    Html,
    /// A table.
    Table,
    /// The head row of a table.
    TableHead,
    /// Another row of a table.
    TableRow,
    /// A cell of a row.
    TableCell,
    /// A thematic break.
    Rule,
}

/// A block of a document.
#[derive(Clone, Debug)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Everything that belongs to it, markers and trailing line end included.
    pub span: Span,
    /// The text in it: of a heading without its marks, of a code block without its fences.
    pub content: Span,
    /// The block that it stands in.
    pub parent: Option<BlockId>,
    /// The block after the last one within it.
    pub end: BlockId,
    /// The first of its inlines; they run to `inlines_end`.
    pub(crate) inlines_start: u32,
    /// The inline after its last one.
    pub(crate) inlines_end: u32,
}

/// What an inline is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum InlineKind {
    /// A code span.
    Code,
    /// A link and where it leads.
    Link(Box<str>),
    /// An image and where it leads.
    Image(Box<str>),
    /// Strong emphasis.
    Strong,
    /// Emphasis.
    Emphasis,
    /// Struck text.
    Strike,
    /// HTML, comments among it.
    Html,
}

/// A piece of a block's text that is not plain.
#[derive(Clone, Debug)]
pub struct Inline {
    /// What it is.
    pub kind: InlineKind,
    /// All of it, its marks included.
    pub span: Span,
    /// What its marks enclose; of a link its text.
    pub content: Span,
}

/// What a leaf is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeafKind {
    /// The front matter.
    FrontMatter,
    /// A block that holds no other.
    Block(BlockId),
    /// White space, markers, and whatever stands between the other leaves.
    Gap,
}

/// One of the pieces that a document consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// What it is.
    pub kind: LeafKind,
    /// Where it is.
    pub span: Span,
}

/// A Markdown file.
#[derive(Clone, Debug)]
pub struct Document {
    source: Source,
    front_matter: Option<FrontMatter>,
    pub(crate) blocks: Vec<Block>,
    pub(crate) inlines: Vec<Inline>,
    containers: Vec<Container>,
    /// Whether it defines where a link leads.
    defines: bool,
}

impl Document {
    /// Reads any bytes.
    pub fn parse(bytes: Vec<u8>) -> Self {
        Self::from_source(Source::from_bytes(bytes))
    }

    /// Reads a source.
    pub fn from_source(source: Source) -> Self {
        Self::read(source, None)
    }

    /// Reads a source that is much like one that was read before: the same document, in less time.
    pub fn from_source_after(source: Source, before: Self) -> Self {
        Self::read(source, Some(before))
    }

    fn read(source: Source, before: Option<Self>) -> Self {
        let front_matter = front_matter::read(&source);
        let front = front_matter.as_ref().map(|it| it.span);
        let start = front.map_or(0, Span::end);
        let containers = container::find(source.text(), start);
        let before = before.filter(|it| {
            let was = it.front_matter.as_ref().map(|it| it.span);
            let plain = containers.is_empty() && it.containers.is_empty() && !it.defines;
            // What stands before front matter is a part of its own.
            plain && was == front && front.is_none_or(|it| it.start == 0)
        });
        let again = before.and_then(|it| reread::read(source.text(), start, it));
        let read = again.unwrap_or_else(|| {
            if containers.is_empty() {
                markdown::parse(source.text(), front)
            } else {
                markdown::parse(&container::masked(source.text(), &containers), front)
            }
        });
        Self {
            source,
            front_matter,
            blocks: read.blocks,
            inlines: read.inlines,
            containers,
            defines: read.defines,
        }
    }

    /// Returns the text.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Returns the text alone.
    pub fn into_source(self) -> Source {
        self.source
    }

    /// Returns the front matter.
    pub fn front_matter(&self) -> Option<&FrontMatter> {
        self.front_matter.as_ref()
    }

    /// Returns all blocks in the order of the text, a block before those within it.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// Returns a block.
    pub fn block(&self, id: BlockId) -> &Block {
        &self.blocks[id.index()]
    }

    /// Returns the ids of all blocks in the order of the text.
    pub fn ids(&self) -> impl Iterator<Item = BlockId> + use<> {
        (0..self.blocks.len() as u32).map(BlockId)
    }

    /// Returns the blocks directly within `id`.
    pub fn children(&self, id: BlockId) -> impl Iterator<Item = BlockId> + '_ {
        let end = self.block(id).end;
        let within = move |child: BlockId| (child < end).then_some(child);
        iter::successors(within(BlockId(id.0 + 1)), move |&child| {
            within(self.block(child).end)
        })
    }

    /// Returns the blocks that hold `id`, innermost first.
    pub fn ancestors(&self, id: BlockId) -> impl Iterator<Item = BlockId> + '_ {
        iter::successors(self.block(id).parent, |&at| self.block(at).parent)
    }

    /// Returns the inlines of a block's own text, in the order of the text; one within another follows it.
    pub fn inlines(&self, id: BlockId) -> &[Inline] {
        let block = self.block(id);
        &self.inlines[block.inlines_start as usize..block.inlines_end as usize]
    }

    /// Returns every inline of the document in the order of the text.
    pub fn all_inlines(&self) -> &[Inline] {
        &self.inlines
    }

    /// Returns the elements that are no HTML, in the order of the text, one before those within it.
    ///
    /// What stands in them is among the blocks.
    pub fn containers(&self) -> &[Container] {
        &self.containers
    }

    /// Returns a number that stands for the blocks of a range and their inlines: what they are and where, relative to the first.
    ///
    /// The same text may have other blocks where a link is defined elsewhere.
    pub fn shape(&self, range: Range<BlockId>) -> u64 {
        let blocks = &self.blocks[range.start.index()..range.end.index()];
        let Some(first) = blocks.first() else {
            return 0;
        };
        let mut hasher = FxHasher::default();
        let base = first.span.start;
        let at = |span: Span| (span.start.wrapping_sub(base), span.end.wrapping_sub(base));
        for block in blocks {
            let parent = block.parent.map(|it| it.0.wrapping_sub(range.start.0));
            std::mem::discriminant(&block.kind).hash(&mut hasher);
            match block.kind {
                BlockKind::Heading(level) => level.hash(&mut hasher),
                BlockKind::List(first) => first.hash(&mut hasher),
                BlockKind::Code {
                    info,
                    fenced,
                    closed,
                } => (at(info), fenced, closed).hash(&mut hasher),
                _ => {}
            }
            (at(block.span), at(block.content), parent).hash(&mut hasher);
            (block.end.0.wrapping_sub(range.start.0)).hash(&mut hasher);
            (block.inlines_end - block.inlines_start).hash(&mut hasher);
            (block.inlines_start.wrapping_sub(first.inlines_start)).hash(&mut hasher);
        }
        let inlines_end = blocks.iter().map(|it| it.inlines_end).max();
        let inlines = first.inlines_start as usize..inlines_end.unwrap_or_default() as usize;
        for inline in self.inlines.get(inlines).unwrap_or_default() {
            inline.kind.hash(&mut hasher);
            (at(inline.span), at(inline.content)).hash(&mut hasher);
        }
        hasher.finish()
    }

    /// Returns the text at `span`.
    pub fn text(&self, span: Span) -> &str {
        self.source.slice(span)
    }

    /// Returns the number, from 1, of the line on which `span` starts.
    pub fn line(&self, span: Span) -> u32 {
        self.source.line_of(span.start)
    }

    /// Returns the pieces that the text consists of, in order and without gap or overlap.
    ///
    /// Concatenating their bytes gives the file.
    pub fn leaves(&self) -> Vec<Leaf> {
        let mut leaves = Vec::with_capacity(self.blocks.len() * 2);
        let mut at = 0;
        let mut push = |kind, span: Span| {
            let start = span.start.max(at);
            if start > at {
                leaves.push(Leaf {
                    kind: LeafKind::Gap,
                    span: Span {
                        start: at,
                        end: start,
                    },
                });
            }
            if span.end > start {
                leaves.push(Leaf {
                    kind,
                    span: Span {
                        start,
                        end: span.end,
                    },
                });
                at = span.end;
            } else {
                at = start;
            }
        };
        let mut front = self.front_matter.as_ref().map(|it| it.span);
        for (index, block) in self.blocks.iter().enumerate() {
            if front.is_some_and(|span| span.start <= block.span.start)
                && let Some(span) = front.take()
            {
                push(LeafKind::FrontMatter, span);
            }
            if block.end.index() == index + 1 {
                push(LeafKind::Block(BlockId(index as u32)), block.span);
            }
        }
        if let Some(span) = front {
            push(LeafKind::FrontMatter, span);
        }
        push(LeafKind::Gap, Span::empty(self.source.text().len()));
        leaves
    }
}
