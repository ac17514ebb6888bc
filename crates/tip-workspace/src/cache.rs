//! Where what was found out is kept for the next run.
//!
//! It lies in `.tip/cache` at the root of the repository: in sight, so that whoever wonders can delete it; beside the files that it speaks
//! of, so that each work tree has its own; and not in `.git`, which is git's, and which sandboxes often keep others from writing into.
//! A `.gitignore` of its own keeps it out of commits, and a `CACHEDIR.TAG` out of backups.

use std::io;
use std::sync::Arc;

use camino::Utf8PathBuf;
use tip_drift::Keep;

use crate::{Snapshot, System};

/// The folder that `tip` keeps things in, at the root of a repository.
pub(crate) const OWN_FOLDER: &str = ".tip";

/// The folder of the cache in it.
const FOLDER: &str = "cache";

/// What backup programs look for: <https://bford.info/cachedir/>.
const TAG: &str = "Signature: 8a477f597d28d172789f06886806bc55\n# This folder was made by tip. It can be deleted at any time.\n";

/// What was found out of a repository, kept from run to run. Deleting it costs time and nothing else.
#[derive(Debug)]
pub struct Cache {
    system: Arc<dyn System>,
    own: Utf8PathBuf,
}

impl Cache {
    /// Returns the cache of a repository, which need not exist.
    pub fn of(snapshot: &Snapshot) -> Self {
        Self {
            system: Arc::clone(snapshot.shared_system()),
            own: snapshot.root().join(OWN_FOLDER),
        }
    }

    /// Returns its folder.
    pub fn folder(&self) -> Utf8PathBuf {
        self.own.join(FOLDER)
    }

    /// Returns whether there is one.
    pub fn exists(&self) -> bool {
        self.system.kind(&self.folder()).is_some()
    }

    /// Deletes it.
    pub fn clean(&self) -> io::Result<()> {
        self.system.forget(&self.folder())
    }

    fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let folder = self.folder();
        if !self.exists() {
            // Others keep things in the same folder, and may have written the same.
            let ignored = self.own.join(".gitignore");
            if self.system.kind(&ignored).is_none() {
                self.system.keep(&ignored, b"*\n")?;
            }
            self.system
                .keep(&folder.join("CACHEDIR.TAG"), TAG.as_bytes())?;
        }
        self.system.keep(&folder.join(name), bytes)
    }
}

impl Keep for Cache {
    fn load(&self, name: &str) -> Option<Vec<u8>> {
        self.system.kept(&self.folder().join(name)).ok()
    }

    fn save(&self, name: &str, bytes: &[u8]) {
        // A tree that cannot be written has no cache, which costs time and nothing else.
        let _ = self.write(name, bytes);
    }
}
