//! Tests that no plan names: they are looked for by the words of a scenario.

use tip_syntax::scan;

use super::TracedFile;
use super::scenario::{names_in, scenarios, title_phrase};

/// Words that a file of tests must hold, all of them; each [separated](scan::separated).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TestSearch {
    /// The words of a scenario, or its number.
    pub words: String,
    /// The name of the plan, where a number alone may be that of another one.
    pub plan: Option<String>,
}

/// Returns what is looked for in all tests of a repository, each once.
pub fn test_searches(files: &[TracedFile<'_>]) -> Vec<TestSearch> {
    let of_file = |it: &TracedFile<'_>| {
        let scenarios = scenarios(it.plan).map(|it| it.0);
        let searches = scenarios.flat_map(|id| searches_of(it, id));
        searches.collect::<Vec<_>>()
    };
    let mut all: Vec<TestSearch> = files.iter().flat_map(of_file).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Returns what is looked for to find the tests of a scenario.
pub(super) fn searches_of(file: &TracedFile<'_>, id: tip_plan::UnitId) -> Vec<TestSearch> {
    let unit = file.plan.unit(id);
    let mut words: Vec<String> = title_phrase(&unit.title.value).into_iter().collect();
    words.extend(names_in(file.doc, unit.span));
    let alone = words
        .into_iter()
        .map(|words| TestSearch { words, plan: None });
    let mut all: Vec<TestSearch> = alone.collect();
    let number = unit.number.as_ref().map(|it| it.value.as_str());
    let folder = file.path.rsplit('/').nth(1);
    if let (Some(number), Some(folder)) = (number.filter(|it| it.contains('.')), folder) {
        for word in ["requirement", "requirements"] {
            all.push(TestSearch {
                words: scan::separated(&format!("{word} {number}")),
                plan: Some(scan::separated(folder)),
            });
        }
    }
    all
}

/// Returns whether a path is that of a test by the customs of languages.
pub fn is_test_by_name(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", &path));
    let (stem, kind) = name.split_once('.').unwrap_or((name, ""));
    let is_code = !matches!(
        kind,
        "" | "csv"
            | "html"
            | "jpg"
            | "json"
            | "md"
            | "png"
            | "snap"
            | "sql"
            | "svg"
            | "toml"
            | "txt"
            | "xml"
            | "yaml"
            | "yml"
    ) && !stem.is_empty();
    let in_tests = folders.split('/').any(|it| {
        matches!(it, "test" | "tests" | "__tests__" | "spec" | "features")
            || it.rsplit('.').next() == Some("tests")
    });
    let named = stem.starts_with("test_")
        || stem.ends_with("_test")
        || stem.ends_with("_spec")
        || (stem.ends_with("tests") && kind == "cs")
        || kind.starts_with("test.")
        || kind.starts_with("spec.");
    is_code && (named || in_tests || kind == "feature")
}

#[cfg(test)]
mod tests {
    use super::is_test_by_name;

    #[test]
    fn tests_are_known_by_their_paths() {
        for path in [
            "tests/tides.py",
            "src/tides.test.ts",
            "src/tides_test.go",
            "src/Harbor.Tests/TideShould.cs",
            "src/TideTests.cs",
            "spec/tides_spec.rb",
            "e2e/tides.feature",
        ] {
            assert!(is_test_by_name(path), "{path}");
        }
        for path in [
            "src/tides.py",
            "tests/README.md",
            "tests/.gitkeep",
            "tests/tides.csv",
            "src/contests.rs",
            "src/latest.ts",
        ] {
            assert!(!is_test_by_name(path), "{path}");
        }
    }
}
