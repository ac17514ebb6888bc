//! What the tests of the extension for Visual Studio Code need.

use std::fs;
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context, Result, bail};
use camino::Utf8Path;

use super::{Readiness, succeeds, when};

/// Where the extension is.
pub(super) const FOLDER: &str = "editors/vscode";

/// The oldest Node.js that runs the tests.
const OLDEST_NODE: u32 = 20;

/// What npm says where the lock file and the manifest do not fit each other: that is a fault of ours, and no missing network.
const DISAGREEMENT: &str = "EUSAGE";

/// Returns whether the tests can run, after installing the packages that the lock file names.
pub(super) fn readiness(root: &str) -> Result<Readiness> {
    // An exit code that is no number is an error from Node.js 20 on.
    let is_new = format!("process.exit(parseInt(process.versions.node) < {OLDEST_NODE} ? 1 : 0)");
    if !succeeds(Command::new("node").args(["-e", &is_new])) {
        return Ok(when(false, &format!("Node.js {OLDEST_NODE} or newer")));
    }
    if !succeeds(Command::new("npm").arg("--version")) {
        return Ok(when(false, "npm"));
    }
    if is_installed(root).unwrap_or(false) {
        return Ok(Readiness::Ready);
    }
    let output = Command::new("npm")
        .args(["--prefix", FOLDER, "ci", "--prefer-offline"])
        .current_dir(root)
        .output()
        .context("failed to start `npm`")?;
    if output.status.success() {
        return Ok(Readiness::Ready);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    if said.contains(DISAGREEMENT) {
        bail!(
            "failed to install the packages of {FOLDER}: {}",
            said.trim()
        );
    }
    let why = said.lines().next().unwrap_or_default().trim();
    Ok(Readiness::Skipped(format!(
        "the packages of {FOLDER} cannot be had: {why}"
    )))
}

/// Returns whether what the lock file names was installed after it changed last.
fn is_installed(root: &str) -> Result<bool> {
    let folder = Utf8Path::new(root).join(FOLDER);
    let changed = |path: &str| -> Result<SystemTime> {
        let file = fs::metadata(folder.join(path))?;
        Ok(file.modified()?)
    };
    Ok(changed("node_modules/.package-lock.json")? >= changed("package-lock.json")?)
}
