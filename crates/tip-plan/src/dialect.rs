//! The dialects that plans are written in, as tables.
//!
//! A dialect is data: how it is told from the others ([`Sign`]), which places are which units ([`UnitMatcher`]), what labels mean in it
//! beside the common [vocabulary](crate::Vocabulary), and what a box stands for where nothing tells. The mechanisms that read the
//! tables are code in `read`, and there is one of each.

use crate::{BoxKind, Meaning, Site, UnitKind};

/// Names a dialect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DialectId {
    /// Our template and its later practice.
    Tip,
    /// HumanLayer style: `## Phase 1:`, `### Changes Required`, automated and manual verification.
    HumanLayer,
    /// An ExecPlan: a living document with `Progress`, `Surprises & Discoveries`, `Decision Log`.
    ExecPlan,
    /// Superpowers: `### Task 1:` with `- [ ] **Step 1: …**`.
    Superpowers,
    /// Spec-kit: `spec.md`, `plan.md`, `tasks.md` with `- [ ] T001 [P] [US1] …`.
    SpecKit,
    /// OpenSpec changes: `proposal.md`, `design.md`, `tasks.md` with `- [ ] 1.1 …`.
    OpenSpec,
    /// Kiro specs: `requirements.md`, `design.md`, `tasks.md` with `- [ ] 1. …`.
    Kiro,
    /// Backlog.md tasks: a file each.
    Backlog,
    /// AgentChrome's specs: `### T001:` with `**Acceptance**`.
    AgentChrome,
    /// None of these.
    Generic,
}

/// A dialect.
#[derive(Debug)]
pub struct Dialect {
    /// Its name.
    pub id: DialectId,
    /// How it is told from the others.
    pub signs: &'static [Sign],
    /// Which places are which units, besides [`COMMON_UNITS`].
    pub units: &'static [UnitMatcher],
    /// What labels mean in it, before the common vocabulary is asked; normalized.
    pub labels: &'static [(&'static str, Meaning)],
    /// What a box stands for where neither its words nor the sections above it tell.
    pub plain_box: BoxKind,
}

