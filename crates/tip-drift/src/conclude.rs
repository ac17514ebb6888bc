//! What became of a reference, from where each of its lines ended.

use std::sync::Arc;

use gix::ObjectId;

use crate::claim::Claim;
use crate::drift::{Drift, MOST_NAMED, place};
use crate::follow::{Cursor, End, likeness};
use crate::line_map::{LineMap, Successor, alike};
use crate::locate::{Version, section_line, symbol_line};
use crate::store::Reader;
use crate::symbol::Symbol;
use crate::text::{Text, is_trivial};
use crate::trace::Reach;
use crate::verdict::{Judgement, Place, Verdict};

/// The least confidence in the successor of an edited line, by what a sample of real ones showed: below it most were wrong.
const LEAST_EDITED: f32 = 0.37;

/// How alike a line must be to the first of a range to begin it, where the diff pairs only later ones.
const LEAST_START: f32 = 0.4;

/// How alike it must be where it stands at another distance from them.
const LEAST_START_NEAR: f32 = 0.5;

/// How many times as long as it was a range may be, and how many lines more.
const MOST_GROWN: usize = 3;
const MOST_ADDED: usize = 20;

/// How alike a line that stands several times and its surroundings must be at both ends of the way to be believed.
const LEAST_DIRECT: f32 = 0.9;

/// The lines of one reference and where each ended.
pub(crate) struct Trail<'a> {
    pub(crate) blob: ObjectId,
    pub(crate) text: &'a Text,
    pub(crate) path: &'a Arc<str>,
    pub(crate) first: usize,
    pub(crate) last: Option<usize>,
    /// The first, the last, and some between.
    pub(crate) lines: &'a [usize],
    pub(crate) ends: &'a [End],
}

/// The first line of a reference that is left.
struct Survivor<'a> {
    /// Where it was.
    line: usize,
    path: &'a Arc<str>,
    text: &'a Arc<Text>,
    cursor: &'a Cursor,
}

