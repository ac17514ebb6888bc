//! A file is named after the thing in it.

use super::Problem;
use crate::repository::Repository;

/// Names that say nothing, so that everything ends up there.
const VAGUE: &[&str] = &["common", "helper", "helpers", "misc", "util", "utils"];

pub(super) fn check(repository: &Repository) -> Vec<Problem> {
    repository
        .files
        .iter()
        .filter(|file| file.path.starts_with("crates/") && file.is_rust())
        .filter(|file| is_vague(&file.path))
        .map(|file| {
            Problem::new(
                &file.path,
                "the name says nothing",
                "name the concept that it holds",
            )
        })
        .collect()
}

fn is_vague(path: &str) -> bool {
    path.trim_end_matches(".rs")
        .split('/')
        .any(|part| VAGUE.contains(&part))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::tests::{assert_faults, with_files};

    #[test]
    fn a_vague_name_is_refused() {
        let repository = with_files(&[
            ("crates/a/src/utils.rs", ""),
            ("crates/a/tests/it/common/mod.rs", ""),
            ("crates/a/src/common_prefix.rs", ""),
            ("examples/shop/src/utils.rs", ""),
        ]);
        assert_faults(
            &check(&repository),
            &[
                "crates/a/src/utils.rs: the name says nothing",
                "crates/a/tests/it/common/mod.rs: the name says nothing",
            ],
        );
    }
}
