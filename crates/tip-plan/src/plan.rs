//! A plan: what was read of one file, every value with its place.

use tip_syntax::{BlockId, Span, Spanned};

use crate::{
    Annotation, Command, Confidence, DialectId, Effort, Meaning, Reference, Stage, UnitState,
    dependency::Dependencies,
};

/// What was read of one file.
///
/// Nothing of the file is lost: what has no meaning here stays in the [document](tip_syntax::Document) that the spans point into.
#[derive(Clone, Debug)]
pub struct Plan {
    /// How the file was read.
    pub dialect: DialectId,
    /// The first heading of level 1, else the title in the front matter.
    pub title: Option<Spanned<String>>,
    /// The feature's name, from the front matter.
    pub feature: Option<Spanned<String>>,
    /// What the plan says of its own stage.
    pub status: Status,
    /// The date of the plan, as written.
    pub date: Option<Spanned<String>>,
    /// The total effort in the front matter.
    pub effort: Option<Spanned<Effort>>,
    /// The confidence in the front matter.
    pub confidence: Option<Spanned<Confidence>>,
    /// The tags, or labels.
    pub tags: Vec<Spanned<String>>,
    /// The sections, in the order of the text.
    pub sections: Vec<Section>,
    /// The labelled fields, in the order of the text.
    pub fields: Vec<Field>,
    /// The phases, tasks, steps, scenarios and risks, in the order of the text; a parent before its children.
    pub units: Vec<Unit>,
    /// The boxes, in the order of the text.
    pub boxes: Vec<CheckBox>,
    /// The references to code and documents, in the order of the text.
    pub references: Vec<Reference>,
    /// The commands, in the order of the text.
    pub commands: Vec<Command>,
    /// What the template's placeholders and samples left in the text.
    pub placeholders: Vec<Placeholder>,
    /// What stands in the text for `tip` itself.
    pub annotations: Vec<Annotation>,
}

/// A plan's stage, as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// The stage that the words mean; `None` when there are none or they mean none.
    pub stage: Option<Stage>,
    /// The words.
    pub written: Option<Spanned<String>>,
    /// Where they stand.
    pub source: StatusSource,
    /// What something else than the words decides.
    pub settled: Option<Settled>,
}

/// A stage that something else than a plan's own words decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settled {
    /// The stage.
    pub stage: Stage,
    /// What decides it, to be shown in a message.
    pub why: &'static str,
}

impl Status {
    /// Returns whether the words mean `stage`, and nothing else tells otherwise.
    pub fn says(&self, stage: Stage) -> bool {
        self.stage == Some(stage) && self.settled.is_none_or(|it| it.stage == stage)
    }
}

/// Where the status of a plan is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StatusSource {
    /// Nowhere.
    #[default]
    None,
    /// In the front matter.
    FrontMatter,
    /// In a `**Status**:` line.
    Field,
    /// Under or in a heading.
    Heading,
    /// In the title.
    Title,
}

/// The position of a section in [`Plan::sections`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SectionId(pub u32);

/// A heading and what stands under it.
#[derive(Clone, Debug)]
pub struct Section {
    /// The heading.
    pub block: BlockId,
    /// Its level, 1 to 6.
    pub level: u8,
    /// Its text.
    pub title: Spanned<String>,
    /// What it is about.
    pub meaning: Option<Meaning>,
    /// From the heading to the next one of its level or above.
    pub span: Span,
    /// The section that it stands in.
    pub parent: Option<SectionId>,
    /// The unit that the heading is, or that it stands in.
    pub unit: Option<UnitId>,
}

/// A label and its value: `**Purpose**: why`.
#[derive(Clone, Debug)]
pub struct Field {
    /// The label, without marks and colon.
    pub label: Spanned<String>,
    /// What it is about.
    pub meaning: Option<Meaning>,
    /// The text after the label, on its line and the lines that continue it; may be empty.
    pub value: Span,
    /// The label and everything under it: its text and the list that follows.
    pub span: Span,
    /// The top items of the list that follows, without markers.
    pub items: Vec<Span>,
    /// The section that it stands in.
    pub section: Option<SectionId>,
    /// The unit that it stands in.
    pub unit: Option<UnitId>,
}

