//! What a run of a program costs, measured by a small process between.
//!
//! The system adds up what the children of a process used and tells their highest memory, not that of a single child. A process that
//! starts one program only, and is small itself, gets the numbers of this program.

use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;

/// How the benchmark calls the process between.
pub(super) const SUBCOMMAND: &str = "__measure";

/// What a run of a program costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Cost {
    /// From its start to its end.
    pub(super) wall: Duration,
    /// The time of all processors, for the program and for the system on its behalf.
    pub(super) cpu: Duration,
    /// The highest memory in kilobytes.
    pub(super) peak: u64,
}

/// Runs a program and prints what it cost.
pub(super) fn measure(args: &[String]) -> Result<ExitCode> {
    let (program, args) = args
        .split_first()
        .context("this is a part of `cargo xtask bench`")?;
    let start = Instant::now();
    let status = Command::new(program)
        .args(args)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .with_context(|| format!("failed to start `{program}`"))?;
    let wall = start.elapsed();
    // 1 says that something was found.
    if !matches!(status.code(), Some(0 | 1)) {
        bail!("`{program} {}` ended with {status}", args.join(" "));
    }
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let cpu = usage.user_time() + usage.system_time();
    // macOS counts bytes, Linux kilobytes.
    let divisor = if cfg!(target_os = "macos") { 1024 } else { 1 };
    println!(
        "{} {} {}",
        wall.as_micros(),
        cpu.num_microseconds(),
        usage.max_rss() / divisor
    );
    Ok(ExitCode::SUCCESS)
}

impl Cost {
    /// Reads what [`measure`] printed.
    pub(super) fn parse(text: &str) -> Result<Self> {
        let numbers: Result<Vec<u64>, _> = text.split_whitespace().map(str::parse).collect();
        let numbers = numbers.with_context(|| format!("`{}` are no costs", text.trim()))?;
        ensure!(numbers.len() == 3, "three numbers are expected");
        Ok(Self {
            wall: Duration::from_micros(numbers[0]),
            cpu: Duration::from_micros(numbers[1]),
            peak: numbers[2],
        })
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Cost;

    #[test]
    fn three_numbers_are_a_cost() {
        let cost = Cost::parse("1500 2000 64\n").expect("the numbers are well formed");
        assert_eq!(cost.wall, Duration::from_micros(1500));
        assert_eq!(cost.peak, 64);
        assert!(Cost::parse("1500 x 64").is_err());
        assert!(Cost::parse("1500").is_err());
    }
}
