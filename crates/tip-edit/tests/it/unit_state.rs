//! States are written in the form that the plan uses.

use tip_edit::set_unit_state;
use tip_plan::{UnitId, UnitState};

use crate::{applied, changed, parsed};

/// Sets the state of the last phase, and checks that it is read back.
#[track_caller]
fn check(text: &str, state: UnitState, expected: &str) {
    let last = |plan: &tip_plan::Plan| -> UnitId {
        let phases = plan.phases().map(|(id, _)| id);
        phases.last().expect("the text has a phase")
    };
    let found = changed(text, |doc, plan| {
        set_unit_state(doc, plan, last(plan), state, TODAY)
    });
    assert_eq!(found, expected, "{text}");
    if found.starts_with("error") {
        return;
    }
    let (doc, plan) = parsed(text);
    let edits =
        set_unit_state(&doc, &plan, last(&plan), state, TODAY).expect("it was written before");
    let (_, after) = parsed(&applied(text, &edits));
    assert_eq!(plan.units.len(), after.units.len(), "{text}");
    assert_eq!(after.unit(last(&after)).state.value, state, "{text}");
    let names = |plan: &tip_plan::Plan| -> Vec<String> {
        plan.units.iter().map(|it| it.id.clone()).collect()
    };
    assert_eq!(names(&after), names(&plan), "{text}");
}

const TODAY: &str = "2026-09-30";
const DONE: UnitState = UnitState::Done;
const BEGUN: UnitState = UnitState::InProgress;

#[test]
fn a_mark_in_the_title_is_that_of_the_neighbors() {
    check(
        "# Plan\n\n## Phase 1: a ✅ COMPLETE\n\n## Phase 2: b\n",
        DONE,
        "-## Phase 2: b\n+## Phase 2: b ✅ COMPLETE\n",
    );
    check(
        "# Plan\n\n## ✅ Phase 1: a\n\n## Phase 2: b\n",
        DONE,
        "-## Phase 2: b\n+## ✅ Phase 2: b\n",
    );
    check(
        "# Plan\n\n## Phase 1: a - DONE\n\n## Phase 2: b (M)\n",
        DONE,
        "-## Phase 2: b (M)\n+## Phase 2: b (M) - DONE\n",
    );
    check(
        "# Plan\n\n## Phase 1: a (done)\n\n## Phase 2: b ##\n",
        DONE,
        "-## Phase 2: b ##\n+## Phase 2: b (done) ##\n",
    );
}

#[test]
fn without_a_form_the_title_gets_a_mark() {
    let text = "# Plan\n\n## Phase 1: a\n\nWords.\n";
    check(text, DONE, "-## Phase 1: a\n+## Phase 1: a ✓\n");
    check(
        text,
        BEGUN,
        "-## Phase 1: a\n+## Phase 1: a (in progress)\n",
    );
    check(
        "# Plan\n\n**Phase 1: a**\n\nWords.\n",
        DONE,
        "-**Phase 1: a**\n+**Phase 1: a** ✓\n",
    );
    check(
        "# Plan\n\n## Phase 1: a <!-- tip: allow(x) y -->\n",
        DONE,
        "-## Phase 1: a <!-- tip: allow(x) y -->\n+## Phase 1: a ✓ <!-- tip: allow(x) y -->\n",
    );
}

#[test]
fn a_mark_in_the_title_is_replaced_and_taken_out() {
    check(
        "# Plan\n\n## Phase 1: a ✓\n\n## Phase 2: b (in progress)\n",
        DONE,
        "-## Phase 2: b (in progress)\n+## Phase 2: b ✓\n",
    );
    let text = "# Plan\n\n## Phase 1: a\n\n## Phase 2: b - **✅ COMPLETE**\n\nWords.\n";
    let (doc, plan) = parsed(text);
    let edits =
        set_unit_state(&doc, &plan, UnitId(1), UnitState::Open, TODAY).expect("it is taken out");
    let (_, after) = parsed(&applied(text, &edits));
    assert_eq!(after.units[1].state.value, UnitState::Unknown);
}

