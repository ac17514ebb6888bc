//! The path that was probably meant.

use super::{FileIndex, chains, folder_name, hash, last_part};

/// How many candidates are compared at most.
const MOST: usize = 4000;
/// By how many bytes a name may be longer than another that it is like.
const MOST_LONGER: usize = 6;
/// How many files of one name are so few that the name tells which is meant.
const FEW: usize = 4;
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
        self.became_folder(written)
            .or_else(|| self.same_name(written))
            .or_else(|| self.alike_in_folder(written))
            .or_else(|| self.same_stem(written))
    }

    /// The entry of a module that was split: `src/page/mod.rs` for `src/page.rs`.
    fn became_folder(&self, written: &str) -> Option<&str> {
        let (folder, extension) = written.rsplit_once('.')?;
        if !self.has_folder(folder) {
            return None;
        }
        ["mod", "index", "__init__", "main"]
            .iter()
            .find_map(|name| self.file(&format!("{folder}/{name}.{extension}")))
    }

    /// A file of the same name, when it is the only one or lies in folders of the same names.
    fn same_name(&self, written: &str) -> Option<&str> {
        let candidates = self.names().by_name.get(&hash(last_part(written)))?;
        self.best_of(candidates, written)
    }

    /// A file whose name is the same but for case, separators and extension.
    fn same_stem(&self, written: &str) -> Option<&str> {
        let stem = stem(last_part(written));
        if stem.len() < 3 {
            return None;
        }
        let candidates = self.by_stem().get(&hash(&stem))?;
        self.best_of(candidates, written)
    }

    fn best_of(&self, candidates: &[u32], written: &str) -> Option<&str> {
        // A name that many files bear tells nothing without its folder.
        let many = candidates.len() > FEW;
        let folder = hash(folder_name(written));
        if many && self.in_folders_called(folder, candidates).is_empty() {
            return None;
        }
        let first: Vec<u32>;
        let compared: &[u32] = if candidates.len() > MOST {
            let mut all = candidates.to_vec();
            all.sort_unstable();
            all.truncate(MOST);
            first = all;
            &first
        } else {
            candidates
        };
        let written_folder = written.rsplit_once('/').map_or("", |(folder, _)| folder);
        let parts: Vec<u64> = chains::names(written_folder).collect();
        let chains = self.chains();
        let mut best: Option<(usize, u32)> = None;
        for &at in compared {
            let score = common_parts(chains.of(at), &parts);
            let better = best.is_none_or(|(most, other)| {
                score > most || score == most && self.is_plainer(at, other)
            });
            if better {
                best = Some((score, at));
            }
        }
        let (score, best) = best.map(|(score, at)| (score, self.path(at)))?;
        let telling = !many || folder_name(best) == folder_name(written);
        (telling && (score > 0 || candidates.len() == 1)).then_some(best)
    }

    /// Returns whether a path is shorter than another, or as long and before it in order.
    fn is_plainer(&self, at: u32, than: u32) -> bool {
        let (path, other) = (self.path(at), self.path(than));
        (path.len(), path) < (other.len(), other)
    }

    /// A file with a name much like it in the folder that was written.
    fn alike_in_folder(&self, written: &str) -> Option<&str> {
        let (folder, name) = written.rsplit_once('/')?;
        let mut best: Option<(f64, &str)> = None;
        for at in self.within_folder(folder).iter().take(MOST) {
            let path = self.path(*at);
            let Some(other) = path
                .strip_prefix(folder)
                .and_then(|it| it.strip_prefix('/'))
            else {
                continue;
            };
            if name.len().abs_diff(other.len()) > MOST_LONGER {
                continue;
            }
            let score = strsim::jaro_winkler(name, other);
            if score >= ALIKE && best.is_none_or(|(it, _)| score > it) {
                best = Some((score, path));
            }
        }
        best.map(|(_, path)| path)
    }
}

/// Counts the names among `parts` that a chain of folders has as well, wherever they stand.
fn common_parts(chain: &[u64], parts: &[u64]) -> usize {
    parts.iter().filter(|part| chain.contains(part)).count()
}
