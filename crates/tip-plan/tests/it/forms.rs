//! The forms in which things are written, a case each.

use tip_plan::{DependencySource, Expectation, StateSource, UnitKind};
use tip_syntax::Document;

use crate::outline::{self, Read};

/// Compares what was read of `text`.
#[track_caller]
fn check(text: &str, found: &str, expected: &str) {
    assert_eq!(found, expected, "{text}");
}

/// Shows a unit as `kind number title state`, what is missing left out.
fn units(read: &Read) -> String {
    let show = |unit: &tip_plan::Unit| {
        let mut words = vec![unit.kind.word()];
        words.extend(unit.number.as_ref().map(|it| it.value.as_str()));
        words.push(&unit.title.value);
        if !matches!(unit.state.source, StateSource::None | StateSource::Boxes) {
            words.push(unit.state.value.word());
        }
        words.join(" ")
    };
    read.plan
        .units
        .iter()
        .map(show)
        .collect::<Vec<_>>()
        .join("; ")
}

/// Reads one line with a paragraph under it.
#[track_caller]
fn lead(line: &str, expected: &str) {
    let read = outline::generic(&format!("# Kite\n\n{line}\n\nWords.\n"));
    check(line, &units(&read), expected);
}

/// Reads a whole plan's units.
#[track_caller]
fn units_of(text: &str, expected: &str) {
    check(text, &units(&outline::generic(text)), expected);
}

/// Reads a plan's status.
#[track_caller]
fn status(text: &str, expected: &str) {
    let read = outline::generic(text);
    check(text, &read.status().unwrap_or_default(), expected);
}

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

/// Reads the references of a plan as `path:line-end::symbol#anchor`.
#[track_caller]
fn references(text: &str, expected: &str) {
    check(text, &shown_references(text, |_| String::new()), expected);
}

/// Reads the references of a plan with what is meant to be done with them.
#[track_caller]
fn intents(text: &str, expected: &str) {
    check(
        text,
        &shown_references(text, |it| format!("{} ", it.intent.word())),
        expected,
    );
}

fn shown_references(text: &str, lead: impl Fn(&tip_plan::Reference) -> String) -> String {
    let read = outline::generic(text);
    let show = |it: &tip_plan::Reference| lead(it) + &outline::target(it);
    read.plan
        .references
        .iter()
        .map(show)
        .collect::<Vec<_>>()
        .join(" ")
}

/// Reads the commands of a box's text as `command -> expectation`.
#[track_caller]
fn command(text: &str, expected: &str) {
    commands(&format!("## Success Criteria\n\n- [ ] {text}\n"), expected);
}

/// Reads the commands of a plan as `command -> expectation`, joined by ` ; `.
#[track_caller]
fn commands(text: &str, expected: &str) {
    let read = outline::generic(text);
    let show = |it: &tip_plan::Command| {
        let expectation = match &it.expectation {
            Expectation::Success => String::new(),
            Expectation::ExitCode(code) => format!(" -> exit {code}"),
            Expectation::Output(text) => format!(" -> output {text}"),
            Expectation::Contains(text) => format!(" -> contains {text}"),
            Expectation::Lines(count) => format!(" -> lines {count}"),
            Expectation::Unreadable(text) => format!(" -> unreadable {text}"),
            other => format!(" -> {}", other.word()),
        };
        let mut shown = it.text.replace('\n', "⏎") + &expectation;
        if let Some(why_not) = it.why_not {
            shown.extend([" !", why_not.word()]);
        }
        shown
    };
    let found: Vec<String> = read.plan.commands.iter().map(show).collect();
    check(text, &found.join(" ; "), expected);
}

#[test]
fn phases_are_headings_of_any_level() {
    lead("# Phase 1: Line", "phase 1 Line");
    lead("## Phase 1: Line", "phase 1 Line");
    lead("### Phase 1: Line", "phase 1 Line");
    lead("#### Phase 1: Line", "phase 1 Line");
    lead("##### Phase 1: Line", "phase 1 Line");
    lead("###### Phase 1: Line", "phase 1 Line");
    lead("Phase 1: Line\n-------------", "phase 1 Line");
    lead("## Phase 1: Line ##", "phase 1 Line");
    lead("## **Phase 1: Line**", "phase 1 Line");
    lead("## PHASE 1: Line", "phase 1 Line");
}

