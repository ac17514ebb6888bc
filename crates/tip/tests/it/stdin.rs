//! `tip check -`.

use std::io::Write;
use std::process::Stdio;

use crate::Folder;

#[track_caller]
fn check(folder: &Folder, arguments: &[&str], text: &str, code: i32, expected: &str) {
    let mut child = folder
        .command(
            &[
                &["check", "--format", "concise", "--select", "invalid-date"],
                arguments,
            ]
            .concat(),
        )
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("tip runs");
    let mut pipe = child.stdin.take().expect("it is piped");
    // Whoever refuses the arguments reads nothing.
    let _ = pipe.write_all(text.as_bytes());
    drop(pipe);
    let output = child.wait_with_output().expect("tip ends");
    let told = [output.stdout, output.stderr].concat();
    assert_eq!(String::from_utf8_lossy(&told), expected);
    assert_eq!(output.status.code(), Some(code));
}

const FINE: &str = "---\ndate: 2026-01-02\nstatus: draft\n---\n\n# Plan: Tides\n";
const FAULTY: &str = "---\ndate: 2026-02-31\nstatus: draft\n---\n\n# Plan: Tides\n";

#[test]
fn a_text_is_judged_as_if_it_stood_at_the_path() {
    let path = "docs/tips/tides.md";
    let told =
        "docs/tips/tides.md:2:7: warning[invalid-date] `2026-02-31` is no day of the calendar\n";
    for folder in [Folder::repository(&[]), Folder::repository(&[(path, FINE)])] {
        check(&folder, &["-", "--stdin-path", path], FAULTY, 1, told);
        check(&folder, &["-", "--stdin-path", path], FINE, 0, "");
    }
}

#[test]
fn a_text_needs_a_path_and_is_not_fixed() {
    let folder = Folder::repository(&[]);
    check(
        &folder,
        &["-"],
        FINE,
        2,
        "usage error: `-` needs `--stdin-path`\n  hint: the path tells how the text is read, and where its references start\n",
    );
    check(
        &folder,
        &["-", "--stdin-path", "docs/tips/tides.md", "--fix"],
        FINE,
        2,
        "usage error: the text from standard input is checked once\n  hint: `--diff` shows what `--fix` would change in it\n",
    );
}
