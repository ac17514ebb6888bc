//! Fixes plans, all at once, and writes what was changed.

use camino::Utf8PathBuf;
use rayon::prelude::*;
use tip_rules::{AppliedFix, FixLevel, Judged, NoConvergence, RuleConfig};

use crate::check::{Judging, caught};
use crate::{AsRead, Followed, Problem, ReplaceError, Snapshot, Standing};

/// A file that fixes change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixedFile {
    /// Its path, relative to the repository.
    pub path: String,
    /// Its bytes as they were read.
    pub before: Vec<u8>,
    /// Its bytes after the fixes.
    pub after: Vec<u8>,
    /// What was applied.
    pub applied: Vec<AppliedFix>,
}

impl Snapshot {
    /// Applies the fixes of rules over one plan, and returns the files that they change, in the order given. Nothing is written.
    ///
    /// A file whose fixes come to no end is left out and is a problem, the program's.
    pub fn fix(
        &self,
        files: &[(String, Standing)],
        rules: &RuleConfig,
        level: FixLevel,
        followed: Option<&Followed<'_>>,
    ) -> (Vec<FixedFile>, Vec<Problem>) {
        let judging = Judging { rules, followed };
        let results: Vec<Result<Option<FixedFile>, Problem>> = files
            .par_iter()
            .map(|(path, standing)| caught(path, || self.fix_one(path, *standing, judging, level)))
            .collect();
        let mut fixed = Vec::new();
        let mut problems = Vec::new();
        for result in results {
            match result {
                Ok(file) => fixed.extend(file),
                Err(problem) => problems.push(problem),
            }
        }
        (fixed, problems)
    }

    /// Replaces the bytes of a file if they are still `before`; `None` asks that nothing stands there.
    pub fn replace(
        &self,
        path: &str,
        before: Option<&[u8]>,
        after: &[u8],
    ) -> Result<(), ReplaceError> {
        self.system()
            .replace(&self.root().join(path), before, after)
    }

    /// Replaces the bytes of a file if they are still `before`, and those of other files still what was read of them.
    pub fn replace_beside(
        &self,
        path: &str,
        before: &[u8],
        after: &[u8],
        others: &[(&str, &[u8])],
    ) -> Result<(), ReplaceError> {
        let root = self.root();
        let others = others.iter().map(|(path, bytes)| (root.join(path), *bytes));
        let others: Vec<(Utf8PathBuf, &[u8])> = others.collect();
        let others = others.iter().map(|(path, bytes)| AsRead { path, bytes });
        let others: Vec<AsRead<'_>> = others.collect();
        self.system()
            .replace_beside(&root.join(path), Some(before), after, &others)
    }

    /// Returns what the rules say of a file if it held these bytes.
    pub fn judge_as(
        &self,
        path: &str,
        standing: Standing,
        bytes: &[u8],
        rules: &RuleConfig,
    ) -> Vec<Judged> {
        let beside = self.beside(path, standing);
        let judging = Judging {
            rules,
            followed: None,
        };
        self.judge_bytes(path, standing, bytes, &beside, judging)
    }

    fn fix_one(
        &self,
        path: &str,
        standing: Standing,
        judging: Judging<'_>,
        level: FixLevel,
    ) -> Result<Option<FixedFile>, Problem> {
        let before = self.bytes(path).map_err(|error| Problem {
            path: path.to_owned(),
            message: error.source.to_string(),
            internal: false,
        })?;
        let beside = self.beside(path, standing);
        let mut check = |bytes: &[u8]| self.judge_bytes(path, standing, bytes, &beside, judging);
        let fixed = tip_rules::fix(&before, level, &mut check)
            .map_err(|fault| no_convergence(path, &fault))?;
        Ok((fixed.bytes != before).then(|| FixedFile {
            path: path.to_owned(),
            before,
            after: fixed.bytes,
            applied: fixed.applied,
        }))
    }
}

fn no_convergence(path: &str, fault: &NoConvergence) -> Problem {
    let rules: Vec<String> = fault.rules.iter().map(|it| format!("`{it}`")).collect();
    Problem {
        path: path.to_owned(),
        message: format!("the fixes of {} come to no end", rules.join(" and ")),
        internal: true,
    }
}
