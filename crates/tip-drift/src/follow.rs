//! Where lines went, commit by commit.

use std::sync::Arc;

use gix::ObjectId;

use crate::chain::{Chain, Next};
use crate::changes::FileChange;
use crate::graph::CommitId;
use crate::history::Error;
use crate::line_map::{LineMap, Successor, alike, cosine, words_around};
use crate::rename::{Direction, Renamed, is_comparable, namesake, renamed};
use crate::store::Reader;
use crate::symbol::Symbol;
use crate::text::{Text, is_trivial};

/// How alike the surroundings of a line must be to be found in another file, from 0 to 1.
const LEAST_AROUND: f32 = 0.5;

/// How alike two texts must be for the one to be the other, edited; from 0 to 1.
const LEAST_ALIKE: f32 = 0.6;

/// How long a line must be to be known again behind words that it did not begin with.
const LEAST_LED: usize = 16;

/// How long a name must be to be known again in another file.
const LEAST_NAME: usize = 6;

/// How many other files of a commit are searched for a line that it took away.
const MOST_FILES: usize = 300;

/// How sure it is that a file is the only one of its name that came as it went, though it shares little of its text.
const BY_NAME: f32 = 0.6;

/// What a definition scores that is known in another file by its name alone.
const BY_SYMBOL: f32 = 0.75;

/// A line on its way through the history.
#[derive(Clone, Debug)]
pub(crate) struct Cursor {
    /// Where it is, from 0.
    pub(crate) line: usize,
    /// The least that a step of the way scored, from 0 to 1.
    pub(crate) score: f32,
    /// The last commit that changed its text, or took it to another file.
    pub(crate) changed: Option<CommitId>,
    /// The first commit after which it reads so differently that its text was rather replaced than edited.
    pub(crate) replaced: Option<CommitId>,
    /// Other lines that are as likely, in the file where they were met.
    pub(crate) rivals: Vec<(Arc<str>, usize)>,
}

/// What became of a line.
#[derive(Clone, Debug)]
pub(crate) enum End {
    /// It is here now.
    Here {
        path: Arc<str>,
        text: Arc<Text>,
        cursor: Cursor,
    },
    /// A commit took it away; none where the working tree lacks it.
    Gone(Option<CommitId>),
    /// A commit deleted its file, and may have put in some that are like it.
    FileGone(Option<CommitId>, Vec<Arc<str>>),
}

/// The files as they are now, of which the last commit may know nothing.
pub(crate) type Now<'a> = dyn Fn(&str) -> Option<Vec<u8>> + Sync + 'a;

/// Where a follower starts.
#[derive(Clone)]
pub(crate) struct Start {
    /// The place in the chain.
    pub(crate) at: usize,
    pub(crate) path: Arc<str>,
    pub(crate) blob: ObjectId,
}

/// A way through the history on which lines are followed.
pub(crate) struct Follower<'a> {
    pub(crate) reader: &'a Reader<'a>,
    pub(crate) chain: &'a Chain,
}

/// A file in one version.
#[derive(Clone)]
struct Version {
    path: Arc<str>,
    blob: ObjectId,
}

/// The lines that are followed together, by their places in the question.
struct Lines {
    /// Those that are on their way.
    alive: Vec<(usize, Cursor)>,
    /// What became of the others.
    ends: Vec<Option<End>>,
}

