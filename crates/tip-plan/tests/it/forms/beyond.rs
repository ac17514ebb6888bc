//! Prose that names a program, and what a criterion asks for besides its commands.

use super::commands::{command, commands};

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

#[test]
fn what_is_asked_for_besides_a_command_is_for_a_person() {
    command(
        "`make test` green; a look at the sail",
        "make test -> unreadable a look at the sail",
    );
    command("Keep it opt-in: not part of default `make test`", "");
    commands(
        "- [ ] Validate all of it:\n  - `make lint`\n  - `make test`\n  - the knots, by hand",
        "make lint ; make test -> unreadable the knots, by hand",
    );
    commands(
        "- [ ] Validate all of it:\n  - `make lint`\n  - `make test`",
        "make lint ; make test",
    );
}
