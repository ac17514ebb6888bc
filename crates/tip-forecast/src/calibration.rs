//! What phases really took, and what that says of the table.

use tip_plan::{Confidence, Size, UnitKind};

use crate::normal::quantile;
use crate::{Calendar, Date, Distribution, EffortTable, Estimate, MINUTES_A_DAY};

/// A phase that was carried out.
#[derive(Clone, Debug, PartialEq)]
pub struct Observation {
    /// Its size, where it has one.
    pub size: Option<Size>,
    /// How much work it was thought to be.
    pub estimate: Estimate,
    /// How sure its author was.
    pub confidence: Option<Confidence>,
    /// The minutes of work that it took.
    pub minutes: f64,
}

/// What observations say.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    /// What each size took, in the order of [`Size::ALL`].
    pub sizes: [SizeFit; 5],
    /// What phases took of whose effort nothing is written.
    pub missing: SizeFit,
    /// The table with what there is enough to tell put in.
    pub fitted: EffortTable,
    /// By what factor phases were off around the middle of their size, as the table means it; `None` where there is too little.
    pub factor: Option<f64>,
    /// How often phases were done within each percentile that the table as it is would have told: the percentile, and the share.
    pub reliability: Vec<(f64, f64)>,
    /// How many of the phases were done within their 80th percentile, and how many there are.
    pub within_p80: (usize, usize),
}

/// What phases of one size took.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SizeFit {
    /// How many there are.
    pub count: usize,
    /// The minutes in the middle of them.
    pub median: Option<f64>,
    /// The minutes that the table says.
    pub before: u32,
    /// The minutes that the fitted table says.
    pub after: u32,
}

/// So many phases of a size are enough to tell what it takes.
pub const ENOUGH_OF_A_SIZE: usize = 5;

/// So many phases are enough to tell how far they are off.
pub const ENOUGH: usize = 10;

impl Calibration {
    /// Fits a table to observations, and to the minutes that phases took of whose effort nothing is written.
    ///
    /// The time of a size is the median of what its phases took. Sizes of which there are too few keep their times, unless a larger
    /// one would then take less than a smaller: those are put together by the pool of adjacent violators (M. Ayer, H. D. Brunk, G. M.
    /// Ewing, W. T. Reid and E. Silverman, "An empirical distribution function for sampling with incomplete information", Annals of
    /// Mathematical Statistics 26(4), 1955), on logarithms, with as much weight as there are phases.
    pub fn new(observations: &[Observation], silent: &[f64], table: &EffortTable) -> Self {
        let mut sizes = [SizeFit::default(); 5];
        let mut logs = [0.0; 5];
        let mut weights = [0.0; 5];
        for (at, size) in Size::ALL.into_iter().enumerate() {
            let of_size = observations.iter().filter(|it| it.size == Some(size));
            let mut taken: Vec<f64> = of_size.map(|it| it.minutes).collect();
            taken.sort_by(f64::total_cmp);
            let middle = median(&taken);
            sizes[at] = SizeFit {
                count: taken.len(),
                median: middle,
                before: table.sizes[at],
                after: table.sizes[at],
            };
            let told = middle.filter(|_| taken.len() >= ENOUGH_OF_A_SIZE);
            logs[at] = libm::log(told.unwrap_or(f64::from(table.sizes[at])).max(1.0));
            // What nobody has seen gives way to what somebody has.
            weights[at] = if told.is_some() {
                to_float(taken.len())
            } else {
                0.5
            };
        }
        let mut fitted = table.clone();
        if sizes.iter().any(|it| it.count >= ENOUGH_OF_A_SIZE) {
            let pooled = pooled(&logs, &weights);
            for (at, log) in pooled.iter().enumerate() {
                // What is not moved keeps its minutes.
                if (log - logs[at]).abs() > 1e-9 || sizes[at].count >= ENOUGH_OF_A_SIZE {
                    fitted.sizes[at] = rounded(libm::exp(*log));
                }
                sizes[at].after = fitted.sizes[at];
            }
        }
        let missing = without_effort(silent, table);
        if missing.count >= ENOUGH_OF_A_SIZE {
            fitted.missing = Some(missing.after);
        }
        let factor = factor(observations, &fitted);
        if let Some(factor) = factor {
            fitted.spread = spread(observations, &fitted, factor);
        }
        Self {
            sizes,
            missing,
            factor,
            reliability: reliability(observations, table),
            within_p80: within(observations, table, 0.8),
            fitted,
        }
    }
}