/// A sign that a file is written in a dialect, and how much it weighs.
#[derive(Clone, Copy, Debug)]
pub enum Sign {
    /// The path holds this text; `/` counts as a boundary at the start of the path too.
    Path(&'static str, u32),
    /// A heading, normalized, is this text.
    Heading(&'static str, u32),
    /// The text holds this, to the letter.
    Text(&'static str, u32),
    /// The front matter has this key.
    Key(&'static str, u32),
}

impl Sign {
    /// Returns how much it weighs where it is found.
    pub fn weight(&self) -> u32 {
        let (Self::Path(_, weight)
        | Self::Heading(_, weight)
        | Self::Text(_, weight)
        | Self::Key(_, weight)) = *self;
        weight
    }
}

/// Which places are which units.
#[derive(Clone, Copy, Debug)]
pub struct UnitMatcher {
    /// In what form the unit is written.
    pub site: Site,
    /// What leads it.
    pub lead: LeadPattern,
    /// Where it must stand.
    pub within: Within,
    /// What it is.
    pub unit: UnitKind,
}

/// What leads a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeadPattern {
    /// One of the words for a kind of unit, with a number or a colon.
    Word(UnitKind),
    /// A number of one part: `1.`, `2)`.
    Number,
    /// A number of several parts: `1.2`.
    DottedNumber,
    /// A number of any form.
    AnyNumber,
    /// A letter and a number: `T001`.
    TaskId,
    /// The number of an acceptance criterion: `AC1`.
    AcceptanceId,
    /// Nothing but its text.
    Title,
}

/// Where a unit must stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    /// Anywhere.
    Anywhere,
    /// In a section of this meaning, however deep.
    Section(Meaning),
    /// Directly in a section of this meaning.
    Directly(Meaning),
    /// In a unit of this kind.
    Unit(UnitKind),
    /// In a unit whose number its own begins with: `1.2` in `1`.
    NumberedParent,
    /// At this level of heading, in a file of this name.
    File(&'static str, u8),
    /// In a list item with a box.
    Boxed,
}

const fn unit(site: Site, lead: LeadPattern, within: Within, unit: UnitKind) -> UnitMatcher {
    UnitMatcher {
        site,
        lead,
        within,
        unit,
    }
}

/// The places that are units in every dialect; the first that matches wins.
pub const COMMON_UNITS: &[UnitMatcher] = &[
    unit(
        Site::Heading,
        LeadPattern::Word(UnitKind::Phase),
        Within::Anywhere,
        UnitKind::Phase,
    ),
    unit(
        Site::Heading,
        LeadPattern::Word(UnitKind::Task),
        Within::Anywhere,
        UnitKind::Task,
    ),
    unit(
        Site::Heading,
        LeadPattern::Word(UnitKind::Step),
        Within::Anywhere,
        UnitKind::Step,
    ),
    unit(
        Site::Heading,
        LeadPattern::Word(UnitKind::Scenario),
        Within::Anywhere,
        UnitKind::Scenario,
    ),
    unit(
        Site::Heading,
        LeadPattern::Word(UnitKind::Risk),
        Within::Anywhere,
        UnitKind::Risk,
    ),
    unit(
        Site::Heading,
        LeadPattern::TaskId,
        Within::Anywhere,
        UnitKind::Task,
    ),
    unit(
        Site::Heading,
        LeadPattern::DottedNumber,
        Within::NumberedParent,
        UnitKind::Task,
    ),
    unit(
        Site::Heading,
        LeadPattern::Number,
        Within::Section(Meaning::CodeChanges),
        UnitKind::Task,
    ),
    unit(
        Site::Heading,
        LeadPattern::AnyNumber,
        Within::Directly(Meaning::Phases),
        UnitKind::Phase,
    ),
    unit(
        Site::Heading,
        LeadPattern::AnyNumber,
        Within::Directly(Meaning::Tasks),
        UnitKind::Task,
    ),
    unit(
        Site::Heading,
        LeadPattern::Title,
        Within::Directly(Meaning::LibraryResearch),
        UnitKind::Research,
    ),
    unit(
        Site::BoldLine,
        LeadPattern::Word(UnitKind::Phase),
        Within::Anywhere,
        UnitKind::Phase,
    ),
    unit(
        Site::BoldLine,
        LeadPattern::Word(UnitKind::Task),
        Within::Anywhere,
        UnitKind::Task,
    ),
    unit(
        Site::BoldLine,
        LeadPattern::Word(UnitKind::Step),
        Within::Anywhere,
        UnitKind::Step,
    ),
    unit(
        Site::BoldLine,
        LeadPattern::Word(UnitKind::Scenario),
        Within::Anywhere,
        UnitKind::Scenario,
    ),
    unit(
        Site::ListItem,
        LeadPattern::Word(UnitKind::Phase),
        Within::Boxed,
        UnitKind::Phase,
    ),
    unit(
        Site::ListItem,
        LeadPattern::Word(UnitKind::Phase),
        Within::Anywhere,
        UnitKind::Phase,
    ),
    unit(
        Site::ListItem,
        LeadPattern::Word(UnitKind::Task),
        Within::Boxed,
        UnitKind::Task,
    ),
    unit(
        Site::ListItem,
        LeadPattern::Word(UnitKind::Step),
        Within::Boxed,
        UnitKind::Step,
    ),
    unit(
        Site::ListItem,
        LeadPattern::Word(UnitKind::Task),
        Within::Anywhere,
        UnitKind::Task,
    ),
    unit(
        Site::ListItem,
        LeadPattern::Word(UnitKind::Step),
        Within::Anywhere,
        UnitKind::Step,
    ),
    unit(
        Site::ListItem,
        LeadPattern::TaskId,
        Within::Boxed,
        UnitKind::Task,
    ),
    unit(
        Site::ListItem,
        LeadPattern::DottedNumber,
        Within::Boxed,
        UnitKind::Task,
    ),
    unit(
        Site::ListItem,
        LeadPattern::Number,
        Within::Boxed,
        UnitKind::Task,
    ),
    unit(
        Site::ListItem,
        LeadPattern::Number,
        Within::Directly(Meaning::Phases),
        UnitKind::Step,
    ),
    unit(
        Site::ListItem,
        LeadPattern::Number,
        Within::Directly(Meaning::Tasks),
        UnitKind::Step,
    ),
    unit(
        Site::ListItem,
        LeadPattern::Number,
        Within::Unit(UnitKind::Phase),
        UnitKind::Step,
    ),
    unit(
        Site::Paragraph,
        LeadPattern::Word(UnitKind::Phase),
        Within::Section(Meaning::Phases),
        UnitKind::Phase,
    ),
    unit(
        Site::TableRow,
        LeadPattern::Word(UnitKind::Phase),
        Within::Anywhere,
        UnitKind::Phase,
    ),
    unit(
        Site::TableRow,
        LeadPattern::AnyNumber,
        Within::Anywhere,
        UnitKind::Phase,
    ),
];

/// What an element with a tag of its own is: `<task>`, `<done>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TagRole {
    /// A unit.
    Unit(UnitKind),
    /// The title of the unit that it stands in.
    Title,
    /// A field.
    Field(Meaning),
    /// A field whose whole value is a command.
    Command,
}

/// What tags are in every dialect; the others are looked up among the labels.
pub const TAGS: &[(&str, TagRole)] = &[
    ("action", TagRole::Field(Meaning::Tasks)),
    ("automated", TagRole::Command),
    ("behavior", TagRole::Field(Meaning::TestStrategy)),
    ("context", TagRole::Field(Meaning::Context)),
    ("done", TagRole::Field(Meaning::Criteria)),
    ("execution_context", TagRole::Field(Meaning::Context)),
    ("interfaces", TagRole::Field(Meaning::Context)),
    ("name", TagRole::Title),
    ("objective", TagRole::Field(Meaning::Overview)),
    ("phase", TagRole::Unit(UnitKind::Phase)),
    ("read_first", TagRole::Field(Meaning::References)),
    ("step", TagRole::Unit(UnitKind::Step)),
    ("task", TagRole::Unit(UnitKind::Task)),
];

/// Every dialect, in the order in which a tie is decided.
pub const DIALECTS: &[Dialect] = &[
    Dialect {
        id: DialectId::Tip,
        signs: &[
            Sign::Path("/tips/", 3),
            Sign::Path("/tip-", 2),
            Sign::Heading("technical implementation plan", 6),
            Sign::Text("# Technical Implementation Plan", 6),
            // With a name behind it, it is the title of the template, whatever the sections come from.
            Sign::Text("# Technical Implementation Plan: ", 16),
            Sign::Text("# TIP", 3),
            Sign::Heading("implementation phases", 2),
            Sign::Heading("key test scenarios", 3),
            Sign::Heading("library research needed", 3),
            Sign::Heading("sequencing logic", 2),
            Sign::Heading("total effort estimate", 2),
            Sign::Heading("overall complexity estimate", 2),
            Sign::Key("estimated_effort", 3),
            Sign::Key("related_domain_design", 4),
            Sign::Text("TIP Reference", 2),
            Sign::Text("**Key Considerations**", 1),
        ],
        units: &[],
        labels: &[],
        plain_box: BoxKind::Criterion,
    },
    Dialect {
        id: DialectId::HumanLayer,
        signs: &[
            Sign::Path("thoughts/", 2),
            Sign::Heading("what were not doing", 4),
            Sign::Heading("desired end state", 3),
            Sign::Heading("changes required", 3),
            Sign::Heading("automated verification", 3),
            Sign::Heading("manual verification", 2),
            Sign::Heading("current state analysis", 2),
            Sign::Heading("implementation approach", 1),
            Sign::Heading("phase success criteria", 2),
        ],
        units: &[],
        labels: &[
            ("changes", Meaning::CodeChanges),
            ("tests", Meaning::TestStrategy),
        ],
        plain_box: BoxKind::Criterion,
    },
    Dialect {
        id: DialectId::ExecPlan,
        signs: &[
            Sign::Path("execplan", 4),
            Sign::Text("ExecPlan", 4),
            Sign::Text("living document", 3),
            Sign::Heading("surprises discoveries", 3),
            Sign::Heading("decision log", 2),
            Sign::Heading("outcomes retrospective", 3),
            Sign::Heading("idempotence and recovery", 3),
            Sign::Heading("plan of work", 2),
            Sign::Heading("concrete steps", 2),
        ],
        units: &[],
        labels: &[],
        plain_box: BoxKind::Progress,
    },
    Dialect {
        id: DialectId::Superpowers,
        signs: &[
            Sign::Path("superpowers/", 4),
            Sign::Text("superpowers:", 6),
            Sign::Text("For agentic workers", 5),
            Sign::Text("For Claude:** REQUIRED", 5),
            Sign::Text("**Tech Stack:**", 2),
            Sign::Text("**Step 1: ", 2),
            Sign::Text("**Files:**", 2),
        ],
        units: &[],
        labels: &[],
        plain_box: BoxKind::Task,
    },
    Dialect {
        id: DialectId::SpecKit,
        signs: &[
            Sign::Path("/specs/", 1),
            Sign::Path(".specify/", 4),
            Sign::Text("] T001", 4),
            Sign::Text("[US1]", 3),
            Sign::Text("`/specs/", 3),
            Sign::Text("`specs/", 1),
            Sign::Heading("constitution check", 4),
            Sign::Heading("user scenarios testing", 4),
            Sign::Heading("format id p story description", 3),
            Sign::Heading("dependencies execution order", 3),
            Sign::Heading("user scenarios testing mandatory", 4),
            Sign::Heading("success criteria mandatory", 3),
            Sign::Text("**Feature Branch**", 3),
            Sign::Path("/specs/0", 3),
            Sign::Text("**Branch**: `", 2),
            Sign::Text("Feature specification from", 3),
            Sign::Heading("technical context", 2),
            Sign::Text("**Input**: ", 2),
        ],
        units: &[],
        labels: &[
            ("constitution check", Meaning::Review),
            ("checkpoint", Meaning::Notes),
        ],
        plain_box: BoxKind::Task,
    },
    Dialect {
        id: DialectId::OpenSpec,
        signs: &[
            Sign::Path("openspec/", 8),
            Sign::Heading("what changes", 3),
            Sign::Heading("added requirements", 3),
            Sign::Heading("modified requirements", 3),
            Sign::Heading("impact", 1),
            Sign::Heading("1 implementation", 2),
        ],
        units: &[unit(
            Site::Heading,
            LeadPattern::AnyNumber,
            Within::File("tasks.md", 2),
            UnitKind::Phase,
        )],
        labels: &[
            ("what changes", Meaning::Scope),
            ("impact", Meaning::IntegrationPoints),
        ],
        plain_box: BoxKind::Task,
    },
    Dialect {
        id: DialectId::Kiro,
        signs: &[
            Sign::Path(".kiro/", 9),
            Sign::Text("_Requirements: ", 4),
            Sign::Text("WHEN ", 1),
            Sign::Text(" THE SYSTEM SHALL", 1),
        ],
        // `1. WHEN …, THE SYSTEM SHALL …` under `Requirement 2`, which is 2.1.
        units: &[unit(
            Site::ListItem,
            LeadPattern::Number,
            Within::Directly(Meaning::Criteria),
            UnitKind::Scenario,
        )],
        labels: &[],
        plain_box: BoxKind::Task,
    },
    Dialect {
        id: DialectId::Backlog,
        signs: &[
            Sign::Path("backlog/", 4),
            Sign::Text("<!-- AC:BEGIN -->", 6),
            Sign::Text("<!-- SECTION:", 4),
            Sign::Key("created_date", 3),
            Sign::Key("assignee", 1),
        ],
        units: &[],
        labels: &[("definition of done", Meaning::QualityGates)],
        plain_box: BoxKind::Criterion,
    },
    Dialect {
        id: DialectId::AgentChrome,
        signs: &[
            Sign::Text("**Acceptance**:", 4),
            Sign::Text("**Depends**:", 3),
            Sign::Text("**File(s)**:", 4),
            Sign::Text("(SDLC)", 4),
            Sign::Text("steering/", 1),
            Sign::Heading("validation checklist", 3),
            Sign::Heading("root cause analysis", 1),
            Sign::Path("specs/feature-", 3),
            Sign::Path("specs/bug-", 3),
        ],
        // `### AC1: title` with Given, When and Then.
        units: &[unit(
            Site::Heading,
            LeadPattern::AcceptanceId,
            Within::Section(Meaning::Criteria),
            UnitKind::Scenario,
        )],
        labels: &[
            ("security considerations", Meaning::Review),
            ("performance considerations", Meaning::Review),
        ],
        plain_box: BoxKind::Review,
    },
    Dialect {
        id: DialectId::Generic,
        signs: &[],
        units: &[],
        labels: &[],
        plain_box: BoxKind::Task,
    },
];

/// The least weight of signs that makes a file one of a dialect.
pub const LEAST_WEIGHT: u32 = 4;

impl DialectId {
    /// Every dialect.
    pub const ALL: [Self; 10] = [
        Self::Tip,
        Self::HumanLayer,
        Self::ExecPlan,
        Self::Superpowers,
        Self::SpecKit,
        Self::OpenSpec,
        Self::Kiro,
        Self::Backlog,
        Self::AgentChrome,
        Self::Generic,
    ];

    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Tip => "tip",
            Self::HumanLayer => "humanlayer",
            Self::ExecPlan => "execplan",
            Self::Superpowers => "superpowers",
            Self::SpecKit => "spec-kit",
            Self::OpenSpec => "openspec",
            Self::Kiro => "kiro",
            Self::Backlog => "backlog",
            Self::AgentChrome => "agentchrome",
            Self::Generic => "generic",
        }
    }

    /// Returns the dialect with the given word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|id| id.word() == word)
    }

    /// Returns its tables.
    ///
    /// # Panics
    ///
    /// Never: a test proves that every dialect has its tables.
    pub fn dialect(self) -> &'static Dialect {
        DIALECTS
            .iter()
            .find(|dialect| dialect.id == self)
            .expect("every dialect has its tables")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dialect_has_tables_and_a_word_of_its_own() {
        for id in DialectId::ALL {
            assert_eq!(id.dialect().id, id);
            assert_eq!(DialectId::from_word(id.word()), Some(id));
        }
    }
}
