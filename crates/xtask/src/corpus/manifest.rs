//! The reader against the counts of `manifest.tsv`, its known errors set aside.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use tip_plan::{BoxState, CommandForm};

use super::errors::{Errors, Known};
use super::read::read;

/// How many plans agree in one count.
#[derive(Default)]
struct Agreement {
    plans: usize,
    set_aside: usize,
    ours: usize,
    theirs: usize,
}

/// Compares every plan of the manifest; returns whether each could be read and lost nothing, and every row of `errors` is true.
pub(crate) fn compare(folder: &Path, errors: &Path, show: &[&str]) -> Result<bool> {
    let mut errors = Errors::read(errors)?;
    let mut stale = 0;
    let path = folder.join("manifest.tsv");
    let text =
        fs::read_to_string(&path).with_context(|| format!("failed to read {}", path.display()))?;
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let column = |name: &str| {
        header
            .iter()
            .position(|it| *it == name)
            .with_context(|| format!("no column `{name}`"))
    };
    let columns = [
        "repo",
        "path",
        "checkboxes",
        "checked",
        "phases",
        "path_refs",
        "path_line_refs",
        "criteria_commands",
    ];
    let at: Vec<usize> = columns
        .iter()
        .map(|name| column(name))
        .collect::<Result<_>>()?;
    let names = [
        "boxes",
        "ticks",
        "phases",
        "references",
        "with a line",
        "commands",
    ];
    let mut agreements: Vec<Agreement> = names.iter().map(|_| Agreement::default()).collect();
    let (mut read_plans, mut failed) = (0, 0);
    for line in lines {
        let fields: Vec<&str> = line.split('\t').collect();
        let name = format!("{}/{}", fields[at[0]].replace('/', "__"), fields[at[1]]);
        let plan = match read(folder, &name) {
            Ok((_, plan)) => plan,
            Err(error) => {
                failed += 1;
                println!("FAILED {error:#}");
                continue;
            }
        };
        read_plans += 1;
        let listed = plan.boxes.iter().filter(|it| !it.in_table);
        let ours = [
            listed.clone().count(),
            listed.filter(|it| it.state == BoxState::Done).count(),
            plan.phases().count(),
            plan.references.len(),
            plan.references
                .iter()
                .filter(|it| it.line.is_some())
                .count(),
            plan.commands
                .iter()
                .filter(|it| it.in_box.is_some() && it.form == CommandForm::Span)
                .count(),
        ];
        for (nth, agreement) in agreements.iter_mut().enumerate() {
            let theirs: usize = fields[at[nth + 2]].parse().unwrap_or_default();
            agreement.plans += usize::from(ours[nth] == theirs);
            let known = errors.of(&name, columns[nth + 2], theirs, ours[nth]);
            agreement.set_aside += usize::from(known == Known::Error);
            if known == Known::Stale {
                stale += 1;
                println!(
                    "STALE {}: {} read, {theirs} counted: {name}",
                    columns[nth + 2],
                    ours[nth]
                );
            }
            agreement.ours += ours[nth];
            agreement.theirs += theirs;
            let differs = ours[nth] != theirs && known != Known::Error;
            if differs && show.contains(&names[nth]) {
                println!(
                    "{}: {} read, {theirs} counted: {name}",
                    names[nth], ours[nth]
                );
            }
        }
    }
    println!("manifest: {read_plans} plans read without loss, {failed} failed");
    for (name, agreement) in names.iter().zip(&agreements) {
        println!(
            "  {name:<12} agree in {:>4} of {read_plans} plans, {:>3} errors of the manifest set aside: {:5.1} %; {} read, {} counted",
            agreement.plans,
            agreement.set_aside,
            percent(agreement.plans, read_plans - agreement.set_aside),
            agreement.ours,
            agreement.theirs
        );
    }
    for (plan, column) in errors.unasked() {
        stale += 1;
        println!("STALE {column}: the manifest has no plan {plan}");
    }
    if stale > 0 {
        println!("{stale} rows of manifest-errors.tsv are no longer true");
    }
    Ok(failed == 0 && stale == 0)
}

#[expect(clippy::cast_precision_loss, reason = "counts of plans are small")]
pub(crate) fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        100.0
    } else {
        100.0 * part as f64 / whole as f64
    }
}
