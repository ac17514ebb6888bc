//! Plans that wait for each other.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;
use tip_syntax::{Finding, Label, Span};

use crate::{Category, FixAvailability, Level, Levels, Outline, RefRole, Rule, Scope, SetContext};

pub(crate) static RULE: Rule = Rule {
    name: "plan-cycle",
    code: "TIP074",
    category: Category::Plans,
    levels: Levels::until_over(Level::Error),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "plans wait for each other",
    docs: r"## What it does

Finds plans whose dependencies name files of other plans in a way that leads back to them.
Each cycle is told once, at its first plan by path.

## Why it matters

None of them can ever be complete.

## Example

Beside the plan `docs/plans/zones.md`

```world
docs/plans/zones.md 9
docs/plans/price-alerts.md 9
```

```other,path=docs/plans/zones.md
---
status: approved
---

# Plan: Zones

## Phase 1: Store the alerts

- [ ] An alert survives a restart

**Dependencies**: `docs/plans/price-alerts.md`
```

```plan,fail
---
status: approved
---

# Plan: Price alerts

## Phase 1: Store the alerts

- [ ] An alert survives a restart

**Dependencies**: `docs/plans/zones.md`
```

## Use instead

```plan,pass
---
status: approved
---

# Plan: Price alerts

## Phase 1: Store the alerts

- [ ] An alert survives a restart

**Dependencies**: `docs/plans/prices.md`
```
",
    scope: Scope::Set(check),
};

fn check(ctx: &SetContext<'_>, out: &mut Vec<(usize, Finding)>) {
    let edges = edges(ctx);
    let mut told = vec![false; edges.len()];
    for start in 0..edges.len() {
        if told[start] {
            continue;
        }
        let Some(cycle) = cycle_through(&edges, start) else {
            continue;
        };
        for (at, _) in &cycle {
            told[*at] = true;
        }
        let path = |at: usize| format!("`{}`", ctx.outlines[cycle[at % cycle.len()].0].path);
        let names: Vec<String> = (0..=cycle.len()).map(path).collect();
        let finding = Finding::new(
            RULE.name,
            cycle[0].1,
            format!("plans wait for each other: {}", names.join(" → ")),
        )
        .label(format!("waits for {}", path(1)))
        .help("take one of these dependencies away, or make one plan of them");
        let labels = cycle.iter().enumerate().skip(1).map(|(at, (plan, span))| {
            let words = format!("waits for {}", path(at + 1));
            Label::elsewhere(ctx.outlines[*plan].path.as_str(), *span, words)
        });
        out.push((start, labels.fold(finding, Finding::also)));
    }
}

/// What each plan waits for, by position, and where it says so.
type Edges = Vec<Vec<(usize, Span)>>;

fn edges(ctx: &SetContext<'_>) -> Edges {
    let positions: FxHashMap<&str, usize> = ctx
        .outlines
        .iter()
        .enumerate()
        .map(|(at, it)| (it.path.as_str(), at))
        .collect();
    let of = |(at, outline): (usize, &Outline)| {
        let waits = outline
            .references
            .iter()
            .filter(|it| it.role == RefRole::Dependency);
        let steps = waits.filter_map(|it| Some((*positions.get(it.path.as_str())?, it.span)));
        steps
            .filter(|(to, _)| *to != at && ctx.outlines[*to].group() != outline.group())
            .collect()
    };
    ctx.outlines.iter().enumerate().map(of).collect()
}

/// Returns a shortest way from a plan back to it: each plan, and where it names the next.
fn cycle_through(edges: &Edges, start: usize) -> Option<Vec<(usize, Span)>> {
    let mut from: FxHashMap<usize, (usize, Span)> = FxHashMap::default();
    let mut queue = VecDeque::from([start]);
    while let Some(at) = queue.pop_front() {
        for &(to, span) in &edges[at] {
            if from.contains_key(&to) {
                continue;
            }
            from.insert(to, (at, span));
            if to == start {
                let mut cycle = Vec::new();
                let mut back = start;
                while let Some(&(before, span)) = from.get(&back) {
                    cycle.push((before, span));
                    back = before;
                    if back == start {
                        break;
                    }
                }
                cycle.reverse();
                return Some(cycle);
            }
            queue.push_back(to);
        }
    }
    None
}
