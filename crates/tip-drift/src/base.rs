//! What a reference is measured against: the file that its author saw.

use std::sync::Arc;

use gix::ObjectId;

use crate::changes::to_file;
use crate::claim::Claim;
use crate::drift::{Drift, MOST_NAMED, place};
use crate::graph::{CommitId, Step};
use crate::history::{Error, Revision};
use crate::locate::{Located, Version, locate};
use crate::origin::Origin;
use crate::store::Reader;
use crate::text::{Text, is_trivial};
use crate::trace::Reach;
use crate::verdict::{Base, Judgement, Place, Verdict};

/// What a claim is measured against.
pub(crate) enum Found {
    /// Nothing: it is answered already.
    Answer(Box<Judgement>),
    File {
        commit: CommitId,
        path: Arc<str>,
        blob: ObjectId,
        /// Whether the versions that could be meant say the same.
        decided: bool,
    },
}

/// A file that a claim may mean, and the commit whose tree holds it.
type Fit = (CommitId, Arc<str>, ObjectId);

/// What a claim leads to in a version.
enum Resolved {
    One(Arc<str>, ObjectId),
    Several(Vec<String>),
    None,
}

impl Drift<'_> {
    /// Finds the file that a claim meant, in the version in front of its author.
    pub(crate) fn base(
        &self,
        reader: &Reader<'_>,
        claim: &Claim,
        origin: Origin,
    ) -> Result<Found, Error> {
        let named = self.named(reader, claim);
        let commit = match (named, origin) {
            (Some(named), _) => named,
            (None, Origin::Commit(commit)) => commit,
            (None, Origin::WorkTree) => {
                return Ok(Found::Answer(Box::new(self.as_it_is(reader, claim))));
            }
        };
        let mut candidates = Vec::new();
        let mut fits: Vec<Fit> = Vec::new();
        match self.resolve(reader, claim, commit)? {
            Resolved::One(path, blob) => fits.push((commit, path, blob)),
            Resolved::Several(paths) => candidates = paths,
            Resolved::None => {}
        }
        // A plan that is committed together with the code may speak of the code before: a merge has several trees before it.
        let parents = match named {
            None => reader.graph().commit(commit).parents.as_slice(),
            Some(_) => &[],
        };
        for (parent, before) in parents.iter().enumerate() {
            // The tree before is asked only where the commit changed the file.
            if let Some((_, path, _)) = fits.first()
                && !changed(reader, Step { commit, parent }, path)?
            {
                continue;
            }
            match self.resolve(reader, claim, *before)? {
                Resolved::One(path, blob) => fits.push((*before, path, blob)),
                Resolved::Several(paths) if candidates.is_empty() => candidates = paths,
                Resolved::Several(_) | Resolved::None => {}
            }
        }
        let best = Self::sensible(reader, claim, fits)?;
        if let Some(((commit, path, blob), decided)) = best {
            return Ok(Found::File {
                commit,
                path,
                blob,
                decided,
            });
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
            let mut later = claim.paths.iter();
            let later = later.find(|it| reader.now(&self.full(it)).is_some());
            answer.candidates.extend(later.cloned().map(place));
        }
        Ok(Found::Answer(Box::new(answer)))
    }

    /// Returns the commit that a claim names: one at which it was accepted, or that of a permalink; `None` where `HEAD` does not hold it.
    pub(crate) fn named(&self, reader: &Reader<'_>, claim: &Claim) -> Option<CommitId> {
        claim.named()?;
        let named = self.revision_named(claim);
        let named = named.and_then(|it| reader.graph().find(it.0));
        reader.trace.borrow_mut().narrow(match named {
            Some(_) => Reach::Onward,
            None => Reach::Here,
        });
        named
    }

    /// Returns the version that makes sense of a claim: that of the commit, unless the one before it makes more; and whether the same
    /// text stands at its line in all of them.
    fn sensible(
        reader: &Reader<'_>,
        claim: &Claim,
        fits: Vec<Fit>,
    ) -> Result<Option<(Fit, bool)>, Error> {
        let mut best: Option<(usize, Option<String>, Fit)> = None;
        let mut decided = true;
        for fit in fits {
            let text = reader.text(fit.2)?;
            let version = Version {
                path: &fit.1,
                text: &text,
                blob: Some(fit.2),
            };
            let sense = sense(reader, version, claim);
            let line = claim.line.map(|it| it.saturating_sub(1) as usize);
            let said = line.filter(|it| *it < text.len());
            let said = said.map(|it| text.bare(it).to_owned());
            // Plan and code that come in one commit may both have been through versions that no commit holds: what the words beside the
            // reference favor is likely, not sure.
            decided &= best.as_ref().is_none_or(|(_, other, _)| said == *other);
            if best.as_ref().is_none_or(|(most, ..)| sense > *most) {
                best = Some((sense, said, fit));
            }
        }
        Ok(best.map(|(.., fit)| (fit, decided)))
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
        let mut among = Vec::new();
        for path in &claim.among {
            let full = self.full(path);
            if let Some(blob) = reader.blob(commit, &full)? {
                among.push((full, blob));
            }
        }
        if let [(path, blob)] = among.as_slice() {
            return Ok(Resolved::One(path.as_str().into(), *blob));
        }
        let Some(suffix) = &claim.suffix else {
            return Ok(Resolved::None);
        };
        let mut found = Vec::new();
        for path in reader.store.changes.ending_with(suffix) {
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
    fn as_it_is(&self, reader: &Reader<'_>, claim: &Claim) -> Judgement {
        let mut answer = Judgement::bare(Verdict::NeverExisted);
        answer.base = Some(Base::WorkTree);
        let there = |path: &String| Some((path.clone(), reader.now(&self.full(path))?));
        let mut found: Vec<_> = claim.paths.iter().find_map(there).into_iter().collect();
        if found.is_empty() {
            found.extend(claim.among.iter().filter_map(there));
        }
        if let ([] | [_, _, ..], Some(suffix)) = (found.as_slice(), claim.suffix.as_deref()) {
            // Another commit may bring another file of the name.
            reader.trace.borrow_mut().narrow(Reach::Here);
            let ending = reader.store.changes.ending_with(suffix);
            let there = ending.filter_map(|path| Some((self.shown(path), reader.now(path)?)));
            found = there.collect();
        }
        let (path, bytes) = match found.len() {
            0 => return answer,
            1 => found.remove(0),
            _ => {
                answer.verdict = Verdict::Ambiguous;
                let named = found.into_iter().take(MOST_NAMED);
                answer.candidates = named.map(|it| place(it.0, None, None)).collect();
                return answer;
            }
        };
        let text = Text::new(&bytes);
        let version = Version {
            path: &path,
            text: &text,
            blob: None,
        };
        let (line, end_line) = match locate(reader, version, claim) {
            Located::File => (None, None),
            Located::Lines(line, end) => (Some(line), end),
            Located::Nowhere => return answer,
        };
        let place = place(path, line, end_line);
        answer.text_then = line.map(|it| text.line(it).to_owned());
        answer.verdict = Verdict::Unchanged;
        answer.then = Some(place.clone());
        answer.now = Some(place);
        answer.confidence = 1.0;
        answer
    }
}

/// Returns whether a step changed a file.
fn changed(reader: &Reader<'_>, step: Step, path: &str) -> Result<bool, Error> {
    let changes = reader.changes(step)?;
    Ok(to_file(&changes, path).is_some())
}

/// Returns how well a version fits what the plan says of it.
fn sense(reader: &Reader<'_>, version: Version<'_>, claim: &Claim) -> usize {
    let text = version.text;
    let (first, last) = match locate(reader, version, claim) {
        Located::Nowhere => return 0,
        Located::File => return 2,
        Located::Lines(first, last) => (first, last.unwrap_or(first)),
    };
    let spoken = usize::from(!is_trivial(text.bare(first)));
    let near = first.saturating_sub(1)..(last + 2).min(first + 40).min(text.len());
    let said = |hint: &&String| near.clone().any(|at| text.line(at).contains(hint.as_str()));
    1 + spoken + claim.hints.iter().filter(said).count()
}
