//! Pure crates see no files, clock, environment, network, processes or threads.

use super::Problem;
use super::rust_code::{Token, tokens};
use crate::repository::{File, Repository};

/// The crates whose functions depend on their arguments only.
const PURE: &[&str] = &[
    "tip-syntax",
    "tip-plan",
    "tip-edit",
    "tip-rules",
    "tip-forecast",
    "tip-report",
];

/// Modules of `std` that reach into the world.
const WORLD: &[&str] = &["env", "fs", "net", "process", "thread"];

/// Types that read a clock.
const CLOCKS: &[&str] = &["Instant", "SystemTime", "Zoned"];

/// Libraries that reach into the world.
const WORLDLY: &[&str] = &[
    "gix", "ignore", "postgres", "rayon", "rusqlite", "tempfile", "tokio", "walkdir",
];

const REMEDY: &str = "take the answer as an argument, or ask for it as a query that \
                      tip-workspace answers";

pub(super) fn check(repository: &Repository) -> Vec<Problem> {
    let mut problems = Vec::new();
    for krate in repository
        .crates
        .iter()
        .filter(|krate| PURE.contains(&krate.name.as_str()))
    {
        for dependency in krate
            .dependencies
            .iter()
            .filter(|dependency| !dependency.dev)
        {
            if WORLDLY.contains(&dependency.name.as_str()) {
                problems.push(Problem::new(
                    format!("{}/Cargo.toml", krate.folder),
                    format!("the pure crate `{}` uses `{}`", krate.name, dependency.name),
                    REMEDY,
                ));
            }
        }
    }
    problems.extend(
        repository
            .files
            .iter()
            .filter(|file| is_pure(file))
            .flat_map(mentions),
    );
    problems
}

fn is_pure(file: &File) -> bool {
    let in_source = |name: &&str| file.path.starts_with(&format!("crates/{name}/src/"));
    file.is_rust() && PURE.iter().any(in_source)
}

fn mentions(file: &File) -> Vec<Problem> {
    let tokens = tokens(&file.text);
    let mut problems = Vec::new();
    let mut report = |token: &Token<'_>, what: String| {
        problems.push(Problem::new(
            format!("{}:{}", file.path, token.line),
            format!("`{what}` in a pure crate"),
            REMEDY,
        ));
    };
    for (index, token) in tokens.iter().enumerate() {
        if CLOCKS.contains(&token.text) {
            report(token, token.text.to_owned());
        }
        if token.text == "std" {
            for module in modules_after(&tokens[index + 1..]) {
                if WORLD.contains(&module.text) {
                    report(&module, format!("std::{}", module.text));
                }
            }
        }
    }
    problems
}

/// Returns the modules named directly below `std`: of `::fs` and of `::{fs, io::{self}}`.
fn modules_after<'a>(tokens: &[Token<'a>]) -> Vec<Token<'a>> {
    let texts: Vec<&str> = tokens.iter().take(3).map(|token| token.text).collect();
    match texts.as_slice() {
        [":", ":", "{"] => group(&tokens[3..]),
        [":", ":", _] => vec![tokens[2]],
        _ => Vec::new(),
    }
}

fn group<'a>(tokens: &[Token<'a>]) -> Vec<Token<'a>> {
    let mut modules = Vec::new();
    let mut depth = 0_usize;
    let mut starts = true;
    for token in tokens {
        match token.text {
            "{" => depth += 1,
            "}" if depth == 0 => break,
            "}" => depth -= 1,
            "," if depth == 0 => starts = true,
            _ if starts => {
                modules.push(*token);
                starts = false;
            }
            _ => {}
        }
    }
    modules
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::tests::{assert_faults, with_crates, with_files};

    #[track_caller]
    fn check_source(source: &str, expected: &[&str]) {
        assert_faults(
            &check(&with_files(&[("crates/tip-plan/src/a.rs", source)])),
            expected,
        );
    }

    #[test]
    fn a_path_is_found() {
        check_source(
            "fn f() {\n    std::fs::read(\"x\");\n}\n",
            &["crates/tip-plan/src/a.rs:2: `std::fs` in a pure crate"],
        );
    }

    #[test]
    fn a_group_is_found() {
        check_source(
            "use std::{\n    fmt,\n    collections::{BTreeMap, env},\n    process::Command,\n};\n",
            &["crates/tip-plan/src/a.rs:4: `std::process` in a pure crate"],
        );
    }

    #[test]
    fn a_clock_is_found_and_a_duration_is_none() {
        check_source(
            "use std::time::{Duration, Instant};\n",
            &["crates/tip-plan/src/a.rs:1: `Instant` in a pure crate"],
        );
    }

    #[test]
    fn comments_and_strings_may_speak_of_the_world() {
        check_source(
            "// no std::fs here\nconst A: &str = \"std::env\";\nenv!(\"X\");\n",
            &[],
        );
    }

    #[test]
    fn other_crates_and_tests_may_see_the_world() {
        let source = "use std::fs;\n";
        let repository = with_files(&[
            ("crates/tip-workspace/src/os.rs", source),
            ("crates/tip-plan/tests/it/main.rs", source),
        ]);
        assert_faults(&check(&repository), &[]);
    }

    #[test]
    fn a_worldly_library_is_for_tests() {
        let repository = with_crates(&[
            ("tip-rules", &["rayon", "dev:tempfile"]),
            ("tip-run", &["tokio"]),
        ]);
        assert_faults(
            &check(&repository),
            &["crates/tip-rules/Cargo.toml: the pure crate `tip-rules` uses `rayon`"],
        );
    }
}
