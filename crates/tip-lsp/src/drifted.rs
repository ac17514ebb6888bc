//! What became of a reference, as the other thread found it.

use tip_drift::{Judgement, Place, Verdict};
use tip_plan::Reference;
use tip_workspace::{DriftedPlan, DriftedReference, Fates};

use crate::session::View;

/// What the other thread found out about the references of a document.
#[derive(Debug)]
pub(crate) struct Trail {
    /// What became of them.
    pub(crate) plan: DriftedPlan,
    /// The same for the rules.
    pub(crate) fates: Fates,
}

/// Returns what became of a reference of an open document; `None` while nobody followed it.
///
/// The text may have changed since: the reference is found again by its words, and of several alike by their order.
pub(crate) fn of<'a>(view: &View<'a>, reference: &Reference) -> Option<&'a DriftedReference> {
    let followed = &view.project.drift.get(&view.document.path)?.plan;
    let doc = &view.looked.doc;
    let words = doc.text(reference.span);
    let alike = |it: &&Reference| doc.text(it.span) == words;
    let nth = view
        .looked
        .plan
        .references
        .iter()
        .filter(alike)
        .position(|it| it.span == reference.span)?;
    followed
        .references
        .iter()
        .filter(|it| followed.source.slice(it.reference.span) == words)
        .nth(nth)
}

/// Returns where a reference leads now, where that is another place than it says.
pub(crate) fn now(drifted: &DriftedReference) -> Option<&Place> {
    let moved = matches!(
        drifted.verdict(),
        Verdict::Moved | Verdict::Renamed | Verdict::Edited
    );
    drifted.judgement.now.as_ref().filter(|_| moved)
}

/// Writes a place as plans do: `src/a.rs:12-20`.
pub(crate) fn written(place: &Place) -> String {
    match (place.line, place.end_line) {
        (Some(line), Some(end)) if end != line => format!("{}:{line}-{end}", place.path),
        (Some(line), _) => format!("{}:{line}", place.path),
        (None, _) => place.path.clone(),
    }
}

/// Says in a phrase what became of a reference, places as `mark` writes them; `None` where nothing did.
pub(crate) fn phrase(judgement: &Judgement, mark: fn(&str) -> String) -> Option<String> {
    let now = judgement.now.as_ref().map(|it| mark(&written(it)));
    Some(match (judgement.verdict, now) {
        (Verdict::Moved, Some(now)) => format!("moved to {now}"),
        (Verdict::Renamed, Some(now)) => format!("its file was renamed: now {now}"),
        (Verdict::Edited, Some(now)) => format!("edited: now {now}"),
        (Verdict::Unclear, _) => "it cannot be told where this leads now".to_owned(),
        (Verdict::Ambiguous, _) => "several places could be meant".to_owned(),
        (Verdict::Deleted, _) => "what it pointed at was deleted".to_owned(),
        (Verdict::FileGone, _) => "its file was deleted".to_owned(),
        _ => return None,
    })
}
