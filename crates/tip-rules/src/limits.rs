//! What a team allows its plans.

/// What a team allows its plans; the defaults are generous.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The tags that plans may carry; empty for any.
    pub tags: Vec<String>,
    /// The most lines of a plan; `None` for any number.
    pub lines: Option<u32>,
    /// After how many days a plan that was begun and is not complete counts as stale.
    pub stale_days: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            tags: Vec::new(),
            lines: None,
            stale_days: 90,
        }
    }
}
