//! Judging references by the history.

use std::fmt;
use std::sync::{Arc, Mutex, OnceLock};

use gix::ObjectId;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::anchor::{Spoken, pool};
use crate::base::Found;
use crate::cache::{Answer, Keep, Known, Texts};
use crate::changes::{Changes, OBJECT_CACHE};
use crate::claim::Claim;
use crate::follow::Now;
use crate::graph::{CommitId, Graph};
use crate::group::File;
use crate::history::{Error, History, Revision};
use crate::origin::{Needle, Origin, origins};
use crate::session::{Remains, Session};
use crate::store::{Reader, Store, lock};
use crate::text::Text;
use crate::trace::Trace;
use crate::verdict::{Judgement, Place};

/// How many candidates are named.
pub(crate) const MOST_NAMED: usize = 8;

/// How sure an answer is at most where the reference makes as much sense before the commit that wrote it as after, and they differ.
const UNDECIDED: f32 = 0.8;

/// The history of a repository, that references are judged by. It is read when it is first needed.
pub struct Drift<'a> {
    pub(crate) history: &'a History,
    pub(crate) keep: Option<&'a dyn Keep>,
    /// What earlier runs kept of the history, which holds whatever `HEAD` is.
    known: Option<&'a dyn Keep>,
    store: OnceLock<Store>,
    reading: Mutex<()>,
    head: Option<ObjectId>,
    /// What stands for how the history is cut or patched.
    pub(crate) grafts: ObjectId,
    /// The commits that references name.
    named: Mutex<FxHashMap<String, Option<Revision>>>,
}