impl Follower<'_> {
    /// Follows lines of one file up to the last commit and on into the working tree.
    pub(crate) fn follow(&self, start: Start, lines: &[usize]) -> Result<Vec<End>, Error> {
        let cursors = lines.iter().map(|line| Cursor {
            line: *line,
            score: 1.0,
            changed: None,
            replaced: None,
            rivals: Vec::new(),
        });
        self.go(start, cursors.collect())
    }

    fn go(&self, start: Start, cursors: Vec<Cursor>) -> Result<Vec<End>, Error> {
        let reader = self.reader;
        let mut at = start.at;
        let mut version = Version {
            path: start.path,
            blob: start.blob,
        };
        let mut lines = Lines {
            ends: vec![None; cursors.len()],
            alive: cursors.into_iter().enumerate().collect(),
        };
        while !lines.alive.is_empty() {
            let Version { path, blob } = &version;
            let Some(next) = self.chain.next(reader, at, path)? else {
                break;
            };
            at = next.at;
            // A side branch may have had another version, which the merge brings.
            if next.before.is_none() && next.after.is_none() {
                continue;
            }
            let target = match next.after {
                Some(after) => Renamed::To {
                    path,
                    blob: after,
                    confidence: 1.0,
                },
                None => renamed(reader, &next.changes, path, *blob, Direction::Forth)?,
            };
            let (to, confidence) = match target {
                Renamed::To {
                    path,
                    blob,
                    confidence,
                } => {
                    let path = Arc::from(path);
                    (Version { path, blob }, confidence)
                }
                Renamed::Unsure(likely) => {
                    let likely: Vec<Arc<str>> = likely.into_iter().map(Arc::from).collect();
                    let text = reader.text(*blob)?;
                    for (index, cursor) in lines.alive.drain(..) {
                        let elsewhere = elsewhere(reader, &next, path, &text, &cursor)
                            .or_else(|| defined(reader, &next, (path, *blob, &text), &cursor));
                        lines.ends[index] = Some(match elsewhere {
                            Some((start, cursor)) => self.on(start, cursor)?,
                            None => End::FileGone(Some(next.cause(reader, path)?), likely.clone()),
                        });
                    }
                    break;
                }
            };
            self.step(&next, &version, &to, &mut lines)?;
            if to.path != version.path {
                let cause = next.cause(reader, &version.path)?;
                for (_, cursor) in &mut lines.alive {
                    cursor.changed = Some(cause);
                    cursor.score = cursor.score.min(confidence);
                }
            }
            version = to;
        }
        self.arrive(&version, &mut lines)?;
        let ends = lines.ends.into_iter();
        Ok(ends.map(|it| it.unwrap_or(End::Gone(None))).collect())
    }

    /// Follows one line on from where it was found in another file.
    fn on(&self, start: Start, cursor: Cursor) -> Result<End, Error> {
        let mut ends = self.go(start, vec![cursor])?;
        Ok(ends.pop().unwrap_or(End::Gone(None)))
    }

    /// Takes all lines of a file over one change of it.
    fn step(
        &self,
        next: &Next,
        from: &Version,
        to: &Version,
        lines: &mut Lines,
    ) -> Result<(), Error> {
        let reader = self.reader;
        if from.blob == to.blob {
            return Ok(());
        }
        let pairs = reader.pairs(from.blob, to.blob)?;
        let mut left = Vec::with_capacity(lines.alive.len());
        // The texts are read only where the diff does not tell.
        let mut compared = None;
        for (index, mut cursor) in lines.alive.drain(..) {
            if let Some(line) = pairs.kept(cursor.line) {
                cursor.line = line;
                left.push((index, cursor));
                continue;
            }
            let (map, old, new) = match &mut compared {
                Some(compared) => compared,
                empty => empty.insert((
                    reader.map(from.blob, to.blob)?,
                    reader.text(from.blob)?,
                    reader.text(to.blob)?,
                )),
            };
            let successor = map.successor(cursor.line);
            let successor = by_symbol(reader, successor, (from, old), (to, new), cursor.line);
            // A line that went to another file whole is believed before an edit that is barely like it.
            if let Successor::Likely { score, .. } = &successor
                && *score < 0.8
                && let Some((start, moved)) = elsewhere(reader, next, &from.path, old, &cursor)
                && moved.score > *score
            {
                lines.ends[index] = Some(self.on(start, moved)?);
                continue;
            }
            match successor {
                Successor::Kept(line) => cursor.line = line,
                Successor::Likely {
                    line,
                    score,
                    rivals,
                } => {
                    if old.bare(cursor.line) != new.bare(line) {
                        let cause = next.cause(reader, &from.path)?;
                        cursor.changed = Some(cause);
                        if alike(old.bare(cursor.line), new.bare(line)) < LEAST_ALIKE {
                            cursor.replaced = cursor.replaced.or(Some(cause));
                        }
                    }
                    cursor.line = line;
                    cursor.score = cursor.score.min(score);
                    let rivals = rivals.into_iter().map(|it| (Arc::clone(&to.path), it));
                    cursor.rivals.extend(rivals);
                }
                Successor::Gone => {
                    let own = (&from.path, from.blob, &**old);
                    let elsewhere = elsewhere(reader, next, &from.path, old, &cursor)
                        .or_else(|| defined(reader, next, own, &cursor));
                    lines.ends[index] = Some(match elsewhere {
                        Some((start, cursor)) => self.on(start, cursor)?,
                        // What went with its successor went when that took its place.
                        None => End::Gone(match cursor.replaced {
                            Some(replaced) => Some(replaced),
                            None => Some(next.cause(reader, &from.path)?),
                        }),
                    });
                    continue;
                }
            }
            left.push((index, cursor));
        }
        lines.alive = left;
        Ok(())
    }

    /// Takes lines from the last commit into the files as they are.
    fn arrive(&self, version: &Version, lines: &mut Lines) -> Result<(), Error> {
        if lines.alive.is_empty() {
            return Ok(());
        }
        let Version { path, blob } = version;
        let alive = std::mem::take(&mut lines.alive);
        let Some(bytes) = self.reader.now(path) else {
            for (index, _) in alive {
                lines.ends[index] = Some(End::FileGone(None, Vec::new()));
            }
            return Ok(());
        };
        let committed = self.reader.text(*blob)?;
        let text = Arc::new(Text::new(&bytes));
        let map = (text.as_str() != committed.as_str())
            .then(|| LineMap::new(Arc::clone(&committed), Arc::clone(&text)));
        for (index, mut cursor) in alive {
            match map.as_ref().map(|it| it.successor(cursor.line)) {
                None => {}
                Some(Successor::Kept(line)) => cursor.line = line,
                Some(Successor::Likely {
                    line,
                    score,
                    rivals,
                }) => {
                    cursor.line = line;
                    cursor.score = cursor.score.min(score);
                    let rivals = rivals.into_iter().map(|it| (Arc::clone(path), it));
                    cursor.rivals.extend(rivals);
                }
                Some(Successor::Gone) => {
                    lines.ends[index] = Some(End::Gone(None));
                    continue;
                }
            }
            lines.ends[index] = Some(End::Here {
                path: Arc::clone(path),
                text: Arc::clone(&text),
                cursor,
            });
        }
        Ok(())
    }

    /// Follows a file up to the last commit and on into the working tree.
    pub(crate) fn follow_file(&self, start: Start) -> Result<FileEnd, Error> {
        let Start {
            mut at,
            mut path,
            mut blob,
        } = start;
        let reader = self.reader;
        let (mut change, mut sure) = (None, 1.0_f32);
        let here = |path, change, confidence| FileEnd::Here {
            path,
            change,
            confidence,
        };
        while let Some(next) = self.chain.next(reader, at, &path)? {
            at = next.at;
            if let Some(after) = next.after {
                blob = after;
                continue;
            }
            if next.before.is_none() {
                continue;
            }
            let cause = next.cause(reader, &path)?;
            match renamed(reader, &next.changes, &path, blob, Direction::Forth)? {
                Renamed::To {
                    path: to,
                    blob: after,
                    confidence,
                } => {
                    change = Some(cause);
                    sure = sure.min(confidence);
                    (path, blob) = (Arc::from(to), after);
                }
                // A file that came back is there.
                Renamed::Unsure(_) if reader.now(&path).is_some() => {
                    return Ok(here(path, change, sure));
                }
                Renamed::Unsure(likely) => {
                    let Some((to, after)) = namesake(reader, &next.changes, next.commit, &path)?
                    else {
                        let likely = likely.into_iter().map(Arc::from);
                        return Ok(FileEnd::Gone(Some(cause), likely.collect()));
                    };
                    change = Some(cause);
                    sure = sure.min(BY_NAME);
                    (path, blob) = (Arc::from(to), after);
                }
            }
        }
        Ok(match reader.now(&path) {
            Some(_) => here(path, change, sure),
            None => FileEnd::Gone(None, Vec::new()),
        })
    }
}

