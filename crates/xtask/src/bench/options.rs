//! The arguments of the benchmark.

use anyhow::{Context, Result, bail};
use camino::Utf8PathBuf;

pub(super) const HELP: &str = "\
Usage: cargo xtask bench [--plans N] [--quick | --full] [--verify | --foresight]
       cargo xtask bench --drift [--quick] [CLONE…]
       cargo xtask bench --lsp [--plans N] [--quick]
       cargo xtask bench --agents [--quick] REPOSITORY…

Measures a bare Markdown parse, `tip check` and rumdl over made-up plans, and forecasts.
--plans N  how many plans (10,000)
--quick    1,000 plans, few rounds
--full     scaling up to 100,000 plans
--verify   only what running criteria costs, beside shells, just, xargs and git status
--foresight only forecasts and schedules, beside numpy
--drift    `tip drift` beside `git log -L` and `git blame --reverse`, on a made-up
           repository and on clones
--lsp      only the language server: from a change to its findings, start, memory
--agents   only the server for agents, in repositories that are there: the time of each
           call, and what the next phase needs beside its plan whole";

/// What to measure.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Options {
    pub(super) plans: u32,
    /// How many files there are beside the plans.
    pub(super) files: u32,
    pub(super) rounds: usize,
    pub(super) quick: bool,
    /// What alone is measured; `None` means the check of plans.
    pub(super) only: Option<Part>,
    full: bool,
}

/// A part that is measured alone.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The running of criteria.
    Verify,
    /// Forecasts and schedules.
    Foresight,
    /// The language server.
    Lsp,
    /// Drift, also in these clones.
    Drift(Vec<Utf8PathBuf>),
    /// The server for agents, in these repositories.
    Agents(Vec<Utf8PathBuf>),
}

impl Options {
    /// Reads the arguments; `None` when help is asked for.
    pub(super) fn parse(args: &[String]) -> Result<Option<Self>> {
        let mut plans = None;
        let (mut quick, mut full) = (false, false);
        let mut only = None;
        let mut args = args.iter();
        while let Some(arg) = args.next() {
            match arg.as_str() {
                "--plans" => {
                    let number = args.next().context("--plans needs a number")?;
                    let number: u32 = number
                        .parse()
                        .with_context(|| format!("`{number}` is no number of plans"))?;
                    plans = Some(number.max(1));
                }
                "--quick" => quick = true,
                "--full" => full = true,
                "--verify" => only = Some(Part::Verify),
                "--foresight" => only = Some(Part::Foresight),
                "--lsp" => only = Some(Part::Lsp),
                "-h" | "--help" => return Ok(None),
                "--drift" => only = Some(Part::Drift(Vec::new())),
                "--agents" => only = Some(Part::Agents(Vec::new())),
                clone if !clone.starts_with('-') => match &mut only {
                    Some(Part::Drift(clones) | Part::Agents(clones)) => clones.push(clone.into()),
                    _ => bail!(
                        "`{clone}` names a clone, which only `--drift` and `--agents` measure"
                    ),
                },
                _ => bail!("unknown argument `{arg}`\n\n{HELP}"),
            }
        }
        Ok(Some(Self {
            plans: plans.unwrap_or(if quick { 1_000 } else { 10_000 }),
            files: if quick { 5_000 } else { 50_000 },
            rounds: if quick { 3 } else { 5 },
            quick,
            only,
            full,
        }))
    }

    /// Returns the largest number of plans to measure.
    pub(super) fn most_plans(&self) -> u32 {
        if self.full { u32::MAX } else { 10_000 }
    }
}

#[cfg(test)]
mod tests {
    use super::Options;

    fn parse(args: &[&str]) -> Option<Options> {
        let args: Vec<String> = args.iter().map(|it| (*it).to_owned()).collect();
        Options::parse(&args).expect("the arguments are well formed")
    }

    #[test]
    fn a_quick_run_is_a_tenth() {
        let usual = parse(&[]).expect("no help was asked for");
        let quick = parse(&["--quick"]).expect("no help was asked for");
        assert_eq!(
            (usual.plans, usual.files),
            (quick.plans * 10, quick.files * 10)
        );
    }

    #[test]
    fn a_number_of_plans_wins() {
        let options = parse(&["--quick", "--plans", "7"]).expect("no help was asked for");
        assert_eq!(options.plans, 7);
    }

    #[test]
    fn an_unknown_argument_is_refused() {
        assert!(Options::parse(&["--fast".to_owned()]).is_err());
    }
}
