//! `cargo xtask tidy`: the rules of the house that no compiler knows.
//!
//! Each check is a pure function from the [`Repository`] to problems, in a file of its own.

mod file_length;
mod file_name;
mod generated;
mod layering;
mod leak;
mod purity;
mod rust_code;
mod test_module;

use std::fmt;
use std::process::ExitCode;

use anyhow::{Result, ensure};

use crate::repository::Repository;

/// A broken rule of the house: where, what, and what to do.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    place: String,
    fault: String,
    remedy: String,
}

impl Problem {
    fn new(place: impl Into<String>, fault: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            fault: fault.into(),
            remedy: remedy.into(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {}\n  = help: {}",
            self.place, self.fault, self.remedy
        )
    }
}

/// Runs all checks and prints what they found.
pub(crate) fn run(args: &[String]) -> Result<ExitCode> {
    ensure!(args.is_empty(), "this task takes no arguments");
    let repository = Repository::load()?;
    for note in file_length::long_files(&repository) {
        println!("note: {note}");
    }
    let problems = problems(&repository);
    for problem in &problems {
        println!("error: {problem}");
    }
    let (crates, files) = (repository.crates.len(), repository.files.len());
    if problems.is_empty() {
        println!("tidy: {crates} crates and {files} files are as they should be");
        Ok(ExitCode::SUCCESS)
    } else {
        println!(
            "tidy: {} to put right in {crates} crates and {files} files",
            problems.len()
        );
        Ok(ExitCode::FAILURE)
    }
}

fn problems(repository: &Repository) -> Vec<Problem> {
    let checks = [
        layering::check,
        purity::check,
        file_length::check,
        file_name::check,
        test_module::check,
        leak::check,
        generated::check,
    ];
    checks.iter().flat_map(|check| check(repository)).collect()
}

#[cfg(test)]
mod tests {
    use super::{Problem, problems};
    use crate::repository::{Crate, Dependency, File, Repository};

    /// Builds a repository of made-up files.
    pub(super) fn with_files(files: &[(&str, &str)]) -> Repository {
        let files = files
            .iter()
            .map(|(path, text)| File {
                path: (*path).to_owned(),
                text: (*text).to_owned(),
            })
            .collect();
        Repository {
            root: "/srv/checkout".to_owned(),
            crates: Vec::new(),
            files,
        }
    }

    /// Builds a repository of made-up crates; a dependency that starts with `dev:` is one.
    pub(super) fn with_crates(crates: &[(&str, &[&str])]) -> Repository {
        let crates = crates
            .iter()
            .map(|(name, dependencies)| Crate {
                name: (*name).to_owned(),
                folder: format!("crates/{name}"),
                dependencies: dependencies.iter().map(|text| dependency(text)).collect(),
            })
            .collect();
        Repository {
            root: "/srv/checkout".to_owned(),
            crates,
            files: Vec::new(),
        }
    }

    fn dependency(text: &str) -> Dependency {
        let name = text.trim_start_matches("dev:");
        Dependency {
            name: name.to_owned(),
            dev: name != text,
        }
    }

    /// Compares places and faults; remedies are prose.
    #[track_caller]
    pub(super) fn assert_faults(problems: &[Problem], expected: &[&str]) {
        let found: Vec<String> = problems
            .iter()
            .map(|problem| format!("{}: {}", problem.place, problem.fault))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_problem_names_the_place_and_the_remedy() {
        let problem = Problem::new("crates/a/src/utils.rs", "too vague", "name the concept");
        assert_eq!(
            problem.to_string(),
            "crates/a/src/utils.rs: too vague\n  = help: name the concept"
        );
    }

    #[test]
    fn this_repository_is_tidy() {
        let repository = Repository::load().expect("tests run inside the repository");
        let problems: Vec<String> = problems(&repository)
            .iter()
            .map(Problem::to_string)
            .collect();
        assert!(problems.is_empty(), "{}", problems.join("\n"));
    }
}
