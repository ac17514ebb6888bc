//! `cargo xtask test`: what CI runs, step by step, until one fails.

use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};

use crate::cargo::cargo;
use crate::repository;

/// A command with a name that people read.
struct Step {
    name: &'static str,
    /// Arguments of `cargo`.
    args: &'static [&'static str],
    needs: Needs,
}

/// What must be there before a step can run.
enum Needs {
    Nothing,
    /// A `rustup` component, which is added where it is missing.
    Component {
        name: &'static str,
        probe: &'static str,
    },
    /// A program that we do not install: without it the step is skipped, and says so.
    Subcommand(&'static str),
}

const STEPS: &[Step] = &[
    Step {
        name: "format",
        args: &["fmt", "--all", "--check"],
        needs: Needs::Component {
            name: "rustfmt",
            probe: "fmt",
        },
    },
    Step {
        name: "clippy",
        args: &[
            "clippy",
            "--quiet",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ],
        needs: Needs::Component {
            name: "clippy",
            probe: "clippy",
        },
    },
    Step {
        name: "tests",
        args: &["test", "--quiet", "--workspace"],
        needs: Needs::Nothing,
    },
    Step {
        name: "tidy",
        args: &["run", "--quiet", "--package", "xtask", "--", "tidy"],
        needs: Needs::Nothing,
    },
    Step {
        name: "generated files",
        args: &[
            "run",
            "--quiet",
            "--package",
            "xtask",
            "--",
            "generate",
            "--check",
        ],
        needs: Needs::Nothing,
    },
    Step {
        name: "our own plans",
        args: &[
            "run",
            "--quiet",
            "--package",
            "tip",
            "--",
            "check",
            "docs/tips",
        ],
        needs: Needs::Nothing,
    },
    Step {
        name: "the form of our own plans",
        args: &[
            "run",
            "--quiet",
            "--package",
            "tip",
            "--",
            "fmt",
            "--check",
            "docs/tips",
        ],
        needs: Needs::Nothing,
    },
    Step {
        name: "the criteria of our own plans",
        args: &[
            "run",
            "--quiet",
            "--package",
            "tip",
            "--",
            "verify",
            "--all",
            "--trust-all",
        ],
        needs: Needs::Nothing,
    },
    Step {
        name: "licences and advisories",
        args: &["deny", "check"],
        needs: Needs::Subcommand("deny"),
    },
];

/// Runs the steps and stops at the first that fails.
pub(crate) fn run(args: &[String]) -> Result<ExitCode> {
    ensure!(args.is_empty(), "this task takes no arguments");
    let root = repository::root()?;
    let start = Instant::now();
    let mut skipped = Vec::new();
    for (index, step) in STEPS.iter().enumerate() {
        println!(
            "[{}/{}] {}: {}",
            index + 1,
            STEPS.len(),
            step.name,
            shown(step)
        );
        if !is_ready(&step.needs)? {
            println!("      skipped: {} is not installed", shown_program(step));
            skipped.push(step.name);
            continue;
        }
        let status = cargo()
            .args(step.args)
            .current_dir(&root)
            // A snapshot that differs is a failure, not a file beside the old one.
            .env("INSTA_UPDATE", "no")
            .status()
            .with_context(|| format!("failed to start `{}`", shown(step)))?;
        if !status.success() {
            println!();
            println!(
                "FAILED at step {}, {}: `{}`",
                index + 1,
                step.name,
                shown(step)
            );
            return Ok(ExitCode::FAILURE);
        }
    }
    println!();
    println!(
        "all {} steps passed in {} s",
        STEPS.len() - skipped.len(),
        start.elapsed().as_secs()
    );
    if !skipped.is_empty() {
        println!("skipped: {}", skipped.join(", "));
    }
    Ok(ExitCode::SUCCESS)
}

/// Returns whether the step can run, after installing what we may install.
fn is_ready(needs: &Needs) -> Result<bool> {
    match needs {
        Needs::Nothing => Ok(true),
        Needs::Subcommand(name) => Ok(knows(name)),
        Needs::Component { name, probe } => {
            if knows(probe) {
                return Ok(true);
            }
            println!("      adding the component {name}");
            let status = Command::new("rustup")
                .args(["component", "add", name])
                .status();
            if !status.context("failed to start `rustup`")?.success() {
                bail!("failed to add the component {name}: run `rustup component add {name}`");
            }
            Ok(true)
        }
    }
}

fn knows(subcommand: &str) -> bool {
    cargo()
        .args([subcommand, "--version"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn shown(step: &Step) -> String {
    format!("cargo {}", step.args.join(" "))
}

fn shown_program(step: &Step) -> String {
    format!("cargo-{}", step.args[0])
}

#[cfg(test)]
mod tests {
    use super::{STEPS, shown};

    #[test]
    fn every_step_covers_the_whole_workspace_or_names_its_package() {
        for step in STEPS {
            let whole = ["--all", "--workspace", "--package", "deny"];
            assert!(
                step.args.iter().any(|arg| whole.contains(arg)),
                "{}",
                shown(step)
            );
        }
    }
}
