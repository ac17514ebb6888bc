//! Powers of two, many at once and the same bits on every platform.

#![expect(
    clippy::inline_always,
    reason = "what is inlined is compiled for the processor that it runs on"
)]

use std::f64::consts::LN_2;

/// Added to a number and taken away again it leaves an integer, which also stands in the lowest bits in between.
pub(crate) const ROUNDER: f64 = 6_755_399_441_055_744.0;

/// Returns 2 to the power of `x`, for `x` between -1000 and 1000, to about 7 digits.
///
/// Additions and multiplications only, in this order and never fused: 2 to the power of an integer by its bits, and the rest by the series
/// of Taylor.
#[inline(always)]
pub(crate) fn exp2(x: f64) -> f64 {
    let shifted = x + ROUNDER;
    let rest = (x - (shifted - ROUNDER)) * LN_2;
    let mut sum = 1.0 / 720.0;
    for term in [1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0, 1.0] {
        sum = sum * rest + term;
    }
    let power = (shifted.to_bits() << 52).wrapping_add(1023 << 52);
    sum * f64::from_bits(power)
}

#[cfg(test)]
mod tests {
    use super::exp2;

    #[test]
    fn it_is_near_that_of_libm() {
        let mut x = -40.0;
        while x < 60.0 {
            let (found, expected) = (exp2(x), libm::exp2(x));
            assert!((found - expected).abs() <= expected * 2e-7, "{x}");
            x += 0.037;
        }
    }
}