#[test]
fn a_status_field_is_written_in_the_words_of_the_plan() {
    check(
        "# Plan\n\n## Phase 1: a\n\n**Status**: Completed\n\n## Phase 2: b\n\n**Status**: Pending\n",
        DONE,
        "-**Status**: Pending\n+**Status**: Completed\n",
    );
    check(
        "# Plan\n\n## Phase 1: a\n\n**Status**: Pending\n",
        BEGUN,
        "-**Status**: Pending\n+**Status**: In progress\n",
    );
    check(
        "# Plan\n\n## Phase 1: a\n\n- **Status**: done\n\n## Phase 2: b\n\nWords.\n",
        DONE,
        "+- **Status**: done\n+\n",
    );
}

#[test]
fn a_phase_with_a_box_has_its_box_ticked() {
    let text = "# Plan\n\n- [x] Phase 1: a\n- [ ] Phase 2: b\n";
    check(text, DONE, "-- [ ] Phase 2: b\n+- [x] Phase 2: b\n");
    check(
        text,
        BEGUN,
        "error: the box of `P2` can say open or done, but not in progress",
    );
}

#[test]
fn what_boxes_tell_is_not_written() {
    check(
        "# Plan\n\n## Phase 1: a\n\n- [x] b\n- [ ] c\n",
        DONE,
        "error: the plan tells by its boxes how far `P1` has come",
    );
    check("# Plan\n\n## Phase 1: a\n\n- [x] b\n- [x] c\n", DONE, "");
    // A phase of our template bears a mark all the same.
    check(
        "---\nfeature: a\nstatus: in_progress\nestimated_effort: S\n---\n\n# Technical Implementation Plan: a\n\n## Implementation Phases\n\n\
         ### Phase 1: a\n\n**Success Criteria**:\n- [x] b\n",
        DONE,
        "-### Phase 1: a\n+### Phase 1: a ✓\n",
    );
}

#[test]
fn a_cell_of_a_table_is_written() {
    check(
        "# Plan\n\n| Phase | Status |\n|---|---|\n| Phase 1: a | ✅ Done |\n| Phase 2: b | Pending |\n",
        DONE,
        "-| Phase 2: b | Pending |\n+| Phase 2: b | ✅ Done |\n",
    );
}

/// Begins and finishes the first step, checks what changes, and that opening it again brings the text back to the byte.
#[track_caller]
fn check_step(text: &str, state: UnitState, expected: &str) {
    let first = |plan: &tip_plan::Plan| -> UnitId {
        let step = plan.units_of(tip_plan::UnitKind::Step).next();
        step.expect("the list has steps").0
    };
    let found = changed(text, |doc, plan| {
        set_unit_state(doc, plan, first(plan), state, TODAY)
    });
    assert_eq!(found, expected, "{text}");
    let (doc, plan) = parsed(text);
    let edits =
        set_unit_state(&doc, &plan, first(&plan), state, TODAY).expect("it was written before");
    let marked = applied(text, &edits);
    let (doc, after) = parsed(&marked);
    assert_eq!(after.unit(first(&after)).state.value, state, "{marked}");
    let ids = |plan: &tip_plan::Plan| -> Vec<String> {
        plan.units.iter().map(|it| it.id.clone()).collect()
    };
    assert_eq!(ids(&after), ids(&plan), "{marked}");
    let edits = set_unit_state(&doc, &after, first(&after), UnitState::Open, TODAY);
    let edits = edits.expect("a mark can be taken out");
    assert_eq!(applied(&marked, &edits), text);
}

#[test]
fn a_numbered_step_bears_a_mark() {
    let text = "# Plan\n\n## Phase 1: a\n\n1. Build the pier\n2. Paint it\n";
    check_step(text, DONE, "-1. Build the pier\n+1. Build the pier ✓\n");
    check_step(
        text,
        BEGUN,
        "-1. Build the pier\n+1. Build the pier (in progress)\n",
    );
    // In the manner of another one.
    let text = "# Plan\n\n## Phase 1: a\n\n1. Build the pier\n2. ✅ Paint it\n3. Dry it [x]\n";
    check_step(text, DONE, "-1. Build the pier\n+1. ✅ Build the pier\n");
    let text = "# Plan\n\n## Phase 1: a\n\n1. **Build**: the pier (2 days)\n2. Dry it [x]\n";
    check_step(
        text,
        DONE,
        "-1. **Build**: the pier (2 days)\n+1. **Build**: the pier (2 days) [x]\n",
    );
    // One that goes on in its second line has no end to bear it.
    let text = "# Plan\n\n## Phase 1: a\n\n1. Build the pier\n   and the wall\n2. Paint it [x]\n";
    check_step(text, DONE, "-1. Build the pier\n+1. ✅ Build the pier\n");
    check_step(text, BEGUN, "-1. Build the pier\n+1. 🚧 Build the pier\n");
}

