//! What waits for what, and how that is known.

/// A phase waits for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// What comes first.
    pub from: usize,
    /// What waits.
    pub to: usize,
    /// How that is known.
    pub source: LinkSource,
}

/// How it is known that a phase waits for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinkSource {
    /// It is written.
    Written,
    /// Its plan, or it, waits for the other plan by what is written.
    Plan,
    /// Nothing is written: it stands after it.
    Order,
}

impl LinkSource {
    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Written => "written",
            Self::Plan => "plan",
            Self::Order => "order",
        }
    }
}

/// A plan names another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PlanLink {
    /// The plan that names it.
    pub from: usize,
    /// The plan that is named.
    pub to: usize,
    /// Whether it waits for it: it is named among the dependencies.
    pub waits: bool,
}

/// A dependency that leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownDependency {
    /// The phase.
    pub phase: usize,
    /// What it names, as written.
    pub written: String,
}
