//! Boxes, what they stand for, and what only looks like one.

use super::check;
use crate::outline;

/// Reads the boxes of a plan as `kind state text`.
#[track_caller]
fn boxes(text: &str, expected: &str) {
    let read = outline::generic(text);
    let show = |it: &tip_plan::CheckBox| {
        let mut shown = format!(
            "{} {} {}",
            it.kind.word(),
            it.state.word(),
            read.doc.text(it.text)
        );
        for (told, word) in [
            (it.in_table, "table"),
            (it.manual, "manual"),
            (it.deferred, "deferred"),
        ] {
            if told {
                shown.extend([", ", word]);
            }
        }
        shown
    };
    let found: Vec<String> = read.plan.boxes.iter().map(show).collect();
    check(text, &found.join("; "), expected);
}

#[test]
fn every_kind_of_box_is_read() {
    boxes("- [ ] Line", "task open Line");
    boxes("- [x] Line", "task done Line");
    boxes("- [X] Line", "task done Line");
    boxes("* [x] Line", "task done Line");
    boxes("+ [x] Line", "task done Line");
    boxes("1. [x] Line", "task done Line");
    boxes("1) [ ] Line", "task open Line");
    boxes("- [x]Line", "task done Line");
    boxes("- [✓] Line", "task done Line");
    boxes("- [~] Line", "task other Line");
    boxes("- [-] Line", "task other Line, deferred");
    boxes("- [/] Line", "task other Line");
    boxes("- [ ]* Line", "task open Line");
    boxes("- [ ]\n", "task open ");
    boxes(
        "- [ ] Line\r\n- [x] Sail\r\n",
        "task open Line; task done Sail",
    );
    boxes(
        "- Kite\n  - [x] Line\n    - [ ] Knot\n",
        "task done Line; task open Knot",
    );
    boxes("> - [x] Line", "task done Line");
    boxes("- [ ] Line\n  and sail", "task open Line\n  and sail");
}

#[test]
fn boxes_stand_in_cells() {
    boxes(
        "| Part | Ready |\n|---|---|\n| Line | [x] |\n| Sail | [ ] |\n",
        "progress done Line, table; progress open Sail, table",
    );
    boxes(
        "| Part |\n|---|\n| [x] Line |\n",
        "progress done Line, table",
    );
}

#[test]
fn what_only_looks_like_a_box_is_none() {
    boxes("```\n- [ ] Line\n```", "");
    boxes("~~~text\n- [x] Line\n~~~", "");
    boxes("    - [ ] Line", "");
    boxes("<!-- - [ ] Line -->", "");
    boxes("<!--\n- [ ] Line\n-->", "");
    boxes("- [x](sail.md)", "");
    boxes("- [x][sail]", "");
    boxes("- `[ ]` Line", "");
    boxes("- Line [ ]", "");
    boxes("- []", "");
    boxes("[ ] Line", "");
}

#[test]
fn a_box_is_what_its_place_says() {
    boxes("## Success Criteria\n\n- [ ] Flies", "criterion open Flies");
    boxes("**Success Criteria**:\n- [ ] Flies", "criterion open Flies");
    boxes(
        "### Acceptance Criteria\n\n- [ ] Flies",
        "criterion open Flies",
    );
    boxes("## Quality Gates\n\n- [ ] Flies", "gate open Flies");
    boxes("## Definition of Done\n\n- [ ] Flies", "gate open Flies");
    boxes("## Tasks\n\n- [ ] Spin", "task open Spin");
    boxes("## Progress\n\n- [x] Spun", "progress done Spun");
    boxes("## Review Checklist\n\n- [x] Clear", "review done Clear");
    boxes("## Open Questions\n\n- [ ] Hemp?", "review open Hemp?");
    boxes("## Phase 1: Line\n\n- [ ] Spin", "task open Spin");
    boxes(
        "## Phase 1: Line\n\n**Success Criteria**:\n- [ ] Holds\n\n**Tasks**:\n- [ ] Spin",
        "criterion open Holds; task open Spin",
    );
}

#[test]
fn boxes_for_people_and_boxes_put_off_are_marked() {
    boxes(
        "### Manual Verification\n\n- [ ] Flies",
        "criterion open Flies, manual",
    );
    boxes(
        "- [ ] Manual: look at it",
        "task open Manual: look at it, manual",
    );
    boxes(
        "- [ ] Sail (deferred)",
        "task open Sail (deferred), deferred",
    );
    boxes("- [ ] ~~Sail~~", "task open ~~Sail~~, deferred");
    boxes("- [ ] Sail (N/A)", "task open Sail (N/A), deferred");
}

#[test]
fn what_must_be_there_before_is_no_work() {
    boxes("## Prerequisites\n\n- [ ] Line\n", "review open Line");
}

#[test]
fn what_is_not_needed_is_deferred() {
    boxes(
        "- [ ] Wind the line - **Not needed** (it is short)",
        "task open Wind the line - **Not needed** (it is short), deferred",
    );
    boxes(
        "- [ ] Wax - Cancelled: it rains",
        "task open Wax - Cancelled: it rains",
    );
    boxes(
        "- [ ] The line is not needed any more",
        "task open The line is not needed any more",
    );
}

#[test]
fn the_text_of_a_box_keeps_its_marks() {
    boxes("- [ ] **Wind** it", "task open **Wind** it");
    boxes("- [ ]* Wind it", "task open Wind it");
}
