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
        self.write_beside(&[], place)
    }

    /// Writes the file, unless somebody changed it or one of the `others` since they were read.
    pub fn write_beside(&self, others: &[(&str, &[u8])], place: &Place) -> Result<(), Failure> {
        place.writable(&self.snapshot.root().join(&self.path))?;
        let outcome = self
            .snapshot
            .replace_beside(&self.path, &self.before, &self.after, others);
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

/// How often a change is planned before somebody else's haste is a reason to give up: many writers at once all come to their turn, since
/// with each time that one has to begin again another has come to its end.
pub const ATTEMPTS: usize = 64;

/// Makes a change, and plans and makes it again where the file was changed since it was read.
pub fn again<T>(mut make: impl FnMut() -> Result<T, Failure>) -> Result<T, Failure> {
    for _ in 1..ATTEMPTS {
        match make() {
            Err(failure) if failure.is_stale => {}
            answer => return answer,
        }
    }
    make()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stale_is_made_again_and_nothing_else_is() {
        let mut tries = 0;
        let made = again(|| {
            tries += 1;
            if tries < 3 {
                Err(Failure::user("changed").stale())
            } else {
                Ok(tries)
            }
        });
        assert_eq!(made.ok(), Some(3));

        let mut tries = 0;
        let made = again(|| -> Result<(), Failure> {
            tries += 1;
            Err(Failure::user("no room"))
        });
        assert!(made.is_err());
        assert_eq!(tries, 1);

        let mut tries = 0;
        let made = again(|| -> Result<(), Failure> {
            tries += 1;
            Err(Failure::user("changed").stale())
        });
        assert!(made.is_err_and(|it| it.is_stale));
        assert_eq!(tries, ATTEMPTS);
    }
}