impl fmt::Debug for Drift<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Drift")
            .field("history", &self.history)
            .field("head", &self.head)
            .finish_non_exhaustive()
    }
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
    /// Opens the history up to `HEAD` as it stands.
    pub fn open(history: &'a History) -> Result<Self, Error> {
        Self::new(history, (None, None), history.head())
    }

    /// Opens the history up to `HEAD` as it stands, with what earlier runs kept of it.
    pub fn open_kept(history: &'a History, keep: &'a dyn Keep) -> Result<Self, Error> {
        Self::new(history, (Some(keep), Some(keep)), history.head())
    }

    /// Opens the history up to another commit, which takes the place of `HEAD`; without it there is no history. What earlier runs kept
    /// of its commits is used, and nothing is kept.
    pub fn open_at(
        history: &'a History,
        known: Option<&'a dyn Keep>,
        last: Option<Revision>,
    ) -> Result<Self, Error> {
        Self::new(history, (None, known), last)
    }

    fn new(
        history: &'a History,
        (keep, known): (Option<&'a dyn Keep>, Option<&'a dyn Keep>),
        last: Option<Revision>,
    ) -> Result<Self, Error> {
        Ok(Self {
            history,
            keep,
            known,
            store: OnceLock::new(),
            reading: Mutex::new(()),
            head: last.map(|it| it.0),
            grafts: history.grafts()?,
            named: Mutex::default(),
        })
    }

    /// Returns the history.
    pub fn history(&self) -> &'a History {
        self.history
    }

    /// Returns where what earlier runs found out is kept.
    pub fn kept(&self) -> Option<&'a dyn Keep> {
        self.keep
    }

    /// Begins to judge references.
    ///
    /// `now` gives the bytes of a file as it is, by its path. What an earlier run kept and still holds is not judged again.
    pub fn session(&'a self, now: &'a Now<'a>) -> Session<'a> {
        Session::open(self, now)
    }

    /// Judges the references of many plans at once; the answers are in the order of the questions.
    pub fn judge(&self, asked: &[Asked], now: &Now<'_>) -> Result<Vec<Vec<Judgement>>, Error> {
        let session = Session::open(self, now);
        let judged = asked
            .par_iter()
            .map_init(|| self.local(), |local, it| session.judge_by(local, it))
            .collect::<Result<_, Error>>()?;
        session.finish();
        Ok(judged)
    }

    /// Returns the commit that a claim names, whether or not `HEAD` holds it.
    pub(crate) fn revision_named(&self, claim: &Claim) -> Option<Revision> {
        let name = claim.named()?;
        if let Some(known) = lock(&self.named).get(name) {
            return *known;
        }
        let revision = self.history.revision(name).ok();
        lock(&self.named).insert(name.to_owned(), revision);
        revision
    }

    pub(crate) fn head_or_null(&self) -> ObjectId {
        self.head
            .unwrap_or_else(|| ObjectId::null(gix::hash::Kind::Sha1))
    }

    /// Returns a thread's own way into the repository.
    pub(crate) fn local(&self) -> gix::Repository {
        let mut local = self.history.repository.to_thread_local();
        local.object_cache_size_if_unset(OBJECT_CACHE);
        local
    }

    /// Returns the history, read once: which files each commit behind `HEAD` changed.
    pub(crate) fn store(&self) -> Result<&Store, Error> {
        if let Some(store) = self.store.get() {
            return Ok(store);
        }
        // One thread reads, the others wait for it.
        let _reading = lock(&self.reading);
        if let Some(store) = self.store.get() {
            return Ok(store);
        }
        let store = self.read()?;
        Ok(self.store.get_or_init(|| store))
    }

    /// Returns the history, where it was needed.
    pub(crate) fn store_read(&self) -> Option<&Store> {
        self.store.get()
    }

    fn read(&self) -> Result<Store, Error> {
        let known = self.known.map(|it| Known::load(it, self.grafts));
        let known = known.unwrap_or_default();
        // A repository without commits has an empty history.
        let graph = match self.head {
            Some(head) => Graph::read(&self.local(), head, &known)?,
            None => Graph::default(),
        };
        let changes = Changes::read(&self.history.repository, &graph, &known)?;
        let is_known = |it| known.commits.contains_key(&graph.commit(it).id);
        if let Some(keep) = self.keep
            && !graph.ids().all(is_known)
        {
            Known::save(keep, self.grafts, &graph, &changes);
        }
        let texts = self.known.map(Texts::load).unwrap_or_default();
        Ok(Store::new(graph, changes, texts))
    }

    /// Returns a way into what was read.
    pub(crate) fn reader<'r>(&'r self, now: &'r Now<'r>) -> Result<Reader<'r>, Error> {
        Ok(Reader::new(self.store()?, self.local(), now))
    }

    /// Judges the references of one plan but for those whose answers still hold.
    pub(crate) fn judge_plan(
        &self,
        reader: &Reader<'_>,
        asked: &Asked,
        remains: Option<Remains>,
    ) -> Result<Vec<Answer>, Error> {
        let (origins, own) = if let Some(origins) = known_origins(reader, remains.as_ref()) {
            (origins, None)
        } else {
            let (origins, trace) = reader.traced(|| self.find_origins(reader, asked))?;
            (origins, Some(Arc::new(trace)))
        };
        let mut answers: Vec<Option<Answer>> = match remains {
            Some(it) => {
                let answers = it.answers.into_iter().zip(it.holds);
                answers.map(|(it, holds)| it.filter(|_| holds)).collect()
            }
            None => vec![None; asked.claims.len()],
        };
        // Lines of one file at one commit go together.
        let mut groups: FxHashMap<GroupKey, Vec<Member>> = FxHashMap::default();
        let mut undecided: FxHashSet<usize> = FxHashSet::default();
        for (index, (claim, origin)) in asked.claims.iter().zip(&origins).enumerate() {
            if answers[index].is_some() {
                continue;
            }
            let (found, trace) = reader.traced(|| self.base(reader, claim, *origin))?;
            let mut traces: Vec<Arc<Trace>> = own.iter().cloned().collect();
            traces.push(Arc::new(trace));
            match found {
                Found::Answer(judgement) => {
                    let mut judgement = *judgement;
                    judgement.written = judgement.written.or(revision(reader, *origin));
                    answers[index] = Some(Answer { judgement, traces });
                }
                Found::File {
                    commit,
                    path,
                    blob,
                    decided,
                } => {
                    if !decided {
                        undecided.insert(index);
                    }
                    let group = groups.entry((commit, path, blob)).or_default();
                    group.push((index, traces));
                }
            }
        }
        let pool = pool(&asked.claims);
        let mut groups: Vec<_> = groups.into_iter().collect();
        groups.sort_by_key(|it| it.1.first().map(|it| it.0));
        for ((commit, path, blob), members) in groups {
            let imported = Self::is_import(reader, commit, &path)?;
            let spoken = members.iter().map(|(index, _)| {
                let imported = imported && origins[*index] == Origin::Commit(commit);
                Spoken::new(&asked.claims[*index], &pool, imported)
            });
            let spoken: Vec<Spoken<'_>> = spoken.collect();
            let file = File {
                commit,
                path: &path,
                blob,
            };
            let (judged, trace) = reader.traced(|| self.judge_group(reader, &file, &spoken))?;
            let unread = trace.unread.iter().next();
            let unread = unread.map(|(path, why)| (self.shown(path), *why));
            let trace = Arc::new(trace);
            for ((index, mut traces), mut judgement) in members.into_iter().zip(judged) {
                let (claim, origin) = (&asked.claims[index], origins[index]);
                judgement.written = revision(reader, origin);
                // What was written before a shallow clone begins is measured from its first commit, and what names a commit that is not
                // there from the one that wrote it, for want of a better one.
                if is_boundary(reader, origin)
                    || (claim.named().is_some() && self.named(reader, claim).is_none())
                {
                    judgement.confidence = judgement.confidence.min(0.5);
                }
                if undecided.contains(&index) {
                    judgement.confidence = judgement.confidence.min(UNDECIDED);
                }
                if judgement.confidence < 1.0 {
                    judgement.unread.clone_from(&unread);
                }
                traces.push(Arc::clone(&trace));
                answers[index] = Some(Answer { judgement, traces });
            }
        }
        let answers = answers.into_iter().map(Option::unwrap_or_default);
        Ok(answers.collect())
    }

    fn find_origins(&self, reader: &Reader<'_>, asked: &Asked) -> Result<Vec<Origin>, Error> {
        let needles = asked.claims.iter().map(|it| Needle {
            line: it.line_in_plan,
            parts: it.parts.clone(),
        });
        let needles: Vec<Needle> = needles.collect();
        let text = Arc::new(Text::new(&asked.bytes));
        origins(reader, &self.full(&asked.path), &text, &needles)
    }

    /// Returns a path as it is shown: relative to the folder that the history was opened at.
    pub(crate) fn shown(&self, path: &str) -> String {
        let inner = path.strip_prefix(&self.history.prefix);
        inner.unwrap_or(path).to_owned()
    }

    /// Returns a path as the folder knows it that the history was opened at; `None` for one outside of it.
    pub(crate) fn within<'p>(&self, path: &'p str) -> Option<&'p str> {
        path.strip_prefix(&self.history.prefix)
    }

    pub(crate) fn full(&self, path: &str) -> String {
        format!("{}{path}", self.history.prefix)
    }
}

