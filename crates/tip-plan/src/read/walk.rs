//! The walk over the blocks: units that are no headings, fields, boxes, references, commands.

mod fields;

mod line_unit;

use std::ops::Range;

use tip_syntax::{Block, BlockId, BlockKind, Document, Span, Spanned};

use crate::read::intent::Named;
use crate::read::past::Past;
use crate::read::recall::Recall;
use crate::read::refs::{self, Place};
use crate::read::sections::{Found, Meanings};
use crate::read::{Labels, boxes, commands, shell_block, table};
use crate::{
    CheckBox, Command, Field, Meaning, Plan, Reference, Section, SectionId, Site, StateEvidence,
    Status, Unit, UnitId, UnitKind,
};

/// How many blocks before a list are searched for the paragraph that announces it.
const NEAR: usize = 24;

/// A field whose reach the walk has not left.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OpenField {
    pub(crate) field: u32,
    pub(crate) meaning: Option<Meaning>,
    pub(crate) parent: Option<BlockId>,
    pub(crate) end: u32,
    pub(crate) has_value: bool,
    /// Whether it is an element, which nothing but its closing tag ends.
    pub(crate) tag: bool,
}

/// A unit whose reach the walk has not left.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OpenUnit {
    pub(crate) unit: UnitId,
    pub(crate) end: u32,
    /// Whether it is a line, which the next line of its rank ends.
    pub(crate) line: bool,
    /// Whether it is an element, which nothing but its closing tag ends.
    pub(crate) tag: bool,
}

/// The state of the walk.
pub(crate) struct Walk<'a> {
    pub(crate) doc: &'a Document,
    pub(crate) labels: Labels<'a>,
    pub(crate) file: &'a str,
    pub(crate) sections: Vec<Section>,
    pub(crate) units: Vec<Unit>,
    pub(crate) evidence: Vec<(UnitId, StateEvidence)>,
    pub(crate) phase_links: Vec<(UnitId, Spanned<String>)>,
    pub(crate) phase_site: Option<Site>,
    pub(crate) fields: Vec<Field>,
    pub(crate) boxes: Vec<CheckBox>,
    pub(crate) references: Vec<Reference>,
    pub(crate) commands: Vec<Command>,
    pub(crate) section: Option<SectionId>,
    pub(crate) next_section: usize,
    /// The first container that the walk has not come to.
    pub(crate) next_container: usize,
    /// Where the element ends whose first line is the unit, not the element; `u32::MAX` where there is none.
    pub(crate) element_end: u32,
    pub(crate) open_units: Vec<OpenUnit>,
    pub(crate) open_fields: Vec<OpenField>,
    /// The box whose item the walk is in, innermost last, with the end of the item.
    pub(crate) open_boxes: Vec<(u32, u32)>,
    /// The last command and the block that it stands in, for an `Expected:` that follows.
    pub(crate) last_command: Option<(u32, u32)>,
    /// The commands of the last block of commands.
    pub(crate) last_block: Range<usize>,
    /// Where the plan speaks of files as they were.
    pub(crate) past: Past,
    /// The programs that the plan runs and that are in no table.
    pub(crate) programs: Vec<String>,
    /// What is known of the version before; `None` where nobody keeps it.
    pub(crate) recall: Option<Recall>,
}

impl<'a> Walk<'a> {
    pub(crate) fn new(doc: &'a Document, labels: Labels<'a>, path: &'a str, found: Found) -> Self {
        let file = path.rsplit('/').next().unwrap_or(path);
        let Found {
            sections,
            units,
            evidence,
            phase_links,
            phase_site,
            ..
        } = found;
        Self {
            doc,
            labels,
            file,
            sections,
            units,
            evidence,
            phase_links,
            phase_site,
            fields: Vec::new(),
            boxes: Vec::new(),
            references: Vec::new(),
            commands: Vec::new(),
            section: None,
            next_section: 0,
            next_container: 0,
            element_end: u32::MAX,
            open_units: Vec::new(),
            open_fields: Vec::new(),
            open_boxes: Vec::new(),
            last_command: None,
            last_block: 0..0,
            past: Past::find(doc),
            programs: Vec::new(),
            recall: None,
        }
    }

