//! Parts are added as the plan writes their like.

use tip_edit::EditError;
use tip_edit::add::{
    Added, NewPhase, NewRisk, NewScenario, RiskLevel, add_criterion, add_phase, add_risk,
    add_scenario, adds_only,
};
use tip_plan::{Plan, Schema, UnitId, UnitKind};
use tip_syntax::{Document, Edit};

use crate::{applied, changed, parsed};

/// Checks that what was there is still there, and returns what changed.
#[track_caller]
fn added(text: &str, edit: impl Fn(&Document, &Plan) -> Result<Vec<Edit>, EditError>) -> String {
    let (doc, plan) = parsed(text);
    if let Ok(edits) = edit(&doc, &plan) {
        let after = applied(text, &edits);
        let (_, read) = parsed(&after);
        let ids = |plan: &Plan| -> Vec<String> {
            let units = plan.units.iter().map(|it| it.id.clone());
            units
                .chain(plan.boxes.iter().map(|it| it.id.clone()))
                .collect()
        };
        for id in ids(&plan) {
            assert!(ids(&read).contains(&id), "{after}");
        }
        assert!(ids(&read).len() > ids(&plan).len(), "{after}");
    }
    changed(text, edit)
}

fn phase(text: &str, new: &NewPhase<'_>) -> String {
    added(text, |doc, plan| add_phase(doc, plan, new))
}

const ALERTS: NewPhase<'_> = NewPhase {
    title: "Send the\nmessages",
    purpose: None,
    effort: None,
    depends_on: None,
    changes: None,
    tests: None,
    criteria: &[],
    after: None,
};

const TEMPLATE: &str = "# Technical Implementation Plan: a

## Implementation Phases

### Phase 1: Store ✓

**Purpose**: b

**Code Changes**:
- `c.rs` - d

**Success Criteria**:
- [x] e

**Dependencies**: None

**Estimated Effort**: S

---

### Phase 2: Read (M)

**Purpose**: b

**Code Changes**:
- `c.rs` - d

**Success Criteria**:
- [ ] e

**Dependencies**: Phase 1

**Estimated Effort**: S

---

## References
";

