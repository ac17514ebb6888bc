//! Which programs commands start, as files on this machine.
#![expect(
    clippy::disallowed_methods,
    reason = "programs lie outside of the repository, and only the disk knows which they are"
)]

use std::collections::HashMap;
use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::UNIX_EPOCH;

use camino::{Utf8Path, Utf8PathBuf};
use tip_ledger::{Digest, DigestBuilder};
use tip_workspace::InputState;

use crate::freshness::content_of;
use crate::{Environment, RunItem};

/// Which programs commands start, as files on this machine: where each lies, how long it is and when it was written.
///
/// A program that starts others, a library, what a package manager has installed: none of that is looked at.
#[derive(Debug)]
pub struct Programs {
    root: Utf8PathBuf,
    /// Where a name is looked for.
    folders: Vec<PathBuf>,
    rustup: Rustup,
    /// What was found by name; what lies in the work tree may change with every run and is looked at each time.
    known: Mutex<HashMap<String, Vec<u8>>>,
}

/// Where rustup keeps which compiler is meant by `cargo`, which is a file that never changes.
#[derive(Debug)]
struct Rustup {
    home: Option<PathBuf>,
    toolchain: Option<OsString>,
}

impl Programs {
    /// Returns the programs of commands that start in the repository at `root` and see `environment`.
    pub fn new(root: &Utf8Path, environment: &Environment) -> Self {
        let path = environment.get("PATH");
        let home = || Some(Path::new(environment.get("HOME")?).join(".rustup"));
        Self {
            root: root.to_path_buf(),
            folders: path.map_or_else(Vec::new, |it| env::split_paths(it).collect()),
            rustup: Rustup {
                home: environment
                    .get("RUSTUP_HOME")
                    .map(PathBuf::from)
                    .or_else(home),
                toolchain: environment.get("RUSTUP_TOOLCHAIN").cloned(),
            },
            known: Mutex::default(),
        }
    }

    /// Returns the digest of the programs that a criterion starts; `None` where it starts none. A script that is an input counts as that.
    pub fn digest(&self, item: &RunItem, state: &InputState) -> Option<Digest> {
        let mut builder = DigestBuilder::default();
        let mut any = false;
        for name in &item.programs {
            let identity = if name.contains('/') {
                let inner = Utf8Path::new(&item.subject.directory).join(name);
                let inner = inner.strip_prefix(".").map_or(inner.as_path(), |it| it);
                if content_of(state, inner.as_str()).is_some() {
                    continue;
                }
                self.identity(self.root.join(inner).as_std_path())
            } else {
                self.by_name(name)
            };
            any = true;
            builder.field(name.as_bytes()).field(&identity);
        }
        any.then(|| builder.finish())
    }

    fn by_name(&self, name: &str) -> Vec<u8> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(identity) = known.get(name) {
            return identity.clone();
        }
        let mut paths = self.folders.iter().map(|it| it.join(name));
        let path = paths.find(|it| it.is_file());
        let identity = path.map_or_else(Vec::new, |it| self.identity(&it));
        known.insert(name.to_owned(), identity.clone());
        identity
    }

    /// Returns what tells a file from another one; nothing where there is none.
    fn identity(&self, path: &Path) -> Vec<u8> {
        let Ok(real) = fs::canonicalize(path) else {
            return Vec::new();
        };
        let mut identity = real.as_os_str().as_encoded_bytes().to_vec();
        let stamp = stamp(&real);
        identity.extend(&stamp);
        if real.ends_with("rustup") || self::stamp(&real.with_file_name("rustup")) == stamp {
            identity.extend(self.rustup.identity());
        }
        identity
    }
}

impl Rustup {
    fn identity(&self) -> Vec<u8> {
        let toolchain = self.toolchain.as_ref();
        let mut identity = toolchain.map_or_else(Vec::new, |it| it.as_encoded_bytes().to_vec());
        if let Some(home) = &self.home {
            // Which one is the default, and when one was updated last.
            identity.extend(stamp(&home.join("settings.toml")));
            identity.extend(stamp(&home.join("update-hashes")));
        }
        identity
    }
}

/// Returns how long a file is and when it was written; nothing where there is none.
fn stamp(path: &Path) -> Vec<u8> {
    let Ok(metadata) = fs::metadata(path) else {
        return Vec::new();
    };
    let written = metadata.modified().ok();
    let written = written.and_then(|it| it.duration_since(UNIX_EPOCH).ok());
    let mut stamp = metadata.len().to_le_bytes().to_vec();
    stamp.extend(written.unwrap_or_default().as_nanos().to_le_bytes());
    stamp
}