impl Trail<'_> {
    /// Returns the first line's place, or that of the first line of the range that is left; none where less than half of them is. A line
    /// that says nothing does not tell where a range begins, as long as one that says something is left.
    fn survivor(&self) -> Option<Survivor<'_>> {
        let mut here: Vec<_> = self
            .lines
            .iter()
            .zip(self.ends)
            .filter_map(|(line, end)| match end {
                End::Here { path, text, cursor } => Some((*line, path, text, cursor)),
                _ => None,
            })
            .collect();
        here.sort_by_key(|it| it.0);
        let tells =
            |it: &&(usize, &Arc<str>, &Arc<Text>, &Cursor)| !is_trivial(self.text.bare(it.0));
        let (line, path, text, cursor) = here.iter().find(tells).or(here.first()).copied()?;
        let is_left = here[0].0 == self.first || 2 * here.len() >= self.lines.len();
        is_left.then_some(Survivor {
            line,
            path,
            text,
            cursor,
        })
    }

    /// Returns where the reference starts: at its first line, or where one much like it stands above the first that is left: as far
    /// above as it was, or else near there.
    fn start(&self, survivor: &Survivor<'_>) -> usize {
        let now = survivor.cursor.line;
        let above = survivor.line - self.first;
        let was = self.text.bare(self.first);
        let is = |at: usize| survivor.text.bare(at);
        if above == 0 {
            return now;
        }
        if let Some(start) = now.checked_sub(above)
            && (was == is(start) || !is_trivial(was) && alike(was, is(start)) >= LEAST_START)
        {
            return start;
        }
        if is_trivial(was) {
            // A bracket or a blank is believed as far as it stands where it may.
            let own = self
                .lines
                .iter()
                .zip(self.ends)
                .find_map(|(line, end)| match end {
                    End::Here { path, cursor, .. }
                        if *line == self.first && path == survivor.path =>
                    {
                        Some(cursor.line)
                    }
                    _ => None,
                });
            let is_near = |it: &usize| *it < now && now - it <= 2 * above + 2;
            return own.filter(is_near).unwrap_or(now);
        }
        let near = now.saturating_sub(2 * above + 2)..now;
        let near = near.map(|at| (alike(was, is(at)), at));
        let best = near.max_by(|a, b| a.0.total_cmp(&b.0));
        best.filter(|it| it.0 >= LEAST_START_NEAR)
            .map_or(now, |it| it.1)
    }

    /// Returns where the last line is, and whether more than its text tells so: the end of the definition that the reference is all of,
    /// its own place, or what is left of the lines before it.
    fn end_line(
        &self,
        reader: &Reader<'_>,
        survivor: &Survivor<'_>,
        start: usize,
        last: usize,
    ) -> (usize, bool) {
        let length = last - self.first;
        let stands = |(line, end): (&usize, &End)| match end {
            End::Here { path, cursor, .. } => {
                path == survivor.path && cursor.line + self.first == line + start
            }
            _ => false,
        };
        // Nothing came between.
        if self.lines.iter().zip(self.ends).all(stands) {
            return (start + length, true);
        }
        if let Some(end) = self.definition_end(reader, survivor, start, last) {
            return (end, true);
        }
        let mut here: Vec<(usize, usize)> = self
            .lines
            .iter()
            .zip(self.ends)
            .filter_map(|(line, end)| match end {
                // What went far from the start is no longer part of it.
                End::Here { path, cursor, .. }
                    if path == survivor.path
                        && cursor.line >= start
                        && cursor.line - start <= MOST_GROWN * length + MOST_ADDED =>
                {
                    Some((*line, cursor.line))
                }
                _ => None,
            })
            .collect();
        here.sort_unstable();
        // What stood after the last line that is left may be there in another form.
        let ends = |&(line, now): &(usize, usize)| start.max(now + (last - line));
        let is_same = |end: &usize| survivor.text.bare(*end) == self.text.bare(last);
        let tells = |it: &&(usize, usize)| !is_trivial(self.text.bare(it.0));
        let told = here.iter().rev().find(tells).map(ends).filter(is_same);
        let end = told.or(here.last().map(ends)).unwrap_or(start + length);
        (end, false)
    }

    /// Returns the last line of the definition that starts here, where the reference is all of one.
    fn definition_end(
        &self,
        reader: &Reader<'_>,
        survivor: &Survivor<'_>,
        start: usize,
        last: usize,
    ) -> Option<usize> {
        let begins =
            |it: &Symbol, line: usize| (it.lines.start..=it.name_line).contains(&(line as u32 + 1));
        let before = reader.symbols(Some(self.blob), self.path, self.text);
        let is_whole = |it: &&Symbol| begins(it, self.first) && it.lines.end == last as u32 + 2;
        let own = before.iter().find(is_whole)?;
        let after = reader.symbols(None, survivor.path, survivor.text);
        let same = after
            .iter()
            .find(|it| it.kind == own.kind && begins(it, start))?;
        (same.lines.end as usize).checked_sub(2)
    }
}