/// The position of a unit in [`Plan::units`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitId(pub u32);

impl UnitId {
    /// Returns the position as an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UnitKind {
    /// A phase, stage, milestone, chunk.
    Phase,
    /// A task or sub-task.
    Task,
    /// A step of a task.
    Step,
    /// A test scenario.
    Scenario,
    /// A risk.
    Risk,
    /// A library to be researched.
    Research,
}

impl UnitKind {
    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Phase => "phase",
            Self::Task => "task",
            Self::Step => "step",
            Self::Scenario => "scenario",
            Self::Risk => "risk",
            Self::Research => "research",
        }
    }
}

/// In what form a unit is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Site {
    /// A heading.
    Heading,
    /// A line in bold.
    BoldLine,
    /// The first words of a paragraph.
    Paragraph,
    /// A list item.
    ListItem,
    /// A row of a table.
    TableRow,
    /// An element with a tag of its own: `<task>`.
    Tag,
    /// The whole file.
    File,
}

impl Site {
    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Heading => "heading",
            Self::BoldLine => "bold_line",
            Self::Paragraph => "paragraph",
            Self::ListItem => "list_item",
            Self::TableRow => "table_row",
            Self::Tag => "tag",
            Self::File => "file",
        }
    }
}

/// What a task is for, where the plan says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TaskCategory {
    /// Set-up only.
    Setup,
    /// New behavior.
    NewBehavior,
    /// A refactoring.
    Refactor,
}

impl TaskCategory {
    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Setup => "setup",
            Self::NewBehavior => "new_behavior",
            Self::Refactor => "refactor",
        }
    }
}

/// A phase, task, step, scenario, risk or library to be researched.
#[derive(Clone, Debug)]
pub struct Unit {
    /// What it is.
    pub kind: UnitKind,
    /// Its name for people: `P2`, `T1.2`; unique in the plan.
    pub handle: String,
    /// Its name from its content, which survives edits elsewhere.
    pub id: String,
    /// Its number as written, in ASCII: `1`, `2a`, `B`, `T001`.
    pub number: Option<Spanned<String>>,
    /// Its title without number and decorations.
    pub title: Spanned<String>,
    /// Its heading, line, item or row.
    pub lead: Span,
    /// All of it, what stands under the lead included.
    pub span: Span,
    /// The unit that it stands in, or that it names as its own.
    pub parent: Option<UnitId>,
    /// In what form it is written.
    pub site: Site,
    /// How far it has come.
    pub state: State,
    /// What it waits for.
    pub depends_on: Dependencies,
    /// How much work it is.
    pub effort: Option<Spanned<Effort>>,
    /// Whether it is marked as able to run beside its neighbors.
    pub parallel: bool,
    /// Whether it is marked as optional.
    pub optional: bool,
    /// What it is for.
    pub category: Option<TaskCategory>,
    /// The box that is this unit, in [`Plan::boxes`].
    pub own_box: Option<u32>,
}

/// How far a unit has come, and how that is known.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// The state.
    pub value: UnitState,
    /// What tells it.
    pub source: StateSource,
    /// Where.
    pub span: Option<Span>,
    /// Another place that says otherwise.
    pub contradicted_by: Option<StateEvidence>,
}

/// One place that tells how far a unit has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StateEvidence {
    /// What it says.
    pub value: UnitState,
    /// What kind of place it is.
    pub source: StateSource,
    /// The place.
    pub span: Span,
}

/// What kind of place tells how far a unit has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum StateSource {
    /// None.
    #[default]
    None,
    /// Its own box.
    OwnBox,
    /// A mark or word in its title.
    Title,
    /// A status field under it.
    Field,
    /// A row of a table.
    Table,
    /// A list of progress.
    Progress,
    /// The boxes under it.
    Boxes,
    /// The status of the file.
    File,
}

