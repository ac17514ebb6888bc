//! Research that is still open when its phase begins.

use tip_plan::{BoxState, CheckBox, Unit, UnitId, UnitKind, UnitState};
use tip_syntax::{Finding, Label, scan};

use crate::claim::is_over;
use crate::quote::quoted;
use crate::unit_name::{unit_name, unit_place};
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "open-research",
    code: "TIP062",
    category: Category::Domain,
    levels: Levels::until_over(Level::Hint),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a library is still to be researched, but a phase that uses it is begun",
    docs: r"## What it does

Finds libraries under `Library Research Needed` of which nothing says what was found, while a phase that names the library is in progress or done.
A field such as `**Decision**:` or `**Findings**:` closes the question, and so does a box that is ticked.

## Why it matters

Either the question was answered and the answer is lost, or the code was written without it.

## Example

```plan,fail
# Technical Implementation Plan: Price Alerts

## Implementation Phases

### Phase 1: Store the alerts ✅

**Purpose**: An alert is kept in redb.

**Success Criteria**:
- [x] An alert survives a restart

### Phase 2: Send the messages

**Purpose**: Tell the user.

**Success Criteria**:
- [ ] One message is sent

## Library Research Needed

### redb
- **Need**: Does it survive a crash?
- **Focus Areas**: Write-ahead log
```

## Use instead

```plan,pass
# Technical Implementation Plan: Price Alerts

## Implementation Phases

### Phase 1: Store the alerts ✅

**Purpose**: An alert is kept in redb.

**Success Criteria**:
- [x] An alert survives a restart

### Phase 2: Send the messages

**Purpose**: Tell the user.

**Success Criteria**:
- [ ] One message is sent

## Library Research Needed

### redb
- **Need**: Does it survive a crash?
- **Focus Areas**: Write-ahead log
- **Decision**: Yes, it does
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let plan = ctx.plan;
    for (id, research) in plan.units_of(UnitKind::Research) {
        let name = scan::normalized(&research.title.value);
        if name.len() < 3 || is_closed(ctx, id, research) {
            continue;
        }
        let begun = |phase: &&Unit| {
            matches!(phase.state.value, UnitState::InProgress | UnitState::Done)
                && phase.state.contradicted_by.is_none()
        };
        let uses = |phase: &&Unit| {
            let text = format!(" {} ", scan::normalized(ctx.doc.text(phase.span)));
            text.contains(&format!(" {name} "))
        };
        let mut phases = plan.phases().map(|it| it.1);
        let Some(phase) = phases.find(|it| begun(it) && uses(it)) else {
            continue;
        };
        out.push(
            Finding::new(
                RULE.name,
                research.title.span,
                format!(
                    "{} is still to be researched, but {} is begun",
                    quoted(&research.title.value),
                    unit_name(phase)
                ),
            )
            .label("what was found?")
            .also(Label::new(unit_place(phase), "uses it"))
            .help("add `**Decision**:` with what was found"),
        );
    }
}

/// Words in which an answer is given.
const ANSWERS: &[&str] = &[
    "decision",
    "decided",
    "finding",
    "found",
    "result",
    "chosen",
    "choice",
    "conclusion",
    "answer",
    "resolved",
    "outcome",
    "done",
    "recommendation",
    "selected",
];

fn is_closed(ctx: &PlanContext<'_>, id: UnitId, research: &Unit) -> bool {
    let plan = ctx.plan;
    let ticked = |it: &CheckBox| it.state == BoxState::Done && research.span.contains(it.mark);
    let text = scan::normalized(ctx.doc.text(research.span));
    is_over(plan, Some(id))
        || plan.boxes.iter().any(ticked)
        || research.title.value.contains(['✅', '✓'])
        || text
            .split(' ')
            .any(|word| ANSWERS.iter().any(|it| word.starts_with(it)))
}