    pub(crate) fn run(&mut self) {
        self.front_matter();
        let end = BlockId(self.doc.blocks().len() as u32);
        if self.recall.is_none() {
            self.blocks(BlockId(0)..end);
        } else {
            let mut at = BlockId(0);
            while at < end {
                at = self.stretch(at).unwrap_or_else(|| self.one(at));
            }
        }
        self.leave(u32::MAX);
    }

    /// Reads the blocks of a range.
    pub(crate) fn blocks(&mut self, range: Range<BlockId>) {
        let mut at = range.start;
        while at < range.end {
            at = self.one(at);
        }
    }

    /// Reads the block that the walk comes to; returns the one to go on with.
    fn one(&mut self, id: BlockId) -> BlockId {
        let start = self.doc.block(id).span.start;
        self.leave(start);
        self.enter_tags(start);
        self.block(id)
    }

    pub(crate) fn into_plan(self) -> Plan {
        let mut plan = Plan {
            dialect: self.labels.dialect.id,
            title: None,
            feature: None,
            status: Status::default(),
            date: None,
            effort: None,
            confidence: None,
            tags: Vec::new(),
            sections: self.sections,
            fields: self.fields,
            units: self.units,
            boxes: self.boxes,
            references: self.references,
            commands: self.commands,
            placeholders: Vec::new(),
            annotations: Vec::new(),
        };
        crate::read::state::keep(&mut plan, self.evidence, &self.phase_links);
        plan
    }

    fn front_matter(&mut self) {
        let Some(front) = self.doc.front_matter() else {
            return;
        };
        for entry in &front.entries {
            for value in entry.value.scalars() {
                refs::value(self, value, &entry.key.value);
            }
        }
    }

    /// Closes what ends at or before `offset`.
    pub(crate) fn leave(&mut self, offset: u32) {
        self.open_fields.retain(|open| open.end > offset);
        self.open_boxes.retain(|&(_, end)| end > offset);
        if self.element_end <= offset {
            self.element_end = u32::MAX;
        }
        while let Some(open) = self.open_units.last()
            && open.end <= offset
        {
            self.open_units.pop();
        }
    }

    /// Returns the innermost unit at this place of the walk.
    pub(crate) fn unit(&self) -> Option<UnitId> {
        self.open_units.last().map(|open| open.unit).or_else(|| {
            self.section
                .and_then(|id| self.sections[id.0 as usize].unit)
        })
    }

