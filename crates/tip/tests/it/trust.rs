//! Commands are shown as they are, and approved by whoever has seen them.

use crate::Folder;

const PLAN: &str = "---
feature: tides
status: in_progress
---

# Technical Implementation Plan: Tides

## Implementation Phases

### Phase 1: Read the tides

**Success Criteria**:
- [ ] Tests pass: `cargo test -p tides`
- [ ] The page answers: `curl -fsS https://example.org/tides`
- [ ] No linting errors
- [ ] The pilot is happy

**Dependencies**: None
";

const PATH: &str = "docs/tips/tides.md";

fn folder(config: &str) -> Folder {
    Folder::repository(&[(PATH, PLAN), ("tip.toml", config)])
}

/// Runs `tip` with a state folder of its own; returns what it printed on both streams and how it ended.
#[track_caller]
#[expect(
    clippy::disallowed_methods,
    reason = "the test asks where its folder really is"
)]
fn tip(folder: &Folder, arguments: &[&str]) -> String {
    let mut command = folder.command(arguments);
    command.env("TIP_STATE_DIR", folder.path(".state"));
    let output = command.output().expect("tip runs");
    let root = folder.path("");
    let root = std::fs::canonicalize(root).expect("the folder is there");
    let text = format!(
        "{}{}--- exit {}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
        output.status.code().unwrap_or(-1)
    );
    text.replace(root.to_str().expect("a UTF-8 name"), "[ROOT]")
}

const GATES: &str =
    "[gates]\n\"No linting errors\" = \"cargo clippy\"\n\n[verify]\nsecrets = [\"TIDE_TOKEN\"]\n";

#[test]
fn nobody_is_there_to_approve() {
    let folder = folder(GATES);
    insta::assert_snapshot!(tip(&folder, &["trust", "tides"]), @r#"
    docs/tips/tides.md: nobody has approved its commands

        P1.C1 line 13
          cargo test -p tides
        P1.C2 line 14
          curl -fsS https://example.org/tides
          ! it reaches for the network (`curl`)
        P1.C3 line 15, bound in tip.toml to "No linting errors"
          cargo clippy

      in [ROOT]
      they see your secrets TIDE_TOKEN

    error: nobody is here to answer: nothing was approved
      hint: run it on a terminal, or type `--yes` when you have read them
    --- exit 2
    "#);
    assert!(!folder.has(".state/trust"));
}

#[test]
fn what_changed_since_is_shown_beside_what_did_not() {
    let folder = folder(GATES);
    assert!(tip(&folder, &["trust", "tides", "--yes"]).ends_with("--- exit 0"));
    insta::assert_snapshot!(tip(&folder, &["trust"]), @r"
    docs/tips/tides.md: approved already
    --- exit 0
    ");
    // Words that are not run may change.
    folder.write(
        PATH,
        &PLAN.replace("The pilot is happy", "Everybody is happy"),
    );
    insta::assert_snapshot!(tip(&folder, &["trust"]), @r"
    docs/tips/tides.md: approved already
    --- exit 0
    ");
    folder.write(PATH, &PLAN.replace("example.org", "example.com"));
    folder.write("tip.toml", &GATES.replace("TIDE_TOKEN", "ANY_TOKEN"));
    insta::assert_snapshot!(tip(&folder, &["trust"]), @r#"
    docs/tips/tides.md: it changed since it was approved: 1 new command, 1 command gone, another configuration

        P1.C1 line 13
          cargo test -p tides
    -     curl -fsS https://example.org/tides
        P1.C2 line 14
    +     curl -fsS https://example.com/tides
          ! it reaches for the network (`curl`)
        P1.C3 line 15, bound in tip.toml to "No linting errors"
          cargo clippy
      verify.secrets: was `TIDE_TOKEN`, is `ANY_TOKEN`

      in [ROOT]
      they see your secrets ANY_TOKEN

    error: nobody is here to answer: nothing was approved
      hint: run it on a terminal, or type `--yes` when you have read them
    --- exit 2
    "#);
    folder.write(PATH, PLAN);
    folder.write("tip.toml", GATES);
    assert!(tip(&folder, &["trust"]).contains("approved already"));
}

#[test]
fn what_is_approved_is_listed_and_taken_back() {
    let folder = folder("");
    assert!(tip(&folder, &["trust", "--yes"]).ends_with("--- exit 0"));
    let listed = tip(&folder, &["trust", "--list"]);
    assert!(
        listed.starts_with("[ROOT]/docs/tips/tides.md: 2 commands, 20"),
        "{listed}"
    );
    let json = tip(&folder, &["trust", "--list", "--json"]);
    assert!(
        json.contains("\"command\": \"cargo test -p tides\""),
        "{json}"
    );
    insta::assert_snapshot!(tip(&folder, &["trust", "--revoke", "tides"]), @r"
    no longer approved: docs/tips/tides.md
    --- exit 0
    ");
    insta::assert_snapshot!(tip(&folder, &["trust", "--revoke"]), @r"
    nothing of it was approved
    --- exit 0
    ");
}

#[test]
fn nothing_of_a_command_hides_from_who_reads_it() {
    let blanks = " ".repeat(400);
    let plan = PLAN
        .replace(
            "cargo test -p tides",
            "cargo test \u{1b}[2K\u{1b}[1A\u{202e}; echo hidden",
        )
        .replace(
            "curl -fsS https://example.org/tides",
            &format!("cargo fmt{blanks}&& rm -rf /x"),
        );
    let folder = Folder::repository(&[(PATH, plan.as_str())]);
    let shown = tip(&folder, &["trust"]);
    assert!(!shown.contains(['\u{1b}', '\u{202e}']), "{shown}");
    insta::assert_snapshot!(shown, @r"
    docs/tips/tides.md: nobody has approved its commands

        P1.C1 line 13
          cargo test ␛[2K␛[1A<U+202E>; echo hidden
          ! it holds characters that cannot be seen or that reorder others
        P1.C2 line 14
          cargo fmt<400 blanks>&& rm -rf /x
          ! it changes things: it runs with --allow-mutating only
          ! it names a place outside the repository (`/x`)

      in [ROOT]

    error: nobody is here to answer: nothing was approved
      hint: run it on a terminal, or type `--yes` when you have read them
    --- exit 2
    ");
}

#[test]
fn without_a_folder_for_approvals_nothing_is_approved() {
    let folder = folder("");
    insta::assert_snapshot!(folder.tip(&["trust", "--yes"]), @r"
    --- stderr
    error: there is no folder to keep approvals in
      hint: set `HOME`, `XDG_STATE_HOME` or `TIP_STATE_DIR` to a folder of yours
    --- exit 2
    ");
}