#[test]
fn other_words_mean_phases_too() {
    lead("## Stage 1: Line", "phase 1 Line");
    lead("## Milestone 1: Line", "phase 1 Line");
    lead("## Chunk 1: Line", "phase 1 Line");
    lead("## Sprint 1: Line", "phase 1 Line");
    lead("## Part 1: Line", "phase 1 Line");
    lead("## PR 1: Line", "phase 1 Line");
    lead("## Implementation Phase 1: Line", "phase 1 Line");
    lead("## Task 1: Line", "task 1 Line");
    lead("## Step 1: Line", "step 1 Line");
    lead("## Scenario 1: Line", "scenario 1 Line");
    lead("## T001: Line", "task T001 Line");
}

#[test]
fn numbers_have_many_forms() {
    lead("## Phase 1.2: Line", "phase 1.2 Line");
    lead("## Phase A: Line", "phase A Line");
    lead("## Phase 2a: Line", "phase 2a Line");
    lead("## Phase B.1: Line", "phase B.1 Line");
    lead("## Phase 0: Line", "phase 0 Line");
    lead("## Phase 12: Line", "phase 12 Line");
    lead("## Phase II: Line", "phase II Line");
    lead("## Phase 1-3: Line", "phase 1-3 Line");
    lead("## Phase 1 Sail", "phase 1 Sail");
    lead("## Phase 1 - Line", "phase 1 Line");
    lead("## Phase 1 — Line", "phase 1 Line");
    lead("## Phase 1 – Line", "phase 1 Line");
    lead("## Phase 1. Line", "phase 1 Line");
    lead("## Phase 1) Line", "phase 1 Line");
    lead("## Phase: Line", "phase Line");
}

#[test]
fn titles_tell_states() {
    lead("## Phase 1: Line ✓", "phase 1 Line done");
    lead("## Phase 1: Line ✅", "phase 1 Line done");
    lead("## ✅ Phase 1: Line", "phase 1 Line done");
    lead("## Phase 1: Line - COMPLETE", "phase 1 Line done");
    lead("## Phase 1: Line (COMPLETE)", "phase 1 Line done");
    lead("## Phase 1: Line — ✅ COMPLETE", "phase 1 Line done");
    lead("## Phase 1: Line [DONE]", "phase 1 Line done");
    lead("## Phase 1: Line (done 2026-03-01)", "phase 1 Line done");
    lead("## Phase 1: Line (in progress)", "phase 1 Line in_progress");
    lead("## Phase 1: Line 🚧", "phase 1 Line in_progress");
    lead("## Phase 1: Line (deferred)", "phase 1 Line dropped");
    lead("## Phase 1: Line - SKIPPED", "phase 1 Line dropped");
    lead("## ~~Phase 1: Line~~", "phase 1 Line dropped");
    lead("## Phase 1: Line (not started)", "phase 1 Line open");
}

#[test]
fn titles_keep_words_that_only_look_like_states() {
    lead("## Phase 1: Complete the line", "phase 1 Complete the line");
    lead("## Phase 1: Line (hemp)", "phase 1 Line (hemp)");
    lead("## Phase 1: What is done", "phase 1 What is done");
}

#[test]
fn words_of_prose_are_no_units() {
    lead("## Phases", "");
    lead("## Phase overview", "");
    lead("## Stepping back", "");
    lead("## Tasks", "");
    lead("## 2026 plans", "");
    lead("Phase 1 was hard.", "");
    lead("See Phase 1: it was hard.", "");
    lead("```\n## Phase 1: Line\n```", "");
    lead("<!--\n## Phase 1: Line\n-->", "");
}

