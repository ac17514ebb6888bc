//! Why the job could not be done.

use std::ffi::OsString;

pub(crate) use tip_work::{Failure, Kind};

/// Says which argument is not UTF-8.
pub(crate) fn not_utf8(arguments: Vec<OsString>) -> Failure {
    let mut arguments = arguments.into_iter();
    // The parser does not tell which one it is.
    let first = arguments.find_map(|it| it.into_string().err());
    let shown = first.unwrap_or_default();
    Failure::usage(format!("`{}` is not UTF-8", shown.to_string_lossy()))
        .hint("`tip` reads only names that are: rename the file")
}
