//! The commit that brought a reference into a plan.

use std::sync::Arc;

use gix::ObjectId;

use crate::graph::{CommitId, Step};
use crate::history::Error;
use crate::line_map::LineMap;
use crate::rename::{Direction, Renamed, renamed};
use crate::store::Reader;
use crate::text::Text;

/// A reference as its plan writes it.
#[derive(Clone, Debug)]
pub(crate) struct Needle {
    /// The line it stands in, from 0.
    pub(crate) line: usize,
    /// What the line holds of it: the path, and the line number where it stands apart.
    pub(crate) parts: Vec<String>,
}

/// When a reference was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// By this commit.
    Commit(CommitId),
    /// Since the last commit.
    WorkTree,
}

/// Returns when each reference of a plan was written.
///
/// A reference goes back through the versions of its plan, renames of the plan included, for as long as the text before holds it: at the
/// line that the diff pairs with its own, or among the lines that the change took away. Other words of its line may change.
pub(crate) fn origins(
    reader: &Reader<'_>,
    path: &str,
    now: &Arc<Text>,
    needles: &[Needle],
) -> Result<Vec<Origin>, Error> {
    let mut origins = vec![Origin::WorkTree; needles.len()];
    let Some((head, blob)) = reader.graph().last().zip(reader.blob_at_head(path)?) else {
        return Ok(origins);
    };
    let committed = reader.text(blob)?;
    let places = (0..needles.len()).zip(needles.iter().map(|it| it.line));
    let map = LineMap::new(Arc::clone(&committed), Arc::clone(now));
    let (known, _) = trace(&map, &committed, now, needles, &places.collect::<Vec<_>>());
    let mut open = vec![(head, path.to_owned(), blob, known)];
    while let Some((commit, path, blob, held)) = open.pop() {
        if held.is_empty() {
            continue;
        }
        let commit = last_change(reader, commit, &path);
        let mut left = held;
        for (parent, before_path, before) in parents(reader, commit, &path, blob)? {
            let at = reader.graph().commit(commit).parents[parent];
            if before == blob {
                open.push((at, before_path, before, std::mem::take(&mut left)));
                break;
            }
            let map = reader.map(before, blob)?;
            let (old, new) = (reader.text(before)?, reader.text(blob)?);
            let (known, rest) = trace(&map, &old, &new, needles, &left);
            open.push((at, before_path, before, known));
            left = rest;
        }
        for (needle, _) in left {
            origins[needle] = Origin::Commit(commit);
        }
    }
    Ok(origins)
}

/// Returns the last commit, from one back along first parents, that changed a file.
pub(crate) fn last_change(reader: &Reader<'_>, commit: CommitId, path: &str) -> CommitId {
    let changed = reader.store.changes.of(path);
    let mut at = commit;
    while changed.binary_search(&at).is_err() {
        match reader.graph().commit(at).parents.first() {
            Some(parent) => at = *parent,
            None => break,
        }
    }
    at
}

/// Returns the versions of a file that the parents of a commit have: one that is the same first.
pub(crate) fn parents(
    reader: &Reader<'_>,
    commit: CommitId,
    path: &str,
    blob: ObjectId,
) -> Result<Vec<(usize, String, ObjectId)>, Error> {
    let mut versions = Vec::new();
    let parents = &reader.graph().commit(commit).parents;
    for (parent, id) in parents.iter().enumerate() {
        if let Some(before) = reader.blob(*id, path)? {
            versions.push((parent, path.to_owned(), before));
            continue;
        }
        let changes = reader.changes(Step { commit, parent })?;
        if let Renamed::To {
            path: before_path,
            blob: before,
            ..
        } = renamed(reader, &changes, path, blob, Direction::Back)?
        {
            versions.push((parent, before_path.to_owned(), before));
        }
    }
    versions.sort_by_key(|(parent, _, before)| (*before != blob, *parent));
    Ok(versions)
}

/// A needle and the line it stands in.
type Held = Vec<(usize, usize)>;

/// Splits needles into those that the text before holds, with their lines there, and the rest.
fn trace(
    map: &LineMap,
    before: &Text,
    after: &Text,
    needles: &[Needle],
    places: &[(usize, usize)],
) -> (Held, Held) {
    let (mut held, mut rest) = (Held::new(), Held::new());
    let mut kept_from = vec![None; after.len()];
    let mut gone = Vec::new();
    for line in 0..before.len() {
        match map.kept(line) {
            Some(kept) => kept_from[kept] = Some(line),
            None => gone.push(line),
        }
    }
    for &(needle, line) in places {
        let same = kept_from.get(line).copied().flatten();
        let found = same.or_else(|| {
            // The nearest of the lines that the change took away.
            let above = (0..line).rev().find_map(|it| kept_from[it]);
            let around = above.map_or(0, |it| it + 1);
            let mut holding: Vec<usize> = gone
                .iter()
                .copied()
                .filter(|it| holds(before.line(*it), &needles[needle].parts))
                .collect();
            holding.sort_by_key(|it| it.abs_diff(around));
            holding.first().copied()
        });
        match found {
            Some(line) => held.push((needle, line)),
            None => rest.push((needle, line)),
        }
    }
    (held, rest)
}

/// Returns whether a line holds all parts, each not as the beginning or end of a longer word or number.
fn holds(line: &str, parts: &[String]) -> bool {
    parts.iter().all(|part| {
        line.match_indices(part.as_str()).any(|(at, _)| {
            let before = line[..at].chars().next_back();
            let after = line[at + part.len()..].chars().next();
            let is_word = |it: Option<char>| it.is_some_and(|it| it.is_alphanumeric() || it == '_');
            !is_word(before) && !is_word(after)
        })
    })
}
