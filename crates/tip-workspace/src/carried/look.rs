//! What an answer is taken from, so that one can tell whether it still holds.

use std::collections::BTreeMap;
use std::sync::Mutex;

use camino::Utf8PathBuf;

use super::in_parts;
use crate::System;
use crate::resolve::lock;
use crate::system::Stamp;

/// How a file or folder was before it was read.
#[derive(Clone, Copy, Debug)]
enum Noted {
    Stamped(Stamp),
    /// Nothing is there.
    Gone,
    /// A change of it might not show.
    Uncertain,
}

/// The files that an answer is taken from, with the stamps that they had before they were read.
#[derive(Debug)]
pub(crate) struct Look<'a> {
    system: &'a dyn System,
    moment: i64,
    seen: Mutex<BTreeMap<Utf8PathBuf, Noted>>,
}

impl<'a> Look<'a> {
    /// Begins to look.
    pub(crate) fn begin(system: &'a dyn System) -> Self {
        Self {
            system,
            moment: system.moment(),
            seen: Mutex::default(),
        }
    }

    /// Notes a file or folder that is read in a moment.
    pub(crate) fn note(&self, path: Utf8PathBuf) {
        let mut seen = lock(&self.seen);
        let (system, moment) = (self.system, self.moment);
        seen.entry(path).or_insert_with_key(|path| {
            // What is not there has no stamp, and neither has what nobody can tell of.
            match system.stamp(path) {
                Some(stamp) if stamp.changed < moment => Noted::Stamped(stamp),
                None if system.kind(path).is_none() => Noted::Gone,
                _ => Noted::Uncertain,
            }
        });
    }

    /// Returns what was noted; `None` where a change of something might not show.
    pub(super) fn end(self) -> Option<Seen> {
        let seen = self.seen.into_inner().ok()?;
        let certain = seen.into_iter().map(|(path, it)| match it {
            Noted::Stamped(stamp) => Some((path, Some(stamp))),
            Noted::Gone => Some((path, None)),
            Noted::Uncertain => None,
        });
        certain.collect::<Option<_>>().map(Seen)
    }
}

/// Files and folders with the stamps that they had before they were read; those that were not there have none.
#[derive(Debug)]
pub(super) struct Seen(Vec<(Utf8PathBuf, Option<Stamp>)>);

impl Seen {
    /// Returns whether all of them are as they were.
    pub(super) fn holds(&self, system: &dyn System) -> bool {
        let same = in_parts(&self.0, |(path, stamp)| {
            system.stamp(path) == *stamp && (stamp.is_some() || system.kind(path).is_none())
        });
        same.into_iter().all(|it| it)
    }
}
