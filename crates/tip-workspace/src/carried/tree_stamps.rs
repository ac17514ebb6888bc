//! Whether a walk would find what it found before.

use std::iter;

use camino::{Utf8Path, Utf8PathBuf};

use super::in_parts;
use crate::ignored::{GIT, exclude_files};
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
    pub(crate) rules: &'a [String],
    pub(crate) problems: &'a [Unseen],
}

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
        let rules = walked.rules.iter().flat_map(|it| {
            let path = root.join(it);
            match path.parent() {
                Some(folder) if path.file_name() == Some(GIT) => exclude_files(system, folder),
                _ => vec![path],
            }
        });
        let paths: Vec<Utf8PathBuf> = folders.chain(rules).collect();
        let stamps = in_parts(&paths, |path| {
            let stamp = system.stamp(path);
            stamp.is_none_or(|it| it.changed < moment).then_some(stamp)
        });
        let stamps: Option<Vec<_>> = stamps.into_iter().collect();
        let links = walked.links.iter().map(|it| root.join(it));
        Some(Self {
            stamps: paths.into_iter().zip(stamps?).collect(),
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
