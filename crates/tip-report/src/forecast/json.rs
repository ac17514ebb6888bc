//! A forecast as JSON.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use tip_forecast::Durations;

use super::{ForecastView, classes};
use crate::wire;

/// How likely an end is.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "forecast")]
struct ForecastJson<'a> {
    /// The version of `tip`.
    version: &'a str,
    /// The unit of all times: days of work.
    unit: &'static str,
    /// The number of samples.
    samples: u64,
    /// What the random numbers began with: the same seed gives the same answer.
    seed: u64,
    /// How many people work, where they are limited.
    people: Option<u32>,
    /// Whether the order of the text was left out.
    as_written: bool,
    /// What was supposed.
    supposed: &'a [String],
    /// The day on which work begins, where one is given.
    start_date: Option<String>,
    /// The mean.
    mean: f64,
    /// The standard deviation.
    deviation: f64,
    /// All plans together.
    all: DurationsJson,
    /// The same without what was supposed.
    without_supposed: Option<DurationsJson>,
    /// Each plan.
    plans: Vec<PlanJson<'a>>,
    /// The phases that are left, those first on which the end hangs most.
    phases: Vec<PhaseJson<'a>>,
    /// How often the end fell into each class of equal width.
    histogram: Vec<ClassJson>,
    /// What was assumed or left out.
    notes: &'a [String],
}

/// How durations are spread.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct DurationsJson {
    /// As likely as not.
    p50: f64,
    /// Enough four times of five.
    p80: f64,
    /// Enough nineteen times of twenty.
    p95: f64,
    /// Between what the 80th percentile lies as far as chance goes, with 95 of 100.
    p80_interval: [f64; 2],
    /// The day for the 50th percentile, where a first day is given.
    p50_date: Option<String>,
    /// The day for the 80th percentile.
    p80_date: Option<String>,
    /// The day for the 95th percentile.
    p95_date: Option<String>,
    /// The least that came up.
    least: f64,
    /// The most that came up.
    most: f64,
}

/// A plan and when it may be done.
#[derive(Debug, Serialize, JsonSchema)]
struct PlanJson<'a> {
    /// Its name.
    plan: &'a str,
    /// Its title.
    title: Option<&'a str>,
    /// When it may be done; of one plan alone that of all.
    done: Option<DurationsJson>,
}

/// A phase and what it means for the end.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct PhaseJson<'a> {
    /// Its plan.
    plan: &'a str,
    /// Its handle.
    handle: &'a str,
    /// Its id.
    id: &'a str,
    /// Its number as written.
    number: Option<&'a str>,
    /// Its title.
    title: &'a str,
    /// How it is known how long it takes.
    effort_source: &'static str,
    /// What it takes on average.
    mean: f64,
    /// The standard deviation of that.
    deviation: f64,
    /// The share of samples in which it was critical.
    criticality: f64,
    /// The absolute correlation of what it takes and the end.
    cruciality: f64,
}

/// A class of a histogram.
#[derive(Debug, Serialize, JsonSchema)]
struct ClassJson {
    /// Where it starts.
    from: f64,
    /// Where it ends.
    to: f64,
    /// The share of all in it.
    share: f64,
    /// The share of all up to its end.
    within: f64,
}

/// The classes of the histogram.
const CLASSES: u32 = 50;

/// Returns a forecast as JSON.
pub fn json(view: &ForecastView<'_>, version: &str) -> String {
    let (graph, forecast) = (view.graph, view.forecast);
    let plans = graph.plans.iter().enumerate().map(|(at, plan)| PlanJson {
        plan: &plan.name,
        title: plan.title.as_deref(),
        done: match graph.plans.as_slice() {
            [_] => Some(durations(view, &forecast.all)),
            _ => forecast.plans.get(at).map(|it| durations(view, it)),
        },
    });
    let histogram = classes(&forecast.all, CLASSES).into_iter();
    let histogram = histogram.map(|(from, to, share)| ClassJson {
        from: day(from),
        to: day(to),
        share,
        within: forecast.all.share_within(to),
    });
    wire::pretty(&ForecastJson {
        version,
        unit: "day",
        samples: forecast.all.samples(),
        seed: view.seed,
        people: view.people,
        as_written: view.as_written,
        supposed: view.supposed,
        start_date: view.start.map(|it| it.to_string()),
        mean: day(forecast.mean),
        deviation: day(forecast.deviation),
        all: durations(view, &forecast.all),
        without_supposed: view.before.map(|it| durations(view, &it.all)),
        plans: plans.collect(),
        phases: phases(view).collect(),
        histogram: histogram.collect(),
        notes: view.notes,
    })
}

/// Returns the phases that are left, those first on which the end hangs most.
pub(crate) fn phases<'a>(view: &ForecastView<'a>) -> impl Iterator<Item = PhaseJson<'a>> {
    let (graph, forecast) = (view.graph, view.forecast);
    view.by_weight().into_iter().map(move |at| {
        let phase = &graph.phases[at];
        let it = forecast.phases[at];
        PhaseJson {
            plan: &graph.plans[phase.plan].name,
            handle: &phase.handle,
            id: &phase.id,
            number: phase.number.as_deref(),
            title: &phase.title,
            effort_source: phase.estimate.source.word(),
            mean: day(it.mean),
            deviation: day(it.deviation),
            criticality: it.criticality,
            cruciality: it.cruciality,
        }
    })
}

/// Returns the JSON Schema of [`json`].
pub fn schema() -> Value {
    wire::schema_of::<ForecastJson<'_>>()
}

/// Returns minutes as days of work.
fn day(minutes: f64) -> f64 {
    minutes / 480.0
}

pub(crate) fn durations(view: &ForecastView<'_>, it: &Durations) -> DurationsJson {
    let date = |share: f64| view.day(it.quantile(share)).map(|it| it.to_string());
    let (least, most) = it.extremes();
    let (from, to) = it.interval(0.8);
    DurationsJson {
        p50: day(it.quantile(0.5)),
        p80: day(it.quantile(0.8)),
        p95: day(it.quantile(0.95)),
        p80_interval: [day(from), day(to)],
        p50_date: date(0.5),
        p80_date: date(0.8),
        p95_date: date(0.95),
        least: day(least),
        most: day(most),
    }
}
