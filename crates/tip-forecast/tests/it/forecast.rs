//! Forecasts against closed forms, and the promise that nothing but the seed decides.

use std::fmt::Write as _;

use tip_forecast::{EffortTable, Forecast, ForecastOptions, Model, PhaseGraph, Tally};

use crate::phase_graph::graph;

const SAMPLES: u64 = 200_000;

fn options() -> ForecastOptions {
    ForecastOptions {
        people: None,
        as_written: false,
        seed: 7,
    }
}

fn table(correlation: f64) -> EffortTable {
    EffortTable {
        correlation,
        ..EffortTable::default()
    }
}

fn tally(graph: &PhaseGraph, table: &EffortTable, options: ForecastOptions) -> (Model, Tally) {
    let model = Model::new(graph, table, options);
    let tally = model.simulate(0..SAMPLES);
    (model, tally)
}

fn forecast(graph: &PhaseGraph, table: &EffortTable, options: ForecastOptions) -> Forecast {
    let (model, tally) = tally(graph, table, options);
    Forecast::new(&model, &tally)
}

/// A plan of phases with these dependencies, each four days with low confidence.
fn plan(dependencies: &[&str]) -> PhaseGraph {
    let mut text = String::from("---\nconfidence: Low\n---\n\n# Plan\n");
    for (at, on) in dependencies.iter().enumerate() {
        let number = at + 1;
        let _ = write!(
            text,
            "\n### Phase {number}: A\n\n**Dependencies**: {on}\n\n**Estimated Effort**: 4 days\n"
        );
    }
    graph(&[&text])
}

/// The standard deviation of the logarithm of a phase with low confidence, and its minutes.
fn lognormal() -> (f64, f64) {
    (2.0_f64.ln() / 1.281_551_565_544_600_4, 4.0 * 480.0)
}

#[track_caller]
fn near(found: f64, expected: f64, error: f64) {
    let off = (found / expected - 1.0).abs();
    assert!(off <= error, "{found} is not {expected}: off by {off}");
}

#[test]
fn plans_of_many_phases_draw_fewer_samples() {
    let samples = |phases: usize| {
        let graph = plan(&vec!["None"; phases]);
        Model::new(&graph, &table(0.3), options()).usual_samples()
    };
    assert_eq!(samples(0), 100_000);
    assert_eq!(samples(100), 100_000);
    assert_eq!(samples(5_000), 80_000);
}

#[test]
fn one_phase_is_lognormal() {
    let forecast = forecast(&plan(&["None"]), &table(0.3), options());
    let (sigma, median) = lognormal();
    for (share, z) in [
        (0.5, 0.0),
        (0.8, 0.841_621),
        (0.95, 1.644_854),
        (0.1, -1.281_552),
    ] {
        near(
            forecast.all.quantile(share),
            median * f64::exp(sigma * z),
            0.005,
        );
    }
    near(forecast.mean, median * (sigma * sigma / 2.0).exp(), 0.005);
    let deviation = forecast.mean * ((sigma * sigma).exp() - 1.0).sqrt();
    near(forecast.deviation, deviation, 0.02);
    near(forecast.phases[0].cruciality, 1.0, 1e-9);
    near(forecast.phases[0].criticality, 1.0, 0.0);
}

#[test]
fn phases_one_after_the_other_add_up() {
    let chain = plan(&["None", "Phase 1", "Phase 2", "Phase 3"]);
    let (sigma, median) = lognormal();
    let mean = median * (sigma * sigma / 2.0).exp();
    for correlation in [0.0, 0.3, 1.0] {
        let forecast = forecast(&chain, &table(correlation), options());
        near(forecast.mean, 4.0 * mean, 0.005);
        // The covariance of lognormals whose logarithms are correlated.
        let own = (sigma * sigma).exp() - 1.0;
        let shared = (correlation * sigma * sigma).exp() - 1.0;
        let variance = mean * mean * (4.0 * own + 12.0 * shared);
        near(forecast.deviation, variance.sqrt(), 0.02);
    }
}

/// C. E. Clark, "The greatest of a finite set of random variables", Operations Research 9(2), 1961, for logarithms that are normal.
#[test]
fn the_later_of_two_is_later_than_either() {
    let forecast = forecast(&plan(&["None", "None"]), &table(0.0), options());
    let (sigma, median) = lognormal();
    // The greater of two independent ones does not exceed x with the square of the probability: its median is the quantile of √½.
    near(
        forecast.all.quantile(0.5),
        median * f64::exp(sigma * 0.545_094_7),
        0.005,
    );
    near(
        forecast.all.quantile(0.81),
        median * f64::exp(sigma * 1.281_551_6),
        0.005,
    );
    near(forecast.phases[0].criticality, 0.5, 0.01);
}

