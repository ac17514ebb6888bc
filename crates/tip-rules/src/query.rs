//! What rules ask of the world, as data.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};
use tip_plan::{BoxState, Command, Plan, Proof, Stage};
use tip_syntax::{Document, scan};

use crate::region::Regions;
use crate::rules::missing_program::programs_of;
use crate::runnable::runnables;
use crate::script::{scripts, tests};
use crate::test_filter::filters_in;
use crate::{Day, Drifted, FilterAnswer, Runnable, RunnableAnswer, TestFilter, concept, may_drift};

/// A question about the world.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Query {
    /// What does a path in the plan lead to? The path is as the plan writes it, without line, symbol and anchor.
    Path(String),
    /// How many lines does the file have that a path leads to, and which headings where it is Markdown?
    Facts(String),
    /// Which of these words does the document hold that a path leads to? They are [normalized](tip_syntax::scan::normalized).
    Words(String, Vec<String>),
    /// Is there what a command names?
    Runnable(Runnable),
    /// Which references no longer lead to what they led to, by the history?
    Drift,
    /// Does a command pick any test by this?
    Filter(TestFilter),
    /// How many files may be an input of a criterion and fit this pattern?
    Pattern(String),
    /// Is there a program of this name on this machine?
    Program(String),
    /// What is known of runs of the box with this id?
    Evidence(String),
    /// Which day is it?
    Today,
}

/// What is known of runs of a box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EvidenceAnswer {
    /// It passed, and nothing that it depends on changed since.
    Fresh,
    /// It passed, and something changed since; what, as a phrase that fits behind "but": "the files changed since".
    Stale(String),
    /// Its last run did not pass; how it ended, in a word.
    Failed(String),
}

/// What fits a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PatternAnswer {
    /// So many files.
    Files(usize),
    /// It cannot be read; why.
    Broken(String),
}

/// What a path in a plan leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathAnswer {
    /// A file, at this path relative to the repository.
    File(String),
    /// A folder, at this path relative to the repository.
    Folder(String),
    /// Nothing at the path as written, but exactly one file or folder whose path ends with it.
    Suffix(String),
    /// Nothing at the path as written, but several whose paths end with it.
    Ambiguous(Vec<String>),
    /// Nothing; `nearest` is the path that looks most like it.
    Missing {
        /// The path that looks most like it.
        nearest: Option<String>,
        /// Whether a folder of the repository, wherever it lies, is called like the first part of the path.
        ///
        /// Where none is, the path is another repository's, a program's output, or words with a slash between them.
        begins_here: bool,
    },
    /// A place outside the repository.
    Outside,
    /// A pattern and how many files match.
    Pattern(usize),
    /// It is ignored by git, so that nothing can be said of it.
    Ignored,
}

/// What is known of a file that exists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileFacts {
    /// The number of its lines.
    pub lines: u32,
    /// The anchors and the normalized texts of its headings, where it is Markdown.
    pub headings: Vec<String>,
}

/// The answers to the questions that one plan raises.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    /// What paths lead to, by the path as written.
    pub paths: FxHashMap<String, PathAnswer>,
    /// What is known of files, by the path as written.
    pub facts: FxHashMap<String, FileFacts>,
    /// Which of the words asked for a document lacks, by the path as written.
    pub lacking: FxHashMap<String, Vec<String>>,
    /// Whether there is what commands name.
    pub runnables: FxHashMap<Runnable, RunnableAnswer>,
    /// The references that no longer lead to what they led to, by their positions in the plan, as far as somebody looked.
    pub drifted: FxHashMap<usize, Drifted>,
    /// The files that references mean, as the history knows them, by their positions in the plan.
    pub meant: FxHashMap<usize, String>,
    /// Whether commands pick any test by what they say.
    pub filters: FxHashMap<TestFilter, FilterAnswer>,
    /// How many files fit patterns, by the pattern.
    pub patterns: FxHashMap<String, PatternAnswer>,
    /// Whether programs are installed, by their names; empty where nobody looked.
    pub programs: FxHashMap<String, bool>,
    /// What is known of runs of boxes, by their ids; `None` unless somebody asks whether the plan may become complete.
    pub evidence: Option<FxHashMap<String, EvidenceAnswer>>,
    /// The day of today.
    pub today: Option<Day>,
}