#[test]
fn the_open_boxes_of_a_task_are_named() {
    let (doc, plan) =
        parsed("# Plan\n\n### Task 1: a\n\n- [ ] **Step 1: b**\n- [ ] **Step 2: c**\n");
    let error =
        set_unit_state(&doc, &plan, UnitId(0), DONE, TODAY).expect_err("its boxes are open");
    let tip_edit::EditError::ToldByBoxes { open, .. } = error else {
        panic!("{error}");
    };
    assert_eq!(open.len(), 2);
}

#[test]
fn what_marks_a_state_goes_with_it_and_bold_marks_stay_in_pairs() {
    check(
        "# Plan\n\n## Phase 1: a 🔴 Not Started\n",
        DONE,
        "-## Phase 1: a 🔴 Not Started\n+## Phase 1: a ✓\n",
    );
    check(
        "# Plan\n\n## Phase 1: a — **PENDING**\n",
        DONE,
        "-## Phase 1: a — **PENDING**\n+## Phase 1: a ✓\n",
    );
    check(
        "# Plan\n\n## Phase 1: a ⏳ NOT STARTED (2 days)\n",
        DONE,
        "-## Phase 1: a ⏳ NOT STARTED (2 days)\n+## Phase 1: a ✓ (2 days)\n",
    );
    check(
        "# Plan\n\n**Phase 1: a**\n\nb\n\n**Phase 2: b** ⏳ NOT STARTED\n\nc\n",
        DONE,
        "-**Phase 2: b** ⏳ NOT STARTED\n+**Phase 2: b** ✓\n",
    );
}

#[test]
fn of_another_mark_the_mark_alone_is_taken() {
    let model = |mark: &str| format!("# Plan\n\n## Phase 1: a {mark}\n\n## Phase 2: b\n");
    for (mark, expected) in [
        ("✅ _done + verified_", "✅"),
        ("✅ DONE 2026-01-02", "✅ DONE"),
        ("— done 2026-01-02", "— done"),
        ("(done 2026-01-02)", "(done)"),
        ("✅ **COMPLETE**", "✅ **COMPLETE**"),
    ] {
        check(
            &model(mark),
            DONE,
            &format!("-## Phase 2: b\n+## Phase 2: b {expected}\n"),
        );
    }
    check(
        "# Plan\n\n**Phase 1: a ✅**\n\nb\n\n**Phase 2: b**\n\nc\n",
        DONE,
        "-**Phase 2: b**\n+**Phase 2: b ✅**\n",
    );
}

#[test]
fn a_mark_in_words_that_are_not_read_is_replaced_or_left_alone() {
    let text = "# Plan\n\n## Phase 1: a + b ⏳ _built, a look at it pending_\n";
    let found = changed(text, |doc, plan| {
        set_unit_state(doc, plan, UnitId(0), DONE, TODAY)
    });
    assert_eq!(
        found,
        "-## Phase 1: a + b ⏳ _built, a look at it pending_\n+## Phase 1: a + b ✓\n"
    );
    let text = "# Plan\n\n## Phase 1: a — ✅ built by Ann (branch `b`) for now\n";
    let error =
        "error: `P1` says `✅ built by Ann (branch `b`) for now`, which is more than a state";
    check(text, DONE, error);
    check(text, BEGUN, error);
}

#[test]
fn a_remark_is_not_taken_out_with_its_mark() {
    let check = |text: &str, expected: &str| {
        let found = changed(text, |doc, plan| {
            set_unit_state(doc, plan, UnitId(0), UnitState::Open, TODAY)
        });
        assert_eq!(found, expected, "{text}");
    };
    check(
        "# Plan\n\n## Phase 1: a ✅ BUILT 2026-01-02\n",
        "-## Phase 1: a ✅ BUILT 2026-01-02\n+## Phase 1: a\n",
    );
    check(
        "# Plan\n\n## Phase 1: a ✅ BUILT (the half of it)\n",
        "error: `P1` says `✅ BUILT (the half of it)`, which is more than a state",
    );
}

