//! Phases and other units: their words, numbers, titles, states and efforts.

use tip_plan::{StateSource, UnitKind};
use tip_syntax::Document;

use super::check;
use crate::outline::{self, Read};

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
fn numbers_with_letters_are_phases_where_phases_stand() {
    units_of(
        "## Milestones\n\n### M0: Line\n\n- Status: `Completed`\n\n### M1 — Sail\n\nWords.\n",
        "phase M0 Line done; phase M1 Sail",
    );
    units_of("## Findings\n\n### F1: Line\n\n### F2: Sail\n", "");
    units_of("## Phases\n\n### A plan of the sail\n", "");
    units_of(
        "## Slice 0 — Line\n\n## Slice 1: Sail\n",
        "phase 0 Line; phase 1 Sail",
    );
}

#[test]
fn rows_of_phases_have_a_title_of_their_own() {
    units_of(
        "## Phasing\n\n| Phase | Scope | Infra? |\n|---|---|---|\n| **1a** | Line | no |\n| **2** | Sail | no |\n",
        "phase 1a Line; phase 2 Sail",
    );
    units_of(
        "## Receipts\n\n| Item | Phase | Receipt |\n|---|---|---|\n| 1 · line | **spun in May** | 4 |\n",
        "",
    );
}

#[test]
fn a_board_tells_of_phases_by_their_numbers_alone() {
    units_of(
        "## Task board\n\n- [x] S0: Line\n- [ ] S1: Sail\n\n## Milestone S0: Line\n\n## Milestone S1: Sail\n",
        "phase S0 Line done; phase S1 Sail open",
    );
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
        "## Phase 1: Line\n\n## Migration status\n\n- **Phase 1 — line.** Done. It holds.\n",
        "phase 1 Line done",
    );
    units_of(
        "## Phase 1: Line ✅ BUILT 2026-06-30\n",
        "phase 1 Line done",
    );
    units_of(
        "## Phase 1: Line — ✅ BUILT (branch `kite/line-0071`)\n",
        "phase 1 Line done",
    );
    units_of(
        "## Phase 1: Line ✅ BUILT (hemp only)\n",
        "phase 1 Line done",
    );
    units_of("## Phase 1: Line (shipped).\n", "phase 1 Line done");
    units_of(
        "## Phase 1: Line\n\n## Progress\n\n- [x] Phase 1: Line\n",
        "phase 1 Line done",
    );
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

#[test]
fn a_share_in_the_title_is_a_state() {
    lead(
        "## Phase 1: Line (40% remaining)",
        "phase 1 Line in_progress",
    );
    lead("## Phase 1: Line (100%)", "phase 1 Line done");
    lead("## Phase 1: Line (0% done)", "phase 1 Line open");
}

#[test]
fn a_list_that_names_two_phases_speaks_of_neither() {
    units_of(
        "## Phase 1: A\n\n- [ ] x\n\n## Phase 2: B\n\n## Check\n\n- Phase 1 → Phase 2: fits ✓\n",
        "phase 1 A; phase 2 B",
    );
}

#[test]
fn numbered_rows_are_tasks_where_tasks_stand() {
    units_of(
        "## Tasks\n\n| # | Task | Status |\n|---|---|---|\n| 1 | Line | Done |\n| 2 | Sail | Pending |\n",
        "task 1 Line done; task 2 Sail open",
    );
    units_of(
        "## Tasks\n\n| ID | Title |\n|---|---|\n| T001 | Line |\n",
        "task T001 Line",
    );
    // Elsewhere a table of numbers is a table.
    units_of("## Risks\n\n| ID | Title |\n|---|---|\n| 1 | Fog |\n", "");
}

#[test]
fn phases_in_a_list_stand_wherever_its_heading_says_so() {
    units_of(
        "## Review\n\n### Implementation Phases\n\n1. **Phase 1**: A\n2. **Phase 1.5**: B\n3. **Phase 2**: C\n",
        "phase 1 A; phase 1.5 B; phase 2 C",
    );
    units_of(
        "## Estimated Effort\n\n- Phase 1 (Core): 2-3 hours\n- Phase 2 (Rest): 1 hour\n",
        "phase 1 (Core): 2-3 hours; phase 2 (Rest): 1 hour",
    );
    // More items than bold lines: the lines speak of the phases of the list.
    units_of(
        "**Phase 1** - Add `a`:\n\nWords.\n\n## Phases\n\n- Phase 1: A\n- Phase 2: B\n- Phase 3: C\n",
        "phase 1 A; phase 2 B; phase 3 C",
    );
}