#[test]
fn numbers_alone_are_phases_where_phases_stand() {
    units_of(
        "## Implementation Phases\n\n### 1. Line\n\n### 2. Sail\n",
        "phase 1 Line; phase 2 Sail",
    );
    units_of(
        "## Phase 1: Line\n\n### 1.1 Spin\n\n### 1.2 Wind\n",
        "phase 1 Line; task 1.1 Spin; task 1.2 Wind",
    );
    units_of("## 1. Line\n\n## 2. Sail\n", "");
}

#[test]
fn a_section_about_a_phase_is_no_second_phase() {
    units_of(
        "## Phase 1: Line\n\n## Success Criteria\n\n### Phase 1: Line\n\n- [ ] It holds\n",
        "phase 1 Line",
    );
    units_of(
        "## Phase 1: Line\n\n### Phase 1 Success Criteria\n\n- [ ] It holds\n",
        "phase 1 Line",
    );
}

#[test]
fn states_of_phases_come_from_fields_and_tables() {
    units_of(
        "## Phase 1: Line\n\n**Status**: Done\n",
        "phase 1 Line done",
    );
    units_of(
        "## Phase 1: Line\n\n- **Status:** in progress\n",
        "phase 1 Line in_progress",
    );
    units_of(
        "## Phase 1: Line\n\nStatus: ⏳\n",
        "phase 1 Line in_progress",
    );
    units_of(
        "## Phase 1: Line\n\n## Overview\n\n| Phase | Status |\n|---|---|\n| 1 | ✅ |\n",
        "phase 1 Line done",
    );
    units_of(
        "## Phase 1: Line\n\n## Progress\n\n- [x] Phase 1: Line\n",
        "phase 1 Line done",
    );
}

#[test]
fn the_status_is_read_where_it_stands() {
    status(
        "---\nstatus: draft\n---\n\n# Kite\n",
        "draft <front matter> \"draft\"",
    );
    status(
        "---\nstatus: \"In Progress\"\n---\n",
        "in_progress <front matter> \"In Progress\"",
    );
    status(
        "---\nStatus: complete\n---\n",
        "complete <front matter> \"complete\"",
    );
    status(
        "# Kite\n\n**Status**: Complete\n",
        "complete <field> \"Complete\"",
    );
    status(
        "# Kite\n\n**Status:** ✅ Complete\n",
        "complete <field> \"✅ Complete\"",
    );
    status(
        "# Kite\n\nStatus: approved\n",
        "approved <field> \"approved\"",
    );
    status(
        "# Kite\n\n- **Status**: Planned\n",
        "approved <field> \"Planned\"",
    );
    status(
        "# Kite\n\n> **Status**: Superseded by another\n",
        "superseded <field> \"Superseded by another\"",
    );
    status(
        "# Kite\n\n**Owner**: Ida | **Status**: WIP\n",
        "in_progress <field> \"WIP\"",
    );
    status(
        "# Kite\n\n## Status\n\nIn progress since May.\n",
        "in_progress <heading> \"In progress since May.\"",
    );
    status("# Kite\n\n## Status: Draft\n", "draft <heading> \"Draft\"");
    status(
        "# Kite\n\n| Field | Value |\n|---|---|\n| Status | Draft |\n",
        "draft <field> \"Draft\"",
    );
    status(
        "# Kite (COMPLETE)\n",
        "complete <title> \"Kite (COMPLETE)\"",
    );
    status("# Kite ✅\n", "complete <title> \"Kite ✅\"");
    status("# Kite\n\nWords.\n", "");
}

#[test]
fn the_front_matter_wins_over_fields() {
    status(
        "---\nstatus: draft\n---\n\n# Kite\n\n**Status**: Complete\n",
        "draft <front matter> \"draft\"",
    );
}

