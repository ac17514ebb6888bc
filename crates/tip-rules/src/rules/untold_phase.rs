//! A part of a plan that is to be complete, and that does not say that it is done.

use tip_plan::{DialectId, Field, Meaning, Plan, Site, UnitKind, UnitState};
use tip_syntax::Finding;

use crate::quote::quoted;
use crate::unit_name::unit_place;
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "untold-phase",
    code: "TIP135",
    category: Category::Status,
    levels: Levels::always(Level::Warning),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a plan is to be complete, and a phase of it does not say that it is done",
    docs: r"## What it does

Speaks when a plan is moved to `complete`, and not in `tip check`: many plans are read that never kept the states of their phases.
It finds phases that neither a mark, a field, a row nor a box tells of, and sections whose own status says that they are not done.
Phases that say that they are open are left to `unfinished-phase`, and open boxes to `done-but-open`.
The dialects of tools, in which a phase is often a heading over tasks alone, are left to their tasks.

## Why it matters

Progress of two phases of eight is no complete plan, however good the word of whoever closes it.

## Example

```world
evidence
```

```plan,fail
# Plan: Price alerts

**Status**: Complete

## Phase 1: Store the alerts ✓

Rows of the table.

## Phase 2: Send the messages

One message for each alert.
```

## Use instead

`tip finish PLAN#P2` marks it, as `(deferred)` in its title says that it is put off.

```world
evidence
```

```plan,pass
# Plan: Price alerts

**Status**: Complete

## Phase 1: Store the alerts ✓

Rows of the table.

## Phase 2: Send the messages ✓

One message for each alert.
```
",
    scope: Scope::Gate(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let plan = ctx.plan;
    let asked = ctx.answers.evidence.is_some();
    if !asked || !matches!(plan.dialect, DialectId::Tip | DialectId::Generic) {
        return;
    }
    let phases = plan.phases().filter(|(id, it)| {
        let over_others = plan
            .units
            .iter()
            .any(|other| other.kind == UnitKind::Phase && other.parent == Some(*id));
        it.state.value == UnitState::Unknown
            && !it.optional
            && it.site != Site::File
            && !over_others
    });
    out.extend(phases.map(|(_, it)| {
        let (handle, path) = (&it.handle, ctx.path);
        let message =
            format!("`{handle}` does not say that it is done: `tip finish {path}#{handle}`");
        Finding::new(RULE.name, unit_place(it), message)
    }));
    let parts = plan.fields.iter().filter(|it| is_open_part(ctx, plan, it));
    out.extend(parts.map(|it| {
        let section = it.section.map(|id| &plan.sections[id.0 as usize]);
        let title = section.map_or("", |it| it.title.value.as_str());
        let message = format!(
            "{} says that it is {}",
            quoted(title),
            quoted(ctx.doc.text(it.value))
        );
        Finding::new(RULE.name, it.value, message)
    }));
}

/// Returns whether a field is the status of a section that is no unit, and says that it is not done.
fn is_open_part(ctx: &PlanContext<'_>, plan: &Plan, it: &Field) -> bool {
    let written = plan.status.written.as_ref();
    let own =
        written.is_some_and(|own| own.span.start <= it.value.start && it.value.end <= own.span.end);
    let of_section = it.section.is_some_and(|id| {
        let section = &plan.sections[id.0 as usize];
        section.level > 1
            && !section
                .meaning
                .is_some_and(|it| matches!(it, Meaning::Review | Meaning::QualityGates))
    });
    it.meaning == Some(Meaning::Status)
        && it.unit.is_none()
        && !own
        && of_section
        && matches!(
            UnitState::parse(ctx.doc.text(it.value)),
            Some(UnitState::Open | UnitState::InProgress)
        )
}
