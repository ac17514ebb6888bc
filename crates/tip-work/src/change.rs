//! A change of one file.

use camino::Utf8PathBuf;
use tip_workspace::{ReplaceError, Snapshot};

use crate::{Failure, Place};

/// A change of one file.
#[derive(Debug)]
pub struct Change<'a> {
    /// The repository.
    pub snapshot: &'a Snapshot,
    /// The path of the file, relative to the repository.
    pub path: String,
    /// Its bytes as they were read.
    pub before: Vec<u8>,
    /// Its bytes as they shall be.
    pub after: Vec<u8>,
}

impl Change<'_> {
    /// Returns the path as people in this folder write it.
    pub fn shown(&self, place: &Place) -> Utf8PathBuf {
        place.shown(&self.snapshot.root().join(&self.path))
    }

    /// Writes the file, unless somebody changed it since it was read.
    pub fn write(&self, place: &Place) -> Result<(), Failure> {
        place.writable(&self.snapshot.root().join(&self.path))?;
        let outcome = self
            .snapshot
            .replace(&self.path, Some(&self.before), &self.after);
        outcome.map_err(|error| {
            let failure = Failure::user(format!("cannot write `{}`: {error}", self.shown(place)));
            match error {
                ReplaceError::Changed => failure
                    .stale()
                    .hint("nothing was written to it: run it again"),
                ReplaceError::Open => failure.hint("save it there first"),
                ReplaceError::Io(_) => failure,
            }
        })
    }
}
