//! What cannot be done is said with what to do, and ends with 2.

use std::io::Read;
use std::process::Stdio;

use crate::Folder;

#[test]
fn an_empty_folder_says_what_to_do() {
    insta::assert_snapshot!(Folder::plain(&[]).tip(&[]), @r"
    --- stderr
    no plans found in `[ROOT]`
      hint: `tip new FEATURE` begins one
    --- exit 0
    ");
    insta::assert_snapshot!(Folder::plain(&[("a.md", "# Boats\n")]).tip(&["check"]), @r"
    --- stderr
    no plans found in `[ROOT]`
      hint: `tip list --why` says why none of 1 Markdown file is one; `plans.include` in tip.toml adds more
      hint: `tip new FEATURE` begins one
    --- exit 0
    ");
}

#[test]
fn a_path_that_is_not_there_is_an_error() {
    let folder = Folder::repository(&[("docs/tips/berths.md", "# Plan\n")]);
    insta::assert_snapshot!(folder.tip(&["check", "docs/tips/berth.md"]), @r"
    --- stderr
    error: no such file or folder: `docs/tips/berth.md`
      hint: did you mean `docs/tips/berths.md`?
    --- exit 2
    ");
    insta::assert_snapshot!(folder.tip(&["-C", "nowhere"]), @r"
    --- stderr
    error: no such folder: `[ROOT]/nowhere`
    --- exit 2
    ");
}

#[test]
fn a_broken_configuration_names_its_line() {
    let folder = Folder::repository(&[("tip.toml", "[plans]\nexclud = []\n")]);
    insta::assert_snapshot!(folder.tip(&["check"]), @r"
    --- stderr
    configuration error: [ROOT]/tip.toml:2: unknown key `exclud`
      hint: did you mean `exclude`?
      hint: `tip config` explains every key
    --- exit 2
    ");
    let folder = Folder::repository(&[("tip.toml", "template = \"no.md\"\n")]);
    insta::assert_snapshot!(folder.tip(&["check"]), @r"
    --- stderr
    configuration error: cannot read the template `[ROOT]/no.md`: No such file or directory (os error 2)
      hint: `[ROOT]/tip.toml` names it: `template` is relative to the repository
    --- exit 2
    ");
}

#[test]
fn what_is_no_template_is_told() {
    let readme = "# Boats\n\nSee [the map](map.md).\n\n## Build\n\n- make\n";
    let folder = Folder::repository(&[("README.md", readme), ("docs/tips/berths.md", "# Plan\n")]);
    insta::assert_snapshot!(folder.tip(&["check", "--template", "README.md"]), @r"
    --- stderr
    configuration error: `[ROOT]/README.md` is no template: nothing in it is to be filled in
      hint: placeholders are written `[what to write]`; `tip template` prints one that works
    --- exit 2
    ");
    folder.write("tip.toml", "template = \"README.md\"\n");
    insta::assert_snapshot!(folder.tip(&["list"]), @r"
    --- stderr
    configuration error: `[ROOT]/README.md` is no template: nothing in it is to be filled in
      hint: `[ROOT]/tip.toml` names it
      hint: placeholders are written `[what to write]`; `tip template` prints one that works
    --- exit 2
    ");
}

#[test]
fn wrong_arguments_end_with_2() {
    let folder = Folder::repository(&[]);
    assert_eq!(folder.code(&["check", "--format", "xml"]), 2);
    assert_eq!(folder.code(&["check", "--select", "no-such-rule"]), 2);
    assert_eq!(folder.code(&["explain", "no-such-rule"]), 2);
    assert_eq!(folder.code(&["--help"]), 0);
    assert_eq!(folder.code(&["--version"]), 0);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let folder = Folder::repository(&[]);
    let mut command = folder.command(&["template"]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("tip runs");
    drop(child.stdout.take());
    let mut stderr = String::new();
    let mut pipe = child.stderr.take().expect("it is piped");
    pipe.read_to_string(&mut stderr).expect("it can be read");
    let status = child.wait().expect("tip ends");
    assert_eq!((status.code(), stderr.as_str()), (Some(0), ""));
}

#[test]
fn what_is_generated_is_not_empty() {
    let folder = Folder::repository(&[]);
    for arguments in [
        &["template"][..],
        &["template", "--explain"],
        &["schema"],
        &["schema", "check"],
        &["completions", "bash"],
        &["man"],
        &["rules"],
        &["rules", "--json"],
        &["explain", "invalid-date"],
    ] {
        let output = folder.command(arguments).output().expect("tip runs");
        assert!(
            output.status.success() && output.stdout.len() > 100,
            "{arguments:?}"
        );
    }
}
