//! A plan that is begun before what it waits for.

use rustc_hash::FxHashMap;
use tip_plan::Stage;
use tip_syntax::Finding;

use crate::{Category, FixAvailability, Level, Levels, Outline, RefRole, Rule, Scope, SetContext};

pub(crate) static RULE: Rule = Rule {
    name: "unfinished-dependency",
    code: "TIP075",
    category: Category::Plans,
    levels: Levels::until_over(Level::Hint),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "the plan is under way although a plan that it waits for is not complete",
    docs: r"## What it does

Finds plans in progress whose dependencies name the file of another plan that is not complete.
The other plan must say its status itself.

## Why it matters

It builds on what may still change, or never come.

## Example

Beside the plan `docs/plans/history.md`

```world
docs/plans/history.md 9
```

```other,path=docs/plans/history.md
---
status: in_progress
---

# Plan: Price history

## Phase 1: Store the alerts

- [ ] Old prices are kept
```

```plan,fail
---
status: in_progress
---

# Plan: Price alerts

## Phase 1: Store the alerts

- [x] An alert survives a restart
- [ ] It can be deleted

**Dependencies**: `docs/plans/history.md`
```

## Use instead

```plan,pass
---
status: approved
---

# Plan: Price alerts

## Phase 1: Store the alerts

- [ ] An alert survives a restart

**Dependencies**: `docs/plans/history.md`
```
",
    scope: Scope::Set(check),
};

fn check(ctx: &SetContext<'_>, out: &mut Vec<(usize, Finding)>) {
    let by_path: FxHashMap<&str, &Outline> = ctx
        .outlines
        .iter()
        .map(|it| (it.path.as_str(), it))
        .collect();
    for (at, outline) in ctx.outlines.iter().enumerate() {
        if outline.stage != Stage::InProgress {
            continue;
        }
        for reference in outline
            .references
            .iter()
            .filter(|it| it.role == RefRole::Dependency)
        {
            let Some(other) = by_path.get(reference.path.as_str()) else {
                continue;
            };
            let waits = other.said.is_some()
                && !other.stage.is_over()
                && other.group() != outline.group()
                && !reference.over;
            if !waits {
                continue;
            }
            let finding = Finding::new(
                RULE.name,
                reference.span,
                format!(
                    "the plan is begun, but `{}`, which it waits for, is {}",
                    other.path,
                    other.stage.word().replace('_', " ")
                ),
            )
            .label("waits for it")
            .help("finish that one first, or say which part of it is needed");
            out.push((at, finding));
        }
    }
}
