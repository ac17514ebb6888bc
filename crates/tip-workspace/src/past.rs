//! The history of a repository, with what was kept of it.

use tip_drift::{Drift, Error, History, Keep, Revision};

use crate::cache::OWN_FOLDER;
use crate::{Cache, Snapshot};

/// The history of the repository that a [`Snapshot`] is of, with what earlier runs kept of it.
#[derive(Debug)]
pub struct Past {
    history: History,
    cache: Option<Cache>,
}

/// Whether what earlier runs kept is used, and what this one finds out kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keeping {
    /// It is.
    #[default]
    Kept,
    /// All is found out anew, and nothing is written.
    Anew,
}

impl Past {
    /// Opens it.
    pub fn open(snapshot: &Snapshot, keeping: Keeping) -> Result<Self, Error> {
        let history = History::open(snapshot.root())?;
        // What was committed may have been made up by whoever committed it.
        let is_tracked = history.holds(OWN_FOLDER);
        let cache = (keeping == Keeping::Kept && !is_tracked).then(|| Cache::of(snapshot));
        Ok(Self { history, cache })
    }

    /// Returns the history.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// Begins to follow lines through it as if another commit were `HEAD`; without one there is no history.
    pub(crate) fn drift_at(&self, last: Option<Revision>) -> Result<Drift<'_>, Error> {
        let known = self.cache.as_ref().map(|it| it as &dyn Keep);
        Drift::open_at(&self.history, known, last)
    }

    /// Begins to follow lines through it, up to `HEAD` as it stands.
    pub fn drift(&self) -> Result<Drift<'_>, Error> {
        match &self.cache {
            Some(cache) => Drift::open_kept(&self.history, cache as &dyn Keep),
            None => Drift::open(&self.history),
        }
    }
}
