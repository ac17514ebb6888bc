//! `cargo xtask test`: what CI runs, step by step, until one fails.

mod extension;

use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};

use crate::cargo::cargo;
use crate::repository;

/// A command with a name that people read.
struct Step {
    name: &'static str,
    program: &'static str,
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
    /// A subcommand of `cargo` that we do not install: without it the step is skipped, and says so.
    Subcommand(&'static str),
    /// npm, which we do not install, and the packages of the extension, which it installs.
    Npm,
    /// A module of Python that we do not install.
    Module(&'static str),
}

/// Whether a step can run.
enum Readiness {
    Ready,
    /// It cannot, and that says nothing about what it tests.
    Skipped(String),
}

const STEPS: &[Step] = &[
    Step {
        name: "format",
        program: "cargo",
        args: &["fmt", "--all", "--check"],
        needs: Needs::Component {
            name: "rustfmt",
            probe: "fmt",
        },
    },
    Step {
        name: "clippy",
        program: "cargo",
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
        program: "cargo",
        args: &["test", "--quiet", "--workspace"],
        needs: Needs::Nothing,
    },
    Step {
        name: "tidy",
        program: "cargo",
        args: &["run", "--quiet", "--package", "xtask", "--", "tidy"],
        needs: Needs::Nothing,
    },
    Step {
        name: "generated files",
        program: "cargo",
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
        program: "cargo",
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
        program: "cargo",
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
        program: "cargo",
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
        name: "the extension for Visual Studio Code",
        program: "npm",
        args: &["--prefix", extension::FOLDER, "test"],
        needs: Needs::Npm,
    },
    Step {
        name: "clients of others",
        program: "python3",
        args: &["-m", "pytest", "--quiet", "editors/tests"],
        needs: Needs::Module("pytest_lsp"),
    },
    Step {
        name: "licences and advisories",
        program: "cargo",
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
        if let Readiness::Skipped(why) = readiness(&step.needs, &root)? {
            println!("      skipped: {why}");
            skipped.push(step.name);
            continue;
        }
        let status = command(step.program)
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

/// Returns whether a step can run, after installing what we may install.
fn readiness(needs: &Needs, root: &str) -> Result<Readiness> {
    match needs {
        Needs::Nothing => Ok(Readiness::Ready),
        Needs::Subcommand(name) => Ok(when(knows(name), &format!("cargo-{name}"))),
        Needs::Npm => extension::readiness(root),
        Needs::Module(name) => {
            let import = format!("import {name}");
            let known = succeeds(Command::new("python3").args(["-c", &import]));
            Ok(when(known, &format!("the module {name} of python3")))
        }
        Needs::Component { name, probe } => {
            if knows(probe) {
                return Ok(Readiness::Ready);
            }
            println!("      adding the component {name}");
            let status = Command::new("rustup")
                .args(["component", "add", name])
                .status();
            if !status.context("failed to start `rustup`")?.success() {
                bail!("failed to add the component {name}: run `rustup component add {name}`");
            }
            Ok(Readiness::Ready)
        }
    }
}

fn when(installed: bool, what: &str) -> Readiness {
    if installed {
        Readiness::Ready
    } else {
        Readiness::Skipped(format!("{what} is not installed"))
    }
}

/// Returns a command of this program; `cargo` is the one that runs us.
fn command(program: &str) -> Command {
    match program {
        "cargo" => cargo(),
        other => Command::new(other),
    }
}

fn knows(subcommand: &str) -> bool {
    succeeds(cargo().args([subcommand, "--version"]))
}

fn succeeds(command: &mut Command) -> bool {
    command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn shown(step: &Step) -> String {
    format!("{} {}", step.program, step.args.join(" "))
}

#[cfg(test)]
mod tests {
    use super::{STEPS, shown};

    #[test]
    fn every_step_covers_the_whole_workspace_or_names_its_package() {
        for step in STEPS.iter().filter(|it| it.program == "cargo") {
            let whole = ["--all", "--workspace", "--package", "deny"];
            assert!(
                step.args.iter().any(|arg| whole.contains(arg)),
                "{}",
                shown(step)
            );
        }
    }
}
