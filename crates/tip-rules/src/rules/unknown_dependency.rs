//! A dependency on what is not there.

use tip_plan::Unit;
use tip_syntax::Finding;

use crate::claim::is_over;
use crate::quote::{quoted, quoted_list};
use crate::series::{is_file, is_ticked_off};
use crate::unit_name::unit_name;
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "unknown-dependency",
    code: "TIP015",
    category: Category::Phases,
    levels: Levels::until_over(Level::Warning),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a phase or task depends on one that the plan does not have",
    docs: r"## What it does

Finds dependencies on a phase or a task whose number nothing in the plan bears.

## Why it matters

Nobody can tell when the phase may start.
Mostly phases were numbered anew, and the dependency means another one than it says.

## Example

```plan,fail
# Plan: Price alerts

## Phase 1: Store the alerts

- [ ] An alert survives a restart

## Phase 2: Send the messages

**Dependencies**: Phase 7

- [ ] One message is sent
```

## Use instead

```plan,pass
# Plan: Price alerts

## Phase 1: Store the alerts

- [ ] An alert survives a restart

## Phase 2: Send the messages

**Dependencies**: Phase 1

- [ ] One message is sent
```
",
    scope: Scope::Plan(check),
};

/// The most numbers that a finding offers.
const SHOWN: usize = 8;

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    for unit in &ctx.plan.units {
        if unit.depends_on.unknown.is_empty() || is_over(ctx.plan, unit.parent) {
            continue;
        }
        if unit.state.value.is_over() || is_file(ctx.plan, unit) {
            continue;
        }
        for unknown in &unit.depends_on.unknown {
            let mut ends = unknown.value.split(['-', '–']);
            let known =
                |number| stands_beside(ctx, number) || is_ticked_off(ctx, unit.kind, number);
            if ends.any(known) {
                continue;
            }
            let kind = unit.kind.word();
            let message = format!(
                "{} depends on unknown {kind} {}",
                unit_name(unit),
                quoted(&unknown.value)
            );
            let finding = Finding::new(RULE.name, unknown.span, message)
                .label(format!("no {kind} bears this number"));
            out.push(match numbers(ctx, unit) {
                Some(numbers) => finding.help(format!("the plan has {numbers}")),
                None => finding,
            });
        }
    }
}

/// Returns whether another file of the plan has a phase or task of this number.
fn stands_beside(ctx: &PlanContext<'_>, number: &str) -> bool {
    let mut units = ctx.siblings.iter().flat_map(|it| &it.plan.units);
    units.any(|it| {
        let own = it.number.as_ref().map(|it| it.value.as_str());
        own.is_some_and(|own| own.eq_ignore_ascii_case(number))
    })
}

/// Lists the numbers of the units of the same kind, unless they are too many to be of use.
fn numbers(ctx: &PlanContext<'_>, unit: &Unit) -> Option<String> {
    let numbers: Vec<&str> = ctx
        .plan
        .units_of(unit.kind)
        .filter(|(_, other)| other.handle != unit.handle)
        .filter_map(|(_, other)| other.number.as_ref())
        .map(|number| number.value.as_str())
        .take(SHOWN + 1)
        .collect();
    (1..=SHOWN)
        .contains(&numbers.len())
        .then(|| quoted_list(numbers, "and"))
}
