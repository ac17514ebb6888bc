//! From a mention to the thing, and from the thing to its mentions.

use gen_lsp_types::{Definition, DefinitionResponse, Location, Position, Range};
use tip_drift::{Language, sections, symbols};
use tip_plan::{Reference, UnitId};
use tip_rules::PathAnswer;
use tip_syntax::Span;

use crate::at::{At, at};
use crate::lead::{self, Lead};
use crate::session::View;
use crate::{drifted, uri};

/// Returns where the thing at a position is: for a reference the line it leads to, for a name of a phase the phase.
pub(crate) fn definition(view: &View<'_>, position: Position) -> Option<DefinitionResponse> {
    let source = view.looked.doc.source();
    let offset = view.client.encoding.offset(source, position);
    let location = match at(source, &view.looked.plan, offset)? {
        At::Reference(reference) => of_reference(view, reference)?,
        At::Dependency(unit, _) | At::Unit(unit) => {
            here(view, view.looked.plan.unit(unit).title.span)
        }
        At::Box(_) | At::Effort(..) => return None,
    };
    Some(DefinitionResponse::Definition(Definition::Location(
        location,
    )))
}

fn here(view: &View<'_>, span: Span) -> Location {
    Location {
        uri: view.document.uri.clone(),
        range: view.client.encoding.range(view.looked.doc.source(), span),
    }
}

/// Returns the place that a reference leads to: where what it meant is now, if that is known.
fn of_reference(view: &View<'_>, reference: &Reference) -> Option<Location> {
    let now = drifted::of(view, reference).and_then(drifted::now);
    let (lead, line, end) = match now {
        Some(place) => {
            let (project, path) = (view.project, place.path.clone());
            (Lead { project, path }, place.line, place.end_line)
        }
        None => (
            lead::of(view, reference)?,
            reference.line,
            reference.end_line,
        ),
    };
    let Lead { project, path } = lead;
    let source = view.session.source(project, &path)?;
    let named = || named_line(&path, source.text(), reference);
    let first = line.or_else(named).unwrap_or(1);
    let start = source.line_span(first);
    let end = source.line_span(end.unwrap_or(first).max(first));
    let span = Span::new(start.start(), end.end().max(start.end()));
    Some(Location {
        uri: uri::of_path(&project.absolute(&path)),
        range: view.client.encoding.range(&source, span),
    })
}

/// Returns the line of the symbol or section that a reference names.
fn named_line(path: &str, text: &str, reference: &Reference) -> Option<u32> {
    let all = symbols(Language::of_path(path)?, text).ok()?;
    let found = match (&reference.anchor, &reference.symbol) {
        (Some(anchor), _) => sections(&all, anchor),
        (None, Some(symbol)) => tip_drift::named(&all, symbol),
        (None, None) => return None,
    };
    Some(all.get(*found.first()?)?.name_line)
}

/// Returns the mentions of the thing at a position: of a phase in its plan, of a file in all plans.
pub(crate) fn references(view: &View<'_>, position: Position, declaration: bool) -> Vec<Location> {
    let source = view.looked.doc.source();
    let offset = view.client.encoding.offset(source, position);
    match at(source, &view.looked.plan, offset) {
        Some(At::Reference(reference)) => of_file(view, reference),
        Some(At::Dependency(unit, _) | At::Unit(unit)) => of_unit(view, unit, declaration),
        Some(At::Box(_) | At::Effort(..)) | None => Vec::new(),
    }
}

fn of_unit(view: &View<'_>, id: UnitId, declaration: bool) -> Vec<Location> {
    let plan = &view.looked.plan;
    let own = declaration.then(|| plan.unit(id).title.span);
    let waiting = plan.units.iter().flat_map(|it| it.depends_on.mentioned());
    let mentions = waiting.filter(|it| it.value == id).map(|it| it.span);
    own.into_iter()
        .chain(mentions)
        .map(|span| here(view, span))
        .collect()
}

fn of_file(view: &View<'_>, reference: &Reference) -> Vec<Location> {
    let found = view
        .project
        .snapshot
        .lead(&view.document.path, &view.looked.plan, reference);
    let (PathAnswer::File(wanted) | PathAnswer::Suffix(wanted)) = found else {
        return Vec::new();
    };
    let survey = view.project.survey.read();
    let mut locations = Vec::new();
    // This document may be newer than the survey.
    let others = survey
        .outlines
        .iter()
        .filter(|it| it.path != view.document.path);
    for outline in std::iter::once(&view.looked.outline).chain(others) {
        let spans: Vec<Span> = outline
            .references
            .iter()
            .filter(|it| it.path == wanted)
            .map(|it| it.span)
            .collect();
        if spans.is_empty() {
            continue;
        }
        let Some(source) = view.session.source(view.project, &outline.path) else {
            continue;
        };
        let uri = uri::of_path(&view.project.absolute(&outline.path));
        let range = |span| -> Range { view.client.encoding.range(&source, span) };
        locations.extend(spans.into_iter().map(|span| Location {
            uri: uri.clone(),
            range: range(span),
        }));
    }
    locations
}
