//! Two efforts that disagree.

use tip_plan::{Effort, Meaning, Size};
use tip_syntax::{Finding, Label};

use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "effort-conflict",
    code: "TIP023",
    category: Category::Estimates,
    levels: Levels::until_over(Level::Warning),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "the effort in the front matter is not the total of the text",
    docs: r"## What it does

Compares the effort in the front matter with the total that the text states.
A range such as `M-L` agrees with both of its ends.

## Why it matters

One of the two is old, and only the front matter is seen in lists.

## Example

```plan,fail
---
feature: price-alerts
status: draft
estimated_effort: S
---

# Plan: Price alerts

## Phase 1: Store the alerts

- [ ] An alert survives a restart

## Total Effort Estimate

**Total**: L
```

## Use instead

```plan,pass
---
feature: price-alerts
status: draft
estimated_effort: L
---

# Plan: Price alerts

## Phase 1: Store the alerts

- [ ] An alert survives a restart

## Total Effort Estimate

**Total**: L
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let Some(front) = &ctx.plan.effort else {
        return;
    };
    for field in ctx.plan.fields_of(Meaning::TotalEffort, None) {
        let span = ctx.doc.source().trim(field.value);
        if span == front.span {
            continue;
        }
        let text = ctx.doc.text(span);
        let Some(body) = Effort::parse(text) else {
            continue;
        };
        if !disagree(front.value, body, text) {
            continue;
        }
        let (above, below) = (front.value.short(), body.short());
        out.push(
            Finding::new(
                RULE.name,
                front.span,
                format!("the effort is `{above}` here, but `{below}` in the text"),
            )
            .label(format!("`{above}` in the front matter"))
            .also(Label::new(span, format!("`{below}` in the text")))
            .help("make the two agree"),
        );
    }
}

fn disagree(front: Effort, body: Effort, text: &str) -> bool {
    match (front.size, body.size) {
        (Some(front), Some(_)) => !sizes_in(text).any(|size| size == front),
        _ => match (front.minutes, body.minutes) {
            (Some(front), Some(body)) => front.0 > body.1 || body.0 > front.1,
            _ => false,
        },
    }
}

/// Returns every size that the words of a text name, so that each end of a range counts.
fn sizes_in(text: &str) -> impl Iterator<Item = Size> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .filter_map(|word| Effort::parse(word)?.size)
}
