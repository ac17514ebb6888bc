//! A placeholder that nobody replaced.

use tip_plan::{Placeholder, PlaceholderKind, Stage};
use tip_syntax::{Finding, Label};

use crate::quote::{counted, quoted};
use crate::region::Regions;
use crate::{Category, FixAvailability, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "leftover-placeholder",
    code: "TIP004",
    category: Category::Form,
    levels: Levels::once_agreed(),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a placeholder of the template, or a mark such as `TBD`, is left",
    docs: r"## What it does

Finds placeholders in brackets that the template brought and nobody replaced, and marks of unfinished writing: `TBD`, `TODO`, `???`.
Phases that are done are not judged.

## Why it matters

In a draft they are the list of what remains to be thought about.
In a plan that is agreed on they are holes: a person, or an agent, fills them with a guess.

## Example

```plan,fail
---
date: 2026-03-01
feature: price-alerts
status: approved
estimated_effort: S
confidence: High
---

# Technical Implementation Plan: Price Alerts

## Implementation Phases

### Phase 1: Store the alerts

**Purpose**: Remember what a user waits for.

**Success Criteria**:
- [ ] [Specific testable outcome]
```

## Use instead

```plan,pass
---
date: 2026-03-01
feature: price-alerts
status: approved
estimated_effort: S
confidence: High
---

# Technical Implementation Plan: Price Alerts

## Implementation Phases

### Phase 1: Store the alerts

**Purpose**: Remember what a user waits for.

**Success Criteria**:
- [ ] An alert survives a restart
```
",
    scope: Scope::Plan(check),
};

/// The most places that a finding shows beside the first.
const SHOWN: usize = 3;

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let over = Regions::of_units_over(ctx.plan);
    // An example that escaped from a code block may hold what it likes.
    let end = ctx.doubtful_from().unwrap_or(u32::MAX);
    let left: Vec<&Placeholder> = ctx
        .plan
        .placeholders
        .iter()
        .filter(|it| it.kind != PlaceholderKind::Sample && it.span.start < end)
        .filter(|it| !over.hold(it.span))
        .collect();
    // What stands on one line or on the lines after it was left together, and is one finding; in a draft all of it is.
    let draft = ctx.plan.stage() == Stage::Draft;
    let together = |a: &&Placeholder, b: &&Placeholder| {
        let apart = ctx.doc.line(b.span).saturating_sub(ctx.doc.line(a.span));
        a.kind == b.kind && (apart <= 1 || draft)
    };
    for group in left.chunk_by(together) {
        let Some((first, more)) = group.split_first() else {
            continue;
        };
        let text = quoted(ctx.doc.text(first.span));
        let finding = match first.kind {
            PlaceholderKind::Unfinished => Finding::new(
                RULE.name,
                first.span,
                format!("{text} is still to be written"),
            )
            .label("unfinished")
            .help("decide it, or make it an open question of the plan"),
            _ => Finding::new(
                RULE.name,
                first.span,
                match more.len() {
                    0 => format!("the placeholder {text} is left"),
                    more => format!("the placeholder {text} and {more} more are left"),
                },
            )
            .label("from the template")
            .help("write what is meant, or delete the line where nothing is"),
        };
        let mut also = more
            .iter()
            .take(SHOWN)
            .map(|it| Label::new(it.span, "and here"))
            .fold(finding, Finding::also);
        if more.len() > SHOWN {
            let rest = counted(more.len() - SHOWN, "more follows", "more follow");
            also = also.note(rest);
        }
        out.push(also);
    }
}
