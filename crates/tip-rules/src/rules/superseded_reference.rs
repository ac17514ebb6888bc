//! A reference to a plan that no longer holds.

use rustc_hash::FxHashMap;
use tip_syntax::Finding;

use crate::{Category, FixAvailability, Level, Levels, Outline, RefRole, Rule, Scope, SetContext};

pub(crate) static RULE: Rule = Rule {
    name: "superseded-reference",
    code: "TIP059",
    category: Category::Plans,
    levels: Levels::until_over(Level::Warning),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "the plan builds on a plan that was superseded or given up",
    docs: r"## What it does

Finds plans among the dependencies, the related plans and the references whose own status says that they are superseded or abandoned.
Where that plan names this one, it was most likely replaced by it, and nothing is said.

## Why it matters

What was read there when the plan was written is not what will be built.

## Example

Beside the plan `docs/plans/history.md`

```world
docs/plans/history.md 9
docs/plans/prices.md 9
```

```other,path=docs/plans/history.md
---
status: superseded
---

# Plan: Price history

## Phase 1: Store the alerts

- [ ] Old prices are kept
```

```plan,fail
---
status: approved
---

# Plan: Price alerts

## Phase 1: Store the alerts

- [ ] An alert survives a restart

## References
- Related TIPs: `docs/plans/history.md`
```

## Use instead

```plan,pass
---
status: approved
---

# Plan: Price alerts

## Phase 1: Store the alerts

- [ ] An alert survives a restart

## References
- Related TIPs: `docs/plans/prices.md`
```
",
    scope: Scope::Set(check),
};

fn check(ctx: &SetContext<'_>, out: &mut Vec<(usize, Finding)>) {
    let given_up: FxHashMap<&str, &Outline> = ctx
        .outlines
        .iter()
        .filter(|it| it.is_given_up())
        .map(|it| (it.path.as_str(), it))
        .collect();
    if given_up.is_empty() {
        return;
    }
    for (at, outline) in ctx.outlines.iter().enumerate() {
        let mut told: Vec<&str> = Vec::new();
        for reference in &outline.references {
            let Some(other) = given_up.get(reference.path.as_str()) else {
                continue;
            };
            let counts = reference.role != RefRole::Other
                && other.group() != outline.group()
                && !other.refers_to(outline)
                && !told.contains(&reference.path.as_str());
            if !counts {
                continue;
            }
            told.push(&reference.path);
            let finding = Finding::new(
                RULE.name,
                reference.span,
                format!("`{}` is {}", other.path, other.stage.word()),
            )
            .label("the plan builds on it")
            .help("refer to the plan that took its place, or say what still holds of it");
            out.push((at, finding));
        }
    }
}
