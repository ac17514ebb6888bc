//! Files that were renamed.
//!
//! What tells is how much of the text both files share, as git measures it: by its length, not by its lines, so that brackets and blanks
//! count for nothing. How much is asked for depends on their names, and on what else the commit took away and put in.

use gix::ObjectId;

use crate::changes::FileChange;
use crate::graph::CommitId;
use crate::history::Error;
use crate::line_map::Pairs;
use crate::store::Reader;
use crate::text::{Text, is_trivial, share};

/// How much of their text two files of like names must share to be one, as git's own bar.
const LEAST_SHARED: f32 = 0.5;

/// How much those of other names must share.
const LEAST_SHARED_UNLIKE: f32 = 0.6;

/// How much two files share whose names need not tell.
const MUCH_SHARED: f32 = 0.75;

/// How much a file must share to be shown to somebody who looks for what is gone.
const LEAST_LIKELY: f32 = 0.3;

/// How sure a rename is that is likelier than not.
const DOUBTFUL: f32 = 0.8;

/// Two files that share nearly as much cannot be told apart.
const TOO_NEAR: f32 = 0.1;

/// How alike two names must be, from 0 to 1.
const LEAST_LIKE_NAME: f64 = 0.6;

/// How many files are compared with one that is gone.
const MOST_CANDIDATES: usize = 200;

/// How many files are asked whether a candidate was rather theirs.
const MOST_OWNERS: usize = 24;

/// Which way of a change is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    /// From a file that a commit deleted to one that it added.
    Forth,
    /// From a file that a commit added to one that it deleted.
    Back,
}

impl Direction {
    /// Returns what a change put in, where it took nothing away; or the other way round.
    fn target(self, change: &FileChange) -> Option<ObjectId> {
        match self {
            Self::Forth if change.before.is_none() => change.after,
            Self::Back if change.after.is_none() => change.before,
            _ => None,
        }
    }

    fn reversed(self) -> Self {
        match self {
            Self::Forth => Self::Back,
            Self::Back => Self::Forth,
        }
    }
}

/// What became of a file that a commit took away, or where one came from that it put in.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Renamed<'a> {
    /// It is another now.
    To {
        path: &'a str,
        blob: ObjectId,
        /// From 0 to 1; sure where it is 1.
        confidence: f32,
    },
    /// These are somewhat like it, the likeliest first; none where no file is.
    Unsure(Vec<&'a str>),
}

/// A file that another may have become.
#[derive(Clone, Copy)]
struct Candidate<'a> {
    path: &'a str,
    shared: f32,
}

/// Returns what a file was renamed to, or from, by the changes of a commit.
pub(crate) fn renamed<'a>(
    reader: &Reader<'_>,
    changes: &'a [FileChange],
    path: &str,
    blob: ObjectId,
    direction: Direction,
) -> Result<Renamed<'a>, Error> {
    let targets = changes.iter();
    let targets = targets.filter_map(|it| Some((&*it.path, direction.target(it)?)));
    let mut targets: Vec<(&str, ObjectId)> = targets.collect();
    if targets.is_empty() {
        return Ok(Renamed::Unsure(Vec::new()));
    }
    // Files of the same name first, then of the same kind, then those whose names are most alike.
    targets.sort_by_cached_key(|(it, _)| {
        (
            name(it) != name(path),
            extension(it) != extension(path),
            strsim::levenshtein(name(it), name(path)),
            usize::MAX - shared_parts(it, path),
        )
    });
    // A clone may lack large files that nothing needs.
    let text = reader.text(blob);
    let is_empty = text.as_ref().is_ok_and(|it| spoken(it) == 0);
    let same: Vec<&str> = targets
        .iter()
        .filter(|(it, other)| *other == blob && (!is_empty || name(it) == name(path)))
        .map(|it| it.0)
        .collect();
    if let Some(first) = same.first() {
        // Which of several copies it became cannot be told, but by the name.
        if same.len() > 1 && name(first) != name(path) {
            return Ok(Renamed::Unsure(same));
        }
        return Ok(Renamed::To {
            path: first,
            blob,
            confidence: 1.0,
        });
    }
    let text = text?;
    let namesakes = targets.iter().filter(|it| name(it.0) == name(path)).count();
    let mut found: Vec<(Candidate<'_>, ObjectId)> = Vec::new();
    for (target, other) in targets.into_iter().take(MOST_CANDIDATES) {
        if !is_comparable(target, path) {
            continue;
        }
        let Some(shared) = likeness(reader, (blob, &text), other)? else {
            continue;
        };
        if shared >= LEAST_LIKELY {
            let candidate = Candidate {
                path: target,
                shared,
            };
            found.push((candidate, other));
        }
    }
    // Of files that share as much the sort above keeps the one of the likelier name first.
    found.sort_by(|a, b| b.0.shared.total_cmp(&a.0.shared));
    let mut own = Vec::new();
    for (candidate, other) in found {
        if !has_other_owner(reader, changes, path, (candidate, other), direction)? {
            own.push((candidate, other));
        }
    }
    let candidates: Vec<Candidate<'_>> = own.iter().map(|it| it.0).collect();
    Ok(match chosen(path, &candidates) {
        Some((at, confidence)) => {
            let Candidate { path, shared } = own[at].0;
            // A name that several files have tells little.
            let is_doubtful = namesakes > 1 && shared < MUCH_SHARED;
            Renamed::To {
                path,
                blob: own[at].1,
                confidence: if is_doubtful { DOUBTFUL } else { confidence },
            }
        }
        None => Renamed::Unsure(candidates.iter().map(|it| it.path).collect()),
    })
}

