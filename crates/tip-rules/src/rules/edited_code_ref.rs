//! A reference to a line that reads otherwise now.

use tip_syntax::{Finding, Safety};

use crate::drifted::{drifted, rewritten, said};
use crate::{Category, Fate, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "edited-code-ref",
    code: "TIP131",
    category: Category::References,
    levels: Levels::until_over(Level::Hint),
    fix: FixAvailability::Sometimes,
    since: "0.1.0",
    summary: "a reference points at a line that reads otherwise now",
    docs: r"## What it does

Finds references to a line whose text was changed since they were written, by following it through the history of git.

`tip check` tells what an earlier `tip drift` found out, as far as that still holds; `tip check --drift` looks itself.
Finished phases, plans that are over, and permanent links to a commit are history and are not judged.

## Why it matters

What the plan says of the line may not be true of it any more.
It is a hint, since it often is: `tip accept` writes down that somebody looked.

## Example

In a repository that holds

```world
src/alerts/store.rs 240
drift src/alerts/store.rs:118 edited src/alerts/store.rs:131 | fn keep(alert) | fn keep(alert, until)
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
- `src/alerts/store.rs:131` - Keep alerts in the database until they end

- [ ] An alert survives a restart
```

## Fix safety

Unsafe: where the line stands is known by its likeness alone, and whether the plan still speaks truly of it nobody knows but who reads it.
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    for (reference, it) in drifted(ctx, &[Fate::Edited]) {
        let written = said(ctx, reference);
        let mut finding = Finding::new(
            RULE.name,
            reference.span,
            format!("what `{written}` points at reads otherwise now"),
        )
        .help("read it again; `tip accept` says that the plan is still true");
        finding = match &it.now {
            Some(now) => finding.label(format!("it is `{now}`")),
            None => finding,
        };
        if let Some((then, now)) = &it.texts {
            let (then, now) = (then.trim(), now.trim());
            finding = finding.note(format!("it was `{then}`"));
            finding = finding.note(format!("it is `{now}`"));
        }
        if let Some(change) = &it.change {
            finding = finding.note(change.to_string());
        }
        if it.rewrite.is_some()
            && let Some(now) = &it.now
            && let Some(edits) = rewritten(ctx, reference, it)
        {
            finding = finding.fix(format!("point at `{now}`"), edits, Safety::Unsafe);
        }
        out.push(finding);
    }
}
