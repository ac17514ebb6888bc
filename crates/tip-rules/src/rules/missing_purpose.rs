//! A phase that does not say what it is for.

use rustc_hash::FxHashSet;
use tip_plan::{DialectId, Meaning, Plan, Site, Unit, UnitId};
use tip_syntax::{Document, Finding, Span};

use crate::claim::is_over;
use crate::unit_name::{unit_name, unit_place};
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "missing-purpose",
    code: "TIP044",
    category: Category::Phases,
    levels: Levels::until_over(Level::Hint),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a phase does not say what it is for, though others do",
    docs: r"## What it does

Finds phases without a purpose in plans in the form of the template in which at least half of the phases have one.
A paragraph under the heading counts as a purpose.

## Why it matters

Whoever has to change the plan midway must know what the phase was for.

## Example

```plan,fail
# Technical Implementation Plan: Price Alerts

## Implementation Phases

### Phase 1: Store

**Purpose**: Remember what a user waits for.

**Success Criteria**:
- [ ] An alert survives a restart

### Phase 2: Send

**Dependencies**: Phase 1

**Success Criteria**:
- [ ] One message is sent
```

## Use instead

```plan,pass
# Technical Implementation Plan: Price Alerts

## Implementation Phases

### Phase 1: Store

**Purpose**: Remember what a user waits for.

**Success Criteria**:
- [ ] An alert survives a restart

### Phase 2: Send

**Purpose**: Tell the user that the price fell.

**Dependencies**: Phase 1

**Success Criteria**:
- [ ] One message is sent
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let plan = ctx.plan;
    if plan.dialect != DialectId::Tip || ctx.doubtful_from().is_some() {
        return;
    }
    let phases: Vec<(UnitId, &Unit)> = plan.phases().collect();
    let purposes: FxHashSet<UnitId> = purposes(plan).collect();
    let with = phases
        .iter()
        .filter(|(id, _)| purposes.contains(id))
        .count();
    if with == 0 || with * 2 < phases.len() {
        return;
    }
    for (id, phase) in phases {
        let told = purposes.contains(&id) || has_text(ctx.doc, phase) || is_over(plan, Some(id));
        if told || phase.site != Site::Heading {
            continue;
        }
        out.push(
            Finding::new(
                RULE.name,
                unit_place(phase),
                format!("{} does not say what it is for", unit_name(phase)),
            )
            .label("what is it for, and why does it come here?")
            .help("add `**Purpose**:`"),
        );
    }
}

/// Returns the units that say what they are for.
fn purposes(plan: &Plan) -> impl Iterator<Item = UnitId> + '_ {
    let purpose = |meaning| matches!(meaning, Some(Meaning::Purpose | Meaning::Overview));
    let fields = plan.fields.iter().filter(move |it| purpose(it.meaning));
    fields.filter_map(|it| it.unit)
}

/// Returns whether plain text follows the heading.
fn has_text(doc: &Document, phase: &Unit) -> bool {
    let after = phase.lead.end().min(phase.span.end());
    let rest = doc.text(Span::new(after, phase.span.end())).trim_start();
    rest.starts_with(char::is_alphanumeric)
}
