//! A key twice in the front matter.

use std::ptr;

use tip_syntax::{Finding, Label};

use crate::quote::quoted;
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "duplicate-key",
    code: "TIP003",
    category: Category::Form,
    levels: Levels::form(Level::Error, Level::Hint),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a key stands twice in the front matter",
    docs: r"## What it does

Finds a key that stands more than once in the front matter; case, `-` and `_` do not matter.

## Why it matters

Programs disagree on which of the two counts: some take the first, some the last, some refuse the file.
`tip` takes the first.

## Example

```plan,fail
---
feature: price-alerts
status: draft
status: complete
---

# Plan: Price alerts

## Phase 1: Store the alerts
```

## Use instead

```plan,pass
---
feature: price-alerts
status: complete
---

# Plan: Price alerts

## Phase 1: Store the alerts
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let Some(front_matter) = ctx.doc.front_matter() else {
        return;
    };
    for entry in &front_matter.entries {
        let Some(first) = front_matter.get(&entry.key.value) else {
            continue;
        };
        if ptr::eq(first, entry) {
            continue;
        }
        out.push(
            Finding::new(
                RULE.name,
                entry.key.span,
                format!("the key {} stands twice", quoted(&entry.key.value)),
            )
            .label("and again here")
            .also(Label::new(first.key.span, "first here: this one counts"))
            .help("remove one of the two"),
        );
    }
}
