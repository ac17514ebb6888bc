//! What can be worked on.

use tip_workspace::{Assumed, ready};

use crate::open;

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let snapshot = open(&[("docs/tips/a.md", text)]);
    let (_, plan) = snapshot.read("docs/tips/a.md").expect("the plan is there");
    let ready = ready(&plan);
    let found: Vec<String> = ready
        .units
        .iter()
        .map(|it| {
            let handle = |id| plan.unit(id).handle.clone();
            let assumed = it.assumed.iter().map(|it| match it {
                Assumed::After(id) => format!(" after {}", handle(*id)),
                Assumed::First => " first".to_owned(),
                Assumed::StateUnknown(_) => " state unknown".to_owned(),
                Assumed::UnknownDependency(it) => format!(" unknown {it}"),
            });
            format!("{}{}", handle(it.unit), assumed.collect::<String>())
        })
        .collect();
    assert_eq!(found, expected, "{text}");
}

const DONE: &str = "**Success Criteria**:\n- [x] a\n\n";
const OPEN: &str = "**Success Criteria**:\n- [ ] a\n\n";

#[test]
fn without_dependencies_the_order_decides() {
    check(
        &format!("# P\n\n## Phase 1: a\n\n{DONE}## Phase 2: b\n\n{OPEN}## Phase 3: c\n\n{OPEN}"),
        &["P2 after P1"],
    );
    check(
        &format!("# P\n\n## Phase 1: a\n\n{OPEN}## Phase 2: b\n\n{OPEN}"),
        &["P1 first"],
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