#[test]
fn words_that_may_be_the_title_stay() {
    check(
        "# Plan\n\n## Phase 1: a: current-best\n",
        DONE,
        "-## Phase 1: a: current-best\n+## Phase 1: a: current-best ✓\n",
    );
    check(
        "# Plan\n\n## Phase 1: a - remaining work\n",
        DONE,
        "-## Phase 1: a - remaining work\n+## Phase 1: a - remaining work ✓\n",
    );
    check(
        "# Plan\n\n## Phase 1: A thing: active-learning loop.\n",
        DONE,
        "-## Phase 1: A thing: active-learning loop.\n+## Phase 1: A thing: active-learning loop. ✓\n",
    );
    check(
        "# Plan\n\n## Phase 1: Draw ⏳ as a timer\n",
        DONE,
        "-## Phase 1: Draw ⏳ as a timer\n+## Phase 1: Draw ⏳ as a timer ✓\n",
    );
}

#[test]
fn a_bold_lead_bears_the_mark_behind_it() {
    check(
        "# Plan\n\n**Phase 1 — a.** Put the gate into `b.ts`\n(and its guide) at last.\n",
        DONE,
        "-**Phase 1 — a.** Put the gate into `b.ts`\n+**Phase 1 — a.** ✓ Put the gate into `b.ts`\n",
    );
    check(
        "# Plan\n\n**Phase 1 — a.** A module: current-best\n{x, y} mapping.\n",
        BEGUN,
        "-**Phase 1 — a.** A module: current-best\n+**Phase 1 — a.** (in progress) A module: current-best\n",
    );
    check(
        "# Plan\n\n**Phase 1 — a (no new parts).**\n`b` goes on.\n",
        DONE,
        "-**Phase 1 — a (no new parts).**\n+**Phase 1 — a (no new parts).** ✓\n",
    );
    check(
        "# Plan\n\n**Phase 1**: Put the gate into `b.ts`\n(and its guide) at last.\n",
        DONE,
        "-**Phase 1**: Put the gate into `b.ts`\n+**✅ Phase 1**: Put the gate into `b.ts`\n",
    );
    check(
        "# Plan\n\n**Phase 1: a** (2 days)\n\nWords.\n",
        DONE,
        "-**Phase 1: a** (2 days)\n+**Phase 1: a** (2 days) ✓\n",
    );
}

#[test]
fn a_status_field_is_that_of_the_siblings() {
    let sibling = "# Plan\n\n## Phase 0 — a\n\n**Status:** Complete (2026-08-02). The checker\nis there.\n\n1. Add\n\n";
    check(
        &format!("{sibling}## Phase 6 — b\n\n1. Create `x`\n\nDone when x.\n"),
        DONE,
        "+**Status:** Complete (2026-09-30)\n+\n",
    );
    check(
        &format!(
            "{sibling}## Phase 6 — b\n\n**Status:** In progress (2026-08-09). Half of\nit is there.\n"
        ),
        DONE,
        "-**Status:** In progress (2026-08-09). Half of\n+**Status:** Complete (2026-09-30). Half of\n",
    );
}

#[test]
fn progress_told_in_prose_has_no_place_to_write_in() {
    check(
        "# Plan\n\n## Progress\n\n- **Phase 1 — a.** Done.\n- **Phase 2 — b.** In progress.\n\n## Phase 0 — z\n\n**Status:** Complete\n\nWords.\n\n## Phase 1 — a\n\nWords.\n\n## Phase 2 — b\n\nWords.\n",
        DONE,
        "+**Status:** Complete\n+\n",
    );
}

#[test]
fn words_beside_a_state_are_nobody_elses() {
    let plan = |status: &str| {
        format!(
            "# Plan\n\n## Phase 1: a\n\n**Status**: Done, as Ann saw\n\n## Phase 2: b\n\n**Status**: {status}\n"
        )
    };
    check(
        &plan("Pending (waits for Ann)"),
        DONE,
        "-**Status**: Pending (waits for Ann)\n+**Status**: Done (waits for Ann)\n",
    );
    check(
        &plan("Waiting for what Ann says"),
        DONE,
        "error: `P2` says `Waiting for what Ann says`, which is more than a state",
    );
    check(
        "# Plan\n\n| Phase | Status |\n|---|---|\n| Phase 1: a | ✅ Done by Ann |\n| Phase 2: b | Pending |\n",
        DONE,
        "-| Phase 2: b | Pending |\n+| Phase 2: b | ✅ Done |\n",
    );
}