/// Returns the only file of the same name that a commit put in, where its tree has no other: a file that was rewritten as it moved.
pub(crate) fn namesake<'a>(
    reader: &Reader<'_>,
    changes: &'a [FileChange],
    commit: CommitId,
    path: &str,
) -> Result<Option<(&'a str, ObjectId)>, Error> {
    let own = name(path);
    let mut there = 0;
    for other in reader.store.changes.ending_with(own) {
        there += usize::from(reader.blob(commit, other)?.is_some());
    }
    let put_in = changes.iter().filter(|it| name(&it.path) == own);
    let mut put_in = put_in.filter_map(|it| Some((&*it.path, Direction::Forth.target(it)?)));
    Ok(put_in.next().filter(|_| there == 1))
}

/// Returns the candidate that a file became and how sure that is; they come with the one that shares most first.
fn chosen(path: &str, candidates: &[Candidate<'_>]) -> Option<(usize, f32)> {
    let best = candidates.first()?;
    let is_near = |it: &&Candidate<'_>| best.shared - it.shared < TOO_NEAR;
    let near = candidates.iter().take_while(is_near).count();
    let named = candidates[..near]
        .iter()
        .position(|it| name(it.path) == name(path));
    let at = match (near, named) {
        (1, _) => 0,
        (_, Some(named)) => named,
        _ => return None,
    };
    let it = candidates[at];
    Some((at, believed(path, it.path, it.shared)?))
}

/// Returns how sure it is that two files are one that was renamed, by their names and by how much of their text they share; `None` where
/// that is too little.
pub(crate) fn believed(path: &str, other: &str, shared: f32) -> Option<f32> {
    let least = if is_like_name(path, other) {
        LEAST_SHARED
    } else {
        LEAST_SHARED_UNLIKE
    };
    if shared < least {
        None
    } else if shared >= MUCH_SHARED || name(path) == name(other) {
        Some(1.0)
    } else {
        Some(DOUBTFUL)
    }
}

/// Returns whether a candidate is more like another file that the commit took away, or put in.
fn has_other_owner(
    reader: &Reader<'_>,
    changes: &[FileChange],
    path: &str,
    (candidate, blob): (Candidate<'_>, ObjectId),
    direction: Direction,
) -> Result<bool, Error> {
    let back = direction.reversed();
    let owners = changes.iter().filter(|it| &*it.path != path);
    let owners = owners.filter_map(|it| Some((&*it.path, back.target(it)?)));
    let mut owners: Vec<(&str, ObjectId)> = owners
        .filter(|it| is_comparable(it.0, candidate.path))
        .collect();
    if owners.iter().any(|it| it.1 == blob) {
        return Ok(true);
    }
    owners.sort_by_cached_key(|(it, _)| {
        (
            name(it) != name(candidate.path),
            strsim::levenshtein(name(it), name(candidate.path)),
        )
    });
    let text = reader.text(blob)?;
    for (_, owner) in owners.into_iter().take(MOST_OWNERS) {
        let shared = likeness(reader, (blob, &text), owner)?;
        if shared.is_some_and(|it| it > candidate.shared) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Returns how much of their text two files share; `None` where one of them is missing or they are of too different length.
fn likeness(
    reader: &Reader<'_>,
    (blob, text): (ObjectId, &Text),
    other: ObjectId,
) -> Result<Option<f32>, Error> {
    let Ok(other_text) = reader.text(other) else {
        return Ok(None);
    };
    if !is_of_like_length(text, &other_text) {
        return Ok(None);
    }
    Ok(Some(shared_text(
        text,
        &other_text,
        &*reader.pairs(blob, other)?,
    )))
}

/// Returns whether two texts are of so like length that they may share enough.
pub(crate) fn is_of_like_length(one: &Text, other: &Text) -> bool {
    let (one, other) = (one.as_str().len(), other.as_str().len());
    share(one.min(other), one.max(other)) >= LEAST_LIKELY
}

/// Returns how much of the longer of two texts stands in both, from 0 to 1; what says nothing is left out.
pub(crate) fn shared_text(before: &Text, after: &Text, pairs: &Pairs) -> f32 {
    let kept = (0..before.len()).filter(|it| pairs.kept(*it).is_some());
    let kept: usize = kept.map(|it| weight(before.bare(it))).sum();
    let longest = spoken(before).max(spoken(after));
    if longest == 0 {
        return 0.0;
    }
    share(kept, longest)
}

/// Returns how long a text is, but for what says nothing.
fn spoken(text: &Text) -> usize {
    text.bare_lines().map(weight).sum()
}

fn weight(bare: &str) -> usize {
    if is_trivial(bare) { 0 } else { bare.len() }
}

/// Returns whether two files are of one kind, or of one name.
pub(crate) fn is_comparable(one: &str, other: &str) -> bool {
    extension(one) == extension(other) || name(one) == name(other)
}

fn is_like_name(one: &str, other: &str) -> bool {
    let (one, other) = (stem(name(one)), stem(name(other)));
    strsim::normalized_levenshtein(&one, &other) >= LEAST_LIKE_NAME
}

/// Returns the letters and figures of a name before its extension.
fn stem(name: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |it| it.0);
    let letters = stem.chars().filter(|it| it.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    fn shared(before: &str, after: &str) -> f32 {
        let (before, after) = (Text::new(before.as_bytes()), Text::new(after.as_bytes()));
        shared_text(&before, &after, &Pairs::new(&before, &after))
    }

    #[test]
    fn brackets_and_blanks_are_no_likeness() {
        let before = "fn berth() {\n    moor();\n}\n\n{\n}\n\n}\n";
        let after = "fn tide() {\n    rise();\n}\n\n{\n}\n\n}\n";
        assert!(shared(before, after) < 0.01);
    }

    #[test]
    fn long_lines_weigh_more_than_short_ones() {
        let before =
            "use a;\nuse b;\nuse c;\nlet berths = harbor.berths().filter(is_free).collect();\n";
        let after =
            "use a;\nuse b;\nuse c;\nlet tides = sea.tides().map(rise).sum() + the.rest();\n";
        assert!(shared(before, after) < LEAST_LIKELY);
    }

    #[track_caller]
    fn check(path: &str, candidates: &[(&str, f32)], expected: Option<(usize, f32)>) {
        let candidates = candidates.iter();
        let candidates = candidates.map(|(path, shared)| Candidate {
            path,
            shared: *shared,
        });
        let candidates: Vec<_> = candidates.collect();
        assert_eq!(chosen(path, &candidates), expected);
    }

    #[test]
    fn the_same_name_asks_for_less() {
        check("src/tide.rs", &[("lib/tide.rs", 0.52)], Some((0, 1.0)));
        check(
            "src/tide.rs",
            &[("src/tides.rs", 0.52)],
            Some((0, DOUBTFUL)),
        );
        check("src/tide.rs", &[("src/berth.rs", 0.52)], None);
        check(
            "src/tide.rs",
            &[("src/berth.rs", 0.65)],
            Some((0, DOUBTFUL)),
        );
        check("src/tide.rs", &[("src/berth.rs", 0.8)], Some((0, 1.0)));
    }

    #[test]
    fn of_two_that_share_as_much_the_name_decides_or_nothing() {
        let both = [("src/berth.rs", 0.8), ("src/pier.rs", 0.78)];
        check("src/tide.rs", &both, None);
        let named = [("src/berth.rs", 0.8), ("lib/tide.rs", 0.78)];
        check("src/tide.rs", &named, Some((1, 1.0)));
        let far = [("src/berth.rs", 0.9), ("src/pier.rs", 0.7)];
        check("src/tide.rs", &far, Some((0, 1.0)));
    }
}