impl StateSource {
    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::OwnBox => "own_box",
            Self::Title => "title",
            Self::Field => "field",
            Self::Table => "table",
            Self::Progress => "progress",
            Self::Boxes => "boxes",
            Self::File => "file",
        }
    }
}

/// What a box stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BoxKind {
    /// An outcome that must hold.
    Criterion,
    /// Work to be done.
    Task,
    /// A condition on the whole.
    Gate,
    /// An entry in a log of what was done.
    Progress,
    /// A check of the document itself, which says nothing about progress.
    Review,
}

impl BoxKind {
    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Criterion => "criterion",
            Self::Task => "task",
            Self::Gate => "gate",
            Self::Progress => "progress",
            Self::Review => "review",
        }
    }

    /// Returns the letter for it in handles.
    pub fn letter(self) -> char {
        match self {
            Self::Criterion => 'C',
            Self::Task => 'B',
            Self::Gate => 'G',
            Self::Progress => 'L',
            Self::Review => 'R',
        }
    }
}

/// What a box shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BoxState {
    /// `[ ]`
    Open,
    /// `[x]`, `[X]`, `[✓]`
    Done,
    /// Anything else: `[~]`, `[-]`, `[/]`.
    Other,
}

impl BoxState {
    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Done => "done",
            Self::Other => "other",
        }
    }
}

/// A list item, or a table's cell, with a box.
#[derive(Clone, Debug)]
pub struct CheckBox {
    /// Its name for people: `P2.C3`; that of the unit where it is one.
    pub handle: String,
    /// Its name from its content.
    pub id: String,
    /// What it stands for.
    pub kind: BoxKind,
    /// What it shows.
    pub state: BoxState,
    /// The box: `[x]`.
    pub mark: Span,
    /// The text after it, up to the end of its own paragraph.
    pub text: Span,
    /// The unit that it stands in.
    pub unit: Option<UnitId>,
    /// The unit that it is.
    pub is_unit: Option<UnitId>,
    /// The phase that it belongs to.
    pub phase: Option<UnitId>,
    /// Whether it stands in a table's cell.
    pub in_table: bool,
    /// Whether its text or its label leaves it to a person.
    pub manual: bool,
    /// Whether its text says that it is deferred or skipped, or is struck out.
    pub deferred: bool,
    /// The commands in it, as positions in [`Plan::commands`].
    pub commands: Vec<u32>,
}

/// A piece of the template that nobody replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placeholder {
    /// Where.
    pub span: Span,
    /// What kind.
    pub kind: PlaceholderKind,
}

/// What kind of piece of the template was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceholderKind {
    /// A bracket of the template, or one that reads like it: `[Specific testable outcome]`.
    Bracket,
    /// A sample of the template, word for word: `tags: [implementation, relevant, tags]`.
    Sample,
    /// A mark of unfinished writing: `TBD`, `TODO`, `???`.
    Unfinished,
}

