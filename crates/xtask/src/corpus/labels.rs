//! The reader against labels made by reading.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use tip_plan::{DependencySource, Expectation, Plan, Unit, UnitKind};
use tip_syntax::{Document, Span};

use super::manifest::percent;
use super::read::read;

/// A row: what is compared is its key, the rest is its value.
type Rows = BTreeMap<(String, u32, String), Vec<String>>;

/// What is counted of one kind of row.
#[derive(Default)]
struct Score {
    both: usize,
    missed: usize,
    extra: usize,
    /// Agreement per column, for rows that both have.
    columns: BTreeMap<&'static str, (usize, usize)>,
}

const KINDS: &[(&str, &[&str])] = &[
    ("plan", &["dialect", "status"]),
    ("phase", &["state", "dependencies"]),
    ("task", &["state", "dependencies"]),
    ("box", &["state", "kind"]),
    ("ref", &["lines", "intent"]),
    ("cmd", &["expectation"]),
];

/// Compares the plans that are labelled.
pub(crate) fn compare(folder: &Path, labels: &Path, show: &[&str]) -> Result<()> {
    let mut files: Vec<_> = fs::read_dir(labels)
        .with_context(|| format!("failed to list {}", labels.display()))?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .collect();
    files.sort();
    let mut scores: BTreeMap<&'static str, Score> = BTreeMap::new();
    let mut plans = 0;
    for file in files {
        let text = fs::read_to_string(&file)?;
        for (name, truth) in split(&text) {
            let Ok((doc, plan)) = read(folder, &name) else {
                continue;
            };
            plans += 1;
            let found = rows_of(&doc, &plan);
            for (kind, columns) in KINDS {
                let score = scores.entry(kind).or_default();
                compare_kind(
                    kind,
                    columns,
                    &truth,
                    &found,
                    score,
                    &name,
                    show.contains(kind),
                );
            }
        }
    }
    println!("labels: {plans} plans");
    for (kind, _) in KINDS {
        let Some(score) = scores.get(kind) else {
            continue;
        };
        let columns: Vec<String> = score
            .columns
            .iter()
            .map(|(name, (same, all))| format!("{name} {:.1} %", percent(*same, *all)))
            .collect();
        println!(
            "  {kind:<6} {:>5} found, {:>4} missed, {:>4} extra: recall {:5.1} %, precision {:5.1} %; {}",
            score.both,
            score.missed,
            score.extra,
            percent(score.both, score.both + score.missed),
            percent(score.both, score.both + score.extra),
            columns.join(", ")
        );
    }
    Ok(())
}

fn compare_kind(
    kind: &str,
    columns: &[&'static str],
    truth: &Rows,
    found: &Rows,
    score: &mut Score,
    name: &str,
    show: bool,
) {
    let of_kind = |rows: &Rows| -> Vec<(u32, String, Vec<String>)> {
        rows.iter()
            .filter(|(key, _)| key.0 == kind)
            .map(|(key, value)| (key.1, key.2.clone(), value.clone()))
            .collect()
    };
    let mine = of_kind(found);
    let mut used = vec![false; mine.len()];
    for (line, key, values) in of_kind(truth) {
        let at = mine
            .iter()
            .enumerate()
            .position(|(at, it)| !used[at] && it.0 == line && it.1 == key);
        let Some(at) = at else {
            score.missed += 1;
            if show {
                println!("missed {kind} {name}:{line} {key} {}", values.join(" "));
            }
            continue;
        };
        used[at] = true;
        score.both += 1;
        for (nth, column) in columns.iter().enumerate() {
            let (expected, got) = (&values[nth], &mine[at].2[nth]);
            let entry = score.columns.entry(column).or_default();
            entry.1 += 1;
            if expected == got {
                entry.0 += 1;
            } else if show {
                println!("{column} of {kind} {name}:{line} {key}: {expected} labelled, {got} read");
            }
        }
    }
    for (at, it) in mine.iter().enumerate() {
        if !used[at] {
            score.extra += 1;
            if show {
                println!("extra {kind} {name}:{} {} {}", it.0, it.1, it.2.join(" "));
            }
        }
    }
}

/// Takes a file of labels apart into plans with their rows.
fn split(text: &str) -> Vec<(String, Rows)> {
    let mut out: Vec<(String, Rows)> = Vec::new();
    for line in text.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        if fields[0] == "plan" {
            let mut rows = Rows::new();
            insert(
                &mut rows,
                "plan",
                1,
                String::new(),
                vec![fields[2].into(), fields[3].into()],
            );
            out.push((fields[1].to_owned(), rows));
            continue;
        }
        let Some((_, rows)) = out.last_mut() else {
            continue;
        };
        let number: u32 = fields[1].parse().unwrap_or_default();
        let value = |at: usize| fields.get(at).copied().unwrap_or("-").to_owned();
        match fields[0] {
            "box" => insert(rows, "box", number, String::new(), vec![value(2), value(3)]),
            "phase" | "task" => insert(
                rows,
                fields[0],
                number,
                String::new(),
                vec![value(3), value(4)],
            ),
            "ref" => {
                let end = if value(4) == value(3) {
                    "-".to_owned()
                } else {
                    value(4)
                };
                insert(
                    rows,
                    "ref",
                    number,
                    value(2),
                    vec![format!("{}-{end}", value(3)), value(5)],
                );
            }
            "cmd" => insert(rows, "cmd", number, String::new(), vec![value(3)]),
            _ => {}
        }
    }
    out
}

