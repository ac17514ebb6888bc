//! `tip check --fix`.

use crate::Folder;

const OPEN: &str = "---\ndate: 2026-01-02\nfeature: tides\nstatus: in_progress\n---\n\n# Technical Implementation Plan: Tides\n\n## Phase 1: a\n\n- [ ] a boat floats\n\n```sh\nmake\n";
const FLAGS: [&str; 3] = ["check", "--select", "unclosed-fence,missing-file"];

#[test]
fn a_diff_writes_nothing_and_a_fix_writes_what_it_showed() {
    let folder = Folder::repository(&[("docs/tips/tides.md", OPEN)]);
    let tip = |arguments: &[&str]| folder.tip(&[&FLAGS, arguments].concat());
    insta::assert_snapshot!(tip(&["--diff"]), @r"
    --- a/docs/tips/tides.md
    +++ b/docs/tips/tides.md
    @@ -12,3 +12,4 @@
     
     ```sh
     make
    +```
    --- stderr
    would apply 1 fix in 1 file (1 unclosed-fence)
    --- exit 1
    ");
    assert_eq!(tip(&["--fix", "--diff"]), tip(&["--diff"]));
    assert_eq!(folder.read("docs/tips/tides.md"), OPEN);
    insta::assert_snapshot!(tip(&["--fix"]), @r"
    nothing found in 1 plan
    --- stderr
    applied 1 fix in 1 file (1 unclosed-fence)
    --- exit 0
    ");
    assert_eq!(folder.read("docs/tips/tides.md"), format!("{OPEN}```\n"));
    insta::assert_snapshot!(tip(&["--diff"]), @r"
    --- stderr
    nothing to fix
    --- exit 0
    ");
}

#[test]
fn what_may_change_the_meaning_is_asked_for() {
    let slip = OPEN.replace("- [ ]", "Update `src/tides/tabel.rs`.\n\n- [ ]") + "```\n";
    let folder = Folder::repository(&[
        ("docs/tips/tides.md", &slip),
        ("src/tides/table.rs", "fn ebb() {}\n"),
    ]);
    let flags = [&FLAGS[..], &["--fail-on", "hint"]].concat();
    let code = |arguments: &[&str]| folder.code(&[&flags, arguments].concat());
    assert_eq!(code(&["--fix"]), 1);
    assert_eq!(code(&["--unsafe-fixes"]), 2);
    assert_eq!(folder.read("docs/tips/tides.md"), slip);
    assert_eq!(code(&["--diff", "--unsafe-fixes"]), 1);
    assert_eq!(code(&["--fix", "--unsafe-fixes"]), 0);
    let expected = slip.replace("tabel", "table");
    assert_eq!(folder.read("docs/tips/tides.md"), expected);
}

#[test]
fn front_matter_that_moves_leaves_no_hole() {
    let text =
        "# Plan: Tides\n\n---\nfeature: tides\nstatus: draft\n---\n\n## Phase 1: a\n\n- [ ] b\n";
    let path = "docs/tips/tides.md";
    let folder = Folder::repository(&[(path, text)]);
    folder.code(&[
        "check",
        "--select",
        "misplaced-front-matter",
        "--fix",
        "--unsafe-fixes",
    ]);
    assert_eq!(
        folder.read(path),
        "---\nfeature: tides\nstatus: draft\n---\n\n# Plan: Tides\n\n## Phase 1: a\n\n- [ ] b\n"
    );
}
