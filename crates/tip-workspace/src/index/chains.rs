//! The folders that files lie in, by the hashes of their names.

use super::hash;

/// The names of the folders that each path of a list lies in.
///
/// Paths in one folder share its chain, since neighbours in a sorted list mostly do.
#[derive(Debug, Default)]
pub(super) struct Chains {
    /// The chain of each path, by its position.
    of: Vec<u32>,
    /// Where each chain begins among the names; the next one's beginning is its end.
    starts: Vec<u32>,
    names: Vec<u64>,
}

impl Chains {
    pub(super) fn new<'a>(paths: impl Iterator<Item = &'a String>) -> Self {
        let mut chains = Self::default();
        let mut last = None;
        for path in paths {
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            if last != Some(folder) {
                last = Some(folder);
                chains.starts.push(chains.names.len() as u32);
                chains.names.extend(names(folder));
            }
            chains.of.push(chains.starts.len() as u32 - 1);
        }
        chains.starts.push(chains.names.len() as u32);
        chains
    }

    /// Returns the hashes of the names of the folders that the path at a position lies in, the outermost first.
    pub(super) fn of(&self, at: u32) -> &[u64] {
        let chain = self.of[at as usize] as usize;
        let (start, end) = (self.starts[chain], self.starts[chain + 1]);
        &self.names[start as usize..end as usize]
    }
}

/// Returns the hashes of the names in the path of a folder.
pub(super) fn names(folder: &str) -> impl Iterator<Item = u64> + '_ {
    folder.split('/').filter(|it| !it.is_empty()).map(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_know_the_folders_above_them() {
        let paths = ["a/b/x.rs", "a/b/y.rs", "a/c", "z"].map(str::to_owned);
        let chains = Chains::new(paths.iter());
        assert_eq!(chains.of(0), [hash("a"), hash("b")]);
        assert_eq!(chains.of(1), chains.of(0));
        assert_eq!(chains.of(2), [hash("a")]);
        assert!(chains.of(3).is_empty());
    }
}
