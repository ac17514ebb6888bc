//! The examples at the end of each command's long help.

use std::fmt::Write;

use clap::{Command, CommandFactory};

use crate::args::Cli;
use crate::groups::grouped;

/// A line to type, and what it does.
type Example = (&'static str, &'static str);

/// The examples of every command, by its name.
const EXAMPLES: &[(&str, &[Example])] = &[
    (
        "init",
        &[
            ("tip init --dry-run", "what would be written"),
            (
                "tip init --github --pre-commit",
                "with a workflow and a hook",
            ),
            (
                "tip init --agents",
                "what agents read, and the server that they ask",
            ),
            ("tip init --agents --remove", "all of that out again"),
        ],
    ),
    (
        "new",
        &[
            ("tip new waiting-list", "a plan from the template"),
            (
                "tip new waiting-list --phase Model --phase Page --effort M --with migration --yes",
                "with two phases and a section more",
            ),
            (
                "tip new waiting-list --from season-passes",
                "another plan, nothing of it done",
            ),
            (
                "tip new waiting-list --dry-run --yes",
                "what would be written",
            ),
        ],
    ),
    (
        "convert",
        &[
            (
                "tip convert specs/001-berths/plan.md",
                "a plan of spec-kit as one of ours",
            ),
            (
                "tip convert .kiro/specs/berths --output docs/tips/berths.md",
                "where it shall stand",
            ),
        ],
    ),
    (
        "fmt",
        &[
            ("tip fmt", "every plan of this repository"),
            (
                "tip fmt --check docs/tips",
                "says what is not in form, and changes nothing",
            ),
            ("tip fmt --check --json", "the same for programs"),
            ("tip fmt --diff tides", "what would change in one plan"),
        ],
    ),
    (
        "diff",
        &[
            ("tip diff main...HEAD", "what this branch changes in plans"),
            ("tip diff HEAD", "what is not committed yet"),
            ("tip diff HEAD~3..HEAD tides", "in one plan"),
        ],
    ),
    (
        "drift",
        &[
            ("tip drift", "what no longer points at what it pointed at"),
            ("tip drift tides --all", "every reference of one plan"),
            ("tip drift --diff", "what would be rewritten"),
            (
                "tip drift --jsonl",
                "a line for each reference, for scripts",
            ),
        ],
    ),
    (
        "accept",
        &[
            ("tip accept tides", "all that one plan refers to"),
            ("tip accept tides#P2", "what one phase refers to"),
        ],
    ),
    (
        "log",
        &[("tip log tides", "who did what in one plan, and when")],
    ),
    (
        "cache",
        &[
            ("tip cache dir", "where it is"),
            ("tip cache clean", "all is found out anew after it"),
        ],
    ),
    (
        "built",
        &[
            ("tip built tides", "which of its files are made already"),
            ("tip built tides --json", "the same, for scripts"),
        ],
    ),
    (
        "impact",
        &[
            ("tip impact", "what the working tree changes"),
            ("tip impact --staged", "what the next commit would"),
            ("tip impact main...", "what this branch does"),
            ("tip impact HEAD~1..HEAD --json", "one commit, for scripts"),
        ],
    ),
    (
        "check",
        &[
            ("tip check", "every plan of this repository"),
            (
                "tip check docs/tips tides",
                "a folder, and a plan by its feature",
            ),
            (
                "tip check --select missing-file --format concise",
                "one rule, a line for each finding",
            ),
            ("tip check --diff", "what --fix would write"),
            (
                "tip check --drift",
                "follow code references through the history too",
            ),
            (
                "tip check - --stdin-path docs/tips/tides.md",
                "a text as if it stood there",
            ),
        ],
    ),
    (
        "schedule",
        &[
            ("tip schedule tides", "what decides when one plan is done"),
            (
                "tip schedule --people 2 --start 2026-12-01",
                "all that is open, two people, as dates",
            ),
            (
                "tip schedule tides --format svg > tides.svg",
                "bars for a document",
            ),
        ],
    ),
    (
        "forecast",
        &[
            ("tip forecast tides", "how likely which end is"),
            (
                "tip forecast tides --set P3=XL --drop P5",
                "what if one phase is larger and another left out",
            ),
            (
                "tip forecast --people 2 --start 2026-12-01",
                "all that is open, two people, as dates",
            ),
        ],
    ),
    (
        "calibrate",
        &[
            ("tip calibrate", "what phases of each size really took"),
            ("tip calibrate --write", "and put that into tip.toml"),
        ],
    ),
    (
        "conflicts",
        &[
            (
                "tip conflicts",
                "files that several open plans mean to change",
            ),
            ("tip conflicts tides piers", "only these two"),
        ],
    ),
    (
        "report",
        &[
            ("tip report", "where every open plan stands, on one screen"),
            (
                "tip report tides piers --html review.html",
                "two plans as one page, to show, to print or to send",
            ),
            ("tip report --json | jq '.burn_up'", "what was done by when"),
        ],
    ),
    (
        "trace",
        &[
            (
                "tip trace tides",
                "from scenario to test, criterion, phase, change and document",
            ),
            (
                "tip trace tides --format html > tides.html",
                "a page with a matrix, to print or to send",
            ),
            (
                "tip trace --json | jq '.plans[].nodes[] | select(.lacks != [])'",
                "what lacks a partner in any open plan",
            ),
        ],
    ),
    (
        "graph",
        &[
            ("tip graph tides", "what waits for what in one plan"),
            (
                "tip graph --format mermaid",
                "all open plans, for a page of Markdown",
            ),
            (
                "tip graph tides --as-written --format svg > tides.svg",
                "a drawing of what is written",
            ),
        ],
    ),
    (
        "show",
        &[
            ("tip show tides", "the plan whose feature is `tides`"),
            ("tip show docs/tips/tides.md#P2", "its second phase"),
            ("tip show --json tides", "all that was read of it"),
            ("tip show tides --history", "who ticked what, and when"),
        ],
    ),
    (
        "list",
        &[
            ("tip list --stage in_progress", "what is under way"),
            ("tip list --why docs", "why files are plans or are not"),
            ("tip list --all --json", "archives too, for programs"),
        ],
    ),
    (
        "next",
        &[
            ("tip next", "what is ready in all plans"),
            ("tip next tides", "in one plan, and why if nothing is"),
        ],
    ),
    (
        "context",
        &[
            (
                "tip context tides",
                "what the first phase that is ready needs",
            ),
            (
                "tip context tides#P2 --tokens 2000",
                "what the second needs, in few words",
            ),
        ],
    ),
    (
        "verify",
        &[
            (
                "tip verify --dry-run",
                "what would be run, and what is expected",
            ),
            (
                "tip verify tides#P2 --trust-all",
                "the criteria of one phase",
            ),
            (
                "tip verify tides --tick --trust-all",
                "boxes follow what came of them",
            ),
            (
                "tip verify tides --watch",
                "again after every change what it touches",
            ),
            (
                "tip verify --format junit --trust-all",
                "every plan under way, for a build server",
            ),
        ],
    ),
    (
        "evidence",
        &[
            (
                "tip evidence tides",
                "what passed when, and whether it is still true",
            ),
            (
                "tip evidence export -o evidence.jsonl",
                "all of it, a line each",
            ),
            ("tip evidence import evidence.jsonl", "on another machine"),
            (
                "tip evidence prune --older-than 90",
                "the newest pass of each criterion stays",
            ),
        ],
    ),
    (
        "tick",
        &[(
            "tip tick tides#P1.C2",
            "the second criterion of the first phase",
        )],
    ),
    (
        "confirm",
        &[
            (
                "tip confirm tides#P1.C2 --note seen-on-all-boats",
                "a person has looked",
            ),
            (
                "tip confirm tides#P1.C2 --agent robo",
                "an agent has, which ticks nothing",
            ),
        ],
    ),
    (
        "trust",
        &[
            ("tip trust tides", "show its commands, and ask"),
            ("tip trust --list", "what is approved on this machine"),
            ("tip trust --revoke tides", "no longer"),
        ],
    ),
    ("untick", &[("tip untick tides#P1.C2", "take it back")]),
    (
        "begin",
        &[("tip begin tides#P2", "the second phase is under way")],
    ),
    (
        "finish",
        &[("tip finish tides#P2", "the second phase is done")],
    ),
    (
        "status",
        &[
            ("tip status tides", "its stage, and what is in the way"),
            ("tip status tides approved", "move it there"),
        ],
    ),
    (
        "add",
        &[
            ("tip add phase tides Tables", "a phase after the last one"),
            (
                "tip add phase tides Tables --after P1",
                "or behind the first",
            ),
        ],
    ),
    (
        "renumber",
        &[("tip renumber tides", "phases count from 1 again")],
    ),
    (
        "explain",
        &[
            ("tip explain missing-file", "by name"),
            ("tip explain TIP024", "by code"),
            (
                "tip explain expectations",
                "how a plan says what a command must show",
            ),
        ],
    ),
    (
        "rules",
        &[
            ("tip rules", "all of them"),
            ("tip rules --json", "for programs"),
        ],
    ),
    (
        "lsp",
        &[(
            "tip -C ~/harbor lsp",
            "what an editor starts; it speaks the Language Server Protocol",
        )],
    ),
    (
        "mcp",
        &[(
            "tip -C ~/harbor mcp",
            "what an agent's program starts; it speaks the Model Context Protocol",
        )],
    ),
    (
        "template",
        &[
            ("tip template", "the template itself"),
            (
                "tip template --explain --template docs/template.md",
                "what is understood of your own",
            ),
        ],
    ),
    ("config", &[("tip config", "what may stand in tip.toml")]),
    (
        "schema",
        &[
            ("tip schema", "of `tip show --json`"),
            ("tip schema check", "of `tip check --format json`"),
            ("tip schema impact", "of `tip impact --json`"),
            ("tip schema verify", "of `tip verify --format json`"),
        ],
    ),
    (
        "completions",
        &[(
            "tip completions bash",
            "to be written into ~/.local/share/bash-completion/completions/tip",
        )],
    ),
    (
        "man",
        &[
            ("tip man", "the page of `tip`"),
            ("tip man target/man", "a page for each command"),
        ],
    ),
];