impl Drift<'_> {
    /// Says what became of lines from where each of them ended.
    pub(crate) fn conclude(&self, reader: &Reader<'_>, trail: &Trail<'_>, answer: &mut Judgement) {
        let Some(first) = trail.ends.first() else {
            return;
        };
        let Some(survivor) = trail.survivor() else {
            let (verdict, change) = match first {
                End::FileGone(change, likely) => {
                    answer.candidates = self.likely(reader, likely);
                    if answer.candidates.is_empty() {
                        answer
                            .candidates
                            .extend(self.namesake_now(reader, trail.path));
                    }
                    (Verdict::FileGone, change)
                }
                End::Gone(change) => (Verdict::Deleted, change),
                End::Here { .. } => return,
            };
            answer.verdict = verdict;
            answer.change = change.map(|it| reader.id(it));
            answer.confidence = 0.9;
            return;
        };
        let line = trail.start(&survivor);
        let end = trail
            .last
            .map(|last| trail.end_line(reader, &survivor, line, last));
        let (end_line, end_is_told) = (end.map(|it| it.0), end.is_none_or(|it| it.1));
        let Survivor {
            path, text, cursor, ..
        } = survivor;
        let end_line = end_line.map(|it| it.min(text.len().saturating_sub(1)));
        answer.now = Some(place(self.shown(path), Some(line), end_line));
        answer.change = cursor.changed.map(|it| reader.id(it));
        let same_start = trail.text.bare(trail.first) == text.bare(line);
        let same_end = match (trail.last, end_line) {
            (Some(last), Some(now)) => trail.text.bare(last) == text.bare(now),
            _ => true,
        };
        let stands_still = line == trail.first && end_line == trail.last;
        answer.verdict = if !same_start {
            Verdict::Edited
        } else if **path != **trail.path {
            if reader.blob_at_head(trail.path).is_ok_and(|it| it.is_some()) {
                Verdict::Moved
            } else {
                Verdict::Renamed
            }
        } else if stands_still {
            Verdict::Unchanged
        } else {
            Verdict::Moved
        };
        if !same_start {
            answer.text_now = Some(text.line(line).to_owned());
        }
        let direct = likeness(trail.text, trail.first, text, line);
        answer.confidence = confidence(cursor, direct, trail.text, trail.first, text);
        // A range whose last line has another text may end elsewhere, and one whose first line is gone begin elsewhere.
        let ends = trail.last.zip(end_line);
        let end_is_alike = end_is_told
            || ends.is_none_or(|(last, now)| {
                is_only(trail.text, last) && is_only(text, now)
                    || likeness(trail.text, last, text, now) >= LEAST_DIRECT
            });
        if !same_end || !end_is_alike || !matches!(first, End::Here { .. }) {
            answer.confidence = answer.confidence.min(0.8);
        }
        let rivals = cursor.rivals.iter().take(MOST_NAMED);
        answer.candidates = rivals
            .map(|(path, line)| place(self.shown(path), Some(*line), None))
            .collect();
        if !answer.candidates.is_empty() && cursor.score < 1.0 {
            answer.verdict = Verdict::Ambiguous;
            answer.confidence = answer.confidence.min(0.5);
            let now = answer.now.clone();
            answer.candidates.splice(0..0, now);
        } else if answer.verdict == Verdict::Edited && answer.confidence < LEAST_EDITED {
            // The likeliest line is too unlike to be called a successor: somebody may look at it.
            answer.verdict = Verdict::Deleted;
            answer.candidates.extend(answer.now.take());
            answer.text_now = None;
            if let Some(replaced) = cursor.replaced {
                answer.change = Some(reader.id(replaced));
            }
            answer.confidence = 0.6;
        }
    }

    /// Returns those of the files that may be one that is gone which are there now.
    pub(crate) fn likely(&self, reader: &Reader<'_>, files: &[Arc<str>]) -> Vec<Place> {
        let there = files.iter().filter(|it| reader.now(it).is_some());
        there
            .take(MOST_NAMED)
            .map(|it| place(self.shown(it), None, None))
            .collect()
    }

    /// Returns the only file that is there now and bears the name of one that is gone.
    pub(crate) fn namesake_now(&self, reader: &Reader<'_>, path: &str) -> Option<Place> {
        let name = path.rsplit('/').next().unwrap_or(path);
        // Another commit may bring another file of the name.
        reader.trace.borrow_mut().narrow(Reach::Here);
        let all = reader.store.changes.ending_with(name);
        let mut there = all.filter(|it| reader.now(it).is_some());
        let only = there.next().filter(|_| there.next().is_none())?;
        Some(place(self.shown(only), None, None))
    }

    /// Looks once more for a line that was taken away in a file that is there: what was reverted, or deleted and brought back.
    pub(crate) fn came_back(&self, reader: &Reader<'_>, trail: &Trail<'_>, answer: &mut Judgement) {
        let is_lost = matches!(answer.verdict, Verdict::Deleted | Verdict::FileGone);
        let bare = trail.text.bare(trail.first);
        if !is_lost {
            return;
        }
        let Some(bytes) = reader.now(trail.path) else {
            return;
        };
        answer.verdict = Verdict::Deleted;
        let text = Arc::new(Text::new(&bytes));
        if is_trivial(bare) || !text.as_str().contains(bare) {
            return;
        }
        let Ok(then) = reader.text(trail.blob) else {
            return;
        };
        let map = LineMap::new(then, Arc::clone(&text));
        let (line, score) = match map.successor(trail.first) {
            Successor::Kept(line) => (line, 1.0),
            Successor::Likely {
                line,
                score,
                rivals,
            } if rivals.is_empty() => (line, score),
            _ => return,
        };
        let direct = likeness(trail.text, trail.first, &text, line);
        if text.bare(line) != bare || direct < 0.8 {
            return;
        }
        let length = trail.last.map(|it| it - trail.first);
        let end_line = length.map(|it| (line + it).min(text.len() - 1));
        answer.verdict = if line == trail.first {
            Verdict::Unchanged
        } else {
            Verdict::Moved
        };
        answer.now = Some(place(self.shown(trail.path), Some(line), end_line));
        answer.confidence = (0.85 * score).min(direct);
    }
}

