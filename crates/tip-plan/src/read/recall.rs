//! What was read of a version of a document, so that the next version is read only where it changed.
//!
//! What stands under one heading, up to the next one, is a *stretch*. What the [walk](super::walk) reads of it follows from its text and
//! blocks, from the headings above it, from the programs that the plan ran before it, and, where it asks for a unit by its number or its
//! title, from the numbers or titles of all units. Where all that is as it was, the walk puts down what it read then, moved to where it
//! stands now; everywhere else it reads anew. What it asked for and what it changed outside of the stretch is noted while it reads.

mod moved;

use std::cell::Cell;
use std::hash::{Hash, Hasher};
use std::ops::Range;

use rustc_hash::FxHasher;
use tip_syntax::{BlockId, BlockKind, Document, Span, Spanned};

use self::moved::Moved;
use super::Labels;
use super::walk::Walk;
use crate::{
    CheckBox, Command, DialectId, Effort, Field, Reference, SectionId, Site, StateEvidence, Unit,
    UnitId, UnitKind, Vocabulary,
};

/// What was read of a version of a document.
///
/// It is of use for the next version of the same document, read in the same way; for any other text it is of none, and does no harm.
#[derive(Debug, Default)]
pub struct Memory {
    manner: Option<Manner>,
    stretches: Vec<Stretch>,
}

/// What reading depends on besides the text, as far as the walk looks at it.
#[derive(Debug)]
struct Manner {
    path: String,
    dialect: DialectId,
    vocabulary: Vocabulary,
    /// The form in which the file writes its phases, which all of it decides.
    phase_site: Option<Site>,
}

/// A heading and what stands under it up to the next one, and what was read of it.
#[derive(Debug)]
struct Stretch {
    text: String,
    /// Stands for its blocks.
    shape: u64,
    /// Stands for what the walk knew when it came to it.
    entry: u64,
    /// Stands for the numbers of all units, where it asked for one.
    numbers: Option<u64>,
    /// Stands for the titles of all units, where it asked for one.
    titles: Option<u64>,
    base: Base,
    found: Found,
    touches: Vec<Touch>,
}

/// What the positions in what was found are relative to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Base {
    offset: u32,
    section: SectionId,
    /// The unit of the heading, or the one that it stands in.
    own: Option<UnitId>,
    units: u32,
    boxes: u32,
    commands: u32,
}

/// What the walk put down for a stretch.
#[derive(Clone, Debug)]
struct Found {
    units: Vec<Unit>,
    evidence: Vec<(UnitId, StateEvidence)>,
    phase_links: Vec<(UnitId, Spanned<String>)>,
    fields: Vec<Field>,
    boxes: Vec<CheckBox>,
    references: Vec<Reference>,
    commands: Vec<Command>,
    programs: Vec<String>,
}

/// A value of a unit that the walk may set once, at a place that need not be where the unit stands.
#[derive(Clone, Copy, Debug)]
struct Touch {
    unit: UnitId,
    what: Touched,
    /// Whether it was set before.
    had: bool,
}

/// Which value of a unit is set, and to what.
#[derive(Clone, Copy, Debug)]
enum Touched {
    Effort(Spanned<Effort>),
    Dependencies(Span),
}

/// What the walk knows of the version before, and keeps for the next.
#[derive(Debug)]
pub(crate) struct Recall {
    manner: Manner,
    /// The stretches of the version before; `None` where one is used again.
    old: Vec<Option<Stretch>>,
    new: Vec<Stretch>,
    /// How many units are headings.
    headings: usize,
    all: Rolled,
    /// What the walk changed in units since the stretch began.
    touches: Vec<Touch>,
    asked: Cell<Asked>,
}

/// Whether the walk asked for units by number or by title since a stretch began.
#[derive(Clone, Copy, Debug, Default)]
struct Asked {
    numbers: bool,
    titles: bool,
}

/// What stands for the numbers and titles of the first units.
#[derive(Debug, Default)]
struct Rolled {
    units: usize,
    numbers: u64,
    titles: u64,
}

