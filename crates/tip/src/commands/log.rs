//! `tip log`.

use std::fmt::Write;

use serde_json::json;
use tip_drift::{CommitInfo, Drift, FileVersion, History};
use tip_plan::{Change, Plan, compare};
use tip_report::escape;
use tip_syntax::Document;
use tip_workspace::Snapshot;

use super::VERSION;
use super::diff::{change_json, view, words};
use super::drift::warn;
use crate::Answer;
use crate::args::LogArgs;
use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;

/// What one commit changed in a file of the plan.
struct Entry {
    /// The commit; none for what is not committed yet.
    commit: Option<CommitInfo>,
    path: String,
    changes: Vec<Change>,
    /// Its place in the history of its file, the newest first.
    order: usize,
}

pub(super) fn run(args: &LogArgs, place: &Place, output: &mut Output) -> Result<Answer, Failure> {
    let snapshot = place.open_for(&args.plan)?;
    let entry = snapshot.find(&args.plan, &place.cwd)?;
    let history = History::open(snapshot.root())?;
    warn(&history, output)?;
    let drift = Drift::open(&history)?;
    let mut entries = Vec::new();
    for file in &entry.files {
        entries.extend(of_file(&file.path, &snapshot, &history, &drift)?);
    }
    // What is not committed is the newest; files of one plan are told together by their days.
    let day = |it: &Entry| it.commit.as_ref().map(|it| it.date.clone());
    entries.sort_by(|a, b| match (day(a), day(b)) {
        (Some(a_day), Some(b_day)) => b_day.cmp(&a_day).then(a.order.cmp(&b.order)),
        (a, b) => a.is_some().cmp(&b.is_some()),
    });
    if args.json {
        output.line(&to_json(&entries)?)?;
    } else if entries.is_empty() {
        output.note("no commit holds this plan");
    } else {
        output.write(&render(&entries, entry.files.len() > 1))?;
    }
    Ok(Answer::Yes)
}

/// Compares each version of a file with the one before.
fn of_file(
    path: &str,
    snapshot: &Snapshot,
    history: &History,
    drift: &Drift<'_>,
) -> Result<Vec<Entry>, Failure> {
    let versions = drift.versions(path)?;
    let read = |bytes: Vec<u8>, path: &str| -> (Document, Plan) {
        let doc = Document::parse(bytes);
        let plan = snapshot.plan(path, &doc);
        (doc, plan)
    };
    let mut entries = Vec::new();
    let mut newer = snapshot.read(path)?;
    let mut commit: Option<CommitInfo> = None;
    let mut path = path.to_owned();
    for (order, version) in versions.into_iter().enumerate() {
        let FileVersion {
            revision,
            path: old_path,
            bytes,
            ..
        } = version;
        let older = read(bytes, &old_path);
        push(
            &mut entries,
            commit.take(),
            &path,
            order,
            compare(view(&older), view(&newer)),
        );
        commit = Some(history.about(revision)?);
        (newer, path) = (older, old_path);
    }
    if commit.is_some() {
        let nothing = read(Vec::new(), &path);
        let order = entries.len() + 1;
        push(
            &mut entries,
            commit,
            &path,
            order,
            compare(view(&nothing), view(&newer)),
        );
    }
    Ok(entries)
}

fn push(
    entries: &mut Vec<Entry>,
    commit: Option<CommitInfo>,
    path: &str,
    order: usize,
    changes: Vec<Change>,
) {
    if !changes.is_empty() {
        entries.push(Entry {
            commit,
            path: path.to_owned(),
            changes,
            order,
        });
    }
}

/// How many changes of one commit are shown.
const MOST_SHOWN: usize = 20;

fn render(entries: &[Entry], several: bool) -> String {
    let mut text = String::new();
    for (at, entry) in entries.iter().enumerate() {
        if at > 0 {
            text.push('\n');
        }
        match &entry.commit {
            Some(it) => {
                let author = escape::line(&it.author);
                let subject = escape::line(&it.subject);
                let _ = write!(text, "{}  {}  {author}  {subject}", it.date, it.revision);
            }
            None => text.push_str("not committed"),
        }
        if several {
            let _ = write!(text, "  ({})", escape::line(&entry.path));
        }
        text.push('\n');
        for change in entry.changes.iter().take(MOST_SHOWN) {
            let handle = escape::line(&change.handle);
            let _ = writeln!(text, "  {handle:8}  {}", escape::line(&words(change)));
        }
        if let Some(more) = entry
            .changes
            .len()
            .checked_sub(MOST_SHOWN)
            .filter(|it| *it > 0)
        {
            let _ = writeln!(text, "  and {more} more: `--json` has all");
        }
    }
    text
}

fn to_json(entries: &[Entry]) -> Result<String, Failure> {
    let entries: Vec<_> = entries
        .iter()
        .map(|it| {
            let changes: Vec<_> = it.changes.iter().map(change_json).collect();
            let commit = it.commit.as_ref();
            json!({
                "commit": commit.map(|it| it.revision.hash()),
                "by": commit.map(|it| &it.author),
                "at": commit.map(|it| &it.date),
                "subject": commit.map(|it| &it.subject),
                "path": it.path,
                "changes": changes,
            })
        })
        .collect();
    let value = json!({ "version": VERSION, "entries": entries });
    serde_json::to_string_pretty(&value).map_err(Failure::internal)
}
