//! Judging references by the history.

use std::sync::{Arc, Mutex, PoisonError};

use gix::ObjectId;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::chain::Chain;
use crate::changes::{Changes, OBJECT_CACHE, to_file};
use crate::claim::Claim;
use crate::follow::{Cursor, End, Now, Start, follow, follow_file, likeness};
use crate::graph::{CommitId, Graph, Step};
use crate::history::{Error, History, Revision};
use crate::line_map::{LineMap, Successor};
use crate::locate::{Located, locate, section_line, symbol_line};
use crate::origin::{Needle, Origin, origins};
use crate::store::{Reader, Store};
use crate::text::{Text, is_trivial};
use crate::verdict::{Base, Judgement, Place, Verdict};

/// How many candidates are named.
const MOST_NAMED: usize = 8;

/// The history of a repository, read once, that references are judged by.
#[derive(Debug)]
pub struct Drift<'a> {
    history: &'a History,
    store: Store,
    chains: Mutex<FxHashMap<CommitId, Option<Arc<Chain>>>>,
}

/// A plan whose references are judged.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Its path, relative to the folder that the history was opened at.
    pub path: String,
    /// Its bytes as they are.
    pub bytes: Vec<u8>,
    /// Its references.
    pub claims: Vec<Claim>,
}

impl<'a> Drift<'a> {
    /// Reads which files each commit behind `HEAD` changed.
    pub fn open(history: &'a History) -> Result<Self, Error> {
        let mut local = history.repository.to_thread_local();
        local.object_cache_size_if_unset(OBJECT_CACHE);
        // A repository without commits has an empty history.
        let head = local.head_id().ok().map(gix::Id::detach);
        let graph = match head {
            Some(head) => Graph::read(&local, head)?,
            None => Graph::default(),
        };
        let changes = Changes::read(&history.repository, &graph)?;
        Ok(Self {
            history,
            store: Store::new(graph, changes),
            chains: Mutex::default(),
        })
    }

    /// Returns how many commits there are.
    pub fn commits(&self) -> usize {
        self.store.graph.len()
    }

    /// Judges the references of many plans at once; the answers are in the order of the questions.
    ///
    /// `now` gives the bytes of a file as it is, by its path.
    pub fn judge(&self, asked: &[Asked], now: &Now<'_>) -> Result<Vec<Vec<Judgement>>, Error> {
        let local = || {
            let mut local = self.history.repository.to_thread_local();
            local.object_cache_size_if_unset(OBJECT_CACHE);
            local
        };
        let prefix = self.history.prefix.as_str();
        let full_now = |path: &str| now(path.strip_prefix(prefix)?);
        asked
            .par_iter()
            .map_init(local, |local, asked| {
                let reader = Reader {
                    store: &self.store,
                    local: local.clone(),
                };
                self.judge_plan(&reader, asked, &full_now)
            })
            .collect()
    }

