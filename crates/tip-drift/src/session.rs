//! Judging references, with the answers of earlier runs that still hold.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

use gix::ObjectId;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::cache::{Answer, Book, Row, Texts};
use crate::changes::tree_changes;
use crate::drift::{Asked, Drift};
use crate::follow::Now;
use crate::history::Error;
use crate::store::{Reader, content_id, lock};
use crate::trace::{Reach, Trace};
use crate::verdict::Judgement;

/// How many commits may lie between where `HEAD` stood and where it stands, on either side: beyond them all is judged anew.
const MOST_STEPS: usize = 2_000;

/// References are judged, by several threads, while the history and the files stay as they are.
pub struct Session<'a> {
    drift: &'a Drift<'a>,
    now: &'a Now<'a>,
    book: Book,
    /// What was found out since, by the path of the plan.
    news: Mutex<FxHashMap<String, Row>>,
    /// The contents of the files as they are, as far as they were asked for.
    contents: Mutex<FxHashMap<String, Option<ObjectId>>>,
    /// What lies between other commits and `HEAD`; `None` where too much does.
    between: Mutex<FxHashMap<ObjectId, Option<Arc<Between>>>>,
}

impl fmt::Debug for Session<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").finish_non_exhaustive()
    }
}

/// What lies between a commit and `HEAD`.
#[derive(Debug, Default)]
struct Between {
    /// The files that are not the same all the way.
    touched: FxHashSet<Arc<str>>,
    /// Whether `HEAD` follows the commit, along first parents.
    onward: bool,
}

/// What an earlier run left of the answers for one plan.
#[derive(Debug)]
pub(crate) struct Remains {
    pub(crate) answers: Vec<Option<Answer>>,
    /// Which of them still hold.
    pub(crate) holds: Vec<bool>,
    /// Whether they were given for this very commit.
    is_current: bool,
}

/// What the answers for a plan are known by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    pub(crate) plan: ObjectId,
    pub(crate) claims: ObjectId,
}

impl<'a> Session<'a> {
    pub(crate) fn open(drift: &'a Drift<'a>, now: &'a Now<'a>) -> Self {
        Self {
            drift,
            now,
            book: drift.keep.map(Book::load).unwrap_or_default(),
            news: Mutex::default(),
            contents: Mutex::default(),
            between: Mutex::default(),
        }
    }

    /// Returns what earlier runs found out of the references of a plan and still holds; `None` for those that have to be judged.
    pub fn recall(&self, asked: &Asked) -> Vec<Option<Judgement>> {
        let Some(remains) = self.look_up(asked, self.drift.key(asked)) else {
            return vec![None; asked.claims.len()];
        };
        let answers = remains.answers.into_iter().zip(remains.holds);
        let held = answers.map(|(answer, holds)| answer.filter(|_| holds));
        held.map(|it| it.map(|it| it.judgement)).collect()
    }

    /// Judges the references of a plan, in their order.
    pub fn judge(&self, asked: &Asked) -> Result<Vec<Judgement>, Error> {
        self.judge_by(&self.drift.local(), asked)
    }

    /// Judges by the repository of this thread.
    pub(crate) fn judge_by(
        &self,
        local: &gix::Repository,
        asked: &Asked,
    ) -> Result<Vec<Judgement>, Error> {
        let key = self.drift.key(asked);
        let remains = self.look_up(asked, key);
        let is_whole = |it: &Remains| it.holds.iter().all(|it| *it);
        let answers: Vec<Answer> = match remains {
            Some(remains) if is_whole(&remains) => {
                if !remains.is_current {
                    self.note(asked, key, &remains.answers);
                }
                remains.answers.into_iter().flatten().collect()
            }
            remains => {
                let now = |path: &str| self.now_in_full(path);
                let reader = Reader::new(self.drift.store()?, local.clone(), &now);
                let answers = self.drift.judge_plan(&reader, asked, remains)?;
                let is_loose = |it: &&Answer| it.traces.iter().any(|it| it.is_loose);
                let sure = answers
                    .iter()
                    .map(|it| Some(it).filter(|it| !is_loose(it)).cloned());
                self.note(asked, key, &sure.collect::<Vec<_>>());
                answers
            }
        };
        Ok(answers.into_iter().map(|it| it.judgement).collect())
    }

    /// Keeps what was found out for the next run.
    pub fn finish(self) {
        let news = self
            .news
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        let Some(keep) = self.drift.keep.filter(|_| !news.is_empty()) else {
            return;
        };
        let (drift, now) = (self.drift, self.now);
        let mut book = self.book;
        // Where most plans were asked about, those that are gone are found.
        if 2 * news.len() > book.len() {
            let is_there = |plan: &str| {
                news.contains_key(plan) || drift.within(plan).is_some_and(|it| now(it).is_some())
            };
            book.retain(is_there);
        }
        let mut news: Vec<_> = news.iter().collect();
        news.sort_unstable_by_key(|it| it.0);
        for (plan, row) in news {
            book.put(plan, row);
        }
        book.save(keep);
        if let Some(store) = drift.store_read().filter(|it| it.has_more()) {
            Texts::save(keep, store);
        }
    }

    fn note(&self, asked: &Asked, key: Key, answers: &[Option<Answer>]) {
        if self.drift.keep.is_none() {
            return;
        }
        let row = Row {
            head: self.drift.head_or_null(),
            grafts: self.drift.grafts,
            plan: key.plan,
            claims: key.claims,
            answers: answers.to_vec(),
        };
        lock(&self.news).insert(self.drift.full(&asked.path), row);
    }

