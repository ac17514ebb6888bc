//! What tests a command runs.

use tip_plan::{Command, Plan};

use crate::script::tests;
use crate::test_filter::{TestFilter, filters_in};

/// A test that a command runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Run {
    /// A test file, or a test in it.
    File { path: String, name: Option<String> },
    /// Tests that are picked by a name or a part of a path.
    Filter(TestFilter),
}

/// Words of programs and scripts that run tests.
const RUNNERS: &[&str] = &[
    "test",
    "tests",
    "pytest",
    "unittest",
    "vitest",
    "jest",
    "rspec",
    "nextest",
    "tox",
    "phpunit",
    "playwright",
    "mocha",
    "ctest",
];

/// Returns the tests that a command names.
pub(super) fn named(plan: &Plan, command: &Command) -> Vec<Run> {
    let files = tests(command).into_iter().map(|it| Run::File {
        path: plain(it.path).to_owned(),
        name: it.name.map(str::to_owned),
    });
    let filters = filters_in(plan, command).into_iter().map(Run::Filter);
    let mut found: Vec<Run> = files.chain(filters).collect();
    found.extend(modules(&command.text));
    found
}

/// Returns whether a command runs tests without naming any: all that there are, as far as anybody can tell.
pub(super) fn runs_all(command: &Command) -> bool {
    let mut words = command
        .text
        .split(|c: char| !c.is_alphanumeric() && c != '_');
    words.any(|it| RUNNERS.contains(&it))
}

/// Returns a path without `./`.
pub(super) fn plain(path: &str) -> &str {
    path.strip_prefix("./").unwrap_or(path)
}

/// Returns the modules behind `-m unittest`: `tests.test_tides.TideTest.test_low` is `test_low` in `tests/test_tides.py`.
fn modules(text: &str) -> Vec<Run> {
    let mut words = text.split_whitespace();
    if !words.any(|it| it == "unittest") {
        return Vec::new();
    }
    words
        .take_while(|it| !it.starts_with(['&', '|', ';', '>', '#']))
        .filter(|it| it.contains("test") && !it.starts_with('-') && !it.contains(['/', '*', '=']))
        .map(|it| {
            let parts: Vec<&str> = it.split('.').collect();
            let is_class = |it: &&str| it.starts_with(|c: char| c.is_ascii_uppercase());
            let at = parts.iter().position(is_class).unwrap_or(parts.len());
            Run::File {
                path: format!("{}.py", parts[..at].join("/")),
                name: parts
                    .get(at..)
                    .and_then(<[&str]>::last)
                    .map(|it| (*it).to_owned()),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Run, modules};

    #[test]
    fn modules_of_python_are_files() {
        let check = |text: &str, expected: &[(&str, Option<&str>)]| {
            let expected: Vec<Run> = expected
                .iter()
                .map(|(path, name)| Run::File {
                    path: (*path).to_owned(),
                    name: name.map(str::to_owned),
                })
                .collect();
            assert_eq!(modules(text), expected, "{text}");
        };
        check(
            "python3 -m unittest tests.test_tides",
            &[("tests/test_tides.py", None)],
        );
        check(
            "python3 -m unittest -v tests.test_tides.TideTest.test_low",
            &[("tests/test_tides.py", Some("test_low"))],
        );
        check("python3 -m unittest discover -s tests/", &[]);
        check("pytest tests", &[]);
    }
}
