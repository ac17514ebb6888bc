//! What the terminal can show.

/// What the terminal can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terminal {
    /// Whether colors and weights are written, as escape sequences.
    pub styled: bool,
    /// The number of columns; no less than 40 are used.
    pub width: usize,
}

impl Terminal {
    /// A terminal of 100 columns that shows no styles: for files, pipes and tests.
    pub const PLAIN: Self = Self {
        styled: false,
        width: 100,
    };
}
