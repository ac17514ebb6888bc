//! `cargo xtask corpus FOLDER [--repositories DIR]`: how well real plans are read and found.
//!
//! FOLDER holds plans as `OWNER__REPO/PATH` and a `manifest.tsv` with counts of a regular expression's making. The reader is compared
//! with these counts, those that `tests/corpus/manifest-errors.tsv` lists as wrong set aside, and with the labels under `tests/corpus/labels`, which were made by reading.
//!
//! DIR holds the repositories, whole: what is found in them is compared with the manifest and with `tests/corpus/finding.tsv`.

mod errors;
mod finding;
mod labels;
mod manifest;
mod read;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, bail};

/// Runs the comparison.
pub(crate) fn run(args: &[String]) -> Result<ExitCode> {
    let mut folder = None;
    let mut repositories = None;
    let mut show = Vec::new();
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--show" => show.extend(args.next().map(String::as_str)),
            "--repositories" => repositories = args.next().map(PathBuf::from),
            "-h" | "--help" => {
                println!(
                    "Usage: cargo xtask corpus FOLDER [--repositories DIR] [--show boxes|phases|references|commands|phase|task|box|ref|cmd|plan]…\n\n\
                     Compares what is read of the plans in FOLDER with its manifest.tsv and with tests/corpus/labels.\n\
                     --repositories looks for plans in the repositories below DIR (OWNER__NAME, OWNER+NAME or NAME) and compares\n\
                     what it finds with the manifest and with tests/corpus/finding.tsv.\n\
                     --show lists every difference of one kind."
                );
                return Ok(ExitCode::SUCCESS);
            }
            _ => folder = Some(PathBuf::from(arg)),
        }
    }
    let Some(folder) = folder else {
        bail!("no folder given: cargo xtask corpus FOLDER")
    };
    let truth = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus");
    let fine = manifest::compare(&folder, &truth.join("manifest-errors.tsv"), &show)?;
    labels::compare(&folder, &truth.join("labels"), &show)?;
    if let Some(repositories) = repositories {
        finding::compare(&folder, &repositories, &truth.join("finding.tsv"))?;
    }
    Ok(if fine {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