/// Returns what phases took of whose effort nothing is written.
fn without_effort(minutes: &[f64], table: &EffortTable) -> SizeFit {
    let mut taken = minutes.to_vec();
    taken.sort_by(f64::total_cmp);
    let middle = median(&taken);
    let before = table.unknown(UnitKind::Phase);
    let told = middle.filter(|_| taken.len() >= ENOUGH_OF_A_SIZE);
    SizeFit {
        count: taken.len(),
        median: middle,
        before,
        after: told.map_or(before, rounded),
    }
}

/// Returns what a phase was thought to take, as a distribution.
fn distribution(it: &Observation, table: &EffortTable) -> Distribution {
    let minutes = it
        .size
        .map_or(it.estimate.minutes, |size| table.minutes(size));
    let sized = it.estimate.source == crate::EstimateSource::Size;
    let estimate = Estimate {
        minutes: if sized { minutes } else { it.estimate.minutes },
        ..it.estimate
    };
    Distribution::of_estimate(estimate, 1.0, it.confidence, table)
}

/// Returns how far phases were off, as a factor: the standard deviation of the logarithms of what they took over what was thought, made
/// the reach of eight of ten.
fn factor(observations: &[Observation], table: &EffortTable) -> Option<f64> {
    let off: Vec<f64> = observations
        .iter()
        .map(|it| (it, distribution(it, table).median))
        .filter(|(it, median)| *median > 0.0 && it.minutes > 0.0)
        .map(|(it, median)| libm::log(it.minutes / median))
        .collect();
    if off.len() < ENOUGH {
        return None;
    }
    let squares: f64 = off.iter().map(|it| it * it).sum();
    let sigma = libm::sqrt(squares / to_float(off.len()));
    let factor = libm::exp(sigma * quantile(0.9));
    Some(hundredths(factor.clamp(1.0, 100.0)))
}

/// Returns a factor for each confidence that has enough phases; the others keep theirs, as long as less confidence spreads no less.
fn spread(observations: &[Observation], table: &EffortTable, all: f64) -> crate::Spread {
    let of = |confidence: Confidence, silent: bool| {
        let fits = |it: &&Observation| {
            it.confidence == Some(confidence) || (silent && it.confidence.is_none())
        };
        let some: Vec<Observation> = observations.iter().filter(fits).cloned().collect();
        factor(&some, table)
    };
    let mut spread = table.spread;
    spread.high = of(Confidence::High, false).unwrap_or(spread.high);
    spread.medium = of(Confidence::Medium, false).unwrap_or(spread.medium.max(spread.high));
    // Where nothing else is known of them, those who are not sure are off as all are.
    let low = of(Confidence::Low, true).unwrap_or(all);
    spread.low = low.max(spread.medium);
    spread
}

fn within(observations: &[Observation], table: &EffortTable, share: f64) -> (usize, usize) {
    let done = observations.iter().filter(|it| {
        let foretold = distribution(it, table).quantile(share);
        it.minutes <= foretold
    });
    (done.count(), observations.len())
}

fn reliability(observations: &[Observation], table: &EffortTable) -> Vec<(f64, f64)> {
    if observations.is_empty() {
        return Vec::new();
    }
    (1..=9_u32)
        .map(|tenth| {
            let share = f64::from(tenth) / 10.0;
            let (done, all) = within(observations, table, share);
            (share, to_float(done) / to_float(all))
        })
        .collect()
}

