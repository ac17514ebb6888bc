//! A scenario that does not say what it proves.

use tip_plan::{DialectId, Field, Meaning, Unit, UnitId, UnitKind};
use tip_syntax::Finding;

use crate::claim::is_over;
use crate::unit_name::{unit_name, unit_place};
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "unvalidated-scenario",
    code: "TIP065",
    category: Category::Domain,
    levels: Levels::until_over(Level::Hint),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a scenario does not say what it proves, though others do",
    docs: r"## What it does

Finds scenarios without `**Validates**:` in plans in the form of the template in which at least half of the scenarios have it.

## Why it matters

A scenario that proves nothing in particular is the first to be dropped, and nobody knows what was lost with it.

## Example

```plan,fail
# Technical Implementation Plan: Price Alerts

## Implementation Phases

### Phase 1: Store the alerts

**Purpose**: Remember what a user waits for.

**Success Criteria**:
- [ ] An alert survives a restart

## Key Test Scenarios

### Scenario 1: Happy path
**Given**: A price of 10
**When**: It falls to 9
**Then**: One message is sent
**Validates**: Users are told

### Scenario 2: No change
**Given**: A price of 10
**When**: It stays at 10
**Then**: Nothing is sent
```

## Use instead

```plan,pass
# Technical Implementation Plan: Price Alerts

## Implementation Phases

### Phase 1: Store the alerts

**Purpose**: Remember what a user waits for.

**Success Criteria**:
- [ ] An alert survives a restart

## Key Test Scenarios

### Scenario 1: Happy path
**Given**: A price of 10
**When**: It falls to 9
**Then**: One message is sent
**Validates**: Users are told

### Scenario 2: No change
**Given**: A price of 10
**When**: It stays at 10
**Then**: Nothing is sent
**Validates**: Users are left in peace
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let plan = ctx.plan;
    if plan.dialect != DialectId::Tip {
        return;
    }
    let scenarios: Vec<(UnitId, &Unit)> = plan.units_of(UnitKind::Scenario).collect();
    let proves = |id: UnitId| {
        let of_unit = |it: &Field| it.unit == Some(id) && it.meaning == Some(Meaning::Validates);
        plan.fields.iter().any(of_unit)
    };
    let with = scenarios.iter().filter(|it| proves(it.0)).count();
    if with == 0 || with * 2 < scenarios.len() {
        return;
    }
    for (id, scenario) in scenarios {
        if proves(id) || is_over(plan, Some(id)) {
            continue;
        }
        out.push(
            Finding::new(
                RULE.name,
                unit_place(scenario),
                format!("{} does not say what it proves", unit_name(scenario)),
            )
            .label("what is shown by it?")
            .help("add `**Validates**:`"),
        );
    }
}
