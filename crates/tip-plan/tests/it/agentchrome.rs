//! Specs whose tasks have a file, a type and acceptance boxes.

use crate::outline;

#[test]
fn tasks_with_files_types_and_acceptance_are_read() {
    insta::assert_snapshot!(outline::of("specs/feature-crane-speed/tasks.md", r"# Tasks: Crane speed

**Issues**: #31
**Date**: 2026-02-20
**Status**: Approved
**Author**: Rosa

## Summary

| Phase | Tasks | Status |
|-------|-------|--------|
| Setup | 1 | [x] |
| Backend | 2 | [ ] |
| **Total** | 3 | |

## Phase 1: Setup

### T001: Add the type of speeds

**File(s)**: `crane/src/speed.rs`
**Type**: Create
**Depends**: None
**Acceptance**:
- [x] Speeds are bounded
- [x] Unit tests pass

## Phase 2: Backend

### T002: Use speeds in the motor

**File(s)**: `crane/src/motor.rs`, `crane/src/lib.rs`
**Type**: Modify
**Depends**: T001
**Acceptance**:
- [ ] The motor never exceeds its speed
- [ ] `cargo test --lib motor` passes

### T003: Remove the old table

**File(s)**: `crane/src/table.rs`
**Type**: Delete
**Depends**: T001, T002
**Acceptance**:
- [ ] `grep -rn SpeedTable crane/src` returns no matches

## Dependency Graph

T001 ──▶ T002 ──▶ T003

## Validation Checklist

- [x] Each task has one responsibility
- [ ] Dependencies are mapped
").outline(), @r#"
    agentchrome
    title: Tasks: Crane speed
    status: approved <field> "Approved"
    date: 2026-02-20
    P1 phase 1 "Setup" L16 heading; done <table>
      T001 task T001 "Add the type of speeds" L18 heading; done <boxes>; after nothing <declared_none>
    P2 phase 2 "Backend" L27 heading; open <table>; after P1 <order>
      T002 task T002 "Use speeds in the motor" L29 heading; open <boxes>; after T001 <written>
      T003 task T003 "Remove the old table" L38 heading; open <boxes>; after T001 T002 <written>
    P1.L1 [x] done progress L12 "Setup" in P1; table
    P2.L1 [ ] open progress L13 "Backend" in P2; table
    T001.C1 [x] done criterion L24 "Speeds are bounded" in T001
    T001.C2 [x] done criterion L25 "Unit tests pass" in T001
    T002.C1 [ ] open criterion L35 "The motor never exceeds its speed" in T002
    T002.C2 [ ] open criterion L36 "`cargo test --lib motor` passes" in T002
    T003.C1 [ ] open criterion L44 "`grep -rn SpeedTable crane/src` returns no matches" in T003
    R1 [x] done review L52 "Each task has one responsibility"
    R2 [ ] open review L53 "Dependencies are mapped"
    crane/src/speed.rs create span L20 in T001
    crane/src/motor.rs modify span L31 in T002
    crane/src/lib.rs modify span L31 in T002
    crane/src/table.rs delete span L40 in T003
    $ "cargo test --lib motor" span L36 in T002.C2
    $ "grep -rn SpeedTable crane/src" span L44 -> Silence in T003.C1
    "#);
}
