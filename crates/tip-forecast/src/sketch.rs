//! Many durations in little memory.
//!
//! A histogram whose classes are as wide as their values are large, like that of G. Tene's `HdrHistogram`: 1024 classes between a number
//! and its double. A quantile is off by less than a thousandth of itself, whatever the number of samples; counts are integers, so that
//! sketches can be put together in any order.

/// The classes between a number and its double, as a power of two.
const BITS: u32 = 10;
/// The largest power of two that is told apart.
const OCTAVES: usize = 48;

/// How often each duration came up, in seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sketch {
    counts: Vec<u64>,
    /// How many there are.
    pub(crate) count: u64,
    /// The least, and the most.
    pub(crate) extremes: Option<(u64, u64)>,
}

impl Sketch {
    pub(crate) fn new() -> Self {
        Self {
            counts: vec![0; OCTAVES << BITS],
            count: 0,
            extremes: None,
        }
    }

    /// Adds a whole number of seconds.
    #[inline]
    pub(crate) fn add(&mut self, seconds: f64) {
        self.counts[class(seconds)] += 1;
        self.count += 1;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is a whole number of seconds, from 0 on"
        )]
        let seconds = seconds as u64;
        let (least, most) = self.extremes.unwrap_or((seconds, seconds));
        self.extremes = Some((least.min(seconds), most.max(seconds)));
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        for (count, more) in self.counts.iter_mut().zip(&other.counts) {
            *count += more;
        }
        self.count += other.count;
        self.extremes = match (self.extremes, other.extremes) {
            (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
            (a, b) => a.or(b),
        };
    }

    /// Returns the duration that a share of all does not exceed.
    pub(crate) fn quantile(&self, share: f64) -> f64 {
        let Some((least, most)) = self.extremes else {
            return 0.0;
        };
        let wanted = (share.clamp(0.0, 1.0) * self.total()).max(1.0);
        let mut below = 0.0;
        for (class, count) in self.counts.iter().enumerate() {
            let count = to_float(*count);
            if count > 0.0 && below + count >= wanted {
                let (start, end) = bounds(class);
                let within = start + (end - start) * ((wanted - below) / count);
                return within.clamp(to_float(least), to_float(most));
            }
            below += count;
        }
        to_float(most)
    }

    /// Returns the share of all that does not exceed a duration.
    pub(crate) fn share_within(&self, seconds: f64) -> f64 {
        if self.count == 0 {
            return 0.0;
        }
        let at = class(seconds.max(0.0));
        let below: u64 = self.counts[..at].iter().sum();
        let (start, end) = bounds(at);
        let part = if end > start {
            ((seconds - start) / (end - start)).clamp(0.0, 1.0)
        } else {
            1.0
        };
        (to_float(below) + part * to_float(self.counts[at])) / self.total()
    }

    fn total(&self) -> f64 {
        to_float(self.count)
    }
}

/// Returns the class of a duration: the exponent of its number and the first bits of its fraction.
fn class(seconds: f64) -> usize {
    if seconds < 1.0 {
        return 0;
    }
    let at = (seconds.to_bits() >> (52 - BITS)) as usize - (1023 << BITS);
    at.min((OCTAVES << BITS) - 1)
}

/// Returns where a class starts and where it ends; the lowest ones hold less than one second each, and so one number.
fn bounds(class: usize) -> (f64, f64) {
    let value = |class: usize| f64::from_bits(((class + (1023 << BITS)) as u64) << (52 - BITS));
    if class == 0 {
        return (0.0, value(1));
    }
    let (start, end) = (value(class), value(class + 1));
    if end - start < 1.0 {
        return (start, start);
    }
    (start, end)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "nobody counts samples or seconds beyond 2^53"
)]
fn to_float(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_within_a_thousandth() {
        let mut sketch = Sketch::new();
        for it in 1..=100_000_u32 {
            sketch.add(f64::from(it * 7));
        }
        for share in [0.0, 0.01, 0.5, 0.8, 0.95, 1.0] {
            let expected = (share * 100_000.0_f64).max(1.0) * 7.0;
            let found = sketch.quantile(share);
            assert!(
                (found - expected).abs() <= expected / 1000.0,
                "{share}: {found}"
            );
            assert!((sketch.share_within(expected) - share).abs() < 0.001);
        }
    }

    #[test]
    fn parts_put_together_are_the_whole() {
        let (mut whole, mut one, mut two) = (Sketch::new(), Sketch::new(), Sketch::new());
        for it in 0..1000_u32 {
            let seconds = f64::from(it * it);
            whole.add(seconds);
            if it % 3 == 0 { &mut one } else { &mut two }.add(seconds);
        }
        two.merge(&one);
        assert_eq!(two, whole);
        assert!(Sketch::new().quantile(0.5).abs() < f64::EPSILON);
    }
}
