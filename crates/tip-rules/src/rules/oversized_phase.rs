//! A phase of effort XL.

use tip_plan::{BoxState, Plan, Size, UnitId, UnitState};
use tip_syntax::Finding;

use crate::size_words::size_words;
use crate::unit_name::unit_name;
use crate::{Category, FixAvailability, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "oversized-phase",
    code: "TIP045",
    category: Category::Phases,
    levels: Levels::once_agreed(),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a phase that is not begun is as large as a whole project",
    docs: r"## What it does

Finds phases of effort `XL` that are not begun, and plans of effort `XL` whose only phase holds everything.
Where a phase is cut into tasks, nothing is said.

## Why it matters

Of so large a phase nobody can say for weeks how far it has come.
The template offers sizes up to `L` for a phase for that reason.

## Example

```plan,fail
# Technical Implementation Plan: Price Alerts

## Implementation Phases

### Phase 1: Store

**Purpose**: Remember what a user waits for.

**Estimated Effort**: XL

**Success Criteria**:
- [ ] An alert survives a restart
```

## Use instead

```plan,pass
# Technical Implementation Plan: Price Alerts

## Implementation Phases

### Phase 1: Store

**Purpose**: Remember what a user waits for.

**Estimated Effort**: L

**Success Criteria**:
- [ ] An alert survives a restart
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let plan = ctx.plan;
    for (id, phase) in plan.phases() {
        let Some(effort) = phase
            .effort
            .as_ref()
            .filter(|it| it.value.size == Some(Size::Xl))
        else {
            continue;
        };
        if is_begun(plan, id) || is_cut(plan, id) {
            continue;
        }
        out.push(
            Finding::new(
                RULE.name,
                effort.span,
                format!(
                    "{} is {}",
                    unit_name(phase),
                    size_words(ctx.doc, Size::Xl, effort.span)
                ),
            )
            .label("too much for one phase")
            .help("make phases of it that can each be shown to be done"),
        );
    }
    let phases: Vec<UnitId> = plan.phases().map(|it| it.0).collect();
    if let [only] = phases.as_slice()
        && let Some(effort) = plan
            .effort
            .as_ref()
            .filter(|it| it.value.size == Some(Size::Xl))
        && plan
            .unit(*only)
            .effort
            .as_ref()
            .and_then(|it| it.value.size)
            != Some(Size::Xl)
        && !is_begun(plan, *only)
        && !is_cut(plan, *only)
    {
        let words = size_words(ctx.doc, Size::Xl, effort.span);
        out.push(
            Finding::new(
                RULE.name,
                effort.span,
                format!("the effort is {words}, but the plan has only one phase"),
            )
            .label("too much for one phase")
            .help("make phases of it that can each be shown to be done"),
        );
    }
}

/// Returns whether something of the phase is done already, so that it is late to cut it.
fn is_begun(plan: &Plan, id: UnitId) -> bool {
    let state = plan.unit(id).state.value;
    let mut boxes = plan.boxes_of_phase(id);
    !matches!(state, UnitState::Open | UnitState::Unknown)
        || boxes.any(|it| it.state != BoxState::Open)
}

/// Returns whether units of a kind of their own stand in the phase.
fn is_cut(plan: &Plan, id: UnitId) -> bool {
    let parts = plan.units.iter().filter(|it| it.parent == Some(id));
    parts.count() > 1
}
