//! What git ignores.

use std::fmt;
use std::sync::{Arc, Mutex};

use camino::{Utf8Path, Utf8PathBuf};
use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use rustc_hash::FxHashMap;

use crate::{EntryKind, Snapshot, System, Unseen, Walked, discover};

/// Answers whether git ignores a path, from the `.gitignore` files on the way to it and `.git/info/exclude`.
///
/// The rules of the user's own `core.excludesFile` are left out: an answer must not depend on who asks.
pub(crate) struct IgnoreRules {
    root: Utf8PathBuf,
    folders: Mutex<FxHashMap<String, Option<Arc<Gitignore>>>>,
}

impl fmt::Debug for IgnoreRules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IgnoreRules")
            .field("root", &self.root)
            .finish_non_exhaustive()
    }
}

impl IgnoreRules {
    pub(crate) fn new(root: &Utf8Path) -> Self {
        Self {
            root: root.to_path_buf(),
            folders: Mutex::default(),
        }
    }

    /// Returns whether git ignores a path relative to the root, or a folder that it lies in.
    pub(crate) fn ignores(&self, system: &dyn System, path: &str, is_folder: bool) -> bool {
        let path = path.trim_end_matches('/');
        let ends = path.match_indices('/').map(|(at, _)| at);
        // Those of the folders on the way, the outermost first.
        let mut rules: Vec<Arc<Gitignore>> = Vec::new();
        rules.extend(self.rules_in(system, ""));
        for end in ends.chain([path.len()]) {
            let folder = end < path.len() || is_folder;
            if !rules.is_empty() && self.are_against(&rules, &path[..end], folder) {
                return true;
            }
            if end < path.len() {
                rules.extend(self.rules_in(system, &path[..end]));
            }
        }
        false
    }

    /// Asks the rules nearest to the path first.
    fn are_against(&self, rules: &[Arc<Gitignore>], path: &str, is_folder: bool) -> bool {
        let path = self.root.join(path);
        for rules in rules.iter().rev() {
            match rules.matched(&path, is_folder) {
                Match::Ignore(_) => return true,
                Match::Whitelist(_) => return false,
                Match::None => {}
            }
        }
        false
    }

    fn rules_in(&self, system: &dyn System, folder: &str) -> Option<Arc<Gitignore>> {
        let mut folders = match self.folders.lock() {
            Ok(folders) => folders,
            Err(poisoned) => poisoned.into_inner(),
        };
        if let Some(known) = folders.get(folder) {
            return known.clone();
        }
        let rules = self.load(system, folder).map(Arc::new);
        folders.insert(folder.to_owned(), rules.clone());
        rules
    }

    fn load(&self, system: &dyn System, folder: &str) -> Option<Gitignore> {
        let at = self.root.join(folder);
        let mut builder = GitignoreBuilder::new(&at);
        let mut names = vec![".gitignore"];
        if folder.is_empty() {
            names.insert(0, ".git/info/exclude");
        }
        let mut any = false;
        for name in names {
            let Ok(bytes) = system.read(&at.join(name)) else {
                continue;
            };
            any = true;
            for line in String::from_utf8_lossy(&bytes).lines() {
                // A line that is no pattern is skipped, as git does.
                let _ = builder.add_line(None, line);
            }
        }
        any.then(|| builder.build().ok()).flatten()
    }
}

impl Snapshot {
    /// Returns the Markdown files in the places of plans that git ignores, and what else stands there.
    pub(crate) fn ignored_files(&self) -> Walked {
        let mut out = Walked::default();
        let index = self.index();
        for folder in discover::often_ignored() {
            let at = self.root().join(folder);
            if self.system().kind(&at) != Some(EntryKind::Folder) {
                continue;
            }
            let walked = self.walk(&at, true);
            let files = walked
                .files
                .into_iter()
                .filter(|it| discover::is_markdown(it));
            let at = |it: String| format!("{folder}/{it}");
            out.files
                .extend(files.map(at).filter(|it| !index.has_file(it)));
            out.others.extend(walked.others.into_iter().map(at));
            out.problems
                .extend(walked.problems.into_iter().map(|it| Unseen {
                    // Where the folder itself cannot be looked at, its path is empty.
                    path: at(it.path).trim_end_matches('/').to_owned(),
                    reason: it.reason,
                }));
        }
        out
    }
}
