//! Two confidences that disagree.

use tip_plan::{Confidence, Meaning};
use tip_syntax::{Finding, Label};

use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "confidence-conflict",
    code: "TIP022",
    category: Category::Estimates,
    levels: Levels::until_over(Level::Warning),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "the confidence in the front matter is not that of the text",
    docs: r"## What it does

Compares the confidence in the front matter with the one that the text states for the whole.

## Why it matters

One of the two is old, and only the front matter is seen in lists.

## Example

```plan,fail
---
feature: price-alerts
status: draft
confidence: High
---

# Plan: Price alerts

## Phase 1: Store the alerts

- [ ] An alert survives a restart

## Total Effort Estimate

**Confidence**: Low
```

## Use instead

```plan,pass
---
feature: price-alerts
status: draft
confidence: Low
---

# Plan: Price alerts

## Phase 1: Store the alerts

- [ ] An alert survives a restart

## Total Effort Estimate

**Confidence**: Low
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let Some(front) = &ctx.plan.confidence else {
        return;
    };
    for field in ctx.plan.fields_of(Meaning::Confidence, None) {
        let span = ctx.doc.source().trim(field.value);
        if span == front.span {
            continue;
        }
        let Some(body) = Confidence::parse(ctx.doc.text(span)) else {
            continue;
        };
        if body == front.value {
            continue;
        }
        let (above, below) = (front.value.word(), body.word());
        out.push(
            Finding::new(
                RULE.name,
                front.span,
                format!("the confidence is `{above}` here, but `{below}` in the text"),
            )
            .label(format!("`{above}` in the front matter"))
            .also(Label::new(span, format!("`{below}` in the text")))
            .help("make the two agree"),
        );
    }
}
