//! A phase that nobody can tell is done.

use rustc_hash::FxHashSet;
use tip_plan::{BoxKind, DialectId, Meaning, Plan, Unit, UnitId};
use tip_syntax::{Finding, Label, scan};

use crate::claim::is_over;
use crate::series::is_example;
use crate::together::and_more;
use crate::unit_name::{unit_name, unit_place};
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "missing-criteria",
    code: "TIP018",
    category: Category::Criteria,
    levels: Levels::until_over(Level::Warning),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a phase has no success criteria, though its neighbors have",
    docs: r"## What it does

Finds a phase without a box and without criteria in a plan in which other phases have them.
Plans in other dialects than the template's are judged only when at least half of their phases have criteria.
A plan without any is left alone: it works in another way, and so is a phase whose status says that it is still to be planned.

## Why it matters

Without criteria nobody can tell whether the phase is done, and its state is a matter of opinion.

## Example

```plan,fail
# Plan: Price alerts

## Phase 1: Store the alerts

**Success Criteria**:
- [ ] An alert survives a restart

## Phase 2: Send the messages

Send a message when the price falls.
```

## Use instead

```plan,pass
# Plan: Price alerts

## Phase 1: Store the alerts

**Success Criteria**:
- [ ] An alert survives a restart

## Phase 2: Send the messages

Send a message when the price falls.

**Success Criteria**:
- [ ] One message is sent, however often the price falls
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let plan = ctx.plan;
    let with = phases_with_criteria(plan);
    let phases = plan.phases().count();
    let premise = if plan.dialect == DialectId::Tip {
        !with.is_empty()
    } else {
        !with.is_empty() && with.len() * 2 >= phases
    };
    // Criteria that were swallowed by a code block are not missing.
    if !premise || ctx.doubtful_from().is_some() {
        return;
    }
    let without = plan.phases().filter(|(id, phase)| {
        !(with.contains(id)
            || is_over(plan, Some(*id))
            || is_example(plan, phase)
            || is_unplanned(ctx, *id)
            || is_empty(plan, *id)
            || is_marked(ctx, phase))
    });
    let without: Vec<&Unit> = without.map(|(_, phase)| phase).collect();
    let Some((first, more)) = without.split_first() else {
        return;
    };
    let message = if more.is_empty() {
        format!("{} has no success criteria", unit_name(first))
    } else {
        format!(
            "{} of {phases} phases have no success criteria",
            without.len()
        )
    };
    let finding = Finding::new(RULE.name, unit_place(first), message)
        .label("how would anybody tell that it is done?");
    let labels = more
        .iter()
        .map(|it| Label::new(unit_place(it), "nor this one"));
    let finding = and_more(finding, labels, "more has", "more have", "none");
    out.push(finding.help("add `**Success Criteria**:` with at least one `- [ ]`"));
}

/// Returns whether the items of a phase bear marks such as `✅` instead of boxes: they tell when it is done.
fn is_marked(ctx: &PlanContext<'_>, phase: &Unit) -> bool {
    let mut lines = ctx.doc.text(phase.span).lines();
    lines.any(|line| {
        let item = line.trim_start().strip_prefix(['-', '*', '+']);
        item.is_some_and(|it| it.trim_start().starts_with(['✅', '✔', '☑', '⬜', '☐']))
    })
}

/// Returns whether a phase of a form in which tasks are all there is asks for nothing: no task, no change, words alone.
fn is_empty(plan: &Plan, phase: UnitId) -> bool {
    let within = |unit: Option<UnitId>| unit.and_then(|it| plan.phase_of(it)) == Some(phase);
    matches!(
        plan.dialect,
        DialectId::SpecKit | DialectId::OpenSpec | DialectId::Kiro
    ) && !plan.references.iter().any(|it| within(it.unit))
        && !plan.commands.iter().any(|it| within(it.unit))
        && !plan
            .units
            .iter()
            .any(|it| it.parent.is_some_and(|parent| within(Some(parent))))
}

/// Returns whether a phase says that it is still to be planned: `Status: NOT STARTED. Plan it when …`, `Not scoped yet`.
fn is_unplanned(ctx: &PlanContext<'_>, phase: UnitId) -> bool {
    let mut told = ctx.plan.fields_of(Meaning::Status, Some(phase));
    told.any(|field| {
        let text = ctx.doc.text(field.value);
        let begins = |word: &str| scan::starts_with_ignore_case(text, word);
        let own = ctx.plan.dialect == DialectId::Tip;
        [
            "not scoped",
            "not yet scoped",
            "not planned",
            "sketch",
            "idea",
            "placeholder",
        ]
        .iter()
        .any(|it| begins(it))
            || begins("not started") && !own
    })
}

/// Returns the phases in which something tells when they are done, and those that hold such phases.
fn phases_with_criteria(plan: &Plan) -> FxHashSet<UnitId> {
    let tells = |meaning: Option<Meaning>| {
        meaning.is_some_and(|it| it.is_criteria() || it == Meaning::Expected)
    };
    let boxes = plan
        .boxes
        .iter()
        .filter(|it| it.kind != BoxKind::Review)
        .flat_map(|it| [it.phase, it.unit]);
    let fields = plan
        .fields
        .iter()
        .filter(|it| tells(it.meaning))
        .map(|it| it.unit);
    let sections = plan
        .sections
        .iter()
        .filter(|it| tells(it.meaning))
        .map(|it| it.unit);
    let mut found = FxHashSet::default();
    for unit in boxes.chain(fields).chain(sections).flatten() {
        let mut at = plan.phase_of(unit);
        while let Some(id) = at {
            if !found.insert(id) {
                break;
            }
            at = plan
                .unit(id)
                .parent
                .and_then(|parent| plan.phase_of(parent));
        }
    }
    found
}