#[test]
fn a_phase_of_the_template_has_the_parts_of_its_neighbor() {
    insta::assert_snapshot!(phase(TEMPLATE, &ALERTS), @r"
    +### Phase 3: Send the messages
    +
    +**Purpose**: [What this phase accomplishes]
    +
    +**Code Changes**:
    +- [Specific file:line changes]
    +
    +**Success Criteria**:
    +- [ ] [Specific testable outcome]
    +
    +**Dependencies**: Phase 2
    +
    +**Estimated Effort**: [XS/S/M/L]
    +
    +---
    +
    ");
    let criteria = ["one".to_owned(), "two".to_owned()];
    let new = NewPhase {
        purpose: Some("why"),
        effort: Some("L"),
        depends_on: Some("None"),
        criteria: &criteria,
        ..ALERTS
    };
    insta::assert_snapshot!(phase(TEMPLATE, &new), @r"
    +### Phase 3: Send the messages
    +
    +**Purpose**: why
    +
    +**Code Changes**:
    +- [Specific file:line changes]
    +
    +**Success Criteria**:
    +- [ ] one
    +- [ ] two
    +
    +**Dependencies**: None
    +
    +**Estimated Effort**: L
    +
    +---
    +
    ");
}

#[test]
fn a_phase_in_another_form_is_written_in_that_form() {
    insta::assert_snapshot!(
        phase("# Plan\r\n\r\n**Phase 1 - Store ✅**\r\n\r\n* [x] a\r\n", &ALERTS),
        @r"
    +
    +**Phase 2 - Send the messages**
    +
    +* [ ] [Specific testable outcome]
    "
    );
    insta::assert_snapshot!(phase("# Plan\n\n- [x] Phase 1: Store\n- [ ] Phase 2: Read\n", &ALERTS), @r"+- [ ] Phase 3: Send the messages");
    insta::assert_snapshot!(phase("# Plan\n\n## Implementation Phases\n\n## Notes\n", &ALERTS), @r"
    +### Phase 1: Send the messages
    +
    +**Purpose**: [What this phase accomplishes]
    +
    +**Success Criteria**:
    +- [ ] [Specific testable outcome]
    +
    +**Dependencies**: None
    +
    +**Estimated Effort**: [XS/S/M/L]
    +
    ");
    let labelled =
        "# Plan\n\n## Phase 1: Store\n\n- [x] Automated: a\n- [ ] Manual: b\n\nThen: c\n";
    insta::assert_snapshot!(phase(labelled, &ALERTS), @r"
    +
    +## Phase 2: Send the messages
    +
    +- [ ] [Specific testable outcome]
    ");
    assert_eq!(
        phase(
            "# Plan\n\n| Phase | Status |\n|---|---|\n| Phase 1: a | Done |\n| Phase 2: b | Open |\n",
            &ALERTS
        ),
        "error: the plan writes its phases in a form that nothing is added to"
    );
}

#[track_caller]
fn criterion(text: &str) -> String {
    added(text, |doc, plan| {
        let (phase, _) = plan.phases().next().expect("the text has a phase");
        add_criterion(doc, plan, phase, "it\n  floats")
    })
}

#[test]
fn a_criterion_stands_behind_the_others() {
    insta::assert_snapshot!(criterion(TEMPLATE), @r"+- [ ] it floats");
    insta::assert_snapshot!(criterion("# Plan\n\n## Phase 1: a\n\n**Success Criteria**:\n\n* [ ] b\n  more\n    - c\n\n## Phase 2: d\n"), @r"+* [ ] it floats");
    insta::assert_snapshot!(criterion("# Plan\n\n## Phase 1: a\n\nWords.\n\n## Phase 2: d\n\n**Acceptance Criteria:**\n- [ ] b\n"), @r"
    +**Acceptance Criteria:**
    +- [ ] it floats
    +
    ");
    insta::assert_snapshot!(criterion("# Plan\n\n## Phase 1: a"), @r"
    +
    +**Success Criteria**:
    +- [ ] it floats
    ");
}

/// Returns the text after a criterion was added to its first phase.
#[track_caller]
fn with_criterion(text: &str) -> String {
    let (doc, plan) = parsed(text);
    let (phase, _) = plan.phases().next().expect("the text has a phase");
    match add_criterion(&doc, &plan, phase, "x") {
        Ok(edits) => {
            let after = applied(text, &edits);
            let (_, read) = parsed(&after);
            assert!(adds_only(&plan, &read, Added::Criterion(phase)), "{after}");
            after
        }
        Err(error) => format!("error: {error}"),
    }
}

#[test]
fn a_criterion_stands_among_those_of_the_phase_itself() {
    assert_eq!(
        with_criterion(
            "# Plan\n\n## Phase 1: a\n\n**Success Criteria**:\n- [ ] b\n\n**Manual Verification**:\n- [ ] c\n"
        ),
        "# Plan\n\n## Phase 1: a\n\n**Success Criteria**:\n- [ ] b\n- [ ] x\n\n**Manual Verification**:\n- [ ] c\n"
    );
    assert_eq!(
        with_criterion("# Plan\n\n## Phase 1: a\n\nWords.\n\n### Task 1: b\n\n- [ ] c\n"),
        "# Plan\n\n## Phase 1: a\n\nWords.\n\n**Success Criteria**:\n- [ ] x\n\n### Task 1: b\n\n- [ ] c\n"
    );
    assert_eq!(
        with_criterion("# Plan\n\n## Phase 1: a\n\n**Success Criteria**:\n1. [ ] b\n   - [ ] c\n"),
        "# Plan\n\n## Phase 1: a\n\n**Success Criteria**:\n1. [ ] b\n   - [ ] c\n2. [ ] x\n"
    );
    assert_eq!(
        with_criterion(
            "# Plan\n\n## Phase 1: a\n\n### Success Criteria\n- [ ] Automated: b\n- [ ] Manual: c\n"
        ),
        "# Plan\n\n## Phase 1: a\n\n### Success Criteria\n- [ ] Automated: b\n- [ ] Manual: c\n- [ ] x\n"
    );
    assert_eq!(
        with_criterion("# Plan\n\n## Phase 1: a\n\n**Success Criteria**:\n* b\n* c\n"),
        "# Plan\n\n## Phase 1: a\n\n**Success Criteria**:\n* b\n* c\n* [ ] x\n"
    );
}

#[test]
fn a_criterion_without_a_safe_place_is_refused() {
    let refusal = "error: the plan writes its criteria in a form that nothing is added to";
    assert_eq!(
        with_criterion("# Plan\n\n## Phase 1: a\n\n**Success Criteria**:\n1. b\n2. c\n"),
        refusal
    );
}

#[test]
fn a_criterion_stands_in_the_item_that_a_phase_is_and_behind_numbered_steps() {
    assert_eq!(
        with_criterion("# Plan\n\n- [ ] Phase 1: a\n- [ ] Phase 2: b\n"),
        "# Plan\n\n- [ ] Phase 1: a\n\n  **Success Criteria**:\n  - [ ] x\n- [ ] Phase 2: b\n"
    );
    assert_eq!(
        with_criterion("# Plan\n\n10. **Phase 1: a**\n    - b\n11. **Phase 2: c**\n"),
        "# Plan\n\n10. **Phase 1: a**\n    - b\n\n    **Success Criteria**:\n    - [ ] x\n11. **Phase 2: c**\n"
    );
    assert_eq!(
        with_criterion("# Plan\n\n## Phase 1: a\n\n1. b\n   c\n2. d\n\n## Phase 2: e\n"),
        "# Plan\n\n## Phase 1: a\n\n1. b\n   c\n2. d\n\n**Success Criteria**:\n- [ ] x\n\n## Phase 2: e\n"
    );
}

#[track_caller]
fn only(text: &str, after: &str, added: impl Fn(UnitId) -> Added) -> bool {
    let (_, before) = parsed(text);
    let (_, after) = parsed(after);
    let (phase, _) = before.phases().next().expect("the text has a phase");
    adds_only(&before, &after, added(phase))
}

#[test]
fn more_than_was_asked_for_is_seen() {
    let text = "# Plan\n\n## Phase 1: a\n\n**Success Criteria**:\n- [ ] b\n\n## Phase 2: c\n\n**Success Criteria**:\n- [ ] d\n";
    let own = text.replace("- [ ] b", "- [ ] b\n- [ ] x");
    let other = text.replace("- [ ] d", "- [ ] d\n- [ ] x");
    let two = text.replace("- [ ] b", "- [ ] b\n- [ ] x\n- [ ] y");
    let phase = format!("{text}\n## Phase 3: x\n\n**Success Criteria**:\n- [ ] y\n");
    assert!(only(text, &own, Added::Criterion));
    assert!(!only(text, &other, Added::Criterion));
    assert!(!only(text, &two, Added::Criterion));
    assert!(!only(text, text, Added::Criterion));
    assert!(!only(text, &phase, Added::Criterion));
    assert!(only(text, &phase, |_| Added::Unit(UnitKind::Phase)));
    assert!(!only(text, &phase, |_| Added::Unit(UnitKind::Risk)));
    assert!(!only(text, &own, |_| Added::Unit(UnitKind::Phase)));
}

#[test]
fn a_scenario_is_written_like_the_last() {
    let new = NewScenario {
        title: "Fall",
        given: Some("a price"),
        ..NewScenario::default()
    };
    let scenario = |text: &str| {
        added(text, |doc, plan| {
            add_scenario(doc, plan, Schema::built_in(), &new)
        })
    };
    insta::assert_snapshot!(scenario("# Plan\n\n## Key Test Scenarios\n\n### Scenario 1: Rise\n**Given**: x\n**When**: y\n**Then**: z\n\n## Risks\n"), @r"
    +### Scenario 2: Fall
    +**Given**: a price
    +**When**: [Action taken]
    +**Then**: [Expected outcome]
    +
    ");
    insta::assert_snapshot!(scenario("# Plan\n\n## Phase 1: a\n\n- [ ] b\n"), @r"
    +
    +## Key Test Scenarios
    +
    +### Scenario 1: Fall
    +**Given**: a price
    +**When**: [Action taken]
    +**Then**: [Expected outcome]
    +**Validates**: [What this proves]
    ");
}

#[test]
fn a_risk_stands_under_its_level() {
    let risk = |text: &str, level| {
        let new = NewRisk {
            text: "the sea freezes",
            level,
            mitigation: Some("salt"),
            contingency: None,
        };
        changed(text, |doc, plan| {
            add_risk(doc, plan, Schema::built_in(), &new)
        })
    };
    let text = "# Plan\n\n## Phase 1: a\n\n## Risk Assessment\n\n### Medium Risk\n- **Risk**: x\n- **Mitigation**: y\n\n---\n\n## Notes\n";
    insta::assert_snapshot!(risk(text, RiskLevel::High), @r"
    +### High Risk
    +- **Risk**: the sea freezes
    +- **Mitigation**: salt
    +- **Contingency**: [Backup plan]
    +
    ");
    insta::assert_snapshot!(risk(text, RiskLevel::Medium), @r"
    +- **Risk**: the sea freezes
    +- **Mitigation**: salt
    +
    ");
    insta::assert_snapshot!(risk(text, RiskLevel::Low), @r"
    +### Low Risk
    +- **Risk**: the sea freezes
    +- **Mitigation**: salt
    +
    ");
    insta::assert_snapshot!(risk("# Plan\n\n## Phase 1: a\n", RiskLevel::Medium), @r"
    +
    +## Risk Assessment
    +
    +### Medium Risk
    +- **Risk**: the sea freezes
    +- **Mitigation**: salt
    ");
    let (_, plan) = parsed(text);
    assert_eq!(plan.units_of(UnitKind::Risk).count(), 1);
}

const WITHOUT: &str = "# Technical Implementation Plan: a

## Domain Context

b

---

## Implementation Phases

### Phase 1: c

- [ ] d

---

## Data Migration

e

---

## References
- `f.rs`
";

#[test]
fn a_section_comes_to_where_the_template_has_it() {
    let risk = NewRisk {
        text: "the sea freezes",
        level: RiskLevel::Low,
        mitigation: None,
        contingency: None,
    };
    let scenario = NewScenario {
        title: "Fall",
        ..NewScenario::default()
    };
    let schema = Schema::built_in();
    insta::assert_snapshot!(added(WITHOUT, |doc, plan| add_scenario(doc, plan, schema, &scenario)), @r"
    +## Key Test Scenarios
    +
    +### Scenario 1: Fall
    +**Given**: [Initial state]
    +**When**: [Action taken]
    +**Then**: [Expected outcome]
    +**Validates**: [What this proves]
    +
    +---
    +
    ");
    let with_risk = |text: &str| {
        let (doc, plan) = parsed(text);
        let edits = add_risk(&doc, &plan, schema, &risk).expect("it has no table of risks");
        applied(text, &edits)
    };
    let after = with_risk(WITHOUT);
    let (before, rest) = after.split_once("## Risk Assessment").unwrap_or_default();
    assert!(
        before.ends_with("## Data Migration\n\ne\n\n---\n\n"),
        "{after}"
    );
    assert!(
        rest.ends_with("\n\n---\n\n## References\n- `f.rs`\n"),
        "{after}"
    );
    // Before what comes later, where nothing comes before it.
    let only_later = "# Technical Implementation Plan: a\n\nb\n\n## References\n- `f.rs`\n";
    let after = with_risk(only_later);
    assert!(
        after.contains(
            "b\n\n## Risk Assessment\n\n### Low Risk\n- **Risk**: the sea freezes\n\n## References"
        ),
        "{after}"
    );
    // Phases that stand at the outermost level are what comes before.
    let flat = "# Technical Implementation Plan: a\r\n\r\n## Phase 1: b\r\n\r\n- [ ] c\r\n\r\n## Log\r\n\r\nd\r\n";
    let after = with_risk(flat);
    assert!(after.contains("- [ ] c\r\n\r\n## Risk Assessment\r\n\r\n### Low Risk\r\n- **Risk**: the sea freezes\r\n\r\n## Log"), "{after}");
}

#[test]
fn a_list_of_tasks_without_phases_gets_a_task() {
    let text = "# Implementation Plan\n\n- [x] 1. Store the passes\n  - Keep them in `harbor/passes.py`\n- [x] 2. Show them\n  - Mark the boats\n  - _Requirements: 2.1_\n";
    let doc = Document::parse(text.as_bytes().to_vec());
    let options = tip_plan::ReadOptions::new(".kiro/specs/passes/tasks.md");
    let plan = tip_plan::read(&doc, &options);
    let edits = add_phase(&doc, &plan, &ALERTS).expect("a task can be added");
    assert_eq!(
        applied(text, &edits),
        format!("{text}- [ ] 3. Send the messages\n")
    );
}

fn named(title: &str) -> NewPhase<'_> {
    NewPhase { title, ..ALERTS }
}

#[test]
fn numbers_go_on_as_they_are_written() {
    for (numbers, next) in [
        (["PR A", "PR B"], "PR C"),
        (["Phase I", "Phase II"], "Phase III"),
        (["Phase M0", "Phase M1"], "Phase M2"),
        (["Phase 1a", "Phase 1b"], "Phase 2"),
    ] {
        let text = format!(
            "# Plan\n\n### {}: a\n\nb\n\n### {}: c\n\nd\n",
            numbers[0], numbers[1]
        );
        let found = phase(&text, &named("Ship it"));
        assert_eq!(found, format!("+\n+### {next}: Ship it\n"));
    }
}

#[test]
fn a_phase_beside_milestones_is_one_of_them() {
    let text = "# Plan: a\n\n## Milestones\n\n### M0: Freeze\n- Add b.\n- Status: `Completed`\n\n### M1: Docs\n- Write c.\n- Status: `Completed`\n";
    insta::assert_snapshot!(phase(text, &named("M2 Polish")), @r"
    +
    +### M2: Polish
    +- Status: `Not started`
    ");
}

#[test]
fn no_first_box_is_added_with_a_phase() {
    let text = "# Plan\n\n### Phase 1 — a ✅\n\n1. Do b.\n\n- **Verify:** `c` shows d.\n\n### Phase 2 — e\n\n1. Do f.\n\n- **Verify:** `g` shows\n  h.\n";
    insta::assert_snapshot!(phase(text, &named("Ship it")), @r"
    +
    +### Phase 3 — Ship it
    +
    +- **Verify:** [Specific testable outcome]
    ");
    let text = "# Plan\n\n### Phase 1 — a ✅\n\nb\n\nAcceptance:\n\n- c\n- d\n";
    insta::assert_snapshot!(phase(text, &named("Ship it")), @r"
    +
    +### Phase 2 — Ship it
    +
    +Acceptance:
    +
    +- [Specific testable outcome]
    ");
}

#[test]
fn a_criterion_joins_those_that_stand_there() {
    let criterion = |text: &str| {
        added(text, |doc, plan| {
            add_criterion(doc, plan, UnitId(0), "It rings")
        })
    };
    let text = "# Plan\n\n### Phase 1: a\n\nb\n\nAcceptance:\n\n- c\n- d goes\n  on\n\n### Phase 2: e\n\nf\n";
    assert_eq!(criterion(text), "+- [ ] It rings\n");
    let text = "# Plan\n\n### Phase 1: a\n\n1. b\n\nDone when c is\ngone.\n\n### Phase 2: e\n\nf\n";
    assert_eq!(criterion(text), "+- [ ] It rings\n+\n");
}
