//! Backlog.md tasks: a file each.

use crate::outline;

#[test]
fn a_task_with_criteria_and_a_definition_of_done_is_read() {
    insta::assert_snapshot!(outline::of("backlog/tasks/task-12 - Paint-the-pier.md", r"---
id: TASK-12
title: Paint the pier
status: In Progress
assignee:
  - '@ada'
created_date: 2026-05-05
labels:
  - pier
  - paint
dependencies:
  - TASK-9
priority: high
---

## Description

<!-- SECTION:DESCRIPTION:BEGIN -->
The pier is gray.
<!-- SECTION:DESCRIPTION:END -->

## Acceptance Criteria
<!-- AC:BEGIN -->
- [x] #1 The pier is red
- [ ] #2 `make paint-check` passes
<!-- AC:END -->

## Implementation Plan

<!-- SECTION:PLAN:BEGIN -->
1. Scrape the old paint in `pier/boards.yaml`
2. Paint
<!-- SECTION:PLAN:END -->

## Implementation Notes

<!-- SECTION:NOTES:BEGIN -->
Changed `pier/colors.yaml`.
<!-- SECTION:NOTES:END -->

## Definition of Done
<!-- DOD:BEGIN -->
- [ ] #1 All tests pass
<!-- DOD:END -->
").outline(), @r##"
    backlog
    title: Paint the pier
    status: in_progress <front matter> "In Progress"
    date: 2026-05-05
    tags: pier, paint
    S1 step 1 "Scrape the old paint in `pier/boards.yaml`" L31 list_item
    S2 step 2 "Paint" L32 list_item; after S1 <order>
    C1 [x] done criterion L24 "#1 The pier is red"
    C2 [ ] open criterion L25 "#2 `make paint-check` passes"
    G1 [ ] open gate L43 "#1 All tests pass"
    pier/boards.yaml mention span L31 in S1
    pier/colors.yaml modify span L38
    $ "make paint-check" span L25 in C2
    "##);
}
