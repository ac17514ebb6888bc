//! A change of one file: shown, or written.

use camino::Utf8PathBuf;
use tip_report::diff;
use tip_workspace::{ReplaceError, Snapshot};

use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;

/// A change of one file.
#[derive(Debug)]
pub(super) struct Change<'a> {
    /// The repository.
    pub(super) snapshot: &'a Snapshot,
    /// The path of the file, relative to the repository.
    pub(super) path: String,
    /// Its bytes as they were read.
    pub(super) before: Vec<u8>,
    /// Its bytes as they shall be.
    pub(super) after: Vec<u8>,
}

impl Change<'_> {
    /// Returns the path as people in this folder write it.
    pub(super) fn shown(&self, place: &Place) -> Utf8PathBuf {
        place.shown(&self.snapshot.root().join(&self.path))
    }

    /// Shows the change as a diff.
    pub(super) fn show(&self, place: &Place, output: &mut Output) -> Result<(), Failure> {
        let mut text = String::new();
        let path = self.shown(place);
        let terminal = output.terminal();
        diff::write(
            path.as_str(),
            &self.before,
            &self.after,
            &terminal,
            &mut text,
        )?;
        output.write(&text)
    }

    /// Writes the file, unless somebody changed it since it was read.
    pub(super) fn write(&self, place: &Place) -> Result<(), Failure> {
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
