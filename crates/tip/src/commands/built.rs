//! `tip built`.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::json;
use tip_drift::{CommitInfo, Drift, History, Revision};
use tip_plan::Intent;
use tip_report::escape;
use tip_workspace::{DriftedPlan, DriftedReference, EntryKind, Past, Snapshot};

use super::VERSION;
use super::drift::warn;
use crate::Answer;
use crate::args::BuiltArgs;
use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;

/// A file that the plan means to change, and what the history holds of it.
struct Piece {
    path: String,
    intent: Intent,
    phase: Option<String>,
    done: bool,
    /// The commits that did it, oldest first.
    commits: Vec<CommitInfo>,
}

pub(super) fn run(args: &BuiltArgs, place: &Place, output: &mut Output) -> Result<Answer, Failure> {
    let snapshot = place.open_for(&args.plan)?;
    let entry = snapshot.find(&args.plan, &place.cwd)?;
    let past = Past::open(&snapshot, args.cache.keeping())?;
    let (history, drift) = (past.history(), past.drift()?);
    warn(history, output)?;
    let files: Vec<_> = entry
        .files
        .iter()
        .map(|it| (it.path.clone(), entry.standing))
        .collect();
    let mut pieces: BTreeMap<(String, &'static str), Piece> = BTreeMap::new();
    for plan in snapshot.drift(&drift, &files, true)? {
        for it in &plan.references {
            if it.reference.intent == Intent::Mention || it.reference.is_pattern() {
                continue;
            }
            let piece = piece(it, &plan, &snapshot, history, &drift)?;
            let key = (piece.path.clone(), piece.intent.word());
            pieces.entry(key).or_insert(piece);
        }
    }
    let pieces: Vec<Piece> = pieces.into_values().collect();
    let missing = pieces.iter().filter(|it| !it.done).count();
    if args.json {
        output.line(&to_json(&pieces)?)?;
    } else if pieces.is_empty() {
        output.note("this plan names no file that it would create, change or delete");
    } else {
        output.write(&render(&pieces, missing))?;
    }
    Ok(if missing == 0 {
        Answer::Yes
    } else {
        Answer::No
    })
}

/// Finds out whether what a reference means to do was done after it was written.
fn piece(
    it: &DriftedReference,
    plan: &DriftedPlan,
    snapshot: &Snapshot,
    history: &History,
    drift: &Drift<'_>,
) -> Result<Piece, Failure> {
    let judgement = &it.judgement;
    let now = judgement.now.as_ref().map(|it| it.path.clone());
    let then = judgement.then.as_ref().map(|it| it.path.clone());
    let nearest = judgement.candidates.first().map(|it| it.path.clone());
    let path = now
        .or(then)
        .or(nearest)
        .unwrap_or_else(|| it.reference.path.clone());
    let kind = snapshot.kind(path.trim_end_matches('/'));
    let mut commits: Vec<(Revision, bool)> = Vec::new();
    if kind == Some(EntryKind::Folder) {
        // The history follows files; of a folder it tells what changed in it.
        let source = &plan.source;
        let span = it.reference.span;
        let line = source.line_of(span.start).saturating_sub(1) as usize;
        let words = &source.text()[span.start()..span.end()];
        if let Some(written) = drift.wrote(&plan.path, source.bytes(), line, words)? {
            let later = drift.changed_below(&path, written)?;
            commits.extend(later.into_iter().map(|it| (it, true)));
        }
    } else if let Some(written) = judgement.written {
        // A plan may be committed together with the code that carries it out.
        if let Some(added) = drift.touches(written, &path)? {
            commits.push((written, added));
        }
        commits.extend(drift.changed_since(&path, written)?);
    }
    let is_there = kind.is_some();
    let done = match it.reference.intent {
        Intent::Create => is_there,
        Intent::Modify => is_there && !commits.is_empty(),
        Intent::Delete => !is_there,
        Intent::Mention => true,
    };
    if it.reference.intent == Intent::Create {
        commits.retain(|it| it.1);
    }
    let commits = commits.iter().map(|it| history.about(it.0));
    Ok(Piece {
        path,
        intent: it.reference.intent,
        phase: it.phase.clone(),
        done,
        commits: commits.collect::<Result<_, _>>()?,
    })
}

/// How many commits of one file are shown.
const MOST_SHOWN: usize = 3;

fn render(pieces: &[Piece], missing: usize) -> String {
    let mut text = String::new();
    let widest = pieces.iter().map(|it| it.path.chars().count()).max();
    let widest = widest.unwrap_or_default().min(60);
    for it in pieces {
        let mark = if it.done { "✓" } else { "·" };
        let path = escape::line(&it.path);
        let said = match (it.intent, it.done) {
            (Intent::Create, true) => "created",
            (Intent::Create, false) => "to be created",
            (Intent::Modify, true) => "changed",
            (Intent::Modify, false) => "not changed since",
            (Intent::Delete, true) => "deleted",
            (Intent::Delete, false) => "to be deleted",
            (Intent::Mention, _) => "named",
        };
        let phase = it.phase.as_deref().unwrap_or("");
        let _ = writeln!(
            text,
            "{mark} {path:widest$}  {:4}  {said}",
            escape::line(phase)
        );
        for commit in it.commits.iter().rev().take(MOST_SHOWN) {
            let CommitInfo {
                revision,
                subject,
                author,
                date,
                ..
            } = commit;
            let (author, subject) = (escape::line(author), escape::line(subject));
            let _ = writeln!(text, "    {date}  {revision}  {author}: {subject}");
        }
        if let Some(more) = it
            .commits
            .len()
            .checked_sub(MOST_SHOWN)
            .filter(|it| *it > 0)
        {
            let _ = writeln!(text, "    and {more} more");
        }
    }
    let total = pieces.len();
    let _ = writeln!(text, "\n{} of {total} done", total - missing);
    text
}

fn to_json(pieces: &[Piece]) -> Result<String, Failure> {
    let pieces: Vec<_> = pieces
        .iter()
        .map(|it| {
            let commits: Vec<_> = it
                .commits
                .iter()
                .map(|it| {
                    json!({
                        "hash": it.revision.hash(),
                        "by": it.author,
                        "at": it.date,
                        "subject": it.subject,
                    })
                })
                .collect();
            json!({
                "path": it.path,
                "intent": it.intent.word(),
                "phase": it.phase,
                "done": it.done,
                "commits": commits,
            })
        })
        .collect();
    let value = json!({ "version": VERSION, "files": pieces });
    serde_json::to_string_pretty(&value).map_err(Failure::internal)
}
