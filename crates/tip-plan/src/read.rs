//! From a document to a plan.

use tip_syntax::Document;

use crate::{DialectId, Plan, Vocabulary};

/// What reading depends on besides the text.
#[derive(Clone, Copy, Debug)]
pub struct ReadOptions<'a> {
    /// The path of the file, relative to the repository, `/` between its parts; dialects are told apart by it too.
    pub path: &'a str,
    /// What labels mean.
    pub vocabulary: &'a Vocabulary,
    /// The dialect, where the configuration names it.
    pub dialect: Option<DialectId>,
}

impl<'a> ReadOptions<'a> {
    /// Reads the file at `path` with the built-in vocabulary.
    pub fn new(path: &'a str) -> Self {
        Self {
            path,
            vocabulary: Vocabulary::built_in(),
            dialect: None,
        }
    }
}

/// Reads a document as a plan.
pub fn read(_doc: &Document, options: &ReadOptions<'_>) -> Plan {
    let _ = options;
    Plan {
        dialect: DialectId::Generic,
        title: None,
        feature: None,
        status: crate::Status::default(),
        date: None,
        effort: None,
        confidence: None,
        tags: Vec::new(),
        sections: Vec::new(),
        fields: Vec::new(),
        units: Vec::new(),
        boxes: Vec::new(),
        references: Vec::new(),
        commands: Vec::new(),
        placeholders: Vec::new(),
    }
}
