//! What leads are read as.

use super::*;

#[track_caller]
fn check(text: &str, word: Option<UnitKind>, number: &str, title: &str, state: Option<UnitState>) {
    let lead = parse(text, 0).unwrap_or_else(|| panic!("no lead in {text}"));
    assert_eq!(lead.word, word, "{text}");
    assert_eq!(
        lead.number.as_ref().map_or("", |(number, _)| number),
        number,
        "{text}"
    );
    assert_eq!(&text[lead.title.range()], title, "{text}");
    assert_eq!(lead.state.map(|(state, _)| state), state, "{text}");
}

#[test]
fn words_numbers_and_titles_are_told_apart() {
    let phase = Some(UnitKind::Phase);
    check("Phase 1: Setup", phase, "1", "Setup", None);
    check("Phase 2a — API layer", phase, "2a", "API layer", None);
    check("Phase B.1: Split", phase, "B.1", "Split", None);
    check("**Phase 3**: UI", phase, "3", "UI", None);
    check("Implementation Phase 1 - Core", phase, "1", "Core", None);
    check("Milestone: first light", phase, "", "first light", None);
    check(
        "Task 1: Models (TIP Phase 1)",
        Some(UnitKind::Task),
        "1",
        "Models",
        None,
    );
    check(
        "**Step 3: Run it**",
        Some(UnitKind::Step),
        "3",
        "Run it",
        None,
    );
    check("Stage A: Understand", phase, "A", "Understand", None);
    check("T001 [P] [US1] Add it", None, "T001", "Add it", None);
    check("1.2 Add it", None, "1.2", "Add it", None);
    check("1. Add it", None, "1", "Add it", None);
}

#[test]
fn marks_and_words_of_state_are_taken_off_the_title() {
    let phase = Some(UnitKind::Phase);
    check(
        "✅ Phase 1: Setup",
        phase,
        "1",
        "Setup",
        Some(UnitState::Done),
    );
    check(
        "Phase 1: Setup ✅",
        phase,
        "1",
        "Setup",
        Some(UnitState::Done),
    );
    check(
        "Phase 1: Setup ✓ (COMPLETE)",
        phase,
        "1",
        "Setup",
        Some(UnitState::Done),
    );
    check(
        "Phase 1: Setup - COMPLETE",
        phase,
        "1",
        "Setup",
        Some(UnitState::Done),
    );
    check(
        "Phase 1: Setup (deferred)",
        phase,
        "1",
        "Setup",
        Some(UnitState::Dropped),
    );
    check(
        "Phase 3: Complete Implementation",
        phase,
        "3",
        "Complete Implementation",
        None,
    );
    check("Phase 1: Setup (2-3 hours)", phase, "1", "Setup", None);
}

#[test]
fn marks_that_do_not_close_end_the_title() {
    let phase = Some(UnitKind::Phase);
    check(
        "1.1 Models - **🏗️ SETUP ONLY**",
        None,
        "1.1",
        "Models",
        None,
    );
    check("**Phase 1: Twist** - by hand", phase, "1", "Twist", None);
}

#[test]
fn a_mark_and_words_behind_a_title_tell_the_state() {
    let phase = Some(UnitKind::Phase);
    let state = Some(UnitState::InProgress);
    check(
        "Phase 4: Launch (Week 4) 🔄 IN PROGRESS",
        phase,
        "4",
        "Launch (Week 4)",
        state,
    );
    check("Phase 4: Launch IN PROGRESS", phase, "4", "Launch", state);
    let open = Some(UnitState::Open);
    for words in [
        "⏳ NOT STARTED",
        "🔴 Not Started",
        "📋 PLANNED",
        "⏳ Not started yet",
        "⏸️ ON HOLD",
        "🔲",
    ] {
        check(
            &format!("Phase 4: Launch {words}"),
            phase,
            "4",
            "Launch",
            open,
        );
    }
}

#[test]
fn a_mark_behind_a_bold_lead_tells_the_state_of_what_goes_on() {
    let phase = Some(UnitKind::Phase);
    let text = "**Phase 3: Launch.** ✓ Ring the bell";
    check(text, phase, "3", "Launch.", Some(UnitState::Done));
    let text = "**Phase 3: Launch.** (in progress) Ring the bell";
    check(text, phase, "3", "Launch.", Some(UnitState::InProgress));
    let text = "**Phase 3: Launch ✓** Ring the bell";
    check(text, phase, "3", "Launch", Some(UnitState::Done));
    let text = "**Phase 3: Launch.** Ring the ✓ bell";
    check(text, phase, "3", "Launch.", None);
}

#[test]
fn a_part_of_a_longer_word_is_no_state() {
    let phase = Some(UnitKind::Phase);
    for title in [
        "a thing: active-learning",
        "a thing: current-best",
        "a - done-when",
        "a (started-event)",
    ] {
        check(&format!("Phase 2: {title}"), phase, "2", title, None);
    }
    check(
        "Phase 2: a - in-progress",
        phase,
        "2",
        "a",
        Some(UnitState::InProgress),
    );
}

#[test]
fn a_phase_that_does_not_apply_is_dropped() {
    let phase = Some(UnitKind::Phase);
    let dropped = Some(UnitState::Dropped);
    check(
        "Phase 3: N/A (no frontend)",
        phase,
        "3",
        "N/A (no frontend)",
        dropped,
    );
}

#[test]
fn prose_is_no_lead() {
    for text in [
        "Phases overview",
        "Stepping back",
        "2026 roadmap",
        "3 things",
        "Step back",
        "Partial updates",
        "A word",
        "Phase 1 → Phase 2: the model is used",
        "Phase 1 -> Phase 2",
        "PR #27 Manual-QA Salvage",
        "PR #27: https://example.org/pull/27",
    ] {
        assert_eq!(parse(text, 0), None, "{text}");
    }
}

#[test]
fn a_time_in_parentheses_is_the_effort() {
    let lead = parse("Phase 1: Setup (2-3 hours)", 0).expect("a lead");
    assert_eq!(
        lead.effort.map(|(effort, _)| effort.minutes),
        Some(Some((120, 180)))
    );
}
