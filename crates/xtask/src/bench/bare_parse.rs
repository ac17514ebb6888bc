//! The floor: what parsing the Markdown alone costs, in a process of its own.

use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use camino::Utf8Path;
use pulldown_cmark::{Options, Parser};
use rayon::prelude::*;

/// How the benchmark calls this process.
pub(super) const SUBCOMMAND: &str = "__bare-parse";

/// Parses every file of a list, on as many threads as `tip check`.
pub(super) fn run(args: &[String]) -> Result<ExitCode> {
    ensure!(
        args.len() >= 2,
        "this is a part of `cargo xtask bench`: ROOT LIST or ROOT - FILE"
    );
    let root = Utf8Path::new(&args[0]);
    let list = match args[1].as_str() {
        "-" => args[2..].join("\n"),
        list => fs::read_to_string(list).with_context(|| format!("failed to read {list}"))?,
    };
    let paths: Vec<&str> = list.lines().collect();
    let counted: Result<Vec<usize>> = paths
        .par_iter()
        .map(|path| count_events(&root.join(path)))
        .collect();
    // Printed, so that no compiler leaves the parsing out.
    println!("{}", counted?.iter().sum::<usize>());
    Ok(ExitCode::SUCCESS)
}

fn count_events(path: &Utf8Path) -> Result<usize> {
    let bytes = fs::read(path).with_context(|| format!("failed to read {path}"))?;
    let text = String::from_utf8_lossy(&bytes);
    // As tip-syntax asks for.
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    Ok(Parser::new_ext(&text, options).into_offset_iter().count())
}
