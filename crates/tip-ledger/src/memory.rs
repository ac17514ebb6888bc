//! A ledger that lasts as long as the process.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::{Claim, Digest, Evidence, EvidenceKey, Ledger, LedgerError};

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
        let is_new = !state.evidence.contains(evidence);
        if is_new {
            state.evidence.push(evidence.clone());
        }
        Ok(is_new)
    }

    fn passes(&self, keys: &[EvidenceKey]) -> Result<Vec<Option<Evidence>>, LedgerError> {
        let state = self.state();
        let of = |key: &EvidenceKey| {
            let evidence = state.evidence.iter();
            let fits = evidence.filter(|it| it.key == *key && it.can_be_served());
            fits.max_by_key(|it| it.started).cloned()
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

    fn each(
        &self,
        each: &mut dyn FnMut(Evidence) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        let mut all = self.state().evidence.clone();
        all.sort_by_key(|it| it.started);
        all.into_iter().try_for_each(each)
    }

    fn claim(&self, key: &Digest) -> Result<Claim, LedgerError> {
        Ok(if self.state().claims.insert(*key) {
            Claim::Granted
        } else {
            Claim::Taken
        })
    }

    fn release(&self, key: &Digest) {
        self.state().claims.remove(key);
    }
}
