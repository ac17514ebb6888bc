//! Files that exist only in memory, for tests.

use std::collections::BTreeMap;
use std::hash::{BuildHasher, BuildHasherDefault};
use std::io;
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

use camino::{Utf8Path, Utf8PathBuf};
use rustc_hash::FxHasher;
use tip_rules::Day;

use super::{AsRead, EntryKind, NEVER_WALKED, ReplaceError, Stamp, System, Walk, Walked};
use crate::ignored::{GIT, GITIGNORE, IgnoreRules};

/// Files that exist only in memory. A folder exists where a file lies below it.
#[derive(Debug, Default)]
pub struct Memory {
    files: RwLock<BTreeMap<Utf8PathBuf, Vec<u8>>>,
    today: Option<Day>,
}

impl Memory {
    /// Adds a file, or replaces it.
    pub fn write(&mut self, path: impl Into<Utf8PathBuf>, bytes: impl Into<Vec<u8>>) {
        let files = self.files.get_mut();
        let files = files.unwrap_or_else(PoisonError::into_inner);
        files.insert(path.into(), bytes.into());
    }

    /// Sets the day of today.
    pub fn set_today(&mut self, today: Day) {
        self.today = Some(today);
    }

    fn files(&self) -> RwLockReadGuard<'_, BTreeMap<Utf8PathBuf, Vec<u8>>> {
        self.files.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the paths below a folder, relative to it.
    fn below(&self, folder: &Utf8Path) -> Vec<Utf8PathBuf> {
        self.files()
            .range(folder.to_path_buf()..)
            .map(|(path, _)| path)
            .take_while(|path| path.starts_with(folder))
            .filter_map(|path| path.strip_prefix(folder).ok())
            .filter(|path| !path.as_str().is_empty())
            .map(Utf8Path::to_path_buf)
            .collect()
    }
}

impl System for Memory {
    fn read(&self, path: &Utf8Path) -> io::Result<Vec<u8>> {
        self.files()
            .get(path)
            .cloned()
            .ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
    }

    fn read_head(&self, path: &Utf8Path, limit: usize) -> io::Result<Vec<u8>> {
        let mut bytes = self.read(path)?;
        bytes.truncate(limit);
        Ok(bytes)
    }

    fn today(&self) -> Option<Day> {
        self.today
    }

    /// Returns a digest of the bytes of a file, or of the names in a folder.
    fn stamp(&self, path: &Utf8Path) -> Option<Stamp> {
        let hasher = BuildHasherDefault::<FxHasher>::default();
        let digest = match self.kind(path)? {
            EntryKind::Folder => hasher.hash_one(self.list(path).ok()?),
            _ => hasher.hash_one(self.read(path).ok()?),
        };
        Some(Stamp {
            changed: 0,
            rest: [digest, 0, 0, 0],
        })
    }

    fn moment(&self) -> i64 {
        i64::MAX
    }

    fn kept(&self, path: &Utf8Path) -> io::Result<Vec<u8>> {
        self.read(path)
    }

    fn keep(&self, path: &Utf8Path, bytes: &[u8]) -> io::Result<()> {
        let mut files = self.files.write().unwrap_or_else(PoisonError::into_inner);
        files.insert(path.to_path_buf(), bytes.to_vec());
        Ok(())
    }

    fn forget(&self, folder: &Utf8Path) -> io::Result<()> {
        let mut files = self.files.write().unwrap_or_else(PoisonError::into_inner);
        files.retain(|path, _| !path.starts_with(folder));
        Ok(())
    }

    fn kind(&self, path: &Utf8Path) -> Option<EntryKind> {
        if self.files().contains_key(path) {
            return Some(EntryKind::File);
        }
        self.below(path).first().map(|_| EntryKind::Folder)
    }

    fn real(&self, path: &Utf8Path) -> Option<Utf8PathBuf> {
        self.kind(path).map(|_| path.to_path_buf())
    }

    fn list(&self, folder: &Utf8Path) -> io::Result<Vec<(String, EntryKind)>> {
        let mut entries: Vec<(String, EntryKind)> = self
            .below(folder)
            .iter()
            .filter_map(|path| {
                let mut parts = path.components();
                let name = parts.next()?.as_str().to_owned();
                let kind = match parts.next() {
                    Some(_) => EntryKind::Folder,
                    None => EntryKind::File,
                };
                Some((name, kind))
            })
            .collect();
        entries.sort_unstable();
        entries.dedup();
        Ok(entries)
    }

    fn walk(&self, walk: &Walk<'_>) -> Walked {
        let rules = IgnoreRules::new(walk.root);
        let mut walked = Walked::default();
        for path in self.below(walk.root) {
            if path.file_name() == Some(GITIGNORE) {
                walked.rules.push(path.as_str().to_owned());
            }
            walked.rules.extend(
                path.ancestors()
                    .filter(|it| it.file_name() == Some(GIT))
                    .map(|it| it.as_str().to_owned()),
            );
            let never = path
                .parent()
                .is_some_and(|it| it.components().any(|c| NEVER_WALKED.contains(&c.as_str())));
            if never {
                continue;
            }
            let is_walked = |path: &Utf8Path, is_folder| {
                walk.ignored || !rules.ignores(self, path.as_str(), is_folder)
            };
            if is_walked(&path, false) {
                walked.files.push(path.as_str().to_owned());
            }
            let folders = path.ancestors().skip(1).filter(|it| *it != "");
            let folders = folders.filter(|it| is_walked(it, true));
            walked
                .folders
                .extend(folders.map(|it| it.as_str().to_owned()));
        }
        walked.files.sort_unstable();
        walked.rules.sort_unstable();
        walked.rules.dedup();
        walked.folders.sort_unstable();
        walked.folders.dedup();
        walked
    }

    fn replace_beside(
        &self,
        path: &Utf8Path,
        before: Option<&[u8]>,
        after: &[u8],
        others: &[AsRead<'_>],
    ) -> Result<(), ReplaceError> {
        let files = self.files.write();
        let mut files = files.unwrap_or_else(PoisonError::into_inner);
        let is = |path: &Utf8Path, bytes| files.get(path).map(Vec::as_slice) == bytes;
        if !is(path, before) || !others.iter().all(|it| is(it.path, Some(it.bytes))) {
            return Err(ReplaceError::Changed);
        }
        files.insert(path.to_path_buf(), after.to_vec());
        Ok(())
    }
}