/// Believes the name of a definition before a line that is barely like it: `fn total(items)` is followed by `fn total(items, tax)`.
fn by_symbol(
    reader: &Reader<'_>,
    successor: Successor,
    (from, old): (&Version, &Text),
    (to, new): (&Version, &Text),
    line: usize,
) -> Successor {
    let is_sure = match &successor {
        Successor::Kept(_) => true,
        Successor::Likely { score, rivals, .. } => *score >= 0.8 && rivals.is_empty(),
        Successor::Gone => false,
    };
    if is_sure || is_trivial(old.bare(line)) {
        return successor;
    }
    let before = reader.symbols(Some(from.blob), &from.path, old);
    let name_line = line as u32 + 1;
    let Some(own) = before.iter().find(|it| it.name_line == name_line) else {
        return successor;
    };
    let parent = |symbols: &[Symbol], it: &Symbol| it.parent.map(|it| symbols[it].name.clone());
    let after = reader.symbols(Some(to.blob), &to.path, new);
    let same = |it: &&Symbol| {
        it.name == own.name
            && it.kind == own.kind
            && it.owner == own.owner
            && parent(&after, it) == parent(&before, own)
    };
    let mut found = after.iter().filter(same);
    match (found.next(), found.next()) {
        (Some(only), None) => Successor::Likely {
            line: only.name_line.saturating_sub(1) as usize,
            score: 0.9,
            rivals: Vec::new(),
        },
        _ => successor,
    }
}

