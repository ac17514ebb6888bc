//! What rules are told of where references lead.

use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;
use tip_drift::{Error, History, Judgement, Place, Session, Verdict};
use tip_plan::{Plan, Shorthands};
use tip_rules::{Change, Drifted, Fate, Spot, may_drift};
use tip_syntax::{Document, Safety};

use crate::Snapshot;
use crate::drift::LEAST_CONFIDENCE;
use crate::resolve::lock;

/// Where references lead, as rules are told: what earlier runs found out, or what this one does.
#[derive(Debug)]
pub struct Followed<'a> {
    session: Session<'a>,
    history: &'a History,
    effort: Effort,
    /// What kept it from finding out.
    failure: Mutex<Option<Error>>,
}

/// How much is done to find out where references lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// What earlier runs found out is told as far as it still holds.
    Recall,
    /// The history is read where nothing is known.
    Judge,
}

/// What is known of the references of one plan.
#[derive(Debug, Default)]
pub(crate) struct Told {
    /// Those that drifted, by their positions.
    pub(crate) drifted: FxHashMap<usize, Drifted>,
    /// How many that matter are not known.
    pub(crate) unknown: usize,
    /// How many that matter are.
    pub(crate) known: usize,
    /// The files that references mean which are written short, by their positions.
    pub(crate) meant: FxHashMap<usize, String>,
}

impl<'a> Followed<'a> {
    /// Begins to tell.
    pub fn new(session: Session<'a>, history: &'a History, effort: Effort) -> Self {
        Self {
            session,
            history,
            effort,
            failure: Mutex::default(),
        }
    }

    /// Keeps what was found out for the next run, and says what could not be.
    pub fn finish(self) -> Result<(), Error> {
        self.session.finish();
        let failure = self.failure.into_inner();
        match failure.unwrap_or_else(PoisonError::into_inner) {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }

    /// Tells of the references of one plan.
    pub(crate) fn tell(
        &self,
        snapshot: &Snapshot,
        path: &str,
        doc: &Document,
        plan: &Plan,
    ) -> Told {
        let mut told = Told::default();
        if !plan.references.iter().any(|it| may_drift(plan, it)) {
            return told;
        }
        let (asked, positions) = snapshot.asked(path, doc, plan);
        let shorthands = Shorthands::of(plan);
        let judged: Vec<Option<Judgement>> = match self.effort {
            Effort::Recall => self.session.recall(&asked),
            Effort::Judge => match self.session.judge(&asked) {
                Ok(judged) => judged.into_iter().map(Some).collect(),
                Err(error) => {
                    lock(&self.failure).get_or_insert(error);
                    vec![None; positions.len()]
                }
            },
        };
        for (at, judgement) in positions.into_iter().zip(judged) {
            let asks = usize::from(asks(plan, at));
            let Some(mut judgement) = judgement else {
                told.unknown += asks;
                continue;
            };
            told.known += asks;
            let reference = &plan.references[at];
            if snapshot.settle(path, reference, &shorthands, &mut judgement) {
                // Its path is no fault: what is left to tell are its lines.
                let now = judgement.now.clone();
                if let (Some(then), Some(now)) = (&mut judgement.then, now) {
                    then.path = now.path;
                    let stands = (then.line, then.end_line) == (now.line, now.end_line);
                    judgement.verdict = if stands || reference.line.is_none() {
                        Verdict::Unchanged
                    } else {
                        Verdict::Moved
                    };
                }
            }
            if let Some(place) = judgement.now.as_ref().or(judgement.then.as_ref()) {
                told.meant.insert(at, place.path.clone());
            }
            if let Some(drifted) = self.drifted(&judgement) {
                told.drifted.insert(at, drifted);
            }
        }
        told
    }

    fn drifted(&self, it: &Judgement) -> Option<Drifted> {
        let fate = match it.verdict {
            Verdict::Moved => Fate::Moved,
            Verdict::Renamed => Fate::Renamed,
            Verdict::Edited => Fate::Edited,
            // What was ambiguous when it was written has not drifted.
            Verdict::Ambiguous if it.now.is_some() => Fate::Ambiguous,
            Verdict::Deleted => Fate::Deleted,
            Verdict::FileGone => Fate::FileGone,
            Verdict::Unclear => Fate::Unclear,
            _ => return None,
        };
        let change = it.change.and_then(|it| self.history.about(it).ok());
        let rewrite = if it.is_safe_to_mend() {
            Some(Safety::Safe)
        } else if it.confidence >= LEAST_CONFIDENCE
            && !matches!(fate, Fate::Ambiguous | Fate::Unclear)
        {
            Some(Safety::Unsafe)
        } else {
            None
        };
        Some(Drifted {
            fate,
            then: spot(it.then.as_ref()?),
            now: it.now.as_ref().map(spot),
            candidates: it.candidates.iter().map(spot).collect(),
            rewrite,
            change: change.map(|it| Change {
                commit: it.revision.to_string(),
                date: it.date,
                subject: it.subject,
            }),
            doubt: it.doubt.as_ref().map(ToString::to_string),
            texts: it.text_then.clone().zip(it.text_now.clone()),
        })
    }
}

/// Returns how many references of a plan matter, when nobody looks where they lead.
pub(crate) fn open_references(plan: &Plan) -> usize {
    (0..plan.references.len())
        .filter(|at| asks(plan, *at))
        .count()
}

/// Returns whether somebody should know where a reference leads: it names a place in a file, and matters.
fn asks(plan: &Plan, at: usize) -> bool {
    let reference = &plan.references[at];
    let names_place =
        reference.line.is_some() || reference.symbol.is_some() || reference.anchor.is_some();
    names_place && may_drift(plan, reference)
}

fn spot(place: &Place) -> Spot {
    Spot {
        path: place.path.clone(),
        line: place.line,
        end_line: place.end_line,
    }
}
