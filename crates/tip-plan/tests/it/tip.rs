//! Plans of the template, filled in, and of its later practice.

use crate::outline;

/// Every section of the template, each of its lines replaced.
const FILLED: &str = r"---
date: 2026-03-14
feature: keeper-rota
status: approved
related_domain_design: docs/domain/keepers.md
estimated_effort: L
confidence: Medium
tags: [rota, keepers]
---

# Technical Implementation Plan: Keeper Rota

## Domain Context

**Relevant Domain Model Docs**:
- `docs/architecture/domain-model/keepers.md` (Watches, Leave)
- Key concepts: Watch, Keeper, Leave

**Domain Changes Required** *(if from domain design)*:
- A watch knows its relief, see `docs/domain/keepers.md#relief`

---

## Implementation Phases

### Phase 1: Extend the Watch Model

**Purpose**: A watch must know who relieves it before anything can plan one.

**Code Changes**:
- `lamp/models/watch.py:41` - Add the relief
- `lamp/models/leave.py` - New file for days off
- Modify: `lamp/models/__init__.py`, `lamp/store.py`
- Create: `lamp/migrations/0007_relief.sql`

**Test Strategy**:
- Unit tests: relief and leave
  - `tests/models/test_watch.py` - a watch without relief, two reliefs
- Integration tests: the store keeps leave
  - A leave that spans two months

**Success Criteria**:
- [x] A watch refuses to relieve itself
- [ ] Leave cannot overlap
- [ ] Tests pass: `pytest tests/models`

**Dependencies**: None

**Estimated Effort**: M

---

### Phase 2: Update the Rota API

**Purpose**: Make reliefs visible

**Code Changes**:
- `lamp/api/rota.py:88-120` - Return the relief

**Test Strategy**:
- Contract tests of the endpoint

**Success Criteria**:
- [ ] The endpoint answers within 50 ms

**Dependencies**: Phase 1 complete

**Estimated Effort**: S

---

## Library Research Needed

### icalendar
- **Need**: Recurring watches
- **Focus Areas**: `RRULE` with exceptions
- **Alternatives**: dateutil

---

## Key Test Scenarios

### Scenario 1: A Quiet Week
**Given**: Two keepers and no leave
**When**: The rota is planned
**Then**: They take turns
**Validates**: The common case

### Scenario 2: Sickness
**Given**: A keeper reports sick
**When**: The rota is planned again
**Then**: Only later watches change
**Validates**: Past watches stay

---

## Integration Points

**Backend**:
- `GET /rota` has a new field
- Table `leave`

**Frontend**:
- The week view

**External**:
- The harbor's calendar

---

## Data Migration

**Migration Strategy**:
- Watches without relief get the next keeper

**Rollback Plan**:
- Drop the column

**Testing Migration**:
- [ ] Every old watch has a relief

---

## Performance Considerations

**Expected Impact**:
- One more join for each week

**Optimization Strategy**:
- Cache the week

**Monitoring**:
- Time of `GET /rota`

---

## Risk Assessment

### High Risk
- **Risk**: Two keepers edit one week
- **Mitigation**: A version for each week
- **Contingency**: Lock the week

### Medium Risk
- **Risk**: Calendars disagree on summer time
- **Mitigation**: Store UTC

---

## Implementation Notes

**Architectural Patterns to Follow**:
- Events as in `lamp/events/base.py:12`

**Code Conventions**:
- Errors as in `lamp/errors.py`

**Quality Gates**:
- [ ] All tests pass
- [ ] `ruff check lamp`

---

## Total Effort Estimate

**Total**: L

**Confidence**: Medium

**Justification**: The calendar is new to us

---

## References
- Domain design: [keepers](docs/domain/keepers.md)
- Related TIPs: [watches](docs/tips/watches.md)
- Similar implementations: `lamp/api/leave.py:17`
";

