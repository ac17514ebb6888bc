//! What in a plan belongs to what: scenario, test, criterion, phase, code change, document of the domain.
//!
//! A requirements traceability matrix, in the sense of O. C. Z. Gotel and A. C. W. Finkelstein, "An analysis of the requirements
//! traceability problem", Proceedings of the First International Conference on Requirements Engineering, 1994: from each thing one can
//! walk in both directions, and each link says how it is known. What leads nowhere is told.

mod alike;

mod build;

mod link;

mod runs;

mod requirement;

mod scenario;

mod search;

use rustc_hash::FxHashMap;
use tip_plan::Plan;
use tip_syntax::{Document, Span};

use crate::{Answers, EvidenceAnswer};

pub use alike::likeness;
pub use build::trace_queries;
pub use scenario::scenario_phrases;
pub use search::{TestSearch, is_test_by_name, test_searches};

/// A file of the plan with what is known about it.
#[derive(Clone, Copy, Debug)]
pub struct TracedFile<'a> {
    /// Its path.
    pub path: &'a str,
    /// The document.
    pub doc: &'a Document,
    /// What was read of it.
    pub plan: &'a Plan,
    /// The answers to its [questions](trace_queries).
    pub answers: &'a Answers,
    /// What is known of runs of its boxes, by their ids.
    pub evidence: &'a FxHashMap<String, EvidenceAnswer>,
}

/// What a thing is, in the order of the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TraceKind {
    /// A scenario.
    Scenario,
    /// A test, or a file of tests.
    Test,
    /// An outcome that must hold.
    Criterion,
    /// A phase; in a plan without phases a task.
    Phase,
    /// A change to a file.
    Change,
    /// A document of the domain.
    DomainDoc,
}

impl TraceKind {
    /// Every kind, in the order of the chain.
    pub const ALL: [Self; 6] = [
        Self::Scenario,
        Self::Test,
        Self::Criterion,
        Self::Phase,
        Self::Change,
        Self::DomainDoc,
    ];

    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Scenario => "scenario",
            Self::Test => "test",
            Self::Criterion => "criterion",
            Self::Phase => "phase",
            Self::Change => "change",
            Self::DomainDoc => "domain_doc",
        }
    }
}

/// A thing that can be traced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TraceNode {
    /// What it is.
    pub kind: TraceKind,
    /// Its handle, where the plan gives it one.
    pub handle: Option<String>,
    /// Its title, its text or its path.
    pub text: String,
    /// The file of the plan, as a position among them.
    pub file: usize,
    /// Where it stands.
    pub span: Span,
    /// Whether it is in the repository: a test by its file and its name, a change and a document by the path; `None` for what cannot be
    /// looked up, or was not.
    pub found: Option<bool>,
    /// What shows it besides tests, of a criterion.
    pub shown_by: Option<ShownBy>,
    /// What it lacks, as a phrase.
    pub lacks: Vec<&'static str>,
    /// What may be meant to be its partner, by the words that both share; a hint, and no link.
    pub perhaps: Option<usize>,
}

/// How a link is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    /// The plan says so, and nothing else.
    Named,
    /// The plan says so, and what it names is in the repository; or the repository alone says so.
    Found,
    /// The command of the criterion was run and passed, and nothing changed since.
    Ran,
    /// It passed, and something changed since.
    Stale,
    /// It ran and did not pass.
    Failed,
}

impl Known {
    /// Returns the word for it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Named => "named",
            Self::Found => "found",
            Self::Ran => "ran",
            Self::Stale => "stale",
            Self::Failed => "failed",
        }
    }
}

/// What shows a criterion besides tests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShownBy {
    /// Its command, which was run or is only named.
    Command(Known),
    /// A person: the plan leaves it to one.
    Person,
}

/// A link from a thing to one further along the chain, as positions in [`Trace::nodes`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TraceLink {
    /// From where.
    pub from: usize,
    /// To where.
    pub to: usize,
    /// How it is known.
    pub known: Known,
}

/// The things of a plan and the links between them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    /// The things, kind by kind, each kind in the order of the text.
    pub nodes: Vec<TraceNode>,
    /// The links, in the order of where they start and where they lead.
    pub links: Vec<TraceLink>,
}

impl Trace {
    /// Traces a plan in one file or several.
    ///
    /// `found` tells in which files of tests, wherever they lie, each of the [searches](test_searches) found something.
    pub fn of(files: &[TracedFile<'_>], found: &FxHashMap<TestSearch, Vec<String>>) -> Self {
        build::build(files, found)
    }

    /// Returns the things of a kind with their positions.
    pub fn of_kind(&self, kind: TraceKind) -> impl Iterator<Item = (usize, &TraceNode)> + '_ {
        self.nodes
            .iter()
            .enumerate()
            .filter(move |(_, it)| it.kind == kind)
    }

    /// Returns the links that start at a thing.
    pub fn from(&self, node: usize) -> impl Iterator<Item = &TraceLink> + '_ {
        self.links.iter().filter(move |it| it.from == node)
    }

    /// Returns the links that lead to a thing.
    pub fn to(&self, node: usize) -> impl Iterator<Item = &TraceLink> + '_ {
        self.links.iter().filter(move |it| it.to == node)
    }

    /// Returns the things that lack a partner on one side, with their positions.
    pub fn lacking(&self) -> impl Iterator<Item = (usize, &TraceNode)> + '_ {
        let nodes = self.nodes.iter().enumerate();
        nodes.filter(|(_, it)| !it.lacks.is_empty())
    }
}
