//! What units wait for.

use tip_plan::DependencySource;

use super::check;
use crate::outline;

/// Reads the dependencies of the last of five phases.
#[track_caller]
fn depends(value: &str, expected: &str) {
    let head = ["1: Line", "2: Sail", "3: Frame", "4: Tail"]
        .map(|phase| format!("## Phase {phase}\n\nWords.\n\n"))
        .concat();
    dependencies(
        &format!("{head}## Phase 5: Fly\n\n**Dependencies**: {value}\n"),
        "P5",
        expected,
    );
}

/// Reads the dependencies of one unit of a plan.
#[track_caller]
fn dependencies(text: &str, handle: &str, expected: &str) {
    let read = outline::generic(text);
    let unit = read.plan.units.iter().find(|it| it.handle == handle);
    let needs = &unit
        .unwrap_or_else(|| panic!("{handle} in {}", read.units()))
        .depends_on;
    let mut words: Vec<String> = needs
        .on
        .iter()
        .map(|it| read.plan.unit(it.value).handle.clone())
        .collect();
    words.extend(needs.unknown.iter().map(|it| format!("?{}", it.value)));
    match needs.source {
        DependencySource::Order => words.push("by order".into()),
        DependencySource::Written => {}
        DependencySource::DeclaredNone => words.push("none".into()),
    }
    check(text, &words.join(" "), expected);
}

#[test]
fn dependencies_that_are_none_are_told() {
    depends("None", "none");
    depends("none", "none");
    depends("None (first phase)", "none");
    depends("None - can start at once", "none");
    depends("N/A", "none");
    depends("Nothing", "none");
}

#[test]
fn dependencies_name_phases() {
    depends("Phase 1", "P1");
    depends("Phase 1 complete", "P1");
    depends("Phase 1 must be complete", "P1");
    depends("Phase 1 (the line), Phase 3 (2 frames)", "P1 P3");
    depends("Phase 1. Phase 5 can also be built without it.", "P1");
    depends("Phases 1 and 3", "P1 P3");
    depends("Phases 1, 2, and 4", "P1 P2 P4");
    depends("Phases 1 & 2", "P1 P2");
    depends("Phases 2-4", "P2 P3 P4");
    depends("Phases 2–4", "P2 P3 P4");
    depends("Phases 1 through 3", "P1 P2 P3");
    depends("Phases 3-9", "P3 P4");
    depends("1, 3", "P1 P3");
    depends("All previous phases", "P1 P2 P3 P4");
    depends("Previous phase", "P4");
    depends("**Phase 2** complete", "P2");
    depends("Requires Phase 2", "P2");
}

#[test]
fn zeros_before_a_number_do_not_count() {
    let text = "## Phase 03.1: Line\n\nWords.\n\n## Phase 4: Sail\n\n**Depends on**: Phase 3.1\n";
    dependencies(text, "P4", "P03.1");
    depends("Phase 03", "P3");
}

#[test]
fn dependencies_on_phases_that_are_not_there_are_unknown() {
    depends("Phase 9", "?9");
    depends("Phase 1, Phase 9", "P1 ?9");
}

#[test]
fn dependencies_on_other_things_leave_the_order() {
    depends("`libkite` 2.5", "P4 by order");
    depends("A windy day", "P4 by order");
    depends("", "P4 by order");
}

#[test]
fn dependencies_stand_in_lists() {
    let phases = "## Phase 1: Line\n\n## Phase 2: Sail\n\n## Phase 3: Fly\n\n";
    dependencies(
        &format!("{phases}**Dependencies**:\n- Phase 1\n- Phase 2\n"),
        "P3",
        "P1 P2",
    );
    dependencies(&format!("{phases}**Depends on**: Phase 1\n"), "P3", "P1");
    dependencies(
        &format!("{phases}- **Prerequisites**: Phase 2\n"),
        "P3",
        "P2",
    );
    dependencies(&format!("{phases}**Blocked by**: Phase 1\n"), "P3", "P1");
}

#[test]
fn dependencies_of_tasks_name_tasks() {
    let tasks = "## Phase 1: Line\n\n### T001: Spin\n\n### T002: Wind\n\n### T003: Knot\n\n";
    dependencies(
        &format!("{tasks}**Depends**: T001, T002\n"),
        "T003",
        "T001 T002",
    );
    dependencies(
        &format!("{tasks}**Depends**: T001–T002\n"),
        "T003",
        "T001 T002",
    );
    dependencies(&format!("{tasks}**Depends**: None\n"), "T003", "none");
    dependencies(&format!("{tasks}**Depends**: T9\n"), "T003", "?T9");
    dependencies(tasks, "T003", "T002 by order");
}

#[test]
fn dependencies_stand_under_a_heading_of_their_own() {
    let phases = "## Phase 1: Line\n\n## Phase 2: Sail\n\n## Phase 3: Fly\n\n";
    dependencies(
        &format!("{phases}### Dependencies\n\n- Phase 1 (line)\n"),
        "P3",
        "P1",
    );
    dependencies(&format!("{phases}### Dependencies\n\nNone\n"), "P3", "none");
    dependencies(
        &format!("{phases}### Depends on: Phases 1-2\n"),
        "P3",
        "P1 P2",
    );
    dependencies(&format!("{phases}### Dependencies\n"), "P3", "P2 by order");
}

#[test]
fn dependencies_are_said_in_a_sentence_or_the_title() {
    let phases = "## Phase 1: Line\n\n## Phase 2: Sail\n\n";
    dependencies(
        &format!("{phases}## Phase 3: Fly\n\nDepends on Phase 1.\n"),
        "P3",
        "P1",
    );
    dependencies(
        &format!("{phases}## Phase 3: Fly (depends on Phase 1)\n"),
        "P3",
        "P1",
    );
    dependencies(
        &format!("{phases}## Phase 3 — Fly (a note) — depends on Phase 1's line\n"),
        "P3",
        "P1",
    );
}

#[test]
fn dependencies_stand_in_the_rows_of_tasks() {
    let table = "## Tasks\n\n| # | Task | Depends on |\n|---|---|---|\n| 1 | Line | - |\n| 2 | Sail | - |\n| 3 | Fly | 1 |\n";
    dependencies(table, "T3", "T1");
    dependencies(table, "T2", "none");
}

#[test]
fn dependencies_are_arrows_between_phases() {
    let plan = "## Phase 1: Line\n\n## Phase 2: Sail\n\n## Phase 3: Fly\n\n## Dependencies\n\n**Phase 1 → Phase 2/3**: line first\n**Phase 2 → Phase 3**: no sail, no flight\n";
    dependencies(plan, "P2", "P1");
    dependencies(plan, "P3", "P1 P2");
}

#[test]
fn what_waits_for_a_unit_by_its_words_does_not_come_before_it() {
    let plan = "## Phase 1: Line\n\n## Phase 2: Fly (blocked by Phase 3)\n\n## Phase 3: Sail\n";
    dependencies(plan, "P2", "P3");
    dependencies(plan, "P3", "P1 by order");
}

#[test]
fn the_numbers_of_a_list_are_no_phases() {
    depends(
        "\n\n1. Set the secret\n2. Start the database\n",
        "P4 by order",
    );
}

#[test]
fn a_phase_that_only_a_list_names_is_known() {
    dependencies(
        "- [x] **Phase 9: Line**\n\n## Phase 10: Sail\n\n## Phase 11: Frame\n\n**Depends on**: Phase 9\n",
        "P11",
        "",
    );
}
