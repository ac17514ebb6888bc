//! The exponential function, many at once and the same bits on every platform.

const LOG2_E: f64 = std::f64::consts::LOG2_E;
// The logarithm of 2 in two parts, so that its multiples are exact enough.
const LN_2_HIGH: f64 = 6.931_471_803_691_238e-1;
const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10;
/// Added to a number and taken away again it leaves an integer, which also stands in the lowest bits in between.
pub(crate) const ROUNDER: f64 = 6_755_399_441_055_744.0;

/// Returns e to the power of `x`, for `x` between -700 and 700, to about 10 digits.
///
/// Additions and multiplications only: 2 to the power of an integer by its bits, and the rest by the series of Taylor.
#[inline]
pub(crate) fn exp(x: f64) -> f64 {
    let shifted = x * LOG2_E + ROUNDER;
    let whole = shifted - ROUNDER;
    let rest = (x - whole * LN_2_HIGH) - whole * LN_2_LOW;
    let mut sum = 1.0 / 40_320.0;
    for term in [
        1.0 / 5_040.0,
        1.0 / 720.0,
        1.0 / 120.0,
        1.0 / 24.0,
        1.0 / 6.0,
        0.5,
        1.0,
        1.0,
    ] {
        sum = sum * rest + term;
    }
    let power = (shifted.to_bits() << 52).wrapping_add(1023 << 52);
    sum * f64::from_bits(power)
}

#[cfg(test)]
mod tests {
    use super::exp;

    #[test]
    fn it_is_near_that_of_libm() {
        let mut x = -40.0;
        while x < 60.0 {
            let (found, expected) = (exp(x), libm::exp(x));
            assert!((found - expected).abs() <= expected * 1e-9, "{x}");
            x += 0.037;
        }
    }
}
