//! A file that two active plans change.

use std::collections::BTreeMap;

use tip_plan::Intent;
use tip_syntax::{Finding, Label, Span};

use crate::quote::{counted, quoted};
use crate::{Category, FixAvailability, Level, Levels, Rule, Scope, SetContext};

pub(crate) static RULE: Rule = Rule {
    name: "contested-file",
    code: "TIP073",
    category: Category::Plans,
    levels: Levels::until_over(Level::Hint),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "two plans that are under way change one file",
    docs: r"## What it does

Finds files that this plan changes or deletes while another plan that is approved or under way does too.
Only a status that says so in words counts, and the later of the plans by path is told of the others.
A file that more than a few plans change is one that everybody touches.
Phases that are over, and files that every change touches, such as `CHANGELOG.md` or `package.json`, do not count.
Plans that refer to each other have been thought about together and are left alone.

## Why it matters

Whoever comes second finds other code than the plan was written for.

## Example

Beside the plan `docs/plans/archive.md`

```other,path=docs/plans/archive.md
---
status: in_progress
---

# Plan: Price history

## Phase 1: Keep old prices

**Code Changes**:
- Modify: `src/prices.rs`

- [ ] Old prices are kept
```

```plan,fail
---
status: approved
---

# Plan: Price alerts

## Phase 1: Store the alerts

**Code Changes**:
- Modify: `src/prices.rs`

- [ ] An alert survives a restart
```

## Use instead

```plan,pass
---
status: approved
---

# Plan: Price alerts

## Phase 1: Store the alerts

**Code Changes**:
- Modify: `src/alerts.rs`

- [ ] An alert survives a restart
```
",
    scope: Scope::Set(check),
};

fn check(ctx: &SetContext<'_>, out: &mut Vec<(usize, Finding)>) {
    let mut changes: BTreeMap<&str, Vec<(usize, Span)>> = BTreeMap::new();
    for (at, outline) in ctx.outlines.iter().enumerate() {
        if !outline.is_active() {
            continue;
        }
        for reference in &outline.references {
            let is_change = matches!(reference.intent, Intent::Modify | Intent::Delete);
            if !is_change || !reference.in_unit || reference.over || !is_telling(&reference.path) {
                continue;
            }
            let plans = changes.entry(&reference.path).or_default();
            if plans.last().is_none_or(|(last, _)| *last != at) {
                plans.push((at, reference.span));
            }
        }
    }
    for (path, plans) in &changes {
        if plans.len() > MOST {
            continue;
        }
        for &(at, span) in plans {
            let others = plans.iter().take_while(|(other, _)| *other < at);
            let others = others.filter(|(other, _)| are_apart(ctx, at, *other));
            let others: Vec<&(usize, Span)> = others.collect();
            let Some((first, more)) = others.split_first() else {
                continue;
            };
            let other = &ctx.outlines[first.0].path;
            let and_more = match more.len() {
                0 => String::new(),
                count => format!(" and {}", counted(count, "other plan", "other plans")),
            };
            let finding = Finding::new(
                RULE.name,
                span,
                format!("{} is changed by `{other}`{and_more} too", quoted(path)),
            )
            .label("changed here")
            .help("agree on an order, or let one plan refer to the other");
            let labels = others.iter().take(SHOWN).map(|(it, span)| {
                Label::elsewhere(ctx.outlines[*it].path.as_str(), *span, "and here")
            });
            out.push((at, labels.fold(finding, Finding::also)));
        }
    }
}

/// The most plans that may change a file before it is one that everybody touches.
const MOST: usize = 4;

/// The most other plans that a finding shows.
const SHOWN: usize = 3;

/// Names of files that every other change touches.
const COMMON: &[&str] = &[
    "changelog",
    "package",
    "package-lock",
    "cargo",
    "readme",
    "index",
    "mod",
    "lib",
    "main",
    "pyproject",
    "go",
    "makefile",
    "claude",
    "agents",
    "types",
    "__init__",
    "pnpm-lock",
    "schema",
    "roadmap",
];

fn is_telling(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    let stem = name.split('.').next().unwrap_or(&name);
    path.contains('/') && !path.contains('*') && name.contains('.') && !COMMON.contains(&stem)
}

/// Returns whether two plans are not one, and neither refers to the other.
fn are_apart(ctx: &SetContext<'_>, left: usize, right: usize) -> bool {
    let (left, right) = (&ctx.outlines[left], &ctx.outlines[right]);
    left.group() != right.group() && !left.refers_to(right) && !right.refers_to(left)
}
