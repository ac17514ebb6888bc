//! Marks and bars that say the same thing in every view.

use tip_plan::{Progress, Stage, UnitState};

use crate::terminal::Look;
use crate::{Counted, PlanSummary, StageBasis};

/// Returns the mark of a state and its look.
pub(crate) fn state(state: UnitState) -> (&'static str, Look) {
    match state {
        UnitState::Unknown => ("?", Look::Dim),
        UnitState::Open => ("○", Look::Plain),
        UnitState::InProgress => ("◐", Look::Active),
        UnitState::Done => ("✓", Look::Good),
        UnitState::Dropped => ("–", Look::Dim),
    }
}

/// Returns the look of a stage.
pub(crate) fn stage(stage: Stage) -> Look {
    match stage {
        Stage::Approved => Look::Plain,
        Stage::InProgress => Look::Active,
        Stage::Complete => Look::Good,
        Stage::Draft | Stage::Superseded | Stage::Abandoned => Look::Dim,
    }
}

/// Returns the word for a stage, or for what is known where it is taken from silence, and its look.
pub(crate) fn stage_word(stage: Stage, basis: StageBasis) -> (&'static str, Look) {
    match basis {
        StageBasis::Told => (stage.word(), self::stage(stage)),
        StageBasis::NotBegun => ("not_begun", Look::Plain),
        StageBasis::SeemsBuilt => ("seems_built", Look::Active),
        StageBasis::Unknown => ("unknown", Look::Dim),
    }
}

/// Returns the word for a stage, or for what is known where it is taken from silence.
pub fn stage_name(stage: Stage, basis: StageBasis) -> &'static str {
    stage_word(stage, basis).0
}

/// Returns `done/total` with what is counted, where that is no boxes; nothing where there is nothing to count.
pub(crate) fn fraction_of(progress: Progress, counted: Counted) -> String {
    let fraction = fraction(progress);
    match counted {
        Counted::Phases if !fraction.is_empty() => format!("{fraction} phases"),
        Counted::Phases | Counted::Boxes => fraction,
    }
}

/// Returns what is done of a plan; a `?` before it tells that the plan may hold more.
pub(crate) fn fraction_in_row(plan: &PlanSummary) -> String {
    let fraction = fraction_of(plan.progress, plan.counted);
    if plan.uncertain && !fraction.is_empty() {
        return format!("?{fraction}");
    }
    fraction
}

/// Returns `done/total`, or nothing where there is nothing to count.
pub(crate) fn fraction(progress: Progress) -> String {
    if progress.total == 0 {
        String::new()
    } else {
        format!("{}/{}", progress.done, progress.total)
    }
}

/// Returns a bar of so many columns. It is full only when all is done, and empty only when nothing is.
pub(crate) fn bar(progress: Progress, columns: usize) -> String {
    if progress.total == 0 {
        return String::new();
    }
    let (done, total) = (progress.done as usize, progress.total as usize);
    let exact = done * columns / total;
    let full = match done {
        0 => 0,
        _ if done >= total => columns,
        _ => exact.clamp(1, columns - 1),
    };
    format!("{}{}", "█".repeat(full), "░".repeat(columns - full))
}

/// Returns the look of a bar.
pub(crate) fn bar_look(progress: Progress) -> Look {
    match progress.done {
        0 => Look::Dim,
        done if done >= progress.total => Look::Good,
        _ => Look::Active,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(done: u32, total: u32, expected: &str) {
        assert_eq!(bar(Progress { done, total }, 4), expected);
    }

    #[test]
    fn a_bar_is_full_or_empty_only_when_that_is_true() {
        check(0, 9, "░░░░");
        check(1, 900, "█░░░");
        check(5, 10, "██░░");
        check(899, 900, "███░");
        check(9, 9, "████");
        check(0, 0, "");
    }
}