/// Looks for a line in the other files that a commit changed: the same text among like surroundings, or one that got a word such as `pub`
/// before it.
fn elsewhere(
    reader: &Reader<'_>,
    next: &Next,
    path: &str,
    text: &Text,
    cursor: &Cursor,
) -> Option<(Start, Cursor)> {
    let bare = text.bare(cursor.line);
    if is_trivial(bare) {
        return None;
    }
    let around = words_around(text, cursor.line);
    let mut found: Vec<(&FileChange, ObjectId, usize, f32)> = Vec::new();
    let others = next.changes.iter().filter(|it| &*it.path != path);
    for change in others.take(MOST_FILES) {
        let Some(after) = change.after else {
            continue;
        };
        let Ok(there) = reader.text(after) else {
            continue;
        };
        if !there.as_str().contains(bare) {
            continue;
        }
        let pairs = match change.before {
            Some(before) => reader.pairs(before, after).ok(),
            None => None,
        };
        let same = |line: &usize| {
            let text = there.bare(*line);
            text == bare || (bare.len() >= LEAST_LED && text.ends_with(bare))
        };
        for line in (0..there.len()).filter(same) {
            // What was there before did not come from here.
            if pairs.as_ref().is_some_and(|it| it.is_old(line)) {
                continue;
            }
            let likeness = cosine(&around, &words_around(&there, line));
            if likeness >= LEAST_AROUND {
                let least = if there.bare(line) == bare { 0.6 } else { 0.4 };
                found.push((change, after, line, least + 0.4 * likeness));
            }
        }
    }
    found.sort_by(|a, b| {
        b.3.total_cmp(&a.3)
            .then_with(|| a.0.path.cmp(&b.0.path))
            .then(a.2.cmp(&b.2))
    });
    let (change, blob, line, score) = found.first()?;
    let mut cursor = cursor.clone();
    cursor.line = *line;
    cursor.score = cursor.score.min(*score);
    cursor.changed = Some(next.commit);
    let rivals = found[1..].iter().take_while(|it| score - it.3 < 0.05);
    cursor
        .rivals
        .extend(rivals.map(|it| (Arc::clone(&it.0.path), it.2)));
    let start = Start {
        at: next.at,
        path: Arc::clone(&change.path),
        blob: *blob,
    };
    Some((start, cursor))
}

/// Looks for a definition in the other files that a commit changed, by its name alone: the only new one of the name and kind.
fn defined(
    reader: &Reader<'_>,
    next: &Next,
    (path, blob, text): (&Arc<str>, ObjectId, &Text),
    cursor: &Cursor,
) -> Option<(Start, Cursor)> {
    let before = reader.symbols(Some(blob), path, text);
    let name_line = cursor.line as u32 + 1;
    let own = before.iter().find(|it| it.name_line == name_line)?;
    if own.parent.is_some() || own.name.len() < LEAST_NAME {
        return None;
    }
    let mut found = None;
    let others = next.changes.iter().filter(|it| *it.path != **path);
    for change in others.take(MOST_FILES) {
        let Some(after) = change.after else {
            continue;
        };
        let there = reader.text(after).ok()?;
        if !is_comparable(&change.path, path) || !there.as_str().contains(&own.name) {
            continue;
        }
        let old = change.before.map(|it| reader.pairs(it, after)).transpose();
        let old = old.ok().flatten();
        let symbols = reader.symbols(Some(after), &change.path, &there);
        let same = symbols.iter().filter(|it| {
            let line = it.name_line.saturating_sub(1) as usize;
            let is_new = old.as_ref().is_none_or(|it| !it.is_old(line));
            (&it.name, it.kind, it.parent) == (&own.name, own.kind, None) && is_new
        });
        for symbol in same {
            if found.is_some() {
                return None;
            }
            let line = symbol.name_line.saturating_sub(1) as usize;
            found = Some((Arc::clone(&change.path), after, line));
        }
    }
    let (path, blob, line) = found?;
    let mut cursor = cursor.clone();
    cursor.line = line;
    cursor.score = cursor.score.min(BY_SYMBOL);
    cursor.changed = Some(next.commit);
    let start = Start {
        at: next.at,
        path,
        blob,
    };
    Some((start, cursor))
}

/// Returns how sure it is that a line of one text is that of another, from the texts alone: both lines and their surroundings.
pub(crate) fn likeness(before: &Text, line: usize, after: &Text, now: usize) -> f32 {
    let around = cosine(&words_around(before, line), &words_around(after, now));
    0.6 * alike(before.bare(line), after.bare(now)) + 0.4 * around
}

/// What became of a file.
pub(crate) enum FileEnd {
    /// It is here now.
    Here {
        path: Arc<str>,
        /// The commit that renamed it last.
        change: Option<CommitId>,
        /// How sure its renames are, from 0 to 1.
        confidence: f32,
    },
    /// A commit deleted it, and may have put in some that are like it; none where the working tree lacks it.
    Gone(Option<CommitId>, Vec<Arc<str>>),
}
