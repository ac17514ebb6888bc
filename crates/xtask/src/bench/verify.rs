//! What running criteria costs, beside bare shells, `just`, `xargs` and `git status`, and what serving them costs beside turbo and Task.

use std::fmt::Write as _;
use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use camino::Utf8Path;

use super::tree::TreeFile;

/// A command line that is measured, and what it is called.
struct Row {
    name: String,
    program: String,
    args: Vec<String>,
}

impl Row {
    fn new(name: &str, program: &str, args: &[&str]) -> Self {
        Self {
            name: name.to_owned(),
            program: program.to_owned(),
            args: args.iter().map(|it| (*it).to_owned()).collect(),
        }
    }
}

/// What a trivial criterion needs to be run.
#[derive(Clone, Copy)]
enum Need {
    /// A program of the system, which is started by itself.
    Program,
    /// A shell, which has something to read.
    Shell,
}

impl Need {
    fn command(self, at: u32) -> String {
        match self {
            Self::Program => format!("test {at} -ge 0"),
            Self::Shell => format!("test {at} -ge 0 && true"),
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Program => "that need no shell",
            Self::Shell => "that need a shell",
        }
    }
}

/// Measures all of it, in repositories below `folder`; `tip` is the program.
pub(super) fn run(folder: &Utf8Path, tip: &Utf8Path, files: u32, rounds: usize) -> Result<()> {
    let tip = tip.as_str();
    one_after_the_other(&folder.join("verify-200"), tip, rounds)?;
    at_once(&folder.join("verify-1000"), tip, Need::Program, rounds)?;
    at_once(&folder.join("verify-shell-1000"), tip, Need::Shell, rounds)?;
    cached_beside_peers(&folder.join("verify-cached-200"), tip, rounds)?;
    cached(
        &folder.join(format!("verify-cached-{files}")),
        tip,
        files,
        rounds,
    )
}

/// 200 criteria, one after the other: what each costs beside the shell that it is.
fn one_after_the_other(root: &Utf8Path, tip: &str, rounds: usize) -> Result<()> {
    const COUNT: u32 = 200;
    repository(root, COUNT, Need::Program, 0)?;
    let mut script = String::new();
    let mut just = String::new();
    let mut recipes = Vec::new();
    for at in 0..COUNT {
        writeln!(script, "sh -c ': {at}'")?;
        writeln!(just, "r{at}:\n    @: {at}")?;
        recipes.push(format!("r{at}"));
    }
    fs::write(root.join("all.sh"), script)?;
    fs::write(root.join("justfile"), just)?;
    let mut rows = vec![
        Row::new("sh -c, 200 times", "sh", &["all.sh"]),
        Row::new(
            "tip verify",
            tip,
            &["verify", "a", "--trust-all", "--fresh", "-q"],
        ),
    ];
    if available("just") {
        rows.push(Row {
            name: "just".to_owned(),
            program: "just".to_owned(),
            args: recipes,
        });
    } else {
        println!("peer: just is not on PATH and is skipped");
    }
    table(
        "200 trivial criteria, one after the other",
        root,
        &rows,
        rounds,
    )
}

/// 1,000 criteria, two at once.
fn at_once(root: &Utf8Path, tip: &str, need: Need, rounds: usize) -> Result<()> {
    repository(root, 1000, need, 0)?;
    let rows = [
        Row::new(
            "xargs -P 2",
            "sh",
            &["-c", "seq 1000 | xargs -P 2 -I{} sh -c ': {}'"],
        ),
        Row::new(
            "the same with bash",
            "sh",
            &[
                "-c",
                "seq 1000 | xargs -P 2 -I{} bash --norc --noprofile -c ': {}'",
            ],
        ),
        Row::new(
            "tip verify -j 2",
            tip,
            &["verify", "a", "--trust-all", "--fresh", "-q", "-j", "2"],
        ),
    ];
    let title = format!("1,000 trivial criteria {}, two at once", need.words());
    table(&title, root, &rows, rounds)
}

/// 200 criteria that all passed before, beside 200 tasks of turbo and of Task that are cached too. Each looks at all files.
fn cached_beside_peers(root: &Utf8Path, tip: &str, rounds: usize) -> Result<()> {
    const COUNT: u32 = 200;
    repository(root, COUNT, Need::Program, 0)?;
    let names = || (0..COUNT).map(|at| format!("r{at}"));
    let of_tasks = |task: &dyn Fn(String) -> String| -> String {
        names().map(task).collect::<Vec<_>>().join(",\n")
    };
    fs::write(root.join(".gitignore"), ".task\n.turbo\nnode_modules\n")?;
    let scripts = of_tasks(&|it| format!("    \"{it}\": \"true {it}\""));
    fs::write(
        root.join("package.json"),
        format!(
            "{{\n  \"name\": \"bench\",\n  \"version\": \"1.0.0\",\n  \"packageManager\": \"npm@10.0.0\",\n  \"scripts\": {{\n{scripts}\n  }}\n}}\n"
        ),
    )?;
    fs::write(
        root.join("package-lock.json"),
        "{\n  \"name\": \"bench\",\n  \"version\": \"1.0.0\",\n  \"lockfileVersion\": 3,\n  \"packages\": {}\n}\n",
    )?;
    let tasks = of_tasks(&|it| format!("    \"{it}\": {{}}"));
    fs::write(
        root.join("turbo.json"),
        format!("{{\n  \"tasks\": {{\n{tasks}\n  }}\n}}\n"),
    )?;
    let mut taskfile = String::from("version: '3'\ntasks:\n");
    for name in names() {
        writeln!(
            taskfile,
            "  {name}:\n    sources: ['**/*']\n    cmds: ['true {name}']"
        )?;
    }
    fs::write(root.join("Taskfile.yml"), taskfile)?;
    let mut rows = vec![Row::new(
        "tip verify, all cached",
        tip,
        &["verify", "a", "--trust-all", "-q"],
    )];
    for (program, first) in [
        (
            "turbo",
            &["run", "--output-logs=none", "--no-update-notifier"][..],
        ),
        ("task", &["--silent"]),
    ] {
        if !available(program) {
            println!("peer: {program} is not on PATH and is skipped");
            continue;
        }
        let first = first.iter().map(|it| (*it).to_owned());
        rows.push(Row {
            name: program.to_owned(),
            program: program.to_owned(),
            args: first.chain(names()).collect(),
        });
    }
    table("200 cached criteria", root, &rows, rounds)
}

