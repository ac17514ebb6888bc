//! Pictures of a terminal, taken from the built program on the example.

use std::process::{Command, Stdio};

use anstyle_svg::Term;
use anyhow::{Context, Result, ensure};

use super::Generated;
use crate::repository;

/// The columns of the terminal in the pictures.
const COLUMNS: &str = "96";

/// A picture: its file, the command as a person types it, and its arguments.
const PICTURES: &[(&str, &str, &[&str])] = &[
    ("docs/assets/overview.svg", "tip", &[]),
    (
        "docs/assets/check.svg",
        "tip check docs/tips/card-payments.md",
        &["check", "docs/tips/card-payments.md"],
    ),
];

/// Returns the pictures; the program must be built.
pub(super) fn files() -> Result<Vec<Generated>> {
    let suffix = std::env::consts::EXE_SUFFIX;
    let tip = repository::target_folder()?.join(format!("debug/tip{suffix}"));
    let example = format!("{}/examples/harbor", repository::root()?);
    let mut files = Vec::new();
    for (path, typed, arguments) in PICTURES {
        let output = Command::new(&tip)
            .args(*arguments)
            .args(["--color", "always"])
            .current_dir(&example)
            .env("COLUMNS", COLUMNS)
            .env_remove("NO_COLOR")
            .stdin(Stdio::null())
            .output()
            .with_context(|| format!("failed to start `{tip}`"))?;
        ensure!(output.status.code() != Some(2), "`{typed}` failed");
        let shown = String::from_utf8(output.stdout).context("the output is not UTF-8")?;
        let screen = format!("\u{1b}[1m$ {typed}\u{1b}[0m\n{shown}");
        files.push(Generated {
            path: (*path).to_owned(),
            text: Term::new().render_svg(&screen),
        });
    }
    Ok(files)
}
