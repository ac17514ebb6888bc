//! The walk over the blocks: units that are no headings, fields, boxes, references, commands.

use tip_syntax::{Block, BlockId, BlockKind, Document, Span, Spanned, scan};

use crate::annotation;
use crate::dialect::{COMMON_UNITS, LeadPattern};
use crate::read::intent::Named;
use crate::read::past::Past;
use crate::read::refs::{self, Place};
use crate::read::sections::{Found, Meanings, find_number, new_unit, speaks_of_others};
use crate::read::{Labels, boxes, label, lead, shell_block, table};
use crate::{
    CheckBox, Command, Field, Meaning, Plan, Reference, Section, SectionId, Site, StateEvidence,
    StateSource, Status, Unit, UnitId, UnitKind, UnitState,
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
    next_section: usize,
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
    /// Where the plan speaks of files as they were.
    pub(crate) past: Past,
    /// The programs that the plan runs and that are in no table.
    pub(crate) programs: Vec<&'a str>,
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
            past: Past::find(doc),
            programs: Vec::new(),
        }
    }

    pub(crate) fn run(&mut self) {
        self.front_matter();
        let mut at = 0;
        while at < self.doc.blocks().len() {
            let id = BlockId(at as u32);
            let start = self.doc.block(id).span.start;
            self.leave(start);
            self.enter_tags(start);
            at = self.block(id).index();
        }
        self.leave(u32::MAX);
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
    fn leave(&mut self, offset: u32) {
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
        crate::read::intent::of_words(text.trim_end_matches(':'), "", Named::default())
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
                shell_block::read(self, block);
                BlockId(id.0 + 1)
            }
            _ => BlockId(id.0 + 1),
        }
    }

    fn heading(&mut self, id: BlockId, block: &Block) {
        if block.parent.is_none() {
            self.section = Some(SectionId(self.next_section as u32));
            self.next_section += 1;
            self.open_fields.retain(|open| open.tag);
            self.open_units.retain(|open| open.tag);
        }
        self.last_command = None;
        refs::text(self, id, block.content, Place::Heading);
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

    /// Reads `Depends on Phase 1 and Phase 2.`, a sentence of its own in a unit.
    fn spoken_dependency(&mut self, content: Span) {
        let text = self.doc.text(content);
        let Some(word) = ["depends on ", "blocked by ", "requires phase "]
            .iter()
            .find(|word| scan::starts_with_ignore_case(text, word))
        else {
            return;
        };
        let Some(unit) = self.unit().filter(|&unit| self.fields_belong_to(unit)) else {
            return;
        };
        let written = &mut self.units[unit.index()].depends_on.written;
        if written.is_none() && text.len() <= 240 {
            let start = word.find("phase").unwrap_or(word.len());
            *written = Some(Span::new(content.start() + start, content.end()));
        }
    }

    /// Finds the labels in the lines of a paragraph's text.
    pub(crate) fn labels_of(&self, id: BlockId, text: Span) -> Vec<label::Hit> {
        let inlines = self.doc.inlines(id);
        let labels = self.labels;
        let source = self.doc.source();
        let mut hits = Vec::new();
        for line in lines(self.doc, text) {
            let text = source.slice(line);
            let may_begin = text.starts_with(['*', '_', '`'])
                || memchr::memchr(b':', &text.as_bytes()[..text.len().min(40)]).is_some();
            if may_begin {
                label::find(
                    source,
                    inlines,
                    line,
                    |label| labels.meaning(label),
                    &mut hits,
                );
            }
        }
        hits
    }

    fn field(
        &mut self,
        id: BlockId,
        block: &Block,
        hit: &label::Hit,
        end: u32,
        last: bool,
        item: Option<BlockId>,
    ) {
        let source = self.doc.source();
        let raw_end = hit
            .value_end
            .map_or(end, |value_end| value_end as u32)
            .max(hit.value as u32);
        let mut value = source.trim(Span {
            start: hit.value as u32,
            end: raw_end,
        });
        let shown = annotation::without(source.slice(value));
        let shown = shown.trim_end_matches(['|', '·', '•', ' ']);
        value.end = value.start + shown.len() as u32;
        let items_list = if last {
            self.list_after(id, item)
        } else {
            None
        };
        let items: Vec<Span> = items_list.map_or_else(Vec::new, |list| {
            self.doc
                .children(list)
                .filter_map(|item| {
                    let first = self.doc.children(item).next()?;
                    Some(source.trim(self.doc.block(first).content))
                })
                .collect()
        });
        let span_end = items_list.map_or(end, |list| self.doc.block(list).span.end);
        let scope_end = match item {
            Some(item) => self.doc.block(item).span.end,
            None if last => match block.parent {
                Some(parent) => self.doc.block(parent).span.end,
                None => u32::MAX,
            },
            None => end,
        };
        if hit.meaning == Some(Meaning::Risk) && self.chain().any(is_risk) {
            self.risk(hit, value);
        }
        let field = self.fields.len() as u32;
        self.fields.push(Field {
            label: Spanned::new(source.slice(hit.label).to_owned(), hit.label),
            meaning: hit.meaning,
            value,
            span: Span {
                start: hit.start as u32,
                end: span_end,
            },
            items,
            section: self.section,
            unit: self.unit(),
        });
        self.open_fields
            .retain(|open| open.tag || open.parent != block.parent || item.is_some());
        self.open_fields.push(OpenField {
            field,
            meaning: hit.meaning,
            parent: block.parent,
            end: scope_end,
            has_value: !value.is_empty(),
            tag: false,
        });
        if hit.meaning == Some(Meaning::Status)
            && let Some(unit) = self.unit()
            && let Some(state) = UnitState::parse(source.slice(value))
            && self.fields_belong_to(unit)
            && self.speaks_of_all(unit)
        {
            self.evidence.push((
                unit,
                StateEvidence {
                    value: state,
                    source: StateSource::Field,
                    span: value,
                },
            ));
        }
    }

    /// Makes a unit of a risk, which its own label begins and the next one's ends.
    fn risk(&mut self, hit: &label::Hit, title: Span) {
        self.close_line_units(UnitKind::Risk, hit.start as u32);
        let unit = UnitId(self.units.len() as u32);
        let lead = lead::Lead {
            title,
            ..lead::Lead::default()
        };
        let parent = self.unit();
        let span = Span {
            start: hit.start as u32,
            end: self.text_end(),
        };
        let line = Span::new(hit.start, title.end().max(hit.value));
        self.units.push(new_unit(
            UnitKind::Risk,
            &lead,
            self.doc,
            line,
            span,
            parent,
            Site::ListItem,
        ));
        self.open_units.push(OpenUnit {
            unit,
            end: span.end,
            line: true,
            tag: false,
        });
    }

    /// Returns whether a field at this place speaks of the unit as a whole.
    fn fields_belong_to(&self, unit: UnitId) -> bool {
        let unit = &self.units[unit.index()];
        matches!(unit.kind, UnitKind::Phase | UnitKind::Task | UnitKind::Step)
    }

    /// Returns whether this place is no part of a unit under a heading of its own, whose status is that of the part.
    fn speaks_of_all(&self, unit: UnitId) -> bool {
        let unit = &self.units[unit.index()];
        let section = self.section.map(|id| &self.sections[id.0 as usize]);
        unit.site != Site::Heading
            || section.is_none_or(|it| {
                it.span.start == unit.span.start
                    || matches!(it.meaning, Some(Meaning::Status | Meaning::Progress))
            })
    }

    /// Returns the list that follows a paragraph, or that stands in its item.
    fn list_after(&self, id: BlockId, item: Option<BlockId>) -> Option<BlockId> {
        let next = self.doc.block(id).end;
        let limit = item.map_or(BlockId(self.doc.blocks().len() as u32), |item| {
            self.doc.block(item).end
        });
        (next < limit && next.index() < self.doc.blocks().len())
            .then_some(next)
            .filter(|&next| matches!(self.doc.block(next).kind, BlockKind::List(_)))
            .filter(|&next| self.doc.block(next).parent == self.doc.block(id).parent)
    }

    /// Reads a paragraph that is a unit: a bold line, or its first words.
    fn line_unit(&mut self, id: BlockId, block: &Block) -> bool {
        if block.parent.is_some() {
            return false;
        }
        let text = self.doc.text(block.content);
        let line = annotation::without(text.lines().next().unwrap_or_default());
        let bold = line.starts_with("**") || line.starts_with("__") || line.starts_with("✅ **");
        let Some(lead) = lead::parse(line, block.content.start()) else {
            return false;
        };
        let site = if bold {
            Site::BoldLine
        } else {
            Site::Paragraph
        };
        let Some(kind) = lead.word else { return false };
        let known = COMMON_UNITS
            .iter()
            .any(|it| it.site == site && it.lead == LeadPattern::Word(kind))
            || self
                .labels
                .dialect
                .units
                .iter()
                .any(|it| it.site == site && it.lead == LeadPattern::Word(kind));
        if !known || lead.number.is_none() || !lead.separated {
            return false;
        }
        let number = lead
            .number
            .as_ref()
            .map_or("", |(number, _)| number.as_str());
        if kind == UnitKind::Phase && self.phase_site != Some(site) {
            self.join(kind, number, &lead);
            return false;
        }
        let others = self.chain().any(speaks_of_others);
        if others
            && kind <= UnitKind::Task
            && (find_number(&self.units, kind, number).is_some() || self.is_history())
        {
            self.join(kind, number, &lead);
            return false;
        }
        if bold && !is_mostly_bold(line, &lead) {
            return false;
        }
        let end = self.text_end();
        self.close_line_units(kind, block.span.start);
        let unit = UnitId(self.units.len() as u32);
        let parent = self
            .unit()
            .filter(|&parent| self.units[parent.index()].kind < kind || kind == UnitKind::Scenario);
        let lead_span = self.doc.source().trim(Span::new(
            block.content.start(),
            block.content.start() + line.len(),
        ));
        let span = Span {
            start: block.span.start,
            end,
        };
        self.units.push(new_unit(
            kind, &lead, self.doc, lead_span, span, parent, site,
        ));
        self.note_lead(unit, &lead);
        self.open_units.push(OpenUnit {
            unit,
            end,
            line: true,
            tag: false,
        });
        let _ = id;
        true
    }

    /// Returns where the text of this section ends: at the next heading of any level.
    pub(crate) fn text_end(&self) -> u32 {
        let end = self
            .section
            .map_or(self.doc.source().text().len() as u32, |section| {
                self.section_text_end(section)
            });
        let units = self.open_units.iter().filter(|open| open.tag);
        units
            .map(|open| open.end)
            .fold(end.min(self.element_end), u32::min)
    }

    /// Returns where the text of a section ends: at the next heading of any level.
    fn section_text_end(&self, section: SectionId) -> u32 {
        self.sections
            .get(section.0 as usize + 1)
            .map_or(self.doc.source().text().len() as u32, |next| {
                next.span.start
            })
    }

    /// Ends the units that are lines and that a line of `kind` ends.
    pub(crate) fn close_line_units(&mut self, kind: UnitKind, at: u32) {
        while let Some(open) = self.open_units.last()
            && open.line
            && self.units[open.unit.index()].kind >= kind
        {
            self.units[open.unit.index()].span.end = at;
            self.open_units.pop();
        }
    }

    pub(crate) fn note_lead(&mut self, unit: UnitId, lead: &lead::Lead) {
        if let Some((value, span)) = lead.state {
            self.evidence.push((
                unit,
                StateEvidence {
                    value,
                    source: StateSource::Title,
                    span,
                },
            ));
        }
        if let Some((number, span)) = &lead.phase {
            self.phase_links
                .push((unit, Spanned::new(number.clone(), *span)));
        }
    }

    /// Takes what a place says of a unit that stands elsewhere.
    pub(crate) fn join(
        &mut self,
        kind: UnitKind,
        number: &str,
        lead: &lead::Lead,
    ) -> Option<UnitId> {
        let other = find_number(&self.units, kind, number)?;
        if let Some((value, span)) = lead.state {
            self.evidence.push((
                other,
                StateEvidence {
                    value,
                    source: StateSource::Progress,
                    span,
                },
            ));
        }
        if let Some((effort, span)) = lead.effort {
            self.units[other.index()]
                .effort
                .get_or_insert(Spanned::new(effort, span));
        }
        Some(other)
    }
}

