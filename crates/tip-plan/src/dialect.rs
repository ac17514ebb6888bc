//! The dialects that plans are written in, as tables.
//!
//! A dialect is data: how it is told from the others ([`Sign`]), which places are which units ([`UnitMatcher`]), what labels mean in it
//! beside the common [vocabulary](crate::Vocabulary), and what a box stands for where nothing tells. The mechanisms that read the
//! tables are code in `read`, and there is one of each.

mod tables;

use crate::{BoxKind, Meaning, Site, UnitKind};

pub use tables::{COMMON_UNITS, DIALECTS, TAGS};

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
    /// Letters and a number: `M0:`, `P1 —`.
    Lettered,
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
