//! Markdown to blocks and inlines, by way of `pulldown-cmark`.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::{Block, BlockId, BlockKind, Inline, InlineKind, Span};

/// What was read of a text.
pub(crate) struct Read {
    pub(crate) blocks: Vec<Block>,
    pub(crate) inlines: Vec<Inline>,
    /// Whether it defines where a link leads.
    pub(crate) defines: bool,
}

/// Reads the blocks of a part of `text`, which begins with a line.
pub(crate) fn parse_part(text: &str, part: Span) -> Read {
    let mut builder = Builder::new(text, part.len());
    builder.segment(part.start(), part.end());
    builder.read()
}

/// Reads the blocks of `text` outside its front matter.
pub(crate) fn parse(text: &str, front_matter: Option<Span>) -> Read {
    let mut builder = Builder::new(text, text.len());
    let bom = if text.starts_with('\u{feff}') {
        '\u{feff}'.len_utf8()
    } else {
        0
    };
    match front_matter {
        None => builder.segment(bom, text.len()),
        Some(span) => {
            builder.segment(bom.min(span.start()), span.start());
            builder.segment(span.end(), text.len());
        }
    }
    builder.read()
}

struct Builder<'a> {
    text: &'a str,
    base: usize,
    blocks: Vec<Block>,
    inlines: Vec<Inline>,
    /// The blocks that are open, outermost first.
    open: Vec<BlockId>,
    /// Whether the innermost open block is a paragraph that the parser does not know of.
    implicit: bool,
    /// The end of the last block that was closed, so that blocks never overlap.
    closed_to: u32,
    /// The links and images that are open, outermost first.
    links: Vec<OpenLink>,
    /// Where the last item ends, and where its text does: nested items often end together.
    item_end: (usize, usize),
    defines: bool,
}

/// A link or image whose text is being read.
struct OpenLink {
    /// Its position among the inlines.
    inline: usize,
    /// The end of what was read of its text.
    text_end: u32,
}

impl<'a> Builder<'a> {
    /// Makes one for so many bytes of a text.
    fn new(text: &'a str, len: usize) -> Self {
        Self {
            text,
            base: 0,
            // As many as plans have, so that they seldom grow: an item of a list is three blocks.
            blocks: Vec::with_capacity(len / 24 + 8),
            inlines: Vec::with_capacity(len / 48 + 8),
            open: Vec::new(),
            implicit: false,
            closed_to: 0,
            links: Vec::new(),
            item_end: (0, 0),
            defines: false,
        }
    }

    fn read(self) -> Read {
        Read {
            blocks: self.blocks,
            inlines: self.inlines,
            defines: self.defines,
        }
    }

    fn segment(&mut self, start: usize, end: usize) {
        self.base = start;
        let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
        let text = self.text;
        let parser = Parser::new_ext(&text[start..end], options);
        self.defines |= parser.reference_definitions().iter().next().is_some();
        for (event, range) in parser.into_offset_iter() {
            let span = Span::new(start + range.start, start + range.end);
            self.event(event, span);
        }
        self.close_implicit();
        debug_assert!(self.open.is_empty(), "the parser closes what it opens");
    }