    /// Returns a way into what was read.
    pub(crate) fn reader(&self) -> Reader<'_> {
        let mut local = self.history.repository.to_thread_local();
        local.object_cache_size_if_unset(OBJECT_CACHE);
        Reader {
            store: &self.store,
            local,
        }
    }

    fn judge_plan(
        &self,
        reader: &Reader<'_>,
        asked: &Asked,
        now: &Now<'_>,
    ) -> Result<Vec<Judgement>, Error> {
        let text = Arc::new(Text::new(&asked.bytes));
        let needles: Vec<Needle> = asked
            .claims
            .iter()
            .map(|it| Needle {
                line: it.line_in_plan,
                parts: it.parts.clone(),
            })
            .collect();
        let path = format!("{}{}", self.history.prefix, asked.path);
        let origins = origins(reader, &path, &text, &needles)?;
        // Lines of one file at one commit go together.
        let mut judged: Vec<Option<Judgement>> = vec![None; asked.claims.len()];
        let mut groups: FxHashMap<(CommitId, Arc<str>, ObjectId), Vec<usize>> =
            FxHashMap::default();
        for (index, (claim, origin)) in asked.claims.iter().zip(&origins).enumerate() {
            match self.base(reader, claim, *origin, now)? {
                Found::Answer(mut answer) => {
                    answer.written = answer.written.or(self.revision(*origin));
                    judged[index] = Some(answer);
                }
                Found::File { commit, path, blob } => {
                    groups.entry((commit, path, blob)).or_default().push(index);
                }
            }
        }
        let mut groups: Vec<_> = groups.into_iter().collect();
        groups.sort_by(|a, b| a.1.cmp(&b.1));
        for ((commit, path, blob), members) in groups {
            let claims: Vec<&Claim> = members.iter().map(|it| &asked.claims[*it]).collect();
            let answers = self.judge_group(reader, commit, &path, blob, &claims, now)?;
            for (index, mut answer) in members.into_iter().zip(answers) {
                answer.written = self.revision(origins[index]);
                // What was written before a shallow clone begins is measured from its first commit, for want of a better one.
                if self.is_boundary(origins[index]) {
                    answer.confidence = answer.confidence.min(0.5);
                }
                judged[index] = Some(answer);
            }
        }
        Ok(judged
            .into_iter()
            .map(|it| it.unwrap_or_else(|| Judgement::bare(Verdict::NeverExisted)))
            .collect())
    }

    fn revision(&self, origin: Origin) -> Option<Revision> {
        match origin {
            Origin::Commit(commit) => Some(Revision(self.store.graph.commit(commit).id)),
            Origin::WorkTree => None,
        }
    }

    fn is_boundary(&self, origin: Origin) -> bool {
        match origin {
            Origin::Commit(commit) => self.store.graph.commit(commit).is_boundary,
            Origin::WorkTree => false,
        }
    }

    /// Returns a path as it is shown: relative to the folder that the history was opened at.
    pub(crate) fn shown(&self, path: &str) -> String {
        let inner = path.strip_prefix(&self.history.prefix);
        inner.unwrap_or(path).to_owned()
    }

    /// Finds the file that a claim meant, in the version in front of its author.
    fn base(
        &self,
        reader: &Reader<'_>,
        claim: &Claim,
        origin: Origin,
        now: &Now<'_>,
    ) -> Result<Found, Error> {
        let named = claim.accepted.as_ref().or(claim.revision.as_ref());
        let named = named.and_then(|it| self.history.revision(it).ok());
        let commit = match (named.and_then(|it| reader.graph().find(it.0)), origin) {
            (Some(named), _) => named,
            (None, Origin::Commit(commit)) => commit,
            (None, Origin::WorkTree) => return Ok(Found::Answer(self.as_it_is(claim, now))),
        };
        let mut commits = vec![commit];
        if named.is_none() {
            commits.extend(reader.graph().commit(commit).parents.first());
        }
        let mut candidates = Vec::new();
        let mut fits: Vec<(CommitId, Arc<str>, ObjectId)> = Vec::new();
        for commit in commits {
            // The tree before is asked only where the commit changed the file.
            if let Some((_, path, _)) = fits.first()
                && !Self::changed(reader, fits[0].0, path)?
            {
                break;
            }
            match self.resolve(reader, claim, commit)? {
                Resolved::One(path, blob) => fits.push((commit, path, blob)),
                Resolved::Several(paths) if candidates.is_empty() => candidates = paths,
                Resolved::Several(_) | Resolved::None => {}
            }
        }
        let best = Self::sensible(reader, claim, fits)?;
        if let Some((commit, path, blob)) = best {
            return Ok(Found::File { commit, path, blob });
        }
        let place = |path: String| Place {
            path,
            line: None,
            end_line: None,
        };
        let verdict = if candidates.is_empty() {
            Verdict::NeverExisted
        } else {
            Verdict::Ambiguous
        };
        let mut answer = Judgement::bare(verdict);
        answer.base = Some(Base::Commit(Revision(reader.graph().commit(commit).id)));
        candidates.truncate(MOST_NAMED);
        answer.candidates = candidates.into_iter().map(place).collect();
        if verdict == Verdict::NeverExisted {
            // What came later is what the plan foresaw, or a file of the same name.
            let later = claim.paths.iter().find(|it| now(&self.full(it)).is_some());
            answer.candidates.extend(later.cloned().map(place));
        }
        Ok(Found::Answer(answer))
    }

    pub(crate) fn full(&self, path: &str) -> String {
        format!("{}{path}", self.history.prefix)
    }

    /// Returns whether a commit changed a file against its first parent.
    fn changed(reader: &Reader<'_>, commit: CommitId, path: &str) -> Result<bool, Error> {
        let changes = reader.changes(Step { commit, parent: 0 })?;
        Ok(to_file(&changes, path).is_some())
    }

    /// Returns the version that makes sense of a claim: that of the commit, unless only the one before it does.
    fn sensible(
        reader: &Reader<'_>,
        claim: &Claim,
        fits: Vec<(CommitId, Arc<str>, ObjectId)>,
    ) -> Result<Option<(CommitId, Arc<str>, ObjectId)>, Error> {
        let mut best = None;
        for fit in fits {
            let text = reader.text(fit.2)?;
            let sense = sense(&text, &fit.1, claim);
            if best.as_ref().is_none_or(|(most, _)| sense > *most) {
                best = Some((sense, fit));
            }
        }
        Ok(best.map(|it| it.1))
    }

    fn resolve(
        &self,
        reader: &Reader<'_>,
        claim: &Claim,
        commit: CommitId,
    ) -> Result<Resolved, Error> {
        for path in &claim.paths {
            let full = self.full(path);
            if let Some(blob) = reader.blob(commit, &full)? {
                return Ok(Resolved::One(full.into(), blob));
            }
        }
        let Some(suffix) = &claim.suffix else {
            return Ok(Resolved::None);
        };
        let mut found = Vec::new();
        for path in self.store.changes.ending_with(suffix) {
            if let Some(blob) = reader.blob(commit, path)? {
                found.push((path, blob));
            }
        }
        if let [(path, blob)] = found.as_slice() {
            return Ok(Resolved::One((*path).into(), *blob));
        }
        if found.is_empty() {
            return Ok(Resolved::None);
        }
        Ok(Resolved::Several(
            found.iter().map(|(path, _)| self.shown(path)).collect(),
        ))
    }

    /// Judges a reference that was not committed yet by the files as they are.
    fn as_it_is(&self, claim: &Claim, now: &Now<'_>) -> Judgement {
        let mut answer = Judgement::bare(Verdict::NeverExisted);
        answer.base = Some(Base::WorkTree);
        let found = claim
            .paths
            .iter()
            .find_map(|path| Some((path, now(&self.full(path))?)));
        let Some((path, bytes)) = found else {
            return answer;
        };
        let text = Text::new(&bytes);
        let (line, end_line) = match locate(&text, path, claim) {
            Located::File => (None, None),
            Located::Lines(line, end) => (Some(line), end),
            Located::Nowhere => return answer,
        };
        let place = place(path.clone(), line, end_line);
        answer.text_then = line.map(|it| text.line(it).to_owned());
        answer.verdict = Verdict::Unchanged;
        answer.then = Some(place.clone());
        answer.now = Some(place);
        answer.confidence = 1.0;
        answer
    }

    pub(crate) fn chain(&self, commit: CommitId) -> Option<Arc<Chain>> {
        let mut chains = self.chains.lock().unwrap_or_else(PoisonError::into_inner);
        let make = || self.store.graph.chain(commit);
        chains
            .entry(commit)
            .or_insert_with(|| make().map(Chain::new).map(Arc::new))
            .clone()
    }

    fn judge_group(
        &self,
        reader: &Reader<'_>,
        commit: CommitId,
        path: &Arc<str>,
        blob: ObjectId,
        claims: &[&Claim],
        now: &Now<'_>,
    ) -> Result<Vec<Judgement>, Error> {
        let text = reader.text(blob)?;
        let base = Base::Commit(Revision(reader.graph().commit(commit).id));
        let mut lines = Vec::new();
        let mut located = Vec::new();
        for claim in claims {
            let at = locate(&text, path, claim);
            let start = lines.len();
            match &at {
                // A file without a line is followed by its name: any line would do, and none may be there.
                Located::File | Located::Nowhere => {}
                Located::Lines(first, last) => {
                    lines.push(*first);
                    lines.push(last.unwrap_or(*first));
                    let within = first + 1..last.unwrap_or(*first);
                    let near_start = within.clone().take(INNER);
                    let near_end = within.rev().take(INNER);
                    lines.extend(near_start.chain(near_end));
                }
            }
            located.push((at, start..lines.len(), *claim));
        }
        let Some(chain) = self.chain(commit) else {
            return Ok(claims
                .iter()
                .map(|_| Judgement::bare(Verdict::NeverExisted))
                .collect());
        };
        let start = Start {
            at: 0,
            path: Arc::clone(path),
            blob,
        };
        let ends = follow(reader, &chain, start.clone(), &lines, now)?;
        let asks_file = located.iter().any(|it| it.0 == Located::File);
        let file = asks_file
            .then(|| follow_file(reader, &chain, start, now))
            .transpose()?;
        let mut answers = Vec::new();
        for (at, range, claim) in located {
            let mut answer = Judgement::bare(Verdict::NeverExisted);
            answer.base = Some(base);
            match at {
                Located::Nowhere => {
                    answer.then = Some(place(self.shown(path), None, None));
                }
                Located::File => {
                    answer.then = Some(place(self.shown(path), None, None));
                    answer.confidence = 1.0;
                    match &file {
                        Some(Ok((now_path, change))) => {
                            answer.verdict = if now_path == path {
                                Verdict::Unchanged
                            } else {
                                Verdict::Renamed
                            };
                            answer.change = change.map(|it| self.id(it));
                            answer.now = Some(place(self.shown(now_path), None, None));
                        }
                        Some(Err(change)) => {
                            answer.verdict = Verdict::FileGone;
                            answer.change = change.map(|it| self.id(it));
                        }
                        None => {}
                    }
                }
                Located::Lines(first, last) => {
                    answer.then = Some(place(self.shown(path), Some(first), last));
                    answer.text_then = Some(text.line(first).to_owned());
                    let trail = Trail {
                        blob,
                        text: &text,
                        path,
                        first,
                        last,
                        lines: &lines[range.clone()],
                        ends: &ends[range],
                    };
                    self.conclude(&trail, &mut answer);
                    if claim.line.is_none() {
                        by_name(claim, path, &trail, &mut answer);
                    }
                    self.came_back(reader, &trail, now, &mut answer);
                }
            }
            answers.push(answer);
        }
        Ok(answers)
    }

    pub(crate) fn id(&self, commit: CommitId) -> Revision {
        Revision(self.store.graph.commit(commit).id)
    }

    /// Says what became of lines from where each of them ended.
    fn conclude(&self, trail: &Trail<'_>, answer: &mut Judgement) {
        let Some(first) = trail.ends.first() else {
            return;
        };
        let survivor = trail.survivor();
        let Some((path, text, cursor, line)) = survivor else {
            let (verdict, change) = match first {
                End::FileGone(change) => (Verdict::FileGone, change),
                End::Gone(change) => (Verdict::Deleted, change),
                End::Here { .. } => return,
            };
            answer.verdict = verdict;
            answer.change = change.map(|it| self.id(it));
            answer.confidence = 0.9;
            return;
        };
        let end_line = trail.last.map(|last| trail.end_line(path, line, last));
        let end_line = end_line.map(|it| it.min(text.len().saturating_sub(1)));
        answer.now = Some(place(self.shown(path), Some(line), end_line));
        answer.change = cursor.changed.map(|it| self.id(it));
        let same_start = trail.text.bare(trail.first) == text.bare(line);
        let same_end = match (trail.last, end_line) {
            (Some(last), Some(now)) => trail.text.bare(last) == text.bare(now),
            _ => true,
        };
        let stands_still = line == trail.first && end_line == trail.last;
        answer.verdict = if !same_start {
            Verdict::Edited
        } else if **path != **trail.path {
            if self.is_there(trail.path) {
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
        let end_is_alike = ends.is_none_or(|(last, now)| {
            !is_trivial(trail.text.bare(last))
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
            answer.confidence = 0.6;
        }
    }

    /// Looks once more for a line that was taken away in a file that is there: what was reverted, or deleted and brought back.
    fn came_back(
        &self,
        reader: &Reader<'_>,
        trail: &Trail<'_>,
        now: &Now<'_>,
        answer: &mut Judgement,
    ) {
        let is_lost = matches!(answer.verdict, Verdict::Deleted | Verdict::FileGone);
        let bare = trail.text.bare(trail.first);
        if !is_lost {
            return;
        }
        let Some(bytes) = now(trail.path) else {
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

    /// Returns whether the last commit has a file at a path.
    fn is_there(&self, path: &str) -> bool {
        let graph = &self.store.graph;
        let Some(head) = graph.ids().last() else {
            return false;
        };
        self.reader().blob(head, path).is_ok_and(|it| it.is_some())
    }
}

/// The least confidence in the successor of an edited line, by what a sample of real ones showed: below it most were wrong.
const LEAST_EDITED: f32 = 0.37;

/// How alike a line that stands several times and its surroundings must be at both ends of the way to be believed.
const LEAST_DIRECT: f32 = 0.9;

/// How many lines next to either end of a range are followed too.
const INNER: usize = 4;

/// What a claim leads to in a version.
enum Resolved {
    One(Arc<str>, ObjectId),
    Several(Vec<String>),
    None,
}

/// What a claim is measured against.
enum Found {
    /// Nothing: it is answered already.
    Answer(Judgement),
    File {
        commit: CommitId,
        path: Arc<str>,
        blob: ObjectId,
    },
}

/// The lines of one reference and where each ended.
struct Trail<'a> {
    blob: ObjectId,
    text: &'a Text,
    path: &'a Arc<str>,
    first: usize,
    last: Option<usize>,
    /// The first, the last, and some between.
    lines: &'a [usize],
    ends: &'a [End],
}

impl Trail<'_> {
    /// Returns the first line's place, or that of the first line of the range that is left; none where less than half of them is.
    fn survivor(&self) -> Option<(&Arc<str>, &Arc<Text>, &Cursor, usize)> {
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
        let (line, path, text, cursor) = here.first().copied()?;
        let is_left = line == self.first || 2 * here.len() >= self.lines.len();
        is_left.then_some((path, text, cursor, cursor.line))
    }

    /// Returns where the last line is: its own place, or what is left of the lines before it.
    fn end_line(&self, path: &Arc<str>, start: usize, last: usize) -> usize {
        let mut here: Vec<(usize, usize)> = self
            .lines
            .iter()
            .zip(self.ends)
            .filter_map(|(line, end)| match end {
                End::Here {
                    path: it, cursor, ..
                } if it == path => Some((*line, cursor.line)),
                _ => None,
            })
            .collect();
        here.sort_unstable();
        match here.last() {
            // What stood after the last line that is left may be there in another form.
            Some((line, now)) => start.max(now + (last - line)),
            None => start + (last - self.first),
        }
    }
}

/// Judges a reference by name: the line of its definition does not matter, as long as there is one.
fn by_name(claim: &Claim, path: &str, trail: &Trail<'_>, answer: &mut Judgement) {
    let Some((now_path, text, _, line)) = trail.survivor() else {
        return;
    };
    let named = match (&claim.symbol, &claim.anchor) {
        (Some(symbol), _) => symbol_line(text, now_path, symbol),
        (None, Some(anchor)) => section_line(text, now_path, anchor),
        (None, None) => Some(line),
    };
    let Some(named) = named else {
        // It goes by another name now.
        answer.verdict = Verdict::Edited;
        answer.text_now = Some(text.line(line).to_owned());
        return;
    };
    if let Some(now) = &mut answer.now {
        now.line = Some(named as u32 + 1);
    }
    answer.candidates.clear();
    answer.text_now = None;
    answer.confidence = answer.confidence.max(0.95);
    answer.verdict = if **now_path == *path {
        Verdict::Unchanged
    } else {
        Verdict::Renamed
    };
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

/// Returns how well a version fits what the plan says of it.
fn sense(text: &Text, path: &str, claim: &Claim) -> usize {
    let (first, last) = match locate(text, path, claim) {
        Located::Nowhere => return 0,
        Located::File => return 2,
        Located::Lines(first, last) => (first, last.unwrap_or(first)),
    };
    let spoken = usize::from(!is_trivial(text.bare(first)));
    let near = first.saturating_sub(1)..(last + 2).min(first + 40).min(text.len());
    let said = |hint: &&String| near.clone().any(|at| text.line(at).contains(hint.as_str()));
    1 + spoken + claim.hints.iter().filter(said).count()
}

/// Makes a place; lines are counted from 0 here.
fn place(path: String, line: Option<usize>, end_line: Option<usize>) -> Place {
    let from_one = |it: usize| it as u32 + 1;
    Place {
        path,
        line: line.map(from_one),
        end_line: end_line.map(from_one),
    }
}
