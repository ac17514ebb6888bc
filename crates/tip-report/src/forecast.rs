//! How likely an end is: for the terminal, as SVG, as JSON.

mod json;

mod svg;

mod text;

use tip_forecast::{Calendar, Date, Durations, Forecast, PhaseGraph};

pub(crate) use json::{DurationsJson, PhaseJson, durations, phases};
pub use json::{json, schema};
pub(crate) use svg::curve;
pub use svg::svg;
pub use text::render;

/// A forecast, and what is needed to show it.
#[derive(Clone, Copy, Debug)]
pub struct ForecastView<'a> {
    /// The phases.
    pub graph: &'a PhaseGraph,
    /// What the samples say.
    pub forecast: &'a Forecast,
    /// What was supposed, in words: `P3 is XL`.
    pub supposed: &'a [String],
    /// What the samples say without what was supposed.
    pub before: Option<&'a Forecast>,
    /// How many people work, where they are limited.
    pub people: Option<u32>,
    /// Whether the order of the text was left out.
    pub as_written: bool,
    /// What the random numbers began with.
    pub seed: u64,
    /// The day on which work begins; `None` shows days counted from the beginning.
    pub start: Option<Date>,
    /// The days on which work is done.
    pub calendar: &'a Calendar,
    /// What was assumed or left out.
    pub notes: &'a [String],
}

/// The probabilities that are told, as percentages.
pub(crate) const LEVELS: [u32; 3] = [50, 80, 95];

impl ForecastView<'_> {
    pub(crate) fn day(&self, minutes: f64) -> Option<Date> {
        self.calendar.day_of_finish(self.start?, whole(minutes))
    }

    /// Returns the phases that matter, those first on which the end hangs most.
    pub(crate) fn by_weight(&self) -> Vec<usize> {
        let phases = &self.forecast.phases;
        let left = |at: &usize| !self.graph.phases[*at].state.is_over();
        let mut order: Vec<usize> = (0..phases.len()).filter(left).collect();
        order.sort_by(|a, b| {
            // What differs by chance alone stands in the order of the text.
            let rounded = |it: f64| (it * 100.0).round();
            let weight = |at: &usize| {
                let it = &phases[*at];
                (rounded(it.cruciality), rounded(it.criticality))
            };
            let (a_weight, b_weight) = (weight(a), weight(b));
            b_weight
                .0
                .total_cmp(&a_weight.0)
                .then(b_weight.1.total_cmp(&a_weight.1))
                .then(a.cmp(b))
        });
        order
    }
}

/// Returns minutes as whole ones, upwards.
#[expect(
    clippy::cast_possible_truncation,
    reason = "minutes of work are far below 2^63, and what is not ends there"
)]
fn whole(minutes: f64) -> i64 {
    minutes.ceil() as i64
}

/// Returns minutes as days of work, to a tenth below ten days and whole above a hundred.
pub(crate) fn days(minutes: f64) -> f64 {
    let days = minutes / 480.0;
    let scale = if days < 10.0 { 100.0 } else { 10.0 };
    (days * scale).round() / scale
}

/// Cuts a spread into classes of equal width between its first and its last percentile, and returns their bounds in minutes and the
/// share of all in each.
fn classes(durations: &Durations, count: u32) -> Vec<(f64, f64, f64)> {
    let (least, most) = (durations.quantile(0.002), durations.quantile(0.995));
    let width = (most - least) / f64::from(count);
    if width <= 0.0 {
        return vec![(least, most, 1.0)];
    }
    let bound = |at: u32| least + width * f64::from(at);
    (0..count)
        .map(|at| {
            let share = durations.share_within(bound(at + 1)) - durations.share_within(bound(at));
            (bound(at), bound(at + 1), share)
        })
        .collect()
}
