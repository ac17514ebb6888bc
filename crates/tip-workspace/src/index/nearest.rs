//! The path that was probably meant.

use super::{FileIndex, last_part};

/// How many candidates are compared at most.
const MOST: usize = 4000;
/// How alike two names must be.
const ALIKE: f64 = 0.86;

/// Returns the stem of a file name, such that `user_store.py`, `UserStore.ts` and `user-store` have the same.
pub(super) fn stem(name: &str) -> String {
    let stem = match name.split_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => name,
    };
    stem.chars()
        .filter(|it| !matches!(it, '-' | '_' | ' '))
        .flat_map(char::to_lowercase)
        .collect()
}

impl FileIndex {
    /// Returns the path that looks most like one that does not exist.
    pub(crate) fn nearest(&self, written: &str) -> Option<&str> {
        let written = written.trim_end_matches('/');
        self.same_name(written)
            .or_else(|| self.alike_in_folder(written))
            .or_else(|| self.same_stem(written))
    }

    /// A file of the same name, when it is the only one or lies in folders of the same names.
    fn same_name(&self, written: &str) -> Option<&str> {
        let candidates = self.by_name.get(&super::hash(last_part(written)))?;
        self.best_of(candidates, written)
    }

    /// A file whose name is the same but for case, separators and extension.
    fn same_stem(&self, written: &str) -> Option<&str> {
        let stem = stem(last_part(written));
        if stem.len() < 3 {
            return None;
        }
        let candidates = self.by_stem.get(&super::hash(&stem))?;
        self.best_of(candidates, written)
    }

    fn best_of(&self, candidates: &[u32], written: &str) -> Option<&str> {
        let paths = candidates.iter().take(MOST).map(|at| self.path(*at));
        let scored = paths.map(|path| (common_parts(path, written), path));
        let (score, best) = scored.max_by(|a, b| {
            let shorter = || b.1.len().cmp(&a.1.len());
            a.0.cmp(&b.0).then_with(shorter).then_with(|| b.1.cmp(a.1))
        })?;
        (score > 0 || candidates.len() == 1).then_some(best)
    }

    /// A file with a name much like it in the folder that was written.
    fn alike_in_folder(&self, written: &str) -> Option<&str> {
        let (folder, name) = written.rsplit_once('/')?;
        let prefix = format!("{folder}/");
        let from = self
            .files
            .partition_point(|it| it.as_str() < prefix.as_str());
        self.files[from..]
            .iter()
            .take(MOST)
            .take_while(|it| it.starts_with(&prefix))
            .filter_map(|path| {
                let other = path.strip_prefix(&prefix)?;
                let score = strsim::jaro_winkler(name, other);
                (!other.contains('/') && score >= ALIKE).then_some((score, path))
            })
            .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
            .map(|(_, path)| path.as_str())
    }
}

/// Counts the folders that two paths have in common, wherever they stand.
fn common_parts(path: &str, written: &str) -> usize {
    let folders = |it: &str| {
        it.rsplit_once('/')
            .map_or(String::new(), |(it, _)| it.to_owned())
    };
    let (path, written) = (folders(path), folders(written));
    let parts: Vec<&str> = path.split('/').filter(|it| !it.is_empty()).collect();
    written.split('/').filter(|it| parts.contains(it)).count()
}
