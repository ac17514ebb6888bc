//! A task number twice.

use rustc_hash::FxHashMap;
use tip_plan::{DialectId, Plan, Unit, UnitKind};
use tip_syntax::{Finding, Label, Span, scan};

use crate::quote::quoted;
use crate::series::{SeriesKey, is_example, series_of};
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "duplicate-task-number",
    code: "TIP104",
    category: Category::Phases,
    levels: Levels::until_over(Level::Warning),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "two tasks bear the same number",
    docs: r"## What it does

Finds two tasks with one number where tasks are known by their numbers: `T012` anywhere, and numbers such as `2.1` in the lists of Kiro, OpenSpec and spec-kit.

A number such as `T012` is one for the whole plan; others are compared within one list.

## Why it matters

These numbers are the names of the tasks.
A tool that is told to do `T012`, and a task that waits for it, take the first one that they find.

## Example

```plan,fail
# Tasks: Price alerts

## Phase 1: Store the alerts

- [ ] T001 Make the table in src/alerts.sql
- [ ] T002 Write the model in src/alerts.rs

## Phase 2: Send the messages

- [ ] T002 Send a message in src/mail.rs
```

## Use instead

```plan,pass
# Tasks: Price alerts

## Phase 1: Store the alerts

- [ ] T001 Make the table in src/alerts.sql
- [ ] T002 Write the model in src/alerts.rs

## Phase 2: Send the messages

- [ ] T003 Send a message in src/mail.rs
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let plan = ctx.plan;
    let mut seen: FxHashMap<(Series, String), (Span, String)> = FxHashMap::default();
    let spilled = ctx.spilled();
    for (_, task) in plan.units_of(UnitKind::Task) {
        let Some(number) = &task.number else { continue };
        let Some(series) = naming_series(plan, task) else {
            continue;
        };
        // What a template left behind is told of as that.
        let left = task.title.value.starts_with('[');
        if left || spilled.hold(task.span) || is_example(plan, task) {
            continue;
        }
        let title = scan::normalized(&task.title.value);
        let key = (series, number.value.to_ascii_lowercase());
        let Some((first, words)) = seen.get(&key) else {
            seen.insert(key, (number.span, title));
            continue;
        };
        // The same task, listed once more.
        if *words == title {
            continue;
        }
        out.push(
            Finding::new(
                RULE.name,
                number.span,
                format!("two tasks bear the number {}", quoted(&number.value)),
            )
            .label("and again here")
            .also(Label::new(*first, "first here"))
            .help("give one of them a number of its own, and what waits for it too"),
        );
    }
}

/// Within what a number is the name of one task.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Series {
    Plan,
    List(SeriesKey),
}

/// Returns within what the number of a task is its name; nothing where it is no name.
fn naming_series(plan: &Plan, task: &Unit) -> Option<Series> {
    let number = &task.number.as_ref()?.value;
    let digits = number.strip_prefix(['T', 't']);
    if digits.is_some_and(|it| it.starts_with(|c: char| c.is_ascii_digit())) {
        return Some(Series::Plan);
    }
    let named = matches!(
        plan.dialect,
        DialectId::Kiro | DialectId::OpenSpec | DialectId::SpecKit
    );
    named.then(|| Series::List(series_of(plan, task)))
}
