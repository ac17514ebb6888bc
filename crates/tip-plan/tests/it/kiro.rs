//! Kiro specs: numbered items, nested by number, some optional.

use crate::outline;

#[test]
fn tasks_nest_by_number_and_a_star_makes_them_optional() {
    insta::assert_snapshot!(outline::of(".kiro/specs/dock-queue/tasks.md", r"# Implementation Plan

- [x] 1. Set up the queue
  - Create `dock/queue.ts`
  - _Requirements: 1.1, 1.2_

- [ ] 2. Order ships
- [x] 2.1 Compare by draft
  - Write the comparison in `dock/order.ts`
  - _Requirements: 2.1_
- [ ] 2.2 Compare by cargo
- [ ]* 2.3 Write property tests
  - _Requirements: 2.3_

- [-] 3. Show the queue
  - [ ] 3.1 Draw the list
  - [ ]* 3.2 Draw the map
").outline(), @r#"
    kiro
    title: Implementation Plan
    T1 task 1 "Set up the queue" L3 list_item; done <own_box>
    T2 task 2 "Order ships" L7 list_item; open <own_box>; after T1 <order>
      T2.1 task 2.1 "Compare by draft" L8 list_item; done <own_box>
      T2.2 task 2.2 "Compare by cargo" L11 list_item; open <own_box>; after T2.1 <order>
      T2.3 task 2.3 "Write property tests" L12 list_item; open <own_box>; after T2.2 <order>; optional
    T3 task 3 "Show the queue" L15 list_item; in_progress <own_box>; after T2 <order>
      T3.1 task 3.1 "Draw the list" L16 list_item; open <own_box>
      T3.2 task 3.2 "Draw the map" L17 list_item; open <own_box>; after T3.1 <order>; optional
    T1 [x] done task L3 is a unit
    T2 [ ] open task L7 is a unit
    T2.1 [x] done task L8 is a unit in T2
    T2.2 [ ] open task L11 is a unit in T2
    T2.3 [ ] open task L12 is a unit in T2
    T3 [-] other task L15 is a unit
    T3.1 [ ] open task L16 is a unit in T3
    T3.2 [ ] open task L17 is a unit in T3
    dock/queue.ts create span L4 in T1
    dock/order.ts mention span L9 in T2.1
    "#);
}

#[test]
fn acceptance_criteria_bear_the_number_of_their_requirement() {
    insta::assert_snapshot!(outline::of(".kiro/specs/dock-queue/requirements.md", r"# Requirements Document

### Requirement 1: Order

#### Acceptance Criteria

1. WHEN a ship arrives THE SYSTEM SHALL queue it
2. IF the dock is full THEN THE SYSTEM SHALL say so

### Requirement 2

#### Acceptance Criteria

1. WHEN a ship leaves THE SYSTEM SHALL call the next
").outline(), @r#"
    kiro
    title: Requirements Document
    Z1.1 scenario 1.1 "WHEN a ship arrives THE SYSTEM SHALL queue it" L7 list_item
    Z1.2 scenario 1.2 "IF the dock is full THEN THE SYSTEM SHALL say so" L8 list_item
    Z2.1 scenario 2.1 "WHEN a ship leaves THE SYSTEM SHALL call the next" L14 list_item
    "#);
}
