//! `tip calibrate`.
#![expect(clippy::disallowed_methods, reason = "the tests look at their folders")]

use std::fmt::Write as _;
use std::fs;

use insta::assert_snapshot;
use tip_testing::GitRepository;

use crate::run::tip_in;

const PHASES: usize = 6;

/// A plan of small phases, of which so many are done.
fn plan(done: usize) -> String {
    let mut text = String::from("# Technical Implementation Plan: Tides\n");
    for at in 1..=PHASES {
        let mark = if at <= done { "x" } else { " " };
        let _ = write!(
            text,
            "\n### Phase {at}: Part {at}\n\n**Success Criteria**:\n- [{mark}] It works\n\n**Estimated Effort**: S\n"
        );
    }
    text
}

/// A repository in which one phase after the other is done, a minute each.
fn carried_out() -> GitRepository {
    let mut repository = GitRepository::new();
    for done in 0..=PHASES {
        repository.write("docs/tips/tides.md", plan(done));
        repository.commit("work");
    }
    repository
}

#[test]
fn what_phases_took_is_put_into_the_table() {
    let repository = carried_out();
    assert_snapshot!(tip_in(repository.path(), &["calibrate"]), @"");
    repository.write("tip.toml", "# Ours.\n[effort]\ns = \"4h\" # for now\n");
    assert_snapshot!(tip_in(repository.path(), &["calibrate", "--write", "--quiet"]), @"");
    let written = fs::read_to_string(repository.path().join("tip.toml")).expect("it is there");
    assert_snapshot!(written, @"");
}

#[test]
fn too_little_is_said() {
    let mut repository = GitRepository::new();
    repository.write("docs/tips/tides.md", plan(PHASES));
    repository.commit("all at once");
    assert_snapshot!(tip_in(repository.path(), &["calibrate"]), @"");
}
