//! A phase that is done before what it waits for.

use tip_plan::{BoxState, DependencySource, Unit, UnitId, UnitState};
use tip_syntax::{Finding, Label, Span, scan};

use crate::claim::is_over;
use crate::quote::counted;
use crate::unit_name::{unit_name, unit_place};
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "done-before-dependency",
    code: "TIP046",
    category: Category::Phases,
    levels: Levels::until_over(Level::Warning),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a phase or task is done, but one that it waits for is not",
    docs: r"## What it does

Finds phases and tasks that are done while one that their written dependencies name is open, or in progress with less than half of its boxes ticked.

## Why it matters

Either the dependency is none, or what it waits for was done and not marked, or the phase is not done after all.

## Example

```plan,fail
# Plan: Price alerts

## Phase 1: Store the alerts

**Dependencies**: None

- [ ] An alert survives a restart

## Phase 2: Send the messages ✅

**Dependencies**: Phase 1

- [x] One message is sent
```

## Use instead

```plan,pass
# Plan: Price alerts

## Phase 1: Store the alerts ✅

**Dependencies**: None

- [x] An alert survives a restart

## Phase 2: Send the messages

**Dependencies**: Phase 1

- [ ] One message is sent
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let plan = ctx.plan;
    for unit in &plan.units {
        let is_done = unit.state.value == UnitState::Done && unit.state.contradicted_by.is_none();
        if !is_done || unit.depends_on.source != DependencySource::Written {
            continue;
        }
        let open: Vec<_> = unit
            .depends_on
            .on
            .iter()
            .filter(|it| remains(ctx, it.value) && !is_partial(ctx, it.span))
            .collect();
        let Some((first, more)) = open.split_first() else {
            continue;
        };
        let other = plan.unit(first.value);
        let state = match other.state.value {
            UnitState::InProgress => "in progress",
            _ => "open",
        };
        let mut finding = Finding::new(
            RULE.name,
            first.span,
            format!(
                "{} is done, but {}, which it waits for, is {state}",
                unit_name(unit),
                unit_name(other)
            ),
        )
        .label("waits for it")
        .also(Label::new(
            other.state.span.unwrap_or_else(|| unit_place(other)),
            state,
        ))
        .help("mark what is done, or correct the dependency");
        if !more.is_empty() {
            let others = counted(
                more.len(),
                "more that it waits for is",
                "more that it waits for are",
            );
            finding = finding.note(format!("{others} not done either"));
        }
        out.push(finding);
    }
}

/// Returns whether a list names the unit and ticks it: `- [x] **Phase 2: Send**`.
fn is_ticked_in_a_list(ctx: &PlanContext<'_>, unit: &Unit) -> bool {
    let Some(number) = &unit.number else {
        return false;
    };
    let name = format!("{} {}", unit.kind.word(), number.value);
    let names = |text: &str| {
        let text = text.trim_start_matches(['*', ' ', '_']);
        scan::starts_with_ignore_case(text, &name)
            && !text[name.len()..].starts_with(|c: char| c == '.' || c.is_alphanumeric())
    };
    let mut done = ctx
        .plan
        .boxes
        .iter()
        .filter(|it| it.state == BoxState::Done);
    done.any(|it| names(ctx.doc.text(it.text)))
}

/// Returns whether a parenthesis after a dependency says that only a part of it is meant.
fn is_partial(ctx: &PlanContext<'_>, span: Span) -> bool {
    let rest = &ctx.doc.source().text()[span.end()..];
    let Some(inner) = rest.trim_start().strip_prefix('(') else {
        return false;
    };
    let inner = scan::normalized(inner.split([')', '\n']).next().unwrap_or(inner));
    let words = [
        "only", "not", "part", "partial", "partly", "except", "without",
    ];
    inner.split(' ').any(|it| words.contains(&it))
}

/// Returns whether a unit is open, or in progress with less than half of it done.
fn remains(ctx: &PlanContext<'_>, id: UnitId) -> bool {
    let plan = ctx.plan;
    let unit = plan.unit(id);
    // What stands in a unit that is over is over, whatever its own box shows.
    if unit.optional || unit.state.contradicted_by.is_some() || is_over(plan, unit.parent) {
        return false;
    }
    // An index of the phases may say that it is done.
    let twin = |it: &Unit| {
        let numbers = it.number.as_ref().zip(unit.number.as_ref());
        it.kind == unit.kind
            && it.state.value.is_over()
            && numbers.is_some_and(|(one, other)| one.value == other.value)
    };
    if plan.units.iter().any(twin) || is_ticked_in_a_list(ctx, unit) {
        return false;
    }
    match unit.state.value {
        UnitState::Open => true,
        UnitState::InProgress => {
            let boxes = || plan.boxes_of_phase(id);
            let done = boxes().filter(|it| it.state == BoxState::Done).count();
            done * 2 < boxes().count()
        }
        _ => false,
    }
}
