//! How far units have come, where several places tell.

use super::check;
use crate::outline;

/// Reads the states of a plan's phases and tasks: `P1 done, open by its boxes`.
#[track_caller]
fn states(text: &str, expected: &str) {
    let read = outline::generic(text);
    let show = |unit: &tip_plan::Unit| {
        let other = unit.state.contradicted_by.map(|it| {
            let (value, source) = (it.value.word(), it.source.word());
            format!(", {value} by {source}")
        });
        let state = unit.state.value.word();
        format!("{} {state}{}", unit.handle, other.unwrap_or_default())
    };
    let units: Vec<String> = read.plan.units.iter().map(show).collect();
    check(text, &units.join("; "), expected);
}

#[test]
fn what_is_deferred_altogether_is_dropped() {
    states(
        "## Phase 1: Line\n\n- [ ] [DEFERRED] a\n- [ ] b (deferred)\n",
        "P1 dropped",
    );
    states(
        "## Phase 1: Line\n\n- [ ] [DEFERRED] a\n- [x] b\n",
        "P1 done",
    );
    states(
        "## Phase 1: Line\n\n- [ ] [DEFERRED] a\n- [ ] b\n",
        "P1 open",
    );
}

#[test]
fn what_is_deferred_does_not_contradict_work_that_goes_on() {
    states(
        "## Phase 1: Line (Ongoing)\n\n- [x] a\n- [ ] [DEFERRED] b\n",
        "P1 in_progress",
    );
    states(
        "## Phase 1: Line (Ongoing)\n\n- [x] a\n",
        "P1 in_progress, done by boxes",
    );
}

#[test]
fn a_ticked_box_over_open_ones_is_contradicted() {
    states(
        "- [x] 2. Draw\n- [x] 2.1 Line\n- [ ] 2.2 Sail\n",
        "T2 done, in_progress by boxes; T2.1 done; T2.2 open",
    );
    states("- [ ] 2. Draw\n- [x] 2.1 Line\n", "T2 open; T2.1 done");
}

#[test]
fn a_dash_in_a_box_gives_it_up() {
    states("- [-] 1. Draw\n- [ ] 2. Fly\n", "T1 dropped; T2 open");
    let text = "# Tasks\n\n- [-] 1. Draw\n";
    let kiro = outline::of(".kiro/specs/kite/tasks.md", text);
    check(text, kiro.plan.units[0].state.value.word(), "in_progress");
}

#[test]
fn a_list_of_the_phases_tells_their_states_and_a_sentence_does_not() {
    let phase = "## Phase 1: Line\n\n- [x] a\n- [ ] b\n";
    states(
        &format!("- [x] Phase 1: Line\n\n{phase}"),
        "P1 done, in_progress by boxes",
    );
    states(
        &format!("- [x] Phase 1 checks the line\n\n{phase}"),
        "P1 in_progress",
    );
}
