//! A complete plan with open boxes.

use tip_plan::{BoxState, CheckBox, Stage};
use tip_syntax::{Finding, Label};

use crate::claim::is_groundwork;
use crate::counted::counted_boxes;
use crate::quote::{counted, quoted};
use crate::together::and_more;
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "done-but-open",
    code: "TIP020",
    category: Category::Status,
    levels: Levels::always(Level::Warning),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "the status says complete, but boxes are open",
    docs: r"## What it does

Finds a plan whose status says that it is complete while boxes are not ticked.
Check lists of the document itself, boxes in tables, and what is optional or deferred do not count.

## Why it matters

Either something was forgotten, or the boxes were never kept.
Both mean that the status is a claim and no fact.

## Example

```plan,fail
---
feature: price-alerts
status: complete
---

# Plan: Price alerts

## Phase 1: Store the alerts

- [x] An alert survives a restart
- [ ] An alert can be deleted
```

## Use instead

```plan,pass
---
feature: price-alerts
status: in_progress
---

# Plan: Price alerts

## Phase 1: Store the alerts

- [x] An alert survives a restart
- [ ] An alert can be deleted
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let status = &ctx.plan.status;
    let Some(written) = &status.written else {
        return;
    };
    if !status.says(Stage::Complete) || is_groundwork(ctx) {
        return;
    }
    let boxes: Vec<&CheckBox> = counted_boxes(ctx.plan).collect();
    let open: Vec<&&CheckBox> = boxes
        .iter()
        .filter(|it| it.state == BoxState::Open)
        .collect();
    if open.is_empty() {
        return;
    }
    let message = format!(
        "the status is {}, but {} of {} {} open",
        quoted(&written.value),
        open.len(),
        counted(boxes.len(), "box", "boxes"),
        if open.len() == 1 { "is" } else { "are" },
    );
    let finding = Finding::new(RULE.name, written.span, message).label("says complete");
    let labels = open.iter().map(|it| Label::new(it.mark, "open"));
    let mut finding = and_more(finding, labels, "more is", "more are", "open");
    if open.iter().all(|it| it.manual) {
        finding = finding.note("all of them are left to a person");
    } else if open.len() == boxes.len() && boxes.len() > 1 {
        finding = finding.note("no box is ticked at all: they seem never to have been kept");
    }
    out.push(finding.help("tick what is done, mark what is deferred, or correct the status"));
}
