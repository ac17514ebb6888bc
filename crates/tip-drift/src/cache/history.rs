//! Which files each commit changed, kept.

use std::sync::Arc;

use gix::ObjectId;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::table::{Number, Table, TableMaker};
use super::{Keep, VERSION, open, seal};
use crate::changes::{Changes, FileChange, FileChanges};
use crate::graph::Graph;

/// The name of the file.
const NAME: &str = "history";

/// Commits that an earlier run read.
#[derive(Debug, Default)]
pub(crate) struct Known {
    pub(crate) commits: FxHashMap<ObjectId, KnownCommit>,
}

/// A commit that an earlier run read.
#[derive(Debug)]
pub(crate) struct KnownCommit {
    pub(crate) tree: ObjectId,
    pub(crate) parents: Vec<ObjectId>,
    /// Against its first parent.
    pub(crate) changes: FileChanges,
}

#[derive(Serialize, Deserialize)]
struct File {
    /// How the history was cut when it was read.
    grafts: Number,
    table: Table,
    commits: Vec<CommitRow>,
}

#[derive(Serialize, Deserialize)]
struct CommitRow {
    id: Number,
    tree: Number,
    parents: Vec<Number>,
    /// Path, file before, file after.
    changes: Vec<(Number, Option<Number>, Option<Number>)>,
}

impl Known {
    /// Reads what was kept of a history that is cut in this way.
    pub(crate) fn load(keep: &dyn Keep, grafts: ObjectId) -> Self {
        let file = keep.load(NAME).and_then(|it| open::<File>(VERSION, &it));
        let known = file.and_then(|it| Self::read(&it, grafts));
        known.unwrap_or_default()
    }

    fn read(file: &File, grafts: ObjectId) -> Option<Self> {
        let table = &file.table;
        if table.id(file.grafts)? != grafts {
            return None;
        }
        let paths: Vec<Arc<str>> = table.texts().iter().map(|it| it.as_str().into()).collect();
        let id = |it: &Option<Number>| match it {
            Some(it) => table.id(*it).map(Some),
            None => Some(None),
        };
        let mut commits = FxHashMap::default();
        for row in &file.commits {
            let changes = row.changes.iter().map(|(path, before, after)| {
                Some(FileChange {
                    path: Arc::clone(paths.get(*path as usize)?),
                    before: id(before)?,
                    after: id(after)?,
                })
            });
            let parents = row.parents.iter().map(|it| table.id(*it));
            let commit = KnownCommit {
                tree: table.id(row.tree)?,
                parents: parents.collect::<Option<_>>()?,
                changes: changes.collect::<Option<_>>()?,
            };
            commits.insert(table.id(row.id)?, commit);
        }
        Some(Self { commits })
    }

    /// Keeps a history.
    pub(crate) fn save(keep: &dyn Keep, grafts: ObjectId, graph: &Graph, changes: &Changes) {
        let mut table = TableMaker::default();
        let grafts = table.id(grafts);
        let commits = graph.ids().map(|at| {
            let commit = graph.commit(at);
            let files = changes.first(at).iter().map(|it| {
                (
                    table.text(&it.path),
                    it.before.map(|it| table.id(it)),
                    it.after.map(|it| table.id(it)),
                )
            });
            let files = files.collect();
            let parents = commit.parents.iter();
            CommitRow {
                changes: files,
                id: table.id(commit.id),
                tree: table.id(commit.tree),
                parents: parents.map(|it| table.id(graph.commit(*it).id)).collect(),
            }
        });
        let commits = commits.collect();
        let file = File {
            grafts,
            table: table.finish(),
            commits,
        };
        if let Some(bytes) = seal(VERSION, &file) {
            keep.save(NAME, &bytes);
        }
    }
}
