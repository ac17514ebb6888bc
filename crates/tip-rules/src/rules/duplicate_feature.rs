//! Two plans for one feature.

use rustc_hash::FxHashMap;
use tip_syntax::{Finding, Label, scan};

use crate::quote::quoted;
use crate::{Category, FixAvailability, Level, Levels, Rule, Scope, SetContext};

pub(crate) static RULE: Rule = Rule {
    name: "duplicate-feature",
    code: "TIP072",
    category: Category::Plans,
    levels: Levels::until_over(Level::Warning),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "two plans that are not over are about one feature",
    docs: r"## What it does

Finds plans whose front matter names the same feature, while neither of them is over.
The later one by path is told of the earlier one; the files of one plan count as one.
Plans that refer to each other know of each other and are left alone.

## Why it matters

Work is done twice, or by the plan that somebody happened to find first.

## Example

Beside the plan `docs/plans/history.md`

```other,path=docs/plans/history.md
---
feature: price-alerts
status: draft
---

# Plan: Alerts

## Phase 1: Store the alerts

- [ ] An alert survives a restart
```

```plan,fail
---
feature: price-alerts
status: approved
---

# Plan: Price alerts

## Phase 1: Store the alerts

- [ ] An alert survives a restart
```

## Use instead

```plan,pass
---
feature: price-watch
status: approved
---

# Plan: Price alerts

## Phase 1: Store the alerts

- [ ] An alert survives a restart
```
",
    scope: Scope::Set(check),
};

fn check(ctx: &SetContext<'_>, out: &mut Vec<(usize, Finding)>) {
    let mut seen: FxHashMap<String, usize> = FxHashMap::default();
    for (at, outline) in ctx.outlines.iter().enumerate() {
        let Some((feature, span)) = &outline.feature else {
            continue;
        };
        let name = scan::normalized(feature);
        if outline.stage.is_over() || !outline.names_feature || name.is_empty() {
            continue;
        }
        let Some(&first) = seen.get(&name) else {
            seen.insert(name, at);
            continue;
        };
        let other = &ctx.outlines[first];
        let apart = other.group() != outline.group()
            && !other.refers_to(outline)
            && !outline.refers_to(other);
        if !apart {
            continue;
        }
        let mut finding = Finding::new(
            RULE.name,
            *span,
            format!(
                "`{}` is about the feature {} too",
                other.path,
                quoted(feature)
            ),
        )
        .label("the same feature")
        .help("make one plan of them, or mark one as superseded");
        if let Some((_, there)) = &other.feature {
            finding = finding.also(Label::elsewhere(other.path.as_str(), *there, "and here"));
        }
        out.push((at, finding));
    }
}