impl Plan {
    /// Returns the units of one kind with their ids.
    pub fn units_of(&self, kind: UnitKind) -> impl Iterator<Item = (UnitId, &Unit)> + '_ {
        self.units
            .iter()
            .enumerate()
            .filter(move |(_, unit)| unit.kind == kind)
            .map(|(at, unit)| (UnitId(at as u32), unit))
    }

    /// Returns the phases with their ids.
    pub fn phases(&self) -> impl Iterator<Item = (UnitId, &Unit)> + '_ {
        self.units_of(UnitKind::Phase)
    }

    /// Returns a unit.
    pub fn unit(&self, id: UnitId) -> &Unit {
        &self.units[id.index()]
    }

    /// Returns the phase that a unit is, or stands in.
    pub fn phase_of(&self, id: UnitId) -> Option<UnitId> {
        let mut at = Some(id);
        while let Some(id) = at {
            let unit = self.unit(id);
            if unit.kind == UnitKind::Phase {
                return Some(id);
            }
            at = unit.parent;
        }
        None
    }

    /// Returns the fields of one meaning that stand in `unit`; `None` asks for those outside all units.
    pub fn fields_of(
        &self,
        meaning: Meaning,
        unit: Option<UnitId>,
    ) -> impl Iterator<Item = &Field> + '_ {
        self.fields
            .iter()
            .filter(move |field| field.meaning == Some(meaning) && field.unit == unit)
    }

    /// Returns the first section of one meaning.
    pub fn section_of(&self, meaning: Meaning) -> Option<&Section> {
        self.sections
            .iter()
            .find(|section| section.meaning == Some(meaning))
    }

    /// Returns the boxes that stand in a phase, those of its tasks included, and tell of progress.
    pub fn boxes_of_phase(&self, phase: UnitId) -> impl Iterator<Item = &CheckBox> + '_ {
        self.boxes.iter().filter(move |it| {
            it.phase == Some(phase)
                && matches!(it.kind, BoxKind::Criterion | BoxKind::Task | BoxKind::Gate)
        })
    }

    /// Returns the stage corrected by progress: what the status says, unless the units or the boxes tell otherwise.
    ///
    /// Without any sign a plan counts as in progress.
    pub fn stage(&self) -> Stage {
        if let Some(settled) = self.status.settled {
            return settled.stage;
        }
        self.progress()
            .corrects(self.status.stage, || self.has_open())
    }

    /// Returns whether a phase is open or under way.
    pub fn has_open(&self) -> bool {
        self.phases().any(|(_, it)| {
            !it.optional && matches!(it.state.value, UnitState::Open | UnitState::InProgress)
        })
    }

    /// Returns whether a box tells of progress.
    pub fn counts_boxes(&self) -> bool {
        self.boxes
            .iter()
            .any(|it| it.kind != BoxKind::Review && !it.in_table)
    }

    /// Counts the boxes that tell of progress, or, where there are none, the phases with a known state.
    pub fn progress(&self) -> Progress {
        let mut progress = Progress::default();
        for it in &self.boxes {
            let optional = it.is_unit.is_some_and(|unit| self.unit(unit).optional)
                && it.state == BoxState::Open;
            let done = it.state == BoxState::Done;
            if it.kind != BoxKind::Review && !it.in_table && !optional && (done || !it.deferred) {
                progress.total += 1;
                progress.done += u32::from(it.state == BoxState::Done);
            }
        }
        if progress.total == 0 {
            for (_, phase) in self.phases() {
                progress.total += 1;
                progress.done += u32::from(phase.state.value.is_over());
            }
        }
        progress
    }
}

/// How much of a plan is done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// What is done.
    pub done: u32,
    /// What there is.
    pub total: u32,
}

impl Progress {
    /// Returns the stage that somebody wrote, corrected by what is done.
    ///
    /// Where nothing is written, all that is done makes a plan complete, unless a phase is open all the same; `has_open` is asked for that.
    pub fn corrects(self, written: Option<Stage>, has_open: impl FnOnce() -> bool) -> Stage {
        match written {
            Some(Stage::Draft | Stage::Approved) if self.done > 0 => Stage::InProgress,
            Some(stage) => stage,
            None if self.total > 0 && self.done == self.total && !has_open() => Stage::Complete,
            None => Stage::InProgress,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_done_corrects_what_is_written() {
        let stage = |done, written, open| Progress { done, total: 2 }.corrects(written, || open);
        assert_eq!(stage(0, Some(Stage::Draft), false), Stage::Draft);
        assert_eq!(stage(1, Some(Stage::Draft), false), Stage::InProgress);
        assert_eq!(stage(0, Some(Stage::Complete), true), Stage::Complete);
        assert_eq!(stage(1, None, false), Stage::InProgress);
        assert_eq!(stage(2, None, false), Stage::Complete);
        assert_eq!(stage(2, None, true), Stage::InProgress);
    }
}