impl Answers {
    /// Returns what a path as written leads to; `None` when nobody looked.
    pub fn path(&self, written: &str) -> Option<&PathAnswer> {
        self.paths.get(written)
    }

    /// Returns what is known of the file that a path as written leads to.
    pub fn facts(&self, written: &str) -> Option<&FileFacts> {
        self.facts.get(written)
    }
}

/// Returns the questions that a plan raises, each once, in the order of the text.
pub fn queries(doc: &Document, plan: &Plan) -> Vec<Query> {
    let mut paths: FxHashSet<&str> = FxHashSet::default();
    let mut facts: FxHashSet<&str> = FxHashSet::default();
    let mut out = Vec::with_capacity(plan.references.len());
    let domain_docs = Regions::of_domain_docs(plan);
    for reference in &plan.references {
        if reference.historical {
            continue;
        }
        if paths.insert(&reference.path) {
            out.push(Query::Path(reference.path.clone()));
        }
        let wants_facts = reference.line.is_some()
            || reference.anchor.is_some()
            || domain_docs.hold(reference.span);
        if wants_facts && facts.insert(&reference.path) {
            out.push(Query::Facts(reference.path.clone()));
        }
    }
    for command in &plan.commands {
        for path in scripts(command) {
            if paths.insert(path) {
                out.push(Query::Path(path.to_owned()));
            }
        }
    }
    for (path, words) in named_tests(plan) {
        if paths.insert(path) {
            out.push(Query::Path(path.to_owned()));
        }
        if !words.is_empty() {
            out.push(Query::Words(path.to_owned(), words));
        }
    }
    for (path, words) in concept::asked(doc, plan) {
        out.push(Query::Words(path, words));
    }
    let mut seen: FxHashSet<Runnable> = FxHashSet::default();
    for runnable in runnables(plan) {
        if !seen.contains(&runnable) {
            seen.insert(runnable.clone());
            out.push(Query::Runnable(runnable));
        }
    }
    if plan.references.iter().any(|it| may_drift(plan, it)) {
        out.push(Query::Drift);
    }
    let mut filters: FxHashSet<TestFilter> = FxHashSet::default();
    for filter in ticked_filters(plan) {
        if filters.insert(filter.clone()) {
            out.push(Query::Filter(filter));
        }
    }
    let inputs = plan.input_annotations().flat_map(|it| &it.arguments);
    out.extend(inputs.map(|it| Query::Pattern(it.value.clone())));
    let mut programs: FxHashSet<&str> = FxHashSet::default();
    for program in plan.commands.iter().flat_map(programs_of) {
        if programs.insert(program) {
            out.push(Query::Program(program.to_owned()));
        }
    }
    let runnable = plan.boxes.iter().filter(|it| plan.proof(it) == Proof::Run);
    out.extend(runnable.map(|it| Query::Evidence(it.id.clone())));
    if plan.status.stage == Some(Stage::InProgress) {
        out.push(Query::Today);
    }
    out
}

/// Returns what the commands of ticked boxes pick tests by: to look at all tests costs, and an open box may speak of one to be written.
fn ticked_filters(plan: &Plan) -> impl Iterator<Item = TestFilter> {
    let commands = plan.commands.iter().filter(move |it| is_ticked(plan, it));
    commands.flat_map(move |it| filters_in(plan, it))
}

/// Returns whether a command stands in a box that is ticked.
pub(crate) fn is_ticked(plan: &Plan, command: &Command) -> bool {
    let it = command.in_box.and_then(|at| plan.boxes.get(at as usize));
    it.is_some_and(|it| it.state == BoxState::Done && !it.in_table)
}

/// Returns the test files that commands name, each with the tests in it.
fn named_tests(plan: &Plan) -> BTreeMap<&str, Vec<String>> {
    let mut files: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for test in plan.commands.iter().flat_map(tests) {
        let names = files.entry(test.path).or_default();
        names.extend(test.name.map(scan::normalized));
    }
    files
}