/// Returns the interval in which a share lies with 95 of 100, of which some of all were counted: E. B. Wilson, "Probable inference, the
/// law of succession, and statistical inference", Journal of the American Statistical Association 22, 1927.
pub fn wilson(some: usize, all: usize) -> (f64, f64) {
    if all == 0 {
        return (0.0, 1.0);
    }
    let (some, all) = (to_float(some), to_float(all));
    let z = quantile(0.975);
    let share = some / all;
    let scale = 1.0 + z * z / all;
    let middle = (share + z * z / (2.0 * all)) / scale;
    let reach = z / scale * libm::sqrt(share * (1.0 - share) / all + z * z / (4.0 * all * all));
    ((middle - reach).max(0.0), (middle + reach).min(1.0))
}

/// Makes a sequence grow by putting neighbors together that do not, at their weighted mean.
fn pooled(values: &[f64; 5], weights: &[f64; 5]) -> [f64; 5] {
    let mut pools: Vec<(f64, f64, usize)> = Vec::new();
    for (value, weight) in values.iter().zip(weights) {
        pools.push((*value, *weight, 1));
        while let [.., (a, a_weight, a_count), (b, b_weight, b_count)] = pools.as_slice() {
            if a <= b {
                break;
            }
            let weight = a_weight + b_weight;
            let pool = (
                (a * a_weight + b * b_weight) / weight,
                weight,
                a_count + b_count,
            );
            pools.truncate(pools.len() - 2);
            pools.push(pool);
        }
    }
    let mut out = [0.0; 5];
    let all = pools.iter().flat_map(|it| std::iter::repeat_n(it.0, it.2));
    for (place, value) in out.iter_mut().zip(all) {
        *place = value;
    }
    out
}

fn median(sorted: &[f64]) -> Option<f64> {
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => None,
        len if len % 2 == 1 => Some(sorted[middle]),
        _ => Some(f64::midpoint(sorted[middle - 1], sorted[middle])),
    }
}

/// Rounds minutes as people write times: to five minutes, to half an hour from a day on, to half a day from two weeks on.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it is a number of minutes"
)]
fn rounded(minutes: f64) -> u32 {
    let day = f64::from(MINUTES_A_DAY as u32);
    let step = if minutes < day {
        5.0
    } else if minutes < 10.0 * day {
        30.0
    } else {
        day / 2.0
    };
    ((minutes / step).round() * step).clamp(5.0, 2_000_000.0) as u32
}

