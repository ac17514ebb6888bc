//! From a document to a plan.
//!
//! One pass finds the [sections] and the units that are headings; a [walk] over the blocks finds the other units, the fields, the
//! boxes, the references and the commands, each with the place that it stands in; what needs all of them (dependencies, states, names)
//! follows. Every dialect takes the same way: what differs is in its tables.

mod box_kind;
mod boxes;
mod commands;
mod depend;
mod detect;
mod expect;
mod header;
mod intent;
mod item;
mod label;
mod lead;
mod mutates;
pub(crate) mod name;
mod past;
mod path;
mod program;
mod recall;
mod refs;
mod sections;
mod shell;
mod shell_block;
mod shell_words;
mod spoken;
mod state;
mod table;
mod tags;
mod told;
mod unlisted;
mod walk;
mod words;

use std::sync::LazyLock;

use tip_syntax::Document;

use crate::dialect::Dialect;
use crate::{DialectId, Gates, Meaning, Plan, Vocabulary};

pub use expect::counts;
pub use program::programs;
pub use recall::Memory;
pub use shell::{defined_function, reads_like_command, why_not};
pub use shell_words::is_shell_word;

/// What reading depends on besides the text.
#[derive(Clone, Copy, Debug)]
pub struct ReadOptions<'a> {
    /// The path of the file, relative to the repository, `/` between its parts; dialects are told apart by it too.
    pub path: &'a str,
    /// What labels mean.
    pub vocabulary: &'a Vocabulary,
    /// The dialect, where the configuration names it.
    pub dialect: Option<DialectId>,
    /// The template in force.
    pub schema: &'a crate::Schema,
    /// The texts that are bound to commands.
    pub gates: &'a Gates,
}

static NO_GATES: LazyLock<Gates> = LazyLock::new(Gates::default);

impl<'a> ReadOptions<'a> {
    /// Reads the file at `path` with the built-in vocabulary and template.
    pub fn new(path: &'a str) -> Self {
        Self {
            path,
            vocabulary: Vocabulary::built_in(),
            dialect: None,
            schema: crate::Schema::built_in(),
            gates: &NO_GATES,
        }
    }
}

/// Looks labels up, in the dialect's own table first.
#[derive(Clone, Copy)]
struct Labels<'a> {
    dialect: &'static Dialect,
    vocabulary: &'a Vocabulary,
}

impl Labels<'_> {
    fn meaning(&self, label: &str) -> Option<Meaning> {
        self.vocabulary.meaning_in(self.dialect.labels, label)
    }
}

/// Reads a document as a plan.
pub fn read(doc: &Document, options: &ReadOptions<'_>) -> Plan {
    read_by(doc, options, None)
}

/// Reads a version of a document as a plan, with what was kept of the version before, and keeps what the next one needs.
///
/// It is the same plan that [`read`] gives; what stands under a heading that did not change costs next to nothing.
pub fn read_again(doc: &Document, options: &ReadOptions<'_>, memory: &mut Memory) -> Plan {
    read_by(doc, options, Some(memory))
}

fn read_by(doc: &Document, options: &ReadOptions<'_>, mut memory: Option<&mut Memory>) -> Plan {
    let dialect = options
        .dialect
        .unwrap_or_else(|| detect::detect(doc, options.path))
        .dialect();
    let labels = Labels {
        dialect,
        vocabulary: options.vocabulary,
    };
    let found = sections::find(doc, labels, options.path);
    let mut walk = walk::Walk::new(doc, labels, options.path, found);
    if let Some(memory) = memory.as_deref_mut() {
        walk.remember(memory, options.path);
    }
    walk.run();
    if let (Some(memory), Some(recall)) = (memory, walk.recall.take()) {
        *memory = recall.into_memory();
    }
    let mut plan = walk.into_plan();
    header::read(doc, labels, &mut plan);
    unlisted::judge(doc, &mut plan);
    depend::resolve(doc, &mut plan);
    state::resolve(doc, &mut plan);
    name::assign(doc, &mut plan);
    crate::gates::bind(doc, &mut plan, options.gates);
    plan.annotations = crate::annotation::find(doc);
    plan.placeholders = crate::find_placeholders(doc, options.schema);
    plan
}
