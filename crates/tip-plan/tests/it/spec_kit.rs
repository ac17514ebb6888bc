//! Spec-kit: phases of tasks with ids, marks and stories.

use crate::outline;

#[test]
fn tasks_with_ids_stories_and_parallel_marks_are_read() {
    insta::assert_snapshot!(outline::of("specs/004-pilot-log/tasks.md", r#"# Tasks: Pilot Log

**Input**: Design documents from `/specs/004-pilot-log/`
**Prerequisites**: plan.md, spec.md

## Format: `[ID] [P?] [Story] Description`

- **[P]**: Can run in parallel

## Phase 1: Setup

- [X] T001 Create src/pilot/__init__.py
- [X] T002 [P] Configure linting in pyproject.toml

---

## Phase 2: Foundational (Blocking Prerequisites)

- [ ] T003 Create src/pilot/store.py

**Checkpoint**: Foundation ready

---

## Phase 3: User Story 1 - Write an entry (Priority: P1) 🎯 MVP

**Goal**: A pilot writes an entry

**Independent Test**: Write one and read it back

- [ ] T004 [P] [US1] Test in tests/test_entry.py
- [ ] T005 [P] [US1] Model in src/pilot/entry.py
- [ ] T006 [US1] Service in src/pilot/service.py (depends on T004, T005)

## Phase 4: User Story 2 - Search (Priority: P2)

- [ ] T007 [US2] Search in src/pilot/search.py

## Phase 5: Polish

- [ ] T008 Run pytest tests/ and fix what fails

## Dependencies & Execution Order

### Phase Dependencies

- **Setup (Phase 1)**: No dependencies - can start immediately
- **Foundational (Phase 2)**: Depends on Setup completion - BLOCKS all user stories
- **User Stories (Phase 3+)**: All depend on Foundational phase completion
- **Polish (Phase 5)**: Depends on all desired user stories being complete

## Parallel Example: User Story 1

```bash
Task: "Test in tests/test_entry.py"
```
"#).outline(), @r#"
    spec-kit
    title: Tasks: Pilot Log
    P1 phase 1 "Setup" L10 heading; done <boxes>; after nothing <declared_none>
    P2 phase 2 "Foundational (Blocking Prerequisites)" L17 heading; open <boxes>; after P1 <written>
    P3 phase 3 "User Story 1 - Write an entry (Priority: P1) 🎯 MVP" L25 heading; open <boxes>; after P2 <written>
    P4 phase 4 "User Story 2 - Search (Priority: P2)" L35 heading; open <boxes>; after P2 <written>
    P5 phase 5 "Polish" L39 heading; open <boxes>; after P3 P4 <written>
      T001 task T001 "Create src/pilot/__init__.py" L12 list_item; done <own_box>
      T002 task T002 "Configure linting in pyproject.toml" L13 list_item; done <own_box>; after T001 <order>; parallel
      T003 task T003 "Create src/pilot/store.py" L19 list_item; open <own_box>
      T004 task T004 "Test in tests/test_entry.py" L31 list_item; open <own_box>; parallel
      T005 task T005 "Model in src/pilot/entry.py" L32 list_item; open <own_box>; parallel
      T006 task T006 "Service in src/pilot/service.py (depends on T004, T005)" L33 list_item; open <own_box>; after T004 T005 <written>
      T007 task T007 "Search in src/pilot/search.py" L37 list_item; open <own_box>
      T008 task T008 "Run pytest tests/ and fix what fails" L41 list_item; open <own_box>
    T001 [X] done task L12 is a unit in P1
    T002 [X] done task L13 is a unit in P1
    T003 [ ] open task L19 is a unit in P2
    T004 [ ] open task L31 is a unit in P3
    T005 [ ] open task L32 is a unit in P3
    T006 [ ] open task L33 is a unit in P3
    T007 [ ] open task L37 is a unit in P4
    T008 [ ] open task L41 is a unit in P5
    /specs/004-pilot-log/ mention span L3
    plan.md mention bare L4
    spec.md mention bare L4
    src/pilot/__init__.py create bare L12 in T001
    pyproject.toml modify bare L13 in T002
    src/pilot/store.py create bare L19 in T003
    tests/test_entry.py mention bare L31 in T004
    src/pilot/entry.py mention bare L32 in T005
    src/pilot/service.py mention bare L33 in T006
    src/pilot/search.py mention bare L37 in T007
    tests/ mention bare L41 in T008
    $ "pytest tests/" run L41 in T008
    "#);
}

#[test]
fn boxes_of_a_specification_are_reviews() {
    insta::assert_snapshot!(outline::of("specs/004-pilot-log/spec.md", r"# Feature Specification: Pilot Log

**Feature Branch**: `004-pilot-log`
**Created**: 2026-01-09
**Status**: Draft

## User Scenarios & Testing *(mandatory)*

### User Story 1 - Write an entry (Priority: P1)

1. **Given** a ship, **When** the pilot writes, **Then** the entry is kept

## Review & Acceptance Checklist

- [x] No implementation details
- [ ] Requirements are testable
").outline(), @r#"
    spec-kit
    title: Feature Specification: Pilot Log
    status: draft <field> "Draft"
    date: 2026-01-09
    R1 [x] done review L15 "No implementation details"
    R2 [ ] open review L16 "Requirements are testable"
    "#);
}

#[test]
fn stories_wait_for_the_stories_that_a_sentence_names() {
    insta::assert_snapshot!(outline::of("specs/001-tides/tasks.md", r"# Tasks: Tides

## Phase 1: Setup

- [ ] T001 Create src/tides.py

## Phase 2: Foundational

- [ ] T002 Create src/moon.py

## Phase 3: User Story 1 - Levels

- [ ] T003 [US1] Create src/levels.py

## Phase 4: User Story 2 - Undo

- [ ] T004 [US2] Create src/undo.py

## Phase 5: User Story 3 - Alarms

- [ ] T005 [US3] Create src/alarms.py

## Phase 6: Polish

- [ ] T006 Update README.md

## Dependencies & Execution Order

### Phase Dependencies

- **Foundational (Phase 2)**: Depends on Setup completion - BLOCKS all user stories
- **User Stories (Phase 3+)**: All depend on Foundational phase completion
  - User stories can then proceed in parallel
- **Polish (Phase 6)**: Depends on all features being complete

### User Story Dependencies

- **User Story 1 (P1)**: Can start after Foundational (Phase 2) - No dependencies on other stories
- **User Story 2 (P1)**: Depends on Foundational + partial US1 (levels) - independent of US3
- **US3 (P2)**: Depends on US1 AND User Story 2 - Can run parallel to US1
").outline(), @r#"
    spec-kit
    title: Tasks: Tides
    P1 phase 1 "Setup" L3 heading; open <boxes>
    P2 phase 2 "Foundational" L7 heading; open <boxes>; after P1 <written>
    P3 phase 3 "User Story 1 - Levels" L11 heading; open <boxes>; after P2 <written>
    P4 phase 4 "User Story 2 - Undo" L15 heading; open <boxes>; after P2 P3 <written>
    P5 phase 5 "User Story 3 - Alarms" L19 heading; open <boxes>; after P3 P4 <written>
    P6 phase 6 "Polish" L23 heading; open <boxes>; after P1 P2 P3 P4 P5 <written>
      T001 task T001 "Create src/tides.py" L5 list_item; open <own_box>
      T002 task T002 "Create src/moon.py" L9 list_item; open <own_box>
      T003 task T003 "Create src/levels.py" L13 list_item; open <own_box>
      T004 task T004 "Create src/undo.py" L17 list_item; open <own_box>
      T005 task T005 "Create src/alarms.py" L21 list_item; open <own_box>
      T006 task T006 "Update README.md" L25 list_item; open <own_box>
    T001 [ ] open task L5 is a unit in P1
    T002 [ ] open task L9 is a unit in P2
    T003 [ ] open task L13 is a unit in P3
    T004 [ ] open task L17 is a unit in P4
    T005 [ ] open task L21 is a unit in P5
    T006 [ ] open task L25 is a unit in P6
    src/tides.py create bare L5 in T001
    src/moon.py create bare L9 in T002
    src/levels.py create bare L13 in T003
    src/undo.py create bare L17 in T004
    src/alarms.py create bare L21 in T005
    README.md modify bare L25 in T006
    "#);
}
