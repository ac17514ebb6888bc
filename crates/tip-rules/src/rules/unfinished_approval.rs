//! An approved plan with placeholders.

use tip_plan::{Placeholder, Stage};
use tip_syntax::{Finding, Label, scan};

use crate::quote::{counted, quoted};
use crate::region::Regions;
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

/// Words that say that a plan is agreed on.
const AGREED: &[&str] = &["accepted", "agreed", "approved", "final", "ready"];

pub(crate) static RULE: Rule = Rule {
    name: "unfinished-approval",
    code: "TIP070",
    category: Category::Status,
    levels: Levels::until_over(Level::Warning),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "the plan is approved, but placeholders are left in it",
    docs: r"## What it does

Finds plans whose status says that they are approved while placeholders of the template, its samples or marks such as `TBD` are left.
What stands in a phase that is over does not count.

## Why it matters

Somebody approved what nobody had written.

## Example

```plan,fail
---
feature: price-alerts
status: approved
---

# Technical Implementation Plan: Price Alerts

## Implementation Phases

### Phase 1: Store the alerts

**Purpose**: Remember what a user waits for.

**Success Criteria**:
- [ ] [Specific testable outcome]

**Estimated Effort**: S
```

## Use instead

```plan,pass
---
feature: price-alerts
status: approved
---

# Technical Implementation Plan: Price Alerts

## Implementation Phases

### Phase 1: Store the alerts

**Purpose**: Remember what a user waits for.

**Success Criteria**:
- [ ] An alert survives a restart

**Estimated Effort**: S
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let plan = ctx.plan;
    let Some(written) = &plan.status.written else {
        return;
    };
    if !plan.status.says(Stage::Approved) || plan.progress().done > 0 {
        return;
    }
    // `Not started` and its like say nothing of an agreement.
    let words = scan::normalized(&written.value);
    if !words.split(' ').any(|it| AGREED.contains(&it)) {
        return;
    }
    let over = Regions::of_units_over(plan);
    let end = ctx.doubtful_from().unwrap_or(u32::MAX);
    let left = plan
        .placeholders
        .iter()
        .filter(|it| it.span.start < end && !over.hold(it.span));
    let left: Vec<&Placeholder> = left.collect();
    let Some(first) = left.first() else {
        return;
    };
    let count = counted(left.len(), "placeholder is", "placeholders are");
    out.push(
        Finding::new(
            RULE.name,
            written.span,
            format!("the status is {}, but {count} left", quoted(&written.value)),
        )
        .label("says that it is agreed on")
        .also(Label::new(first.span, "to be written"))
        .help("write what is missing, or make it a draft again"),
    );
}
