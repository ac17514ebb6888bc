//! Judging references by the history.

use std::sync::{Arc, Mutex, PoisonError};

use gix::ObjectId;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::base::Found;
use crate::chain::Chain;
use crate::changes::{Changes, OBJECT_CACHE};
use crate::claim::Claim;
use crate::conclude::{Trail, by_name};
use crate::follow::{Now, Start, follow, follow_file};
use crate::graph::{CommitId, Graph};
use crate::history::{Error, History, Revision};
use crate::locate::{Located, locate};
use crate::origin::{Needle, Origin, origins};
use crate::store::{Reader, Store};
use crate::text::Text;
use crate::verdict::{Base, Judgement, Place, Verdict};

/// How many candidates are named.
pub(crate) const MOST_NAMED: usize = 8;

/// The history of a repository, read once, that references are judged by.
#[derive(Debug)]
pub struct Drift<'a> {
    pub(crate) history: &'a History,
    pub(crate) store: Store,
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
        Self::open_at(history, history.head())
    }

    /// Reads which files each commit behind another one changed, which takes the place of `HEAD`; without it there is no history.
    pub fn open_at(history: &'a History, last: Option<Revision>) -> Result<Self, Error> {
        let mut local = history.repository.to_thread_local();
        local.object_cache_size_if_unset(OBJECT_CACHE);
        let head = last.map(|it| it.0);
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
                // What was written before a shallow clone begins is measured from its first commit, and what names a commit that is not
                // there from the one that wrote it, for want of a better one.
                if self.is_boundary(origins[index]) || self.lacks_named(&asked.claims[index]) {
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

    /// Returns whether a claim names a commit that the history does not hold.
    fn lacks_named(&self, claim: &Claim) -> bool {
        let named = claim.accepted.as_ref().or(claim.revision.as_ref());
        named.is_some_and(|it| {
            let revision = self.history.revision(it).ok();
            revision
                .and_then(|it| self.store.graph.find(it.0))
                .is_none()
        })
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

    pub(crate) fn full(&self, path: &str) -> String {
        format!("{}{path}", self.history.prefix)
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
}

/// How many lines next to either end of a range are followed too.
const INNER: usize = 4;

/// Makes a place; lines are counted from 0 here.
pub(crate) fn place(path: String, line: Option<usize>, end_line: Option<usize>) -> Place {
    let from_one = |it: usize| it as u32 + 1;
    Place {
        path,
        line: line.map(from_one),
        end_line: end_line.map(from_one),
    }
}
