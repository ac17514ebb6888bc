//! Normal deviates from random words, the same bits on every platform.
//!
//! The quantile function is M. J. Wichura, "Algorithm AS 241: the percentage points of the normal distribution", Applied Statistics
//! 37(3), 1988, with the logarithm and the root of the `libm` crate, never those of the platform. It is asked once for the knots of a
//! table; deviates lie on straight lines between the knots. The cells are found by the first bits of a floating number: 32 of them
//! between each probability and its double, from one half down to 2^-33, as in R. C. C. Cheung, D. Lee, W. Luk and J. D. Villasenor,
//! "Hardware generation of arbitrary random number distributions from uniform distributions via the inversion method", IEEE Transactions
//! on Very Large Scale Integration Systems 15(8), 2007. So no word needs a branch, and deviates are off by less than 0.0001 standard
//! deviations down to the tails, which end at 6.3.

#![expect(
    clippy::inline_always,
    reason = "what is inlined is compiled for the processor that it runs on"
)]

/// The cells between a probability and its double, as a power of two.
const CELL_BITS: u32 = 5;
/// The probabilities that are doubles of each other.
const OCTAVES: usize = 32;
const CELLS: usize = OCTAVES << CELL_BITS;

/// The table: of each cell the line that deviates lie on, by its value at 0 and its slope.
#[derive(Clone, Debug)]
pub(crate) struct Normal {
    cells: Box<[[f64; 2]; CELLS]>,
}

impl Normal {
    pub(crate) fn new() -> Self {
        let mut cells = Box::new([[0.0; 2]; CELLS]);
        let knot = |cell: usize| f64::from_bits((cell as u64 + FIRST) << SHIFT);
        for (at, cell) in cells.iter_mut().enumerate() {
            let (start, end) = (knot(at), knot(at + 1));
            let share = |it: f64| quantile(it / 4_294_967_296.0);
            let slope = (share(end) - share(start)) / (end - start);
            *cell = [share(start) - slope * start, slope];
        }
        Self { cells }
    }

    /// Returns the deviate of a random word: its lowest bit tells the sign, the others how likely a smaller one is.
    #[inline(always)]
    pub(crate) fn deviate(&self, word: u32) -> f64 {
        let at = f64::from((word >> 1).cast_signed()) + 0.5;
        // The mask never changes anything; it is there for the compiler, which need not look after the end of the table.
        let cell = ((at.to_bits() >> SHIFT).wrapping_sub(FIRST)) as usize & (CELLS - 1);
        let [start, slope] = self.cells[cell];
        let below = start + slope * at;
        f64::from_bits(below.to_bits() ^ (u64::from(word & 1) << 63))
    }
}

/// The bits of a number behind those that tell its cell.
const SHIFT: u32 = 52 - CELL_BITS;
/// What those of one half, the least number, are.
const FIRST: u64 = 1022 << CELL_BITS;

/// Returns the deviate that a share `p` of all lies below, to about 16 digits.
pub(crate) fn quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        return q * ratio(r, &CENTER_OVER, &CENTER_UNDER);
    }
    let r = if q < 0.0 { p } else { 1.0 - p };
    let r = libm::sqrt(-libm::log(r));
    let value = if r <= 5.0 {
        ratio(r - 1.6, &MIDDLE_OVER, &MIDDLE_UNDER)
    } else {
        ratio(r - 5.0, &FAR_OVER, &FAR_UNDER)
    };
    if q < 0.0 { -value } else { value }
}

fn ratio(r: f64, over: &[f64; 8], under: &[f64; 8]) -> f64 {
    let polynomial = |it: &[f64; 8]| it.iter().rev().fold(0.0, |sum, term| sum * r + term);
    polynomial(over) / polynomial(under)
}

const CENTER_OVER: [f64; 8] = [
    3.387_132_872_796_366_6,
    1.331_416_678_917_843_8e2,
    1.971_590_950_306_551_3e3,
    1.373_169_376_550_946e4,
    4.592_195_393_154_987e4,
    6.726_577_092_700_87e4,
    3.343_057_558_358_813e4,
    2.509_080_928_730_122_6e3,
];
const CENTER_UNDER: [f64; 8] = [
    1.0,
    4.231_333_070_160_091e1,
    6.871_870_074_920_579e2,
    5.394_196_021_424_751e3,
    2.121_379_430_158_659_7e4,
    3.930_789_580_009_271e4,
    2.872_908_573_572_194_3e4,
    5.226_495_278_852_854e3,
];
const MIDDLE_OVER: [f64; 8] = [
    1.423_437_110_749_683_5,
    4.630_337_846_156_546,
    5.769_497_221_460_691,
    3.647_848_324_763_204_5,
    1.270_458_252_452_368_4,
    2.417_807_251_774_506e-1,
    2.272_384_498_926_918_4e-2,
    7.745_450_142_783_414e-4,
];
const MIDDLE_UNDER: [f64; 8] = [
    1.0,
    2.053_191_626_637_759,
    1.676_384_830_183_803_8,
    6.897_673_349_851e-1,
    1.481_039_764_274_800_8e-1,
    1.519_866_656_361_645_7e-2,
    5.475_938_084_995_345e-4,
    1.050_750_071_644_416_9e-9,
];
const FAR_OVER: [f64; 8] = [
    6.657_904_643_501_103,
    5.463_784_911_164_114,
    1.784_826_539_917_291_3,
    2.965_605_718_285_048_7e-1,
    2.653_218_952_657_612_4e-2,
    1.242_660_947_388_078_4e-3,
    2.711_555_568_743_487_6e-5,
    2.010_334_399_292_288_1e-7,
];
const FAR_UNDER: [f64; 8] = [
    1.0,
    5.998_322_065_558_88e-1,
    1.369_298_809_227_358e-1,
    1.487_536_129_085_061_5e-2,
    7.868_691_311_456_133e-4,
    1.846_318_317_510_054_8e-5,
    1.421_511_758_316_446e-7,
    2.044_263_103_389_939_8e-15,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn near(found: f64, expected: f64, error: f64) {
        assert!(
            (found - expected).abs() <= error,
            "{found} is not {expected}"
        );
    }

    #[test]
    fn quantiles_are_those_of_tables() {
        near(quantile(0.5), 0.0, 1e-15);
        near(quantile(0.9), 1.281_551_565_544_600_4, 1e-14);
        near(quantile(0.975), 1.959_963_984_540_054, 1e-14);
        near(quantile(1e-3), -3.090_232_306_167_813_5, 1e-13);
        near(quantile(1e-20), -9.262_340_089_798_408, 1e-12);
    }

    #[test]
    fn the_table_is_near_the_quantiles_and_grows() {
        let table = Normal::new();
        let mut before = f64::NEG_INFINITY;
        for at in (0..1_u32 << 31).step_by(32_749) {
            let p = (f64::from(at) + 0.5) / 4_294_967_296.0;
            let found = table.deviate(at << 1);
            assert!(found >= before, "{at}");
            before = found;
            near(found, quantile(p), 1e-4);
            near(table.deviate(at << 1 | 1), -found, 0.0);
        }
        near(table.deviate(0), quantile(0.5 / 4_294_967_296.0), 1e-4);
        near(table.deviate(u32::MAX), 0.0, 1e-4);
    }
}
