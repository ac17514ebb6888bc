//! Fixes change what they say and nothing else.

use tip_rules::{FixLevel, RuleConfig};
use tip_workspace::{ReplaceError, Standing};

use crate::open;

const OPEN_FENCE: &str = "# Plan: Berths\r\n\r\n## Phase 1: a\r\n\r\n  \u{b}\r\n```sh\r\nmake\r\n";

#[test]
fn a_fix_is_written_unless_the_file_changed() {
    let snapshot = open(&[
        ("docs/tips/a.md", OPEN_FENCE),
        ("docs/tips/b.md", "# Plan\n"),
    ]);
    let files = ["docs/tips/a.md", "docs/tips/b.md"];
    let files = files.map(|it| (it.to_owned(), Standing::Current));
    let (fixed, problems) = snapshot.fix(&files, &RuleConfig::default(), FixLevel::Safe, None);
    assert_eq!(problems, []);
    let [file] = fixed.as_slice() else {
        panic!("one file is fixed: {fixed:?}");
    };
    assert_eq!(file.after, format!("{OPEN_FENCE}```\r\n").into_bytes());
    let write = || snapshot.replace(&file.path, Some(&file.before), &file.after);
    assert!(write().is_ok());
    assert!(matches!(write(), Err(ReplaceError::Changed)));
    let (again, _) = snapshot.fix(&files, &RuleConfig::default(), FixLevel::Unsafe, None);
    assert_eq!(again, []);
}
