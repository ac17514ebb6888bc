//! What is shown within a line: where a reference leads now, and when a criterion last ran.

use gen_lsp_types::{InlayHint, Range};
use tip_drift::Verdict;
use tip_plan::Reference;

use crate::drifted;
use crate::session::View;

/// Returns the hints within a range.
pub(crate) fn hints(view: &View<'_>, range: Range) -> Vec<InlayHint> {
    let source = view.looked.doc.source();
    let plan = &view.looked.plan;
    let shown = view.client.encoding.span(source, range);
    let references = plan.references.iter();
    let drifted = references
        .filter(|it| shown.contains(it.span))
        .filter_map(|it| Some((it.line_span.unwrap_or(it.span).end, label(view, it)?)));
    let today = view.project.snapshot.system().today();
    let boxes = plan.boxes.iter();
    let ran = boxes.filter(|it| shown.contains(it.text)).filter_map(|it| {
        let evidence = &view.project.evidence;
        let run = evidence.of(plan, it)?;
        let freshness = evidence.freshness(&view.looked.doc, plan, it, run);
        let since = freshness.map_or_else(String::new, |it| format!(", {}", it.words()));
        Some((it.text.end, format!("{}{since}", run.age(today))))
    });
    drifted
        .chain(ran)
        .map(|(place, label)| InlayHint {
            position: view.client.encoding.position(source, place),
            label: label.into(),
            kind: None,
            text_edits: None,
            tooltip: None,
            padding_left: Some(true),
            padding_right: None,
            data: None,
        })
        .collect()
}

/// Returns what is shown beside a reference that no longer leads to what it led to.
fn label(view: &View<'_>, reference: &Reference) -> Option<String> {
    let drifted = drifted::of(view, reference)?;
    if !drifted.is_finding() {
        return None;
    }
    match (drifted.verdict(), &drifted.judgement.now) {
        (Verdict::Moved | Verdict::Renamed | Verdict::Edited, Some(now)) => {
            let then = drifted.judgement.then.as_ref();
            let same_file = then.is_some_and(|it| it.path == now.path);
            let written = drifted::written(now);
            let short = written.strip_prefix(&now.path).unwrap_or_default();
            Some(if same_file && !short.is_empty() {
                format!("→ {short}")
            } else {
                format!("→ {written}")
            })
        }
        _ => drifted::phrase(&drifted.judgement, str::to_owned).map(|it| format!("⚠ {it}")),
    }
}
