//! Judging the references that point into one version of a file, whose lines are followed together.

use std::ops::Range;
use std::sync::Arc;

use gix::ObjectId;

use crate::anchor::{Meant, Spoken, doubt};
use crate::claim::Claim;
use crate::conclude::{Trail, by_name};
use crate::drift::{Drift, place};
use crate::follow::{FileEnd, Follower, Start};
use crate::graph::CommitId;
use crate::history::{Error, Revision};
use crate::locate::{Located, Version, locate};
use crate::store::Reader;
use crate::text::Text;
use crate::verdict::{Base, Judgement, Verdict};

/// How many lines next to either end of a range are followed too.
const INNER: usize = 4;

/// A version of a file.
pub(crate) struct File<'a> {
    pub(crate) commit: CommitId,
    pub(crate) path: &'a Arc<str>,
    pub(crate) blob: ObjectId,
}

/// What is followed of a claim.
struct Tracked<'a> {
    claim: &'a Claim,
    at: Located,
    meant: Meant,
    /// Its lines among those that are followed together, and behind them the others that it may have meant.
    lines: Range<usize>,
    others: Range<usize>,
}

impl Drift<'_> {
    /// Judges the claims that are measured against one version of a file; the answers are in their order.
    pub(crate) fn judge_group(
        &self,
        reader: &Reader<'_>,
        file: &File<'_>,
        claims: &[Spoken<'_>],
    ) -> Result<Vec<Judgement>, Error> {
        let &File { commit, path, blob } = file;
        let text = reader.text(blob)?;
        let version = Version {
            path,
            text: &text,
            blob: Some(blob),
        };
        let located = claims.iter().map(|it| locate(reader, version, it.claim));
        let located: Vec<Located> = located.collect();
        let meant = claims.iter().zip(&located);
        let meant = meant.map(|(it, at)| meant_by(reader, version, it, at));
        let mut meant: Vec<Meant> = meant.collect();
        Meant::agree(claims, &mut meant);
        let mut lines = Vec::new();
        let tracked = claims.iter().zip(located).zip(meant);
        let tracked = tracked.map(|((it, at), meant)| track(it.claim, at, meant, &mut lines));
        let tracked: Vec<Tracked<'_>> = tracked.collect();
        let Some(chain) = reader.store.chain(commit) else {
            let none = claims
                .iter()
                .map(|_| Judgement::bare(Verdict::NeverExisted));
            return Ok(none.collect());
        };
        let start = Start {
            at: 0,
            path: Arc::clone(path),
            blob,
        };
        let follower = Follower {
            reader,
            chain: &chain,
        };
        let ends = follower.follow(start.clone(), &lines)?;
        let asks_file = tracked.iter().any(|it| it.at == Located::File);
        let end = asks_file.then(|| follower.follow_file(start)).transpose()?;
        let base = Base::Commit(Revision(reader.graph().commit(commit).id));
        let judged = tracked.into_iter().map(|it| {
            let mut answer = Judgement::bare(Verdict::NeverExisted);
            answer.base = Some(base);
            answer.then = Some(place(self.shown(path), None, None));
            match it.at {
                Located::Nowhere => {}
                Located::File => self.conclude_file(reader, path, end.as_ref(), &mut answer),
                Located::Lines(first, last) => {
                    let trail = |(first, last), range: Range<usize>| Trail {
                        blob,
                        text: &text,
                        path,
                        first,
                        last,
                        lines: &lines[range.clone()],
                        ends: &ends[range],
                    };
                    let own = trail((first, last), it.lines);
                    self.conclude_lines(reader, it.claim, &own, &mut answer);
                    let others = it.others.map(|at| {
                        let mut other = Judgement::bare(Verdict::NeverExisted);
                        let trail = trail((lines[at], None), at..at + 1);
                        self.conclude_lines(reader, it.claim, &trail, &mut other);
                        other
                    });
                    let others = others.collect();
                    it.meant.settle(&mut answer, others);
                    if answer.is_safe_to_mend() && it.claim.line.is_some() {
                        let symbols = reader.symbols(Some(blob), path, &text);
                        doubt(it.claim, (first, last), &text, &symbols, &mut answer);
                    }
                }
            }
            answer
        });
        Ok(judged.collect())
    }

    fn conclude_lines(
        &self,
        reader: &Reader<'_>,
        claim: &Claim,
        trail: &Trail<'_>,
        answer: &mut Judgement,
    ) {
        let &Trail { first, last, .. } = trail;
        answer.then = Some(place(self.shown(trail.path), Some(first), last));
        answer.text_then = Some(trail.text.line(first).to_owned());
        self.conclude(reader, trail, answer);
        if claim.line.is_none() {
            by_name(reader, claim, trail, answer);
        }
        self.came_back(reader, trail, answer);
    }

    fn conclude_file(
        &self,
        reader: &Reader<'_>,
        path: &Arc<str>,
        end: Option<&FileEnd>,
        answer: &mut Judgement,
    ) {
        answer.confidence = 1.0;
        match end {
            Some(FileEnd::Here {
                path: now_path,
                change,
                confidence,
            }) => {
                answer.verdict = if now_path == path {
                    Verdict::Unchanged
                } else {
                    Verdict::Renamed
                };
                answer.confidence = *confidence;
                answer.change = change.map(|it| reader.id(it));
                answer.now = Some(place(self.shown(now_path), None, None));
            }
            Some(FileEnd::Gone(change, likely)) => {
                answer.verdict = Verdict::FileGone;
                answer.change = change.map(|it| reader.id(it));
                answer.candidates = self.likely(reader, likely);
                if answer.candidates.is_empty() {
                    answer.candidates.extend(self.namesake_now(reader, path));
                }
            }
            None => {}
        }
    }
}

/// Adds the lines of a claim that are to be followed.
fn track<'a>(claim: &'a Claim, at: Located, meant: Meant, lines: &mut Vec<usize>) -> Tracked<'a> {
    let start = lines.len();
    // A file without a line is followed by its name: any line would do, and none may be there.
    if let Located::Lines(first, last) = at {
        lines.push(first);
        lines.push(last.unwrap_or(first));
        let within = first + 1..last.unwrap_or(first);
        let near_start = within.clone().take(INNER);
        let near_end = within.rev().take(INNER);
        lines.extend(near_start.chain(near_end));
    }
    let end = lines.len();
    lines.extend(meant.lines());
    Tracked {
        claim,
        at,
        meant,
        lines: start..end,
        others: end..lines.len(),
    }
}

/// Finds what else than its line a claim may have meant; what a file defines is read where that is asked.
fn meant_by(reader: &Reader<'_>, version: Version<'_>, spoken: &Spoken<'_>, at: &Located) -> Meant {
    let text: &Text = version.text;
    if !Meant::is_in_doubt(spoken, at, text) {
        return Meant::Named;
    }
    let symbols = reader.symbols(version.blob, version.path, text);
    Meant::of(spoken, at, text, &symbols)
}
