//! A phase that waits for a later one.

use rustc_hash::FxHashSet;
use tip_plan::{DependencySource, Plan, UnitId, UnitKind};
use tip_syntax::{Finding, Label};

use crate::claim::{is_over, unit_is_over};
use crate::series::series_of;
use crate::unit_name::{unit_name, unit_place};
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "later-dependency",
    code: "TIP041",
    category: Category::Phases,
    levels: Levels::until_over(Level::Warning),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a phase waits for a phase that comes after it",
    docs: r"## What it does

Finds phases whose written dependencies name a phase further down.
A phase that is over is not waited for, and cycles are `dependency-cycle`.

## Why it matters

People and agents carry a plan out from top to bottom.
They begin the phase before what it needs is there.

## Example

```plan,fail
# Plan: Price alerts

## Phase 1: Send the messages

**Dependencies**: Phase 2

- [ ] One message is sent

## Phase 2: Store the alerts

**Dependencies**: None

- [ ] An alert survives a restart
```

## Use instead

```plan,pass
# Plan: Price alerts

## Phase 1: Store the alerts

**Dependencies**: None

- [ ] An alert survives a restart

## Phase 2: Send the messages

**Dependencies**: Phase 1

- [ ] One message is sent
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let plan = ctx.plan;
    for (id, phase) in plan.phases() {
        if phase.depends_on.source != DependencySource::Written || is_over(plan, Some(id)) {
            continue;
        }
        for on in &phase.depends_on.on {
            let other = plan.unit(on.value);
            let later = other.kind == UnitKind::Phase
                && other.lead.start > phase.lead.start
                && series_of(plan, other) == series_of(plan, phase);
            if !later || unit_is_over(other) || leads_to(plan, on.value, id) {
                continue;
            }
            out.push(
                Finding::new(
                    RULE.name,
                    on.span,
                    format!(
                        "{} waits for {}, which comes later",
                        unit_name(phase),
                        unit_name(other)
                    ),
                )
                .label("waits for it")
                .also(Label::new(unit_place(other), "comes later"))
                .help("put the phases in the order in which they can be carried out"),
            );
        }
    }
}

/// Returns whether the written dependencies of a unit lead to another one.
fn leads_to(plan: &Plan, from: UnitId, to: UnitId) -> bool {
    let mut seen = FxHashSet::default();
    let mut next = vec![from];
    while let Some(at) = next.pop() {
        if at == to {
            return true;
        }
        if seen.insert(at) {
            next.extend(plan.unit(at).depends_on.on.iter().map(|it| it.value));
        }
    }
    false
}
