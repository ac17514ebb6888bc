//! What differs between two versions of a repository: commits, the index, the files as they are.

mod listing;

use std::ops::Range;

use imara_diff::{Algorithm, Diff, InternedInput};

use self::listing::{Content, Listing};
use crate::follow::Now;
use crate::history::{Error, History, Revision};
use crate::line_map::Pairs;
use crate::rename::{believed, is_comparable, is_of_like_length, shared_text};
use crate::text::Text;

/// How many pairs of files are compared to find those that were renamed.
const MOST_PAIRS: usize = 2_000;

/// A version of a repository.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// Nothing: before the first commit.
    Empty,
    /// The tree of a commit.
    Commit(Revision),
    /// What is staged for the next commit.
    Index,
    /// The files as they are.
    WorkTree,
}

/// A file that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedFile {
    /// Its path before, relative to the folder that the history was opened at; none where it is new.
    pub before: Option<String>,
    /// Its path after; none where it is gone.
    pub after: Option<String>,
    /// The lines that differ, before and after, from 0.
    hunks: Vec<(Range<u32>, Range<u32>)>,
}

/// What differs between two versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The version before.
    pub before: Version,
    /// The version after.
    pub after: Version,
    /// The files that differ, by path.
    pub files: Vec<ChangedFile>,
}

/// Which version of a file lines are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// That before the change.
    Before,
    /// That after it.
    After,
}

impl ChangedFile {
    /// Returns the path that it has, or had.
    pub fn path(&self) -> &str {
        let path = self.after.as_deref().or(self.before.as_deref());
        path.unwrap_or_default()
    }

    /// Returns the path of one side.
    pub fn path_at(&self, side: Side) -> Option<&str> {
        match side {
            Side::Before => self.before.as_deref(),
            Side::After => self.after.as_deref(),
        }
    }

    /// Returns the word for what became of it.
    pub fn word(&self) -> &'static str {
        match (&self.before, &self.after) {
            (None, _) => "added",
            (_, None) => "deleted",
            (Some(before), Some(after)) if before != after => "renamed",
            _ => "modified",
        }
    }

    /// Returns whether lines of one side, from 1 and with the last, are changed, taken away or divided by new ones.
    ///
    /// What is put before the first or behind the last of them leaves them alone.
    pub fn touches(&self, side: Side, lines: (u32, u32)) -> bool {
        let (first, last) = (lines.0.saturating_sub(1), lines.1.saturating_sub(1));
        self.hunks.iter().any(|(before, after)| {
            let hunk = match side {
                Side::Before => before,
                Side::After => after,
            };
            if hunk.is_empty() {
                first < hunk.start && hunk.start <= last
            } else {
                hunk.start <= last && first < hunk.end
            }
        })
    }
}

impl History {
    /// Compares two versions.
    ///
    /// `untracked` are the files that git may not know and does not ignore; `now` gives the bytes of a file as it is, by its path.
    pub fn difference(
        &self,
        before: Version,
        after: Version,
        untracked: &[String],
        now: &Now<'_>,
    ) -> Result<Difference, Error> {
        let listing = Listing::new(self, untracked, now);
        let changed = listing.changed(before, after)?;
        let mut files: Vec<(ChangedFile, Option<Content>, Option<Content>)> = Vec::new();
        for (path, old, new) in changed {
            let file = ChangedFile {
                before: old.is_some().then(|| path.clone()),
                after: new.is_some().then_some(path),
                hunks: Vec::new(),
            };
            files.push((file, old, new));
        }
        let mut files = renames(&listing, files);
        for (file, old, new) in &mut files {
            let text = |content: Option<&Content>| content.map(|it| listing.text(it));
            file.hunks = hunks(text(old.as_ref()).as_ref(), text(new.as_ref()).as_ref());
        }
        let mut files: Vec<ChangedFile> = files.into_iter().map(|it| it.0).collect();
        files.sort_by(|a, b| a.path().cmp(b.path()));
        Ok(Difference {
            before,
            after,
            files,
        })
    }

    /// Returns the bytes of a file in a version; `None` where it is not there.
    pub fn file_at(
        &self,
        version: Version,
        path: &str,
        now: &Now<'_>,
    ) -> Result<Option<Vec<u8>>, Error> {
        match version {
            Version::Empty => Ok(None),
            Version::Commit(revision) => self.file(revision, path),
            Version::Index => Listing::new(self, &[], now).staged(path),
            Version::WorkTree => Ok(now(path)),
        }
    }
}