/// A stretch that the walk came to.
#[derive(Debug)]
struct Frame {
    span: Span,
    blocks: Range<BlockId>,
    base: Base,
    shape: u64,
    entry: u64,
    numbers: u64,
    titles: u64,
}

impl Recall {
    fn new(
        memory: &mut Memory,
        path: &str,
        labels: Labels<'_>,
        site: Option<Site>,
        headings: usize,
    ) -> Self {
        let before = std::mem::take(memory);
        let same = before.manner.filter(|it| {
            (it.path.as_str(), it.dialect, it.phase_site) == (path, labels.dialect.id, site)
                && it.vocabulary == *labels.vocabulary
        });
        let old = if same.is_some() {
            before.stretches
        } else {
            Vec::new()
        };
        let manner = same.unwrap_or_else(|| Manner {
            path: path.to_owned(),
            dialect: labels.dialect.id,
            vocabulary: labels.vocabulary.clone(),
            phase_site: site,
        });
        Self {
            manner,
            new: Vec::with_capacity(old.len()),
            old: old.into_iter().map(Some).collect(),
            headings,
            all: Rolled::default(),
            touches: Vec::new(),
            asked: Cell::default(),
        }
    }

    pub(super) fn into_memory(self) -> Memory {
        Memory {
            manner: Some(self.manner),
            stretches: self.new,
        }
    }

    /// Notes that the walk asked for a unit by its number.
    pub(super) fn asked_for_number(&self) {
        let asked = self.asked.get();
        self.asked.set(Asked {
            numbers: true,
            ..asked
        });
    }

    /// Notes that the walk asked for a unit by its title, or by how many there are.
    pub(super) fn asked_for_title(&self) {
        self.asked.set(Asked {
            numbers: true,
            titles: true,
        });
    }

    /// Notes that the walk set a value of a unit where it had none.
    fn touched(&mut self, touch: Touch) {
        let again = |it: &Touch| {
            it.unit == touch.unit
                && std::mem::discriminant(&it.what) == std::mem::discriminant(&touch.what)
        };
        if !self.touches.iter().any(again) {
            self.touches.push(touch);
        }
    }

    /// Takes the stretch of the version before that may be this one, of so many in all.
    fn take(&mut self, at: usize, of: usize, doc: &Document, frame: &Frame) -> Option<Stretch> {
        let text = doc.text(frame.span);
        let from_end = (self.old.len() + at).checked_sub(of);
        let candidates = [Some(at), from_end];
        let found = candidates.into_iter().flatten().find(|&at| {
            let old = self.old.get(at).and_then(Option::as_ref);
            old.is_some_and(|it| it.text == text && it.is(frame))
        })?;
        self.old[found].take()
    }
}

impl Stretch {
    /// Returns whether all that was looked at is as it was, the text and the touched units aside.
    fn is(&self, frame: &Frame) -> bool {
        let asked = self.numbers.is_some() || self.titles.is_some();
        self.shape == frame.shape
            && self.entry == frame.entry
            && self.numbers.is_none_or(|it| it == frame.numbers)
            && self.titles.is_none_or(|it| it == frame.titles)
            // A unit that was found by number is known by its position.
            && (!asked || (self.base.own, self.base.units) == (frame.base.own, frame.base.units))
    }
}

impl Rolled {
    fn on(&mut self, units: &[Unit]) {
        for unit in &units[self.units..] {
            let number = unit.number.as_ref().map(|it| &it.value);
            self.numbers = digest(|it| (self.numbers, unit.kind, number).hash(it));
            self.titles = digest(|it| (self.titles, unit.kind, &unit.title.value).hash(it));
        }
        self.units = units.len();
    }
}

fn digest(feed: impl FnOnce(&mut FxHasher)) -> u64 {
    let mut hasher = FxHasher::default();
    feed(&mut hasher);
    hasher.finish()
}