/// 1,000 criteria that all passed before, beside many files, and a few that are run again there.
fn cached(root: &Utf8Path, tip: &str, files: u32, rounds: usize) -> Result<()> {
    repository(root, 1000, Need::Program, files)?;
    let earn = ["verify", "a", "--trust-all", "-q", "-j", "2"];
    let status = Command::new(tip)
        .args(earn)
        .current_dir(root)
        .stdout(Stdio::null())
        .status()?;
    ensure!(status.success(), "not all criteria passed");
    let rows = [
        Row::new("git status", "git", &["status", "--porcelain"]),
        Row::new(
            "tip verify, all cached",
            tip,
            &["verify", "a", "--trust-all", "-q"],
        ),
    ];
    let title = format!("1,000 cached criteria beside {files} files");
    table(&title, root, &rows, rounds)?;
    let rows = [
        Row::new("git status", "git", &["status", "--porcelain"]),
        Row::new(
            "tip verify of 20 criteria",
            tip,
            &["verify", &few(20), "--trust-all", "--fresh", "-q"],
        ),
    ];
    let title = format!("20 criteria that are run beside {files} files");
    table(&title, root, &rows, rounds)
}

/// Returns the first criteria of the plan, as one names them.
fn few(count: u32) -> String {
    let handles: Vec<String> = (1..=count).map(|at| format!("P1.C{at}")).collect();
    format!("a#{}", handles.join(","))
}

/// Makes a repository with a plan of so many criteria, if it is not there yet.
fn repository(root: &Utf8Path, criteria: u32, need: Need, files: u32) -> Result<()> {
    if root.join(".git/index").exists() {
        return Ok(());
    }
    println!("making up {criteria} criteria and {files} files");
    fs::create_dir_all(root.join("docs/tips"))?;
    let mut plan = String::from(
        "# Technical Implementation Plan: A\n\n## Implementation Phases\n\n### Phase 1: A\n\n**Success Criteria**:\n",
    );
    for at in 0..criteria {
        writeln!(plan, "- [ ] Number {at}: `{}`", need.command(at))?;
    }
    fs::write(root.join("docs/tips/a.md"), plan)?;
    for at in 0..files {
        let path = root.join(TreeFile(at).path());
        let parent = path.parent().context("a file lies in a folder")?;
        fs::create_dir_all(parent)?;
        fs::write(&path, TreeFile(at).text())?;
    }
    for args in [
        &["init", "-q"][..],
        &["config", "user.name", "Ada"],
        &["config", "user.email", "ada@example.org"],
        &["add", "-A"],
        &["commit", "-qm", "all"],
        &["status", "--porcelain"],
    ] {
        let status = Command::new("git")
            .args(args)
            .current_dir(root)
            .stdout(Stdio::null())
            .status()?;
        ensure!(status.success(), "`git {}` failed", args.join(" "));
    }
    Ok(())
}

fn available(program: &str) -> bool {
    let status = Command::new(program)
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    status.is_ok_and(|it| it.success())
}

/// Measures rows in turns, and prints the median of each beside that of the first.
fn table(title: &str, root: &Utf8Path, rows: &[Row], rounds: usize) -> Result<()> {
    let mut times: Vec<Vec<Duration>> = vec![Vec::new(); rows.len()];
    for round in 0..=rounds {
        for (row, times) in rows.iter().zip(&mut times) {
            let start = Instant::now();
            let status = Command::new(&row.program)
                .args(&row.args)
                .current_dir(root)
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()
                .with_context(|| format!("failed to start `{}`", row.program))?;
            ensure!(status.success(), "`{}` ended with {status}", row.name);
            // The first round warms the caches.
            if round > 0 {
                times.push(start.elapsed());
            }
        }
    }
    println!("\n{title}");
    let mut first = None;
    for (row, times) in rows.iter().zip(&mut times) {
        times.sort_unstable();
        let median = times[times.len() / 2].as_secs_f64();
        let base = *first.get_or_insert(median);
        println!(
            "  {:<26} {:>9.1} ms  {:>5.2} x",
            row.name,
            median * 1000.0,
            median / base
        );
    }
    Ok(())
}
