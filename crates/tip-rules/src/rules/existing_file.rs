//! A file to create that exists.

use tip_plan::{BoxState, Intent, Plan, Reference, UnitId, UnitState};
use tip_syntax::{Finding, Label, Span};

use crate::claim::{box_at, has_folder, is_alternative, is_over};
use crate::quote::{counted, quoted};
use crate::together::and_more;
use crate::{Category, FixAvailability, Levels, PathAnswer, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "existing-file",
    code: "TIP058",
    category: Category::References,
    levels: Levels::once_agreed(),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "files that the plan is to create exist although their phase is not begun",
    docs: r"## What it does

Finds files that a phase or a task creates, which exist although nothing of it is done.
One finding tells of all of them; where most of what the plan creates is there, it says so.
Only the path as written counts.

## Why it matters

Either the plan is built already and does not say so, or it is about to overwrite what somebody else made.

## Example

In a repository that holds

```world
src/alerts.rs 40
```

```plan,fail
# Plan: Price alerts

## Phase 1: Store the alerts

**Code Changes**:
- Create: `src/alerts.rs`

- [ ] An alert survives a restart
```

## Use instead

```plan,pass
# Plan: Price alerts

## Phase 1: Store the alerts

**Code Changes**:
- Create: `src/messages.rs`

- [ ] An alert survives a restart
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let plan = ctx.plan;
    let mut files: Vec<&Reference> = Vec::new();
    let mut there: Vec<&Reference> = Vec::new();
    // What the plan changes later exists as well, but is no reason to speak.
    let mut existing = 0;
    for reference in &plan.references {
        let creates = reference.intent == Intent::Create
            && !reference.historical
            && !reference.is_folder()
            && !reference.is_pattern()
            && reference.line.is_none()
            && reference.unit.is_some()
            && has_folder(&reference.path)
            && !is_over(plan, reference.unit)
            && box_at(plan, reference.span).is_none_or(|it| it.state == BoxState::Open);
        if !creates || files.iter().any(|it| it.path == reference.path) {
            continue;
        }
        files.push(reference);
        let as_written = matches!(
            ctx.answers.path(&reference.path),
            Some(PathAnswer::File(found)) if found.ends_with(reference.path.trim_start_matches("./"))
        );
        existing += usize::from(as_written);
        let source = ctx.doc.source();
        let line = source.line_span(source.line_of(reference.span.start));
        let end = line.end().max(reference.span.end());
        let either = is_alternative(
            ctx.doc
                .text(Span::new(line.start(), reference.span.start())),
            ctx.doc.text(Span::new(reference.span.end(), end)),
        );
        if as_written && !either && !is_begun(plan, reference) && !is_changed_too(plan, reference) {
            there.push(reference);
        }
    }
    let Some((first, more)) = there.split_first() else {
        return;
    };
    let built = existing > 1 && existing * 4 >= files.len() * 3;
    let message = if built {
        format!(
            "{} of {} to create exist, though nothing of it is marked as done",
            existing,
            counted(files.len(), "file", "files")
        )
    } else {
        format!("{} is to be created, but exists", quoted(&first.path))
    };
    let mut finding = Finding::new(RULE.name, first.path_span, message).label("exists");
    let labels = more.iter().map(|it| Label::new(it.path_span, "exists too"));
    finding = and_more(
        finding,
        labels,
        "more file exists",
        "more files exist",
        "too",
    );
    out.push(if built {
        finding.help("the plan seems to be built: mark what is done")
    } else {
        finding.help("list it as a change, choose another name, or mark the phase as begun")
    });
}

/// Returns whether something of the phase or the task is done already.
fn is_begun(plan: &Plan, reference: &Reference) -> bool {
    let mut at = reference.unit;
    while let Some(id) = at {
        let unit = plan.unit(id);
        if !matches!(unit.state.value, UnitState::Open | UnitState::Unknown) {
            return true;
        }
        at = unit.parent.filter(|parent| *parent < id);
    }
    let begun = |phase: UnitId| {
        plan.boxes_of_phase(phase)
            .any(|it| it.state != BoxState::Open)
    };
    reference
        .unit
        .and_then(|id| plan.phase_of(id))
        .is_some_and(begun)
}

/// Returns whether another place of the plan changes or deletes the file, so that the word "create" may be about something in it.
fn is_changed_too(plan: &Plan, reference: &Reference) -> bool {
    plan.references
        .iter()
        .any(|it| it.path == reference.path && matches!(it.intent, Intent::Modify | Intent::Delete))
}
