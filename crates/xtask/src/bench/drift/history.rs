//! A made-up repository with a history, always the same one.

use std::fmt::{self, Write as _};
use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use camino::{Utf8Path, Utf8PathBuf};

use super::super::random::Random;
use super::git;

/// What it is like: counted up whenever that changes.
const VERSION: u32 = 1;

/// How many files of code there are.
const FILES: usize = 60;

/// How many lines each has at first.
const LINES: u32 = 240;

/// How many references a plan has.
const REFERENCES: u32 = 20;

/// How long the history is, and how many plans are committed on the way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    pub(super) commits: u32,
    pub(super) plans: u32,
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { commits, plans } = self;
        let references = plans * REFERENCES;
        write!(
            f,
            "{commits} commits to {FILES} files, {plans} plans with {references} references"
        )
    }
}

impl Shape {
    pub(super) fn new(commits: u32, plans: u32) -> Self {
        Self { commits, plans }
    }

    /// Returns the repository, which is made where it is not there yet.
    pub(super) fn prepare(self, folder: &Utf8Path) -> Result<Utf8PathBuf> {
        let name = format!("v{VERSION}-history-{}-{}", self.commits, self.plans);
        let root = folder.join(name);
        let done = root.join(".git/made");
        if done.is_file() {
            return Ok(root);
        }
        if root.exists() {
            fs::remove_dir_all(&root)?;
        }
        git(&root, &["init", "--quiet", "--initial-branch=main"])?;
        let mut child = Command::new("git")
            .args(["fast-import", "--quiet"])
            .current_dir(&root)
            .stdin(Stdio::piped())
            .spawn()
            .context("failed to start git")?;
        let mut input = child.stdin.take().context("git reads")?;
        input.write_all(self.stream().as_bytes())?;
        drop(input);
        ensure!(child.wait()?.success(), "git fast-import failed");
        git(&root, &["checkout", "--quiet", "--force", "main"])?;
        git(&root, &["gc", "--quiet"])?;
        // Written last: where it is, all is.
        fs::write(done, "")?;
        Ok(root)
    }

    /// Writes the history as `git fast-import` reads it.
    fn stream(self) -> String {
        let mut random = Random::of(11);
        let mut fresh = 0;
        let mut files: Vec<Vec<u32>> = (0..FILES).map(|_| lines(&mut fresh, LINES)).collect();
        let mut out = String::new();
        let all: Vec<(String, String)> = (0..FILES).map(|it| file(it, &files[it])).collect();
        commit(&mut out, 0, &all);
        let mut plans = 0;
        for number in 1..self.commits {
            let mut changed = Vec::new();
            for _ in 0..random.between(1, 4) {
                let at = random.below(FILES as u32) as usize;
                edit(&mut files[at], &mut random, &mut fresh);
                changed.push(file(at, &files[at]));
            }
            // Plans come evenly over the history.
            while plans * self.commits < number * self.plans {
                changed.push(plan(plans, &files, &mut random));
                plans += 1;
            }
            changed.sort();
            changed.dedup_by(|a, b| a.0 == b.0);
            commit(&mut out, number, &changed);
        }
        out
    }
}

fn lines(fresh: &mut u32, count: u32) -> Vec<u32> {
    let first = *fresh;
    *fresh += count;
    (first..*fresh).collect()
}

/// Changes some lines of a file: puts in, takes out, replaces, or moves a block.
fn edit(lines: &mut Vec<u32>, random: &mut Random, fresh: &mut u32) {
    for _ in 0..random.between(1, 3) {
        let at = random.below(lines.len() as u32 - 20) as usize;
        let count = random.between(1, 6) as usize;
        match random.below(10) {
            0..5 => {
                let new = self::lines(fresh, count as u32);
                lines.splice(at..at, new);
            }
            5..8 if lines.len() > 100 => {
                lines.drain(at..at + count);
            }
            8 => {
                let block: Vec<u32> = lines.drain(at..at + 8).collect();
                let to = random.below(lines.len() as u32) as usize;
                lines.splice(to..to, block);
            }
            _ => {
                let new = self::lines(fresh, count as u32);
                lines.splice(at..at + count, new);
            }
        }
    }
}

fn path(file: usize) -> String {
    format!("src/part_{}/file_{file}.rs", file % 7)
}

fn file(number: usize, lines: &[u32]) -> (String, String) {
    let mut text = String::new();
    for line in lines {
        let _ = match line % 12 {
            0 => writeln!(text, "pub fn step_{line}(input: u32) -> u32 {{"),
            11 => writeln!(text, "}}"),
            10 => writeln!(text),
            _ => writeln!(
                text,
                "    let value_{line} = compute_{}(input_{}, {line});",
                line * 7 % 101,
                line * 13 % 97
            ),
        };
    }
    (path(number), text)
}

fn plan(number: u32, files: &[Vec<u32>], random: &mut Random) -> (String, String) {
    let mut text = format!(
        "---\nstatus: in_progress\nfeature: feature-{number}\n---\n\n# Plan {number}\n\n## Phase 1: Build it\n\n**Code Changes**:\n"
    );
    for _ in 0..REFERENCES {
        let file = random.below(FILES as u32) as usize;
        let line = random.below(files[file].len() as u32) + 1;
        let _ = writeln!(text, "- `{}:{line}` - Change this", path(file));
    }
    text.push_str("\n- [ ] It works\n");
    (format!("docs/plans/plan-{number}.md"), text)
}

fn commit(out: &mut String, number: u32, files: &[(String, String)]) {
    let seconds = 1_700_000_000 + u64::from(number) * 3600;
    let message = format!("change {number}");
    let _ = write!(
        out,
        "commit refs/heads/main\ncommitter Ada <ada@example.org> {seconds} +0000\ndata {}\n{message}\n",
        message.len()
    );
    for (path, text) in files {
        let _ = write!(out, "M 100644 inline {path}\ndata {}\n{text}\n", text.len());
    }
    out.push('\n');
}
