//! Commands in plain words, and prose that names a program.

use super::commands::{command, commands};

#[test]
fn a_run_that_is_only_spoken_of_is_no_command() {
    commands("## Phase 1: A\n\nUsers can run `kite fly --now`.\n", "");
    commands(
        "## Phase 1: A\n\nWhen you run `cargo test`, it is slow.\n",
        "",
    );
    commands("## Phase 1: A\n\nTell the user to run `cargo test`.\n", "");
    commands("## Phase 1: A\n\nRun `cargo test`.\n", "cargo test");
    command("Update `README.md`:\n  - Build: `cargo build`", "");
}

#[test]
fn spoken_commands_follow_a_label_and_each_other() {
    commands(
        "- **Validation**: Run cargo test knot and cargo test line",
        "cargo test knot ; cargo test line",
    );
    commands(
        "## Purpose\n\nSuccess shows when `make fmt`,\n`make lint`, and `make test` all succeed.\n",
        "make fmt ; make lint ; make test",
    );
}

#[test]
fn words_behind_a_spoken_command_are_none_of_it() {
    command("Run cargo fmt on entire codebase", "cargo fmt !mutating");
    command("Run cargo clippy across all crates", "cargo clippy");
    command("Run coverage report", "coverage report");
    command("Run cargo test with the new flags", "cargo test");
}

#[test]
fn spoken_commands_may_quote_words_of_prose() {
    commands(
        "- **Verify**: grep -rn \"import knot from\" src/, bunx tsc --noEmit",
        "grep -rn \"import knot from\" src/ ; bunx tsc --noEmit",
    );
    commands(
        "- **Verify**: grep -c knot a.py returns 0, cargo test passes",
        "grep -c knot a.py -> output 0 ; cargo test",
    );
    command("Create the workspace with bun workspaces", "");
    command("Verify with cargo test", "cargo test");
}

#[test]
fn words_of_prose_are_no_spoken_command() {
    for text in [
        "- [ ] Lint and make everything tidy.",
        "- [ ] Verify the workflow and make targets after integration.",
        "- [ ] Run the linter and make lint warnings fatal",
        "- [ ] Line and go live",
        "- [ ] Update node and python versions",
        "- [ ] Tests and cargo features documented",
        "- [ ] Verify with git blame annotations visible",
        "- [ ] Types: mypy strict mode enabled",
    ] {
        commands(text, "");
    }
    commands("- [ ] Lint and make test", "make test");
    commands("- [ ] Fly and git diff main", "git diff main");
    commands(
        "- [ ] Build and test the sail with cargo build -p kite && just sail",
        "cargo build -p kite && just sail",
    );
}
