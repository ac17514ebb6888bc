//! `tip fmt`.

use crate::Folder;

const ROUGH: &str =
    "# Technical Implementation Plan: Tides \n## Phase 1: a\n* [X] b\n\nWords.\n\n- c\n- d";
const PATH: &str = "docs/tips/tides.md";

#[test]
fn what_is_not_in_form_is_named_shown_and_put_right() {
    let folder = Folder::repository(&[
        (PATH, ROUGH),
        ("docs/tips/a.md", "# Plan: a\n\n## Phase 1: b\n"),
    ]);
    insta::assert_snapshot!(folder.tip(&["fmt", "--check"]), @r"
    docs/tips/tides.md
    --- stderr
    1 of 2 files would change
    --- exit 1
    ");
    insta::assert_snapshot!(folder.tip(&["fmt", "--diff"]), @r"
    --- a/docs/tips/tides.md
    +++ b/docs/tips/tides.md
    @@ -1,8 +1,9 @@
    -# Technical Implementation Plan: Tides 
    +# Technical Implementation Plan: Tides
    +
     ## Phase 1: a
    -* [X] b
    +- [x] b
     
     Words.
     
     - c
    -- d
    \ No newline at end of file
    +- d
    --- stderr
    1 of 2 files would change
    --- exit 1
    ");
    assert_eq!(
        folder.tip(&["fmt", "--check", "--diff"]),
        folder.tip(&["fmt", "--diff"])
    );
    assert_eq!(folder.read(PATH), ROUGH);
    insta::assert_snapshot!(folder.tip(&["fmt"]), @r"
    formatted docs/tips/tides.md
    --- stderr
    1 of 2 files changed
    --- exit 0
    ");
    insta::assert_snapshot!(folder.tip(&["fmt", "--check"]), @r"
    --- stderr
    0 of 2 files would change
    --- exit 0
    ");
}

#[test]
fn an_archive_is_left_alone_unless_it_is_named() {
    let folder = Folder::repository(&[("docs/tips/archive/tides.md", ROUGH)]);
    assert_eq!(folder.code(&["fmt", "--check"]), 0);
    assert_eq!(
        folder.code(&["fmt", "--check", "docs/tips/archive/tides.md"]),
        1
    );
}

#[test]
fn programs_are_told_what_would_change() {
    let folder = Folder::repository(&[
        (PATH, ROUGH),
        ("docs/tips/a.md", "# Plan: a\n\n## Phase 1: b\n"),
    ]);
    insta::assert_snapshot!(folder.tip(&["fmt", "--check", "--json", "-q"]), @r#"
    {
      "checked": 2,
      "files": [
        "docs/tips/tides.md"
      ],
      "version": "[VERSION]",
      "written": false
    }
    --- exit 1
    "#);
    assert_eq!(folder.read(PATH), ROUGH);
    insta::assert_snapshot!(folder.tip(&["fmt", "--json", "-q"]), @r#"
    {
      "checked": 2,
      "files": [
        "docs/tips/tides.md"
      ],
      "version": "[VERSION]",
      "written": true
    }
    --- exit 0
    "#);
    assert_ne!(folder.read(PATH), ROUGH);
}
