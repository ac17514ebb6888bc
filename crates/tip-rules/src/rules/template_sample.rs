//! A sample of the template, word for word.

use tip_plan::PlaceholderKind;
use tip_syntax::Finding;

use crate::quote::quoted;
use crate::region::Regions;
use crate::{Category, FixAvailability, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "template-sample",
    code: "TIP005",
    category: Category::Form,
    levels: Levels::once_agreed(),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a sample of the template stands word for word",
    docs: r"## What it does

Finds samples of the template that still stand word for word: `tags: [implementation, relevant, tags]`, `Example: Event sourcing pattern from …`.

## Why it matters

A sample reads like a decision.
Nobody can tell that it was never one.

## Example

```plan,fail
---
date: 2026-03-01
feature: price-alerts
status: approved
estimated_effort: S
confidence: High
tags: [implementation, relevant, tags]
---

# Technical Implementation Plan: Price Alerts

## Implementation Phases

### Phase 1: Store the alerts

**Success Criteria**:
- [ ] An alert survives a restart
```

## Use instead

```plan,pass
---
date: 2026-03-01
feature: price-alerts
status: approved
estimated_effort: S
confidence: High
tags: [alerts, pricing]
---

# Technical Implementation Plan: Price Alerts

## Implementation Phases

### Phase 1: Store the alerts

**Success Criteria**:
- [ ] An alert survives a restart
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let over = Regions::of_units_over(ctx.plan);
    for sample in &ctx.plan.placeholders {
        if sample.kind != PlaceholderKind::Sample || over.hold(sample.span) {
            continue;
        }
        let text = quoted(ctx.doc.text(sample.span));
        out.push(
            Finding::new(
                RULE.name,
                sample.span,
                format!("{text} is a sample of the template"),
            )
            .label("word for word")
            .help("write what holds for this plan, or delete it"),
        );
    }
}
