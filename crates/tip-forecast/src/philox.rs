//! Random numbers by counter.
//!
//! Philox 4x32-10: J. K. Salmon, M. A. Moraes, R. O. Dror and D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3", Proceedings
//! of the International Conference for High Performance Computing (SC), 2011. A number is a function of the seed, what it is for and
//! the sample, so that the order in which numbers are drawn, and by how many threads, changes nothing.

#![expect(
    clippy::inline_always,
    reason = "what is inlined is compiled for the processor that it runs on"
)]

/// How many numbers of a stream are made at once.
pub(crate) const LANES: usize = 64;

const QUADS: usize = LANES / 4;
const MULTIPLIERS: [u32; 2] = [0xD251_1F53, 0xCD9E_8D57];
const WEYL: [u32; 2] = [0x9E37_79B9, 0xBB67_AE85];
const ROUNDS: usize = 10;

/// Fills in the numbers of the samples of one block for two streams, which takes less time than one after the other: sample
/// `block * LANES + lane` of a stream gets lane `lane`. The four numbers of one counter stand a quarter of the block apart.
#[inline(always)]
pub(crate) fn fill(seed: u64, streams: [u64; 2], block: u64, out: &mut [[u32; LANES]; 2]) {
    let first = block.wrapping_mul(QUADS as u64);
    let mut counter = [[0_u32; 2 * QUADS]; 4];
    let [c0, c1, c2, c3] = &mut counter;
    for quad in 0..2 * QUADS {
        let at = first.wrapping_add((quad % QUADS) as u64);
        let stream = streams[quad / QUADS];
        c0[quad] = at as u32;
        c1[quad] = (at >> 32) as u32;
        c2[quad] = stream as u32;
        c3[quad] = (stream >> 32) as u32;
    }
    let mut key = [seed as u32, (seed >> 32) as u32];
    for _ in 0..ROUNDS {
        let [c0, c1, c2, c3] = &mut counter;
        for quad in 0..2 * QUADS {
            let low = u64::from(MULTIPLIERS[0]) * u64::from(c0[quad]);
            let high = u64::from(MULTIPLIERS[1]) * u64::from(c2[quad]);
            let first = (high >> 32) as u32 ^ c1[quad] ^ key[0];
            let third = (low >> 32) as u32 ^ c3[quad] ^ key[1];
            c0[quad] = first;
            c1[quad] = high as u32;
            c2[quad] = third;
            c3[quad] = low as u32;
        }
        key[0] = key[0].wrapping_add(WEYL[0]);
        key[1] = key[1].wrapping_add(WEYL[1]);
    }
    for (at, out) in out.iter_mut().enumerate() {
        for (out, words) in out.as_chunks_mut::<QUADS>().0.iter_mut().zip(&counter) {
            out.copy_from_slice(&words[at * QUADS..(at + 1) * QUADS]);
        }
    }
}

/// Returns a stream of its own for a name: FNV-1a over its bytes.
pub(crate) fn stream(parts: &[&str]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for part in parts {
        // A byte that no UTF-8 holds keeps the parts apart.
        for byte in part.bytes().chain([0xff]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The known answers that the authors publish with Random123, in `kat_vectors`.
    #[test]
    fn the_known_answers_are_given() {
        let mut out = [[0; LANES]; 2];
        fill(0, [1, 0], 0, &mut out);
        let quad = |out: &[u32; LANES], at: usize| [0, 1, 2, 3].map(|word| out[word * QUADS + at]);
        assert_eq!(
            quad(&out[1], 0),
            [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]
        );
        let counter = 0x85a3_08d3_243f_6a88_u64;
        let stream = 0x0370_7344_1319_8a2e_u64;
        let key = 0x299f_31d0_a409_3822_u64;
        fill(key, [stream, 0], counter / QUADS as u64, &mut out);
        let at = (counter % QUADS as u64) as usize;
        assert_eq!(
            quad(&out[0], at),
            [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
        );
    }

    #[test]
    fn names_have_streams_of_their_own() {
        assert_ne!(stream(&["ab", "c"]), stream(&["a", "bc"]));
    }
}
