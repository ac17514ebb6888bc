//! The programs that are measured.

use std::process::Command;

use anyhow::{Context, Result, ensure};
use camino::{Utf8Path, Utf8PathBuf};

use super::bare_parse;
use super::cost::{self, Cost};
use super::field::Field;

/// A program with its arguments.
pub(super) struct Program {
    /// What the table calls it.
    pub(super) name: &'static str,
    file: String,
    args: Vec<String>,
    folder: Utf8PathBuf,
}

impl Program {
    /// Makes the run of a program in a folder.
    pub(super) fn new(
        name: &'static str,
        file: &str,
        args: &[impl AsRef<str>],
        folder: &Utf8Path,
    ) -> Self {
        Self {
            name,
            file: file.to_owned(),
            args: args.iter().map(|it| it.as_ref().to_owned()).collect(),
            folder: folder.to_path_buf(),
        }
    }
}

/// Where the programs are.
pub(super) struct Programs {
    xtask: Utf8PathBuf,
    /// The program itself.
    pub(super) tip: Utf8PathBuf,
    /// The peer, where it is installed.
    pub(super) rumdl: Option<Rumdl>,
    target: Utf8PathBuf,
}

/// An installed rumdl.
pub(super) struct Rumdl {
    /// What it says of itself.
    pub(super) version: String,
}

impl Programs {
    /// Finds the programs.
    pub(super) fn find(target: &Utf8Path) -> Self {
        let suffix = std::env::consts::EXE_SUFFIX;
        let release = target.join("release");
        Self {
            xtask: release.join(format!("xtask{suffix}")),
            tip: release.join(format!("tip{suffix}")),
            rumdl: find_rumdl(),
            target: target.to_path_buf(),
        }
    }

    /// Returns the file of `tip`.
    pub(super) fn tip(&self) -> &Utf8Path {
        &self.tip
    }

    /// Runs a program and returns what it cost.
    pub(super) fn cost_of(&self, program: &Program) -> Result<Cost> {
        let output = Command::new(&self.xtask)
            .args(["bench", cost::SUBCOMMAND, &program.file])
            .args(&program.args)
            .current_dir(&program.folder)
            .output()
            .with_context(|| format!("failed to start `{}`", self.xtask))?;
        ensure!(
            output.status.success(),
            "failed to measure {}: {}",
            program.name,
            String::from_utf8_lossy(&output.stderr).trim()
        );
        Cost::parse(&String::from_utf8_lossy(&output.stdout))
    }

    /// The bare parse of all plans.
    pub(super) fn bare_parse(&self, field: &Field) -> Program {
        self.bare_parse_with(field, vec![field.list.to_string()])
    }

    /// The bare parse of these plans.
    pub(super) fn bare_parse_of(&self, field: &Field, plans: &[String]) -> Program {
        let mut args = vec!["-".to_owned()];
        args.extend_from_slice(plans);
        self.bare_parse_with(field, args)
    }

    fn bare_parse_with(&self, field: &Field, files: Vec<String>) -> Program {
        let mut args = vec![
            "bench".to_owned(),
            bare_parse::SUBCOMMAND.to_owned(),
            field.root.to_string(),
        ];
        args.extend(files);
        Program {
            name: "bare parse",
            file: self.xtask.to_string(),
            args,
            folder: field.root.clone(),
        }
    }

    /// `tip check` of these paths, or of all plans.
    pub(super) fn tip_check(&self, field: &Field, paths: &[String]) -> Program {
        let mut args = strings(&["check", "--format", "json"]);
        args.extend_from_slice(paths);
        Program {
            name: "tip check",
            file: self.tip.to_string(),
            args,
            folder: field.root.clone(),
        }
    }

    /// `rumdl check` of these paths, where it is installed.
    pub(super) fn rumdl_check(
        &self,
        field: &Field,
        paths: &[String],
        cached: bool,
    ) -> Option<Program> {
        self.rumdl.as_ref()?;
        let mut args = strings(&["check", "--no-config", "--output-format", "json"]);
        if cached {
            let cache = self.target.join("bench/rumdl-cache");
            args.extend(["--cache-dir".to_owned(), cache.into_string()]);
        } else {
            args.push("--no-cache".to_owned());
        }
        args.extend_from_slice(paths);
        Some(Program {
            name: if cached { "rumdl, cached" } else { "rumdl" },
            file: "rumdl".to_owned(),
            args,
            folder: field.root.clone(),
        })
    }
}

fn find_rumdl() -> Option<Rumdl> {
    let output = Command::new("rumdl").arg("--version").output().ok()?;
    let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    (output.status.success()).then_some(Rumdl { version })
}

fn strings(words: &[&str]) -> Vec<String> {
    words.iter().map(|it| (*it).to_owned()).collect()
}
