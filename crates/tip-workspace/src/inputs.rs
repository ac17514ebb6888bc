//! The content of the files that the answer of a criterion may depend on.

use std::cmp;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use camino::Utf8PathBuf;
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use thiserror::Error;
use tip_drift::{Content, Files, GitState, History, Revision};
use tip_rules::PatternAnswer;

use crate::{Globs, Snapshot, System, Walk};

/// Where the content of inputs is looked at: all files that git tracks or does not ignore, without the plans.
pub struct Inputs<'a> {
    system: &'a dyn System,
    root: Utf8PathBuf,
    history: Option<History>,
    plans: FxHashSet<String>,
    /// The only files that count; none for all.
    only: Globs,
    /// The files that were found when the plans were, for the first look.
    walked: &'a [String],
    /// Whether somebody looked already.
    looked: AtomicBool,
}

/// The content of inputs at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InputState {
    /// The files, sorted by path.
    pub files: Files,
}

/// Why the content of inputs cannot be told.
#[derive(Debug, Error)]
#[error("cannot read the files that criteria may depend on")]
pub struct InputError(#[from] tip_drift::Error);

impl std::fmt::Debug for Inputs<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Inputs")
            .field("root", &self.root)
            .finish_non_exhaustive()
    }
}

impl Snapshot {
    /// Returns where the content of inputs is looked at; of `only` the files that it fits, if it holds a pattern.
    ///
    /// Plans are no inputs: a tick makes nothing stale.
    pub fn inputs(&self, only: Globs) -> Inputs<'_> {
        let plans = self.discovery().entries.iter();
        let files = plans.flat_map(|it| it.files.iter().map(|it| it.path.clone()));
        Inputs {
            system: self.system(),
            root: self.root().to_path_buf(),
            history: History::open(self.root()).ok(),
            plans: files.collect(),
            only,
            walked: self.index().files(),
            looked: AtomicBool::new(false),
        }
    }
}

impl Snapshot {
    /// Returns how many files may be an input of a criterion and fit a pattern.
    pub(crate) fn fitting_inputs(&self, pattern: &str) -> PatternAnswer {
        let globs = match Globs::new([pattern]) {
            Ok(globs) => globs,
            Err(error) => return PatternAnswer::Broken(error.kind().to_string()),
        };
        let plans = self.discovery().entries.iter();
        let plans: FxHashSet<&str> = plans
            .flat_map(|it| it.files.iter().map(|it| it.path.as_str()))
            .collect();
        let only = &self.config().verify.inputs;
        let files = self.index().files().iter();
        let fits = files.filter(|path| {
            globs.matching(path).is_some()
                && !plans.contains(path.as_str())
                && (only.is_empty() || only.matching(path).is_some())
        });
        PatternAnswer::Files(fits.count())
    }
}

