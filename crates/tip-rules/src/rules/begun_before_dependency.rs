//! A phase that has begun too early.

use tip_plan::{DependencySource, Unit, UnitKind, UnitState};
use tip_syntax::{Finding, Label, Span};

use crate::unit_name::{unit_name, unit_place};
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "begun-before-dependency",
    code: "TIP102",
    category: Category::Phases,
    levels: Levels::until_over(Level::Hint),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a phase is under way, but one that it waits for is not done",
    docs: r"## What it does

Finds a phase or task that is in progress while one that it says to depend on is open or in progress itself.
Units whose state nothing tells, and dependencies that follow from the order alone, are not judged.

It is also a gate: `tip begin` does not begin such a phase.

## Why it matters

Either the dependency is none, or work stands on ground that is not there yet.

## Example

```plan,fail
# Plan: Price alerts

## Phase 1: Store the alerts

**Status**: Not started

## Phase 2: Send the messages

**Status**: In progress
**Dependencies**: Phase 1
```

## Use instead

```plan,pass
# Plan: Price alerts

## Phase 1: Store the alerts

**Status**: Complete

## Phase 2: Send the messages

**Status**: In progress
**Dependencies**: Phase 1
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let plan = ctx.plan;
    for unit in &plan.units {
        let works = matches!(unit.kind, UnitKind::Phase | UnitKind::Task);
        let begun = unit.state.value == UnitState::InProgress;
        if !works || !begun || unit.depends_on.source != DependencySource::Written {
            continue;
        }
        let mut waits: Vec<(Span, &Unit)> = Vec::new();
        for dependency in &unit.depends_on.on {
            let other = plan.unit(dependency.value);
            if matches!(other.state.value, UnitState::Open | UnitState::InProgress) {
                waits.push((dependency.span, other));
            }
        }
        let Some(((span, first), more)) = waits.split_first() else {
            continue;
        };
        let named = if more.is_empty() {
            format!("{}, which is {}", unit_name(first), word(first))
        } else {
            format!("{} phases and tasks that are not done", waits.len())
        };
        let mut finding = Finding::new(
            RULE.name,
            *span,
            format!("{} is in progress, but waits for {named}", unit_name(unit)),
        )
        .label("depends on it");
        for (_, other) in &waits {
            finding = finding.also(Label::new(unit_place(other), word(other)));
        }
        out.push(finding);
    }
}

/// Says how far a unit has come that is not done.
fn word(unit: &Unit) -> &'static str {
    if unit.state.value == UnitState::Open {
        "not begun"
    } else {
        "not done"
    }
}
