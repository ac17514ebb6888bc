//! Tables of medians and ratios.

use std::time::Duration;

use super::cost::Cost;
use super::field::Field;
use super::program::Program;

/// Prints the medians of each program, and how its costs compare to those of the first one.
pub(super) fn print_table(title: &str, rows: &[Program], costs: &[Vec<Cost>]) {
    println!("\n{title}");
    println!(
        "  {:<15}{:>12}{:>12}{:>12}{:>9}{:>9}",
        "program", "CPU ms", "wall ms", "peak MB", "CPU ×", "wall ×"
    );
    for (row, of_row) in rows.iter().zip(costs) {
        let floor = &costs[0];
        println!(
            "  {:<15}{:>12.1}{:>12.1}{:>12.1}{:>9.2}{:>9.2}",
            row.name,
            median(of_row.iter().map(|it| milliseconds(it.cpu))),
            median(of_row.iter().map(|it| milliseconds(it.wall))),
            median(of_row.iter().map(|it| megabytes(it.peak))),
            median(ratios(of_row, floor, |it| it.cpu)),
            median(ratios(of_row, floor, |it| it.wall)),
        );
    }
}

/// Prints what a plan costs at each scale: the bare parse and `tip check`.
pub(super) fn print_scaling(points: &[(Field, Vec<Vec<Cost>>)]) {
    println!("\nscaling of `tip check`, beside the same files");
    println!(
        "  {:>9}{:>9}{:>12}{:>14}{:>12}{:>9}",
        "plans", "MB", "CPU ms", "µs per plan", "peak MB", "CPU ×"
    );
    for (field, costs) in points {
        let [floor, tip] = costs.as_slice() else {
            continue;
        };
        let cpu = median(tip.iter().map(|it| milliseconds(it.cpu)));
        println!(
            "  {:>9}{:>9.1}{:>12.1}{:>14.1}{:>12.1}{:>9.2}",
            field.plans,
            field.megabytes(),
            cpu,
            cpu * 1000.0 / f64::from(field.plans),
            median(tip.iter().map(|it| megabytes(it.peak))),
            median(ratios(tip, floor, |it| it.cpu)),
        );
    }
}

/// Returns the ratios of one round each, so that what slows a round slows both.
fn ratios<'a>(
    costs: &'a [Cost],
    floor: &'a [Cost],
    of: fn(&Cost) -> Duration,
) -> impl Iterator<Item = f64> + 'a {
    let pairs = costs.iter().zip(floor);
    pairs.map(move |(cost, floor)| of(cost).as_secs_f64() / of(floor).as_secs_f64().max(1e-9))
}

pub(super) fn median(numbers: impl Iterator<Item = f64>) -> f64 {
    let mut numbers: Vec<f64> = numbers.collect();
    numbers.sort_by(f64::total_cmp);
    let middle = numbers.len() / 2;
    match numbers.len() {
        0 => 0.0,
        odd if odd % 2 == 1 => numbers[middle],
        _ => f64::midpoint(numbers[middle - 1], numbers[middle]),
    }
}

pub(super) fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

pub(super) fn megabytes(kilobytes: u64) -> f64 {
    // Exact below 2^52 kilobytes.
    #[expect(clippy::cast_precision_loss, reason = "it is shown with one digit")]
    let kilobytes = kilobytes as f64;
    kilobytes / 1024.0
}

#[cfg(test)]
mod tests {
    use super::median;

    #[test]
    fn the_median_is_in_the_middle() {
        assert!((median([3.0, 1.0, 9.0].into_iter()) - 3.0).abs() < 1e-9);
        assert!((median([4.0, 1.0, 9.0, 2.0].into_iter()) - 3.0).abs() < 1e-9);
    }
}
