//! A person's word, and an agent's.

use crate::Folder;

const PLAN: &str = "---
feature: tides
status: in_progress
---

# Technical Implementation Plan: Tides

## Implementation Phases

### Phase 1: Read the tides

**Success Criteria**:
- [ ] The pilot reads the table without glasses
- [ ] Tests pass: `cargo test`
- [ ] All tests pass

**Dependencies**: None
";

const PATH: &str = "docs/tips/tides.md";

fn folder() -> Folder {
    let config = "[rules]\nselect = [\"stale-confirmation\"]\n\n[gates]\n\"All tests pass\" = \"cargo test\"\n";
    Folder::repository(&[(PATH, PLAN), ("tip.toml", config)])
}

#[test]
fn a_persons_word_is_written_beside_the_box_and_taken_back() {
    let folder = folder();
    let said = [
        "confirm",
        "tides#P1.C1",
        "--by",
        "Ada",
        "--note",
        "on all --> boats",
    ];
    insta::assert_snapshot!(folder.tip(&said), @r"
    confirmed P1.C1 (docs/tips/tides.md:13): The pilot reads the table without glasses
    --- exit 0
    ");
    let line = folder.read(PATH).lines().nth(12).map(str::to_owned);
    let line = line.unwrap_or_default();
    let (text, word) = line.split_once(" <!-- ").unwrap_or_default();
    assert_eq!(text, "- [x] The pilot reads the table without glasses");
    assert!(word.starts_with("tip: confirm("), "{word}");
    assert!(word.contains(") by Ada, 20"), "{word}");
    assert!(word.ends_with(": on all - -› boats -->"), "{word}");
    assert_eq!(folder.code(&["check"]), 0);
    assert_eq!(folder.code(&["untick", "tides#P1.C1"]), 0);
    assert_eq!(folder.read(PATH), PLAN);
}

#[test]
fn a_text_that_changed_since_is_no_longer_confirmed() {
    let folder = folder();
    assert_eq!(folder.code(&["confirm", "tides#P1.C1", "--by", "Ada"]), 0);
    folder.write(
        PATH,
        &folder.read(PATH).replace("without glasses", "somehow"),
    );
    assert_eq!(folder.code(&["check"]), 1);
    assert_eq!(folder.code(&["confirm", "tides#P1.C1", "--by", "Ada"]), 0);
    assert_eq!(folder.code(&["check"]), 0);
    assert_eq!(folder.read(PATH).matches("confirm(").count(), 1);
}

#[test]
fn an_agents_word_ticks_nothing() {
    let folder = folder();
    insta::assert_snapshot!(folder.tip(&["confirm", "tides#P1.C1", "--agent", "robo"]), @r"
    noted P1.C1 (docs/tips/tides.md:13): The pilot reads the table without glasses
    --- stderr
      hint: an agent's word is kept beside the box and ticks nothing: a person confirms it
    --- exit 0
    ");
    assert!(
        folder
            .read(PATH)
            .contains("- [ ] The pilot reads the table without glasses <!-- tip: confirm(")
    );
    assert!(folder.read(PATH).contains(", agent) by robo, 20"));
}

#[test]
fn what_can_be_run_is_not_confirmed() {
    let folder = folder();
    insta::assert_snapshot!(folder.tip(&["confirm", "tides#P1.C2", "--by", "Ada"]), @r"
    --- stderr
    error: `P1.C2` can be run, so nobody's word stands for it
      hint: `tip verify docs/tips/tides.md#P1.C2 --tick` runs it where its programs are installed; for a person to judge it, begin its text with `Manual:`
    --- exit 2
    ");
    insta::assert_snapshot!(folder.tip(&["confirm", "tides#P1.C3", "--by", "Ada"]), @r"
    --- stderr
    error: `P1.C3` can be run, so nobody's word stands for it
      hint: `tip verify docs/tips/tides.md#P1.C3 --tick` runs it where its programs are installed; for a person to judge it, begin its text with `Manual:`
    --- exit 2
    ");
    assert_eq!(folder.read(PATH), PLAN);
}

#[test]
fn what_is_left_to_a_person_by_its_first_word_is_confirmed() {
    let folder = folder();
    let manual = PLAN.replace("Tests pass:", "Manual: tests pass:");
    folder.write(PATH, &manual);
    assert_eq!(folder.code(&["confirm", "tides#P1.C2", "--by", "Ada"]), 0);
}
