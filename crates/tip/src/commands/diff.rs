//! `tip diff`.

use std::fmt::Write;

use serde_json::json;
use tip_drift::{History, Revision};
use tip_plan::{Aspect, Change, Plan, Version, compare};
use tip_report::escape;
use tip_syntax::Document;
use tip_workspace::Snapshot;

use super::VERSION;
use crate::Answer;
use crate::args::DiffArgs;
use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;

/// A version of the plans: a commit, or the files as they are.
#[derive(Clone, Copy, Debug)]
pub(super) enum At {
    Commit(Revision),
    WorkTree,
}

/// What changed in one file.
struct FileChanges {
    path: String,
    changes: Vec<Change>,
}

pub(super) fn run(args: &DiffArgs, place: &Place, output: &mut Output) -> Result<Answer, Failure> {
    let repository = place.open()?;
    let snapshot = &repository.snapshot;
    let history = History::open(snapshot.root())?;
    let (before, after) = range(&args.range, &history)?;
    let mut found = Vec::new();
    for path in paths(args, snapshot, place)? {
        let old = version(&path, before, &history, snapshot)?;
        let new = version(&path, after, &history, snapshot)?;
        let empty = Document::parse(Vec::new());
        let nothing = snapshot.plan(&path, &empty);
        let none = (empty, nothing);
        let changes = compare(
            view(old.as_ref().unwrap_or(&none)),
            view(new.as_ref().unwrap_or(&none)),
        );
        if !changes.is_empty() {
            found.push(FileChanges { path, changes });
        }
    }
    if args.json {
        output.line(&to_json(&found)?)?;
    } else if found.is_empty() {
        output.note("nothing changed in the meaning of these plans");
    } else {
        output.write(&render(&found))?;
    }
    Ok(Answer::Yes)
}

pub(super) fn view((doc, plan): &(Document, Plan)) -> Version<'_> {
    Version { doc, plan }
}

/// Reads `A..B`, `A...B` and `A`; without an end the files as they are.
pub(super) fn range(written: &str, history: &History) -> Result<(At, At), Failure> {
    if let Some((from, to)) = written.split_once("...") {
        let (from, to) = (named(from, history)?, named(to, history)?);
        let base = history.merge_base(from, to)?;
        return Ok((At::Commit(base.unwrap_or(from)), At::Commit(to)));
    }
    if let Some((from, to)) = written.split_once("..") {
        let to = match to {
            "" => At::WorkTree,
            to => At::Commit(named(to, history)?),
        };
        return Ok((At::Commit(named(from, history)?), to));
    }
    Ok((At::Commit(named(written, history)?), At::WorkTree))
}

fn named(name: &str, history: &History) -> Result<Revision, Failure> {
    let name = if name.is_empty() { "HEAD" } else { name };
    Ok(history.revision(name)?)
}

/// Returns the files of the plans that are named, or of all.
fn paths(args: &DiffArgs, snapshot: &Snapshot, place: &Place) -> Result<Vec<String>, Failure> {
    let mut paths = Vec::new();
    if args.plans.is_empty() {
        let entries = &snapshot.discovery().entries;
        paths.extend(
            entries
                .iter()
                .flat_map(|it| &it.files)
                .map(|it| it.path.clone()),
        );
    }
    for name in &args.plans {
        let entry = snapshot.find(name, &place.cwd)?;
        paths.extend(entry.files.into_iter().map(|it| it.path));
    }
    paths.sort_unstable();
    paths.dedup();
    Ok(paths)
}

fn version(
    path: &str,
    at: At,
    history: &History,
    snapshot: &Snapshot,
) -> Result<Option<(Document, Plan)>, Failure> {
    match at {
        At::WorkTree => Ok(Some(snapshot.read(path)?)),
        At::Commit(revision) => Ok(history.file(revision, path)?.map(|bytes| {
            let doc = Document::parse(bytes);
            let plan = snapshot.plan(path, &doc);
            (doc, plan)
        })),
    }
}

fn render(found: &[FileChanges]) -> String {
    let mut text = String::new();
    for (at, file) in found.iter().enumerate() {
        if at > 0 {
            text.push('\n');
        }
        text.push_str(&escape::line(&file.path));
        text.push('\n');
        let widest = file
            .changes
            .iter()
            .map(|it| it.handle.chars().count())
            .max();
        for change in &file.changes {
            let handle = escape::line(&change.handle);
            let width = widest.unwrap_or_default();
            let words = words(change);
            let _ = writeln!(text, "  {handle:width$}  {}", escape::line(&words));
        }
    }
    text
}

/// Says what changed in one line.
pub(super) fn words(change: &Change) -> String {
    let Change {
        what,
        aspect,
        before,
        after,
        ..
    } = change;
    let none = "nothing";
    let (old, new) = (
        before.as_deref().unwrap_or(none),
        after.as_deref().unwrap_or(none),
    );
    match aspect {
        Aspect::Presence if before.is_none() => format!("added: {what}"),
        Aspect::Presence => format!("removed: {what}"),
        Aspect::Text | Aspect::Title => format!("{}: {old} → {new}", aspect.word()),
        Aspect::Tick => format!("{old} → {new}: {what}"),
        _ if what.is_empty() => format!("{}: {old} → {new}", aspect.word()),
        _ => format!("{}: {old} → {new}  ({what})", aspect.word()),
    }
}

fn to_json(found: &[FileChanges]) -> Result<String, Failure> {
    let plans: Vec<_> = found
        .iter()
        .map(|file| {
            let changes: Vec<_> = file.changes.iter().map(change_json).collect();
            json!({ "path": file.path, "changes": changes })
        })
        .collect();
    let value = json!({ "version": VERSION, "plans": plans });
    serde_json::to_string_pretty(&value).map_err(Failure::internal)
}

/// Returns a change as it stands in JSON.
pub(super) fn change_json(it: &Change) -> serde_json::Value {
    json!({
        "handle": it.handle,
        "what": it.what,
        "aspect": it.aspect.word(),
        "before": it.before,
        "after": it.after,
    })
}
