//! Files that were renamed.

use gix::ObjectId;

use crate::changes::FileChange;
use crate::history::Error;
use crate::store::Reader;
use crate::text::share;

/// How much of the lines two files must share to be one that was renamed, as git's own bar.
const LEAST_SHARED: f32 = 0.5;

/// How many files are compared with one that is gone.
const MOST_CANDIDATES: usize = 200;

/// Which way of a change is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    /// From a file that a commit deleted to one that it added.
    Forth,
    /// From a file that a commit added to one that it deleted.
    Back,
}

/// Returns the file that one was renamed to, or from, by the changes of a commit.
pub(crate) fn renamed<'a>(
    reader: &Reader<'_>,
    changes: &'a [FileChange],
    path: &str,
    blob: ObjectId,
    direction: Direction,
) -> Result<Option<(&'a str, ObjectId)>, Error> {
    let other_side = |change: &FileChange| match direction {
        Direction::Forth if change.before.is_none() => change.after,
        Direction::Back if change.after.is_none() => change.before,
        _ => None,
    };
    let mut candidates: Vec<(&str, ObjectId)> = changes
        .iter()
        .filter_map(|change| Some((&*change.path, other_side(change)?)))
        .collect();
    // Files of the same name first, then of the same kind, then those whose names are most alike.
    candidates.sort_by_cached_key(|(it, _)| {
        (
            name(it) != name(path),
            extension(it) != extension(path),
            strsim::levenshtein(name(it), name(path)),
            usize::MAX - shared_parts(it, path),
        )
    });
    if let Some(same) = candidates.iter().find(|(_, it)| *it == blob) {
        return Ok(Some(*same));
    }
    let text = reader.text(blob)?;
    let mut best: Option<(&str, ObjectId, f32)> = None;
    for (candidate, other) in candidates.into_iter().take(MOST_CANDIDATES) {
        if extension(candidate) != extension(path) && name(candidate) != name(path) {
            continue;
        }
        // A clone may lack large files that nothing needs.
        let Ok(other_text) = reader.text(other) else {
            continue;
        };
        let (short, long) = (
            text.len().min(other_text.len()),
            text.len().max(other_text.len()),
        );
        if share(short, long) < LEAST_SHARED {
            continue;
        }
        let kept = reader.map(blob, other)?.kept_lines();
        let shared = share(kept, long);
        if shared >= LEAST_SHARED && best.is_none_or(|(.., most)| shared > most) {
            best = Some((candidate, other, shared));
        }
    }
    Ok(best.map(|(path, blob, _)| (path, blob)))
}

fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn extension(path: &str) -> Option<&str> {
    name(path).rsplit_once('.').map(|it| it.1)
}

fn shared_parts(one: &str, other: &str) -> usize {
    let pairs = one.split('/').zip(other.split('/'));
    pairs.take_while(|(a, b)| a == b).count()
}
