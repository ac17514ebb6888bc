//! The form of the text: what `tip fmt` puts right.
//!
//! It touches only what it must. Prose is never flowed anew, code, HTML and tables are left as they are, and so are hard line breaks. An
//! edit that would change what is read of the plan is not made.

mod blank;

mod front;

mod marker;

mod trailing;

use tip_plan::{Plan, Version, compare};
use tip_syntax::{BlockKind, Document, Edit, Source, Span, apply_edits};

use crate::same_shape;

/// The most rounds: one edit may make room for another.
const MOST_ROUNDS: usize = 8;

/// Returns the edits that put the form of a text right; none for one that is in form. `read` reads a document as a plan.
pub fn format(doc: &Document, plan: &Plan, read: &dyn Fn(&Document) -> Plan) -> Vec<Edit> {
    if unformattable(doc.source()).is_some() {
        return Vec::new();
    }
    let mut edits = wanted(doc, plan);
    edits.sort_unstable();
    let checker = Checker { doc, plan, read };
    let mut kept = Vec::new();
    checker.keep(&edits, &mut kept);
    kept
}

/// Returns why a text has no form that could be put right: what is no text may mean anything by its white space.
pub fn unformattable(source: &Source) -> Option<String> {
    if let Some(first) = source.invalid().first() {
        let line = source.line_of(first.start);
        return Some(format!(
            "line {line} holds bytes that are no UTF-8; save it as UTF-8"
        ));
    }
    let at = source.bytes().iter().position(|byte| *byte == 0)?;
    let line = source.line_of(at as u32);
    Some(format!("line {line} holds a NUL byte, as no text does"))
}

/// Returns the bytes of a file in form. A file that is in form stays as it is.
pub fn formatted(bytes: &[u8], read: &dyn Fn(&Document) -> Plan) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..MOST_ROUNDS {
        let doc = Document::parse(bytes.clone());
        let plan = read(&doc);
        let edits = format(&doc, &plan, read);
        if edits.is_empty() {
            break;
        }
        match apply_edits(&bytes, &edits) {
            Ok(after) => bytes = after,
            Err(_) => break,
        }
    }
    bytes
}

fn wanted(doc: &Document, plan: &Plan) -> Vec<Edit> {
    let lines = Lines::new(doc);
    let mut edits = Vec::new();
    trailing::find(&lines, &mut edits);
    blank::find(&lines, &mut edits);
    marker::find(doc, plan, &mut edits);
    front::find(doc, &mut edits);
    edits
}

/// The lines of a document, and what each belongs to.
struct Lines<'a> {
    doc: &'a Document,
    /// The spans of lines, without their ends, in which nothing is touched.
    frozen: Vec<Span>,
}

impl<'a> Lines<'a> {
    fn new(doc: &'a Document) -> Self {
        let mut frozen: Vec<Span> = doc.front_matter().iter().map(|it| it.span).collect();
        for block in doc.blocks() {
            if matches!(
                block.kind,
                BlockKind::Code { .. } | BlockKind::Html | BlockKind::Table
            ) {
                frozen.push(block.span);
            }
        }
        frozen.sort_unstable();
        Self { doc, frozen }
    }

    fn source(&self) -> &'a Source {
        self.doc.source()
    }

    fn is_frozen(&self, offset: usize) -> bool {
        let after = self.frozen.partition_point(|it| it.start() <= offset);
        // Code in an item ends within it, so that one before the last may reach further.
        self.frozen[..after]
            .iter()
            .rev()
            .take(2)
            .any(|it| it.contains_offset(offset))
    }

    /// Returns the number of lines.
    fn count(&self) -> u32 {
        self.source().line_of(self.source().text().len() as u32)
    }
}

/// Leaves out what would change the meaning.
struct Checker<'a> {
    doc: &'a Document,
    plan: &'a Plan,
    read: &'a dyn Fn(&Document) -> Plan,
}

impl Checker<'_> {
    /// Keeps edits: all of them if the plan stays what it is, or else those of each half that do.
    fn keep(&self, edits: &[Edit], kept: &mut Vec<Edit>) {
        if edits.is_empty() {
            return;
        }
        let mut all = kept.clone();
        all.extend_from_slice(edits);
        if self.same_meaning(&all) {
            *kept = all;
            return;
        }
        if edits.len() > 1 {
            let (left, right) = edits.split_at(edits.len() / 2);
            self.keep(left, kept);
            self.keep(right, kept);
        }
    }

    fn same_meaning(&self, edits: &[Edit]) -> bool {
        let Ok(bytes) = apply_edits(self.doc.source().bytes(), edits) else {
            return false;
        };
        let doc = Document::parse(bytes);
        let plan = (self.read)(&doc);
        let (before, after) = (
            Version {
                doc: self.doc,
                plan: self.plan,
            },
            Version {
                doc: &doc,
                plan: &plan,
            },
        );
        same_shape(self.plan, &plan)
            && same_parts(self.doc, self.plan, &doc, &plan)
            && compare(before, after).is_empty()
    }
}

/// Returns whether two plans hold the same sections, fields, references, commands and placeholders, in words.
fn same_parts(old_doc: &Document, old: &Plan, new_doc: &Document, new: &Plan) -> bool {
    let blocks = |doc: &Document| -> Vec<BlockKind> {
        doc.blocks()
            .iter()
            .map(|it| match it.kind {
                BlockKind::Code { fenced, closed, .. } => BlockKind::Code {
                    info: Span::default(),
                    fenced,
                    closed,
                },
                kind => kind,
            })
            .collect()
    };
    let sections = |plan: &Plan| -> Vec<_> {
        let sections = plan.sections.iter();
        sections
            .map(|it| {
                (
                    it.level,
                    it.title.value.clone(),
                    it.meaning,
                    it.parent,
                    it.unit,
                )
            })
            .collect()
    };
    let fields = |doc: &Document, plan: &Plan| -> Vec<_> {
        let words = |span| doc.source().folded(span).into_owned();
        let fields = plan.fields.iter();
        fields
            .map(|it| {
                let items: Vec<String> = it.items.iter().map(|it| words(*it)).collect();
                (
                    it.label.value.clone(),
                    it.meaning,
                    words(it.value),
                    items,
                    it.unit,
                )
            })
            .collect()
    };
    let references = |plan: &Plan| -> Vec<_> {
        let references = plan.references.iter();
        references
            .map(|it| (it.path.clone(), it.line, it.end_line, it.intent, it.unit))
            .collect()
    };
    let placeholders =
        |plan: &Plan| -> Vec<_> { plan.placeholders.iter().map(|it| it.kind).collect() };
    let annotations = |plan: &Plan| -> Vec<_> {
        let annotations = plan.annotations.iter();
        annotations
            .map(|it| {
                (
                    it.written.value.clone(),
                    it.own_line,
                    it.speaks_of.is_empty(),
                )
            })
            .collect()
    };
    blocks(old_doc) == blocks(new_doc)
        && sections(old) == sections(new)
        && fields(old_doc, old) == fields(new_doc, new)
        && references(old) == references(new)
        && old.commands.len() == new.commands.len()
        && placeholders(old) == placeholders(new)
        && annotations(old) == annotations(new)
}
