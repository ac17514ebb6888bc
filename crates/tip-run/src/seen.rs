//! What evidence depends on, at one moment.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use tip_ledger::{Changed, Digest, EvidenceKey, KEY_VERSION, TreeState, git_digest};
use tip_workspace::{Globs, InputError, InputState, Inputs};

use crate::freshness::{content_of, input_digest};
use crate::{Environment, Programs, RunItem};

/// How many files that are not as in the commit are kept with evidence.
const MOST_CHANGED: usize = 2000;

/// What evidence depends on, at one moment: the inputs, and what git answers from.
#[derive(Debug)]
pub struct Seen {
    state: InputState,
    digest: Digest,
    /// The commit that was checked out.
    commit: Option<String>,
    /// The digest of what git answers from; `None` where nobody asks it.
    git: Option<Digest>,
    /// The inputs that criteria narrow theirs to, by the patterns.
    narrowed: Mutex<HashMap<Vec<String>, Arc<Narrowed>>>,
    tree: OnceLock<TreeState>,
}

/// The inputs that patterns leave.
#[derive(Debug)]
struct Narrowed {
    digest: Digest,
    /// What they are picked by; `None` where all files count.
    globs: Option<Globs>,
    /// Why all files count though there are patterns.
    trouble: Option<String>,
}

impl Seen {
    /// Looks at the inputs, and where `items` ask git at what it answers from.
    pub fn look<'a>(
        inputs: &Inputs<'_>,
        items: impl IntoIterator<Item = &'a RunItem>,
    ) -> Result<Self, InputError> {
        let state = inputs.look()?;
        let git = if items.into_iter().any(|it| it.asks_git) {
            inputs.git()?.map(|it| {
                let staged = it.staged.iter();
                git_digest(
                    it.references.iter().map(String::as_str),
                    staged.map(|(path, entry)| (path.as_str(), entry.as_str())),
                )
            })
        } else {
            None
        };
        Ok(Self {
            digest: input_digest(&state),
            state,
            commit: inputs.head(),
            git,
            narrowed: Mutex::default(),
            tree: OnceLock::new(),
        })
    }

    /// Returns the inputs.
    pub fn state(&self) -> &InputState {
        &self.state
    }

    /// Returns by what the evidence of a criterion is found at this moment.
    pub fn key(
        &self,
        item: &RunItem,
        environment: &Environment,
        programs: &Programs,
    ) -> EvidenceKey {
        EvidenceKey {
            version: KEY_VERSION,
            subject: item.subject.digest(),
            environment: environment.digest,
            inputs: self.narrowed(item).digest,
            git: self.git.filter(|_| item.asks_git),
            programs: programs.digest(item, &self.state),
        }
    }

    /// Returns why all files count for a criterion though it names its inputs.
    pub fn trouble(&self, item: &RunItem) -> Option<String> {
        self.narrowed(item).trouble.clone()
    }

    /// Returns the inputs of a criterion among paths.
    pub(crate) fn own<'a>(
        &self,
        item: &RunItem,
        paths: impl IntoIterator<Item = &'a String>,
    ) -> Vec<String> {
        let narrowed = self.narrowed(item);
        let counts = |path: &&String| {
            let globs = narrowed.globs.as_ref();
            globs.is_none_or(|it| it.matching(path).is_some())
        };
        paths.into_iter().filter(counts).cloned().collect()
    }

    /// Returns the inputs of a criterion that are not the same at another moment.
    pub(crate) fn differences(&self, other: &Self, item: &RunItem) -> Vec<String> {
        if self.digest == other.digest {
            return Vec::new();
        }
        self.own(item, &self.state.differences(&other.state))
    }

    /// Returns whether nothing is different from another moment.
    pub(crate) fn is_as(&self, other: &Self) -> bool {
        self.digest == other.digest && self.commit == other.commit && self.git == other.git
    }

    /// Returns the commit, and the inputs that are not as in it; found once.
    pub(crate) fn tree(&self, inputs: &Inputs<'_>) -> TreeState {
        self.tree.get_or_init(|| self.find_tree(inputs)).clone()
    }

    fn find_tree(&self, inputs: &Inputs<'_>) -> TreeState {
        let base = self.commit.as_deref().and_then(|it| inputs.committed(it));
        let changed = base.map(|base| {
            let base = InputState {
                files: base.into_iter().collect(),
            };
            let paths = base.differences(&self.state).into_iter();
            let changed = paths.map(|path| Changed {
                content: content_of(&self.state, &path),
                path,
            });
            changed.collect::<Vec<_>>()
        });
        TreeState {
            commit: self.commit.clone(),
            changed: changed.filter(|it| it.len() <= MOST_CHANGED),
        }
    }

    fn narrowed(&self, item: &RunItem) -> Arc<Narrowed> {
        let mut known = self.narrowed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(narrowed) = known.get(&item.inputs) {
            return Arc::clone(narrowed);
        }
        let narrowed = Arc::new(self.narrow(&item.inputs));
        known.insert(item.inputs.clone(), Arc::clone(&narrowed));
        narrowed
    }

    fn narrow(&self, patterns: &[String]) -> Narrowed {
        let all = |trouble| Narrowed {
            digest: self.digest,
            globs: None,
            trouble,
        };
        if patterns.is_empty() {
            return all(None);
        }
        match self.state.fitting(patterns) {
            Ok((state, globs)) => Narrowed {
                digest: input_digest(&state),
                globs: Some(globs),
                trouble: None,
            },
            Err(trouble) => all(Some(trouble)),
        }
    }
}