impl Walk<'_> {
    /// Lets the walk use what was read of the version before.
    pub(super) fn remember(&mut self, memory: &mut Memory, path: &str) {
        let headings = self.units.len();
        let recall = Recall::new(memory, path, self.labels, self.phase_site, headings);
        self.recall = Some(recall);
    }

    /// Reads the stretch that begins with `heading`, and returns the block after it; `None` where there is no heading or nothing to be
    /// remembered.
    pub(super) fn stretch(&mut self, heading: BlockId) -> Option<BlockId> {
        self.recall.as_ref()?;
        let block = self.doc.block(heading);
        if !matches!(block.kind, BlockKind::Heading(_)) || block.parent.is_some() {
            return None;
        }
        self.leave(block.span.start);
        let plain = self.open_boxes.is_empty()
            && self.element_end == u32::MAX
            && self.doc.containers().is_empty()
            && self.past.is_empty();
        if !plain {
            return None;
        }
        let frame = self.frame(heading);
        let end = frame.blocks.end;
        if !self.again(&frame) {
            self.anew(&frame);
        }
        Some(end)
    }

    /// Puts down what was read of the version before; returns whether it can.
    fn again(&mut self, frame: &Frame) -> bool {
        let of = self.sections.len();
        let Some(recall) = &mut self.recall else {
            return false;
        };
        let at = frame.base.section.0 as usize;
        let Some(old) = recall.take(at, of, self.doc, frame) else {
            return false;
        };
        let moved = Moved::new(old.base, frame.base);
        let is_as_it_was = |it: &Touch| {
            let unit = self.units.get(moved.unit(it.unit).index());
            unit.is_some_and(|unit| match it.what {
                Touched::Effort(_) => unit.effort.is_some() == it.had,
                Touched::Dependencies(_) => unit.depends_on.written.is_some() == it.had,
            })
        };
        if !old.touches.iter().all(is_as_it_was) {
            return false;
        }
        let Found {
            units,
            evidence,
            phase_links,
            fields,
            boxes,
            references,
            commands,
            programs,
        } = &old.found;
        self.units.extend(units.iter().map(|it| moved.of_unit(it)));
        self.evidence
            .extend(evidence.iter().map(|it| moved.of_evidence(it)));
        self.phase_links
            .extend(phase_links.iter().map(|it| moved.of_link(it)));
        self.fields
            .extend(fields.iter().map(|it| moved.of_field(it)));
        self.boxes.extend(boxes.iter().map(|it| moved.of_box(it)));
        self.references
            .extend(references.iter().map(|it| moved.of_reference(it)));
        self.commands
            .extend(commands.iter().map(|it| moved.of_command(it)));
        self.programs.extend_from_slice(programs);
        for touch in old.touches.iter().filter(|it| !it.had) {
            let unit = &mut self.units[moved.unit(touch.unit).index()];
            match touch.what {
                Touched::Effort(effort) => {
                    unit.effort = Some(Spanned::new(effort.value, moved.span(effort.span)));
                }
                Touched::Dependencies(span) => unit.depends_on.written = Some(moved.span(span)),
            }
        }
        self.enter_section();
        if let Some(recall) = &mut self.recall {
            recall.new.push(old);
        }
        true
    }

    /// Reads the stretch, and keeps what was read.
    fn anew(&mut self, frame: &Frame) {
        if let Some(recall) = &mut self.recall {
            recall.touches.clear();
            recall.asked.set(Asked::default());
        }
        let from = Lengths::of(self);
        self.blocks(frame.blocks.clone());
        let found = Found {
            units: self.units[from.units..].to_vec(),
            evidence: self.evidence[from.evidence..].to_vec(),
            phase_links: self.phase_links[from.phase_links..].to_vec(),
            fields: self.fields[from.fields..].to_vec(),
            boxes: self.boxes[from.boxes..].to_vec(),
            references: self.references[from.references..].to_vec(),
            commands: self.commands[from.commands..].to_vec(),
            programs: self.programs[from.programs..].to_vec(),
        };
        let text = self.doc.text(frame.span).to_owned();
        let Some(recall) = &mut self.recall else {
            return;
        };
        let asked = recall.asked.get();
        // What the units of the stretch itself were given stands in them.
        let others = recall.touches.iter().copied();
        let others = others.filter(|it| it.unit.index() < from.units);
        recall.new.push(Stretch {
            text,
            shape: frame.shape,
            entry: frame.entry,
            numbers: asked.numbers.then_some(frame.numbers),
            titles: asked.titles.then_some(frame.titles),
            base: frame.base,
            found,
            touches: others.collect(),
        });
    }

    fn frame(&mut self, heading: BlockId) -> Frame {
        let section = SectionId(self.next_section as u32);
        let next = self.sections.get(self.next_section + 1);
        let start = self.doc.block(heading).span.start;
        let span = Span {
            start,
            end: next.map_or(self.doc.source().text().len() as u32, |it| it.span.start),
        };
        let last = BlockId(self.doc.blocks().len() as u32);
        let blocks = heading..next.map_or(last, |it| it.block);
        let base = Base {
            offset: start,
            section,
            own: self.sections[section.0 as usize].unit,
            units: self.units.len() as u32,
            boxes: self.boxes.len() as u32,
            commands: self.commands.len() as u32,
        };
        let (mut numbers, mut titles) = (0, 0);
        if let Some(recall) = &mut self.recall {
            recall.all.on(&self.units);
            // Units that are headings stand before or behind the stretch, all others before it.
            let headings = &self.units[..recall.headings];
            let before = headings.partition_point(|it| it.span.start < start);
            numbers = digest(|it| (recall.all.numbers, before).hash(it));
            titles = recall.all.titles;
        }
        Frame {
            span,
            shape: self.doc.shape(blocks.clone()),
            blocks,
            base,
            entry: digest(|it| self.feed_entry(section, it)),
            numbers,
            titles,
        }
    }

    /// Feeds what the walk may look at of what lies before the stretch under a heading.
    fn feed_entry(&self, section: SectionId, hasher: &mut FxHasher) {
        self.programs.hash(hasher);
        let mut at = Some(section);
        while let Some(id) = at {
            let it = &self.sections[id.0 as usize];
            (it.level, &it.title.value, it.meaning).hash(hasher);
            let unit = it.unit.map(|unit| {
                let unit = &self.units[unit.index()];
                let is_heading = unit.span.start == it.span.start;
                let number = unit.number.as_ref().map(|it| &it.value);
                (unit.kind, unit.site, is_heading, number, &unit.title.value)
            });
            unit.hash(hasher);
            at = it.parent;
        }
    }

    /// Returns the unit of a kind with a number; several give the last.
    pub(super) fn numbered(&self, kind: UnitKind, number: &str) -> Option<UnitId> {
        if let Some(recall) = &self.recall {
            recall.asked_for_number();
        }
        super::sections::find_number(&self.units, kind, number)
    }

    /// Gives a unit an effort where it has none.
    pub(super) fn tell_effort(&mut self, unit: UnitId, effort: Spanned<Effort>) {
        let had = self.units[unit.index()].effort.is_some();
        self.units[unit.index()].effort.get_or_insert(effort);
        let what = Touched::Effort(effort);
        if let Some(recall) = &mut self.recall {
            recall.touched(Touch { unit, what, had });
        }
    }

    /// Gives a unit the words on its dependencies where it has none.
    pub(super) fn tell_dependencies(&mut self, unit: UnitId, written: Span) {
        let had = self.units[unit.index()].depends_on.written.is_some();
        let own = &mut self.units[unit.index()].depends_on.written;
        own.get_or_insert(written);
        let what = Touched::Dependencies(written);
        if let Some(recall) = &mut self.recall {
            recall.touched(Touch { unit, what, had });
        }
    }
}

/// How much the walk put down.
struct Lengths {
    units: usize,
    evidence: usize,
    phase_links: usize,
    fields: usize,
    boxes: usize,
    references: usize,
    commands: usize,
    programs: usize,
}

impl Lengths {
    fn of(walk: &Walk<'_>) -> Self {
        Self {
            units: walk.units.len(),
            evidence: walk.evidence.len(),
            phase_links: walk.phase_links.len(),
            fields: walk.fields.len(),
            boxes: walk.boxes.len(),
            references: walk.references.len(),
            commands: walk.commands.len(),
            programs: walk.programs.len(),
        }
    }
}
