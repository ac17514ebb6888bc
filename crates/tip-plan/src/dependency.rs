//! What a unit waits for.

use tip_syntax::{Span, Spanned};

use crate::UnitId;

/// What a unit waits for, and how that is known.
#[derive(Clone, Debug, Default)]
pub struct Dependencies {
    /// The units that must be done before.
    pub on: Vec<Spanned<UnitId>>,
    /// The numbers that no unit has.
    pub unknown: Vec<Spanned<String>>,
    /// How they are known.
    pub source: DependencySource,
    /// The value of the field, where one is written.
    pub written: Option<Span>,
}

impl Dependencies {
    /// Returns the units whose names are written, each with the place of its name.
    pub fn mentioned(&self) -> &[Spanned<UnitId>] {
        match self.source {
            DependencySource::Written => &self.on,
            // What follows from the order stands nowhere.
            DependencySource::Order | DependencySource::DeclaredNone => &[],
        }
    }
}

/// How the dependencies of a unit are known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum DependencySource {
    /// Nothing is written: they follow from the order of the units.
    #[default]
    Order,
    /// They are written.
    Written,
    /// They are written to be none.
    DeclaredNone,
}

impl DependencySource {
    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Order => "order",
            Self::Written => "written",
            Self::DeclaredNone => "declared_none",
        }
    }
}
