//! Whether a filter picks a test, as far as the words in the tests of a repository tell.

use std::hash::{Hash, Hasher};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
use tip_rules::{FilterAnswer, TestFilter, TestRunner};

use crate::Snapshot;
use crate::carried::{OfFiles, in_parts};
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
    words: [OnceLock<Option<Words>>; TestRunner::ALL.len()],
    answers: Mutex<FxHashMap<TestFilter, FilterAnswer>>,
    /// How many names were looked for in every file.
    searches: AtomicUsize,
}

/// The words in the files that may hold tests of a runner.
#[derive(Clone, Debug)]
pub(crate) struct Words {
    /// In lower case, each once, with line ends between them.
    text: Arc<str>,
    /// A digest of the files with their stamps; `None` where one may have changed unseen.
    of: Option<u64>,
}

/// What is known of tests for as long as their files are as they were.
#[derive(Debug, Default)]
pub(crate) struct KnownTests {
    /// The words in each file.
    pub(crate) of_files: OfFiles<Option<Arc<str>>>,
    /// For each runner those in all its files.
    words: [Mutex<Option<Words>>; TestRunner::ALL.len()],
    /// Whether a file holds the words of a name, and of which files that was true.
    apart: Mutex<FxHashMap<String, (u64, bool)>>,
    /// The files by which it is known that a filter picks a test.
    witnesses: Mutex<FxHashMap<TestFilter, Vec<Witness>>>,
}

/// A file that holds words of a name, with the stamp that it had before it was read.
type Witness = (String, Stamp);

impl KnownTests {
    /// Forgets what was made of files that are not there any more, and what rests on which files there are.
    pub(crate) fn keep(&self, is_there: impl Fn(&str) -> bool) {
        self.of_files.keep(is_there);
        lock(&self.witnesses).clear();
    }
}

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
        // That a test is there takes a look at the file that it is in, that none is one at all files.
        if self.is_witnessed(filter) {
            return FilterAnswer::Found;
        }
        let found = if filter.is_path {
            if self.tests_of(filter.runner).is_empty() {
                return FilterAnswer::Unknown;
            }
            // A folder of another kind of tests is picked by its path as well.
            self.index().files().iter().any(|path| {
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
            let holds = |it: &&String| parts(&it.to_lowercase()).all(|it| words.text.contains(it));
            let by_words = filter.any.iter().find(holds);
            if let Some(name) = by_words {
                self.keep_witnesses(filter, name);
            }
            by_words.is_some() || {
                if self.test_words().searches.fetch_add(1, Ordering::Relaxed) >= MOST_SEARCHES {
                    return FilterAnswer::Unknown;
                }
                filter
                    .any
                    .iter()
                    .any(|it| self.holds_apart(filter.runner, it, words.of))
            }
        };
        if found {
            FilterAnswer::Found
        } else {
            FilterAnswer::Missing
        }
    }

    /// Returns whether the files by which it was known that a filter picks a test are as they were.
    fn is_witnessed(&self, filter: &TestFilter) -> bool {
        let witnesses = lock(&self.carried().tests.witnesses).get(filter).cloned();
        let (system, root) = (self.system(), self.root());
        let is_as_it_was = |(path, stamp): &Witness| {
            self.index().has_file(path) && self.carried().stamp(system, root, path) == Some(*stamp)
        };
        witnesses.is_some_and(|it| !it.is_empty() && it.iter().all(is_as_it_was))
    }

    /// Keeps by which files it is known that the words of a name are there.
    fn keep_witnesses(&self, filter: &TestFilter, name: &str) {
        if !self.carried().keeps {
            return;
        }
        let tests = &self.carried().tests;
        let files = self.tests_of(filter.runner);
        let name = name.to_lowercase();
        let witnesses = parts(&name).map(|part| {
            files.iter().find_map(|path| {
                let holds =
                    |words: &Option<Arc<str>>| words.as_ref().is_some_and(|it| it.contains(part));
                let stamp = tests.of_files.stamp_where(path, holds)?;
                Some((path.clone(), stamp))
            })
        });
        let witnesses: Option<Vec<Witness>> = witnesses.collect();
        if let Some(mut witnesses) = witnesses {
            witnesses.dedup();
            lock(&tests.witnesses).insert(filter.clone(), witnesses);
        }
    }

    /// Returns whether a file holds the words of a name one behind the other, whatever stands between them.
    fn holds_apart(&self, runner: TestRunner, name: &str, of: Option<u64>) -> bool {
        let name = joined(name);
        let name = without_case(name.trim_matches('_'));
        let known = &self.carried().tests.apart;
        if let (Some((then, holds)), Some(now)) = (lock(known).get(name), of)
            && *then == now
        {
            return *holds;
        }
        let holds = self.tests_of(runner).iter().any(|path| {
            self.bytes(path)
                .is_ok_and(|bytes| joined(&String::from_utf8_lossy(&bytes)).contains(name))
        });
        if let Some(of) = of {
            lock(known).insert(name.to_owned(), (of, holds));
        }
        holds
    }

    /// Returns the files that may hold tests of a runner.
    fn tests_of(&self, runner: TestRunner) -> &[String] {
        let at = TestRunner::ALL.iter().position(|it| *it == runner);
        let Some(known) = at.and_then(|at| self.tree().tests.get(at)) else {
            return &[];
        };
        known.get_or_init(|| {
            let files = self.index().files().iter();
            files.filter(|it| runner.may_hold(it)).cloned().collect()
        })
    }

    /// Returns the words in the files that may hold tests of a runner.
    fn words_of(&self, runner: TestRunner) -> Option<&Words> {
        let at = TestRunner::ALL.iter().position(|it| *it == runner)?;
        let words = self.test_words().words[at].get_or_init(|| {
            let files = self.tests_of(runner);
            if files.is_empty() || files.len() > MOST_FILES {
                return None;
            }
            self.union_of(at, files)
        });
        words.as_ref()
    }

    /// Returns the words in files; those that were put together before, where no file changed.
    fn union_of(&self, at: usize, files: &[String]) -> Option<Words> {
        let (system, root) = (self.system(), self.root());
        let stamps = in_parts(files, |it| self.carried().stamp(system, root, it));
        let mut digest = FxHasher::default();
        (files, &stamps).hash(&mut digest);
        let of = stamps.iter().all(Option::is_some).then(|| digest.finish());
        let tests = &self.carried().tests;
        let mut known = lock(&tests.words[at]);
        if let Some(words) = &*known
            && of.is_some()
            && words.of == of
        {
            return Some(words.clone());
        }
        let files: Vec<(&String, Option<Stamp>)> = files.iter().zip(stamps).collect();
        let files = in_parts(&files, |(path, stamp)| {
            let make = || Some(words_in(path, &self.bytes(path).ok()?));
            tests.of_files.get(path, *stamp, make)
        });
        let files: Vec<Arc<str>> = files.into_iter().collect::<Option<_>>()?;
        let mut words: Vec<&str> = files.iter().flat_map(|it| it.lines()).collect();
        words.sort_unstable();
        words.dedup();
        let text = words.join("\n").into();
        Some(known.insert(Words { text, of }).clone())
    }
}

/// Returns the words of a name in lower case that have to be there.
fn parts(name: &str) -> impl Iterator<Item = &str> {
    let parts = name.split([' ', '-']).filter(|it| !it.is_empty());
    parts.map(without_case)
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
