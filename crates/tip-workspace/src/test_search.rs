//! Finds tests that no plan names by the words in them.

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use tip_rules::{TestSearch, is_test_by_name};
use tip_syntax::scan;

use crate::Snapshot;

/// The most files that are read, and the most bytes of one.
const MOST_FILES: usize = 20_000;
const MOST_BYTES: usize = 1 << 20;

impl Snapshot {
    /// Returns for each search the files of tests that hold all of its words, in the order of their paths; a search that finds nothing is
    /// left out.
    ///
    /// Tests are known by their paths, those of Rust also by what stands before them. In a repository of more files than are read nothing
    /// is found.
    pub fn search_tests(&self, searches: &[TestSearch]) -> FxHashMap<TestSearch, Vec<String>> {
        let may_hold = |it: &&String| is_test_by_name(it) || it.rsplit('.').next() == Some("rs");
        let files: Vec<&String> = self.index().files().iter().filter(may_hold).collect();
        if searches.is_empty() || files.len() > MOST_FILES {
            return FxHashMap::default();
        }
        let table = Table::new(searches);
        let held: Vec<(usize, Vec<usize>)> = files
            .par_iter()
            .enumerate()
            .filter_map(|(at, path)| {
                let bytes = self.bytes(path).ok().filter(|it| it.len() <= MOST_BYTES)?;
                let text = String::from_utf8_lossy(&bytes);
                if !is_test_by_name(path) && !text.contains("test]") {
                    return None;
                }
                let held = table.held(&scan::separated(&text));
                (!held.is_empty()).then_some((at, held))
            })
            .collect();
        let mut found: FxHashMap<TestSearch, Vec<String>> = FxHashMap::default();
        for (file, held) in held {
            for search in held {
                let paths = found.entry(searches[search].clone()).or_default();
                paths.push(files[file].clone());
            }
        }
        found
    }
}

/// Searches by the first two words of what they look for, so that a file is gone through once for all of them.
struct Table<'a> {
    searches: &'a [TestSearch],
    by_words: FxHashMap<&'a str, Vec<usize>>,
}

impl<'a> Table<'a> {
    fn new(searches: &'a [TestSearch]) -> Self {
        let mut by_words: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
        for (at, search) in searches.iter().enumerate() {
            by_words
                .entry(two_words(&search.words))
                .or_default()
                .push(at);
        }
        Self { searches, by_words }
    }

    /// Returns which searches a text holds the words of, which stand between single spaces.
    fn held(&self, text: &str) -> Vec<usize> {
        let mut held = Vec::new();
        let mut rest = text;
        loop {
            for at in self.by_words.get(two_words(rest)).into_iter().flatten() {
                if begins_with(rest, &self.searches[*at].words) {
                    held.push(*at);
                }
            }
            let Some((_, after)) = rest.split_once(' ') else {
                break;
            };
            rest = after;
        }
        held.sort_unstable();
        held.dedup();
        held.retain(|at| {
            let plan = self.searches[*at].plan.as_ref();
            plan.is_none_or(|it| format!(" {text} ").contains(&format!(" {it} ")))
        });
        held
    }
}

fn two_words(text: &str) -> &str {
    let mut ends = text.match_indices(' ').map(|it| it.0);
    ends.nth(1).map_or(text, |end| &text[..end])
}

fn begins_with(text: &str, words: &str) -> bool {
    let rest = text.strip_prefix(words);
    rest.is_some_and(|it| it.is_empty() || it.starts_with(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn search(words: &str, plan: Option<&str>) -> TestSearch {
        TestSearch {
            words: words.to_owned(),
            plan: plan.map(str::to_owned),
        }
    }

    #[test]
    fn whole_words_are_found_wherever_they_stand() {
        let searches = [
            search("low tide is shown", None),
            search("low tide is sh", None),
            search("requirement 1 2", Some("tide table")),
            search("requirement 1 2", Some("dock queue")),
            search("twice", None),
        ];
        let text = scan::separated("fn lowTideIsShown() {} // tide-table, Requirement 1.2 twice");
        assert_eq!(Table::new(&searches).held(&text), [0, 2, 4]);
    }
}