impl Inputs<'_> {
    /// Leaves out files that are plans though they are not found as such.
    pub fn leave_out(&mut self, paths: impl IntoIterator<Item = String>) {
        self.plans.extend(paths);
    }

    /// Finds the files anew at the first look as well, for whoever looks long after the plans were found.
    pub fn anew(self) -> Self {
        self.looked.store(true, Ordering::Relaxed);
        self
    }

    /// Looks at all inputs.
    pub fn look(&self) -> Result<InputState, InputError> {
        let tracked = match &self.history {
            Some(history) => history.tracked(&self.root)?,
            None => Files::new(),
        };
        let is_first = !self.looked.swap(true, Ordering::Relaxed);
        let walk = Walk {
            root: &self.root,
            ignored: false,
            few: self.walked.len() < FEW,
        };
        let walked = (!is_first).then(|| self.system.walk(&walk).files);
        let others = untracked(&tracked, walked.as_deref().unwrap_or(self.walked));
        let others = others.into_par_iter().filter(|it| self.counts(it));
        let others = others.filter_map(|path| {
            let content = Content::of_file(self.root.join(path).as_std_path())?;
            Some((path.to_owned(), content))
        });
        let others: Files = others.collect();
        let mut files = tracked;
        files.retain(|(path, _)| self.counts(path));
        if !others.is_empty() {
            files.extend(others);
            files.sort_unstable();
        }
        Ok(InputState { files })
    }

    /// Returns the hash of the commit that is checked out.
    pub fn head(&self) -> Option<String> {
        self.history.as_ref()?.head().map(Revision::hash)
    }

    /// Returns what git answers from beside the files, without what it knows of plans; `None` where there is no git.
    pub fn git(&self) -> Result<Option<GitState>, InputError> {
        let Some(history) = &self.history else {
            return Ok(None);
        };
        let mut state = history.git_state()?;
        state.staged.retain(|(path, _)| !self.plans.contains(path));
        Ok(Some(state))
    }

    /// Returns the inputs as they were in a commit, named by its hash; `None` where that cannot be told.
    pub fn committed(&self, commit: &str) -> Option<BTreeMap<String, Content>> {
        let history = self.history.as_ref()?;
        let revision = history.revision(commit).ok()?;
        let mut files = history.committed(revision).ok()?;
        files.retain(|path, _| self.counts(path));
        Some(files)
    }

    /// Returns the name of whoever works here, as git is told it.
    pub fn user(&self) -> Option<String> {
        self.history.as_ref()?.user()
    }

    fn counts(&self, path: &str) -> bool {
        !self.plans.contains(path)
            && !is_ours(path)
            && (self.only.is_empty() || self.only.matching(path).is_some())
    }
}

impl InputState {
    /// Returns those that patterns fit, and the patterns; the error says why all of them count though there are patterns.
    pub fn fitting(&self, patterns: &[String]) -> Result<(Self, Globs), String> {
        let globs = Globs::new(patterns).map_err(|it| it.to_string())?;
        let files = self.files.iter();
        let files = files.filter(|(path, _)| globs.matching(path).is_some());
        let files: Files = files.cloned().collect();
        // Nothing can change of nothing: evidence for it would be fresh for ever.
        if files.is_empty() {
            return Err("no file fits".to_owned());
        }
        Ok((Self { files }, globs))
    }

    /// Returns the paths of files that are not the same in both, sorted.
    pub fn differences(&self, other: &Self) -> Vec<String> {
        let mut found = Vec::new();
        let (mut one, mut two) = (self.files.as_slice(), other.files.as_slice());
        loop {
            let order = match (one.first(), two.first()) {
                (Some(a), Some(b)) => a.0.cmp(&b.0),
                (Some(_), None) => cmp::Ordering::Less,
                (None, Some(_)) => cmp::Ordering::Greater,
                (None, None) => return found,
            };
            match order {
                cmp::Ordering::Less => {
                    found.push(one[0].0.clone());
                    one = &one[1..];
                }
                cmp::Ordering::Greater => {
                    found.push(two[0].0.clone());
                    two = &two[1..];
                }
                cmp::Ordering::Equal => {
                    if one[0].1 != two[0].1 {
                        found.push(one[0].0.clone());
                    }
                    (one, two) = (&one[1..], &two[1..]);
                }
            }
        }
    }
}

/// How many files one thread walks as fast as several.
const FEW: usize = 2000;

/// Returns the walked files that are not tracked. Both are sorted.
fn untracked<'a>(tracked: &Files, walked: &'a [String]) -> Vec<&'a str> {
    let mut at = 0;
    let mut found = Vec::new();
    for path in walked {
        while tracked.get(at).is_some_and(|(it, _)| it < path) {
            at += 1;
        }
        if tracked.get(at).is_none_or(|(it, _)| it != path) {
            found.push(path.as_str());
        }
    }
    found
}

/// Returns whether a path belongs to the ledger.
fn is_ours(path: &str) -> bool {
    path.strip_prefix(".tip")
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
