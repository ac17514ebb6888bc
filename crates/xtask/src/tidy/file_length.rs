//! A file holds one thing, so it is short.

use super::Problem;
use crate::repository::{File, Repository};

/// Lines that a file may have.
const MOST: usize = 1000;

/// Lines from which a file is worth a look.
const MANY: usize = 600;

pub(super) fn check(repository: &Repository) -> Vec<Problem> {
    sources(repository)
        .filter(|(_, lines)| *lines > MOST)
        .map(|(file, lines)| {
            Problem::new(
                &file.path,
                format!("{lines} lines without tests, {MOST} are the most"),
                "split it: one concept, one file",
            )
        })
        .collect()
}

/// Returns a line for each file that grows towards the limit, the longest first.
pub(super) fn long_files(repository: &Repository) -> Vec<String> {
    let mut long: Vec<_> = sources(repository)
        .filter(|(_, lines)| (MANY + 1..=MOST).contains(lines))
        .collect();
    long.sort_by_key(|(_, lines)| std::cmp::Reverse(*lines));
    long.iter()
        .map(|(file, lines)| format!("{}: {lines} lines without tests", file.path))
        .collect()
}

fn sources(repository: &Repository) -> impl Iterator<Item = (&File, usize)> {
    repository
        .files
        .iter()
        .filter(|file| file.is_rust())
        .filter(|file| {
            !file
                .path
                .split('/')
                .any(|part| part == "tests" || part == "benches")
        })
        .map(|file| (file, lines_without_tests(&file.text)))
}

/// Counts the lines above the unit tests, which stand last in a file.
fn lines_without_tests(text: &str) -> usize {
    let lines: Vec<&str> = text.lines().collect();
    let tests = lines.windows(2).position(|pair| {
        pair[0].trim_end() == "#[cfg(test)]" && pair[1].starts_with("mod tests {")
    });
    tests.unwrap_or(lines.len())
}

#[cfg(test)]
mod tests {
    use super::{check, long_files};
    use crate::tidy::tests::{assert_faults, with_files};

    #[test]
    fn a_long_file_is_refused_and_a_growing_one_noted() {
        let (long, growing, fine) = ("a\n".repeat(1001), "a\n".repeat(1000), "a\n".repeat(600));
        let repository = with_files(&[
            ("crates/a/src/fine.rs", &fine),
            ("crates/a/src/growing.rs", &growing),
            ("crates/a/src/long.rs", &long),
        ]);
        assert_faults(
            &check(&repository),
            &["crates/a/src/long.rs: 1001 lines without tests, 1000 are the most"],
        );
        assert_eq!(
            long_files(&repository),
            ["crates/a/src/growing.rs: 1000 lines without tests"]
        );
    }

    #[test]
    fn tests_do_not_count() {
        let unit = format!("a\n#[cfg(test)]\nmod tests {{\n{}}}\n", "b\n".repeat(2000));
        let long = "a\n".repeat(2000);
        let repository = with_files(&[
            ("crates/a/src/lib.rs", &unit),
            ("crates/a/tests/it/story.rs", &long),
            ("docs/long.md", &long),
        ]);
        assert_faults(&check(&repository), &[]);
        assert!(long_files(&repository).is_empty());
    }
}
