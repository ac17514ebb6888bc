//! Where evidence is kept.

use std::fmt;
use std::path::PathBuf;

use thiserror::Error;

use crate::{Digest, Evidence, EvidenceKey};

/// Keeps evidence.
///
/// Several processes may have the same ledger open. What was recorded stays, whenever a process is killed.
pub trait Ledger: fmt::Debug + Send + Sync {
    /// Records evidence; returns whether it was not there before.
    fn record(&self, evidence: &Evidence) -> Result<bool, LedgerError>;

    /// Returns for each key the newest pass that may be served for it, in the order of the keys; none where a run with the key ended here since and did not pass.
    fn passes(&self, keys: &[EvidenceKey]) -> Result<Vec<Option<Evidence>>, LedgerError>;

    /// Returns the newest evidence for a subject, the newest first, at most `limit`.
    fn history(&self, subject: &Digest, limit: usize) -> Result<Vec<Evidence>, LedgerError>;

    /// Returns for each subject whether its newest run is a pass that may be served, in the order of the subjects.
    fn passed_last(&self, subjects: &[Digest]) -> Result<Vec<bool>, LedgerError>;

    /// Hands all evidence to `each`, the oldest first, until that is an error.
    fn each(
        &self,
        each: &mut dyn FnMut(Evidence) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError>;

    /// Deletes old evidence and returns how much; the newest run of each subject stays, and so does its newest pass unless a run ended it since.
    fn prune(&self, kept: Kept) -> Result<usize, LedgerError>;

    /// Asks to be the one that runs what has this key, until the claim is dropped or this process ends.
    fn claim(&self, key: &Digest) -> Result<Claim, LedgerError>;

    /// Records what a run showed and gives the claim of its key back, both or none; returns whether it was not there before.
    fn conclude(&self, evidence: &Evidence) -> Result<bool, LedgerError>;

    /// Gives a claim back.
    fn release(&self, key: &Digest);
}

/// What evidence is kept when the rest is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// So many runs of each subject, the newest.
    Newest(usize),
    /// What began at this moment or later: milliseconds since 1970.
    Since(i64),
}

impl Kept {
    /// Returns whether a run goes that is not the newest pass; `place` counts the runs of its subject from the newest, from 1.
    pub(crate) fn lets_go(self, place: usize, started: i64) -> bool {
        place > 1
            && match self {
                Self::Newest(count) => place > count,
                Self::Since(moment) => started < moment,
            }
    }
}

/// The answer to [`Ledger::claim`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// Nobody else runs it.
    Granted,
    /// Another process runs it now.
    Taken,
}

/// Why a ledger did not do what it should.
#[derive(Debug, Error)]
pub enum LedgerError {
    /// Its folder cannot be made or written.
    #[error("cannot use `{path}`")]
    Folder {
        /// The folder or the file in it.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// Its file is no ledger any more.
    #[error("`{path}` is damaged or no ledger of evidence")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What the database says.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A newer program made it.
    #[error(
        "`{path}` was made by a newer `tip`: it has version {found}, and this one knows {known}"
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: u32,
        /// The newest version that is known here.
        known: u32,
    },
    /// Another process holds it for too long.
    #[error("`{path}` is locked by another process")]
    Locked {
        /// The file.
        path: PathBuf,
    },
    /// No space is left, or nothing may be written.
    #[error("cannot write to `{path}`")]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What the database says.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Something else went wrong with the database.
    #[error("the ledger `{path}` failed")]
    Database {
        /// The file.
        path: PathBuf,
        /// What the database says.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Whoever was handed evidence could not go on.
    #[error("cannot go on")]
    Stopped(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl LedgerError {
    /// Returns whether the ledger itself cannot be used until somebody does something about it, and waiting or space do not help.
    pub fn is_damage(&self) -> bool {
        matches!(self, Self::Damaged { .. } | Self::Newer { .. })
    }
}
