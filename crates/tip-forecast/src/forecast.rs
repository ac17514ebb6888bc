//! What samples say.

use crate::normal::quantile;
use crate::sketch::Sketch;
use crate::{Model, Tally};

/// When all may be done, in minutes of work, and what that hangs on.
#[derive(Clone, Debug)]
pub struct Forecast {
    /// All plans together.
    pub all: Durations,
    /// Each plan of several, by its position in the graph.
    pub plans: Vec<Durations>,
    /// The phases, as in the graph.
    pub phases: Vec<PhaseForecast>,
    /// The mean.
    pub mean: f64,
    /// The standard deviation.
    pub deviation: f64,
}

/// How durations are spread.
#[derive(Clone, Debug)]
pub struct Durations {
    sketch: Sketch,
}

/// What a phase means for the end.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PhaseForecast {
    /// The minutes on average.
    pub mean: f64,
    /// Their standard deviation.
    pub deviation: f64,
    /// In which share of all samples it was critical.
    pub criticality: f64,
    /// How much it being late and the end being late go together: the absolute correlation of what it takes and the end. T. M. Williams,
    /// "Criticality in stochastic networks", Journal of the Operational Research Society 43(4), 1992.
    pub cruciality: f64,
}

impl Forecast {
    /// Draws the conclusions from samples of a model.
    pub fn new(model: &Model, tally: &Tally) -> Self {
        let count = to_float(tally.total.count.max(1).into());
        let mean = to_float(tally.sum) / count;
        // Differences of large integers are taken before they become floating.
        let samples = i128::from(tally.total.count);
        let variance = |squares: i128, sum: i128| {
            let scaled = squares
                .saturating_mul(samples)
                .saturating_sub(sum.saturating_mul(sum));
            to_float(scaled).max(0.0) / (count * count)
        };
        let of_end = variance(tally.squares, tally.sum);
        let mut phases = vec![PhaseForecast::default(); tally.phases.len()];
        for (phase, median) in model.medians() {
            let it = &tally.phases[phase];
            let own = variance(it.squares, it.sum);
            let scaled = it
                .products
                .saturating_mul(samples)
                .saturating_sub(it.sum.saturating_mul(tally.sum));
            let together = to_float(scaled) / (count * count);
            let both = libm::sqrt(own) * libm::sqrt(of_end);
            phases[phase] = PhaseForecast {
                mean: (median + to_float(it.sum) / count) / 60.0,
                deviation: libm::sqrt(own) / 60.0,
                criticality: to_float(it.critical.into()) / count,
                cruciality: if both > 0.0 {
                    (together / both).abs().min(1.0)
                } else {
                    0.0
                },
            };
        }
        let spread = |sketch: &Sketch| Durations {
            sketch: sketch.clone(),
        };
        Self {
            all: spread(&tally.total),
            plans: tally.plans.iter().map(spread).collect(),
            phases,
            mean: (model.expected() + mean) / 60.0,
            deviation: libm::sqrt(of_end) / 60.0,
        }
    }
}

impl Durations {
    /// Returns the number of samples.
    pub fn samples(&self) -> u64 {
        self.sketch.count
    }

    /// Returns the minutes that are enough with a probability: off by less than a thousandth of themselves beside the error of chance.
    pub fn quantile(&self, probability: f64) -> f64 {
        self.sketch.quantile(probability) / 60.0
    }

    /// Returns between which minutes the quantile lies with 95 of 100, as far as chance goes: by the ranks of the samples, which are
    /// binomial.
    pub fn interval(&self, probability: f64) -> (f64, f64) {
        let count = to_float(self.sketch.count.max(1).into());
        let reach = quantile(0.975) * libm::sqrt(probability * (1.0 - probability) / count);
        (
            self.quantile(probability - reach),
            self.quantile(probability + reach),
        )
    }

    /// Returns the probability that so many minutes are enough.
    pub fn share_within(&self, minutes: f64) -> f64 {
        self.sketch.share_within(minutes * 60.0)
    }

    /// Returns the least and the most minutes that came up.
    pub fn extremes(&self) -> (f64, f64) {
        let (least, most) = self.sketch.extremes.unwrap_or_default();
        let minutes = |seconds: u64| to_float(seconds.into()) / 60.0;
        (minutes(least), minutes(most))
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "what is lost is far below what chance does"
)]
fn to_float(value: i128) -> f64 {
    value as f64
}
