//! Whether a filter picks a test, as far as the words in the tests of a repository tell.

use std::hash::{Hash, Hasher};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
use tip_rules::{FilterAnswer, TestFilter, TestRunner};

use crate::Snapshot;
use crate::carried::certain;
use crate::resolve::lock;
use crate::system::Stamp;

/// The most files of one language that are read for the words in them.
const MOST_FILES: usize = 20_000;

/// The most names that are looked for in every file, since that costs as much as reading all of them.
const MOST_SEARCHES: usize = 24;

/// What is known of the tests of a repository.
#[derive(Debug, Default)]
pub(crate) struct TestWords {
    /// For each runner the words in the files that may hold its tests; nothing where there are none, or too many.
    words: [OnceLock<Option<Arc<str>>>; TestRunner::ALL.len()],
    answers: Mutex<FxHashMap<TestFilter, FilterAnswer>>,
    /// How many names were looked for in every file.
    searches: AtomicUsize,
}

/// For each runner the words in the files that may hold its tests, and a digest of the files with their stamps.
pub(crate) type Unions = [Mutex<Option<(u64, Arc<str>)>>; TestRunner::ALL.len()];

impl Snapshot {
    /// Returns whether a filter picks a test: one that holds its words, wherever it lies.
    ///
    /// A macro or a table of cases makes names of what stands in the file as several words, or as a sentence.
    pub(crate) fn filter(&self, filter: &TestFilter) -> FilterAnswer {
        if let Some(known) = lock(&self.test_words().answers).get(filter) {
            return *known;
        }
        let answer = self.filter_anew(filter);
        lock(&self.test_words().answers).insert(filter.clone(), answer);
        answer
    }

    fn filter_anew(&self, filter: &TestFilter) -> FilterAnswer {
        let found = if filter.is_path {
            let mut files = self.index().files().iter();
            if !files.clone().any(|it| filter.runner.may_hold(it)) {
                return FilterAnswer::Unknown;
            }
            // A folder of another kind of tests is picked by its path as well.
            files.any(|path| {
                let path = path.to_lowercase();
                filter
                    .any
                    .iter()
                    .any(|it| path.contains(&it.to_lowercase()))
            })
        } else {
            let Some(words) = self.words_of(filter.runner) else {
                return FilterAnswer::Unknown;
            };
            let holds = |text: &String| {
                let text = text.to_lowercase();
                let mut parts = text.split([' ', '-']).filter(|it| !it.is_empty());
                parts.all(|it| words.contains(without_case(it)))
            };
            filter.any.iter().any(holds) || {
                if self.test_words().searches.fetch_add(1, Ordering::Relaxed) >= MOST_SEARCHES {
                    return FilterAnswer::Unknown;
                }
                filter
                    .any
                    .iter()
                    .any(|it| self.holds_apart(filter.runner, it))
            }
        };
        if found {
            FilterAnswer::Found
        } else {
            FilterAnswer::Missing
        }
    }

    /// Returns whether a file holds the words of a name one behind the other, whatever stands between them.
    fn holds_apart(&self, runner: TestRunner, name: &str) -> bool {
        let name = joined(name);
        let name = without_case(name.trim_matches('_'));
        let mut files = self.index().files().iter();
        files.any(|path| {
            runner.may_hold(path)
                && self
                    .bytes(path)
                    .is_ok_and(|bytes| joined(&String::from_utf8_lossy(&bytes)).contains(name))
        })
    }

    /// Returns the words in the files that may hold tests of a runner, in lower case, each once, with line ends between them.
    fn words_of(&self, runner: TestRunner) -> Option<&str> {
        let at = TestRunner::ALL.iter().position(|it| *it == runner)?;
        let words = self.test_words().words[at].get_or_init(|| {
            let files = self.index().files().iter();
            let files: Vec<&String> = files.filter(|it| runner.may_hold(it)).collect();
            if files.is_empty() || files.len() > MOST_FILES {
                return None;
            }
            self.union_of(at, &files)
        });
        words.as_deref()
    }

    /// Returns the words in files, each once; those that were put together before, where no file changed.
    fn union_of(&self, at: usize, files: &[&String]) -> Option<Arc<str>> {
        let (system, root) = (self.system(), self.root());
        let stamps = files.par_iter().map(|it| certain(system, root, it));
        let stamps: Vec<Option<Stamp>> = stamps.collect();
        let mut digest = FxHasher::default();
        (files, &stamps).hash(&mut digest);
        let digest = stamps.iter().all(Option::is_some).then(|| digest.finish());
        let mut known = lock(&self.carried().unions[at]);
        if let Some((of, words)) = &*known
            && Some(*of) == digest
        {
            return Some(Arc::clone(words));
        }
        let of_file = |(path, stamp): (&&String, &Option<Stamp>)| -> Option<Arc<str>> {
            let words = &self.carried().words;
            words.get_at(path, *stamp, || {
                Some(words_in(path, &self.bytes(path).ok()?))
            })
        };
        let files = files.par_iter().zip(&stamps);
        let files: Vec<Arc<str>> = files.map(of_file).collect::<Option<_>>()?;
        let mut words: Vec<&str> = files.iter().flat_map(|it| it.lines()).collect();
        words.sort_unstable();
        words.dedup();
        let words: Arc<str> = words.join("\n").into();
        *known = digest.map(|it| (it, Arc::clone(&words)));
        Some(words)
    }
}

/// Returns the words in the path and the text of a file, in lower case, each once, a line each.
fn words_in(path: &str, bytes: &[u8]) -> Arc<str> {
    let text = String::from_utf8_lossy(bytes).to_lowercase();
    let path = path.to_lowercase();
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
    let words = words.chain(path.split(['/', '.']));
    let words: FxHashSet<&str> = words.filter(|it| !it.is_empty()).collect();
    let mut words: Vec<&str> = words.into_iter().collect();
    words.sort_unstable();
    words.join("\n").into()
}

/// Takes off what a table of cases puts before the name of one: `case_2_low_tide`. What is left may be empty, and stands anywhere then.
fn without_case(name: &str) -> &str {
    let rest = name.strip_prefix("case_").map(|it| {
        let rest = it.trim_start_matches(|c: char| c.is_ascii_digit());
        (rest.len() < it.len()).then(|| rest.trim_start_matches('_'))
    });
    rest.flatten().unwrap_or(name)
}

/// Writes everything between letters and digits as one `_`, as macros do that make names of sentences, in lower case.
fn joined(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.ends_with('_') {
            out.push('_');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{joined, without_case};

    #[test]
    fn names_of_cases_are_what_is_said_of_them() {
        assert_eq!(without_case("case_2_low_tide"), "low_tide");
        assert_eq!(without_case("case_2"), "");
        assert_eq!(without_case("case_law"), "case_law");
        assert_eq!(
            joined("#[test_case(1; \"Low tide\")]"),
            "_test_case_1_low_tide_"
        );
    }
}
