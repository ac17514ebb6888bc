//! `cargo xtask bench --drift`: what following references costs, beside git's own commands that follow one line.
//!
//! The repository is made up, always the same one, and kept under `target/bench`; clones can be given instead. Git is asked about a sample
//! of the references, one process each as a script would do it, and its cost is scaled to all of them; it is given the commit that each
//! reference is measured from, and `git log -L` the line where it ends, both of which `tip` finds itself.

mod history;

use std::process::Command;

use anyhow::{Context, Result, ensure};
use camino::{Utf8Path, Utf8PathBuf};

use self::history::Shape;
use super::cost::Cost;
use super::program::{Program, Programs};

/// How many references git is asked about.
const SAMPLE: usize = 40;

/// A reference, as far as git can be asked about it: where its line was and where it is.
#[derive(Debug)]
struct Question {
    base: String,
    then: (String, u64),
    now: (String, u64),
}

/// What all references of a repository cost.
struct Point {
    references: usize,
    cold: Vec<Cost>,
    first: Vec<Cost>,
    warm: Vec<Cost>,
}

/// Measures a made-up repository, how costs grow, and clones.
pub(super) fn run(
    folder: &Utf8Path,
    clones: &[Utf8PathBuf],
    quick: bool,
    programs: &Programs,
) -> Result<()> {
    let rounds = if quick { 2 } else { 5 };
    let usual = if quick {
        Shape::new(500, 50)
    } else {
        Shape::new(2_000, 250)
    };
    let root = usual.prepare(folder)?;
    println!("\nmade up: {usual}");
    beside_git(&root, programs, rounds)?;
    for clone in clones {
        let copy = copied(clone, folder)?;
        println!("\n{}", clone.file_name().unwrap_or("clone"));
        beside_git(&copy, programs, rounds)?;
    }
    let (commits, plans) = (usual.commits / 4, usual.plans / 4);
    let longer = [1, 2, 4, 8].map(|it| Shape::new(commits * it, plans));
    growth("a longer history", &longer, folder, programs, rounds)?;
    let more = [1, 2, 4, 8].map(|it| Shape::new(commits, plans * it));
    growth("more references", &more, folder, programs, rounds)
}

/// Copies a clone, so that nothing is written into it.
fn copied(clone: &Utf8Path, folder: &Utf8Path) -> Result<Utf8PathBuf> {
    let clone = clone.canonicalize_utf8()?;
    let copy = folder
        .join("clones")
        .join(clone.file_name().unwrap_or("clone"));
    if !copy.exists() {
        git(
            folder,
            &[
                "clone",
                "--quiet",
                "--no-hardlinks",
                clone.as_str(),
                copy.as_str(),
            ],
        )?;
    }
    Ok(copy)
}

/// Runs git in a folder.
fn git(folder: &Utf8Path, args: &[&str]) -> Result<String> {
    std::fs::create_dir_all(folder)?;
    let output = Command::new("git")
        .args(args)
        .current_dir(folder)
        .output()
        .context("failed to start git")?;
    let error = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "git {args:?}: {error}");
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Shows what all references cost, and what git's commands would.
fn beside_git(root: &Utf8Path, programs: &Programs, rounds: usize) -> Result<()> {
    let questions = questions(root, programs)?;
    let sample = sample(&questions);
    let mut in_git = [Vec::new(), Vec::new()];
    let mut point = Point {
        references: count(root, programs)?,
        cold: Vec::new(),
        first: Vec::new(),
        warm: Vec::new(),
    };
    // In turns, so that a busy machine slows all of it.
    for _ in 0..rounds {
        measure_tip(&mut point, root, programs)?;
        for (program, costs) in [Ask::Log, Ask::Blame].into_iter().zip(&mut in_git) {
            let mut all = Vec::new();
            for question in &sample {
                all.push(programs.cost_of(&program.about(question, root))?);
            }
            costs.push(sum(&all));
        }
    }
    println!(
        "{} references, {} of them with a line that git can be asked about; it is asked about {} and scaled",
        point.references,
        questions.len(),
        sample.len()
    );
    println!(
        "  {:<34}{:>12}{:>12}{:>12}{:>12}",
        "", "CPU ms", "wall ms", "CPU ×", "wall ×"
    );
    let scale = number(questions.len()) / number(sample.len().max(1));
    let cold = Medians::of(&point.cold, 1.0);
    let row = |name: &str, it: Medians| {
        println!(
            "  {name:<34}{:>12.1}{:>12.1}{:>12.3}{:>12.3}",
            it.cpu,
            it.wall,
            it.cpu / cold.cpu,
            it.wall / cold.wall
        );
    };
    row("tip drift --no-cache", cold);
    row("tip drift, which keeps", Medians::of(&point.first, 1.0));
    row("tip drift, kept", Medians::of(&point.warm, 1.0));
    row("git log -L, each", Medians::of(&in_git[0], scale));
    row("git blame --reverse, each", Medians::of(&in_git[1], scale));
    Ok(())
}

