//! What phases really took, beside what was thought: for the terminal and as JSON.

use std::fmt::Write as _;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use tip_forecast::{
    Calibration, ENOUGH, ENOUGH_OF_A_SIZE, EffortTable, Observation, SizeFit, wilson,
};
use tip_plan::Size;

use crate::layout::counted;
use crate::table::{Cell, Column, Table};
use crate::terminal::Look;
use crate::{Terminal, wire};

/// A calibration, and what it rests on.
#[derive(Clone, Copy, Debug)]
pub struct CalibrationView<'a> {
    /// What the observations say.
    pub calibration: &'a Calibration,
    /// The phases that tell how long they took.
    pub observations: &'a [Observation],
    /// The phases that are done and tell nothing.
    pub silent: Silent,
    /// How many plans were looked through.
    pub plans: usize,
}

/// How many phases are done and tell nothing of how long they took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Silent {
    /// No effort is written, so that there is nothing to compare; they tell what such a phase takes.
    pub without_effort: usize,
    /// They were done when they were written down.
    pub done_when_written: usize,
    /// They were begun and done in one commit.
    pub in_one_commit: usize,
}

/// Returns the keys of `[effort]` that the fitted table changes, with their values in TOML.
pub fn changes(calibration: &Calibration, table: &EffortTable) -> Vec<(String, String)> {
    let fitted = &calibration.fitted;
    let mut changes = Vec::new();
    for (at, size) in Size::ALL.into_iter().enumerate() {
        if fitted.sizes[at] != table.sizes[at] {
            let key = size.word().to_lowercase();
            changes.push((key, format!("\"{}\"", time(fitted.sizes[at]))));
        }
    }
    if let Some(minutes) = fitted.missing.filter(|_| fitted.missing != table.missing) {
        changes.push(("missing".to_owned(), format!("\"{}\"", time(minutes))));
    }
    let spreads = [
        ("spread.high", fitted.spread.high, table.spread.high),
        ("spread.medium", fitted.spread.medium, table.spread.medium),
        ("spread.low", fitted.spread.low, table.spread.low),
    ];
    for (key, after, before) in spreads {
        if (after - before).abs() > 1e-9 {
            changes.push((key.to_owned(), format!("{after:?}")));
        }
    }
    changes
}

/// Returns minutes as a time of work, as `tip.toml` writes it.
fn time(minutes: u32) -> String {
    let (value, unit) = match minutes {
        0..60 => (f64::from(minutes), "minute"),
        60..480 => (rounded(f64::from(minutes) / 60.0), "hour"),
        _ => (rounded(f64::from(minutes) / 480.0), "day"),
    };
    let plural = if minutes == 1 || minutes == 60 || minutes == 480 {
        ""
    } else {
        "s"
    };
    format!("{value} {unit}{plural}")
}

fn rounded(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}

/// Renders a calibration.
pub fn render(view: &CalibrationView<'_>, terminal: &Terminal) -> String {
    let mut out = String::new();
    let (observations, silent) = (view.observations.len(), view.silent);
    let _ = writeln!(
        out,
        "{} of {} tell how long they took",
        counted(observations, "done phase"),
        counted(view.plans, "plan")
    );
    let reasons = [
        (silent.in_one_commit, "begun and done in one commit"),
        (silent.done_when_written, "done when they were written down"),
    ];
    for (count, why) in reasons.iter().filter(|it| it.0 > 0) {
        let text = format!("  {count} more tell nothing: {why}");
        let _ = writeln!(out, "{}", terminal.paint(Look::Dim, text));
    }
    if silent.without_effort > 0 {
        let count = silent.without_effort;
        let text =
            format!("  {count} more have no effort written: they tell what such a phase takes");
        let _ = writeln!(out, "{}", terminal.paint(Look::Dim, text));
    }
    if observations == 0 && silent.without_effort == 0 {
        return out;
    }
    out.push('\n');
    sizes(view, *terminal, &mut out);
    if observations == 0 {
        return out;
    }
    out.push('\n');
    covered(view, *terminal, &mut out);
    out
}

