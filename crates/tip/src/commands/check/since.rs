//! `tip check --since`: only what stands on lines that a branch changed.

use std::ops::Range;

use tip_drift::{History, Revision, changed_lines};
use tip_rules::Judged;
use tip_syntax::Source;
use tip_workspace::Snapshot;

use crate::error::Failure;

/// The history of a repository, and the commit that its files are compared with.
#[derive(Debug)]
pub(super) struct Since {
    history: History,
    base: Revision,
}

impl Since {
    /// Finds the commit at which the branch left the line of `name`.
    pub(super) fn open(snapshot: &Snapshot, name: &str) -> Result<Self, Failure> {
        let history = History::open(snapshot.root())?;
        let named = history.revision(name)?;
        let head = history.revision("HEAD")?;
        let base = history.merge_base(named, head)?.unwrap_or(named);
        Ok(Self { history, base })
    }

    /// Keeps the findings on lines that were not there.
    pub(super) fn keep(
        &self,
        path: &str,
        source: &Source,
        judged: &mut Vec<Judged>,
    ) -> Result<(), Failure> {
        let Some(before) = self.history.file(self.base, path)? else {
            return Ok(());
        };
        let before = Source::from_bytes(before);
        let changed = changed_lines(before.text(), source.text());
        judged.retain(|it| {
            let span = it.finding.primary.span;
            let last = span.end.saturating_sub(1).max(span.start);
            let lines = source.line_of(span.start)..source.line_of(last) + 1;
            changed.iter().any(|it| overlap(it, &lines))
        });
        Ok(())
    }
}

fn overlap(left: &Range<u32>, right: &Range<u32>) -> bool {
    left.start < right.end && right.start < left.end
}