/// Adds a row; a second one of the same key takes the next key.
fn insert(rows: &mut Rows, kind: &str, line: u32, key: String, values: Vec<String>) {
    let mut place = (kind.to_owned(), line, key);
    while rows.contains_key(&place) {
        place.2.push('+');
    }
    rows.insert(place, values);
}

fn rows_of(doc: &Document, plan: &Plan) -> Rows {
    let mut rows = Rows::new();
    let line = |span: Span| doc.line(span);
    let status = plan.status.stage.map_or("-", tip_plan::Stage::word);
    insert(
        &mut rows,
        "plan",
        1,
        String::new(),
        vec![plan.dialect.word().into(), status.into()],
    );
    for unit in &plan.units {
        let kind = match unit.kind {
            UnitKind::Phase => "phase",
            UnitKind::Task | UnitKind::Step => "task",
            _ => continue,
        };
        let values = vec![unit.state.value.word().into(), dependencies(plan, unit)];
        insert(&mut rows, kind, line(unit.lead), String::new(), values);
    }
    for it in &plan.boxes {
        insert(
            &mut rows,
            "box",
            line(it.mark),
            String::new(),
            vec![it.state.word().into(), it.kind.word().into()],
        );
    }
    for it in &plan.references {
        let number = |line: Option<u32>| line.map_or("-".to_owned(), |line| line.to_string());
        let lines = format!("{}-{}", number(it.line), number(it.end_line));
        insert(
            &mut rows,
            "ref",
            line(it.span),
            it.path.clone(),
            vec![lines, it.intent.word().into()],
        );
    }
    for it in &plan.commands {
        insert(
            &mut rows,
            "cmd",
            line(it.span),
            String::new(),
            vec![expectation(&it.expectation).into()],
        );
    }
    rows
}

fn dependencies(plan: &Plan, unit: &Unit) -> String {
    match unit.depends_on.source {
        DependencySource::Order => "-".into(),
        DependencySource::DeclaredNone => "none".into(),
        DependencySource::Written => {
            let mut numbers: Vec<&str> = unit
                .depends_on
                .on
                .iter()
                .filter_map(|on| {
                    plan.unit(on.value)
                        .number
                        .as_ref()
                        .map(|it| it.value.as_str())
                })
                .collect();
            numbers.extend(unit.depends_on.unknown.iter().map(|it| it.value.as_str()));
            numbers.join(",")
        }
    }
}

fn expectation(expectation: &Expectation) -> &'static str {
    match expectation {
        Expectation::Success => "pass",
        Expectation::Failure | Expectation::ExitCode(_) | Expectation::FailsWith { .. } => "fail",
        Expectation::Silence => "silent",
        Expectation::Output(_)
        | Expectation::Contains(_)
        | Expectation::ContainsAll(_)
        | Expectation::Lacks(_)
        | Expectation::ContainsBut { .. }
        | Expectation::Lines(_)
        | Expectation::Bound(_) => "output",
        Expectation::Unreadable(_) => "unreadable",
    }
}
