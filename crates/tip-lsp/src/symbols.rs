//! The parts of a plan by name.

use gen_lsp_types::{
    BaseSymbolInformation, DocumentSymbol, DocumentSymbolResponse, Location, SymbolKind,
    WorkspaceSymbol, WorkspaceSymbolResponse,
};
use tip_plan::{BoxState, UnitKind};
use tip_syntax::Span;

use crate::session::{Session, View};
use crate::uri;

/// The most names that are given for one question.
const MOST: usize = 256;

/// A part of a plan, before the parts within it are found.
struct Part {
    span: Span,
    name: String,
    detail: Option<String>,
    kind: SymbolKind,
    selection: Span,
}

/// Returns the sections and units of a plan, each with those within it.
pub(crate) fn of_document(view: &View<'_>) -> DocumentSymbolResponse {
    let (doc, plan) = (&view.looked.doc, &view.looked.plan);
    let source = doc.source();
    let heading_of = |span: Span| plan.units.iter().any(|it| it.lead.contains(span));
    let sections = plan
        .sections
        .iter()
        .filter(|it| !heading_of(it.title.span))
        .map(|it| Part {
            span: it.span,
            name: source.folded(it.title.span).into_owned(),
            detail: None,
            kind: SymbolKind::String,
            selection: it.title.span,
        });
    let units = plan.units.iter().map(|it| {
        let boxes = plan.boxes.iter().filter(|one| it.span.contains(one.mark));
        let (done, total) = boxes.fold((0, 0), |(done, total), one| {
            (done + u32::from(one.state == BoxState::Done), total + 1)
        });
        Part {
            span: it.span,
            name: format!("{} {}", it.handle, source.folded(it.title.span)),
            detail: (total > 0).then(|| format!("{done}/{total}")),
            kind: kind_of(it.kind),
            selection: it.title.span,
        }
    });
    let mut parts: Vec<Part> = sections.chain(units).collect();
    parts.sort_by_key(|it| (it.span.start, std::cmp::Reverse(it.span.end)));
    let mut parts = parts.into_iter().peekable();
    let whole = Span::new(0, source.text().len());
    DocumentSymbolResponse::DocumentSymbolList(within(view, whole, &mut parts))
}

/// Takes the parts that lie in a span, each with those within it.
fn within(
    view: &View<'_>,
    span: Span,
    parts: &mut std::iter::Peekable<impl Iterator<Item = Part>>,
) -> Vec<DocumentSymbol> {
    let source = view.looked.doc.source();
    let mut found = Vec::new();
    while let Some(part) = parts.next_if(|it| span.contains(it.span)) {
        let children = within(view, part.span, parts);
        let name = if part.name.trim().is_empty() {
            "…".to_owned()
        } else {
            part.name
        };
        // The protocol wants the name within the whole.
        let all = part.span.cover(part.selection);
        found.push(DocumentSymbol::new(
            name,
            part.detail,
            part.kind,
            None,
            None,
            view.client.encoding.range(source, all),
            view.client.encoding.range(source, part.selection),
            (!children.is_empty()).then_some(children),
        ));
    }
    found
}

fn kind_of(kind: UnitKind) -> SymbolKind {
    match kind {
        UnitKind::Phase => SymbolKind::Class,
        UnitKind::Task => SymbolKind::Method,
        UnitKind::Step => SymbolKind::Field,
        UnitKind::Scenario => SymbolKind::Event,
        UnitKind::Risk => SymbolKind::Property,
        UnitKind::Research => SymbolKind::Interface,
    }
}

/// Returns the plans, phases and tasks of all repositories whose names hold the letters of a question in their order.
pub(crate) fn of_workspace(session: &Session, query: &str) -> WorkspaceSymbolResponse {
    let query: Vec<char> = query.chars().flat_map(char::to_lowercase).collect();
    let mut found = Vec::new();
    for (_, project) in session.projects() {
        let survey = project.survey.read();
        for (outline, contents) in survey.outlines.iter().zip(&survey.contents) {
            let fitting: Vec<_> = contents
                .names
                .iter()
                .filter(|it| fits(own(&it.name), &query))
                .collect();
            if fitting.is_empty() {
                continue;
            }
            let Some(source) = session.source(project, &outline.path) else {
                continue;
            };
            let uri = uri::of_path(&project.absolute(&outline.path));
            for named in fitting {
                let location = Location {
                    uri: uri.clone(),
                    range: session.client.encoding.range(&source, named.span),
                };
                let about = BaseSymbolInformation {
                    name: named.name.clone(),
                    kind: named.kind.map_or(SymbolKind::File, kind_of),
                    tags: None,
                    container_name: Some(outline.path.clone()),
                };
                found.push(WorkspaceSymbol {
                    location: location.into(),
                    data: None,
                    base_symbol_information: about,
                });
                if found.len() == MOST {
                    return WorkspaceSymbolResponse::WorkspaceSymbolList(found);
                }
            }
        }
    }
    WorkspaceSymbolResponse::WorkspaceSymbolList(found)
}

/// Returns what a name has of its own: `Search` of `Technical Implementation Plan: Search`, whose beginning every plan shares.
fn own(name: &str) -> &str {
    match name.split_once(": ") {
        Some((kind, rest)) if kind.ends_with("Plan") => rest,
        _ => name,
    }
}

/// Returns whether a name holds letters in their order.
fn fits(name: &str, query: &[char]) -> bool {
    let mut letters = name.chars().flat_map(char::to_lowercase);
    query.iter().all(|wanted| letters.any(|it| it == *wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_in_their_order_fit() {
        let query = |text: &str| text.chars().collect::<Vec<_>>();
        assert!(fits("P2 Search Bookings", &query("sbook")));
        assert!(fits("anything", &query("")));
        assert!(!fits("P2 Search", &query("hs")));
        let title = own("Technical Implementation Plan: Export");
        assert!(!fits(title, &query("api")) && fits(title, &query("xpo")));
    }
}
