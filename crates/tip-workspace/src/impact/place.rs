//! Where references point in the versions of a change.

use tip_drift::{
    Asked, Base, Claim, Difference, Judgement, Language, Place, Side, Version, named, sections,
    symbols,
};
use tip_syntax::Document;

use super::{Known, Open, Pointed, Reach, Touch};
use crate::drift::DriftError;
use crate::{Past, Snapshot};

/// Finds the lines of references before a change, or after it where they were written with it.
pub(super) struct Placer<'a> {
    snapshot: &'a Snapshot,
    past: &'a Past,
    difference: &'a Difference,
    asked: Vec<Asked>,
    /// For each of those that ask, the plan and what is to be found.
    open: Vec<(usize, Vec<Touch>)>,
}

impl<'a> Placer<'a> {
    pub(super) fn new(snapshot: &'a Snapshot, past: &'a Past, difference: &'a Difference) -> Self {
        Self {
            snapshot,
            past,
            difference,
            asked: Vec::new(),
            open: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, plan: usize, path: &str, doc: &Document, open: Vec<Open>) {
        if open.is_empty() {
            return;
        }
        let (touches, claims) = open.into_iter().map(|it| (it.touch, it.claim)).unzip();
        self.asked.push(Asked {
            path: path.to_owned(),
            bytes: doc.source().bytes().to_vec(),
            claims,
        });
        self.open.push((plan, touches));
    }

    /// Returns what is touched, each with its plan. The history is read only where somebody asks.
    pub(super) fn placed(self, known: &Known<'_>) -> Result<Vec<(usize, Touch)>, DriftError> {
        if self.asked.is_empty() {
            return Ok(Vec::new());
        }
        let before = self.judged(Side::Before, &self.asked)?;
        // What the version before does not hold was written with the change.
        let mut later: Vec<Asked> = Vec::new();
        let mut places = Vec::new();
        for (at, asked) in self.asked.iter().enumerate() {
            let mut claims = Vec::new();
            for (index, judgement) in before[at].iter().enumerate() {
                if judgement.base == Some(Base::WorkTree) || judgement.now.is_none() {
                    places.push((at, index));
                    claims.push(asked.claims[index].clone());
                }
            }
            later.push(Asked {
                claims,
                ..asked.clone()
            });
        }
        let after = if places.is_empty() {
            Vec::new()
        } else {
            self.judged(Side::After, &later)?
        };
        let mut after = after.into_iter().flatten();
        let mut found = Vec::new();
        for (at, (plan, touches)) in self.open.iter().enumerate() {
            for (index, touch) in touches.iter().enumerate() {
                let is_later = places.contains(&(at, index));
                let (side, judgement) = if is_later {
                    (Side::After, after.next())
                } else {
                    (Side::Before, before[at].get(index).cloned())
                };
                let claim = &self.asked[at].claims[index];
                let place = judgement.and_then(|it| it.now);
                if let Some(touch) = self.touched(known, touch, claim, side, place)? {
                    found.push((*plan, touch));
                }
            }
        }
        Ok(found)
    }

    /// Judges references as if one side of the change were all that there is.
    fn judged(&self, side: Side, asked: &[Asked]) -> Result<Vec<Vec<Judgement>>, DriftError> {
        let version = self.version(side);
        let last = match version {
            Version::Empty => None,
            Version::Commit(revision) => Some(revision),
            Version::Index | Version::WorkTree => self.past.history().head(),
        };
        let history = self.past.history();
        let disk = |path: &str| self.snapshot.bytes(path).ok();
        let now = |path: &str| history.file_at(version, path, &disk).ok().flatten();
        let drift = self.past.drift_at(last)?;
        Ok(drift.judge(asked, &now)?)
    }

    fn version(&self, side: Side) -> Version {
        match side {
            Side::Before => self.difference.before,
            Side::After => self.difference.after,
        }
    }

    fn touched(
        &self,
        known: &Known<'_>,
        touch: &Touch,
        claim: &Claim,
        side: Side,
        place: Option<Place>,
    ) -> Result<Option<Touch>, DriftError> {
        let mut touch = touch.clone();
        let Some(place) = place else {
            // What leads nowhere is touched only where its file is known to change.
            return Ok(Some(touch).filter(|it| !it.changed.is_empty()));
        };
        let at = known
            .get(&place.path)
            .filter(|at| self.difference.files[*at].path_at(side) == Some(place.path.as_str()));
        let Some(at) = at else {
            return Ok(None);
        };
        touch.changed = vec![at];
        let Some(line) = place.line else {
            return Ok(Some(touch));
        };
        let lines = match claim.line {
            Some(_) => (line, place.end_line.unwrap_or(line)),
            None => self
                .defined(claim, side, &place.path)?
                .unwrap_or((line, line)),
        };
        touch.pointed = Some(Pointed {
            side,
            line: lines.0,
            end_line: lines.1,
        });
        if self.difference.files[at].touches(side, lines) {
            touch.reach = Reach::Lines;
        }
        Ok(Some(touch))
    }

    /// Returns all lines of the symbol or the section that a reference names.
    fn defined(
        &self,
        claim: &Claim,
        side: Side,
        path: &str,
    ) -> Result<Option<(u32, u32)>, DriftError> {
        let disk = |path: &str| self.snapshot.bytes(path).ok();
        let bytes = self
            .past
            .history()
            .file_at(self.version(side), path, &disk)?;
        let Some((bytes, language)) = bytes.zip(Language::of_path(path)) else {
            return Ok(None);
        };
        let Ok(symbols) = symbols(language, &String::from_utf8_lossy(&bytes)) else {
            return Ok(None);
        };
        let found = match (&claim.symbol, &claim.anchor) {
            (Some(symbol), _) => named(&symbols, symbol),
            (None, Some(anchor)) => sections(&symbols, anchor),
            (None, None) => Vec::new(),
        };
        let lines = found.first().map(|it| &symbols[*it].lines);
        Ok(lines.map(|it| (it.start, it.end.saturating_sub(1))))
    }
}