fn hundredths(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

#[expect(clippy::cast_precision_loss, reason = "phases are few")]
fn to_float(count: usize) -> f64 {
    count as f64
}

/// Returns the minutes of work between two moments, given as seconds since 1970.
///
/// Of each day what lies between them counts, at most 8 hours, and of a day that is no working day only where one of the moments lies on
/// it: somebody worked then.
pub fn worked(begin: i64, end: i64, calendar: &Calendar) -> f64 {
    const DAY: i64 = 86_400;
    if end <= begin {
        return 0.0;
    }
    let (first, last) = (begin.div_euclid(DAY), end.div_euclid(DAY));
    let mut minutes = 0;
    for day in first..=last {
        let is_edge = day == first || day == last;
        if !is_edge && !is_working(day, calendar) {
            continue;
        }
        let from = begin.max(day * DAY);
        let to = end.min((day + 1) * DAY);
        minutes += ((to - from) / 60).min(MINUTES_A_DAY);
    }
    #[expect(clippy::cast_precision_loss, reason = "minutes of people are few")]
    let minutes = minutes as f64;
    minutes
}

fn is_working(day: i64, calendar: &Calendar) -> bool {
    let since = Date::constant(1970, 1, 1);
    let date = jiff::Span::new()
        .try_days(day)
        .ok()
        .and_then(|it| since.checked_add(it).ok());
    date.is_some_and(|it| calendar.is_working(it))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::EstimateSource;

    fn observation(size: Size, minutes: f64) -> Observation {
        let estimate = Estimate {
            minutes: EffortTable::default().minutes(size),
            range: None,
            source: EstimateSource::Size,
        };
        Observation {
            size: Some(size),
            estimate,
            confidence: Some(Confidence::Medium),
            minutes,
        }
    }

    #[test]
    fn a_size_takes_the_middle_of_what_it_took() {
        let taken = [100.0, 110.0, 120.0, 130.0, 5000.0];
        let some: Vec<_> = taken.iter().map(|it| observation(Size::S, *it)).collect();
        let calibration = Calibration::new(&some, &[], &EffortTable::default());
        // Half a day for XS is more than what S took: they are put together.
        assert_eq!(calibration.fitted.sizes, [130, 130, 1440, 2400, 4800]);
        assert_eq!(calibration.sizes[1].median, Some(120.0));
        assert_eq!(calibration.within_p80, (4, 5));
        assert_eq!(calibration.factor, None);
    }

    #[test]
    fn phases_without_an_effort_tell_what_such_a_phase_takes() {
        let table = EffortTable::default();
        let took = [480.0, 960.0, 1440.0, 960.0, 960.0];
        let calibration = Calibration::new(&[], &took, &table);
        assert_eq!(calibration.fitted.missing, Some(960));
        assert_eq!(
            (calibration.missing.count, calibration.missing.after),
            (5, 960)
        );
        assert_eq!(calibration.fitted.sizes, table.sizes);
        let few = Calibration::new(&[], &took[..4], &table);
        assert_eq!(few.fitted.missing, None);
        assert_eq!(few.missing.before, few.missing.after);
    }

    #[test]
    fn too_little_changes_nothing() {
        let some = [observation(Size::M, 10.0), observation(Size::M, 20.0)];
        let calibration = Calibration::new(&some, &[], &EffortTable::default());
        assert_eq!(calibration.fitted, EffortTable::default());
        assert_eq!(
            Calibration::new(&[], &[], &EffortTable::default()).reliability,
            []
        );
    }

    #[test]
    fn how_far_phases_are_off_is_a_factor() {
        // Half of them take twice the time of their size and half of them half: the logarithms deviate by that of two.
        let some: Vec<_> = (0..20)
            .map(|at| observation(Size::M, if at % 2 == 0 { 720.0 } else { 2880.0 }))
            .collect();
        let mut table = EffortTable::default();
        table.sizes[2] = 1800;
        let calibration = Calibration::new(&some, &[], &table);
        assert_eq!(calibration.fitted.sizes[2], 1800);
        let factor = calibration.factor.expect("there is enough");
        assert!((factor - 2.6).abs() < 0.2, "{factor}");
        assert!((calibration.fitted.spread.medium - factor).abs() < 1e-9);
    }

    #[test]
    fn nights_and_weekends_are_no_work() {
        let calendar = Calendar::default();
        // 1970-01-01 was a Thursday.
        let (hour, day) = (3600, 86_400);
        let check = |begin: i64, end: i64, minutes: f64| {
            let found = worked(begin, end, &calendar);
            assert!((found - minutes).abs() < 1e-9, "{begin}-{end}: {found}");
        };
        check(9 * hour, 11 * hour, 120.0);
        check(9 * hour, 23 * hour, 480.0);
        check(9 * hour, day + 11 * hour, 960.0);
        check(9 * hour, 4 * day + 11 * hour, 480.0 + 480.0 + 480.0);
        check(2 * day, 2 * day + hour, 60.0);
        check(5, 5, 0.0);
    }

    #[test]
    fn few_counts_tell_little() {
        let (from, to) = wilson(8, 10);
        assert!((from - 0.490).abs() < 0.001 && (to - 0.943).abs() < 0.001);
        assert_eq!(wilson(0, 0), (0.0, 1.0));
    }
}