/// Judges a reference by name: the line of its definition does not matter, as long as there is one.
pub(crate) fn by_name(
    reader: &Reader<'_>,
    claim: &Claim,
    trail: &Trail<'_>,
    answer: &mut Judgement,
) {
    let Some(survivor) = trail.survivor() else {
        return;
    };
    let Survivor {
        path: now_path,
        text,
        cursor,
        ..
    } = survivor;
    let version = Version {
        path: now_path,
        text,
        blob: None,
    };
    let named = match (&claim.symbol, &claim.anchor) {
        (Some(symbol), _) => symbol_line(reader, version, symbol),
        (None, Some(anchor)) => section_line(reader, version, anchor),
        (None, None) => Some(cursor.line),
    };
    let Some(named) = named else {
        // It goes by another name now.
        answer.verdict = Verdict::Edited;
        answer.text_now = Some(text.line(cursor.line).to_owned());
        return;
    };
    if let Some(now) = &mut answer.now {
        now.line = Some(named as u32 + 1);
    }
    answer.candidates.clear();
    answer.text_now = None;
    answer.verdict = if now_path == trail.path {
        answer.confidence = answer.confidence.max(0.95);
        Verdict::Unchanged
    } else {
        // A name alone does not tell that it is the same thing: how sure that is, the way of its line says.
        Verdict::Renamed
    };
}

/// Returns whether a line says something that no other line of its text says.
fn is_only(text: &Text, line: usize) -> bool {
    let bare = text.bare(line);
    let same = text.bare_lines().filter(|it| *it == bare);
    !is_trivial(bare) && same.take(2).count() == 1
}

/// Returns how sure it is that a line went where the history says, from 0 to 1.
fn confidence(cursor: &Cursor, direct: f32, before: &Text, line: usize, after: &Text) -> f32 {
    if cursor.score < 1.0 {
        return cursor.score * (0.5 + 0.5 * direct);
    }
    // Every diff on the way left the line alone; what may be wrong is which of several equal lines was paired.
    let bare = before.bare(line);
    let is_unique = |text: &Text| text.bare_lines().filter(|it| *it == bare).take(2).count() == 1;
    if is_trivial(bare) {
        // A blank line or a bracket is its surroundings and nothing else.
        (0.6 + 0.3 * direct).min(0.85)
    } else if is_unique(before) && is_unique(after) {
        1.0
    } else if direct >= LEAST_DIRECT {
        direct
    } else {
        (0.95 * direct).min(0.85)
    }
}
