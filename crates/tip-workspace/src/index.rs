//! The files of a repository, and what a written path leads to.

mod chains;

mod nearest;

mod pattern;

use std::hash::{BuildHasher, BuildHasherDefault};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use rustc_hash::{FxHashMap, FxHasher};

use self::chains::Chains;
use crate::{EntryKind, Walked};

/// Every file and folder of a repository that git does not ignore.
#[derive(Debug, Default)]
pub(crate) struct FileIndex {
    files: Vec<String>,
    folders: Vec<String>,
    /// Where each is by its name, for whoever asks.
    names: OnceLock<Names>,
    /// How often a path was asked for before that.
    asked: AtomicU32,
    /// The same, by the hash of the last part in lower case without extension and separators.
    by_stem: OnceLock<FxHashMap<u64, Vec<u32>>>,
    /// The names of the folders that each lies in.
    chains: OnceLock<Chains>,
    /// The positions of the files that lie directly in a folder, by the hash of its path.
    by_folder: OnceLock<FxHashMap<u64, Vec<u32>>>,
}

/// So many paths are searched for one by one.
const LITTLE: u32 = 500;

/// Where files and folders are, by their paths and names.
#[derive(Debug, Default)]
struct Names {
    /// The position of a file, or after the files that of a folder, by the hash of its path.
    known: FxHashMap<u64, u32>,
    /// The hash of the name of the folder that each lies in, by position, so that most of those that are called alike are told apart
    /// without a look at their paths.
    within: Vec<u64>,
    /// Positions by the hash of their last part, those in folders of one name together.
    by_name: FxHashMap<u64, Vec<u32>>,
}

impl FileIndex {
    pub(crate) fn new(walked: Walked) -> Self {
        Self {
            files: walked.files,
            folders: walked.folders,
            ..Self::default()
        }
    }

    fn names(&self) -> &Names {
        self.names.get_or_init(|| {
            let mut names = Names::default();
            let count = self.files.len() + self.folders.len();
            names.known.reserve(count);
            names.within.reserve(count);
            names.by_name.reserve(count);
            for at in 0..count {
                let path = self.path(at as u32);
                let name = last_part(path);
                let (whole, name, folder) = (hash(path), hash(name), hash(folder_name(path)));
                names.known.insert(whole, at as u32);
                names.within.push(folder);
                names.by_name.entry(name).or_default().push(at as u32);
            }
            sort_by_folder(&mut names.by_name, &names.within);
            names
        })
    }

    pub(crate) fn files(&self) -> &[String] {
        &self.files
    }

    pub(crate) fn folders(&self) -> &[String] {
        &self.folders
    }

    fn by_stem(&self) -> &FxHashMap<u64, Vec<u32>> {
        self.by_stem.get_or_init(|| {
            let mut by_stem: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
            for at in 0..(self.files.len() + self.folders.len()) as u32 {
                let stem = hash(&nearest::stem(last_part(self.path(at))));
                by_stem.entry(stem).or_default().push(at);
            }
            sort_by_folder(&mut by_stem, &self.names().within);
            by_stem
        })
    }

    /// Returns the positions of the files that lie directly in a folder, in the order of their paths.
    ///
    /// Where two folders have one hash, those of the other are among them.
    fn within_folder(&self, folder: &str) -> &[u32] {
        let by_folder = self.by_folder.get_or_init(|| {
            let mut by_folder: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
            for (at, path) in self.files.iter().enumerate() {
                let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
                by_folder.entry(hash(folder)).or_default().push(at as u32);
            }
            by_folder
        });
        by_folder.get(&hash(folder)).map_or(&[], Vec::as_slice)
    }

    fn chains(&self) -> &Chains {
        self.chains
            .get_or_init(|| Chains::new(self.files.iter().chain(&self.folders)))
    }

    fn path(&self, at: u32) -> &str {
        let at = at as usize;
        match self.files.get(at) {
            Some(path) => path,
            None => &self.folders[at - self.files.len()],
        }
    }

    /// Returns whether a file is there.
    pub(crate) fn has_file(&self, path: &str) -> bool {
        self.file(path).is_some()
    }

    /// Returns a file as the index holds it.
    fn file(&self, path: &str) -> Option<&str> {
        self.entry(path, &self.files, 0)
    }