#[test]
fn the_header_of_the_template_is_read() {
    insta::assert_snapshot!(outline::of("docs/tips/keeper-rota.md", FILLED).header(), @r#"
    tip
    title: Technical Implementation Plan: Keeper Rota
    feature: keeper-rota
    status: approved <front matter> "approved"
    date: 2026-03-14
    effort: L
    confidence: Medium
    tags: rota, keepers
    "#);
}

#[test]
fn every_section_of_the_template_has_a_meaning() {
    insta::assert_snapshot!(outline::of("docs/tips/keeper-rota.md", FILLED).sections(), @r"
    # Technical Implementation Plan: Keeper Rota
    ## Domain Context = context
    ## Implementation Phases = phases
    ### Phase 1: Extend the Watch Model in P1
    ### Phase 2: Update the Rota API in P2
    ## Library Research Needed = library_research
    ### icalendar in Q1
    ## Key Test Scenarios = scenarios
    ### Scenario 1: A Quiet Week in Z1
    ### Scenario 2: Sickness in Z2
    ## Integration Points = integration_points
    ## Data Migration = migration
    ## Performance Considerations = performance
    ## Risk Assessment = risks
    ### High Risk = high_risk
    ### Medium Risk = medium_risk
    ## Implementation Notes = notes
    ## Total Effort Estimate = total_effort
    ## References = references
    ");
}

#[test]
fn every_field_of_the_template_is_read() {
    insta::assert_snapshot!(outline::of("docs/tips/keeper-rota.md", FILLED).fields(), @r"
    domain_docs:  | `docs/architecture/domain-model/keepers.md` (Watches, Leave); Key concepts: Watch, Keeper, Leave
    key_concepts: Watch, Keeper, Leave
    domain_changes:  | A watch knows its relief, see `docs/domain/keepers.md#relief`
    purpose: A watch must know who relieves it before anything can plan one. in P1
    code_changes:  | `lamp/models/watch.py:41` - Add the relief; `lamp/models/leave.py` - New file for days off; Modify: `lamp/models/__init__.py`, `lamp/store.py`; Create: `lamp/migrations/0007_relief.sql` in P1
    modify: `lamp/models/__init__.py`, `lamp/store.py` in P1
    create: `lamp/migrations/0007_relief.sql` in P1
    test_strategy:  | Unit tests: relief and leave; Integration tests: the store keeps leave in P1
    unit_tests: relief and leave | `tests/models/test_watch.py` - a watch without relief, two reliefs in P1
    integration_tests: the store keeps leave | A leave that spans two months in P1
    criteria:  | [x] A watch refuses to relieve itself; [ ] Leave cannot overlap; [ ] Tests pass: `pytest tests/models` in P1
    dependencies: None in P1
    effort: M in P1
    purpose: Make reliefs visible in P2
    code_changes:  | `lamp/api/rota.py:88-120` - Return the relief in P2
    test_strategy:  | Contract tests of the endpoint in P2
    criteria:  | [ ] The endpoint answers within 50 ms in P2
    dependencies: Phase 1 complete in P2
    effort: S in P2
    need: Recurring watches in Q1
    focus_areas: `RRULE` with exceptions in Q1
    alternatives: dateutil in Q1
    given: Two keepers and no leave in Z1
    when: The rota is planned in Z1
    then: They take turns in Z1
    validates: The common case in Z1
    given: A keeper reports sick in Z2
    when: The rota is planned again in Z2
    then: Only later watches change in Z2
    validates: Past watches stay in Z2
    backend:  | `GET /rota` has a new field; Table `leave`
    frontend:  | The week view
    external:  | The harbor's calendar
    migration_strategy:  | Watches without relief get the next keeper
    rollback:  | Drop the column
    migration_testing:  | [ ] Every old watch has a relief
    expected_impact:  | One more join for each week
    optimization:  | Cache the week
    monitoring:  | Time of `GET /rota`
    risk: Two keepers edit one week in K1
    mitigation: A version for each week in K1
    contingency: Lock the week in K1
    risk: Calendars disagree on summer time in K2
    mitigation: Store UTC in K2
    patterns:  | Events as in `lamp/events/base.py:12`
    conventions:  | Errors as in `lamp/errors.py`
    quality_gates:  | [ ] All tests pass; [ ] `ruff check lamp`
    total_effort: L
    confidence: Medium
    justification: The calendar is new to us
    domain_design: [keepers](docs/domain/keepers.md)
    related_plans: [watches](docs/tips/watches.md)
    similar_implementations: `lamp/api/leave.py:17`
    ");
}

#[test]
fn phases_scenarios_research_and_boxes_of_the_template_are_read() {
    let read = outline::of("docs/tips/keeper-rota.md", FILLED);
    insta::assert_snapshot!(read.units() + &read.boxes(), @r#"
    P1 phase 1 "Extend the Watch Model" L26 heading; in_progress <boxes>; after nothing <declared_none>; effort M
    P2 phase 2 "Update the Rota API" L53 heading; open <boxes>; after P1 <written>; effort S
    Q1 research - "icalendar" L74 heading
    Z1 scenario 1 "A Quiet Week" L83 heading
    Z2 scenario 2 "Sickness" L89 heading
    K1 risk - "Two keepers edit one week" L140 list_item
    K2 risk - "Calendars disagree on summer time" L145 list_item
    P1.C1 [x] done criterion L43 "A watch refuses to relieve itself" in P1
    P1.C2 [ ] open criterion L44 "Leave cannot overlap" in P1
    P1.C3 [ ] open criterion L45 "Tests pass: `pytest tests/models`" in P1
    P2.C1 [ ] open criterion L64 "The endpoint answers within 50 ms" in P2
    C1 [ ] open criterion L120 "Every old watch has a relief"
    G1 [ ] open gate L159 "All tests pass"
    G2 [ ] open gate L160 "`ruff check lamp`"
    "#);
}

#[test]
fn references_and_commands_of_the_template_are_read() {
    let read = outline::of("docs/tips/keeper-rota.md", FILLED);
    insta::assert_snapshot!(read.references() + &read.commands(), @r#"
    docs/domain/keepers.md mention front_matter L5
    docs/architecture/domain-model/keepers.md mention span L16
    docs/domain/keepers.md#relief mention span L20
    lamp/models/watch.py:41 modify span L31 in P1
    lamp/models/leave.py create span L32 in P1
    lamp/models/__init__.py modify span L33 in P1
    lamp/store.py modify span L33 in P1
    lamp/migrations/0007_relief.sql create span L34 in P1
    tests/models/test_watch.py mention span L38 in P1
    lamp/api/rota.py:88-120 modify span L58 in P2
    lamp/events/base.py:12 mention span L153
    lamp/errors.py mention span L156
    docs/domain/keepers.md mention link L175
    docs/tips/watches.md mention link L176
    lamp/api/leave.py:17 mention span L177
    $ "pytest tests/models" span L45 in P1.C3
    $ "ruff check lamp" span L160 in G2
    "#);
}

#[test]
fn the_template_itself_is_a_plan_of_three_phases() {
    let read = outline::of("docs/tips/template.md", include_str!("../../template.md"));
    let units = read.plan.units.iter();
    let units = units
        .flat_map(|it| [&it.handle, " ", &it.title.value, "\n"])
        .collect::<String>();
    insta::assert_snapshot!(read.header() + &units, @r#"
    tip
    title: Technical Implementation Plan: [Feature Name]
    feature: [Feature Name]
    status: unknown <front matter> "[draft | approved | in_progress | complete]"
    date: [YYYY-MM-DD]
    tags: implementation, relevant, tags
    P1 [e.g., "Extend Core Domain Model"]
    P2 [e.g., "Update API Layer"]
    P3 [e.g., "Frontend Integration"]
    Q1 [Library Name]
    Z1 [Happy Path]
    Z2 [Edge Case]
    Z3 [Error Handling]
    K1 [Description]
    K2 [Description]
    "#);
}

#[test]
fn phases_with_scope_and_complexity_are_read() {
    insta::assert_snapshot!(outline::of("docs/tips/tide-table.md", r"---
date: 2026-04-02
feature: tide-table
status: draft
---

# TIP: Tide Table

## Implementation Phases

### Phase 1: Read the Gauge ✓

**Purpose**: Get numbers from the gauge

**Scope**:
- A reader for the gauge's lines
- Not the old gauge

**TDD Focus**: Broken lines first

**Key Considerations**: The gauge resets at noon

**Dependencies**: None

**Complexity**: Low

### Phase 2: Predict

**Purpose**: Tell the next high water

**Scope**: Harmonics of `tide/harmonics.py`

**Dependencies**: Phase 1 (numbers)

**Complexity**: Medium-High

## Sequencing Logic

Phase 2 needs numbers.

## Overall Complexity Estimate

**Overall**: Medium
").outline(), @r#"
    tip
    title: TIP: Tide Table
    feature: tide-table
    status: draft <front matter> "draft"
    date: 2026-04-02
    P1 phase 1 "Read the Gauge" L11 heading; done <title>; after nothing <declared_none>; effort S
    P2 phase 2 "Predict" L27 heading; after P1 <written>; effort L
    tide/harmonics.py mention span L31 in P2
    "#);
}

#[test]
fn tasks_that_name_a_phase_of_the_plan_are_read() {
    insta::assert_snapshot!(outline::of("docs/tips/tide-table-tasks.md", r"# Tide Table: Tasks

**TIP Reference**: `docs/tips/tide-table.md`

## Task 1: The Gauge (TIP Phase 1)

**TIP Context**: Phase 1, no dependencies

### 1.1 Folder and parser

- [x] Create `tide/gauge.py`

### 1.2 Refuse broken lines

- [ ] Write the failing test in `tests/test_gauge.py`
- [ ] Run `pytest tests/test_gauge.py`

## Task 2: Prediction (TIP Phase 2)

**TIP Context**: Depends on Task 1

### 2.1 Move harmonics

- [ ] `tide/harmonics.py` holds no constants
").outline(), @r#"
    tip
    title: Tide Table: Tasks
    T1 task 1 "The Gauge" L5 heading; in_progress <boxes>; after nothing <declared_none>
      T1.1 task 1.1 "Folder and parser" L9 heading; done <boxes>
      T1.2 task 1.2 "Refuse broken lines" L13 heading; open <boxes>; after T1.1 <order>
    T2 task 2 "Prediction" L18 heading; open <boxes>; after T1 <written>
      T2.1 task 2.1 "Move harmonics" L22 heading; open <boxes>
    T1.1.B1 [x] done task L11 "Create `tide/gauge.py`" in T1.1
    T1.2.B1 [ ] open task L15 "Write the failing test in `tests/test_gauge.py`" in T1.2
    T1.2.B2 [ ] open task L16 "Run `pytest tests/test_gauge.py`" in T1.2
    T2.1.B1 [ ] open task L24 "`tide/harmonics.py` holds no constants" in T2.1
    docs/tips/tide-table.md mention span L3
    tide/gauge.py create span L11 in T1.1
    tests/test_gauge.py mention span L15 in T1.2
    tide/harmonics.py mention span L24 in T2.1
    $ "pytest tests/test_gauge.py" span L16 in T1.2.B2
    "#);
}
