//! A plan that is called complete while a phase says that it is not.

use tip_plan::{Stage, StateSource, StatusSource, Unit, UnitKind, UnitState};
use tip_syntax::{Finding, Label, Span};

use crate::quote::{quoted, quoted_list};
use crate::together::and_more;
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
    if !plan.status.says(Stage::Complete) || ctx.doubtful_from().is_some() {
        return;
    }
    let open = plan.units.iter().filter(|unit| {
        let state = &unit.state;
        let by_boxes = matches!(state.source, StateSource::Boxes | StateSource::OwnBox);
        unit.kind == UnitKind::Phase
            && matches!(state.value, UnitState::Open | UnitState::InProgress)
            && !by_boxes
            && !unit.optional
    });
    let open: Vec<&Unit> = open.collect();
    let Some((first, more)) = open.split_first() else {
        return;
    };
    let says = match plan.status.source {
        StatusSource::Title => "the title says complete".to_owned(),
        _ => format!("the status is {}", quoted(&written.value)),
    };
    let what = if more.is_empty() {
        format!("{} is {}", unit_name(first), word(first))
    } else {
        let names = open.iter().map(|it| {
            let words = it.number.as_ref().unwrap_or(&it.title);
            words.value.as_str()
        });
        let rest = open.len().saturating_sub(MOST_NAMES);
        let told = quoted_list(names.take(MOST_NAMES), if rest == 0 { "and" } else { "," });
        match rest {
            0 => format!("phases {told} are not done"),
            _ => format!(
                "phases {} and {rest} more are not done",
                told.replace(" , ", ", ")
            ),
        }
    };
    let finding = Finding::new(RULE.name, place(first), format!("{says}, but {what}"))
        .label(format!("says {}", word(first)))
        .also(Label::new(written.span, "says complete"));
    let labels = more
        .iter()
        .map(|it| Label::new(place(it), format!("says {}", word(it))));
    let finding = and_more(
        finding,
        labels,
        "more phase is",
        "more phases are",
        "not done",
    );
    out.push(finding.help("finish the phase, mark it as deferred, or correct the status"));
}

/// So many phases are named that are not done.
const MOST_NAMES: usize = 8;

fn place(unit: &Unit) -> Span {
    unit.state.span.unwrap_or_else(|| unit_place(unit))
}

fn word(unit: &Unit) -> &'static str {
    match unit.state.value {
        UnitState::Open => "open",
        _ => "in progress",
    }
}