    /// Returns the bytes of a file as it is, by its path in the repository.
    fn now_in_full(&self, path: &str) -> Option<Vec<u8>> {
        (self.now)(self.drift.within(path)?)
    }

    /// Returns what is left of the answers for a plan; `None` where it is another plan, or asks something else.
    fn look_up(&self, asked: &Asked, key: Key) -> Option<Remains> {
        let path = self.drift.full(&asked.path);
        let row = self.book.row(&path)?;
        let own = (row.plan, row.claims, row.grafts, row.answers.len());
        if own != (key.plan, key.claims, self.drift.grafts, asked.claims.len()) {
            return None;
        }
        let between = self.between(row.head)?;
        // Who wrote what in it may be another now.
        if between.touched.contains(path.as_str()) {
            return None;
        }
        Some(self.remains(row, &between))
    }

    fn remains(&self, row: Row, between: &Between) -> Remains {
        let is_current = row.head == self.drift.head_or_null();
        let mut known: FxHashMap<*const Trace, bool> = FxHashMap::default();
        let holds = row.answers.iter().map(|it| {
            it.as_ref().is_some_and(|it| {
                it.traces.iter().all(|it| {
                    let holds = || self.holds(it, between, is_current);
                    *known.entry(Arc::as_ptr(it)).or_insert_with(holds)
                })
            })
        });
        Remains {
            holds: holds.collect(),
            answers: row.answers,
            is_current,
        }
    }

    /// Returns whether all that an answer was taken from is as it was.
    fn holds(&self, trace: &Trace, between: &Between, is_current: bool) -> bool {
        let reaches = match trace.reach {
            Reach::Anywhere => true,
            Reach::Onward => is_current || between.onward,
            Reach::Here => is_current,
        };
        reaches
            && trace.paths.iter().all(|it| !between.touched.contains(it))
            && trace.now.iter().all(|(path, it)| self.content(path) == *it)
    }

    fn content(&self, path: &str) -> Option<ObjectId> {
        if let Some(known) = lock(&self.contents).get(path) {
            return *known;
        }
        let content = self.now_in_full(path).map(|it| content_id(&it));
        lock(&self.contents).insert(path.to_owned(), content);
        content
    }

    fn between(&self, commit: ObjectId) -> Option<Arc<Between>> {
        let mut known = lock(&self.between);
        let between = known.entry(commit);
        between
            .or_insert_with(|| self.find_between(commit).map(Arc::new))
            .clone()
    }

    /// Goes back from both along first parents until they meet, and collects what was changed on the way.
    ///
    /// Where no commit on either side touches a file, the way of its lines ends the same: the way up to where they meet is one.
    fn find_between(&self, commit: ObjectId) -> Option<Between> {
        let mut between = Between {
            onward: true,
            ..Between::default()
        };
        let head = self.drift.head_or_null();
        if commit == head {
            return Some(between);
        }
        let local = self.drift.local();
        let read = |id: ObjectId| {
            let commit = local.find_commit(id).ok()?;
            let tree = commit.tree_id().ok()?.detach();
            let parent = commit.parent_ids().next().map(gix::Id::detach);
            Some((tree, parent))
        };
        // One side each: the commits in their order, and where it goes on.
        let mut sides = [(vec![head], Some(head)), (vec![commit], Some(commit))];
        let mut places = [
            FxHashMap::from_iter([(head, 0)]),
            FxHashMap::from_iter([(commit, 0)]),
        ];
        let (mut lengths, mut turn) = (None, 0);
        while lengths.is_none() && sides.iter().any(|it| it.1.is_some()) {
            let (way, at) = &mut sides[turn];
            *at = at.and_then(|it| read(it)?.1);
            if let Some(next) = *at {
                if way.len() > MOST_STEPS {
                    return None;
                }
                if let Some(other) = places[1 - turn].get(&next) {
                    let own = way.len();
                    lengths = Some(if turn == 0 {
                        (own, *other)
                    } else {
                        (*other, own)
                    });
                }
                places[turn].insert(next, way.len());
                way.push(next);
            }
            turn = 1 - turn;
        }
        let (of_head, of_commit) = lengths?;
        between.onward = of_commit == 0;
        let [(head_way, _), (commit_way, _)] = sides;
        for id in head_way
            .iter()
            .take(of_head)
            .chain(commit_way.iter().take(of_commit))
        {
            let (tree, parent) = read(*id)?;
            let before = read(parent?)?.0;
            let changes = tree_changes(&local, Some(before), tree).ok()?;
            between
                .touched
                .extend(changes.into_iter().map(|it| it.path));
        }
        Some(between)
    }
}

impl Drift<'_> {
    /// Returns what the answers for a plan are known by: its bytes, and all that its references ask.
    pub(crate) fn key(&self, asked: &Asked) -> Key {
        let mut digest = Digest(gix::hash::hasher(gix::hash::Kind::Sha1));
        self.history.prefix.hash(&mut digest);
        asked.claims.hash(&mut digest);
        for claim in &asked.claims {
            // The start of a hash means a commit only until there is another.
            self.revision_named(claim).hash(&mut digest);
        }
        Key {
            plan: content_id(&asked.bytes),
            claims: digest.finish_id(),
        }
    }
}

/// A hasher of which nobody finds two values with one result.
struct Digest(gix::hash::Hasher);

impl Digest {
    fn finish_id(self) -> ObjectId {
        self.0
            .try_finalize()
            .unwrap_or_else(|_| ObjectId::null(gix::hash::Kind::Sha1))
    }
}

impl Hasher for Digest {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        // Nobody asks: the whole result is taken.
        0
    }
}
