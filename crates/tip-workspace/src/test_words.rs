//! Whether a filter picks a test, as far as the words in the tests of a repository tell.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock};

use rustc_hash::{FxHashMap, FxHashSet};
use tip_rules::{FilterAnswer, TestFilter, TestRunner};

use crate::Snapshot;
use crate::resolve::lock;

/// The most files of one language that are read for the words in them.
const MOST_FILES: usize = 20_000;

/// The most names that are looked for in every file, since that costs as much as reading all of them.
const MOST_SEARCHES: usize = 24;

/// What is known of the tests of a repository.
#[derive(Debug, Default)]
pub(crate) struct TestWords {
    /// For each runner the words in the files that may hold its tests; nothing where there are none, or too many.
    words: [OnceLock<Option<String>>; TestRunner::ALL.len()],
    answers: Mutex<FxHashMap<TestFilter, FilterAnswer>>,
    /// How many names were looked for in every file.
    searches: AtomicUsize,
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
            let mut seen: FxHashSet<String> = FxHashSet::default();
            for path in files {
                let bytes = self.bytes(path).ok()?;
                let text = String::from_utf8_lossy(&bytes).to_lowercase();
                for word in text
                    .split(|c: char| !c.is_alphanumeric() && c != '_')
                    .chain(path.to_lowercase().split(['/', '.']))
                {
                    if !word.is_empty() && !seen.contains(word) {
                        seen.insert(word.to_owned());
                    }
                }
            }
            let mut words: Vec<String> = seen.into_iter().collect();
            words.sort_unstable();
            Some(words.join("\n"))
        });
        words.as_deref()
    }
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
