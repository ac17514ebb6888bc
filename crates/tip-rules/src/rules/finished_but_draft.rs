//! A plan that is done and does not say so.

use tip_plan::{BoxKind, BoxState, CheckBox, Plan, UnitState};
use tip_syntax::Finding;

use crate::counted::counted_boxes;
use crate::quote::{counted, quoted};
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "finished-but-draft",
    code: "TIP021",
    category: Category::Status,
    levels: Levels::until_over(Level::Warning),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "everything is done, but the status does not say so",
    docs: r"## What it does

Finds a plan of which every box that counts is ticked, or, where there are none, every phase is done, while its status still says draft, approved or in progress.
A log of what was done is not enough.

## Why it matters

A finished plan that looks open is worked on again, or waited for.

## Example

```plan,fail
---
feature: price-alerts
status: draft
---

# Plan: Price alerts

## Phase 1: Store the alerts

- [x] An alert survives a restart
- [x] An alert can be deleted
```

## Use instead

```plan,pass
---
feature: price-alerts
status: complete
---

# Plan: Price alerts

## Phase 1: Store the alerts

- [x] An alert survives a restart
- [x] An alert can be deleted
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let plan = ctx.plan;
    let status = &plan.status;
    let (Some(written), Some(stage)) = (&status.written, status.stage) else {
        return;
    };
    if stage.is_over() || status.settled.is_some_and(|it| it.stage.is_over()) {
        return;
    }
    let Some(proof) = proof(plan) else {
        return;
    };
    out.push(
        Finding::new(
            RULE.name,
            written.span,
            format!("the status is {}, but {proof}", quoted(&written.value)),
        )
        .label("says that something remains")
        .help("`tip status PLAN complete` says what is in the way, or makes it so; else add what remains as a box"),
    );
}

/// Says what shows that everything is done, if something does.
fn proof(plan: &Plan) -> Option<String> {
    let boxes: Vec<&CheckBox> = counted_boxes(plan).collect();
    if boxes.iter().any(|it| it.state != BoxState::Done) {
        return None;
    }
    // A log of what was done says nothing of what remains.
    if !boxes.is_empty() && boxes.iter().all(|it| it.kind == BoxKind::Progress) {
        return None;
    }
    let phases: Vec<UnitState> = plan.phases().map(|(_, it)| it.state.value).collect();
    let remains = |state: &UnitState| matches!(state, UnitState::Open | UnitState::InProgress);
    if phases.iter().any(remains) {
        return None;
    }
    let known = phases.iter().filter(|it| it.is_over()).count();
    // Of a phase without a sign nobody knows, where others have one.
    if known > 0 && known < phases.len() {
        return None;
    }
    if !boxes.is_empty() {
        return Some(format!("{} ticked", all(boxes.len(), "box", "boxes")));
    }
    phases
        .contains(&UnitState::Done)
        .then(|| format!("{} done", all(phases.len(), "phase", "phases")))
}

fn all(number: usize, one: &str, many: &str) -> String {
    match number {
        1 => format!("its only {one} is"),
        _ => format!("all {} are", counted(number, one, many)),
    }
}
