//! A phase that says nothing about tests.

use tip_plan::{Meaning, Plan, Size, Unit};
use tip_syntax::{Finding, scan};

use crate::claim::is_over;
use crate::demand::asks;
use crate::unit_name::{unit_name, unit_place};
use crate::{Category, FixAvailability, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "missing-tests",
    code: "TIP042",
    category: Category::Phases,
    levels: Levels::once_agreed(),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a phase of a plan of some size says nothing about tests",
    docs: r"## What it does

Finds phases that change code without a test strategy, a test file, a command that tests or a criterion about tests, in plans in the form of the template from effort `M`.
A phase of effort `XS`, and one that is over, need none, and so does every phase where the plan has one test strategy for all.

## Why it matters

What is not planned to be tested is tested by the users.

## Example

```plan,fail
---
feature: price-alerts
estimated_effort: M
status: approved
---

# Technical Implementation Plan: Price Alerts

## Context

An alert belongs to one user.

## Implementation Phases

### Phase 1: Store

**Purpose**: Remember what a user waits for.

**Test Strategy**: Unit tests for the store

**Success Criteria**:
- [ ] An alert survives a restart

### Phase 2: Send

**Purpose**: Tell the user.

**Code Changes**:
- A call in the price job

**Success Criteria**:
- [ ] One message is sent
```

## Use instead

```plan,pass
---
feature: price-alerts
estimated_effort: M
status: approved
---

# Technical Implementation Plan: Price Alerts

## Context

An alert belongs to one user.

## Implementation Phases

### Phase 1: Store

**Purpose**: Remember what a user waits for.

**Test Strategy**: Unit tests for the store

**Success Criteria**:
- [ ] An alert survives a restart

### Phase 2: Send

**Purpose**: Tell the user.

**Code Changes**:
- A call in the price job

**Test Strategy**: A price that falls twice

**Success Criteria**:
- [ ] One message is sent
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let plan = ctx.plan;
    if !asks(plan, Size::M) || has_strategy(plan) {
        return;
    }
    for (id, phase) in plan.phases() {
        let small = phase.effort.as_ref().and_then(|it| it.value.size) == Some(Size::Xs);
        if small || is_over(plan, Some(id)) || !changes_code(plan, phase) || has_tests(ctx, phase) {
            continue;
        }
        out.push(
            Finding::new(
                RULE.name,
                unit_place(phase),
                format!("{} says nothing about tests", unit_name(phase)),
            )
            .label("how is it tested?")
            .help("add `**Test Strategy**:` with what is tested and where"),
        );
    }
}

/// Returns whether the plan as a whole says how it is tested.
fn has_strategy(plan: &Plan) -> bool {
    let sections = plan.sections.iter();
    let mut sections = sections.filter(|it| it.unit.is_none());
    sections.any(|it| it.meaning.is_some_and(is_about_tests))
}

fn is_about_tests(meaning: Meaning) -> bool {
    matches!(
        meaning,
        Meaning::TestStrategy | Meaning::UnitTests | Meaning::IntegrationTests | Meaning::TddFocus
    )
}

fn changes_code(plan: &Plan, phase: &Unit) -> bool {
    let changes = |meaning: Option<Meaning>| {
        matches!(
            meaning,
            Some(Meaning::CodeChanges | Meaning::Create | Meaning::Modify | Meaning::Scope)
        )
    };
    let mut fields = plan.fields.iter();
    fields.any(|it| changes(it.meaning) && phase.span.contains(it.span))
}

fn has_tests(ctx: &PlanContext<'_>, phase: &Unit) -> bool {
    let plan = ctx.plan;
    let fields = plan.fields.iter().map(|it| (it.meaning, it.span));
    let sections = plan.sections.iter().map(|it| (it.meaning, it.span));
    let mut meanings = fields.chain(sections);
    meanings.any(|(meaning, span)| phase.span.contains(span) && meaning.is_some_and(is_about_tests))
        || scan::find_ignore_case(ctx.doc.text(phase.span), "test").is_some()
}
