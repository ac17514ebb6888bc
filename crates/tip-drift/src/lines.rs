//! Which lines of a text are new.

use std::ops::Range;

use imara_diff::{Algorithm, Diff, InternedInput};

/// Returns the ranges of lines of `after`, from 1, that `before` does not have in the same order.
///
/// Lines are compared by the histogram algorithm, whose results follow moved and edited text better than Myers's.
pub fn changed_lines(before: &str, after: &str) -> Vec<Range<u32>> {
    let input = InternedInput::new(before, after);
    let mut diff = Diff::compute(Algorithm::Histogram, &input);
    diff.postprocess_lines(&input);
    diff.hunks()
        .filter(|hunk| !hunk.after.is_empty())
        .map(|hunk| hunk.after.start + 1..hunk.after.end + 1)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_and_edited_lines_are_changed_and_deleted_ones_leave_none() {
        assert_eq!(changed_lines("a\nb\nc\n", "a\nB\nc\nd\n"), [2..3, 4..5]);
        assert!(changed_lines("a\nb\n", "b\n").is_empty());
        assert!(changed_lines("", "").is_empty());
        let all = changed_lines("", "a\nb\n");
        assert_eq!((all.len(), all[0].clone()), (1, 1..3));
    }
}