    pub(crate) fn meanings(&self) -> Meanings<'_> {
        Meanings {
            sections: &self.sections,
            section: self.section,
        }
    }

    /// Returns what this place is about, from the innermost label outward; the unit's own heading ends the way.
    pub(crate) fn chain(&self) -> impl Iterator<Item = Meaning> + '_ {
        let sections = std::iter::successors(self.section, |id| {
            let section = &self.sections[id.0 as usize];
            let own = section.unit.is_some_and(|unit| {
                let unit = &self.units[unit.index()];
                unit.site == Site::Heading
                    && unit.span.start == section.span.start
                    && unit.kind <= UnitKind::Step
            });
            section.parent.filter(|_| !own)
        });
        let fields = self.open_fields.iter().rev();
        fields
            .filter_map(|open| open.meaning)
            .chain(sections.filter_map(|id| self.sections[id.0 as usize].meaning))
    }

    /// Returns whether this place claims nothing about the present: a log, a quotation of the past.
    pub(crate) fn is_history(&self) -> bool {
        self.chain()
            .any(|meaning| matches!(meaning, Meaning::Log | Meaning::Progress))
    }

    /// Reads the intent of a list from the paragraph that announces it: `Update the documentation:`.
    pub(crate) fn announced_intent(&self, span: Span) -> Option<crate::Intent> {
        let at = self
            .doc
            .blocks()
            .partition_point(|block| block.span.start <= span.start);
        let mut id = BlockId(at.checked_sub(1)? as u32);
        let list = loop {
            let block = self.doc.block(id);
            if matches!(block.kind, BlockKind::List(_)) {
                break block;
            }
            id = block.parent?;
        };
        let before = self.doc.blocks()[..id.index()]
            .iter()
            .rev()
            .take(NEAR)
            .find(|block| block.parent == list.parent && block.kind != BlockKind::Item)?;
        let text = self.doc.text(before.content).trim_end();
        if before.kind != BlockKind::Paragraph || !text.ends_with(':') {
            return None;
        }
        // `Read these files to build a table:` is about what is done with the files, not about what that is for.
        let files = ["these files", "following files"];
        let named = files.iter().find_map(|it| Some(text.find(it)? + it.len()));
        let told = named.map_or(text, |end| &text[..end]);
        crate::read::intent::of_words(told.trim_end_matches(':'), "", Named::default())
    }

    /// Reads one block; returns the block to go on with.
    fn block(&mut self, id: BlockId) -> BlockId {
        let block = self.doc.block(id);
        match block.kind {
            BlockKind::Heading(_) => {
                self.heading(id, block);
                BlockId(id.0 + 1)
            }
            BlockKind::Paragraph => {
                self.paragraph(id, block);
                BlockId(id.0 + 1)
            }
            BlockKind::Item => {
                self.item(id, block);
                BlockId(id.0 + 1)
            }
            BlockKind::Table => {
                table::read(self, id);
                block.end
            }
            BlockKind::Code { .. } => {
                if !commands::expected_block(self, block) {
                    shell_block::read(self, block);
                }
                BlockId(id.0 + 1)
            }
            _ => BlockId(id.0 + 1),
        }
    }

    fn heading(&mut self, id: BlockId, block: &Block) {
        if block.parent.is_none() {
            self.enter_section();
        }
        self.last_command = None;
        refs::text(self, id, block.content, Place::Heading);
    }

    /// Comes to the next heading.
    pub(crate) fn enter_section(&mut self) {
        self.section = Some(SectionId(self.next_section as u32));
        self.next_section += 1;
        self.open_fields.retain(|open| open.tag);
        self.open_units.retain(|open| open.tag);
        self.last_command = None;
    }

    fn paragraph(&mut self, id: BlockId, block: &Block) {
        let in_item = block
            .parent
            .filter(|&parent| self.doc.block(parent).kind == BlockKind::Item);
        let first_in_item = in_item.is_some_and(|item| item.0 + 1 == id.0);
        if !first_in_item && self.line_unit(id, block) {
            self.open_fields
                .retain(|open| open.tag || open.parent != block.parent);
        }
        let mut content = block.content;
        if first_in_item {
            // The box and its optional mark are no text.
            let text = self.doc.text(content);
            content.start += (text.len() - boxes::strip(text).1.len()) as u32;
        }
        if self.tag_command(content) {
            return;
        }
        let hits = self.labels_of(id, content);
        if hits.is_empty() {
            self.spoken_dependency(content);
            commands::told_behind_block(self, content);
            self.open_fields
                .retain(|open| open.tag || open.parent != block.parent || !open.has_value);
        } else {
            self.open_fields
                .retain(|open| open.tag || open.parent != block.parent || first_in_item);
        }
        // Text before the first label belongs to what was open before it.
        let first = hits.first().map_or(content.end, |hit| hit.start as u32);
        let place = if first_in_item {
            Place::Item
        } else {
            Place::Paragraph
        };
        if first > content.start {
            refs::text(
                self,
                id,
                Span {
                    start: content.start,
                    end: first,
                },
                place,
            );
        }
        for (at, hit) in hits.iter().enumerate() {
            let end = hits
                .get(at + 1)
                .map_or(content.end, |next| next.start as u32);
            self.field(
                id,
                block,
                hit,
                end,
                at + 1 == hits.len(),
                in_item.filter(|_| first_in_item),
            );
            refs::text(
                self,
                id,
                Span {
                    start: hit.start as u32,
                    end,
                },
                place,
            );
        }
    }
}
