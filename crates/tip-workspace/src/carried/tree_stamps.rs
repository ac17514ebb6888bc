//! Whether a walk would find what it found before.

use std::iter;

use camino::{Utf8Path, Utf8PathBuf};

use super::in_parts;
use crate::system::Stamp;
use crate::{EntryKind, System, Unseen};

/// What decides about a walk: the names in each folder, what git is told to ignore, and where links lead.
#[derive(Debug)]
pub(crate) struct TreeStamps {
    stamps: Vec<(Utf8PathBuf, Option<Stamp>)>,
    links: Vec<(Utf8PathBuf, Option<EntryKind>)>,
}

/// What of a walk tells which places decide about it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WalkedFolders<'a> {
    pub(crate) folders: &'a [String],
    pub(crate) links: &'a [String],
    pub(crate) problems: &'a [Unseen],
}

/// Files that decide what else in their folder is walked.
const DECIDING: [&str; 2] = [".gitignore", "target/CACHEDIR.TAG"];

impl TreeStamps {
    /// Returns what decided about a walk that began at a moment; `None` where a change since then might not show.
    pub(crate) fn of(
        walked: WalkedFolders<'_>,
        system: &dyn System,
        root: &Utf8Path,
        moment: i64,
    ) -> Option<Self> {
        // What could not be looked at may be looked at now, and nothing tells of that.
        if !walked.problems.is_empty() {
            return None;
        }
        let folders = iter::once(root.to_path_buf());
        let folders = folders.chain(walked.folders.iter().map(|it| root.join(it)));
        let folders: Vec<Utf8PathBuf> = folders.collect();
        let in_folder = |folder: &Utf8PathBuf| {
            let mut paths = vec![folder.clone()];
            let names = DECIDING.iter().map(|it| folder.join(it));
            paths.extend(names.filter(|it| system.kind(it).is_some()));
            paths.extend(excludes(system, folder));
            paths
        };
        let stamped = in_parts(&folders, |folder| {
            let stamped = in_folder(folder).into_iter().map(|path| {
                let stamp = system.stamp(&path);
                let is_certain = stamp.is_none_or(|it| it.changed < moment);
                is_certain.then_some((path, stamp))
            });
            stamped.collect::<Option<Vec<_>>>()
        });
        let stamped: Option<Vec<_>> = stamped.into_iter().collect();
        let links = walked.links.iter().map(|it| root.join(it));
        Some(Self {
            stamps: stamped?.into_iter().flatten().collect(),
            links: links.map(|it| (it.clone(), system.kind(&it))).collect(),
        })
    }

    /// Returns whether nothing changed that decides about a walk.
    pub(crate) fn hold(&self, system: &dyn System) -> bool {
        let mut links = self.links.iter();
        let same = in_parts(&self.stamps, |(path, stamp)| system.stamp(path) == *stamp);
        same.into_iter().all(|it| it) && links.all(|(path, kind)| system.kind(path) == *kind)
    }
}

/// Returns the files that lead to what git is told to ignore in a repository, and that file itself.
fn excludes(system: &dyn System, folder: &Utf8Path) -> Vec<Utf8PathBuf> {
    const EXCLUDE: &str = "info/exclude";
    let git = folder.join(".git");
    match system.kind(&git) {
        Some(EntryKind::Folder) => vec![git.join(EXCLUDE)],
        // A worktree or a submodule: the file says where the rest is.
        Some(EntryKind::File) => {
            let line = |path: &Utf8Path| {
                let bytes = system.read(path).ok()?;
                Some(String::from_utf8_lossy(&bytes).trim().to_owned())
            };
            let own = line(&git);
            let own = own.as_deref().and_then(|it| it.strip_prefix("gitdir:"));
            let own = folder.join(own.unwrap_or_default().trim());
            let common = own.join("commondir");
            let shared = own.join(line(&common).unwrap_or_default());
            vec![git, common, shared.join(EXCLUDE)]
        }
        _ => Vec::new(),
    }
}
