//! Simulation on several threads.

use rayon::prelude::*;
use tip_forecast::{Model, Tally};

/// Draws samples of a model on all threads; the answer has the same bits whatever their number.
pub fn simulate(model: &Model, samples: u64) -> Tally {
    let threads = rayon::current_num_threads().max(1) as u64;
    let blocks = samples.div_ceil(Model::BLOCK);
    // A part for each thread: what is kept does not grow with the samples.
    let share = blocks.div_ceil(threads) * Model::BLOCK;
    let parts = (0..threads).into_par_iter().map(|at| {
        let start = at.saturating_mul(share).min(samples);
        let end = start.saturating_add(share).min(samples);
        model.simulate(start..end)
    });
    parts.reduce(
        || model.nothing(),
        |mut all, part| {
            all.merge(&part);
            all
        },
    )
}
