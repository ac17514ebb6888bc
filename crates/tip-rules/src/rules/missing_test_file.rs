//! A phase that is done although its tests are not there.

use tip_plan::{Intent, Plan, UnitId, UnitState};
use tip_syntax::{Finding, Label};

use crate::claim::{has_folder, is_made_up};
use crate::nearest::plausible;
use crate::region::Regions;
use crate::unit_name::{unit_name, unit_place};
use crate::{Category, FixAvailability, Level, Levels, PathAnswer, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "missing-test-file",
    code: "TIP043",
    category: Category::Phases,
    levels: Levels::until_over(Level::Warning),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a phase is done, but a test file that it names does not exist",
    docs: r"## What it does

Finds test files that a phase names where tests are planned, which do not exist although the phase is done.
A file of that name in another folder counts as there.

## Why it matters

The phase was called done without the tests that were to show it, or they have another name, and nobody finds them.

## Example

In a repository that holds

```world
tests/test_store.py 40
```

```plan,fail
# Plan: Price alerts

## Phase 1: Store the alerts ✅

**Test Strategy**:
- Unit tests: what survives a restart
  - `tests/test_alerts.py` - Restart

- [x] An alert survives a restart

## Phase 2: Send the messages

- [ ] One message is sent
```

## Use instead

```plan,pass
# Plan: Price alerts

## Phase 1: Store the alerts ✅

**Test Strategy**:
- Unit tests: what survives a restart
  - `tests/test_store.py` - Restart

- [x] An alert survives a restart

## Phase 2: Send the messages

- [ ] One message is sent
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let plan = ctx.plan;
    let tests = Regions::of_tests(plan);
    let mut told: Vec<&str> = Vec::new();
    for reference in &plan.references {
        let Some(PathAnswer::Missing { nearest, .. }) = ctx.answers.path(&reference.path) else {
            continue;
        };
        let Some(id) = reference.unit.filter(|id| is_done(plan, *id)) else {
            continue;
        };
        let path = reference.path.as_str();
        let wanted = tests.hold(reference.span)
            && reference.intent != Intent::Delete
            && !reference.is_folder()
            && !reference.is_pattern()
            && path.to_ascii_lowercase().contains("test")
            && has_folder(path)
            && !is_made_up(path);
        if !wanted || told.contains(&path) || ctx.planned().is_deleted(path) {
            continue;
        }
        told.push(path);
        let phase = plan
            .phase_of(id)
            .map_or_else(|| plan.unit(id), |id| plan.unit(id));
        let finding = Finding::new(
            RULE.name,
            reference.path_span,
            format!("{} is done, but `{path}` does not exist", unit_name(phase)),
        )
        .label("no such test")
        .also(Label::new(
            phase.state.span.unwrap_or(unit_place(phase)),
            "done",
        ));
        out.push(match plausible(path, nearest.as_deref()) {
            Some(nearest) => finding.help(format!("did you mean `{nearest}`?")),
            None => finding.help("write the test, or name the file that holds it"),
        });
    }
}

/// Returns whether a unit or one that it stands in is done, and nothing says otherwise.
fn is_done(plan: &Plan, id: UnitId) -> bool {
    let mut at = Some(id);
    while let Some(id) = at {
        let unit = plan.unit(id);
        if unit.state.value == UnitState::Done && unit.state.contradicted_by.is_none() {
            return true;
        }
        at = unit.parent.filter(|parent| *parent < id);
    }
    false
}
