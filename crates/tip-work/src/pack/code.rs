//! The code that a phase refers to, as it stands now.

use tip_drift::{Place, Verdict};
use tip_plan::{Intent, Plan, Reference, UnitId};
use tip_rules::PathAnswer;
use tip_syntax::{Source, Span};
use tip_workspace::{DriftedPlan, DriftedReference, Snapshot};

use super::Piece;

/// The lines that are shown around a single one.
const AROUND: u32 = 8;

/// The most lines that are shown of one place.
const MOST_LINES: u32 = 60;

/// Of what the places are that are shown.
#[derive(Clone, Copy)]
pub(super) struct Of<'a> {
    /// The phase; the plan where there is none.
    pub(super) id: Option<UnitId>,
    /// The parts of it that are not shown either.
    pub(super) hidden: &'a [Span],
}

/// Returns the places that a phase refers to, or a plan without one, each once.
pub(super) fn places(
    snapshot: &Snapshot,
    path: &str,
    plan: &Plan,
    Of { id, hidden }: Of<'_>,
    drifted: Option<&DriftedPlan>,
) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut whole: Vec<String> = Vec::new();
    for (at, reference) in plan.references.iter().enumerate() {
        let of_phase = id.is_none_or(|id| {
            plan.unit(id).span.contains(reference.span) || reference.unit == Some(id)
        });
        let is_hidden = hidden.iter().any(|it| it.contains(reference.span));
        if !of_phase || is_hidden || reference.historical || is_document(&reference.path) {
            continue;
        }
        let followed = drifted.and_then(|it| it.references.get(at));
        let is_known = |text: &str| pieces.iter().any(|it: &Piece| it.text == text);
        match place(snapshot, path, plan, reference, followed) {
            Some(Found::Code(piece)) if !is_known(&piece.text) => pieces.push(piece),
            Some(Found::Words(words)) if !whole.contains(&words) => whole.push(words),
            _ => {}
        }
    }
    if !whole.is_empty() {
        let piece = Piece {
            name: "how long the files are".to_owned(),
            text: format!("Files: {}", whole.join(", ")),
        };
        pieces.insert(0, piece);
    }
    pieces
}

/// Returns whether a path names a text for people, of which sections are shown and no lines.
pub(super) fn is_document(path: &str) -> bool {
    let extension = path.rsplit_once('.').map(|(_, it)| it);
    extension.is_some_and(|it| matches!(it, "md" | "markdown" | "mdx"))
}

/// What a reference leads to.
enum Found {
    /// Lines of code.
    Code(Piece),
    /// Words about a file.
    Words(String),
}

fn place(
    snapshot: &Snapshot,
    path: &str,
    plan: &Plan,
    reference: &Reference,
    followed: Option<&DriftedReference>,
) -> Option<Found> {
    let moved = followed.filter(|it| is_elsewhere(it)).map(now);
    let lead = match moved.flatten() {
        Some(now) => now.path.clone(),
        None => match snapshot.lead(path, plan, reference) {
            PathAnswer::File(path) | PathAnswer::Suffix(path) => path,
            PathAnswer::Missing { .. } if reference.intent == Intent::Create => return None,
            PathAnswer::Missing { .. } => {
                return Some(Found::Words(format!(
                    "`{}` (not there now)",
                    reference.path
                )));
            }
            _ => return None,
        },
    };
    let now = followed.and_then(now);
    let line = now.and_then(|it| it.line).or(reference.line);
    let end = now.map_or(reference.end_line, |it| it.end_line);
    let source = Source::from_bytes(snapshot.file(&lead)?);
    let ends_line = source.text().ends_with('\n');
    let count = source.lines().len() as u32 - u32::from(ends_line);
    let change = followed.and_then(change);
    let note = change.map_or(String::new(), |it| format!("; {it}"));
    let Some(line) = line.filter(|it| (1..=count).contains(it)) else {
        let why = reference
            .line
            .map_or(String::new(), |line| format!("; it has no line {line}"));
        return Some(Found::Words(format!("`{lead}` ({count} lines{note}{why})")));
    };
    let (first, last) = match end.filter(|it| *it > line) {
        Some(end) => (line, end.min(line + MOST_LINES - 1)),
        None => (line.saturating_sub(AROUND).max(1), line + AROUND),
    };
    let last = last.min(count);
    let lines = (first..=last).map(|it| source.slice(source.line_span(it)));
    let code: Vec<&str> = lines.collect();
    let code = code.join("\n");
    let fence = fence_for(&code);
    Some(Found::Code(Piece {
        name: format!("the code at `{lead}:{line}`"),
        text: format!("`{lead}:{first}-{last}`{note}\n{fence}\n{code}\n{fence}"),
    }))
}

/// Returns where a reference leads now; `None` where that is not known.
fn now(followed: &DriftedReference) -> Option<&Place> {
    let known = matches!(
        followed.judgement.verdict,
        Verdict::Unchanged | Verdict::Moved | Verdict::Renamed | Verdict::Edited
    );
    followed.judgement.now.as_ref().filter(|_| known)
}

fn is_elsewhere(followed: &DriftedReference) -> bool {
    matches!(
        followed.judgement.verdict,
        Verdict::Moved | Verdict::Renamed | Verdict::Edited
    )
}

/// Says what became of a reference, where something did.
fn change(followed: &DriftedReference) -> Option<String> {
    let judgement = &followed.judgement;
    let was = judgement.then.as_ref().map(|it| match it.line {
        Some(line) => format!("{}:{line}", it.path),
        None => it.path.clone(),
    });
    let was = was.unwrap_or_default();
    Some(match judgement.verdict {
        Verdict::Moved => format!("moved, was {was}"),
        Verdict::Renamed => format!("renamed, was {was}"),
        Verdict::Edited => format!("edited since, was {was}"),
        Verdict::Deleted => "what it pointed at was deleted".to_owned(),
        Verdict::FileGone => "its file was deleted".to_owned(),
        Verdict::Unclear => "it cannot be told what it pointed at".to_owned(),
        Verdict::Ambiguous => "several places could be meant".to_owned(),
        _ => return None,
    })
}

/// Returns a fence that the text does not close.
pub(super) fn fence_for(text: &str) -> String {
    let longest = text
        .split(|it| it != '`')
        .map(str::len)
        .max()
        .unwrap_or_default();
    "`".repeat(longest.max(2) + 1)
}
