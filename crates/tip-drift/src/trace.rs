//! What an answer was taken from, as far as that can change.
//!
//! Commits, trees and blobs never change, so that what was read of them need not be noted. What an answer owes to where `HEAD` stands and
//! to the files as they are is noted while it is made; it holds for as long as that stays so.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use gix::ObjectId;

use crate::symbol::Unread;

/// At which commits an answer holds, other things equal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reach {
    /// Wherever the files that it depends on are the same.
    #[default]
    Anywhere,
    /// At the commits that follow the one where it was given.
    Onward,
    /// At the commit where it was given alone.
    Here,
}

/// What an answer was taken from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trace {
    /// Paths of which it counts which commits up to `HEAD` changed them.
    pub(crate) paths: BTreeSet<Arc<str>>,
    /// The files as they are, by their contents; `None` for those that are not there.
    pub(crate) now: BTreeMap<String, Option<ObjectId>>,
    pub(crate) reach: Reach,
    /// Whether it cannot be told when it stops to hold: an object was not there, or a file changed meanwhile.
    pub(crate) is_loose: bool,
    /// Files whose symbols were asked for and not read.
    pub(crate) unread: BTreeMap<Arc<str>, Unread>,
}

impl Trace {
    /// Notes a file as it is.
    pub(crate) fn saw(&mut self, path: &str, content: Option<ObjectId>) {
        if let Some(before) = self.now.insert(path.to_owned(), content) {
            self.is_loose |= before != content;
        }
    }

    /// Notes that the answer holds no further than this.
    pub(crate) fn narrow(&mut self, reach: Reach) {
        self.reach = self.reach.max(reach);
    }
}