fn sizes(view: &CalibrationView<'_>, terminal: Terminal, out: &mut String) {
    let mut table = Table::new(
        2,
        &[
            Column::Left,
            Column::Right,
            Column::Right,
            Column::Right,
            Column::Right,
            Column::Left,
        ],
    );
    let dim = |text: &str| Cell::new(Look::Dim, text);
    table.row([
        dim("size"),
        dim("phases"),
        dim("table"),
        dim("took"),
        dim("fitted"),
        dim(""),
    ]);
    let sizes = Size::ALL.into_iter().map(Size::word);
    let sizes = sizes.zip(&view.calibration.sizes);
    let missing = [("none", &view.calibration.missing)];
    let is_told = |it: &(&str, &SizeFit)| match it.0 {
        "none" => it.1.count > 0,
        _ => !view.observations.is_empty(),
    };
    for (size, fit) in sizes.chain(missing).filter(is_told) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "they are minutes"
        )]
        let took = fit
            .median
            .map_or(String::new(), |it| time(it.round() as u32));
        let few = fit.count > 0 && fit.count < ENOUGH_OF_A_SIZE;
        table.row([
            Cell::plain(size),
            Cell::plain(&fit.count.to_string()),
            Cell::plain(&time(fit.before)),
            Cell::plain(&took),
            Cell::new(
                if fit.after == fit.before {
                    Look::Dim
                } else {
                    Look::Active
                },
                &time(fit.after),
            ),
            dim(&if few {
                format!("too few: {ENOUGH_OF_A_SIZE} tell something")
            } else {
                String::new()
            }),
        ]);
    }
    table.write(terminal, out);
}

fn covered(view: &CalibrationView<'_>, terminal: Terminal, out: &mut String) {
    let (within, all) = view.calibration.within_p80;
    let (from, to) = wilson(within, all);
    let _ = writeln!(
        out,
        "{within} of {all} were done within their P80: {:.0}%, and with 95 of 100 between {:.0}% and {:.0}%; 80% should be",
        100.0 * share(within, all),
        100.0 * from,
        100.0 * to
    );
    let mut table = Table::new(2, &[Column::Right, Column::Right, Column::Left]);
    let dim = |text: &str| Cell::new(Look::Dim, text);
    table.row([dim("within"), dim("were"), dim("│ should, █ were")]);
    for (share, were) in &view.calibration.reliability {
        table.row([
            Cell::plain(&format!("P{:.0}", share * 100.0)),
            Cell::plain(&format!("{:.0}%", were * 100.0)),
            Cell::drawn(Look::Plain, mark(*share, *were)),
        ]);
    }
    table.write(terminal, out);
    if let Some(factor) = view.calibration.factor {
        let _ = writeln!(
            out,
            "eight of ten took between their estimate divided by {factor} and times {factor}"
        );
    } else {
        let text = format!(
            "how far they are off is told from {ENOUGH} phases on: the spread stays as it is"
        );
        let _ = writeln!(out, "{}", terminal.paint(Look::Dim, text));
    }
}

/// A bar for what was, with a mark where it should end.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share is between 0 and 1"
)]
fn mark(should: f64, were: f64) -> String {
    let at = |share: f64| (share * 30.0).round() as usize;
    let (should, were) = (at(should), at(were));
    (0..=30)
        .map(|column| match column {
            _ if column == should => '│',
            _ if column < were => '█',
            _ => ' ',
        })
        .collect()
}

