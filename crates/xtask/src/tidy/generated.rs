//! Generated files are what would be generated.
//!
//! The pages of commands are told by the built program; `cargo xtask generate --check` compares those too.

use super::Problem;
use crate::generate::{FOLDERS, Generated, MARK, pure};
use crate::repository::Repository;

const REMEDY: &str = "run `cargo xtask generate` and commit what it writes";

pub(super) fn check(repository: &Repository) -> Vec<Problem> {
    // Made-up repositories of tests have no crates and no documents.
    if repository.crates.is_empty() {
        return Vec::new();
    }
    compare(repository, &pure())
}

fn compare(repository: &Repository, generated: &[Generated]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for file in generated {
        let there = repository.files.iter().find(|it| it.path == file.path);
        let fault = match there {
            None => "a generated file is missing",
            Some(there) if there.text != file.text => "a generated file is out of date",
            Some(_) => continue,
        };
        problems.push(Problem::new(&file.path, fault, REMEDY));
    }
    let in_folders = repository
        .files
        .iter()
        .filter(|it| FOLDERS.iter().any(|folder| it.path.starts_with(folder)));
    for file in in_folders {
        let first = file.text.lines().next().unwrap_or_default();
        if !first.contains(MARK) {
            problems.push(Problem::new(
                &file.path,
                "a file that is written by hand stands among generated ones",
                "move it out of this folder",
            ));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::{MARK, compare};
    use crate::generate::Generated;
    use crate::tidy::tests::{assert_faults, with_files};

    #[track_caller]
    fn check(files: &[(&str, &str)], expected: &[&str]) {
        let generated = [Generated {
            path: "docs/rules/a.md".to_owned(),
            text: format!("<!-- {MARK} -->\n"),
        }];
        assert_faults(&compare(&with_files(files), &generated), expected);
    }

    #[test]
    fn a_file_that_is_as_generated_is_fine() {
        let text = format!("<!-- {MARK} -->\n");
        check(&[("docs/rules/a.md", &text)], &[]);
    }

    #[test]
    fn a_missing_and_an_old_file_are_refused() {
        check(&[], &["docs/rules/a.md: a generated file is missing"]);
        let text = format!("<!-- {MARK} -->\nold\n");
        check(
            &[("docs/rules/a.md", &text)],
            &["docs/rules/a.md: a generated file is out of date"],
        );
    }

    #[test]
    fn a_page_by_hand_among_generated_ones_is_refused() {
        let text = format!("<!-- {MARK} -->\n");
        check(
            &[("docs/rules/a.md", &text), ("docs/rules/b.md", "# B\n")],
            &["docs/rules/b.md: a file that is written by hand stands among generated ones"],
        );
    }
}