/// Returns the commits that wrote references, as an earlier run found them; `None` where it did not find all.
fn known_origins(reader: &Reader<'_>, remains: Option<&Remains>) -> Option<Vec<Origin>> {
    let answers = remains?.answers.iter();
    let origins = answers.map(|it| match it.as_ref()?.judgement.written {
        Some(commit) => reader.graph().find(commit.0).map(Origin::Commit),
        None => Some(Origin::WorkTree),
    });
    origins.collect()
}

fn revision(reader: &Reader<'_>, origin: Origin) -> Option<Revision> {
    match origin {
        Origin::Commit(commit) => Some(reader.id(commit)),
        Origin::WorkTree => None,
    }
}

fn is_boundary(reader: &Reader<'_>, origin: Origin) -> bool {
    match origin {
        Origin::Commit(commit) => reader.graph().commit(commit).is_boundary,
        Origin::WorkTree => false,
    }
}

/// A file in a commit: lines of one go together.
type GroupKey = (CommitId, Arc<str>, ObjectId);

/// The position of a reference, and what its file was found by.
type Member = (usize, Vec<Arc<Trace>>);

/// Makes a place; lines are counted from 0 here.
pub(crate) fn place(path: String, line: Option<usize>, end_line: Option<usize>) -> Place {
    let from_one = |it: usize| it as u32 + 1;
    Place {
        path,
        line: line.map(from_one),
        end_line: end_line.map(from_one),
    }
}