type Pending = (ChangedFile, Option<Content>, Option<Content>);

/// Makes one of a file that is gone and one that is new where they are alike.
fn renames(listing: &Listing<'_>, files: Vec<Pending>) -> Vec<Pending> {
    let (mut gone, mut rest) = (Vec::new(), Vec::new());
    for file in files {
        match file.0.after {
            None => gone.push(file),
            Some(_) => rest.push(file),
        }
    }
    let mut pairs = 0;
    for (file, old, _) in gone {
        let mut best: Option<(usize, f32)> = None;
        for (at, (new_file, _, new)) in rest.iter().enumerate() {
            if new_file.before.is_some() || pairs >= MOST_PAIRS {
                continue;
            }
            let likeness = likeness(
                listing,
                &file,
                old.as_ref(),
                new_file,
                new.as_ref(),
                &mut pairs,
            );
            let is_one = believed(file.path(), new_file.path(), likeness).is_some();
            if is_one && best.is_none_or(|(_, most)| likeness > most) {
                best = Some((at, likeness));
            }
        }
        match best {
            Some((at, _)) => {
                rest[at].0.before = file.before;
                rest[at].1 = old;
            }
            None => rest.push((file, old, None)),
        }
    }
    rest
}

/// Returns how much of two files is the same, from 0 to 1.
fn likeness(
    listing: &Listing<'_>,
    file: &ChangedFile,
    old: Option<&Content>,
    new_file: &ChangedFile,
    new: Option<&Content>,
    pairs: &mut usize,
) -> f32 {
    let (Some(old), Some(new)) = (old, new) else {
        return 0.0;
    };
    if old.is_same(new) {
        return 1.0;
    }
    if !is_comparable(file.path(), new_file.path()) {
        return 0.0;
    }
    *pairs += 1;
    let (old, new) = (listing.text(old), listing.text(new));
    if !is_of_like_length(&old, &new) {
        return 0.0;
    }
    shared_text(&old, &new, &Pairs::new(&old, &new))
}

/// Returns the lines that differ; all where one of the two is not there or is no text.
fn hunks(before: Option<&Text>, after: Option<&Text>) -> Vec<(Range<u32>, Range<u32>)> {
    let nothing = Text::default();
    let (before, after) = (before.unwrap_or(&nothing), after.unwrap_or(&nothing));
    let all = |text: &Text| 0..text.len() as u32;
    let is_binary = |text: &Text| text.as_str().contains('\0');
    if is_binary(before) || is_binary(after) {
        return vec![(all(before), all(after))];
    }
    let mut input: InternedInput<&str> = InternedInput::default();
    input.update_before((0..before.len()).map(|at| before.line(at)));
    input.update_after((0..after.len()).map(|at| after.line(at)));
    let mut diff = Diff::compute(Algorithm::Histogram, &input);
    diff.postprocess_lines(&input);
    diff.hunks().map(|it| (it.before, it.after)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(before: &str, after: &str) -> ChangedFile {
        let text = |it: &str| Text::new(it.as_bytes());
        ChangedFile {
            before: Some("a".to_owned()),
            after: Some("a".to_owned()),
            hunks: hunks(Some(&text(before)), Some(&text(after))),
        }
    }

    #[track_caller]
    fn check(before: &str, after: &str, touched: &[(u32, u32)], left: &[(u32, u32)]) {
        let file = changed(before, after);
        for lines in touched {
            assert!(file.touches(Side::Before, *lines), "{lines:?}");
        }
        for lines in left {
            assert!(!file.touches(Side::Before, *lines), "{lines:?}");
        }
    }

    #[test]
    fn an_edited_line_is_touched_and_its_neighbours_are_not() {
        check(
            "a\nb\nc\n",
            "a\nB\nc\n",
            &[(2, 2), (1, 3)],
            &[(1, 1), (3, 3)],
        );
    }

    #[test]
    fn new_lines_touch_only_what_they_divide() {
        check("a\nb\nc\n", "a\nx\nb\nc\n", &[(1, 2)], &[(1, 1), (2, 3)]);
    }

    #[test]
    fn lines_that_are_gone_are_touched() {
        check("a\nb\nc\n", "a\n", &[(2, 2), (3, 3)], &[(1, 1)]);
    }

    #[test]
    fn other_line_ends_touch_nothing() {
        check("a\nb\n", "a\r\nb\r\n", &[], &[(1, 2)]);
    }
}
