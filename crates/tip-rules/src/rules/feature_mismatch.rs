//! A feature that matches neither the name of the file nor the title.

use tip_syntax::{Finding, Label, scan};

use crate::quote::quoted;
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "feature-mismatch",
    code: "TIP038",
    category: Category::Form,
    levels: Levels::until_over(Level::Hint),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "the feature has no word in common with the name of the file or the title",
    docs: r"## What it does

Compares the feature in the front matter with the name of the file and with the title.
One word in common is enough, whatever its ending.
Dates and words such as `plan` or `tip` do not count.

## Why it matters

A plan that was copied to start another one keeps the old feature.
Lists, searches and references then lead to the wrong plan.

## Example

```plan,fail
---
feature: user-login
status: approved
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
status: approved
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

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let Some(feature) = &ctx.plan.feature else {
        return;
    };
    let in_front = |span| {
        ctx.doc
            .front_matter()
            .is_some_and(|it| it.span.contains(span))
    };
    let words = telling(&feature.value);
    if !in_front(feature.span) || words.is_empty() || feature.value.starts_with('[') {
        return;
    }
    let name = ctx.path.rsplit('/').next().unwrap_or(ctx.path);
    let stem = name.split('.').next().unwrap_or(name);
    let by_file = telling(stem);
    let fits = |others: &[String]| {
        others.is_empty()
            || words
                .iter()
                .any(|it| others.iter().any(|other| akin(it, other)))
    };
    let title = ctx.plan.title.as_ref().filter(|it| !in_front(it.span));
    let by_title = title.map(|it| telling(&it.value)).unwrap_or_default();
    if fits(&by_file) || fits(&by_title) {
        return;
    }
    let mut finding = Finding::new(
        RULE.name,
        feature.span,
        format!(
            "the feature {} matches neither the title nor the file {}",
            quoted(&feature.value),
            quoted(name)
        ),
    )
    .label("another feature?")
    .help("write the feature that this plan is about");
    if let Some(title) = title {
        finding = finding.also(Label::new(title.span, "the title"));
    }
    out.push(finding);
}

/// Words that stand in the name of any plan.
const COMMON: &[&str] = &[
    "technical",
    "implementation",
    "plan",
    "tip",
    "feature",
    "the",
    "and",
    "for",
    "with",
    "add",
    "tasks",
    "spec",
    "design",
    "index",
    "readme",
    "new",
    "docs",
    "doc",
];

/// Returns the words of a name that tell what it is about.
fn telling(name: &str) -> Vec<String> {
    scan::normalized(name)
        .split(' ')
        .filter(|it| it.len() > 1 && !COMMON.contains(it))
        .filter(|it| !it.bytes().all(|byte| byte.is_ascii_digit()))
        .map(str::to_owned)
        .collect()
}

/// Returns whether two words have a stem in common, or one is part of the other.
fn akin(left: &str, right: &str) -> bool {
    let head = |word: &str| word.chars().take(4).collect::<String>();
    head(left) == head(right) || left.contains(right) || right.contains(left)
}