/// What phases really took.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "calibration")]
struct CalibrationJson<'a> {
    /// The version of `tip`.
    version: &'a str,
    /// How many plans were looked through.
    plans: usize,
    /// How many phases tell how long they took.
    phases: usize,
    /// How many are done and tell nothing, by why.
    silent: SilentJson,
    /// What each size took.
    sizes: Vec<SizeJson>,
    /// What phases took of whose effort nothing is written; its size is `none`.
    missing: SizeJson,
    /// How many were done within their 80th percentile.
    within_p80: usize,
    /// Their share.
    coverage_p80: Option<f64>,
    /// Between what that share lies with 95 of 100.
    coverage_p80_interval: [f64; 2],
    /// The share that was done within each percentile.
    reliability: Vec<ReliabilityJson>,
    /// By what factor phases were off, where there is enough to tell.
    factor: Option<f64>,
    /// What of `[effort]` would change.
    changes: Vec<ChangeJson>,
}

/// How many phases are done and tell nothing.
#[derive(Debug, Serialize, JsonSchema)]
struct SilentJson {
    /// They were begun and done in one commit.
    in_one_commit: usize,
    /// They were done when they were written down.
    done_when_written: usize,
    /// No effort is written.
    without_effort: usize,
}

/// What phases of a size took, in days of work.
#[derive(Debug, Serialize, JsonSchema)]
struct SizeJson {
    /// The size.
    size: &'static str,
    /// How many phases.
    phases: usize,
    /// What the table says.
    table: f64,
    /// What the middle of them took.
    took: Option<f64>,
    /// What the fitted table says.
    fitted: f64,
}

/// How many were done within a percentile.
#[derive(Debug, Serialize, JsonSchema)]
struct ReliabilityJson {
    /// The share that should be.
    should: f64,
    /// The share that was.
    were: f64,
}

/// A key of `[effort]` and its new value.
#[derive(Debug, Serialize, JsonSchema)]
struct ChangeJson {
    /// The key.
    key: String,
    /// The value, in TOML.
    value: String,
}

/// Returns a calibration as JSON.
pub fn json(view: &CalibrationView<'_>, table: &EffortTable, version: &str) -> String {
    let calibration = view.calibration;
    let (within, all) = calibration.within_p80;
    let (from, to) = wilson(within, all);
    let sizes = Size::ALL.into_iter().zip(&calibration.sizes);
    let fitted = |size: &'static str, fit: &SizeFit| SizeJson {
        size,
        phases: fit.count,
        table: f64::from(fit.before) / 480.0,
        took: fit.median.map(|it| it / 480.0),
        fitted: f64::from(fit.after) / 480.0,
    };
    wire::pretty(&CalibrationJson {
        version,
        plans: view.plans,
        phases: view.observations.len(),
        silent: SilentJson {
            in_one_commit: view.silent.in_one_commit,
            done_when_written: view.silent.done_when_written,
            without_effort: view.silent.without_effort,
        },
        sizes: sizes.map(|(size, fit)| fitted(size.word(), fit)).collect(),
        missing: fitted("none", &calibration.missing),
        within_p80: within,
        coverage_p80: (all > 0).then(|| share(within, all)),
        coverage_p80_interval: [from, to],
        reliability: calibration
            .reliability
            .iter()
            .map(|(should, were)| ReliabilityJson {
                should: *should,
                were: *were,
            })
            .collect(),
        factor: calibration.factor,
        changes: changes(calibration, table)
            .into_iter()
            .map(|(key, value)| ChangeJson { key, value })
            .collect(),
    })
}

#[expect(clippy::cast_precision_loss, reason = "phases are few")]
fn share(some: usize, all: usize) -> f64 {
    some as f64 / all.max(1) as f64
}

/// Returns the JSON Schema of [`json`].
pub fn schema() -> Value {
    wire::schema_of::<CalibrationJson<'_>>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_a_unit_is_no_plural() {
        let times: Vec<String> = [1, 59, 60, 90, 480, 720].into_iter().map(time).collect();
        let expected = [
            "1 minute",
            "59 minutes",
            "1 hour",
            "1.5 hours",
            "1 day",
            "1.5 days",
        ];
        assert_eq!(times, expected);
    }
}
