//! Boxes are ticked in every form, and the tick can be taken back.

use proptest::prelude::*;
use tip_edit::{tick, untick};
use tip_plan::BoxState;

use crate::{applied, parsed};

#[track_caller]
fn check(text: &str, expected: &str) {
    let (doc, plan) = parsed(text);
    let it = plan.boxes.first().expect("the text has a box");
    let ticked = applied(text, &tick(&doc, &plan, it));
    assert_eq!(ticked, expected);
    let (doc, plan) = parsed(&ticked);
    assert_eq!(plan.boxes[0].state, BoxState::Done);
    assert_eq!(applied(&ticked, &untick(&doc, &plan, &plan.boxes[0])), text);
}

#[test]
fn every_form_of_a_box_is_ticked() {
    check("# Plan\n\n- [ ] a\n", "# Plan\n\n- [x] a\n");
    check("# Plan\n\n* [ ] a\r\n", "# Plan\n\n* [x] a\r\n");
    check("# Plan\n\n1. [ ] a\n", "# Plan\n\n1. [x] a\n");
    check("# Plan\n\n> - [ ] a\n", "# Plan\n\n> - [x] a\n");
    check("# Plan\n\n- [ ]* 1.1 a\n", "# Plan\n\n- [x]* 1.1 a\n");
    check(
        "# Plan\n\n- b\n\n    + [ ] a",
        "# Plan\n\n- b\n\n    + [x] a",
    );
    check(
        "# Plan\n\n| Task | Done |\n|---|---|\n| a | [ ] |\n",
        "# Plan\n\n| Task | Done |\n|---|---|\n| a | [x] |\n",
    );
}

#[test]
fn the_mark_of_the_plan_is_taken() {
    check(
        "# Plan\n\n- [ ] a\n- [X] b\n",
        "# Plan\n\n- [X] a\n- [X] b\n",
    );
    check(
        "# Plan\n\n- [ ] a\n- [✓] b\n",
        "# Plan\n\n- [✓] a\n- [✓] b\n",
    );
    check(
        "# Plan\n\n- [ ] a\n- [X] b\n- [x] c\n",
        "# Plan\n\n- [x] a\n- [X] b\n- [x] c\n",
    );
}

#[test]
fn what_is_ticked_stays() {
    let text = "# Plan\n\n- [X] a\n- [ ] b\n";
    let (doc, plan) = parsed(text);
    assert_eq!(tick(&doc, &plan, &plan.boxes[0]), []);
    assert_eq!(untick(&doc, &plan, &plan.boxes[1]), []);
}

#[test]
fn a_box_that_says_something_else_is_ticked_too() {
    let text = "# Plan\n\n- [~] a\n";
    let (doc, plan) = parsed(text);
    let ticked = applied(text, &tick(&doc, &plan, &plan.boxes[0]));
    assert_eq!(ticked, "# Plan\n\n- [x] a\n");
    let open = applied(text, &untick(&doc, &plan, &plan.boxes[0]));
    assert_eq!(open, "# Plan\n\n- [ ] a\n");
}

const PIECES: &[&str] = &[
    "- [ ] a\n",
    "* [ ] b\n",
    "- [X] c\n",
    "- [x] d\n",
    "  - [ ] e\n",
    "1. [ ] f\n",
    "> - [ ] g\n",
    "\n",
    "\r\n",
    "# Plan\n",
    "## Phase 1: x\n",
    "| a | b |\n|---|---|\n| [ ] c | [x] |\n",
    "```\n",
    "text ",
    "- [ ]\u{a0}h\n",
    "- [~] i\n",
    "[ ]",
    "é🚢",
    "**Success Criteria**:\n",
];

proptest! {
    #[test]
    fn a_tick_changes_one_byte_and_is_taken_back_to_the_byte(text in tip_testing::glued(PIECES, 24)) {
        let (doc, plan) = parsed(&text);
        for (at, it) in plan.boxes.iter().enumerate() {
            if it.state != BoxState::Open || doc.text(it.mark) != "[ ]" {
                continue;
            }
            let ticked = applied(&text, &tick(&doc, &plan, it));
            prop_assert_eq!(ticked.len(), text.len());
            let (doc, plan) = parsed(&ticked);
            prop_assert_eq!(plan.boxes[at].state, BoxState::Done);
            let back = applied(&ticked, &untick(&doc, &plan, &plan.boxes[at]));
            prop_assert_eq!(&back, &text);
        }
    }
}
