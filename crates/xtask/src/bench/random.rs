//! Numbers that look random and are always the same.

/// A generator of numbers (`SplitMix64`), so that no version of a crate changes the plans.
pub(super) struct Random(u64);

impl Random {
    /// Returns the generator for the thing of this number.
    pub(super) fn of(number: u32) -> Self {
        let mut random = Self(u64::from(number) << 20 | 0x7_1b3d);
        // Neighbors begin alike; a few steps part them.
        random.next();
        random.next();
        random
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Returns a number below `end`, which is not 0.
    pub(super) fn below(&mut self, end: u32) -> u32 {
        (self.next() >> 32) as u32 % end
    }

    /// Returns a number from `least` to `most`.
    pub(super) fn between(&mut self, least: u32, most: u32) -> u32 {
        least + self.below(most - least + 1)
    }

    /// Returns `true` in so many of a hundred cases.
    pub(super) fn chance(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }

    /// Returns one of them.
    pub(super) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len() as u32) as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::Random;

    #[test]
    fn the_numbers_are_always_the_same() {
        let mut random = Random::of(7);
        let numbers: Vec<u32> = (0..4).map(|_| random.below(100)).collect();
        let mut again = Random::of(7);
        assert_eq!(
            numbers,
            (0..4).map(|_| again.below(100)).collect::<Vec<_>>()
        );
    }

    #[test]
    fn bounds_are_kept() {
        let mut random = Random::of(1);
        for _ in 0..1000 {
            assert!((3..=5).contains(&random.between(3, 5)));
        }
    }
}
