//! What an editor can do about a finding, a box or a phase.

use std::collections::HashMap;

use gen_lsp_types::{
    CodeAction, CodeActionKind, CodeActionResponse, DocumentChange,
    OptionalVersionedTextDocumentIdentifier, Range, SnippetTextEdit, StringValue, TextDocumentEdit,
    TextDocumentIdentifier, WorkspaceEdit,
};
use tip_plan::{BoxState, CheckBox, UnitId, UnitState};
use tip_rules::{FixLevel, Judged, state_obstacles};
use tip_syntax::{Edit, Safety, Span, apply_edits};

use crate::at::{At, at};
use crate::session::View;
use crate::{allow, diagnostics};

/// Returns what can be done within a range; of the kinds in `only`, or of all kinds where it is empty.
pub(crate) fn actions(
    view: &View<'_>,
    range: Range,
    only: &[CodeActionKind],
) -> Vec<CodeActionResponse> {
    let source = view.looked.doc.source();
    let span = view.client.encoding.span(source, range);
    let wants = |kind: &CodeActionKind| {
        only.is_empty()
            || only.iter().any(|it| {
                let (wanted, kind) = (String::from(it.clone()), String::from(kind.clone()));
                kind == wanted || kind.starts_with(&format!("{wanted}."))
            })
    };
    let mut found = Vec::new();
    if wants(&CodeActionKind::QuickFix) {
        found.extend(quick_fixes(view, span));
    }
    if wants(&CodeActionKind::RefactorRewrite) {
        found.extend(rewrites(view, span));
    }
    if only.iter().any(wants_source) {
        found.extend(fix_all(view));
    }
    found.into_iter().map(Into::into).collect()
}

/// Fixing everything is done when it is asked for, on saving for instance, and is not offered at every place.
fn wants_source(kind: &CodeActionKind) -> bool {
    String::from(kind.clone()).starts_with("source")
}

fn touches(a: Span, b: Span) -> bool {
    a.start <= b.end && b.start <= a.end
}

/// Returns the fixes of the findings within a span.
fn quick_fixes(view: &View<'_>, span: Span) -> Vec<CodeAction> {
    let mut found = Vec::new();
    let within = |it: &&Judged| touches(it.finding.primary.span, span);
    for judged in view.document.findings.iter().filter(within) {
        let finding = &judged.finding;
        let shown = diagnostics::diagnostic(view.session, view.project, view.document, judged);
        for fix in &finding.fixes {
            if fix.safety == Safety::DisplayOnly {
                continue;
            }
            let title = match fix.safety {
                Safety::Safe => fix.title.clone(),
                _ => format!("{} (may change the meaning)", fix.title),
            };
            found.push(CodeAction {
                title,
                kind: Some(CodeActionKind::QuickFix),
                diagnostics: Some(vec![shown.clone()]),
                is_preferred: (fix.safety == Safety::Safe).then_some(true),
                edit: Some(workspace_edit(view, &fix.edits)),
                ..CodeAction::default()
            });
        }
    }
    found.extend(allows(view, span));
    found
}

/// Returns the changes that let findings within a span pass, one for each rule.
fn allows(view: &View<'_>, span: Span) -> Vec<CodeAction> {
    let mut found: Vec<CodeAction> = Vec::new();
    let within = |it: &&Judged| touches(it.finding.primary.span, span);
    for judged in view.document.findings.iter().filter(within) {
        let title = format!("Let `{}` pass here, with a reason", judged.rule.name);
        if found.iter().any(|it| it.title == title) {
            continue;
        }
        let Some(edit) = allow::edit(view, judged) else {
            continue;
        };
        let shown = diagnostics::diagnostic(view.session, view.project, view.document, judged);
        found.push(CodeAction {
            title,
            kind: Some(CodeActionKind::QuickFix),
            diagnostics: Some(vec![shown]),
            edit: Some(snippet_edit(view, &edit)),
            ..CodeAction::default()
        });
    }
    found
}

/// Returns the edit of [`allow::edit`], as a snippet that asks for the reason where the editor understands that.
fn snippet_edit(view: &View<'_>, edit: &Edit) -> WorkspaceEdit {
    let mut whole = workspace_edit(view, std::slice::from_ref(edit));
    if !view.client.snippet_edits {
        return whole;
    }
    if let Some([DocumentChange::TextDocumentEdit(change)]) = whole.document_changes.as_deref_mut()
    {
        let range = view
            .client
            .encoding
            .range(view.looked.doc.source(), edit.span);
        let value = allow::with_reason(edit);
        change.edits = vec![SnippetTextEdit::new(range, StringValue { value }, None).into()];
    }
    whole
}

/// Returns the changes that are no remedies: ticks, states of phases, numbers.
fn rewrites(view: &View<'_>, span: Span) -> Vec<CodeAction> {
    let (doc, plan) = (&view.looked.doc, &view.looked.plan);
    let mut found = Vec::new();
    match at(doc.source(), plan, span.start) {
        Some(At::Box(it)) => found.extend(tick(view, it)),
        Some(At::Unit(id)) => {
            let own = plan.unit(id).own_box;
            match own.and_then(|it| plan.boxes.get(it as usize)) {
                Some(it) => found.extend(tick(view, it)),
                None => found.extend(states(view, id)),
            }
            if let Ok((edits, renumbered)) = tip_edit::renumber(doc, plan)
                && !renumbered.is_empty()
            {
                found.push(rewrite(
                    view,
                    "Number the phases in order".to_owned(),
                    &edits,
                ));
            }
        }
        _ => {}
    }
    found
}

