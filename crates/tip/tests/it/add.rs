//! `tip add` and `tip renumber`.

use crate::Folder;

const PLAN: &str = "# Technical Implementation Plan: Tides

## Implementation Phases

### Phase 1: Read the tides

**Success Criteria**:
- [ ] a boat floats

**Dependencies**: None

### Phase 2: Show the tides

**Success Criteria**:
- [ ] the pilot sees them

**Dependencies**: Phase 1
";

const PATH: &str = "docs/tips/tides.md";

#[test]
fn a_phase_between_others_moves_their_numbers() {
    let folder = Folder::repository(&[(PATH, PLAN)]);
    let add = ["add", "phase", "tides", "Store the tides", "--after", "P1"];
    insta::assert_snapshot!(folder.tip(&[&add[..], &["--diff"]].concat()), @r"
    --- a/docs/tips/tides.md
    +++ b/docs/tips/tides.md
    @@ -9,7 +9,14 @@
     
     **Dependencies**: None
     
    -### Phase 2: Show the tides
    +### Phase 2: Store the tides
    +
    +**Success Criteria**:
    +- [ ] [Specific testable outcome]
    +
    +**Dependencies**: Phase 1
    +
    +### Phase 3: Show the tides
     
     **Success Criteria**:
     - [ ] the pilot sees them
    --- exit 0
    ");
    insta::assert_snapshot!(folder.tip(&add), @r"
    added phase P2 (docs/tips/tides.md:12): Store the tides
    --- stderr
      hint: fill in what stands in brackets, then `tip check docs/tips/tides.md`
    --- exit 0
    ");
    insta::assert_snapshot!(folder.tip(&["renumber", "tides"]), @r"
    --- stderr
    the phases are in order
    --- exit 0
    ");
}

#[test]
fn parts_are_added_and_told_with_their_handles() {
    let folder = Folder::repository(&[(PATH, PLAN)]);
    insta::assert_snapshot!(folder.tip(&["add", "criterion", "tides#P1", "the log is kept: `make test`"]), @r"
    added criterion P1.C2 (docs/tips/tides.md:9): the log is kept: `make test`
    --- exit 0
    ");
    insta::assert_snapshot!(folder.tip(&["add", "scenario", "tides", "Ebb", "--given", "a tide"]), @r"
    added scenario Z1 (docs/tips/tides.md:22): Ebb
    --- stderr
      hint: fill in what stands in brackets, then `tip check docs/tips/tides.md`
    --- exit 0
    ");
    insta::assert_snapshot!(folder.tip(&["add", "risk", "tides", "ice", "--level", "high", "--json"]), @r#"
    {
      "version": "[VERSION]",
      "path": "docs/tips/tides.md",
      "written": true,
      "done": [
        {
          "verb": "added risk",
          "what": "K1",
          "id": "5xmcgg0r73",
          "line": 31,
          "text": "ice",
          "changed": true
        }
      ],
      "in_the_way": []
    }
    --- exit 0
    "#);
    insta::assert_snapshot!(folder.tip(&["add", "criterion", "tides#P1.C1", "x"]), @r"
    --- stderr
    error: `tides#P1.C1` is no phase
      hint: `tip show PLAN` shows the handles: phases are `P1`, `P2`
    --- exit 2
    ");
    insta::assert_snapshot!(folder.tip(&["add", "criterion", "tides", "x"]), @r"
    --- stderr
    usage error: `tides` names no thing in a plan
      hint: write `PLAN#HANDLE`, and `tip show PLAN` for the handles
    --- exit 2
    ");
    assert_eq!(folder.code(&["show", "tides#P1.C2"]), 0);
}

#[test]
fn numbers_follow_the_order_of_the_text() {
    let text = PLAN
        .replace("Phase 1", "Phase 4")
        .replace("Phase 2", "Phase 7");
    let folder = Folder::repository(&[(PATH, &text)]);
    insta::assert_snapshot!(folder.tip(&["renumber", "tides"]), @r"
    renumbered 4 → 1 (docs/tips/tides.md:5): Read the tides
    renumbered 7 → 2 (docs/tips/tides.md:12): Show the tides
    --- exit 0
    ");
    assert_eq!(folder.read(PATH), PLAN);
    let twice = format!("{PLAN}\n### Phase 1: Again\n");
    folder.write(PATH, &twice);
    insta::assert_snapshot!(folder.tip(&["renumber", "tides"]), @r"
    --- stderr
    error: several phases bear the number `1`, and which is meant is unclear on line 17
      hint: line 17: **Dependencies**: Phase 1
      hint: give one of them another number by hand, there and in its heading; then number them anew
    --- exit 2
    ");
}

#[test]
fn words_that_say_nothing_are_not_added() {
    let folder = Folder::repository(&[(PATH, PLAN)]);
    insta::assert_snapshot!(folder.tip(&["add", "criterion", "tides#P1", " "]), @r"
    --- stderr
    usage error: the text is empty
    --- exit 2
    ");
    insta::assert_snapshot!(folder.tip(&["add", "phase", "tides", ""]), @r"
    --- stderr
    usage error: the title is empty
    --- exit 2
    ");
    assert_eq!(folder.read(PATH), PLAN);
}
