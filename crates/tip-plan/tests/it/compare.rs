use tip_plan::{ReadOptions, Version, compare, read};
use tip_syntax::Document;

const PLAN: &str = "\
---
status: draft
estimated_effort: M
---

# Technical Implementation Plan: Export

## Implementation Phases

### Phase 1: Rows

**Success Criteria**:
- [ ] Rows are written
- [ ] Tests pass: `cargo test rows`

**Dependencies**: None

**Estimated Effort**: S

### Phase 2: Page

**Success Criteria**:
- [ ] The page shows them

**Dependencies**: Phase 1 complete
";

/// Compares the plan with what `replace` makes of it; a line for each change.
#[track_caller]
fn check(replace: &[(&str, &str)], expected: &[&str]) {
    let mut text = PLAN.to_owned();
    for (from, to) in replace {
        assert!(text.contains(from), "{from}");
        text = text.replacen(from, to, 1);
    }
    let options = ReadOptions::new("docs/tips/export.md");
    let parse = |text: &str| Document::parse(text.as_bytes().to_vec());
    let (old, new) = (parse(PLAN), parse(&text));
    let (before, after) = (read(&old, &options), read(&new, &options));
    let changes = compare(
        Version {
            doc: &old,
            plan: &before,
        },
        Version {
            doc: &new,
            plan: &after,
        },
    );
    let shown: Vec<String> = changes
        .iter()
        .map(|it| {
            let none = || "nothing".to_owned();
            let before = it.before.clone().unwrap_or_else(none);
            let after = it.after.clone().unwrap_or_else(none);
            format!("{} {}: {before} -> {after}", it.handle, it.aspect.word())
        })
        .collect();
    assert_eq!(shown, expected);
}

#[test]
fn text_that_moves_or_is_wrapped_changes_nothing() {
    check(&[], &[]);
    check(
        &[
            (
                "## Implementation Phases",
                "Prose.\n\n## Implementation Phases",
            ),
            ("Rows are written", "Rows\n  are written"),
        ],
        &[],
    );
}

#[test]
fn a_tick_is_a_change_of_its_box_and_its_phase() {
    check(
        &[("[ ] The page", "[x] The page")],
        &["P2 state: open -> done", "P2.C1 tick: open -> done"],
    );
}

#[test]
fn estimates_status_and_dependencies_are_compared() {
    check(
        &[
            ("status: draft", "status: approved"),
            ("estimated_effort: M", "estimated_effort: L"),
            ("**Estimated Effort**: S", "**Estimated Effort**: XL"),
            (
                "**Dependencies**: Phase 1 complete",
                "**Dependencies**: None",
            ),
        ],
        &[
            " status: draft -> approved",
            " effort: M -> L",
            "P1 effort: S -> XL",
            "P2 dependencies: P1 -> nothing",
        ],
    );
}

#[test]
fn a_phase_of_another_name_keeps_its_boxes() {
    check(
        &[("Phase 1: Rows", "Phase 1: Lines of data")],
        &["P1 title: Rows -> Lines of data"],
    );
}

#[test]
fn boxes_are_edited_added_and_taken_away() {
    check(
        &[
            (
                "- [ ] Rows are written\n",
                "- [x] Rows are written in order\n",
            ),
            ("- [ ] The page shows them\n", "- [ ] Nobody waits\n"),
        ],
        &[
            "P1 state: open -> in_progress",
            "P1.C1 text: Rows are written -> Rows are written in order",
            "P1.C1 tick: open -> done",
            "P2.C1 presence: nothing -> Nobody waits",
            "P2.C1 presence: The page shows them -> nothing",
        ],
    );
}

#[test]
fn phases_are_added_and_taken_away() {
    check(
        &[(
            "### Phase 2: Page\n\n**Success Criteria**:\n- [ ] The page shows them\n\n**Dependencies**: Phase 1 complete\n",
            "### Phase 3: Mail\n",
        )],
        &[
            "P2 presence: Page -> nothing",
            "P3 presence: nothing -> Mail",
            "P2.C1 presence: The page shows them -> nothing",
        ],
    );
}
