//! A dependency on itself.

use tip_plan::UnitId;
use tip_syntax::Finding;

use crate::unit_name::unit_name;
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "self-dependency",
    code: "TIP016",
    category: Category::Phases,
    levels: Levels::until_over(Level::Error),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a phase or task depends on itself",
    docs: r"## What it does

Finds a phase or a task that names itself among its dependencies.

## Why it matters

It can never start.

## Example

```plan,fail
# Plan: Price alerts

## Phase 1: Store the alerts

- [ ] An alert survives a restart

## Phase 2: Send the messages

**Dependencies**: Phase 2

- [ ] One message is sent
```

## Use instead

```plan,pass
# Plan: Price alerts

## Phase 1: Store the alerts

- [ ] An alert survives a restart

## Phase 2: Send the messages

**Dependencies**: Phase 1

- [ ] One message is sent
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    for (at, unit) in ctx.plan.units.iter().enumerate() {
        let own = UnitId(at as u32);
        let Some(dependency) = unit.depends_on.on.iter().find(|it| it.value == own) else {
            continue;
        };
        out.push(
            Finding::new(
                RULE.name,
                dependency.span,
                format!("{} depends on itself", unit_name(unit)),
            )
            .label("expected another one, or `None`"),
        );
    }
}