/// The examples of what `tip add` adds, by its name.
const ADD_EXAMPLES: &[(&str, &[Example])] = &[
    (
        "phase",
        &[
            ("tip add phase tides Tables", "a phase after the last one"),
            (
                "tip add phase tides Tables --after P1 --effort S",
                "behind the first; the others count on",
            ),
        ],
    ),
    (
        "criterion",
        &[
            (
                "tip add criterion tides#P2 fast",
                "at the end of those of a phase",
            ),
            ("tip add criterion tides#P2 fast --diff", "shown only"),
        ],
    ),
    (
        "scenario",
        &[(
            "tip add scenario tides Ebb --given low --when seen --then told",
            "its fields in the words of the others",
        )],
    ),
    (
        "risk",
        &[
            ("tip add risk tides fog", "of medium weight"),
            (
                "tip add risk tides fog --level high --mitigation wait",
                "among the grave ones",
            ),
        ],
    ),
];

/// Returns the command line with its examples.
pub(crate) fn command() -> Command {
    let command = with_examples(Cli::command(), EXAMPLES);
    let command = command.mut_subcommand("add", |add| with_examples(add, ADD_EXAMPLES));
    grouped(command)
}

fn with_examples(command: Command, examples: &[(&str, &[Example])]) -> Command {
    examples.iter().fold(command, |command, (name, examples)| {
        command.mut_subcommand(name, |it| it.after_long_help(text(examples)))
    })
}

fn text(examples: &[Example]) -> String {
    let widest = examples.iter().map(|(line, _)| line.len()).max();
    let widest = widest.unwrap_or(0);
    let mut text = String::from("Examples:");
    for (line, what) in examples {
        // Writing into a string cannot fail.
        let _ = write!(text, "\n  {line:widest$}  {what}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_examples_that_it_takes() {
        let command = Cli::command();
        let names: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
        let told: Vec<&str> = EXAMPLES.iter().map(|(name, _)| *name).collect();
        let missing: Vec<&&str> = names.iter().filter(|it| !told.contains(it)).collect();
        assert!(missing.is_empty(), "{missing:?}");
        let add = command.find_subcommand("add").expect("it is a command");
        let names: Vec<&str> = add.get_subcommands().map(Command::get_name).collect();
        let told: Vec<&str> = ADD_EXAMPLES.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, told);
        let all = EXAMPLES.iter().chain(ADD_EXAMPLES);
        for (line, _) in all.flat_map(|(_, examples)| *examples) {
            let parsed = self::command().try_get_matches_from(line.split(' '));
            assert!(parsed.is_ok(), "{line}: {parsed:?}");
        }
    }
}
