//! Shows a change of one file.

use tip_report::diff;
use tip_work::Change;

use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;

/// Shows a change as a diff.
pub(super) fn show_change(
    change: &Change<'_>,
    place: &Place,
    output: &mut Output,
) -> Result<(), Failure> {
    show(
        change.shown(place).as_str(),
        &change.before,
        &change.after,
        output,
    )
}

/// Shows what differs between two texts of a file.
pub(super) fn show(
    path: &str,
    before: &[u8],
    after: &[u8],
    output: &mut Output,
) -> Result<(), Failure> {
    let mut text = String::new();
    let terminal = output.terminal();
    diff::write(path, before, after, &terminal, &mut text)?;
    output.write(&text)
}
