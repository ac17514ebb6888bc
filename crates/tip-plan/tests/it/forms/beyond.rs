//! What a criterion asks for besides its commands.

use super::commands::{command, commands};

#[test]
fn what_is_asked_for_besides_a_command_is_for_a_person() {
    command(
        "`make test` green; a look at the sail",
        "make test -> unreadable a look at the sail",
    );
    command("Keep it opt-in: not part of default `make test`", "");
    command("It is not interrupted by `make test`", "make test");
    commands(
        "- [ ] Validate all of it:\n  - `make lint`\n  - `make test`\n  - the knots, by hand",
        "make lint ; make test -> unreadable the knots, by hand",
    );
    commands(
        "- [ ] Validate all of it:\n  - `make lint`\n  - `make test`",
        "make lint ; make test",
    );
}
