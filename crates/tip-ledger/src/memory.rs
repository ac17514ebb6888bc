//! A ledger that lasts as long as the process.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::{Claim, Digest, Evidence, EvidenceKey, Kept, Ledger, LedgerError, Outcome};

/// A ledger that lasts as long as the process: for tests, and where nothing can be written.
#[derive(Debug, Default)]
pub struct MemoryLedger {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    evidence: Vec<Evidence>,
    claims: BTreeSet<Digest>,
}

impl MemoryLedger {
    fn state(&self) -> MutexGuard<'_, State> {
        // Each change is whole: whoever panicked left nothing half done.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ledger for MemoryLedger {
    fn record(&self, evidence: &Evidence) -> Result<bool, LedgerError> {
        let mut state = self.state();
        let id = evidence.id();
        let is_new = state.evidence.iter().all(|it| it.id() != id);
        if is_new {
            state.evidence.push(evidence.clone());
        }
        Ok(is_new)
    }

    fn passes(&self, keys: &[EvidenceKey]) -> Result<Vec<Option<Evidence>>, LedgerError> {
        let state = self.state();
        let of = |key: &EvidenceKey| {
            let evidence = state.evidence.iter().filter(|it| it.key == *key);
            let tells = evidence.filter(|it| it.can_be_served() || it.ends_passes());
            let newest = tells.max_by_key(|it| it.started);
            newest.filter(|it| it.can_be_served()).cloned()
        };
        Ok(keys.iter().map(of).collect())
    }

    fn history(&self, subject: &Digest, limit: usize) -> Result<Vec<Evidence>, LedgerError> {
        let state = self.state();
        let fits = state.evidence.iter().rev();
        let mut found: Vec<Evidence> = fits
            .filter(|it| it.key.subject == *subject)
            .cloned()
            .collect();
        found.sort_by_key(|it| std::cmp::Reverse(it.started));
        found.truncate(limit);
        Ok(found)
    }

    fn passed_last(&self, subjects: &[Digest]) -> Result<Vec<bool>, LedgerError> {
        let newest = |subject| {
            let history = self.history(subject, 1)?;
            Ok(history.first().is_some_and(Evidence::can_be_served))
        };
        subjects.iter().map(newest).collect()
    }

    fn each(
        &self,
        each: &mut dyn FnMut(Evidence) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        let mut all = self.state().evidence.clone();
        all.sort_by_key(|it| it.started);
        all.into_iter().try_for_each(each)
    }

    fn prune(&self, kept: Kept) -> Result<usize, LedgerError> {
        let mut state = self.state();
        let mut order: Vec<usize> = (0..state.evidence.len()).collect();
        order.sort_by_key(|at| std::cmp::Reverse((state.evidence[*at].started, *at)));
        let mut seen: BTreeMap<(Digest, bool), usize> = BTreeMap::new();
        let mut goes = vec![false; state.evidence.len()];
        for at in order {
            let it = &state.evidence[at];
            let count = |seen: &mut BTreeMap<_, usize>, passes| {
                let count = seen.entry((it.key.subject, passes)).or_default();
                *count += 1;
                *count
            };
            let place = count(&mut seen, false);
            let is_newest_pass = it.outcome == Outcome::Passed && count(&mut seen, true) == 1;
            let ends = |(later, other): (usize, &Evidence)| {
                other.key == it.key
                    && other.ends_passes()
                    && (other.started, later) > (it.started, at)
            };
            let stays = is_newest_pass && !state.evidence.iter().enumerate().any(ends);
            goes[at] = !stays && kept.lets_go(place, it.started);
        }
        let mut goes = goes.into_iter();
        let before = state.evidence.len();
        state.evidence.retain(|_| !goes.next().unwrap_or(false));
        Ok(before - state.evidence.len())
    }

    fn claim(&self, key: &Digest) -> Result<Claim, LedgerError> {
        Ok(if self.state().claims.insert(*key) {
            Claim::Granted
        } else {
            Claim::Taken
        })
    }

    fn conclude(&self, evidence: &Evidence) -> Result<bool, LedgerError> {
        let is_new = self.record(evidence)?;
        self.release(&evidence.key.digest());
        Ok(is_new)
    }

    fn release(&self, key: &Digest) {
        self.state().claims.remove(key);
    }
}
