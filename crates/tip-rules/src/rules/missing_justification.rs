//! An estimate without its reason.

use tip_plan::{Meaning, Section, Size};
use tip_syntax::Finding;

use crate::demand::asks;
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "missing-justification",
    code: "TIP057",
    category: Category::Estimates,
    levels: Levels::until_over(Level::Hint),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a total effort without a reason",
    docs: r"## What it does

Finds plans in the form of the template, from effort `M`, that state a total effort and do not say why it is what it is.

## Why it matters

An estimate without a reason cannot be discussed, and nothing is learnt from it when it was wrong.

## Example

```plan,fail
---
feature: price-alerts
estimated_effort: M
---

# Technical Implementation Plan: Price Alerts

## Context

An alert belongs to one user.

## Implementation Phases

### Phase 1: Store the alerts

**Purpose**: Remember what a user waits for.

**Success Criteria**:
- [ ] An alert survives a restart

**Estimated Effort**: S

### Phase 2: Send the messages

**Purpose**: Remember what a user waits for.

**Success Criteria**:
- [ ] One message is sent

**Estimated Effort**: M

## Total Effort Estimate

**Total**: M

**Confidence**: High
```

## Use instead

```plan,pass
---
feature: price-alerts
estimated_effort: M
---

# Technical Implementation Plan: Price Alerts

## Context

An alert belongs to one user.

## Implementation Phases

### Phase 1: Store the alerts

**Purpose**: Remember what a user waits for.

**Success Criteria**:
- [ ] An alert survives a restart

**Estimated Effort**: S

### Phase 2: Send the messages

**Purpose**: Remember what a user waits for.

**Success Criteria**:
- [ ] One message is sent

**Estimated Effort**: M

## Test Strategy

Unit tests.

## Total Effort Estimate

**Total**: M

**Confidence**: High

**Justification**: The store is known.
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let plan = ctx.plan;
    if !asks(plan, Size::M) {
        return;
    }
    let Some(section) = plan.section_of(Meaning::TotalEffort) else {
        return;
    };
    let reason = |meaning: Option<Meaning>| meaning == Some(Meaning::Justification);
    let told = plan.fields.iter().any(|it| reason(it.meaning))
        || plan.sections.iter().any(|it| reason(it.meaning))
        || has_text(ctx, section);
    if told {
        return;
    }
    out.push(
        Finding::new(RULE.name, section.title.span, "the estimate has no reason")
            .label("why is it what it is?")
            .help("add `**Justification**:`"),
    );
}

/// Returns whether something else than labels with short values stands in the section.
fn has_text(ctx: &PlanContext<'_>, section: &Section) -> bool {
    let text = ctx.doc.text(section.span);
    text.lines()
        .skip(1)
        .any(|line| line.split_whitespace().count() > 8)
}
