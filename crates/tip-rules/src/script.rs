//! The files of the repository that commands run.

use tip_plan::{Command, WhyNot};
use tip_syntax::scan;

/// Programs that run the file that they are given.
const INTERPRETERS: &[&str] = &[
    "bash", "sh", "zsh", "python", "python3", "node", "ruby", "perl", "tsx", "deno", "php",
];

/// Ends of the names of scripts.
const ENDS: &[&str] = &[
    ".sh", ".bash", ".py", ".js", ".mjs", ".cjs", ".ts", ".rb", ".pl", ".php",
];

/// Signs that a command names paths that start elsewhere, makes its files first, or can do without them.
const ELSEWHERE: &[&str] = &[
    "cd ",
    "git clone",
    "||",
    "dist/",
    "build/",
    "target/",
    "out/",
];

/// Returns the paths of the files that a command runs, as it writes them.
///
/// A command that changes its folder first names paths that start there, and is left alone.
pub(crate) fn scripts(command: &Command) -> Vec<&str> {
    if !names_paths(command) {
        return Vec::new();
    }
    let segments = command.text.split(['\n', ';', '|', '&']);
    segments.filter_map(script).collect()
}

/// A test that a command names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TestName<'a> {
    /// The path of its file, as the command writes it.
    pub(crate) path: &'a str,
    /// Its name in the file: the last part of `tests/test_a.py::Group::test_one`.
    pub(crate) name: Option<&'a str>,
}

/// Ends of the names of files that hold tests.
const TEST_ENDS: &[&str] = &[
    ".py", ".js", ".mjs", ".ts", ".tsx", ".jsx", ".rb", ".php", ".rs", ".sh", ".bats",
];

/// Returns the test files that a command names, under the same conditions as [scripts].
pub(crate) fn tests(command: &Command) -> Vec<TestName<'_>> {
    if !names_paths(command) {
        return Vec::new();
    }
    command.text.split_whitespace().filter_map(test).collect()
}

/// Returns whether a command may name paths from the root of the repository.
fn names_paths(command: &Command) -> bool {
    let runnable = !matches!(
        command.why_not,
        Some(WhyNot::Placeholder | WhyNot::Ellipsis | WhyNot::Unbalanced)
    );
    let elsewhere = |it: &&str| scan::contains(&command.text, it);
    runnable && command.text.contains('/') && !ELSEWHERE.iter().any(elsewhere)
}

/// Returns whether a word of a command is the path of a test file.
pub(crate) fn is_test_path(word: &str) -> bool {
    test(word).is_some()
}

fn test(word: &str) -> Option<TestName<'_>> {
    let (path, rest) = word.split_once("::").unwrap_or((word, ""));
    let plain = path
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"./_-".contains(&byte));
    let file = path.rsplit('/').next()?;
    let is_test = TEST_ENDS.iter().any(|end| file.ends_with(end))
        && (file.contains("test") || file.contains("spec"))
        && path.contains('/');
    let name = rest.rsplit("::").next().filter(|it| !it.is_empty());
    let name = name.map(|it| it.split('[').next().unwrap_or(it));
    (plain && is_test && !path.starts_with('/') && !path.starts_with(".."))
        .then_some(TestName { path, name })
}

fn script(segment: &str) -> Option<&str> {
    let mut words = segment
        .split_whitespace()
        .filter(|it| !it.contains('='))
        .skip_while(|it| matches!(*it, "$" | "time" | "sudo" | "env"));
    let first = words.next()?;
    let path = if INTERPRETERS.contains(&first) {
        // An option takes what follows it, or is the program itself: `python -m pytest`.
        words.next().filter(|it| !it.starts_with('-'))?
    } else {
        first
    };
    let plain = path
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"./_-".contains(&byte));
    let is_script = ENDS.iter().any(|end| path.ends_with(end)) && path.contains('/');
    (plain && is_script && !path.starts_with('/') && !path.starts_with("..")).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_told_from_other_files() {
        let check = |word: &str, expected: Option<(&str, Option<&str>)>| {
            let found = test(word).map(|it| (it.path, it.name));
            assert_eq!(found, expected, "{word}");
        };
        check("tests/test_a.py", Some(("tests/test_a.py", None)));
        check(
            "tests/test_a.py::Group::test_one[2]",
            Some(("tests/test_a.py", Some("test_one"))),
        );
        check("src/a.spec.ts", Some(("src/a.spec.ts", None)));
        check("tests/", None);
        check("src/a.ts", None);
        check("tests/*.test.ts", None);
    }

    #[test]
    fn scripts_are_told_from_other_programs() {
        let check =
            |text: &str, expected: Option<&str>| assert_eq!(script(text), expected, "{text}");
        check("./scripts/a.sh --all", Some("./scripts/a.sh"));
        check("X=1 bash tools/a.sh", Some("tools/a.sh"));
        check("python3 -m pytest tests/a.py", None);
        check("python3 tools/a.py", Some("tools/a.py"));
        check("cargo test", None);
        check("./target/debug/a", None);
        check("node a.js", None);
        check("/tmp/a.sh", None);
    }
}
