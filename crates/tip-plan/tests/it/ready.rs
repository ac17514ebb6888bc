//! What can be worked on.

use tip_plan::Assumed;

use crate::outline;

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let plan = outline::of("docs/tips/a.md", text).plan;
    let ready = plan.ready();
    let handle = |id| plan.unit(id).handle.clone();
    let units = ready.units.iter().map(|it| {
        let assumed = it.assumed.iter().map(|it| match it {
            Assumed::After(id) => format!(" after {}", handle(*id)),
            Assumed::First => " first".to_owned(),
            Assumed::StateUnknown(_) => " state unknown".to_owned(),
            Assumed::UnknownDependency(it) => format!(" unknown {it}"),
        });
        format!("{}{}", handle(it.unit), assumed.collect::<String>())
    });
    let boxes = ready
        .boxes
        .iter()
        .map(|it| plan.boxes[*it as usize].handle.clone());
    let waiting = ready.waiting.iter().map(|it| {
        let on: Vec<String> = it.on.iter().map(|it| handle(*it)).collect();
        format!("{} waits for {}", handle(it.unit), on.join(" "))
    });
    let found: Vec<String> = units.chain(boxes).chain(waiting).collect();
    assert_eq!(found, expected, "{text}");
}

const DONE: &str = "**Success Criteria**:\n- [x] a\n\n";
const OPEN: &str = "**Success Criteria**:\n- [ ] a\n\n";

#[test]
fn without_dependencies_the_order_decides() {
    check(
        &format!("# P\n\n## Phase 1: a\n\n{DONE}## Phase 2: b\n\n{OPEN}## Phase 3: c\n\n{OPEN}"),
        &["P2 after P1", "P3 waits for P2"],
    );
    check(
        &format!("# P\n\n## Phase 1: a\n\n{OPEN}## Phase 2: b\n\n{OPEN}"),
        &["P1 first", "P2 waits for P1"],
    );
}

#[test]
fn written_dependencies_decide() {
    let none = "**Dependencies**: None\n\n";
    let one = "**Dependencies**: Phase 1\n\n";
    check(
        &format!(
            "# P\n\n## Phase 1: a\n\n{DONE}{none}## Phase 2: b\n\n{OPEN}{one}## Phase 3: c\n\n{OPEN}{one}"
        ),
        &["P2", "P3"],
    );
}

#[test]
fn a_finished_plan_has_nothing_ready() {
    check(&format!("# P\n\n## Phase 1: a\n\n{DONE}"), &[]);
}

#[test]
fn what_is_begun_waits_for_what_is_written_and_for_nothing_else() {
    check(
        &format!(
            "# P\n\n## Phase 1: a\n\n{OPEN}## Phase 2: b 🚧\n\n**Dependencies**: Phase 1\n\n{OPEN}"
        ),
        &["P1 first", "P2 waits for P1"],
    );
    check(
        &format!("# P\n\n## Phase 1: a\n\n{OPEN}## Phase 2: b 🚧\n\n{OPEN}"),
        &["P2", "P1 first"],
    );
}

#[test]
fn parts_that_tell_nothing_are_no_work_beside_boxes() {
    check(
        "# P\n\n## Phase 1: a\n\n### Task 1.1: model\n\nx\n\n### Task 1.2: view\n\nx\n\n### Success Criteria\n\n- [x] a\n- [ ] b\n",
        &["P1"],
    );
    check(
        &format!(
            "# P\n\n## Phase 1: a\n\n### Task 1.1: model\n\n- [x] x\n\n### Task 1.2: view\n\n- [ ] y\n\n## Phase 2: b\n\n{OPEN}"
        ),
        &["T1.2 after T1.1", "P2 waits for P1"],
    );
}

#[test]
fn a_phase_that_is_done_by_its_title_keeps_the_boxes_that_are_open_beside_ticked_ones() {
    check(
        "# P\n\n## Phase 1: a ✅\n\n### Task 1.1: model\n\n- [x] x\n\n### Task 1.2: view\n\n- [ ] y\n",
        &["T1.2 after T1.1"],
    );
    check("# P\n\n## Phase 1: a ✅\n\n- [ ] x\n- [ ] y\n", &[]);
}

#[test]
fn what_tells_nothing_before_what_is_begun_is_passed() {
    check(
        &format!("# P\n\n## Phase 1: a\n\nx\n\n## Phase 2: b\n\n{DONE}## Phase 3: c\n\n{OPEN}"),
        &["P3 after P2"],
    );
}

#[test]
fn optional_work_is_not_what_comes_next() {
    check(
        "# Tasks\n\n## Tasks\n\n- [ ] 1. a\n  - [x] 1.1 b\n  - [ ]* 1.2 c\n  - [ ] 1.3 d\n",
        &["T1.3 after T1.2"],
    );
}

#[test]
fn boxes_outside_of_phases_come_when_no_phase_is_ready() {
    let gates = "## Quality Gates\n\n- [ ] a person looked\n- [x] seen\n- [ ] n/a\n";
    check(
        &format!("# P\n\n## Phase 1: a\n\n{DONE}{gates}"),
        &["G1", "G3"],
    );
    check(
        &format!("# P\n\n## Phase 1: a\n\n{OPEN}{gates}"),
        &["P1 first"],
    );
}

#[test]
fn lists_that_begin_anew_do_not_wait_for_each_other() {
    check(
        "# P\n\n## Code\n\n1. [ ] a\n2. [ ] b\n\n## Docs\n\n1. [ ] c\n2. [ ] d\n\n## Optional (nice to have)\n\n1. [ ] e\n",
        &[
            "T1 first",
            "T1~2 first",
            "T2 waits for T1",
            "T2~2 waits for T1~2",
        ],
    );
}
