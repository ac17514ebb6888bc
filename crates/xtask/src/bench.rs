//! `cargo xtask bench`: what reading and checking costs, beside a bare Markdown parse and beside peers.
//!
//! The plans and the files that they speak of are made up, always the same ones, and kept under `target/bench`. Everything is measured
//! in turns within one run, so that a busy machine slows all of it; ratios are those of one turn. Nothing here asserts a time.

mod agents;
mod bare_parse;
mod cost;
mod draft;
mod drift;
mod editor;
mod field;
mod foresight;
mod options;
mod plans;
mod program;
mod random;
mod report;
mod tree;
mod verify;

use std::process::ExitCode;
use std::thread;

use anyhow::{Context, Result, ensure};

use self::cost::Cost;
use self::field::Field;
use self::options::Options;
use self::program::{Program, Programs};
use crate::cargo::cargo;
use crate::repository;

/// How many plans the other scales have: a tenth of the usual number and ten times as many.
const SCALES: [u32; 3] = [1_000, 10_000, 100_000];
/// How often a single plan is read, since that takes so little.
const ROUNDS_OF_ONE: usize = 40;

/// Runs the benchmark, or the part of it that is a process of its own.
pub(crate) fn run(args: &[String]) -> Result<ExitCode> {
    match args.split_first() {
        Some((first, rest)) if first == cost::SUBCOMMAND => return cost::measure(rest),
        Some((first, rest)) if first == bare_parse::SUBCOMMAND => return bare_parse::run(rest),
        _ => {}
    }
    let Some(options) = Options::parse(args)? else {
        println!("{}", options::HELP);
        return Ok(ExitCode::SUCCESS);
    };
    build("tip")?;
    let target = repository::target_folder()?;
    let folder = target.join("bench");
    let programs = Programs::find(&target);
    if matches!(options.only, Some(options::Part::Lsp)) {
        editor::run(&folder, programs.tip(), &options)?;
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(options::Part::Agents(repositories)) = &options.only {
        agents::run(programs.tip(), repositories, options.quick)?;
        return Ok(ExitCode::SUCCESS);
    }
    build("xtask")?;
    match &options.only {
        Some(options::Part::Verify) => {
            verify::run(&folder, programs.tip(), options.files, options.rounds)?;
            return Ok(ExitCode::SUCCESS);
        }
        Some(options::Part::Foresight) => {
            foresight::run(&folder, &options, &programs)?;
            return Ok(ExitCode::SUCCESS);
        }
        Some(options::Part::Drift(clones)) => {
            drift::run(&folder, clones, options.quick, &programs)?;
            return Ok(ExitCode::SUCCESS);
        }
        Some(options::Part::Lsp | options::Part::Agents(_)) | None => {}
    }
    let field = Field::prepare(&folder, options.plans, options.files)?;
    print_head(&field, &options, &programs);
    all_plans(&field, &options, &programs)?;
    one_plan(&folder, &field, &options, &programs)?;
    if !options.quick {
        scaling(&folder, &options, &programs)?;
    }
    large_plans(&folder, &options, &programs)?;
    foresight::run(&folder, &options, &programs)?;
    Ok(ExitCode::SUCCESS)
}

fn build(package: &str) -> Result<()> {
    println!("building {package}");
    let status = cargo()
        .args(["build", "--quiet", "--release", "--package", package])
        .current_dir(repository::root()?)
        .status()
        .context("failed to start `cargo`")?;
    ensure!(status.success(), "failed to build {package}");
    Ok(())
}

fn print_head(field: &Field, options: &Options, programs: &Programs) {
    let threads = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    println!(
        "\n{} plans of {:.1} MB beside {} files; {} rounds after a warm-up; {threads} threads",
        field.plans,
        field.megabytes(),
        options.files,
        options.rounds
    );
    match &programs.rumdl {
        Some(rumdl) => println!("peer: {}", rumdl.version),
        None => println!("peer: rumdl is not on PATH and is skipped (`pip install rumdl`)"),
    }
}

/// Measures every program over all plans.
fn all_plans(field: &Field, options: &Options, programs: &Programs) -> Result<()> {
    let mut rows = vec![programs.bare_parse(field)];
    rows.push(programs.tip_check(field, &[]));
    rows.extend(programs.rumdl_check(field, &field.places(), false));
    rows.extend(programs.rumdl_check(field, &field.places(), true));
    let costs = turns(programs, &rows, options.rounds)?;
    report::print_table("all plans", &rows, &costs);
    Ok(())
}

/// Measures every program on one plan: beside all files and plans, and in a repository of its own.
fn one_plan(
    folder: &camino::Utf8Path,
    field: &Field,
    options: &Options,
    programs: &Programs,
) -> Result<()> {
    let rounds = if options.quick { 10 } else { ROUNDS_OF_ONE };
    let alone = Field::prepare_one(folder, plans::usual())?;
    for (title, field) in [
        ("one plan, alone in its repository", &alone),
        ("one plan, beside all files and plans", field),
    ] {
        let plan = vec![field.first()?];
        let mut rows = vec![programs.bare_parse_of(field, &plan)];
        rows.push(programs.tip_check(field, &plan));
        rows.extend(programs.rumdl_check(field, &plan, false));
        let costs = turns(programs, &rows, rounds)?;
        report::print_table(title, &rows, &costs);
    }
    Ok(())
}

/// Measures what a plan costs among few and among many.
fn scaling(folder: &camino::Utf8Path, options: &Options, programs: &Programs) -> Result<()> {
    let scales = SCALES.iter().filter(|it| **it <= options.most_plans());
    let mut points = Vec::new();
    for scale in scales {
        let field = Field::prepare(folder, *scale, options.files)?;
        let rows = [programs.bare_parse(&field), programs.tip_check(&field, &[])];
        let costs = turns(programs, &rows, options.rounds.min(3))?;
        points.push((field, costs));
    }
    report::print_scaling(&points);
    Ok(())
}

/// Measures plans of 10 MB, one per dialect.
fn large_plans(folder: &camino::Utf8Path, options: &Options, programs: &Programs) -> Result<()> {
    for large in plans::large() {
        let path = large.path.clone();
        let field = Field::prepare_one(folder, large)?;
        let title = format!("one plan of {:.1} MB: {path}", field.megabytes());
        let plan = vec![field.first()?];
        let rows = [
            programs.bare_parse_of(&field, &plan),
            programs.tip_check(&field, &plan),
        ];
        let costs = turns(programs, &rows, options.rounds.min(3))?;
        report::print_table(&title, &rows, &costs);
    }
    Ok(())
}

/// Runs the programs in turns and returns the costs of each, a round each.
fn turns(programs: &Programs, rows: &[Program], rounds: usize) -> Result<Vec<Vec<Cost>>> {
    let mut costs: Vec<Vec<Cost>> = rows.iter().map(|_| Vec::new()).collect();
    // The first round warms the caches of the system and of the programs.
    for round in 0..=rounds {
        for (row, costs) in rows.iter().zip(&mut costs) {
            let cost = programs.cost_of(row)?;
            if round > 0 {
                costs.push(cost);
            }
        }
    }
    Ok(costs)
}
