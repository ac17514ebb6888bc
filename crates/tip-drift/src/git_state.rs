//! What git answers from beside the files: where its references stand, and what is staged.

use gix::bstr::ByteSlice;

use crate::history::{Error, History};

/// What git answers from beside the files of the work tree and the commits themselves, which never change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GitState {
    /// What `HEAD` says, and where branches, tags and remotes stand, sorted.
    pub references: Vec<String>,
    /// What is staged: each path and its entry, sorted.
    pub staged: Vec<(String, String)>,
}

impl History {
    /// Returns what git answers from beside the files; of the index what lies below the folder that the history was opened at.
    pub fn git_state(&self) -> Result<GitState, Error> {
        let repository = self.repository.to_thread_local();
        let unreadable = |source: Box<dyn std::error::Error + Send + Sync>| Error::Unreadable {
            what: "where the references of git stand",
            source,
        };
        let platform = repository
            .references()
            .map_err(|error| unreadable(Box::new(error)))?;
        let all = platform
            .all()
            .map_err(|error| unreadable(Box::new(error)))?;
        let mut references = Vec::new();
        for reference in all {
            let inner = reference.map_err(|error| unreadable(error.into()))?.inner;
            references.push(format!("{} {:?}", inner.name.as_bstr(), inner.target));
        }
        let head = repository
            .head_ref()
            .map_err(|error| unreadable(Box::new(error)))?;
        references.push(match head {
            Some(head) => format!("HEAD {}", head.name().as_bstr()),
            None => format!("HEAD {:?}", self.head().map(crate::Revision::hash)),
        });
        references.sort_unstable();
        let index = repository.index_or_empty().map_err(|source| Error::Index {
            source: Box::new(source),
        })?;
        let entries = index.entries().iter();
        let staged = entries.filter_map(|entry| {
            let path = entry.path(&index).strip_prefix(self.prefix.as_bytes())?;
            let added = entry
                .flags
                .contains(gix::index::entry::Flags::INTENT_TO_ADD);
            let said = format!(
                "{:?} {} {added} {}",
                entry.stage(),
                entry.mode.bits(),
                entry.id
            );
            Some((path.to_str_lossy().into_owned(), said))
        });
        Ok(GitState {
            references,
            staged: staged.collect(),
        })
    }
}