#[test]
fn what_is_certain_has_no_spread() {
    let exact = EffortTable {
        spread: tip_forecast::Spread {
            high: 1.0,
            medium: 1.0,
            low: 1.0,
        },
        ..EffortTable::default()
    };
    let forecast = forecast(&plan(&["None", "Phase 1"]), &exact, options());
    near(forecast.all.quantile(0.5), 8.0 * 480.0, 1e-9);
    near(forecast.all.quantile(0.95), 8.0 * 480.0, 1e-9);
    assert!(forecast.deviation.abs() < f64::EPSILON);
}

#[test]
fn the_bits_do_not_depend_on_how_samples_are_shared_out() {
    for people in [None, Some(2)] {
        let graph = plan(&["None", "Phase 1", "Phase 1", "None", "Phases 2-4"]);
        let options = ForecastOptions {
            people,
            ..options()
        };
        let model = Model::new(&graph, &table(0.3), options);
        let whole = model.simulate(0..10_000);
        let mut parts = model.simulate(6_400..10_000);
        parts.merge(&model.simulate(64..6_400));
        parts.merge(&model.simulate(0..64));
        assert!(whole == parts, "people {people:?}");
        let other = Model::new(&graph, &table(0.3), ForecastOptions { seed: 8, ..options });
        assert!(whole != other.simulate(0..10_000));
    }
}

/// The same on every platform: what changes these figures changes what everybody was told.
#[test]
fn the_bits_are_these() {
    let graph = plan(&["None", "Phase 1", "Phase 1", "Phases 2-3"]);
    let forecast = forecast(&graph, &table(0.3), options());
    let quantiles = [0.5, 0.8, 0.95].map(|it| forecast.all.quantile(it));
    let figures = [quantiles.as_slice(), &[forecast.phases[1].cruciality]].concat();
    let bits: Vec<u64> = figures.iter().map(|it| it.to_bits()).collect();
    assert_eq!(
        bits,
        [
            4_664_080_885_613_956_285,
            4_666_332_111_704_026_796,
            4_668_213_892_211_789_117,
            4_603_638_962_185_788_176
        ]
    );
}

#[test]
fn people_enough_change_nothing_and_one_does_everything() {
    let graph = plan(&["None", "Phase 1", "Phase 1", "Phases 2-3"]);
    let (_, free) = tally(&graph, &table(0.3), options());
    let many = ForecastOptions {
        people: Some(9),
        ..options()
    };
    assert!(tally(&graph, &table(0.3), many).1 == free);
    let one = ForecastOptions {
        people: Some(1),
        ..options()
    };
    let alone = forecast(&graph, &table(0.3), one);
    let chain = forecast(
        &plan(&["None", "Phase 1", "Phase 2", "Phase 3"]),
        &table(0.3),
        options(),
    );
    near(alone.mean, chain.mean, 1e-12);
    assert!(alone.phases.iter().all(|it| it.criticality > 0.999_999));
}

#[test]
fn what_is_done_is_a_fact_and_everything_done_is_over() {
    let text = "# Plan\n\n### Phase 1: A ✅\n\n**Estimated Effort**: L\n\n### Phase 2: B\n\n**Estimated Effort**: 4 days\n";
    let forecast = forecast(&graph(&[text]), &table(0.3), options());
    near(forecast.all.quantile(0.5), 4.0 * 480.0, 0.005);
    assert!(forecast.phases[0].criticality.abs() < f64::EPSILON);
    let done = graph(&["# Plan\n\n### Phase 1: A ✅\n"]);
    let (model, tally) = tally(&done, &table(0.3), options());
    assert!(Forecast::new(&model, &tally).all.quantile(0.95).abs() < f64::EPSILON);
}

/// What is supposed of one phase leaves the random numbers of the others as they are.
#[test]
fn what_is_dropped_changes_nothing_of_the_others() {
    let mut shorter = plan(&["None", "None", "None"]);
    shorter.drop_phase(1);
    let whole = forecast(&plan(&["None", "None", "None"]), &table(0.3), options());
    let shorter = forecast(&shorter, &table(0.3), options());
    near(shorter.phases[1].mean, whole.phases[2].mean, 1e-12);
    near(
        shorter.phases[1].deviation,
        whole.phases[2].deviation,
        1e-12,
    );
}