fn tick(view: &View<'_>, it: &CheckBox) -> Option<CodeAction> {
    let (doc, plan) = (&view.looked.doc, &view.looked.plan);
    let (title, edits) = match it.state {
        BoxState::Open => ("Tick", tip_edit::tick(doc, plan, it)),
        BoxState::Done => ("Take the tick back from", tip_edit::untick(doc, plan, it)),
        BoxState::Other => return None,
    };
    let title = format!("{title} {}", it.handle);
    (!edits.is_empty()).then(|| rewrite(view, title, &edits))
}

/// Returns the states that a unit may go to. What the rules would have against it is not offered.
fn states(view: &View<'_>, id: UnitId) -> Vec<CodeAction> {
    let (doc, plan) = (&view.looked.doc, &view.looked.plan);
    let unit = plan.unit(id);
    let ways = match unit.state.value {
        UnitState::Done => return Vec::new(),
        UnitState::InProgress => &[("Finish", UnitState::Done)][..],
        _ => &[
            ("Begin", UnitState::InProgress),
            ("Finish", UnitState::Done),
        ],
    };
    let Some(standing) = view.document.standing else {
        return Vec::new();
    };
    let judge = |bytes: &[u8]| {
        let snapshot = &view.project.snapshot;
        snapshot.judge_as(&view.document.path, standing, bytes, &view.project.rules)
    };
    let bytes = doc.source().bytes();
    let today = view.project.snapshot.system().today();
    let today = today.map_or_else(String::new, |it| it.to_string());
    let mut found = Vec::new();
    for (verb, state) in ways {
        let Ok(edits) = tip_edit::set_unit_state(doc, plan, id, *state, &today) else {
            continue;
        };
        let Ok(after) = apply_edits(bytes, &edits) else {
            continue;
        };
        if after == bytes || !state_obstacles(&judge(bytes), judge(&after)).is_empty() {
            continue;
        }
        found.push(rewrite(view, format!("{verb} {}", unit.handle), &edits));
    }
    found
}

fn rewrite(view: &View<'_>, title: String, edits: &[Edit]) -> CodeAction {
    CodeAction {
        title,
        kind: Some(CodeActionKind::RefactorRewrite),
        edit: Some(workspace_edit(view, edits)),
        ..CodeAction::default()
    }
}

/// Returns all fixes that keep the meaning as one change.
fn fix_all(view: &View<'_>) -> Option<CodeAction> {
    let standing = view.document.standing?;
    let files = [(view.document.path.clone(), standing)];
    let (fixed, _) = view
        .project
        .snapshot
        .fix(&files, &view.project.rules, FixLevel::Safe, None);
    let fixed = fixed.into_iter().next()?;
    // The text may hold what the editor has not told yet only if it was not taken in, which comes first.
    let edit = difference(&fixed.before, &fixed.after)?;
    Some(CodeAction {
        title: "Fix all that keeps the meaning".to_owned(),
        kind: Some(CodeActionKind::SourceFixAll),
        edit: Some(workspace_edit(view, &[edit])),
        ..CodeAction::default()
    })
}

/// Returns the one edit that makes a text of another: what is alike at both ends stays.
pub(crate) fn difference(before: &[u8], after: &[u8]) -> Option<Edit> {
    let (before, after) = (
        std::str::from_utf8(before).ok()?,
        std::str::from_utf8(after).ok()?,
    );
    let same = |a: &mut dyn Iterator<Item = char>, b: &mut dyn Iterator<Item = char>| {
        a.zip(b)
            .take_while(|(a, b)| a == b)
            .map(|(it, _)| it.len_utf8())
            .sum::<usize>()
    };
    let start = same(&mut before.chars(), &mut after.chars());
    let end = same(
        &mut before[start..].chars().rev(),
        &mut after[start..].chars().rev(),
    );
    Some(Edit::replace(
        Span::new(start, before.len() - end),
        &after[start..after.len() - end],
    ))
}

/// Returns edits of the open document as the editor makes them, for the version that they were made from where it understands that.
pub(crate) fn workspace_edit(view: &View<'_>, edits: &[Edit]) -> WorkspaceEdit {
    let source = view.looked.doc.source();
    let edits = edits.iter().map(|it| view.client.encoding.edit(source, it));
    let uri = view.document.uri.clone();
    if !view.client.versioned_edits {
        return WorkspaceEdit {
            changes: Some(HashMap::from([(uri, edits.collect())])),
            ..WorkspaceEdit::default()
        };
    }
    let change = TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier {
            version: Some(view.document.version),
            text_document_identifier: TextDocumentIdentifier { uri },
        },
        edits: edits.map(Into::into).collect(),
    };
    WorkspaceEdit {
        document_changes: Some(vec![DocumentChange::TextDocumentEdit(change)]),
        ..WorkspaceEdit::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_leaves_what_is_alike_at_both_ends() {
        let edit = difference("ä one b".as_bytes(), "ä two b".as_bytes());
        assert_eq!(edit, Some(Edit::replace(Span::new(3, 6), "two")));
        let edit = difference(b"aa", b"aaa");
        assert_eq!(edit, Some(Edit::replace(Span::new(2, 2), "a")));
    }
}