fn is_risk(meaning: Meaning) -> bool {
    matches!(
        meaning,
        Meaning::Risks | Meaning::HighRisk | Meaning::MediumRisk | Meaning::LowRisk
    )
}

/// Returns the lines of a paragraph, quote marks, indentation and annotations taken off.
pub(crate) fn lines(doc: &Document, content: Span) -> impl Iterator<Item = Span> + '_ {
    let text = doc.text(content);
    let mut at = content.start();
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|end| end + 1);
    let mut from = 0;
    ends.chain(std::iter::once(text.len()))
        .filter_map(move |end| {
            let line = &text[from..end];
            from = end;
            let start = at;
            at += line.len();
            let bare = if start == content.start() {
                line.trim_start()
            } else {
                line.trim_start_matches(|c: char| c.is_whitespace() || c == '>')
            };
            let lead = line.len() - bare.len();
            let bare = annotation::without(bare.trim_end());
            let span = Span::new(start + lead, start + lead + bare.len());
            (!span.is_empty()).then_some(span)
        })
}

/// Returns whether a line is the head of a unit, not a sentence that begins in bold.
fn is_mostly_bold(line: &str, lead: &lead::Lead) -> bool {
    let _ = lead;
    let Some(inner) = line
        .trim_start_matches(|c: char| !c.is_alphanumeric() && c != '*' && c != '_')
        .strip_prefix("**")
    else {
        return true;
    };
    let Some(end) = inner.find("**") else {
        return true;
    };
    let rest = inner[end + 2..].trim_start_matches([':', ' ', '-', '—', '–']);
    rest.len() <= 140
}
