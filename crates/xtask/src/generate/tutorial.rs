//! The tutorial: what stands in it is done in an empty repository, and what the program prints is written into it.
//!
//! A fence with `title=PATH` is a file, one with `replace=PATH` holds a line of a file and the line that takes its place, and one with
//! `console` holds commands behind `$ `. Everything else is prose.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};

use super::Generated;
use crate::repository;

const PATH: &str = "docs/tutorial.md";

/// Returns the tutorial with everything that the program prints; the program must be built.
pub(super) fn file() -> Result<Generated> {
    let root = repository::root()?;
    let written = fs::read_to_string(Path::new(&root).join(PATH))
        .with_context(|| format!("failed to read {PATH}"))?;
    let folder = tempfile::tempdir().context("failed to make a folder for the tutorial")?;
    // A repository that git itself never sees.
    write_file(folder.path(), ".git/HEAD", "ref: refs/heads/main\n")?;
    let mut text = String::new();
    let mut lines = written.lines();
    while let Some(line) = lines.next() {
        text.push_str(line);
        text.push('\n');
        let Some(info) = line.strip_prefix("```").filter(|it| !it.is_empty()) else {
            continue;
        };
        let body: Vec<&str> = lines.by_ref().take_while(|it| *it != "```").collect();
        let shown = act(info, &body, folder.path())
            .with_context(|| format!("{PATH}: the block after `{line}`"))?;
        text.push_str(&shown);
        text.push_str("```\n");
    }
    Ok(Generated {
        path: PATH.to_owned(),
        text,
    })
}

/// Does what a fence says, and returns what stands in it then.
fn act(info: &str, body: &[&str], folder: &Path) -> Result<String> {
    let option = |name: &str| info.split(' ').find_map(|it| it.strip_prefix(name));
    let content = || {
        body.iter()
            .fold(String::new(), |all, line| all + line + "\n")
    };
    if let Some(path) = option("title=") {
        write_file(folder, path, &content())?;
    } else if let Some(path) = option("replace=") {
        let [old, new] = body else {
            bail!("a replacement has two lines, the old one and the new one");
        };
        let before = fs::read_to_string(folder.join(path))?;
        ensure!(before.contains(old), "`{path}` does not hold `{old}`");
        write_file(folder, path, &before.replacen(old, new, 1))?;
    } else if info == "console" {
        let typed = body.iter().filter_map(|line| line.strip_prefix("$ "));
        return typed.map(|line| session(line, folder)).collect();
    }
    Ok(content())
}

fn write_file(folder: &Path, path: &str, text: &str) -> Result<()> {
    let path = folder.join(path);
    let parent = path.parent().context("a file lies in a folder")?;
    fs::create_dir_all(parent)?;
    fs::write(path, text)?;
    Ok(())
}

/// Runs a command and returns it with what it prints, as a terminal shows it.
fn session(line: &str, folder: &Path) -> Result<String> {
    let words = words(line);
    let [program, arguments @ ..] = words.as_slice() else {
        bail!("no command");
    };
    ensure!(program == "tip", "`{program}` is not `tip`");
    let suffix = std::env::consts::EXE_SUFFIX;
    let tip = repository::target_folder()?.join(format!("debug/tip{suffix}"));
    let output = Command::new(&tip)
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .env("COLUMNS", "90")
        .env("TIP_STATE_DIR", folder.join(".git/state"))
        .envs(std::env::var_os("PATH").map(|it| ("PATH", it)))
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("failed to start `{tip}`"))?;
    ensure!(output.status.code() != Some(2), "`{line}` failed");
    let mut shown = format!("$ {line}\n");
    let root = folder.canonicalize()?;
    let root = root.to_str().context("a folder with a UTF-8 name")?;
    for bytes in [output.stdout, output.stderr] {
        let text = String::from_utf8(bytes).context("the output is not UTF-8")?;
        let text = text.replace(root, "/home/user/greeting");
        let text = timeless(&text);
        for line in text.lines() {
            let _ = writeln!(shown, "{}", line.trim_end());
        }
    }
    Ok(shown)
}

/// Writes the same for every moment and for every time that something took, so that the page is the same whenever it is made.
fn timeless(text: &str) -> String {
    let figures = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    let split = |it: &str, at: char| {
        it.split_once(at)
            .is_some_and(|(a, b)| figures(a) && figures(b))
    };
    let mut out = String::new();
    for piece in text.split_inclusive([' ', '\n', ',']) {
        let word = piece.trim_end_matches([' ', '\n', ',']);
        let bare = word.trim_start_matches('(').trim_end_matches(')');
        let written = if bare.len() == 10 && bare.starts_with("20") && bare.split('-').all(figures)
        {
            "2026-05-04"
        } else if bare.len() == 5 && split(bare, ':') {
            "12:00"
        } else if bare.len() < 6 && split(bare, '.') {
            "0.0"
        } else {
            bare
        };
        out.push_str(&piece.replacen(bare, written, 1));
    }
    out
}

/// Splits a line into words as a shell does, as far as the tutorial needs it: at spaces outside double quotes.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().expect("there is a word").push(c),
        }
    }
    words.retain(|it| !it.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_hold_words_together() {
        assert_eq!(
            words("tip new a --title \"two words\""),
            ["tip", "new", "a", "--title", "two words"]
        );
    }
}
