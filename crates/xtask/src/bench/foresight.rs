//! What foresight costs: a forecast beside the same work with numpy, and the critical path of many phases.

use std::fmt::Write as _;
use std::process::Command;
use std::time::Instant;

use anyhow::Result;
use camino::Utf8Path;
use tip_forecast::{Network, critical_path};

use super::field::Field;
use super::options::Options;
use super::plans::PlanFile;
use super::program::{Program, Programs};
use super::{report, turns};

/// The work of `tip forecast` with numpy.
const NUMPY: &str = include_str!("foresight.py");

/// The phases of the made-up plan.
const PHASES: u32 = 100;

/// The phases of the network whose critical path is looked for.
const MANY: u32 = 100_000;

/// The path of the made-up plan.
const PATH: &str = "docs/tips/foresight.md";

pub(super) fn run(folder: &Utf8Path, options: &Options, programs: &Programs) -> Result<()> {
    let plan = PlanFile {
        path: PATH.to_owned(),
        text: plan(),
    };
    let field = Field::prepare_one(folder, plan)?;
    let mut rows = vec![
        forecast(programs, &field, "1,000,000", 1_000_000),
        forecast(programs, &field, "100,000", 100_000),
        forecast(programs, &field, "1,000", 1_000),
    ];
    if has_numpy() {
        let args = ["-c", NUMPY, "1000000", &PHASES.to_string()];
        rows.push(Program::new(
            "numpy 1,000,000",
            "python3",
            &args,
            &field.root,
        ));
    } else {
        println!("\npeer: python3 with numpy is not on PATH and is skipped");
    }
    let costs = turns(programs, &rows, options.rounds.min(3))?;
    let title = format!("samples of a plan of {PHASES} phases, as processes");
    report::print_table(&title, &rows, &costs);
    many_phases();
    Ok(())
}

fn forecast(programs: &Programs, field: &Field, name: &'static str, samples: u32) -> Program {
    let args = [
        "forecast",
        PATH,
        "--json",
        "--samples",
        &samples.to_string(),
    ];
    Program::new(name, programs.tip.as_str(), &args, &field.root)
}

/// What a phase of the made-up plans waits for.
fn before(at: u32) -> impl Iterator<Item = u32> {
    let near = (!at.is_multiple_of(4)).then(|| at - 1);
    near.into_iter()
        .chain(at.checked_sub(7))
        .chain(at.checked_sub(13))
}

fn plan() -> String {
    let mut text = String::from("---\nfeature: foresight\nconfidence: Medium\n---\n\n# Plan\n");
    for at in 0..PHASES {
        let names: Vec<String> = before(at).map(|it| format!("Phase {}", it + 1)).collect();
        let names = if names.is_empty() {
            "None".to_owned()
        } else {
            names.join(", ")
        };
        // Writing into a string cannot fail.
        let _ = write!(
            text,
            "\n### Phase {}: Part\n\n**Dependencies**: {names}\n\n**Estimated Effort**: {} days\n",
            at + 1,
            1 + at % 5
        );
    }
    text
}

fn has_numpy() -> bool {
    let output = Command::new("python3")
        .args(["-c", "import numpy"])
        .output();
    output.is_ok_and(|it| it.status.success())
}

/// Times the critical path of a network in this process, since reading so large a plan would cost far more.
fn many_phases() {
    let arcs: Vec<(u32, u32)> = (0..MANY)
        .flat_map(|to| before(to).map(move |from| (from, to)))
        .collect();
    let durations: Vec<i64> = (0..MANY).map(|at| i64::from(1 + at % 5) * 480).collect();
    let start = Instant::now();
    let network = Network::new(MANY as usize, &arcs);
    let made = start.elapsed();
    let start = Instant::now();
    let times = critical_path(&network, &durations);
    let found = start.elapsed();
    let start = Instant::now();
    let assigned = tip_forecast::assign(&network, &durations, 8);
    let laid_out = start.elapsed();
    println!(
        "\n{MANY} phases with {} dependencies: network {} ms, critical path {} ms ({} critical), schedule for 8 people {} ms ({} days)",
        arcs.len(),
        made.as_millis(),
        found.as_millis(),
        times.iter().filter(|it| it.is_critical()).count(),
        laid_out.as_millis(),
        assigned.iter().map(|it| it.finish).max().unwrap_or(0) / 480,
    );
}