    fn event(&mut self, event: Event<'_>, span: Span) {
        if !matches!(event, Event::End(_))
            && let Some(link) = self.links.last_mut()
        {
            link.text_end = link.text_end.max(span.end);
        }
        match event {
            Event::Start(tag) => self.start(&tag, span),
            Event::End(tag) => self.end(tag),
            Event::Rule => {
                self.close_implicit();
                self.open_block(BlockKind::Rule, span, span);
                self.close_block();
            }
            Event::Code(_) => {
                let ticks = self.slice(span).bytes().take_while(|&b| b == b'`').count();
                let content = self.trimmed(Span::new(
                    span.start() + ticks,
                    span.end().saturating_sub(ticks),
                ));
                self.inline(InlineKind::Code, span, content);
            }
            Event::InlineHtml(_) => self.inline(InlineKind::Html, span, span),
            Event::Text(_) => self.extend(span),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, span: Span) {
        match tag {
            Tag::Strong => self.inline(InlineKind::Strong, span, inset(span, 2)),
            Tag::Emphasis => self.inline(InlineKind::Emphasis, span, inset(span, 1)),
            Tag::Strikethrough => {
                let marks = self.slice(span).bytes().take_while(|&b| b == b'~').count();
                self.inline(InlineKind::Strike, span, inset(span, marks));
            }
            Tag::Link { dest_url, .. } => {
                self.link(InlineKind::Link(dest_url.as_ref().into()), span, 1);
            }
            Tag::Image { dest_url, .. } => {
                self.link(InlineKind::Image(dest_url.as_ref().into()), span, 2);
            }
            _ => {
                self.close_implicit();
                let span = self.at_marker(tag, span);
                let (kind, content) = self.block_kind(tag, span);
                self.open_block(kind, span, content);
            }
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strong | TagEnd::Emphasis | TagEnd::Strikethrough => {}
            TagEnd::Link | TagEnd::Image => self.close_link(),
            _ => {
                self.close_implicit();
                self.close_block();
            }
        }
    }

    /// Returns the span of a block without what stands before its marker, which the parser leaves in where tabs indent.
    fn at_marker(&self, tag: &Tag<'_>, span: Span) -> Span {
        let outside: &[char] = match tag {
            Tag::List(_) | Tag::Item => &[' ', '\t', '\r', '\n', '>'],
            Tag::BlockQuote(_) => &[' ', '\t', '\r', '\n'],
            _ => return span,
        };
        let text = self.slice(span);
        let skipped = text.len() - text.trim_start_matches(outside).len();
        Span::new(span.start() + skipped, span.end())
    }

    fn block_kind(&mut self, tag: &Tag<'_>, span: Span) -> (BlockKind, Span) {
        match tag {
            Tag::Heading { level, .. } => (
                BlockKind::Heading(level_of(*level)),
                self.heading_text(span),
            ),
            Tag::BlockQuote(_) => (BlockKind::Quote, span),
            Tag::List(first) => (BlockKind::List(*first), span),
            Tag::Item => (BlockKind::Item, self.item_text(span)),
            Tag::CodeBlock(CodeBlockKind::Fenced(_)) => self.fenced(span),
            Tag::CodeBlock(CodeBlockKind::Indented) => {
                let info = Span::empty(span.start());
                (
                    BlockKind::Code {
                        info,
                        fenced: false,
                        closed: true,
                    },
                    span,
                )
            }
            Tag::HtmlBlock => (BlockKind::Html, span),
            Tag::Table(_) => (BlockKind::Table, span),
            Tag::TableHead => (BlockKind::TableHead, span),
            Tag::TableRow => (BlockKind::TableRow, span),
            Tag::TableCell => (BlockKind::TableCell, self.cell_text(span)),
            _ => (BlockKind::Paragraph, self.trimmed(span)),
        }
    }

    fn open_block(&mut self, kind: BlockKind, span: Span, content: Span) {
        // Tabs that stand for several columns make the parser's ranges overlap.
        let parent = self.open.last().map(|&id| self.blocks[id.index()].span);
        let (first, limit) = parent.map_or((0, u32::MAX), |parent| (parent.start, parent.end));
        let start = span.start.max(self.closed_to).max(first).min(limit);
        let span = Span {
            start,
            end: span.end.min(limit).max(start),
        };
        let content = Span {
            start: content.start.clamp(span.start, span.end),
            end: content.end.clamp(span.start, span.end),
        };
        let id = BlockId(self.blocks.len() as u32);
        let inlines = self.inlines.len() as u32;
        self.blocks.push(Block {
            kind,
            span,
            content,
            parent: self.open.last().copied(),
            end: BlockId(id.0 + 1),
            inlines_start: inlines,
            inlines_end: inlines,
        });
        self.open.push(id);
    }

    fn close_block(&mut self) {
        let Some(id) = self.open.pop() else { return };
        let end = BlockId(self.blocks.len() as u32);
        let inlines = self.inlines.len() as u32;
        let block = &mut self.blocks[id.index()];
        block.end = end;
        block.inlines_end = inlines;
        self.closed_to = self.closed_to.max(block.span.end);
    }

    /// Opens a paragraph for text that stands directly in a list item, as it does in tight lists.
    fn ensure_text_block(&mut self, span: Span) {
        let bare = self.open.last().is_none_or(|&id| {
            matches!(
                self.blocks[id.index()].kind,
                BlockKind::Item | BlockKind::Quote | BlockKind::List(_)
            )
        });
        if bare {
            self.open_block(BlockKind::Paragraph, span, span);
            self.implicit = true;
        }
    }

    fn extend(&mut self, span: Span) {
        self.ensure_text_block(span);
        if self.implicit
            && let Some(&id) = self.open.last()
        {
            let block = &mut self.blocks[id.index()];
            block.span.end = block.span.end.max(span.end);
            block.content.end = block.span.end;
        }
    }

    fn close_implicit(&mut self) {
        if self.implicit {
            self.implicit = false;
            self.close_block();
        }
    }

    fn inline(&mut self, kind: InlineKind, span: Span, content: Span) {
        self.extend(span);
        self.inlines.push(Inline {
            kind,
            span,
            content,
        });
    }

    fn slice(&self, span: Span) -> &'a str {
        self.text.get(span.range()).unwrap_or_default()
    }

