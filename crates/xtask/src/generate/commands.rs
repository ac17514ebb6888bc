//! A page per command, as the built program tells.

use std::fmt::Write as _;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use super::{Generated, comment};
use crate::cargo::cargo;
use crate::repository;

/// The columns that help is wrapped to, whatever the terminal.
const COLUMNS: &str = "100";

/// Builds the program and returns the pages.
pub(super) fn files() -> Result<Vec<Generated>> {
    let status = cargo()
        .args(["build", "--quiet", "--package", "tip"])
        .current_dir(repository::root()?)
        .status()
        .context("failed to start `cargo`")?;
    ensure!(status.success(), "failed to build tip");
    let overview = help(&[])?;
    let names: Vec<(&str, &str)> = commands(&overview).collect();
    ensure!(!names.is_empty(), "`tip --help` names no commands");
    let mut files = vec![Generated {
        path: "docs/commands/README.md".to_owned(),
        text: index(&overview, &names),
    }];
    for (name, _) in names {
        let told = help(&[name])?;
        let below: Vec<(&str, &str)> = commands(&told).collect();
        files.push(Generated {
            path: format!("docs/commands/{name}.md"),
            text: page(&format!("tip {name}"), &told, &links(name, &below)),
        });
        for (part, _) in below {
            files.push(Generated {
                path: format!("docs/commands/{name}-{part}.md"),
                text: page(&format!("tip {name} {part}"), &help(&[name, part])?, ""),
            });
        }
    }
    Ok(files)
}

fn help(command: &[&str]) -> Result<String> {
    let suffix = std::env::consts::EXE_SUFFIX;
    let tip = repository::target_folder()?.join(format!("debug/tip{suffix}"));
    let output = Command::new(&tip)
        .args(command)
        .arg("--help")
        .env("COLUMNS", COLUMNS)
        .env("NO_COLOR", "1")
        // With a terminal anywhere, its width would count.
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("failed to start `{tip}`"))?;
    ensure!(output.status.success(), "`tip --help` failed");
    String::from_utf8(output.stdout).context("the help is not UTF-8")
}

/// Headings of a help under which no commands stand.
const OTHER: &[&str] = &["Arguments:", "Options:", "Examples:"];

/// Returns the commands that a help names, under one heading or in groups, and what it says of each.
fn commands(help: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut lines = help.lines().skip_while(|it| !it.starts_with("Usage:"));
    lines.next();
    let mut heading = None;
    lines.filter_map(move |line| {
        let Some(item) = line.strip_prefix("  ") else {
            heading = line.ends_with(':').then_some(line).or(heading);
            return None;
        };
        heading.filter(|it| !OTHER.contains(it))?;
        let (name, about) = item.split_once("  ")?;
        Some((name, about.trim())).filter(|_| !name.is_empty())
    })
}

fn index(overview: &str, names: &[(&str, &str)]) -> String {
    let mut text = comment("`tip --help`");
    text.push_str("# Commands\n\n| command | what it does |\n| --- | --- |\n");
    for (name, about) in names {
        let _ = writeln!(text, "| [tip {name}]({name}.md) | {about} |");
    }
    let _ = writeln!(text, "\n{}", fenced(overview));
    text
}

fn page(title: &str, help: &str, links: &str) -> String {
    let mut text = comment(&format!("`{title} --help`"));
    let _ = writeln!(text, "# {title}\n\n{links}{}", fenced(help));
    text
}

/// Returns the table that leads to the pages of the commands below one.
fn links(name: &str, below: &[(&str, &str)]) -> String {
    if below.is_empty() {
        return String::new();
    }
    let mut text = String::from("| command | what it does |\n| --- | --- |\n");
    for (part, about) in below {
        let _ = writeln!(text, "| [tip {name} {part}]({name}-{part}.md) | {about} |");
    }
    text.push('\n');
    text
}

fn fenced(help: &str) -> String {
    let lines: Vec<&str> = help.trim().lines().map(str::trim_end).collect();
    format!("```text\n{}\n```", lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::commands;

    #[test]
    fn commands_stand_under_their_headings() {
        let help = "About.\n\nUsage: tip\n\nLook:\n  check  Check plans\n\nWrite:\n  fmt    Put right\n\nOptions:\n  -q  Quiet\n";
        let found: Vec<(&str, &str)> = commands(help).collect();
        assert_eq!(found, [("check", "Check plans"), ("fmt", "Put right")]);
    }
}
