//! A scenario that is not whole.

use rustc_hash::FxHashSet;
use tip_plan::{DialectId, Field, Meaning, UnitId, UnitKind};
use tip_syntax::{Finding, scan};

use crate::claim::is_over;
use crate::quote::quoted_list;
use crate::unit_name::{unit_name, unit_place};
use crate::{Category, FixAvailability, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "incomplete-scenario",
    code: "TIP063",
    category: Category::Domain,
    levels: Levels::once_agreed(),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a scenario lacks its given, when or then",
    docs: r#"## What it does

Finds scenarios that say a part of given, when and then.
In plans in the form of the template all three are expected, elsewhere a "when" needs a "then" and the other way round.
Scenarios in prose are not judged.

## Why it matters

Without the outcome nobody can test it, and without the state before it nobody can repeat it.

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
**Validates**: Users are told
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
```
"#,
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let plan = ctx.plan;
    let parts: &'static [(Meaning, &'static str)] = match plan.dialect {
        DialectId::Tip => &[
            (Meaning::Given, "Given"),
            (Meaning::When, "When"),
            (Meaning::Then, "Then"),
        ],
        _ => &[(Meaning::When, "When"), (Meaning::Then, "Then")],
    };
    let mut said: FxHashSet<(UnitId, Meaning)> = FxHashSet::default();
    for field in &plan.fields {
        let (Some(unit), Some(meaning)) = (field.unit, field.meaning) else {
            continue;
        };
        if parts.iter().any(|it| it.0 == meaning) && !is_blank(ctx, field) {
            said.insert((unit, meaning));
        }
    }
    for (id, scenario) in plan.units_of(UnitKind::Scenario) {
        if is_over(plan, Some(id)) {
            continue;
        }
        let has = |part: &Part| said.contains(&(id, part.0));
        let (there, lacking): (Vec<Part>, Vec<Part>) = parts.iter().partition(has);
        if there.is_empty() || lacking.is_empty() {
            continue;
        }
        // Lists of steps may be written without labels.
        let text = scan::normalized(ctx.doc.text(scenario.span));
        let told = |word: &str| {
            let word = word.to_ascii_lowercase();
            text.split(' ').filter(|it| *it == word).count() > 0
        };
        let lacking: Vec<&str> = lacking
            .iter()
            .map(|it| it.1)
            .filter(|it| !told(it))
            .collect();
        if lacking.is_empty() {
            continue;
        }
        out.push(
            Finding::new(
                RULE.name,
                unit_place(scenario),
                format!(
                    "{} says no {}",
                    unit_name(scenario),
                    quoted_list(lacking.iter().copied(), "and no")
                ),
            )
            .label("not whole")
            .help(format!("add `**{}**:`", lacking[0])),
        );
    }
}

type Part = &'static (Meaning, &'static str);

fn is_blank(ctx: &PlanContext<'_>, field: &Field) -> bool {
    field.items.is_empty() && ctx.doc.text(field.value).trim().is_empty()
}
