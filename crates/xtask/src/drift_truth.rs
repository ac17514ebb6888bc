//! `cargo xtask drift-truth DIR --rows FILE`: how well references are followed through real histories.
//!
//! DIR holds clones as `OWNER+NAME`. FILE is a table of references that were followed by other means, one a line.

mod row;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use camino::Utf8PathBuf;
use tip_drift::{Base, Drift, History};
use tip_workspace::{DriftedPlan, DriftedReference, Os, Snapshot, Standing};

use row::Row;

/// The states in which there is one right answer.
const SURE: [&str; 3] = ["stable", "moved (unique)", "file moved (line found)"];

/// What is counted of the rows.
#[derive(Debug, Default)]
struct Tally {
    /// State of the file, our answer, whether they agree.
    table: BTreeMap<(String, String, bool), usize>,
    /// By state: agreeing and all, where both measure from the same tree.
    sure: BTreeMap<String, (usize, usize)>,
    /// The same where we measure from the tree before the commit that wrote the reference.
    before: BTreeMap<String, (usize, usize)>,
}

/// Runs the comparison.
pub(crate) fn run(args: &[String]) -> Result<ExitCode> {
    let (mut folder, mut rows, mut verbose) = (None, None, false);
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--rows" => rows = args.next().map(PathBuf::from),
            "--verbose" | "-v" => verbose = true,
            "-h" | "--help" => {
                println!("Usage: cargo xtask drift-truth DIR --rows FILE [--verbose]");
                return Ok(ExitCode::SUCCESS);
            }
            _ => folder = Some(PathBuf::from(arg)),
        }
    }
    let (Some(folder), Some(rows)) = (folder, rows) else {
        bail!("too little given: cargo xtask drift-truth DIR --rows FILE")
    };
    let mut by_repository: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for row in row::read(&rows)? {
        by_repository
            .entry(row.repository.clone())
            .or_default()
            .push(row);
    }
    let mut tally = Tally::default();
    for (name, rows) in &by_repository {
        compare(
            &folder.join(name.replace('/', "+")),
            rows,
            verbose,
            &mut tally,
        )
        .with_context(|| format!("comparing {name}"))?;
    }
    print(&tally);
    Ok(ExitCode::SUCCESS)
}

/// Compares the rows of one repository.
fn compare(folder: &Path, rows: &[Row], verbose: bool, tally: &mut Tally) -> Result<()> {
    let root = Utf8PathBuf::try_from(folder.to_path_buf())?;
    let plans: BTreeSet<&str> = rows.iter().map(|it| it.plan.as_str()).collect();
    let files: Vec<(String, Standing)> = plans
        .into_iter()
        .filter(|it| root.join(it).is_file())
        .map(|it| (it.to_owned(), Standing::Current))
        .collect();
    let snapshot = Snapshot::open(Arc::new(Os), root.clone(), None, None)?;
    let history = History::open(&root)?;
    let drift = Drift::open(&history)?;
    let judged = snapshot.drift(&drift, &files, true)?;
    let judged: HashMap<&str, &DriftedPlan> =
        judged.iter().map(|it| (it.path.as_str(), it)).collect();
    for row in rows {
        let found = judged.get(row.plan.as_str()).map(|it| find(it, row));
        let (answer, agrees) = match found {
            None => ("plan not at HEAD", true),
            Some(None) => ("not read", false),
            Some(Some(it)) => {
                let agrees = row.agrees(it.verdict(), &it.judgement);
                let counts = if measured_before(it) {
                    &mut tally.before
                } else {
                    &mut tally.sure
                };
                let count = counts.entry(row.state.clone()).or_default();
                count.0 += usize::from(agrees);
                count.1 += 1;
                if verbose && !agrees {
                    show(row, it);
                }
                (it.verdict().word(), agrees)
            }
        };
        let key = (row.state.clone(), answer.to_owned(), agrees);
        *tally.table.entry(key).or_default() += 1;
    }
    Ok(())
}

/// Finds the reference of a row; the path tells several on one line apart.
fn find<'a>(plan: &'a DriftedPlan, row: &Row) -> Option<&'a DriftedReference> {
    let here = |it: &&DriftedReference| {
        plan.source.line_of(it.reference.path_span.start) == row.plan_line
            && it.reference.line == Some(row.line)
    };
    let named = |it: &&DriftedReference| {
        let path = it.reference.path.trim_end_matches('/');
        path.ends_with(&row.path) || row.path.ends_with(path)
    };
    let all = || plan.references.iter().filter(here);
    all().find(named).or_else(|| all().next())
}

/// Whether a reference is measured against another tree than that of the commit which wrote it.
fn measured_before(it: &DriftedReference) -> bool {
    match (it.judgement.base, it.judgement.written) {
        (Some(Base::Commit(base)), Some(written)) => base != written,
        _ => false,
    }
}

/// Shows both sides of a disagreement.
fn show(row: &Row, it: &DriftedReference) {
    let judgement = &it.judgement;
    println!(
        "{} {}:{} {}:{}\n  truth: {} {:?}\n  tip:   {} {:?} -> {:?} confidence {}{}",
        row.repository.escape_debug(),
        row.plan.escape_debug(),
        row.plan_line,
        row.path.escape_debug(),
        row.line,
        row.state.escape_debug(),
        row.shift,
        it.verdict().word(),
        judgement.then,
        judgement.now,
        judgement.confidence,
        if measured_before(it) {
            ", from the tree before the commit"
        } else {
            ""
        },
    );
}

fn print(tally: &Tally) {
    println!("rows  {:<34} tip", "state of the file");
    for ((state, answer, agrees), count) in &tally.table {
        let mark = if *agrees { "" } else { " !" };
        println!(
            "{count:4}  {:<34} {answer}{mark}",
            state.escape_debug().to_string()
        );
    }
    for (title, counts) in [
        ("measured from the same tree", &tally.sure),
        ("measured from the tree before the commit", &tally.before),
    ] {
        println!("\n{title}:");
        for state in SURE {
            let (agree, all) = counts.get(state).copied().unwrap_or_default();
            println!("  {state:<24} {agree} of {all} agree");
        }
    }
}
