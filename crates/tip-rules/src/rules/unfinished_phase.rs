//! A plan that is called complete while a phase says that it is not.

use tip_plan::{Stage, StateSource, StatusSource, UnitKind, UnitState};
use tip_syntax::{Finding, Label};

use crate::fence;
use crate::quote::quoted;
use crate::unit_name::{unit_name, unit_place};
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "unfinished-phase",
    code: "TIP103",
    category: Category::Status,
    levels: Levels::form(Level::Off, Level::Warning),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "the status says complete, but a phase says that it is not",
    docs: r"## What it does

Finds a phase that says by its own box, title, status or row that it is open or in progress, in a plan whose status says complete.
Phases that say it by the boxes under them are left to `done-but-open`.

It is also a gate: `tip status PLAN complete` does not complete such a plan.

## Why it matters

One of the two is wrong, and whoever lists what is left finds nothing.

## Example

```plan,fail
---
status: complete
---

# Plan: Price alerts

## Phase 1: Store the alerts ✓

## Phase 2: Send the messages (in progress)
```

## Use instead

```plan,pass
---
status: complete
---

# Plan: Price alerts

## Phase 1: Store the alerts ✓

## Phase 2: Send the messages ✓
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let plan = ctx.plan;
    let Some(written) = &plan.status.written else {
        return;
    };
    // What escaped from a code block may be an example.
    if plan.status.stage != Some(Stage::Complete) || fence::doubtful_from(ctx.doc).is_some() {
        return;
    }
    for unit in &plan.units {
        let state = &unit.state;
        let open = matches!(state.value, UnitState::Open | UnitState::InProgress);
        let by_boxes = matches!(state.source, StateSource::Boxes | StateSource::OwnBox);
        if unit.kind != UnitKind::Phase || !open || by_boxes || unit.optional {
            continue;
        }
        let word = if state.value == UnitState::Open {
            "open"
        } else {
            "in progress"
        };
        out.push(
            Finding::new(
                RULE.name,
                state.span.unwrap_or_else(|| unit_place(unit)),
                match plan.status.source {
                    StatusSource::Title => {
                        format!("the title says complete, but {} is {word}", unit_name(unit))
                    }
                    _ => format!(
                        "the status is {}, but {} is {word}",
                        quoted(&written.value),
                        unit_name(unit)
                    ),
                },
            )
            .label(format!("says {word}"))
            .also(Label::new(written.span, "says complete"))
            .help("finish the phase, mark it as deferred, or correct the status"),
        );
    }
}
