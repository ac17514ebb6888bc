//! A recording of a terminal, taken from the built program: a plan is checked, mended, confirmed and moved on.
//!
//! It is one SVG that shows its lines one after the other and then begins again; who wants no motion sees all of them.

use std::fmt::Write;
use std::fs;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;
use std::process::{Command, Stdio};

use anstyle_svg::Term;
use anyhow::{Context, Result, ensure};

use super::Generated;
use crate::repository;

const PATH: &str = "docs/assets/recording.svg";
/// The columns of the terminal.
const COLUMNS: &str = "88";
/// How long a picture stands before the next command is typed, in tenths of a second.
const PAUSE: usize = 24;
/// How long the last picture stands.
const LAST: usize = 60;

/// The files of the repository that is recorded.
const FILES: &[(&str, &str)] = &[
    (".git/HEAD", "ref: refs/heads/main\n"),
    // What is old depends on the day.
    ("tip.toml", "[rules]\nignore = [\"stale-plan\"]\n"),
    ("server/shop/store.py", "def load():\n    return []\n"),
    (
        "docs/tips/price-alerts.md",
        "---\ndate: 2026-03-02\nfeature: price-alerts\nstatus: in_progress\nestimated_effort: S\n---\n\n\
         # Technical Implementation Plan: Price alerts\n\n## Implementation Phases\n\n\
         ### Phase 1: Store the alerts\n\n**Purpose**: Remember what a user waits for.\n\n\
         **Code Changes**:\n- Modify: `shop/store.py:1` - keep alerts beside prices\n\n\
         **Success Criteria**:\n- [x] An alert survives a restart\n- [ ] A deleted alert is gone\n\n\
         **Dependancies**: None\n\n**Estimated Effort**: S\n",
    ),
];

/// What is typed.
const COMMANDS: &[&str] = &[
    "tip check --format concise",
    "tip check --fix --unsafe-fixes",
    "tip confirm price-alerts#P1.C1,P1.C2 --by Ada",
    "tip status price-alerts complete",
    "tip",
];

/// Returns the recording; the program must be built.
pub(super) fn file() -> Result<Generated> {
    let folder = tempfile::tempdir().context("failed to make a folder for the recording")?;
    for (path, text) in FILES {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().context("a file lies in a folder")?)?;
        fs::write(path, text)?;
    }
    let mut screen = String::new();
    // The tenth of a second at which each line appears.
    let mut times = Vec::new();
    let mut now = 0;
    for typed in COMMANDS {
        let shown = run(typed, folder.path())?;
        let _ = writeln!(screen, "\u{1b}[1m$ {typed}\u{1b}[0m");
        times.push(now);
        now += 8;
        for line in shown.lines() {
            let _ = writeln!(screen, "{line}");
            times.push(now);
        }
        screen.push('\n');
        times.push(now);
        now += PAUSE;
    }
    let svg = Term::new().render_svg(screen.trim_end());
    Ok(Generated {
        path: PATH.to_owned(),
        text: animated(&svg, &times, now - PAUSE + LAST)?,
    })
}

fn run(typed: &str, folder: &Path) -> Result<String> {
    let suffix = std::env::consts::EXE_SUFFIX;
    let tip = repository::target_folder()?.join(format!("debug/tip{suffix}"));
    // Both streams go to one file, so that their lines stand in the order of a terminal.
    let mut both = tempfile::tempfile().context("failed to make a file for the output")?;
    let status = Command::new(&tip)
        .args(typed.split(' ').skip(1))
        .args(["--color", "always"])
        .current_dir(folder)
        .env("COLUMNS", COLUMNS)
        .env_remove("NO_COLOR")
        .stdin(Stdio::null())
        .stdout(both.try_clone()?)
        .stderr(both.try_clone()?)
        .status()
        .with_context(|| format!("failed to start `{tip}`"))?;
    ensure!(status.code() != Some(2), "`{typed}` failed");
    let mut shown = String::new();
    both.seek(SeekFrom::Start(0))?;
    both.read_to_string(&mut shown)
        .context("the output is not UTF-8")?;
    Ok(shown)
}

/// Lets each line of a picture appear at its time, and the whole begin again after `all` tenths of a second.
fn animated(svg: &str, times: &[usize], all: usize) -> Result<String> {
    const LINE: &str = "    <tspan x=\"10px\"";
    let mut steps: Vec<usize> = times.to_vec();
    steps.dedup();
    let mut style = String::new();
    for (step, time) in steps.iter().enumerate().skip(1) {
        let percent = time * 10_000 / all;
        let percent = format!("{}.{:02}", percent / 100, percent % 100);
        let _ = writeln!(
            style,
            "    @keyframes s{step} {{ 0% {{ visibility: hidden }} {percent}% {{ visibility: visible }} }}"
        );
        let _ = writeln!(
            style,
            "    .s{step} {{ animation: s{step} {}.{}s step-end infinite }}",
            all / 10,
            all % 10
        );
    }
    style.push_str("    @media (prefers-reduced-motion: reduce) { tspan { animation: none } }\n");
    let mut out = String::new();
    let mut line = 0;
    for written in svg.lines() {
        if written.trim() == "</style>" {
            out.push_str(&style);
        }
        if let Some(rest) = written.strip_prefix(LINE) {
            let time = times.get(line).context("the picture has more lines")?;
            let step = steps.iter().position(|it| it == time).unwrap_or_default();
            line += 1;
            let _ = writeln!(out, "    <tspan class=\"s{step}\" x=\"10px\"{rest}");
        } else {
            let _ = writeln!(out, "{written}");
        }
    }
    ensure!(line > 0, "the picture has no lines");
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::animated;

    #[test]
    fn a_line_appears_with_its_command() {
        let svg = "<svg>\n  <style>\n  </style>\n    <tspan x=\"10px\" y=\"28px\">a\n    <tspan x=\"10px\" y=\"46px\">b\n</svg>";
        let shown = animated(svg, &[0, 10], 100).expect("a time for each line");
        assert!(
            shown.contains("<tspan class=\"s0\" x=\"10px\" y=\"28px\">a"),
            "{shown}"
        );
        assert!(
            shown.contains("<tspan class=\"s1\" x=\"10px\" y=\"46px\">b"),
            "{shown}"
        );
        assert!(
            shown.contains("s1 { 0% { visibility: hidden } 10.00% { visibility: visible } }"),
            "{shown}"
        );
        assert!(animated(svg, &[0], 100).is_err());
    }
}
