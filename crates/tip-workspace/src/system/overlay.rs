//! Unsaved text over the files of another system.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use camino::{Utf8Path, Utf8PathBuf};
use tip_rules::Day;

use super::{AsRead, EntryKind, ReplaceError, Stamp, System, Walk, Walked};

/// The texts, by absolute path.
type Texts = BTreeMap<Utf8PathBuf, Arc<[u8]>>;

/// Unsaved text over the files of another system.
///
/// An editor changes its texts while a [`Snapshot`](crate::Snapshot) looks at them, so that both share one.
#[derive(Debug)]
pub struct Overlay {
    base: Arc<dyn System>,
    texts: RwLock<Texts>,
}

impl Overlay {
    /// Lays nothing over `base`.
    pub fn new(base: Arc<dyn System>) -> Self {
        Self {
            base,
            texts: RwLock::default(),
        }
    }

    /// Lays a text over the file at `path`, which need not exist.
    pub fn set(&self, path: impl Into<Utf8PathBuf>, bytes: impl Into<Arc<[u8]>>) {
        let mut texts = self.texts.write().unwrap_or_else(PoisonError::into_inner);
        texts.insert(path.into(), bytes.into());
    }

    /// Takes the text at `path` away again.
    pub fn remove(&self, path: &Utf8Path) {
        let mut texts = self.texts.write().unwrap_or_else(PoisonError::into_inner);
        texts.remove(path);
    }

    /// Returns an overlay of the texts as they are now, which later changes do not reach.
    pub fn frozen(&self) -> Self {
        Self {
            base: Arc::clone(&self.base),
            texts: RwLock::new(self.texts().clone()),
        }
    }

    /// Returns the text at `path`.
    fn text(&self, path: &Utf8Path) -> Option<Arc<[u8]>> {
        self.texts().get(path).cloned()
    }

    fn texts(&self) -> RwLockReadGuard<'_, Texts> {
        // A map that was left in the middle of an insertion is still a map.
        self.texts.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl System for Overlay {
    fn read(&self, path: &Utf8Path) -> io::Result<Vec<u8>> {
        match self.text(path) {
            Some(bytes) => Ok(bytes.to_vec()),
            None => self.base.read(path),
        }
    }

    fn read_head(&self, path: &Utf8Path, limit: usize) -> io::Result<Vec<u8>> {
        match self.text(path) {
            Some(bytes) => Ok(bytes[..bytes.len().min(limit)].to_vec()),
            None => self.base.read_head(path, limit),
        }
    }

    fn today(&self) -> Option<Day> {
        self.base.today()
    }

    /// Returns the stamp of what lies below; a text, and a folder that one lies in, have none.
    fn stamp(&self, path: &Utf8Path) -> Option<Stamp> {
        let is_covered = self.texts().keys().any(|it| it.starts_with(path));
        (!is_covered).then(|| self.base.stamp(path)).flatten()
    }

    fn moment(&self) -> i64 {
        self.base.moment()
    }

    fn kept(&self, path: &Utf8Path) -> io::Result<Vec<u8>> {
        self.base.kept(path)
    }

    fn keep(&self, path: &Utf8Path, bytes: &[u8]) -> io::Result<()> {
        self.base.keep(path, bytes)
    }

    fn forget(&self, folder: &Utf8Path) -> io::Result<()> {
        self.base.forget(folder)
    }

    fn kind(&self, path: &Utf8Path) -> Option<EntryKind> {
        if self.texts().contains_key(path) {
            return Some(EntryKind::File);
        }
        let folder = || {
            let below = self.texts().keys().any(|it| it.starts_with(path));
            below.then_some(EntryKind::Folder)
        };
        self.base.kind(path).or_else(folder)
    }

    fn real(&self, path: &Utf8Path) -> Option<Utf8PathBuf> {
        let known = self.kind(path).map(|_| path.to_path_buf());
        self.base.real(path).or(known)
    }

    fn list(&self, folder: &Utf8Path) -> io::Result<Vec<(String, EntryKind)>> {
        let mut entries = match self.base.list(folder) {
            Ok(entries) => entries,
            Err(_) if self.kind(folder) == Some(EntryKind::Folder) => Vec::new(),
            Err(error) => return Err(error),
        };
        for path in self.texts().keys() {
            if path.parent() == Some(folder)
                && let Some(name) = path.file_name()
            {
                entries.push((name.to_owned(), EntryKind::File));
            }
        }
        entries.sort_unstable();
        entries.dedup();
        Ok(entries)
    }

    fn walk(&self, walk: &Walk<'_>) -> Walked {
        let mut walked = self.base.walk(walk);
        for path in self.texts().keys() {
            if let Ok(relative) = path.strip_prefix(walk.root)
                && walked
                    .files
                    .binary_search_by(|it| it.as_str().cmp(relative.as_str()))
                    .is_err()
                && self.base.kind(path).is_none()
            {
                walked.files.push(relative.as_str().to_owned());
                let folders = relative.ancestors().skip(1).filter(|it| *it != "");
                walked
                    .folders
                    .extend(folders.map(|it| it.as_str().to_owned()));
                walked.files.sort_unstable();
            }
        }
        walked.folders.sort_unstable();
        walked.folders.dedup();
        walked
    }

    /// What an editor holds is the editor's to change.
    fn replace_beside(
        &self,
        path: &Utf8Path,
        before: Option<&[u8]>,
        after: &[u8],
        others: &[AsRead<'_>],
    ) -> Result<(), ReplaceError> {
        if self.texts().contains_key(path) {
            return Err(ReplaceError::Open);
        }
        let mut below = Vec::new();
        for it in others {
            match self.text(it.path) {
                Some(text) if *text != *it.bytes => return Err(ReplaceError::Changed),
                Some(_) => {}
                None => below.push(*it),
            }
        }
        self.base.replace_beside(path, before, after, &below)
    }
}
