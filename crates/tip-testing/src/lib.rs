//! What the tests of several crates share.

mod git;

use proptest::prelude::Strategy;
use proptest::{collection, sample};

pub use git::GitRepository;

/// Makes texts of up to `most` of the pieces, in any order, each as often as it falls.
///
/// Pieces that mean something to a parser meet in ways that nobody would write.
pub fn glued(pieces: &'static [&'static str], most: usize) -> impl Strategy<Value = String> {
    collection::vec(sample::select(pieces), 0..most).prop_map(|pieces| pieces.concat())
}