    /// Returns whether a folder is there.
    pub(crate) fn has_folder(&self, path: &str) -> bool {
        self.entry(path, &self.folders, self.files.len()).is_some()
    }

    /// Returns what stands at a path.
    pub(crate) fn kind(&self, path: &str) -> Option<EntryKind> {
        if self.is_asked_little() {
            if find(&self.files, path).is_some() {
                return Some(EntryKind::File);
            }
            return find(&self.folders, path).map(|_| EntryKind::Folder);
        }
        let at = *self.names().known.get(&hash(path))? as usize;
        if self.path(at as u32) == path {
            let is_file = at < self.files.len();
            return Some(if is_file {
                EntryKind::File
            } else {
                EntryKind::Folder
            });
        }
        // Two paths have one hash.
        if self.has_file(path) {
            return Some(EntryKind::File);
        }
        self.has_folder(path).then_some(EntryKind::Folder)
    }

    /// Returns a path as one of the two lists holds it, whose positions begin at `first`.
    fn entry<'a>(&self, path: &str, list: &'a [String], first: usize) -> Option<&'a str> {
        if self.is_asked_little() {
            return find(list, path);
        }
        let at = *self.names().known.get(&hash(path))? as usize;
        let known = at.checked_sub(first).and_then(|at| list.get(at));
        if let Some(known) = known.filter(|it| *it == path) {
            return Some(known);
        }
        if self.path(at as u32) == path {
            return None;
        }
        // Two paths have one hash.
        find(list, path)
    }

    /// Returns whether so few paths were asked for that it takes longer to lay all out by their hashes than to search for each.
    fn is_asked_little(&self) -> bool {
        self.names.get().is_none() && self.asked.fetch_add(1, Ordering::Relaxed) < LITTLE
    }

    /// Returns whether a folder anywhere is called `name`.
    pub(crate) fn has_folder_named(&self, name: &str) -> bool {
        let candidates = self.names().by_name.get(&hash(name)).into_iter().flatten();
        let folders = candidates.filter(|at| **at as usize >= self.files.len());
        folders
            .into_iter()
            .any(|at| last_part(self.path(*at)) == name)
    }

    /// Returns every path that ends with the parts of `written`, files before folders.
    pub(crate) fn ending_with(&self, written: &str) -> Vec<&str> {
        let Some(candidates) = self.names().by_name.get(&hash(last_part(written))) else {
            return Vec::new();
        };
        let candidates = if written.contains('/') {
            self.in_folders_called(hash(folder_name(written)), candidates)
        } else {
            candidates
        };
        let mut found: Vec<u32> = candidates.to_vec();
        found.retain(|at| ends_with_parts(self.path(*at), written));
        found.sort_unstable();
        found.into_iter().map(|at| self.path(at)).collect()
    }

    /// Returns those of the candidates of one name that lie in folders whose name has this hash.
    fn in_folders_called<'a>(&self, folder: u64, candidates: &'a [u32]) -> &'a [u32] {
        let of = |at: &u32| self.names().within[*at as usize];
        let start = candidates.partition_point(|at| of(at) < folder);
        let len = candidates[start..].partition_point(|at| of(at) == folder);
        &candidates[start..start + len]
    }
}

/// Returns a path as a sorted list holds it.
fn find<'a>(list: &'a [String], path: &str) -> Option<&'a str> {
    let at = list.binary_search_by(|it| it.as_str().cmp(path)).ok()?;
    Some(&list[at])
}

/// Puts the positions in folders of one name together, in the order of their paths.
#[expect(clippy::iter_over_hash_type, reason = "each list is sorted for itself")]
fn sort_by_folder(positions: &mut FxHashMap<u64, Vec<u32>>, within: &[u64]) {
    for positions in positions.values_mut() {
        positions.sort_unstable_by_key(|at| (within[*at as usize], *at));
    }
}

fn ends_with_parts(path: &str, end: &str) -> bool {
    path.strip_suffix(end)
        .is_some_and(|before| before.is_empty() || before.ends_with('/'))
}

pub(crate) fn last_part(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Returns the name of the folder that a path lies in, which is empty for the root.
fn folder_name(path: &str) -> &str {
    path.rsplit_once('/')
        .map_or("", |(folder, _)| last_part(folder))
}

fn hash(text: &str) -> u64 {
    BuildHasherDefault::<FxHasher>::default().hash_one(text)
}
