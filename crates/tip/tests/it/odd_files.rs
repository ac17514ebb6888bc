//! Files that are none, cannot be read or have odd names.
#![cfg(unix)]

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;

use crate::Folder;

const PLAN: &str = "---\nstatus: in_progress\nfeature: berths\n---\n\n# Implementation Plan: Berths\n\n## Phase 1: a\n\n**Success Criteria**:\n- [ ] a boat fits\n";
const FLAGS: [&str; 3] = ["check", "--select", "invalid-date"];

#[test]
fn what_is_no_regular_file_is_skipped_and_told_when_named() {
    let folder = Folder::repository(&[("docs/tips/berths.md", PLAN)]);
    let _listening = UnixListener::bind(folder.path("docs/tips/pipe.md")).expect("made");
    let tip = |arguments: &[&str]| folder.tip(&[&FLAGS, arguments].concat());
    insta::assert_snapshot!(tip(&[]), @r"
    nothing found in 1 plan
    --- exit 0
    ");
    insta::assert_snapshot!(tip(&["docs/tips/pipe.md"]), @r"
    --- stderr
    error: `docs/tips/pipe.md` is neither a file nor a folder
    --- exit 2
    ");
    insta::assert_snapshot!(folder.tip(&["list", "--why", "docs/tips/pipe.md"]), @r"
    --- stderr
    error: `docs/tips/pipe.md` is neither a file nor a folder
    --- exit 2
    ");
    insta::assert_snapshot!(folder.tip(&["-C", "docs/tips/berths.md"]), @r"
    --- stderr
    error: `[ROOT]/docs/tips/berths.md` is no folder
    --- exit 2
    ");
}

#[test]
fn what_cannot_be_read_is_told_and_ends_with_2() {
    let folder = Folder::repository(&[("docs/tips/berths.md", PLAN)]);
    symlink("nowhere", folder.path("docs/tips/lost.md")).expect("linked");
    let tip = |arguments: &[&str]| folder.tip(&[&FLAGS, arguments].concat());
    insta::assert_snapshot!(tip(&[]), @r"
    nothing found in 1 plan
    --- stderr
    error: cannot read `docs/tips/lost.md`: No such file or directory (os error 2)
    error: not every plan could be checked
      hint: `plans.exclude` in tip.toml leaves out what is no plan
    --- exit 2
    ");
    insta::assert_snapshot!(folder.tip(&["list"]), @r"
    docs/tips/berths.md  in_progress  generic  ░░░░░░░░░░  0/1  Berths
    --- stderr
    error: cannot read `docs/tips/lost.md`: No such file or directory (os error 2)
    error: not every plan could be read
      hint: `plans.exclude` in tip.toml leaves out what is no plan
    --- exit 2
    ");
    assert_eq!(folder.code(&[]), 2);
    assert_eq!(folder.code(&["next"]), 2);
    assert_eq!(folder.code(&["check", "docs/tips"]), 2);
    let left_out = "[plans]\nexclude = [\"docs/tips/lost.md\"]\n";
    folder.write("tip.toml", left_out);
    insta::assert_snapshot!(tip(&[]), @r"
    nothing found in 1 plan
    --- exit 0
    ");
}

#[test]
fn a_link_to_a_folder_is_followed_where_it_is_named() {
    let folder = Folder::repository(&[("docs/tips/berths.md", PLAN)]);
    symlink("docs", folder.path("loop")).expect("linked");
    insta::assert_snapshot!(folder.tip(&[&FLAGS[..], &["loop"]].concat()), @r"
    nothing found in 1 plan
    --- exit 0
    ");
    let other = Folder::repository(&[]);
    symlink(folder.path("docs"), other.path("far")).expect("linked");
    assert_eq!(other.code(&[&FLAGS[..], &["far"]].concat()), 0);
}

#[test]
fn an_argument_that_is_not_utf8_is_named() {
    let folder = Folder::repository(&[]);
    let name = OsStr::from_bytes(b"docs/caf\xe9.md");
    let mut command = folder.command(&["check"]);
    let output = command.arg(name).output().expect("tip runs");
    let told = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(output.status.code(), Some(2));
    assert!(
        told.contains("`docs/caf\u{fffd}.md` is not UTF-8"),
        "{told}"
    );
}

#[test]
fn a_path_that_holds_the_sign_of_a_handle_is_a_path() {
    let folder = Folder::repository(&[("docs/tips/sp ace #h.md", PLAN)]);
    let show = |name: &str| folder.code(&["show", name]);
    assert_eq!(show("docs/tips/sp ace #h.md"), 0);
    assert_eq!(show("docs/tips/sp ace #h.md#P1"), 0);
    assert_eq!(show("docs/tips/sp ace #h.md#P9"), 2);
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the file holds no text")]
fn what_is_no_utf8_is_not_converted_and_left_alone_for_a_reason() {
    let folder = Folder::repository(&[]);
    let text = b"# Plan: Caf\xe9\n\n## Phase 1: a \n\n- [ ] b\n";
    folder.write("plans/latin.md", "");
    std::fs::write(folder.path("plans/latin.md"), text).expect("written");
    insta::assert_snapshot!(folder.tip(&["convert", "plans/latin.md"]), @r"
    --- stderr
    error: line 1 of `plans/latin.md` holds bytes that are no UTF-8, which would be lost
      hint: save it as UTF-8; `iconv -f LATIN1 -t UTF-8` does so, where it is Latin-1
    --- exit 2
    ");
    insta::assert_snapshot!(folder.tip(&["fmt", "plans/latin.md"]), @r"
    --- stderr
    `plans/latin.md` is left as it is: line 1 holds bytes that are no UTF-8; save it as UTF-8
    0 of 1 files changed
    --- exit 0
    ");
    let after = std::fs::read(folder.path("plans/latin.md")).expect("read");
    assert_eq!(after, text);
}

#[test]
fn an_empty_file_is_read_and_said_to_be_no_plan() {
    let folder = Folder::repository(&[("docs/tips/empty.md", "")]);
    assert_eq!(folder.code(&["check", "docs/tips/empty.md"]), 1);
    insta::assert_snapshot!(folder.tip(&["show", "docs/tips/empty.md"]), @r"
    docs/tips/empty.md
    file     docs/tips/empty.md
    dialect  generic
    stage    unknown (no status is written)
    --- stderr
    nothing in it reads like a plan: `tip check` says more
    --- exit 0
    ");
}

#[test]
fn a_link_to_itself_is_said_to_be_one() {
    let folder = Folder::repository(&[]);
    folder.write("docs/tips/a.md", PLAN);
    symlink("loop.md", folder.path("docs/tips/loop.md")).expect("linked");
    insta::assert_snapshot!(folder.tip(&["check", "docs/tips/loop.md"]), @r"
    --- stderr
    error: `docs/tips/loop.md` is a link that leads to itself
      hint: `ls -l` shows where it leads: link it to a file, or delete it
    --- exit 2
    ");
    for arguments in [
        &["show", "docs/tips/loop.md"][..],
        &["status", "docs/tips/loop.md"],
        &["tick", "docs/tips/loop.md#P1"],
        &["verify", "docs/tips/loop.md#P1", "--dry-run"],
    ] {
        let said = folder.tip(arguments);
        assert!(said.contains("is a link that leads to itself"), "{said}");
        assert!(said.ends_with("--- exit 2"), "{said}");
    }
}

#[test]
fn a_file_that_changes_under_another_name_is_put_right_once() {
    let rough = "# Technical Implementation Plan: Tides\n## Phase 1: a\n\n- [ ] b\n\n```sh\nmake\n";
    let names = ["docs/tips/a.md", "docs/tips/b.md"];
    let linked = || {
        let folder = Folder::repository(&[(names[0], rough)]);
        symlink("a.md", folder.path(names[1])).expect("linked");
        folder
    };
    // What was read by the second name is not true any more when it is written.
    let folder = linked();
    let said = folder.tip(&[&["fmt"], &names[..]].concat());
    assert!(said.contains("1 of 2 files changed"), "{said}");
    assert!(said.ends_with("--- exit 0"), "{said}");
    let fixed = rough.replace("Tides\n", "Tides\n\n");
    assert_eq!(folder.read(names[1]), fixed);

    let folder = linked();
    let fix = ["check", "--select", "unclosed-fence", "--fix"];
    let said = folder.tip(&[&fix[..], &names].concat());
    assert!(said.contains("applied 1 fix in 1 file"), "{said}");
    assert!(said.ends_with("--- exit 0"), "{said}");
    assert_eq!(folder.read(names[0]), format!("{rough}```\n"));
}
