//! The critical path method.
//!
//! J. E. Kelley and M. R. Walker, "Critical-path planning and scheduling", Proceedings of the Eastern Joint Computer Conference, 1959,
//! with activities on the nodes and each dependency from finish to start.

use crate::Network;

/// The times of one activity, in the unit of the durations, from the start of the project.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Times {
    /// The earliest start.
    pub early_start: i64,
    /// The earliest finish.
    pub early_finish: i64,
    /// The latest start that delays nothing.
    pub late_start: i64,
    /// The latest finish that delays nothing.
    pub late_finish: i64,
    /// How long it may be late before the project is.
    pub slack: i64,
    /// How long it may be late before anything that waits for it is.
    pub free_slack: i64,
}

impl Times {
    /// Returns whether any delay of it delays the project.
    pub fn is_critical(&self) -> bool {
        self.slack == 0
    }
}

/// Returns the times of each activity, given how long each takes.
///
/// Missing durations count as 0 and negative ones too.
pub fn critical_path(network: &Network, durations: &[i64]) -> Vec<Times> {
    let duration = |at: u32| durations.get(at as usize).copied().unwrap_or(0).max(0);
    let mut times = vec![Times::default(); network.len()];
    let mut end = 0;
    for &at in network.order() {
        let before = network.before(at).iter();
        let start = before.map(|it| times[*it as usize].early_finish).max();
        let start = start.unwrap_or(0);
        let finish = start.saturating_add(duration(at));
        times[at as usize].early_start = start;
        times[at as usize].early_finish = finish;
        end = end.max(finish);
    }
    for &at in network.order().iter().rev() {
        let (mut late, mut next) = (end, end);
        for after in network.after(at) {
            late = late.min(times[*after as usize].late_start);
            next = next.min(times[*after as usize].early_start);
        }
        let it = &mut times[at as usize];
        it.late_finish = late;
        it.late_start = late - duration(at);
        it.slack = late - it.early_finish;
        it.free_slack = next - it.early_finish;
    }
    times
}
