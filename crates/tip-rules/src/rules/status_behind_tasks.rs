//! A file of a plan whose status stands still while the tasks beside it are done.

use tip_plan::{BoxState, Stage, StatusSource};
use tip_syntax::Finding;

use crate::claim::is_groundwork;
use crate::counted::counted_boxes;
use crate::quote::quoted;
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "status-behind-tasks",
    code: "TIP105",
    category: Category::Status,
    levels: Levels::always(Level::Hint),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "every task of the plan is ticked, but a file of it still says draft",
    docs: r"## What it does

Finds the specification, the proposal or the plan of a folder whose status still says draft, approved or in progress while every task in the `tasks.md` beside it is ticked.
A file that is archived, or that has open boxes of its own, is left alone.

## Why it matters

The files of a folder are one plan.
Who opens the specification first takes for open what was carried out.

## Example

```beside,path=specs/001-price-alerts/tasks.md
# Tasks: Price alerts

- [x] T001 Store the alerts
- [x] T002 Send the messages
```

```plan,fail,path=specs/001-price-alerts/spec.md
# Feature Specification: Price alerts

**Status**: Draft

## Requirements

- **FR-001**: An alert survives a restart
```

## Use instead

```beside,path=specs/001-price-alerts/tasks.md
# Tasks: Price alerts

- [x] T001 Store the alerts
- [x] T002 Send the messages
```

```plan,pass,path=specs/001-price-alerts/spec.md
# Feature Specification: Price alerts

**Status**: Implemented

## Requirements

- **FR-001**: An alert survives a restart
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let plan = ctx.plan;
    let Some(written) = &plan.status.written else {
        return;
    };
    let Some((folder, name)) = ctx.path.rsplit_once('/') else {
        return;
    };
    // A word of the title may only look like a status: `Implementation Plan: partial refunds`.
    if plan.status.source == StatusSource::Title {
        return;
    }
    if name == TASKS
        || is_groundwork(ctx)
        || matches!(plan.stage(), Stage::Superseded | Stage::Abandoned)
    {
        return;
    }
    // The stage may be that of the whole plan by now; what the file itself says is what counts here.
    if Stage::parse(&written.value).is_none_or(Stage::is_over) {
        return;
    }
    let beside = |path: &str| path.rsplit_once('/') == Some((folder, TASKS));
    let Some(tasks) = ctx.siblings.iter().find(|it| beside(it.path)) else {
        return;
    };
    let progress = tasks.plan.progress();
    let remains = counted_boxes(plan).any(|it| it.state != BoxState::Done);
    if remains || progress.total == 0 || progress.done < progress.total {
        return;
    }
    out.push(
        Finding::new(
            RULE.name,
            written.span,
            format!(
                "the status is {}, but every task in `{TASKS}` is ticked",
                quoted(&written.value)
            ),
        )
        .label("says that something remains")
        .help("correct the status, or add what remains as a task"),
    );
}

/// The file that holds the work of a plan in several files.
const TASKS: &str = "tasks.md";
