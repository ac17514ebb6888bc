//! A reference to code that was deleted.

use tip_plan::Intent;
use tip_syntax::Finding;

use crate::drifted::{drifted, said};
use crate::{Category, Fate, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "deleted-code-ref",
    code: "TIP132",
    category: Category::References,
    levels: Levels::until_over(Level::Warning),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a reference points at code that was deleted",
    docs: r"## What it does

Finds references to lines, symbols and files that were deleted since they were written, by following them through the history of git, and
names the commit that did it.

`tip check` tells what an earlier `tip drift` found out, as far as that still holds; `tip check --drift` looks itself.
Finished phases, plans that are over, and permanent links to a commit are history and are not judged.

## Why it matters

The plan builds on code that is not there.
Something else took its place, or the plan is out of date.

## Example

In a repository that holds

```world
src/alerts/store.rs 240
drift src/alerts/store.rs:118 deleted
```

```plan,fail
# Plan: Price alerts

## Phase 1: Store the alerts

**Code Changes**:
- `src/alerts/store.rs:118` - Keep alerts in the database

- [ ] An alert survives a restart
```

## Use instead

```plan,pass
# Plan: Price alerts

## Phase 1: Store the alerts

**Code Changes**:
- `src/alerts/store.rs:42` - Keep alerts in the database

- [ ] An alert survives a restart
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    for (reference, it) in drifted(ctx, &[Fate::Deleted, Fate::FileGone]) {
        // A bare name without a line is that of many files, and what the plan deletes itself is gone as it wished.
        let is_bare = !reference.path.contains('/') && reference.line.is_none();
        let elsewhere = is_bare && it.then.path != reference.path;
        let wished = ctx
            .plan
            .references
            .iter()
            .any(|other| other.intent == Intent::Delete && other.path == reference.path);
        if elsewhere || wished {
            continue;
        }
        let written = said(ctx, reference);
        let mut finding = Finding::new(
            RULE.name,
            reference.span,
            match it.fate {
                Fate::FileGone => format!("the file of `{written}` was deleted"),
                _ => format!("what `{written}` pointed at was deleted"),
            },
        )
        .help("point at what took its place, or take it out of the plan");
        if let Some(change) = &it.change {
            finding = finding.note(change.to_string());
        }
        for candidate in &it.candidates {
            finding = finding.note(format!("`{candidate}` looks most like it"));
        }
        out.push(finding);
    }
}
