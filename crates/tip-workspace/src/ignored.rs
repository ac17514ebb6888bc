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
            if !rules.is_empty() && Self::are_against(&rules, &path[..end], folder) {
                return true;
            }
            if end < path.len() {
                rules.extend(self.rules_in(system, &path[..end]));
            }
        }
        false
    }

    /// Asks the rules nearest to the path first.
    fn are_against(rules: &[Arc<Gitignore>], path: &str, is_folder: bool) -> bool {
        for rules in rules.iter().rev() {
            match rules.matched(path, is_folder) {
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
        let rules = rules_in(system, &self.root, folder).map(Arc::new);
        folders.insert(folder.to_owned(), rules.clone());
        rules
    }
}

/// The file that tells git what to ignore in its folder.
pub(crate) const GITIGNORE: &str = ".gitignore";

/// What a repository is told by: its folder, or a file that says where that is.
pub(crate) const GIT: &str = ".git";

/// Returns what a folder, relative to a root, says is to be ignored below it: its `.gitignore`, and where it is a repository what that
/// keeps for itself. It is asked for paths relative to the root.
pub(crate) fn rules_in(system: &dyn System, root: &Utf8Path, folder: &str) -> Option<Gitignore> {
    let at = root.join(folder);
    // Whatever comes later goes before.
    let files = exclude_files(system, &at).pop();
    let files = files.into_iter().chain([at.join(GITIGNORE)]);
    let texts: Vec<Vec<u8>> = files.filter_map(|it| system.read(&it).ok()).collect();
    if texts.is_empty() {
        return None;
    }
    let mut builder = GitignoreBuilder::new(if folder.is_empty() { "." } else { folder });
    for text in texts {
        let text = String::from_utf8_lossy(&text);
        for line in text.trim_start_matches('\u{feff}').lines() {
            // A line that is no pattern is skipped, as git does.
            let _ = builder.add_line(None, line);
        }
    }
    builder.build().ok()
}

/// Returns the files that lead to what git is told to ignore in a repository, and that file itself as the last; none where there is no
/// repository.
pub(crate) fn exclude_files(system: &dyn System, folder: &Utf8Path) -> Vec<Utf8PathBuf> {
    const EXCLUDE: &str = "info/exclude";
    let git = folder.join(GIT);
    match system.kind(&git) {
        Some(EntryKind::Folder) => vec![git.join(EXCLUDE)],
        // A worktree or a submodule: the file says where the rest is.
        Some(EntryKind::File) => {
            let line = |path: &Utf8Path| {
                let bytes = system.read(path).ok()?;
                Some(String::from_utf8_lossy(&bytes).trim().to_owned())
            };
            let own = line(&git);
            let own = own.as_deref().and_then(|it| it.strip_prefix("gitdir:"));
            let own = folder.join(own.unwrap_or_default().trim());
            let common = own.join("commondir");
            let shared = own.join(line(&common).unwrap_or_default());
            vec![git, common, shared.join(EXCLUDE)]
        }
        _ => Vec::new(),
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
            let walk = || self.walk(&at, true);
            let walked = self.carried().place(self.system(), folder, &at, walk);
            let files = walked.files.iter();
            let files = files.filter(|it| discover::is_markdown(it));
            let at = |it: &String| format!("{folder}/{it}");
            out.files
                .extend(files.map(at).filter(|it| !index.has_file(it)));
            out.others.extend(walked.others.iter().map(at));
            out.problems.extend(walked.problems.iter().map(|it| Unseen {
                // Where the folder itself cannot be looked at, its path is empty.
                path: at(&it.path).trim_end_matches('/').to_owned(),
                reason: it.reason.clone(),
            }));
        }
        out
    }
}
