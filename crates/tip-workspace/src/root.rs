//! The folder that paths of a repository are relative to.

use camino::{Utf8Path, Utf8PathBuf};

use crate::{CONFIG_FILE, EntryKind, System};

/// The folder that paths are relative to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Root {
    /// The folder.
    pub path: Utf8PathBuf,
    /// What makes it one.
    pub kind: RootKind,
}

/// What makes a folder the root of a repository.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RootKind {
    /// It holds a `tip.toml`.
    Config,
    /// It holds a `.git`.
    Git,
    /// Nothing: it is where somebody began to look.
    None,
}

impl Root {
    /// Finds the root that a folder or file belongs to: the nearest folder upwards with a `tip.toml` or a `.git`.
    pub fn find(system: &dyn System, from: &Utf8Path) -> Self {
        let start = match system.kind(from) {
            Some(EntryKind::File) => from.parent().unwrap_or(from),
            _ => from,
        };
        for folder in start.ancestors() {
            let holds = |name| system.kind(&folder.join(name)).is_some();
            let kind = if holds(CONFIG_FILE) {
                RootKind::Config
            } else if holds(".git") {
                RootKind::Git
            } else {
                continue;
            };
            return Self {
                path: folder.to_path_buf(),
                kind,
            };
        }
        Self {
            path: start.to_path_buf(),
            kind: RootKind::None,
        }
    }
}
