//! The content of the files that the answer of a criterion may depend on.

use std::borrow::Cow;
use std::cmp;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use camino::Utf8PathBuf;
use rustc_hash::FxHashSet;
use thiserror::Error;
use tip_drift::{Content, FileLook, Files, GitState, History, Revision};
use tip_rules::PatternAnswer;

use crate::carried::{TreeStamps, WalkedFolders};
use crate::resolve::lock;
use crate::{Globs, Snapshot, System, Walk};

/// Where the content of inputs is looked at: all files that git tracks or does not ignore, without the plans.
pub struct Inputs<'a> {
    system: &'a dyn System,
    root: Utf8PathBuf,
    history: Option<History>,
    plans: FxHashSet<String>,
    /// The only files that count; none for all.
    only: Globs,
    /// The files that were found when the plans were.
    walked: Cow<'a, [String]>,
    /// Whether those are found anew at the first look as well.
    anew: bool,
    last: Mutex<LastLook>,
    /// How often somebody asked for a look.
    asked: AtomicU64,
}

/// What is kept of a look for the next one.
#[derive(Debug, Default)]
struct LastLook {
    look: Option<FileLook>,
    walk: Option<LastWalk>,
    /// How many had asked for a look when the last one began.
    answers: u64,
}

/// The files that were found.
#[derive(Debug)]
struct LastWalk {
    files: Vec<String>,
    /// What decided about that; `None` where a change since then might not show.
    stamps: Option<TreeStamps>,
}

/// The content of inputs at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InputState {
    /// The files, sorted by path. Two looks between which nothing changed share them.
    pub files: Arc<Files>,
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
            walked: with_links(self.index().files().into(), &self.tree().links),
            anew: false,
            last: Mutex::default(),
            asked: AtomicU64::new(0),
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
        self.last = Mutex::default();
    }

    /// Finds the files anew at the first look as well, for whoever looks long after the plans were found.
    pub fn anew(mut self) -> Self {
        self.anew = true;
        self
    }

    /// Looks at all inputs.
    ///
    /// Nothing is believed of an earlier look but what bears the stamp that it had then, and had it long enough for a change to show.
    pub fn look(&self) -> Result<InputState, InputError> {
        let ticket = self.asked.fetch_add(1, Ordering::Relaxed);
        let mut last = lock(&self.last);
        if let Some(look) = &last.look {
            // Somebody else began to look after this one asked, and has found it all.
            if last.answers > ticket {
                return Ok(InputState::of(look));
            }
        }
        let is_first = last.answers == 0 && !self.anew;
        last.answers = self.asked.load(Ordering::Relaxed);
        let before = last.look.take();
        let history = self.history.as_ref();
        let holds = |it: &TreeStamps| it.hold(self.system);
        let walk = last.walk.take();
        let walk = walk.filter(|it| it.stamps.as_ref().is_some_and(holds));
        let again = match &before {
            Some(look) if walk.is_some() => look.again(&self.root, history)?,
            _ => None,
        };
        let walk = walk.or_else(|| (!is_first).then(|| self.walk()));
        let look = if let Some(look) = again {
            look
        } else {
            let files = walk.as_ref().map_or(&*self.walked, |it| &it.files);
            let counts = |path: &str| self.counts(path);
            FileLook::new(&self.root, history, files, counts, before.as_ref())?
        };
        let state = InputState::of(&look);
        last.look = Some(look);
        last.walk = walk;
        Ok(state)
    }

    fn walk(&self) -> LastWalk {
        let moment = self.system.moment();
        let walked = self.system.walk(&Walk {
            root: &self.root,
            ignored: false,
        });
        let folders = WalkedFolders {
            folders: &walked.folders,
            links: &walked.links,
            rules: &walked.rules,
            problems: &walked.problems,
        };
        LastWalk {
            stamps: TreeStamps::of(folders, self.system, &self.root, moment),
            files: with_links(walked.files.into(), &walked.links).into_owned(),
        }
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

    /// Returns what git answers from when it is asked for what is not committed: as [`Self::git`], and plans that are not as committed as staged.
    pub fn git_with_plans(&self) -> Result<Option<GitState>, InputError> {
        let (Some(history), Some(mut state)) = (&self.history, self.git()?) else {
            return Ok(None);
        };
        let head = history.head();
        let committed = head.and_then(|it| history.committed(it).ok());
        let committed = committed.unwrap_or_default();
        let mut plans: Vec<&String> = self.plans.iter().collect();
        plans.sort_unstable();
        for path in plans {
            let content = Content::of_file(self.root.join(path).as_std_path());
            if committed.get(path) != content.as_ref() {
                let content = content.map_or_else(String::new, |it| it.text());
                state.staged.push((path.clone(), content));
            }
        }
        Ok(Some(state))
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
    /// Returns inputs, which are sorted by path.
    pub fn new(files: Files) -> Self {
        let files = Arc::new(files);
        Self { files }
    }

    fn of(look: &FileLook) -> Self {
        let files = Arc::clone(look.files());
        Self { files }
    }

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
        Ok((Self::new(files), globs))
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

/// Adds those links that lead to no file, since git takes a link for a file wherever it leads. All are sorted.
fn with_links<'a>(files: Cow<'a, [String]>, links: &[String]) -> Cow<'a, [String]> {
    let is_file = |it: &&String| files.binary_search(it).is_ok();
    let others: Vec<String> = links.iter().filter(|it| !is_file(it)).cloned().collect();
    if others.is_empty() {
        return files;
    }
    let mut all = files.into_owned();
    all.extend(others);
    all.sort();
    Cow::Owned(all)
}

/// Returns whether a path belongs to the ledger.
fn is_ours(path: &str) -> bool {
    path.strip_prefix(".tip")
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