#[test]
fn a_status_under_a_phase_is_that_of_the_phase() {
    let words = "A kite needs wind. ".repeat(12);
    status(
        &format!("# Kite\n\n{words}\n\n## Phase 1: Line\n\n**Status**: Complete\n"),
        "",
    );
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
    depends("Phases 1 and 3", "P1 P3");
    depends("Phases 1, 2, and 4", "P1 P2 P4");
    depends("Phases 1 & 2", "P1 P2");
    depends("Phases 2-4", "P2 P3 P4");
    depends("Phases 2–4", "P2 P3 P4");
    depends("Phases 1 through 3", "P1 P2 P3");
    depends("1, 3", "P1 P3");
    depends("All previous phases", "P1 P2 P3 P4");
    depends("Previous phase", "P4");
    depends("**Phase 2** complete", "P2");
    depends("Requires Phase 2", "P2");
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
    boxes("- [-] Line", "task other Line");
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
fn lines_follow_the_path() {
    references("`kite/line.py`", "kite/line.py");
    references("`kite/line.py:4`", "kite/line.py:4");
    references("`kite/line.py:4-9`", "kite/line.py:4-9");
    references("`kite/line.py:4–9`", "kite/line.py:4-9");
    references("`kite/line.py:4,9`", "kite/line.py:4 kite/line.py:9");
    references("`kite/line.py:4-6,9`", "kite/line.py:4-6 kite/line.py:9");
    references("`kite/line.py:L4-L9`", "kite/line.py:4-9");
    references("`kite/line.py#L4`", "kite/line.py:4");
    references("`kite/line.py#L4-L9`", "kite/line.py:4-9");
    references("`kite/line.py:4:7`", "kite/line.py:4");
    references("kite/line.py:4", "kite/line.py:4");
    references("See kite/line.py:4-9.", "kite/line.py:4-9");
    references("(kite/line.py:4)", "kite/line.py:4");
}

#[test]
fn lines_are_spoken_beside_the_path() {
    references("`kite/line.py` (line 4)", "kite/line.py:4");
    references("`kite/line.py` (lines 4-9)", "kite/line.py:4-9");
    references("`kite/line.py` lines 4-9", "kite/line.py:4-9");
    references("`kite/line.py` line 4", "kite/line.py:4");
    references("`kite/line.py`, lines 4–9", "kite/line.py:4-9");
    references("`kite/line.py` (~line 4)", "kite/line.py:4");
    references("`kite/line.py` around line 4", "kite/line.py:4");
    references("`kite/line.py` (L4)", "kite/line.py:4");
    references("lines 4-9 of `kite/line.py`", "kite/line.py:4-9");
    references("Line 4 in `kite/line.py`", "kite/line.py:4");
    references("kite/line.py (line 4)", "kite/line.py:4");
    references(
        "**File**: `kite/line.py`\n**Lines**: 4-9\n",
        "kite/line.py:4-9",
    );
    references(
        "- **File**: `kite/line.py`\n- **Lines**: 4\n",
        "kite/line.py:4",
    );
    references(
        "| File | Lines |\n|---|---|\n| `kite/line.py` | 4-9 |\n",
        "kite/line.py:4-9",
    );
}

#[test]
fn symbols_and_anchors_follow_the_path() {
    references("`kite/line.py::spin`", "kite/line.py::spin");
    references("`kite/line.py::Line::spin`", "kite/line.py::Line::spin");
    references("`kite/line.py:spin`", "kite/line.py::spin");
    references("`kite/line.py:spin()`", "kite/line.py::spin()");
    references("`docs/kite.md#line`", "docs/kite.md#line");
    references("[the line](docs/kite.md#line)", "docs/kite.md#line");
    references("`kite/line.py::spin` (lines 4-9)", "kite/line.py:4-9::spin");
}

#[test]
fn links_lead_to_files() {
    references("[line](kite/line.py)", "kite/line.py");
    references("[line](kite/line.py#L4-L9)", "kite/line.py:4-9");
    references("[line](../kite/line.py)", "../kite/line.py");
    references("[line](./kite/line.py)", "./kite/line.py");
    references("[`kite/line.py:4`](kite/line.py)", "kite/line.py:4");
    references("[my line](docs/my%20line.md)", "docs/my line.md");
    references("[line](<docs/my line.md>)", "docs/my line.md");
    references("[line][l]\n\n[l]: kite/line.py\n", "kite/line.py");
    references(
        "[line](https://github.com/o/r/blob/0a1b2c3/kite/line.py#L4-L9)",
        "kite/line.py:4-9",
    );
    references(
        "[line](https://github.com/o/r/tree/main/kite/src/)",
        "kite/src/",
    );
}

#[test]
fn what_is_no_path_is_no_reference() {
    references("[home](https://example.com/kite/line.py)", "");
    references("[below](#line)", "");
    references("[mail](mailto:ida@example.com)", "");
    references("`https://example.com/line.py`", "");
    references("and/or", "");
    references("`GET /kite/lines`", "");
    references("Node.js and e.g. this", "");
    references("`1.2.3`", "");
    references("`line.spin()`", "");
    references("`@kite/line`", "");
    references("```python\nopen('kite/line.py')\n```", "");
    references("<!-- `kite/line.py` -->", "");
}

#[test]
fn references_are_found_over_lines_and_in_every_place() {
    references(
        "The line is in\n`kite/line.py:4`, the sail\nin `kite/sail.py`.",
        "kite/line.py:4 kite/sail.py",
    );
    references("# `kite/line.py`", "kite/line.py");
    references(
        "- `kite/line.py`\n  - `kite/sail.py`",
        "kite/line.py kite/sail.py",
    );
    references("> `kite/line.py`", "kite/line.py");
    references("| File |\n|---|\n| `kite/line.py` |\n", "kite/line.py");
    references("**`kite/line.py`**", "kite/line.py");
    references("---\ndesign: docs/kite.md\n---\n", "docs/kite.md");
    references("`kite\\line.py`", "kite/line.py");
    references("`kite/*.py`", "kite/*.py");
    references("`kite/src/`", "kite/src/");
    references("`Makefile`", "Makefile");
    references("`.gitignore`", ".gitignore");
    references("`docs/my line.md`", "docs/my line.md");
    references("`计划/线.md`", "计划/线.md");
}

#[test]
fn words_tell_what_is_meant_to_be_done() {
    intents("- Create `kite/line.py`", "create kite/line.py");
    intents("- `kite/line.py` (new)", "create kite/line.py");
    intents("- `kite/line.py` - New file", "create kite/line.py");
    intents("- Update `kite/line.py`", "modify kite/line.py");
    intents("- Add a knot to `kite/line.py`", "modify kite/line.py");
    intents(
        "- Remove the knot from `kite/line.py`",
        "modify kite/line.py",
    );
    intents("- Delete `kite/line.py`", "delete kite/line.py");
    intents("- See `kite/line.py`", "mention kite/line.py");
    intents("- As in `kite/line.py`", "mention kite/line.py");
    intents("**Create**: `kite/line.py`", "create kite/line.py");
    intents(
        "- Modify: `kite/line.py`, `kite/sail.py`",
        "modify kite/line.py modify kite/sail.py",
    );
    intents("- Delete: `kite/line.py`", "delete kite/line.py");
    intents(
        "**Files to Create**:\n- `kite/line.py`\n- `kite/sail.py`\n",
        "create kite/line.py create kite/sail.py",
    );
    intents(
        "### Files to Modify\n\n- `kite/line.py`\n",
        "modify kite/line.py",
    );
    intents(
        "**Code Changes**:\n- `kite/line.py:4` - Knot it\n",
        "modify kite/line.py:4",
    );
    intents(
        "**Type**: Create\n**File(s)**: `kite/line.py`\n",
        "create kite/line.py",
    );
    intents(
        "**File(s)**: `kite/line.py`\n**Type**: Delete\n",
        "delete kite/line.py",
    );
    intents(
        "**File**: `kite/line.py`\n**Changes**: New file\n",
        "create kite/line.py",
    );
    intents(
        "| File | Action |\n|---|---|\n| `kite/line.py` | Create |\n| `kite/sail.py` | Modify |\n",
        "create kite/line.py modify kite/sail.py",
    );
}

#[test]
fn spans_in_boxes_are_commands() {
    command("`cargo test`", "cargo test");
    command(
        "Tests pass: `cargo test --workspace`",
        "cargo test --workspace",
    );
    command("`cd kite && npm test`", "cd kite && npm test");
    command("`KITE=1 make test`", "KITE=1 make test");
    command("`./kite.sh --dry`", "./kite.sh --dry");
    command(
        "`cargo fmt --check` and `cargo clippy`",
        "cargo fmt --check ; cargo clippy",
    );
    command("`kitectl fly --now` works", "kitectl fly --now");
    command("Run cargo test", "cargo test");
}

#[test]
fn what_is_no_command_is_none() {
    command("`Line` has a `knot`", "");
    command("`kite/line.py` is gone", "");
    command("`spin()` returns a line", "");
    command("`status: draft`", "");
    command("`make` sure", "make");
    commands("Words about `cargo test`.", "");
    commands("# `cargo test`", "");
    commands("## Decision Log\n\n- `cargo test` was red\n", "");
    commands("```rust\nrun();\n```", "");
    commands("<!-- Run: `cargo test` -->", "");
    commands("- [x] Create the `make` target", "");
}

#[test]
fn expectations_follow_the_command() {
    command("`cargo test` passes", "cargo test");
    command(
        "`grep -c knot a.py` returns 4",
        "grep -c knot a.py -> output 4",
    );
    command(
        "`grep -c knot a.py` returns `4`",
        "grep -c knot a.py -> output 4",
    );
    command(
        "`grep knot a.py` returns no matches",
        "grep knot a.py -> silence",
    );
    command("`grep knot a.py` — no matches", "grep knot a.py -> silence");
    command(
        "`grep knot a.py` finds nothing",
        "grep knot a.py -> silence",
    );
    command(
        "`grep knot a.py` returns 3 matches",
        "grep knot a.py -> lines 3",
    );
    command(
        "`kite fly --far` exits non-zero",
        "kite fly --far -> failure",
    );
    command("`kite fly --far` fails", "kite fly --far -> failure");
    command(
        "`kite fly --far` exits with code 2",
        "kite fly --far -> exit 2",
    );
    command("`kite fly --far` exits 0", "kite fly --far");
    command(
        "`kite fly --far` prints `up`",
        "kite fly --far -> contains up",
    );
    command(
        "`kite fly --far` shows \"up\"",
        "kite fly --far -> contains up",
    );
    command(
        "`kite fly --far` shows a kite",
        "kite fly --far -> unreadable shows a kite",
    );
}

#[test]
fn expectations_announce_the_command() {
    command(
        "No knots remain: `grep -rn knot kite/`",
        "grep -rn knot kite/ -> silence",
    );
    command(
        "Verify it fails: `cargo test knot`",
        "cargo test knot -> failure",
    );
}

#[test]
fn run_and_expected_lines_belong_together() {
    let task = "## Task 1: Line\n\n";
    commands(
        &format!("{task}Run: `cargo test`\nExpected: FAIL\n"),
        "cargo test -> failure",
    );
    commands(
        &format!("{task}Run: `cargo test`\nExpected: PASS\n"),
        "cargo test",
    );
    commands(
        &format!("{task}Run: `cargo test`\n\nExpected: FAIL with \"no knot\"\n"),
        "cargo test -> failure",
    );
    commands(
        &format!("{task}**Run**: `cargo test`\n**Expected**: All tests pass\n"),
        "cargo test",
    );
    commands(
        &format!("{task}Run: `kite list --all`\nExpected: `up`\n"),
        "kite list --all -> contains up",
    );
    commands(
        &format!("{task}Run: `grep knot a.py`\nExpected: no output\n"),
        "grep knot a.py -> silence",
    );
    commands(
        &format!("{task}Run:\n```bash\ncargo test\n```\nExpected: FAIL\n"),
        "cargo test -> failure",
    );
}

#[test]
fn fences_hold_a_command_a_line() {
    let criteria = "## Success Criteria\n\n";
    commands(
        &format!("{criteria}```bash\ncargo fmt\ncargo test\n```\n"),
        "cargo fmt ; cargo test",
    );
    commands(
        &format!("{criteria}```sh\n# All of them\n\ncargo test\n```\n"),
        "cargo test",
    );
    commands(
        &format!("{criteria}```bash\ncargo test \\\n  --workspace\n```\n"),
        "cargo test \\⏎--workspace",
    );
    commands(
        &format!("{criteria}```bash\ncargo fmt &&\n  cargo test\n```\n"),
        "cargo fmt &&⏎cargo test",
    );
    commands(
        &format!("{criteria}```bash\ncat > a.txt <<EOF\nline\nEOF\ncargo test\n```\n"),
        "cat > a.txt <<EOF⏎line⏎EOF ; cargo test",
    );
    commands(
        &format!("{criteria}```bash\nfor a in b; do\n  cargo test $a\ndone\n```\n"),
        "",
    );
    commands(
        &format!("{criteria}```console\n$ cargo test\nrunning 3 tests\n$ cargo fmt\n```\n"),
        "cargo test ; cargo fmt",
    );
    commands(
        &format!("{criteria}```bash\n$ cargo test\n```\n"),
        "cargo test",
    );
    commands(
        &format!("{criteria}```bash\ncargo test  # quick\n```\n"),
        "cargo test",
    );
    commands(
        &format!("{criteria}```bash\r\ncargo test\r\n```\r\n"),
        "cargo test",
    );
    commands(&format!("{criteria}```bash\ncargo test\n"), "cargo test");
    commands(&format!("{criteria}```text\ncargo test\n```\n"), "");
    commands(
        &format!("{criteria}```bash\n#!/bin/sh\ncargo test\n```\n"),
        "",
    );
    commands("## Context\n\n```bash\ncargo test\n```\n", "");
}

#[test]
fn what_cannot_be_run_says_why() {
    command("`cargo test <name>`", "cargo test <name> !placeholder");
    command(
        "`pytest path/to/test.py`",
        "pytest path/to/test.py !placeholder",
    );
    command("`cargo test ...`", "cargo test ... !ellipsis");
    command("`go test ./...`", "go test ./...");
    command("`rm -rf kite`", "rm -rf kite !mutating");
    command("`git push origin main`", "git push origin main !mutating");
    command("`npm run dev`", "npm run dev !interactive");
    command("`echo \"up`", "echo \"up !unbalanced");
}

#[test]
fn efforts_are_read_of_fields_and_titles() {
    let effort = |text: &str| {
        let read = outline::generic(text);
        let (_, phase) = read.plan.units_of(UnitKind::Phase).next().expect("a phase");
        phase.effort.map(|it| it.value.short()).unwrap_or_default()
    };
    for (text, expected) in [
        ("**Estimated Effort**: M", "M"),
        ("**Effort**: S-M", "M"),
        ("**Complexity**: Low", "S"),
        ("**Estimated Effort**: 2-3 hours", "2h-3h"),
        ("**Duration**: 1 day", "1d"),
        ("- **Effort:** 30 minutes", "30m"),
        ("Words.", ""),
    ] {
        check(
            text,
            &effort(&format!("## Phase 1: Line\n\n{text}\n")),
            expected,
        );
    }
    check("a title", &effort("## Phase 1: Line (2 hours)\n"), "2h");
    check("a title", &effort("## Phase 1: Line (M)\n"), "M");
}

#[test]
fn marks_of_the_byte_order_and_of_lines_change_nothing() {
    let unix = "---\nstatus: draft\n---\n\n# Kite\n\n## Phase 1: Line\n\n**Dependencies**: None\n\n- [x] `kite/line.py:4`\n";
    let expected = outline::generic(unix).outline();
    let dos = unix.replace('\n', "\r\n");
    let marked = format!("\u{feff}{unix}");
    check("CRLF", &outline::generic(&dos).outline(), &expected);
    check("BOM", &outline::generic(&marked).outline(), &expected);
}

#[test]
fn a_box_of_a_unit_keeps_its_place_in_the_text() {
    let text = "## Phase 1: Line\n\n- [x] T001 Spin\n- [ ] T002 Wind\n";
    let read = outline::generic(text);
    let doc = Document::parse(text.as_bytes().to_vec());
    let found: Vec<&str> = read.plan.boxes.iter().map(|it| doc.text(it.mark)).collect();
    check(text, &found.join(" "), "[x] [ ]");
    check(
        text,
        &units(&read),
        "phase 1 Line; task T001 Spin done; task T002 Wind open",
    );
}
