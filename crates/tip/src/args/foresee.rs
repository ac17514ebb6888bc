//! The arguments of the commands that look ahead.

use camino::Utf8PathBuf;
use clap::{Args, ValueEnum};

/// The arguments of `schedule`.
#[derive(Clone, Debug, Args)]
pub(crate) struct ScheduleArgs {
    /// The plans, named as for `show`; all that are not over where none is given
    #[arg(value_name = "PLAN")]
    pub(crate) plans: Vec<String>,
    /// How to show it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: ChartFormat,
    /// Print JSON, as `--format json` does
    #[arg(long, conflicts_with = "format")]
    pub(crate) json: bool,
    /// How many people work, each on one phase at a time; `effort.people` in tip.toml sets it too
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) people: Option<u32>,
    /// Leave out the order of the text: only what is written counts
    #[arg(long)]
    pub(crate) as_written: bool,
    /// The day on which work begins, to show dates: 2026-12-01
    #[arg(long, value_name = "DATE")]
    pub(crate) start: Option<tip_forecast::Date>,
}

/// How to show what lies in time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ChartFormat {
    /// For the terminal
    #[default]
    Text,
    /// A picture
    Svg,
    /// A diagram of Mermaid
    Mermaid,
    /// One JSON object
    Json,
}

/// The arguments of `forecast`.
#[derive(Clone, Debug, Args)]
pub(crate) struct ForecastArgs {
    /// The plans, named as for `show`; all that are not over where none is given
    #[arg(value_name = "PLAN")]
    pub(crate) plans: Vec<String>,
    /// How to show it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: ForecastFormat,
    /// Print JSON, as `--format json` does
    #[arg(long, conflicts_with = "format")]
    pub(crate) json: bool,
    /// How many people work, each on one phase at a time; `effort.people` in tip.toml sets it too
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) people: Option<u32>,
    /// Suppose that a phase is this much work: `P3=XL`, `P3=2-4d`, of several plans `tides#P3=XL`
    #[arg(long, value_name = "PHASE=EFFORT")]
    pub(crate) set: Vec<String>,
    /// Suppose that a phase is left out
    #[arg(long, value_name = "PHASE")]
    pub(crate) drop: Vec<String>,
    /// The day on which work begins, to show dates: 2026-12-01
    #[arg(long, value_name = "DATE")]
    pub(crate) start: Option<tip_forecast::Date>,
    /// How many samples are drawn: 100000 unless there are thousands of phases
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1_000_000_000))]
    pub(crate) samples: Option<u64>,
    /// What the random numbers begin with
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// Leave out the order of the text: only what is written counts
    #[arg(long)]
    pub(crate) as_written: bool,
}

/// How to show a forecast.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ForecastFormat {
    /// For the terminal
    #[default]
    Text,
    /// A picture
    Svg,
    /// One JSON object
    Json,
}

/// The arguments of `calibrate`.
#[derive(Clone, Debug, Args)]
pub(crate) struct CalibrateArgs {
    /// The plans, named as for `show`; all where none is given, those in archives too
    #[arg(value_name = "PLAN")]
    pub(crate) plans: Vec<String>,
    /// Put the fitted table into tip.toml, and leave the rest of it as it is
    #[arg(long)]
    pub(crate) write: bool,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// The arguments of `conflicts`.
#[derive(Clone, Debug, Args)]
pub(crate) struct ConflictsArgs {
    /// Only these plans, named as for `show`; all that are not over where none is given
    #[arg(value_name = "PLAN")]
    pub(crate) plans: Vec<String>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// The arguments of `trace`.
#[derive(Clone, Debug, Args)]
pub(crate) struct TraceArgs {
    /// The plans, named as for `show`; all that are not over where none is given
    #[arg(value_name = "PLAN")]
    pub(crate) plans: Vec<String>,
    /// How to show it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: TraceFormat,
    /// Print JSON, as `--format json` does
    #[arg(long, conflicts_with = "format")]
    pub(crate) json: bool,
}

/// How to show a trace.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum TraceFormat {
    /// For the terminal
    #[default]
    Text,
    /// A page that stands alone, with a matrix of tests
    Html,
    /// One JSON object
    Json,
}

/// The arguments of `report`.
#[derive(Clone, Debug, Args)]
pub(crate) struct ReportArgs {
    /// The plans, named as for `show`; all that are not over where none is given
    #[arg(value_name = "PLAN")]
    pub(crate) plans: Vec<String>,
    /// Tell of plans that are over too
    #[arg(long)]
    pub(crate) all: bool,
    /// Write a page into FILE; - for standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<Utf8PathBuf>,
    /// Print JSON
    #[arg(long, conflicts_with = "html")]
    pub(crate) json: bool,
    /// The day that it is made for and from which work goes on; today where none is given
    #[arg(long, value_name = "DATE")]
    pub(crate) date: Option<tip_forecast::Date>,
    /// How many people work, each on one phase at a time; `effort.people` in tip.toml sets it too
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) people: Option<u32>,
}

/// The arguments of `graph`.
#[derive(Clone, Debug, Args)]
pub(crate) struct GraphArgs {
    /// The plans, named as for `show`; all that are not over where none is given
    #[arg(value_name = "PLAN")]
    pub(crate) plans: Vec<String>,
    /// How to show it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: GraphFormat,
    /// Print JSON, as `--format json` does
    #[arg(long, conflicts_with = "format")]
    pub(crate) json: bool,
    /// Leave out the order of the text: only what is written counts
    #[arg(long)]
    pub(crate) as_written: bool,
}

/// How to show a graph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum GraphFormat {
    /// For the terminal
    #[default]
    Text,
    /// A picture
    Svg,
    /// A diagram of Mermaid
    Mermaid,
    /// The language of Graphviz
    Dot,
    /// One JSON object
    Json,
}
