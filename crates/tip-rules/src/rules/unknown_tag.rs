//! A tag that the team does not know.

use tip_syntax::{Edit, Finding, Safety};

use crate::nearest::nearest;
use crate::quote::quoted;
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "unknown-tag",
    code: "TIP039",
    category: Category::Form,
    levels: Levels::until_over(Level::Warning),
    fix: FixAvailability::Sometimes,
    since: "0.1.0",
    summary: "a tag is none of those that tip.toml allows",
    docs: r#"## What it does

Finds tags that `tags` under `[limits]` in `tip.toml` does not list.
Without that list any tag may be used.

## Why it matters

Plans are found by their tags.
Under a tag that nobody else uses, nobody finds the plan.

## Example

In a repository whose `tip.toml` says `tags = ["alerts", "pricing"]` under `[limits]`

```limits
tags alerts pricing
```

```plan,fail
---
feature: price-alerts
tags: [alert, pricing]
---

# Technical Implementation Plan: Price Alerts

## Implementation Phases

### Phase 1: Store the alerts

**Purpose**: Remember what a user waits for.

**Success Criteria**:
- [ ] An alert survives a restart
```

## Use instead

```plan,pass
---
feature: price-alerts
tags: [alerts, pricing]
---

# Technical Implementation Plan: Price Alerts

## Implementation Phases

### Phase 1: Store the alerts

**Purpose**: Remember what a user waits for.

**Success Criteria**:
- [ ] An alert survives a restart
```

## Fix safety

The nearest tag is a guess, and is not written unasked.
"#,
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let known = &ctx.limits.tags;
    if known.is_empty() {
        return;
    }
    for tag in &ctx.plan.tags {
        // The template's own samples are another rule's.
        if known.contains(&tag.value) || tag.value.starts_with('[') {
            continue;
        }
        let finding = Finding::new(
            RULE.name,
            tag.span,
            format!("unknown tag {}", quoted(&tag.value)),
        )
        .label("not among the tags of `tip.toml`");
        out.push(
            match nearest(&tag.value, known.iter().map(String::as_str)) {
                Some(near) => finding.help(format!("did you mean `{near}`?")).fix(
                    format!("write `{near}`"),
                    vec![Edit::replace(tag.span, near)],
                    Safety::Unsafe,
                ),
                None => finding.help("use a tag that is known, or add it to `tip.toml`"),
            },
        );
    }
}
