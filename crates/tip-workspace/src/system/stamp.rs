//! By what one tells whether a file is as it was without reading it.

/// Which file or folder stands at a path, how large it is, and when it changed last.
///
/// Clocks of file systems go in steps, so that two changes within one step look alike. What is told by a stamp is certain only where it
/// is older than the [moment](super::System::moment) at which somebody began to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Stamp {
    /// When it changed last, by the clock of [`System::moment`](super::System::moment).
    pub changed: i64,
    /// What else tells it from what it was before.
    pub rest: [u64; 4],
}
