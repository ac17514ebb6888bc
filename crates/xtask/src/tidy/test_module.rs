//! A test file that no `mod` line names never runs.

use super::Problem;
use super::rust_code::tokens;
use crate::repository::Repository;

pub(super) fn check(repository: &Repository) -> Vec<Problem> {
    let mut problems = Vec::new();
    for file in repository.files.iter().filter(|file| file.is_rust()) {
        let Some(test) = test_path(&file.path) else {
            continue;
        };
        let place = file.path.as_str();
        if !test.contains('/') {
            problems.push(Problem::new(
                place,
                "a second test binary of this crate",
                "move it to tests/it/ and declare it in tests/it/main.rs",
            ));
            continue;
        }
        if !test.starts_with("it/") || test == "it/main.rs" {
            continue;
        }
        let (parents, module) = declared_in(place);
        if !parents
            .iter()
            .any(|parent| declares(repository, parent, module))
        {
            problems.push(Problem::new(
                place,
                "no `mod` line names this file, so its tests never run",
                format!("add `mod {module};` to {}", parents[0]),
            ));
        }
    }
    problems
}

/// Returns the path below `tests/` of a file of a crate's tests.
fn test_path(path: &str) -> Option<&str> {
    let (_, below) = path.strip_prefix("crates/")?.split_once('/')?;
    below.strip_prefix("tests/")
}

/// Returns the files that may declare the module, the usual one first, and its name.
fn declared_in(path: &str) -> (Vec<String>, &str) {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let (folder, module) = match name.trim_end_matches(".rs") {
        "mod" => folder.rsplit_once('/').unwrap_or(("", folder)),
        module => (folder, module),
    };
    let parents = if folder.ends_with("/tests/it") {
        vec![format!("{folder}/main.rs")]
    } else {
        vec![format!("{folder}.rs"), format!("{folder}/mod.rs")]
    };
    (parents, module)
}

fn declares(repository: &Repository, parent: &str, module: &str) -> bool {
    let Some(file) = repository.files.iter().find(|file| file.path == parent) else {
        return false;
    };
    tokens(&file.text)
        .windows(2)
        .any(|pair| pair[0].text == "mod" && pair[1].text == module)
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::tests::{assert_faults, with_files};

    const FORGOTTEN: &str = "no `mod` line names this file, so its tests never run";

    #[test]
    fn a_forgotten_file_is_refused() {
        let repository = with_files(&[
            ("crates/a/tests/it/main.rs", "mod lists;\n// mod spans;\n"),
            ("crates/a/tests/it/lists.rs", ""),
            ("crates/a/tests/it/spans.rs", ""),
        ]);
        assert_faults(
            &check(&repository),
            &[&format!("crates/a/tests/it/spans.rs: {FORGOTTEN}")],
        );
    }

    #[test]
    fn a_folder_of_modules_is_followed() {
        let repository = with_files(&[
            ("crates/a/tests/it/main.rs", "mod rules;\nmod cli;\n"),
            ("crates/a/tests/it/rules/mod.rs", "mod form;\n"),
            ("crates/a/tests/it/rules/form.rs", ""),
            ("crates/a/tests/it/cli.rs", ""),
            ("crates/a/tests/it/cli/check.rs", ""),
            ("crates/a/tests/it/data/plan.md", ""),
        ]);
        assert_faults(
            &check(&repository),
            &[&format!("crates/a/tests/it/cli/check.rs: {FORGOTTEN}")],
        );
    }

    #[test]
    fn a_second_test_binary_is_refused() {
        let repository = with_files(&[("crates/a/tests/cli.rs", "")]);
        assert_faults(
            &check(&repository),
            &["crates/a/tests/cli.rs: a second test binary of this crate"],
        );
    }
}
