//! Folders that are gone, and where their files went.

use std::collections::{BTreeMap, BTreeSet};

use crate::changes::to_file;
use crate::drift::Drift;
use crate::follow::Now;
use crate::graph::Step;
use crate::history::{Error, Revision};
use crate::rename::{Direction, Renamed, renamed};
use crate::store::Reader;

/// How many files of a folder are followed.
const MOST_FILES: usize = 40;

/// How often a file is followed from one path to the next.
const MOST_RENAMES: usize = 16;

/// A folder that was there once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoneFolder {
    /// The last commit that changed something in it.
    pub change: Revision,
    /// The folder that most of its files are in now, where they went to one and are the same files.
    pub went_to: Option<String>,
}

impl Drift<'_> {
    /// Returns what became of a folder that is not there; `None` where none ever was.
    pub fn gone_folder(&self, folder: &str, now: &Now<'_>) -> Result<Option<GoneFolder>, Error> {
        let full = self.full(folder);
        let files = self.store()?.changes.below(&full);
        let last = files
            .iter()
            .filter_map(|it| self.store_read()?.changes.of(it).last());
        let Some(change) = last.max().copied() else {
            return Ok(None);
        };
        let reader = self.reader(now)?;
        let mut homes: BTreeMap<String, usize> = BTreeMap::new();
        let mut went = 0;
        for file in files.iter().take(MOST_FILES) {
            let Some(path) = way_of(&reader, file)? else {
                continue;
            };
            went += 1;
            // The folder in its place, where the file lies in it as it did; else the one that the file is in.
            let within = file.strip_prefix(&full).unwrap_or(file);
            let home = path.strip_suffix(within);
            let home = home.or_else(|| path.rsplit_once('/').map(|it| it.0));
            if let Some(home) = home.filter(|it| !it.is_empty() && *it != full) {
                *homes.entry(home.to_owned()).or_default() += 1;
            }
        }
        let most = homes.into_iter().max_by_key(|it| it.1);
        let most = most.filter(|it| 2 * it.1 > went);
        Ok(Some(GoneFolder {
            change: reader.id(change),
            went_to: most.map(|it| self.shown(&it.0)),
        }))
    }

    /// Returns the folders whose paths end with this one and that held a file at a commit.
    pub fn folders_at(&self, commit: Revision, ending: &str) -> Result<Vec<String>, Error> {
        let reader = self.reader(&|_| None)?;
        let Some(commit) = reader.graph().find(commit.0) else {
            return Ok(Vec::new());
        };
        let mut folders: BTreeSet<&str> = BTreeSet::new();
        for (folder, file) in self.store()?.changes.in_folders(ending) {
            if !folders.contains(folder) && reader.blob(commit, file)?.is_some() {
                folders.insert(folder);
            }
        }
        let within = folders.into_iter().filter_map(|it| self.within(it));
        Ok(within.map(str::to_owned).collect())
    }
}

/// Follows a file from the commit that deleted it to where it is now.
fn way_of(reader: &Reader<'_>, path: &str) -> Result<Option<String>, Error> {
    let mut path = path.to_owned();
    for _ in 0..MOST_RENAMES {
        if reader.now(&path).is_some() {
            return Ok(Some(path));
        }
        let Some(commit) = reader.store.changes.of(&path).last().copied() else {
            break;
        };
        let changes = reader.changes(Step { commit, parent: 0 })?;
        let before = to_file(&changes, &path).filter(|it| it.after.is_none());
        let Some(before) = before.and_then(|it| it.before) else {
            break;
        };
        match renamed(reader, &changes, &path, before, Direction::Forth)? {
            Renamed::To { path: to, .. } => to.clone_into(&mut path),
            Renamed::Unsure(_) => break,
        }
    }
    Ok(None)
}
