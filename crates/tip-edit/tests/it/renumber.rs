//! Phases are numbered anew, and what names them follows.

use tip_edit::{EditError, names_in_history, renumber, same_shape};

use crate::{applied, parsed};

#[track_caller]
fn renumbered(text: &str) -> String {
    let (doc, plan) = parsed(text);
    match renumber(&doc, &plan) {
        Ok((edits, _)) => {
            let after = applied(text, &edits);
            let (doc, read) = parsed(&after);
            assert!(same_shape(&plan, &read), "{after}");
            assert_eq!(
                renumber(&doc, &read),
                Ok((Vec::new(), Vec::new())),
                "{after}"
            );
            after
        }
        Err(error) => format!("error: {error}"),
    }
}

#[test]
fn dependencies_tasks_and_mentions_follow() {
    let text = "# Plan

See [the end](#phase-4-end) and Phases 2 and 4, not `Phase 4` nor [x](b.md#phase-4).

## Phase 2: Begin

**Dependencies**: None

- [ ] 2.1 a
- [ ] 2.2 b

## Phase 3: Go on

**Dependencies**: Phase 2

## Phase 4: End

Depends on phase 2, Phase 3. The 4 of us.

```
Phase 4
```
";
    insta::assert_snapshot!(renumbered(text), @r"
    # Plan

    See [the end](#phase-3-end) and Phases 1 and 3, not `Phase 4` nor [x](b.md#phase-4).

    ## Phase 1: Begin

    **Dependencies**: None

    - [ ] 1.1 a
    - [ ] 1.2 b

    ## Phase 2: Go on

    **Dependencies**: Phase 1

    ## Phase 3: End

    Depends on phase 1, Phase 2. The 4 of us.

    ```
    Phase 4
    ```
    ");
}

#[test]
fn phases_that_moved_change_places() {
    let text = "# Plan\n\n## Phase 2: b\n\n**Dependencies**: None\n\n## Phase 1: a\n\n**Dependencies**: 2\n\n## Phase 3: c\n\n**Dependencies**: 1, 2\n";
    insta::assert_snapshot!(renumbered(text), @r"
    # Plan

    ## Phase 1: b

    **Dependencies**: None

    ## Phase 2: a

    **Dependencies**: 1

    ## Phase 3: c

    **Dependencies**: 2, 1
    ");
}

#[test]
fn the_first_number_and_its_width_stay() {
    let text = "# Plan\n\n## Phase 0: a\n\n## Phase 2: b\n";
    assert!(renumbered(text).contains("## Phase 1: b"));
    let text = "# Plan\n\n## Phase 01: a\n\n## Phase 03: b\n\n**Dependencies**: Phase 01\n";
    assert!(renumbered(text).contains("## Phase 02: b"));
}

#[test]
fn what_is_in_order_stays() {
    let text = "# Plan\n\n## Phase 1: a\n\n## Phase 2: b\n";
    assert_eq!(renumbered(text), text);
}

#[test]
fn what_nobody_can_tell_is_refused() {
    let twice = "# Plan\n\n## Phase 1: a\n\n## Phase 1: b\n\n## Phase 2: c\n\n";
    assert!(renumbered(twice).contains("## Phase 3: c"));
    let named = format!("{twice}**Dependencies**: Phase 1\n");
    assert_eq!(
        renumbered(&named),
        "error: several phases bear the number `1`, and which is meant is unclear on line 9"
    );
    let lines = format!("{named}\nSee Phase 1.\n");
    assert_eq!(
        renumbered(&lines),
        "error: several phases bear the number `1`, and which is meant is unclear on lines 9, 11"
    );
    // No phase waits for itself.
    let own = "# Plan\n\n## Phase 1: a\n\n## Phase 1: b\n\n**Dependencies**: Phase 1\n";
    assert!(renumbered(own).ends_with("## Phase 2: b\n\n**Dependencies**: Phase 1\n"));
    let (doc, plan) = parsed("# Plan\n\n## Phase A: a\n");
    assert!(matches!(
        renumber(&doc, &plan),
        Err(EditError::Missing { .. })
    ));
}

#[test]
fn phases_that_are_items_or_rows_are_numbered_too() {
    let text = "# Plan\n\n- [ ] Phase 1: a\n- [x] Phase 3: b\n";
    insta::assert_snapshot!(renumbered(text), @r"
    # Plan

    - [ ] Phase 1: a
    - [x] Phase 2: b
    ");
}

#[test]
fn a_plan_that_is_a_phase_keeps_its_number() {
    let text = "# Phase 07: Locales\n\n## Tasks\n\n- [ ] a\n";
    let (doc, plan) = parsed(text);
    assert_eq!(plan.phases().count(), 1);
    assert_eq!(renumber(&doc, &plan), Err(EditError::IsPhase));
    let new = tip_edit::add::NewPhase::default();
    let added = tip_edit::add::add_phase(&doc, &plan, &new);
    assert_eq!(added, Err(EditError::IsPhase));
}

#[test]
fn a_log_keeps_the_numbers_of_then() {
    let text = "# Plan

## Progress

- [ ] Phase 3: End
- (2026-03-01 10:00Z) Phase 3 was split.

## Phase 1: Begin

**Dependencies**: None

## Phase 3: End

**Dependencies**: Phase 1

## Decision Log

- Phase 3 comes last, see Phase 1.

### 2026-03-02

Moved task 3.1.

## Change log

| day | what |
| --- | --- |
| 2026-03-01 | Phase 3 written |
";
    let (doc, plan) = parsed(text);
    let (edits, renumbered) = renumber(&doc, &plan).expect("its phases bear numbers");
    insta::assert_snapshot!(crate::difference(text, &applied(text, &edits)), @r"
    -- [ ] Phase 3: End
    -- (2026-03-01 10:00Z) Phase 3 was split.
    -
    -## Phase 1: Begin
    -
    -**Dependencies**: None
    -
    -## Phase 3: End
    +- [ ] Phase 2: End
    +- (2026-03-01 10:00Z) Phase 3 was split.
    +
    +## Phase 1: Begin
    +
    +**Dependencies**: None
    +
    +## Phase 2: End
    ");
    assert_eq!(names_in_history(&doc, &plan, &renumbered), [6, 18, 22, 28]);
}

#[test]
fn a_log_may_name_what_nobody_can_tell() {
    let text = "# Plan

## Phase 1: a

## Phase 2: b

## Phase 2: c

## Decision Log

- Phase 2 comes last.
";
    insta::assert_snapshot!(crate::difference(text, &renumbered(text)), @r"
    -## Phase 2: c
    +## Phase 3: c
    ");
    let named = text.replace("## Phase 1: a\n", "## Phase 1: a\n\nBefore Phase 2.\n");
    insta::assert_snapshot!(renumbered(&named), @"error: several phases bear the number `2`, and which is meant is unclear on line 5");
}

#[test]
fn a_phase_whose_state_a_log_alone_tells_keeps_its_number() {
    let text = "# Plan

## Progress

- [x] (2026-03-01 10:00Z) Phase 3: End

## Phase 1: Begin

## Phase 3: End
";
    insta::assert_snapshot!(renumbered(text), @"error: line 5 tells by its number how far phase `3` has come: - [x] (2026-03-01 10:00Z) Phase 3: End");
}
