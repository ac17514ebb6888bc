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
    assert_snapshot!(tip_in(repository.path(), &["calibrate"]), @r"
    5 done phases of 1 plan tell how long they took
      1 more tell nothing: begun and done in one commit

      size  phases    table      took     fitted
      XS         0  4 hours            5 minutes
      S          5    1 day  1 minute  5 minutes
      M          0   3 days               3 days
      L          0   5 days               5 days
      XL         0  10 days              10 days

    5 of 5 were done within their P80: 100%, and with 95 of 100 between 57% and 100%; 80% should be
      within  were  │ should, █ were
         P10  100%  ███│██████████████████████████
         P20  100%  ██████│███████████████████████
         P30  100%  █████████│████████████████████
         P40  100%  ████████████│█████████████████
         P50  100%  ███████████████│██████████████
         P60  100%  ██████████████████│███████████
         P70  100%  █████████████████████│████████
         P80  100%  ████████████████████████│█████
         P90  100%  ███████████████████████████│██
    how far they are off is told from 10 phases on: the spread stays as it is
    --- stderr
    `--write` puts it into tip.toml
    --- exit 0
    ");
    repository.write(
        "tip.toml",
        "# Ours.\n[effort]\ns = \"4h\" # for now\n\n[limits] # of all\nlines =   700\n",
    );
    assert_snapshot!(tip_in(repository.path(), &["calibrate", "--write", "--quiet"]), @r"
    5 done phases of 1 plan tell how long they took
      1 more tell nothing: begun and done in one commit

      size  phases    table      took     fitted
      XS         0  4 hours            5 minutes
      S          5  4 hours  1 minute  5 minutes
      M          0   3 days               3 days
      L          0   5 days               5 days
      XL         0  10 days              10 days

    5 of 5 were done within their P80: 100%, and with 95 of 100 between 57% and 100%; 80% should be
      within  were  │ should, █ were
         P10  100%  ███│██████████████████████████
         P20  100%  ██████│███████████████████████
         P30  100%  █████████│████████████████████
         P40  100%  ████████████│█████████████████
         P50  100%  ███████████████│██████████████
         P60  100%  ██████████████████│███████████
         P70  100%  █████████████████████│████████
         P80  100%  ████████████████████████│█████
         P90  100%  ███████████████████████████│██
    how far they are off is told from 10 phases on: the spread stays as it is
    --- exit 0
    ");
    let written = fs::read_to_string(repository.path().join("tip.toml")).expect("it is there");
    assert_snapshot!(written, @r#"
    # Ours.
    [effort]
    s = "5 minutes" # for now
    xs = "5 minutes"

    [limits] # of all
    lines =   700
    "#);
}

#[test]
fn too_little_is_said() {
    let mut repository = GitRepository::new();
    repository.write("docs/tips/tides.md", plan(PHASES));
    repository.commit("all at once");
    assert_snapshot!(tip_in(repository.path(), &["calibrate"]), @r"
    0 done phases of 1 plan tell how long they took
      6 more tell nothing: done when they were written down
    --- stderr
    too little is known to fit the table: nothing would change
    --- exit 1
    ");
}

#[test]
fn phases_without_an_effort_tell_what_such_a_phase_takes() {
    let mut repository = GitRepository::new();
    for done in 0..=PHASES {
        let text = plan(done).replace("**Estimated Effort**: S\n", "");
        repository.write("docs/tips/tides.md", text);
        repository.commit("work");
    }
    assert_snapshot!(tip_in(repository.path(), &["calibrate", "--write"]), @r"
    0 done phases of 1 plan tell how long they took
      1 more tell nothing: begun and done in one commit
      5 more have no effort written: they tell what such a phase takes

      size  phases   table      took     fitted
      none       5  3 days  1 minute  5 minutes
    --- stderr
    wrote tip.toml
    --- exit 0
    ");
    let written = fs::read_to_string(repository.path().join("tip.toml")).expect("it is there");
    assert_snapshot!(written, @r#"
    [effort]
    missing = "5 minutes"
    "#);
}
