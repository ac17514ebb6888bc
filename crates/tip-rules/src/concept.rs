//! The concepts that a plan takes from documents of the domain.

use tip_plan::{Meaning, Plan};
use tip_syntax::{Document, Span, scan};

use crate::region::Regions;

/// The most words of a concept; more are a sentence.
const MOST_WORDS: usize = 3;

/// A concept and where it stands.
#[derive(Debug)]
pub(crate) struct Concept {
    /// Its name, [normalized](scan::normalized).
    pub(crate) name: String,
    /// Where it stands.
    pub(crate) span: Span,
}

/// Returns the concepts that a plan names.
pub(crate) fn concepts(doc: &Document, plan: &Plan) -> Vec<Concept> {
    let fields = plan
        .fields
        .iter()
        .filter(|it| it.meaning == Some(Meaning::KeyConcepts));
    fields.flat_map(|field| named(doc, field.value)).collect()
}

/// Returns the documents of the domain that a plan names, each once.
pub(crate) fn domain_docs(plan: &Plan) -> Vec<&str> {
    let regions = Regions::of_domain_docs(plan);
    let mut paths: Vec<&str> = Vec::new();
    for reference in &plan.references {
        let (_, kind) = reference.path.rsplit_once('.').unwrap_or_default();
        let is_text = kind.eq_ignore_ascii_case("md");
        if is_text && regions.hold(reference.span) && !paths.contains(&reference.path.as_str()) {
            paths.push(&reference.path);
        }
    }
    paths
}

/// Returns which words to look for in which document.
pub(crate) fn asked(doc: &Document, plan: &Plan) -> Vec<(String, Vec<String>)> {
    let names: Vec<String> = concepts(doc, plan).into_iter().map(|it| it.name).collect();
    if names.is_empty() {
        return Vec::new();
    }
    let paths = domain_docs(plan).into_iter();
    paths.map(|path| (path.to_owned(), names.clone())).collect()
}

fn named(doc: &Document, value: Span) -> Vec<Concept> {
    let text = doc.text(value);
    let mut found = Vec::new();
    let mut at = value.start();
    for piece in text.split_inclusive([',', ';', '\n']) {
        let bare = piece.trim_matches(|c: char| !c.is_alphanumeric());
        let name = scan::normalized(bare);
        let count = name.split(' ').count();
        if !name.is_empty() && count <= MOST_WORDS && !piece.contains(['(', ')', '[', ':', '/']) {
            let start = at + piece.find(bare).unwrap_or(0);
            found.push(Concept {
                name,
                span: Span::new(start, start + bare.len()),
            });
        }
        at += piece.len();
    }
    // One long piece makes the whole a sentence with commas.
    let long = |piece: &str| scan::normalized(piece).split(' ').count() > MOST_WORDS + 2;
    if text.split([',', ';', '\n']).any(long) {
        found.clear();
    }
    found
}