/// Shows how costs grow.
fn growth(
    title: &str,
    shapes: &[Shape],
    folder: &Utf8Path,
    programs: &Programs,
    rounds: usize,
) -> Result<()> {
    println!("\n{title}");
    println!(
        "  {:>9}{:>12}{:>14}{:>14}{:>12}{:>14}",
        "commits", "references", "cold CPU ms", "µs each", "kept CPU ms", "kept/cold CPU"
    );
    for shape in shapes {
        let root = shape.prepare(folder)?;
        let mut point = Point {
            references: count(&root, programs)?,
            cold: Vec::new(),
            first: Vec::new(),
            warm: Vec::new(),
        };
        for _ in 0..rounds {
            measure_tip(&mut point, &root, programs)?;
        }
        let (cold, warm) = (Medians::of(&point.cold, 1.0), Medians::of(&point.warm, 1.0));
        println!(
            "  {:>9}{:>12}{:>14.1}{:>14.1}{:>12.1}{:>14.3}",
            shape.commits,
            point.references,
            cold.cpu,
            cold.cpu * 1000.0 / number(point.references.max(1)),
            warm.cpu,
            warm.cpu / cold.cpu
        );
    }
    Ok(())
}

/// Measures a run without a cache, one that makes it and one that has it.
fn measure_tip(point: &mut Point, root: &Utf8Path, programs: &Programs) -> Result<()> {
    let drift = |more: &[&str]| {
        let args: Vec<&str> = ["drift", "--jsonl"].iter().chain(more).copied().collect();
        Program::new("tip drift", programs.tip().as_str(), &args, root)
    };
    point.cold.push(programs.cost_of(&drift(&["--no-cache"]))?);
    let clean = Program::new(
        "tip cache",
        programs.tip().as_str(),
        &["cache", "clean"],
        root,
    );
    programs.cost_of(&clean)?;
    point.first.push(programs.cost_of(&drift(&[]))?);
    point.warm.push(programs.cost_of(&drift(&[]))?);
    Ok(())
}

fn references(root: &Utf8Path, programs: &Programs) -> Result<Vec<serde_json::Value>> {
    let output = Command::new(programs.tip())
        .args(["drift", "--all", "--jsonl"])
        .current_dir(root)
        .output()
        .context("failed to start tip")?;
    let text = String::from_utf8_lossy(&output.stdout);
    let lines = text.lines().map(serde_json::from_str);
    lines.collect::<Result<_, _>>().context("tip prints JSON")
}

fn count(root: &Utf8Path, programs: &Programs) -> Result<usize> {
    references(root, programs).map(|it| it.len())
}

fn questions(root: &Utf8Path, programs: &Programs) -> Result<Vec<Question>> {
    let references = references(root, programs)?;
    let question = |it: &serde_json::Value| {
        let text = |key: &str| it[key].as_str().map(str::to_owned);
        let base = text("base").filter(|it| it != "worktree")?;
        Some(Question {
            base,
            then: (text("base_path")?, it["line"].as_u64()?),
            now: (text("now_path")?, it["now_line"].as_u64()?),
        })
    };
    Ok(references.iter().filter_map(question).collect())
}

/// Takes some of all, evenly.
fn sample(all: &[Question]) -> Vec<&Question> {
    let step = all.len().div_ceil(SAMPLE).max(1);
    all.iter().step_by(step).collect()
}

/// A command of git that follows a line.
#[derive(Clone, Copy)]
enum Ask {
    Log,
    Blame,
}

impl Ask {
    fn about(self, question: &Question, root: &Utf8Path) -> Program {
        let range = format!("{}..HEAD", question.base);
        match self {
            Self::Log => {
                // `-L` names a line of the end of a range, and goes back.
                let (path, line) = &question.now;
                let lines = format!("{line},{line}:{path}");
                let args = ["log", "--no-patch", "--format=%H", "-L", &lines, &range];
                Program::new("git log -L", "git", &args, root)
            }
            Self::Blame => {
                let (path, line) = &question.then;
                let lines = format!("{line},{line}");
                let args = ["blame", "--reverse", "-s", "-L", &lines, &range, "--", path];
                Program::new("git blame", "git", &args, root)
            }
        }
    }
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

fn sum(costs: &[Cost]) -> Cost {
    Cost {
        wall: costs.iter().map(|it| it.wall).sum(),
        cpu: costs.iter().map(|it| it.cpu).sum(),
        peak: costs.iter().map(|it| it.peak).max().unwrap_or_default(),
    }
}

/// Medians in milliseconds.
#[derive(Clone, Copy)]
struct Medians {
    cpu: f64,
    wall: f64,
}

impl Medians {
    fn of(costs: &[Cost], scale: f64) -> Self {
        use super::report::{median, milliseconds};
        Self {
            cpu: scale * median(costs.iter().map(|it| milliseconds(it.cpu))),
            wall: scale * median(costs.iter().map(|it| milliseconds(it.wall))),
        }
    }
}
