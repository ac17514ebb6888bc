//! The sections of documents that a phase, or the plan as a whole, names.

use tip_plan::{Meaning, Plan, Reference, UnitId};
use tip_rules::PathAnswer;
use tip_syntax::{BlockKind, Document, Span, scan};
use tip_workspace::Snapshot;

use super::Piece;
use super::code::is_document;

/// Returns the sections that are named, each once: those of the phase, then those of the domain.
pub(super) fn sections(
    snapshot: &Snapshot,
    path: &str,
    doc: &Document,
    plan: &Plan,
    id: Option<UnitId>,
) -> Vec<Piece> {
    let within = id.map(|it| plan.unit(it).span);
    let of_phase = |it: &&Reference| within.is_none_or(|within| within.contains(it.span));
    let is_domain = |it: Option<Meaning>| it == Some(Meaning::DomainDocs);
    let fields = plan.fields.iter().filter(|it| is_domain(it.meaning));
    let all = plan.sections.iter().filter(|it| is_domain(it.meaning));
    let domain = fields.map(|it| it.span).chain(all.map(|it| it.span));
    let domain: Vec<Span> = domain.collect();
    let of_domain =
        |it: &&Reference| !of_phase(it) && domain.iter().any(|span| span.contains(it.span));
    let references = || plan.references.iter().filter(|it| !it.historical);
    let mut pieces: Vec<Piece> = Vec::new();
    let both = references().filter(of_phase);
    for reference in both.chain(references().filter(of_domain)) {
        let names = names(doc, reference);
        let (PathAnswer::File(file) | PathAnswer::Suffix(file)) =
            snapshot.lead(path, plan, reference)
        else {
            continue;
        };
        if names.is_empty() || !is_document(&file) {
            continue;
        }
        let Some(bytes) = snapshot.file(&file) else {
            continue;
        };
        let text = Document::parse(bytes);
        for name in names {
            let Some(section) = section(&text, &name) else {
                continue;
            };
            let body = text.text(section).trim_end();
            let piece = Piece {
                name: format!("`{name}` of `{file}`"),
                text: format!("From `{file}`:\n\n{body}"),
            };
            if !pieces.iter().any(|it| it.text == piece.text) {
                pieces.push(piece);
            }
        }
    }
    pieces
}

/// Returns the names of sections beside a reference: its anchor, and what stands in parentheses behind it.
fn names(doc: &Document, reference: &Reference) -> Vec<String> {
    let mut names: Vec<String> = reference.anchor.iter().cloned().collect();
    let source = doc.source();
    let line = source.line_span(source.line_of(reference.span.start));
    let from = reference.span.end();
    let rest = source.slice(Span::new(from, line.end().max(from)));
    let rest = rest.trim_start_matches(['`', '*', '_', ')', ' ']);
    let inner = rest.strip_prefix('(').and_then(|it| it.split_once(')'));
    if let Some((inner, _)) = inner {
        let parts = inner.split([',', ';']);
        let parts = parts.map(|it| it.trim_matches(['"', '\'', '`', '*', '#', ' ']));
        names.extend(parts.filter(|it| !it.is_empty()).map(str::to_owned));
    }
    names
}

/// Returns the section whose heading has a name or an anchor, up to the next one of its level.
fn section(doc: &Document, name: &str) -> Option<Span> {
    let headings: Vec<(u8, Span, &str)> = doc
        .blocks()
        .iter()
        .filter_map(|it| match it.kind {
            BlockKind::Heading(level) => Some((level, it.span, doc.text(it.content))),
            _ => None,
        })
        .collect();
    let wanted = scan::normalized(name);
    let slug = scan::slug(name);
    let at = headings
        .iter()
        .position(|(_, _, text)| scan::normalized(text) == wanted || scan::slug(text) == slug)?;
    let (level, span, _) = headings[at];
    let next = headings[at + 1..].iter().find(|(it, ..)| *it <= level);
    let end = next.map_or(doc.source().text().len(), |(_, span, _)| span.start());
    Some(Span::new(span.start(), end))
}