    fn trimmed(&self, span: Span) -> Span {
        let text = self.slice(span);
        let start = span.start() + text.len() - text.trim_start().len();
        Span::new(start, start + text.trim().len())
    }

    fn heading_text(&self, span: Span) -> Span {
        let text = self.slice(span);
        let marks = text.bytes().take_while(|&b| b == b'#').count();
        if marks > 0 {
            let line = text.trim_end();
            let bare = line.trim_end_matches('#');
            let end = if bare.ends_with([' ', '\t']) || bare.len() <= marks {
                bare.len()
            } else {
                line.len()
            };
            return self.trimmed(Span::new(
                span.start() + marks,
                span.start() + end.max(marks),
            ));
        }
        // A setext heading: everything but the line of `=` or `-` below it.
        let body = text.trim_end();
        let end = body.rfind('\n').unwrap_or(body.len());
        self.trimmed(Span::new(span.start(), span.start() + end))
    }

    fn item_text(&mut self, span: Span) -> Span {
        let text = self.slice(span);
        if self.item_end.0 != span.end() {
            self.item_end = (span.end(), span.start() + text.trim_end().len());
        }
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let marker = (digits + 1).min(text.len());
        let rest = self.slice(Span::new(span.start() + marker, span.end()));
        let start = span.end() - rest.trim_start().len();
        Span::new(start, self.item_end.1.max(start))
    }

    fn fenced(&self, span: Span) -> (BlockKind, Span) {
        let text = self.slice(span);
        let line_end = text.find('\n').map_or(text.len(), |at| at + 1);
        let first = text[..line_end].trim_end();
        let mark = first.bytes().next().unwrap_or(b'`');
        let marks = first.bytes().take_while(|&b| b == mark).count();
        let info = self.trimmed(Span::new(span.start() + marks, span.start() + first.len()));
        let body = text[line_end..].trim_end_matches(['\n', '\r']);
        let last_start = body.rfind('\n').map_or(0, |at| at + 1);
        let last = body[last_start..]
            .trim_start_matches([' ', '\t', '>'])
            .trim_end();
        let closed = last.len() >= marks && last.bytes().all(|b| b == mark);
        let end = if closed {
            line_end + last_start
        } else {
            text.len()
        };
        let content = Span::new(span.start() + line_end, span.start() + end);
        (
            BlockKind::Code {
                info,
                fenced: true,
                closed,
            },
            content,
        )
    }

    fn cell_text(&self, span: Span) -> Span {
        let text = self.slice(span);
        let start = usize::from(text.starts_with('|'));
        let end = text.len()
            - usize::from(text.len() > start && text.ends_with('|') && !text.ends_with("\\|"));
        self.trimmed(Span::new(span.start() + start, span.start() + end))
    }

    /// Opens a link or image, whose text begins after `opening` bytes.
    fn link(&mut self, kind: InlineKind, span: Span, opening: usize) {
        let content = inset(span, opening);
        self.inline(kind, span, content);
        self.links.push(OpenLink {
            inline: self.inlines.len() - 1,
            text_end: content.start,
        });
    }

    /// Closes the innermost link: its text ends with the bracket that follows what was read of it.
    fn close_link(&mut self) {
        let Some(link) = self.links.pop() else { return };
        let Inline { span, content, .. } = &self.inlines[link.inline];
        let (span, content) = (*span, *content);
        if self.slice(span).starts_with('<') {
            return;
        }
        let rest = self.slice(Span::new(link.text_end as usize, span.end()));
        let end = rest
            .find(']')
            .map_or(content.end(), |at| link.text_end as usize + at);
        self.inlines[link.inline].content = Span::new(content.start(), end);
    }
}

fn inset(span: Span, by: usize) -> Span {
    Span::new(
        (span.start() + by).min(span.end()),
        span.end()
            .saturating_sub(by)
            .max(span.start() + by)
            .min(span.end()),
    )
}

fn level_of(level: HeadingLevel) -> u8 {
    level as u8
}
