//! `cargo xtask bench --drift`: what following references costs, beside git's own commands that follow one line.
//!
//! The repository is made up, always the same one, and kept under `target/bench`; clones can be given instead.
//!
//! Git is asked for what `tip` finds out of the same references: who wrote each (`git blame` of its line in the plan, which finds no more
//! than the last edit of the line), and what became of it (`git log -L` or `git blame --reverse` for those that name a line, `git log
//! --follow` for those that name a file). It is asked about a sample, one process each as a script would do it, and its cost is scaled to
//! all references that `tip` followed from a commit. It is given the commit that each is measured from, and `git log -L` the line where it
//! ends, both of which `tip` finds itself; what is gone it is not asked about by `git log -L`.

mod history;

use std::process::Command;

use anyhow::{Context, Result, ensure};
use camino::{Utf8Path, Utf8PathBuf};

use self::history::Shape;
use super::cost::Cost;
use super::program::{Program, Programs};

/// How many references of a kind git is asked about.
const SAMPLE: usize = 40;

/// A reference, as far as git can be asked about it: where it stands, where it led and where it leads.
#[derive(Debug)]
struct Question {
    plan: String,
    line_in_plan: u64,
    base: String,
    path: String,
    line: Option<u64>,
    now: Option<(String, u64)>,
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
    let mut asks: Vec<Asked<'_>> = Ask::ALL
        .iter()
        .map(|ask| Asked::new(*ask, &questions))
        .collect();
    let mut point = Point {
        references: count(root, programs)?,
        cold: Vec::new(),
        first: Vec::new(),
        warm: Vec::new(),
    };
    // In turns, so that a busy machine slows all of it.
    for _ in 0..rounds {
        measure_tip(&mut point, root, programs)?;
        for asked in &mut asks {
            let cost = |it: &&Question| programs.cost_of(&asked.ask.about(it, root)?);
            let all: Result<Vec<Cost>> = asked.sample.iter().map(cost).collect();
            asked.costs.push(sum(&all?));
        }
    }
    println!(
        "{} references, {} of them followed from a commit",
        point.references,
        questions.len()
    );
    println!(
        "  {:<44}{:>8}{:>8}{:>12}{:>12}{:>9}{:>9}",
        "", "asked", "of", "CPU ms", "wall ms", "CPU ×", "wall ×"
    );
    let cold = Medians::of(&point.cold, 1.0);
    let row = |name: &str, (asked, of): (usize, usize), it: Medians| {
        let counts = [asked, of].map(|it| match it {
            0 => String::new(),
            count => count.to_string(),
        });
        println!(
            "  {name:<44}{:>8}{:>8}{:>12.1}{:>12.1}{:>9.3}{:>9.3}",
            counts[0],
            counts[1],
            it.cpu,
            it.wall,
            it.cpu / cold.cpu,
            it.wall / cold.wall
        );
    };
    row("tip drift --no-cache", (0, 0), cold);
    row(
        "tip drift, which keeps",
        (0, 0),
        Medians::of(&point.first, 1.0),
    );
    row("tip drift, kept", (0, 0), Medians::of(&point.warm, 1.0));
    let medians: Vec<Medians> = asks.iter().map(Asked::medians).collect();
    for (asked, medians) in asks.iter().zip(&medians) {
        row(asked.ask.name(), (asked.sample.len(), asked.of), *medians);
    }
    let [blame, file, log, reverse] = medians.as_slice() else {
        return Ok(());
    };
    row("all by git, lines by log -L", (0, 0), *blame + *file + *log);
    row(
        "all by git, lines by blame --reverse",
        (0, 0),
        *blame + *file + *reverse,
    );
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
        let line = it["line"].as_u64();
        // What names a symbol or a section git cannot be asked about, nor a line that was not there.
        let is_named = text("symbol").is_some() || text("anchor").is_some();
        if line.is_none() && is_named || it["verdict"] == "never_existed" {
            return None;
        }
        Some(Question {
            plan: text("plan")?,
            line_in_plan: it["line_in_plan"].as_u64()?,
            base: text("base").filter(|it| it != "worktree")?,
            path: text("base_path")?,
            line,
            now: text("now_path").zip(it["now_line"].as_u64()),
        })
    };
    Ok(references.iter().filter_map(question).collect())
}

/// What git is asked, of which references, and what that cost.
struct Asked<'a> {
    ask: Ask,
    sample: Vec<&'a Question>,
    of: usize,
    costs: Vec<Cost>,
}

impl<'a> Asked<'a> {
    /// Takes some of the references that can be asked about, evenly.
    fn new(ask: Ask, all: &'a [Question]) -> Self {
        let askable: Vec<&Question> = all.iter().filter(|it| ask.fits(it)).collect();
        let step = askable.len().div_ceil(SAMPLE).max(1);
        Self {
            ask,
            sample: askable.iter().copied().step_by(step).collect(),
            of: askable.len(),
            costs: Vec::new(),
        }
    }

    /// Returns what it costs for all references.
    fn medians(&self) -> Medians {
        let scale = number(self.of) / number(self.sample.len().max(1));
        Medians::of(&self.costs, scale)
    }
}

/// What git is asked about a reference.
#[derive(Clone, Copy)]
enum Ask {
    /// Who wrote it.
    Writer,
    /// What became of its file, where it names no line.
    File,
    /// What became of its line.
    Log,
    /// The same by another way.
    Blame,
}

impl Ask {
    const ALL: [Self; 4] = [Self::Writer, Self::File, Self::Log, Self::Blame];

    fn name(self) -> &'static str {
        match self {
            Self::Writer => "git blame of the line in the plan, each",
            Self::File => "git log --follow, each file",
            Self::Log => "git log -L, each line",
            Self::Blame => "git blame --reverse, each line",
        }
    }

    fn fits(self, question: &Question) -> bool {
        match self {
            Self::Writer => true,
            Self::File => question.line.is_none(),
            Self::Log => question.line.is_some() && question.now.is_some(),
            Self::Blame => question.line.is_some(),
        }
    }

    fn about(self, question: &Question, root: &Utf8Path) -> Result<Program> {
        let range = format!("{}..HEAD", question.base);
        let path = question.path.as_str();
        let one = |line: u64| format!("{line},{line}");
        Ok(match self {
            Self::Writer => {
                let lines = one(question.line_in_plan);
                let args = ["blame", "-s", "-L", &lines, "HEAD", "--", &question.plan];
                Program::new("git blame", "git", &args, root)
            }
            Self::File => {
                let args = ["log", "--follow", "--format=%H", &range, "--", path];
                Program::new("git log --follow", "git", &args, root)
            }
            Self::Log => {
                // `-L` names a line of the end of a range, and goes back.
                let (now, line) = question.now.as_ref().context("it leads somewhere")?;
                let lines = format!("{}:{now}", one(*line));
                let args = ["log", "--no-patch", "--format=%H", "-L", &lines, &range];
                Program::new("git log -L", "git", &args, root)
            }
            Self::Blame => {
                let lines = one(question.line.context("it names a line")?);
                let args = ["blame", "--reverse", "-s", "-L", &lines, &range, "--", path];
                Program::new("git blame --reverse", "git", &args, root)
            }
        })
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

impl std::ops::Add for Medians {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            cpu: self.cpu + other.cpu,
            wall: self.wall + other.wall,
        }
    }
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
