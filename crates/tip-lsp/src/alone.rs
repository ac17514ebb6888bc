//! A file that belongs to no repository, and to no folder that the editor opened.
//!
//! What lies around it is nobody's: a home folder, a folder of downloads. It is not walked, and only names beside the file are seen.

use std::io;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use tip_rules::Day;
use tip_workspace::{AsRead, EntryKind, Overlay, ReplaceError, Stamp, System, Walk, Walked};

/// The files of another system, of which no folder is walked.
#[derive(Debug)]
pub(crate) struct Alone(pub(crate) Arc<Overlay>);

impl System for Alone {
    fn read(&self, path: &Utf8Path) -> io::Result<Vec<u8>> {
        self.0.read(path)
    }

    fn read_head(&self, path: &Utf8Path, limit: usize) -> io::Result<Vec<u8>> {
        self.0.read_head(path, limit)
    }

    fn kind(&self, path: &Utf8Path) -> Option<EntryKind> {
        self.0.kind(path)
    }

    fn real(&self, path: &Utf8Path) -> Option<Utf8PathBuf> {
        self.0.real(path)
    }

    fn list(&self, folder: &Utf8Path) -> io::Result<Vec<(String, EntryKind)>> {
        self.0.list(folder)
    }

    fn today(&self) -> Option<Day> {
        self.0.today()
    }

    fn stamp(&self, path: &Utf8Path) -> Option<Stamp> {
        self.0.stamp(path)
    }

    fn moment(&self) -> i64 {
        self.0.moment()
    }

    fn walk(&self, walk: &Walk<'_>) -> Walked {
        let entries = self.0.list(walk.root).unwrap_or_default();
        let files = entries.into_iter().filter(|it| it.1 == EntryKind::File);
        Walked {
            files: files.map(|(name, _)| name).collect(),
            ..Walked::default()
        }
    }

    fn replace_beside(
        &self,
        path: &Utf8Path,
        before: Option<&[u8]>,
        after: &[u8],
        others: &[AsRead<'_>],
    ) -> Result<(), ReplaceError> {
        self.0.replace_beside(path, before, after, others)
    }

    fn kept(&self, path: &Utf8Path) -> io::Result<Vec<u8>> {
        self.0.kept(path)
    }

    fn keep(&self, path: &Utf8Path, bytes: &[u8]) -> io::Result<()> {
        self.0.keep(path, bytes)
    }

    fn forget(&self, folder: &Utf8Path) -> io::Result<()> {
        self.0.forget(folder)
    }
}

#[cfg(test)]
mod tests {
    use tip_workspace::Memory;

    use super::*;

    #[test]
    fn only_what_stands_beside_the_file_is_seen() {
        let mut memory = Memory::default();
        memory.write("/home/user/plan.md", "");
        memory.write("/home/user/notes.md", "");
        memory.write("/home/user/mail/letter.md", "");
        let alone = Alone(Arc::new(Overlay::new(Arc::new(memory))));
        let walked = alone.walk(&Walk {
            root: Utf8Path::new("/home/user"),
            ignored: false,
        });
        assert_eq!(walked.files, ["notes.md", "plan.md"]);
        assert!(walked.folders.is_empty());
    }
}
