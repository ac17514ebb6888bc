//! The commands in groups, as `tip --help` shows them: what belongs together stands together.

use std::fmt::Write;

use clap::Command;

/// The groups and the names of their commands.
const GROUPS: &[(&str, &[&str])] = &[
    (
        "Look",
        &[
            "show", "list", "next", "context", "check", "diff", "rules", "explain",
        ],
    ),
    (
        "Compare with the code",
        &["drift", "accept", "impact", "built", "trace", "log"],
    ),
    ("Run", &["verify", "trust", "evidence", "confirm"]),
    (
        "Look ahead",
        &[
            "report",
            "schedule",
            "forecast",
            "calibrate",
            "graph",
            "conflicts",
        ],
    ),
    (
        "Write",
        &[
            "init", "new", "convert", "tick", "untick", "begin", "finish", "status", "add",
            "renumber", "fmt",
        ],
    ),
    (
        "For editors, agents and scripts",
        &[
            "lsp",
            "mcp",
            "template",
            "config",
            "schema",
            "cache",
            "completions",
            "man",
        ],
    ),
];

/// Lets the help show the commands in their groups.
pub(crate) fn grouped(command: Command) -> Command {
    let header = *command.get_styles().get_header();
    let literal = *command.get_styles().get_literal();
    let title = |name: &str| format!("{header}{name}:{header:#}");
    let widest = names().map(str::len).max().unwrap_or(0);
    let mut text = String::new();
    for (group, names) in GROUPS {
        // Writing into a string cannot fail.
        let _ = writeln!(text, "{}", title(group));
        for name in *names {
            let about = command.find_subcommand(name).and_then(Command::get_about);
            let about = about.map(ToString::to_string).unwrap_or_default();
            let _ = writeln!(text, "  {literal}{name:widest$}{literal:#}  {about}");
        }
        text.push('\n');
    }
    let options = title("Options");
    command.help_template(format!(
        "{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{text}{options}\n{{options}}{{after-help}}"
    ))
}

fn names() -> impl Iterator<Item = &'static str> {
    GROUPS.iter().flat_map(|(_, names)| *names).copied()
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::args::Cli;

    #[test]
    fn every_command_is_in_one_group() {
        let command = Cli::command();
        let mut all: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
        let mut told: Vec<&str> = names().collect();
        all.sort_unstable();
        told.sort_unstable();
        assert_eq!(told, all);
    }
}