#[test]
fn milestones_over_phases_count_apart() {
    units_of(
        "### Milestone 1: Kite\n\n- [ ] **Phase 1: Line**\n\n## Details\n\n### Phase 1: Line\n",
        "phase 1 Line open",
    );
}

#[test]
fn a_file_named_by_the_number_of_its_phase_belongs_to_that_phase() {
    let text = "### Phase 11: Line\n\nWords.\n\n### Phase 11.2: Sail\n\n- [x] 11.2-01-PLAN.md — cut it\n- [x] 11.2-PLAN-02.md — sew it\n";
    let read = outline::generic(text);
    check(text, &units(&read), "phase 11 Line; phase 11.2 Sail");
    let of = |number: &str| {
        let phase = read
            .plan
            .phases()
            .find(|(_, it)| it.number.as_ref().is_some_and(|it| it.value == number));
        phase.map(|(_, it)| it.state.value)
    };
    assert_eq!(of("11.2"), Some(tip_plan::UnitState::Done));
    assert_eq!(of("11"), Some(tip_plan::UnitState::Unknown));
}

#[test]
fn a_number_may_go_on_with_a_name() {
    units_of(
        "## Phase 0-DIG — try it\n\n## Phase 0-DIG findings\n\n## Phase 1: Line\n",
        "phase 0-DIG try it; phase 1 Line",
    );
}

#[test]
fn a_list_of_the_phases_ticks_them() {
    units_of(
        "## Phases\n\n- [x] **Phase 1: A** - words\n- [~] **Phase 2: B** - words\n- [ ] **Phase 3: C**\n\n## Details\n\n### Phase 1: A\n\n### Phase 2: B\n\n### Phase 3: C\n",
        "phase 1 A done; phase 2 B in_progress; phase 3 C open",
    );
}

#[test]
fn a_heading_about_a_part_of_a_phase_is_no_phase() {
    units_of(
        "## Phase 1: Line\n\n## Phase 2: Sail\n\n## Metrics\n\n### Phase 1 Targets\n\n- tight\n\n### Phase 2 Targets\n",
        "phase 1 Line; phase 2 Sail",
    );
    units_of("## Phase 1 Targets\n\n## Phase 1: Line\n", "phase 1 Line");
    units_of(
        "## Phase 1 Kite\n\n## Phase 2 Sail\n",
        "phase 1 Kite; phase 2 Sail",
    );
}

#[test]
fn examples_and_summaries_repeat_phases() {
    units_of(
        "## Phase 1: Line\n\n## Parallel Execution Examples\n\n### Phase 1: Line (run both)\n",
        "phase 1 Line",
    );
    let text = "## Phase 1: Line\n\n- [x] a\n- [ ] b\n\n## Checklist Summary\n\n### Phase 1: Line\n\n- [ ] a and b\n";
    let read = outline::generic(text);
    check(text, &units(&read), "phase 1 Line");
    assert_eq!(read.plan.progress().total, 2);
}

#[test]
fn the_total_under_the_heading_of_a_phase_is_its_effort() {
    let text = "## Phase 1: Line\n\n**Total Effort**: 32 hours\n\n### 1.1 Wind (2h)\n";
    let read = outline::generic(text);
    let effort = read.plan.units[0].effort.map(|it| it.value.short());
    assert_eq!(effort.as_deref(), Some("4d"), "{text}");
}

#[test]
fn the_first_sentence_of_a_paragraph_names_its_phase() {
    let text = "# Kite\n\n## Plan of Work\n\nPhase A: Find the line and wind it. Wait for the\nwind to turn.\n\nPhase B: Fly\n";
    let read = crate::outline::generic(text);
    let titles: Vec<&str> = read
        .plan
        .phases()
        .map(|(_, unit)| unit.title.value.as_str())
        .collect();
    assert_eq!(titles, ["Find the line and wind it", "Fly"]);
}
