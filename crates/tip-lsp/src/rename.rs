//! Another name for a phase or a task; what mentions it follows.

use std::collections::BTreeSet;

use gen_lsp_types::{Position, PrepareRenamePlaceholder, PrepareRenameResult, WorkspaceEdit};
use tip_plan::{Plan, Unit, UnitId, UnitKind, UnitState};
use tip_syntax::{Document, Edit, InlineKind, Span, apply_edits, scan};

use crate::actions::workspace_edit;
use crate::at::{At, at};
use crate::dispatch::Refusal;
use crate::session::View;

/// Returns the title that would be renamed at a position.
pub(crate) fn prepare(view: &View<'_>, position: Position) -> Option<PrepareRenameResult> {
    let (id, place) = unit_at(view, position)?;
    let source = view.looked.doc.source();
    let title = view.looked.plan.unit(id).title.span;
    Some(
        PrepareRenamePlaceholder {
            range: view.client.encoding.range(source, place),
            placeholder: source.folded(title).into_owned(),
        }
        .into(),
    )
}

/// Renames the unit at a position: its title, the title where something waits for it by name, and links to its heading.
pub(crate) fn rename(
    view: &View<'_>,
    position: Position,
    name: &str,
) -> Result<WorkspaceEdit, Refusal> {
    let name = name.trim();
    if name.is_empty() || name.contains(['\n', '\r']) || name.contains("<!--") {
        return Err(Refusal::new(
            "a name is one line, not empty, and holds no comment",
        ));
    }
    let (id, _) =
        unit_at(view, position).ok_or_else(|| Refusal::new("no phase and no task stands here"))?;
    let edits = edits(view, id, name);
    if !names_only(view, id, name, &edits) {
        return Err(Refusal::new(format!(
            "as a title `{name}` would be read as more than a name"
        )));
    }
    Ok(workspace_edit(view, &edits))
}

/// Returns the unit that is named at a position, and the place of its name there.
fn unit_at(view: &View<'_>, position: Position) -> Option<(UnitId, Span)> {
    let source = view.looked.doc.source();
    let plan = &view.looked.plan;
    let offset = view.client.encoding.offset(source, position);
    match at(source, plan, offset)? {
        At::Unit(id) => Some((id, plan.unit(id).title.span)),
        At::Dependency(id, span) => Some((id, span)),
        At::Reference(_) | At::Box(_) | At::Effort(..) => None,
    }
}

/// Returns whether the edits change names and nothing else: no state, no unit, and no name that another unit has.
fn names_only(view: &View<'_>, id: UnitId, name: &str, edits: &[Edit]) -> bool {
    let before = &view.looked.plan;
    let Ok(text) = apply_edits(view.looked.doc.source().bytes(), edits) else {
        return false;
    };
    let doc = Document::parse(text);
    let after = view.project.snapshot.plan(&view.document.path, &doc);
    let shape = |plan: &Plan| -> Vec<(UnitKind, String, UnitState)> {
        let units = plan.units.iter();
        units
            .map(|it| (it.kind, it.handle.clone(), it.state.value))
            .collect()
    };
    let alike = |it: &Unit| it.kind == before.unit(id).kind && it.title.value == name;
    shape(before) == shape(&after)
        && doc.text(after.unit(id).title.span) == name
        && after.units.iter().filter(|it| alike(it)).count() <= 1
}

fn edits(view: &View<'_>, id: UnitId, name: &str) -> Vec<Edit> {
    let (doc, plan) = (&view.looked.doc, &view.looked.plan);
    let unit = plan.unit(id);
    let title = unit.title.span;
    let before = doc.text(title);
    let mut spans = BTreeSet::from([title]);
    let mut edits = vec![Edit::replace(title, name)];
    // `Phase 1: Storage`, or `Storage` alone, where something waits for it.
    let waiting = plan
        .units
        .iter()
        .filter(|it| it.depends_on.on.iter().any(|on| on.value == id))
        .filter_map(|it| it.depends_on.written);
    for written in waiting {
        let text = doc.text(written);
        for (at, _) in text.match_indices(before) {
            let start = written.start() + at;
            let span = Span::new(start, start + before.len());
            if stands_alone(doc.source().text(), span) && spans.insert(span) {
                edits.push(Edit::replace(span, name));
            }
        }
    }
    // `[storage](#phase-1-storage)` leads to the heading.
    let heading = doc.text(unit.lead);
    let (old, new) = (
        scan::slug(heading.trim_start_matches(['#', ' '])),
        scan::slug(
            heading
                .replacen(before, name, 1)
                .trim_start_matches(['#', ' ']),
        ),
    );
    let target = format!("(#{old})");
    for inline in doc.all_inlines() {
        if matches!(inline.kind, InlineKind::Link(_))
            && let Some(at) = doc.text(inline.span).rfind(&target)
        {
            let start = inline.span.start() + at + "(#".len();
            let span = Span::new(start, start + old.len());
            if spans.insert(span) {
                edits.push(Edit::replace(span, new.clone()));
            }
        }
    }
    edits
}

/// Returns whether no word goes on at the ends of a span.
fn stands_alone(text: &str, span: Span) -> bool {
    let before = text[..span.start()].chars().next_back();
    let after = text[span.end()..].chars().next();
    let goes_on = |it: Option<char>| it.is_some_and(char::is_alphanumeric);
    !goes_on(before) && !goes_on(after)
}
