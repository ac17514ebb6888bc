//! A section that a plan of its effort should have.

use tip_plan::{DialectId, Meaning, Plan, Size, UnitId};
use tip_syntax::{Finding, Span};

use crate::demand::told_size_of;
use crate::{Category, FixAvailability, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "missing-section",
    code: "TIP001",
    category: Category::Form,
    levels: Levels::once_agreed(),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a section that a plan of its effort should have is missing",
    docs: r"## What it does

Finds sections that a plan in the form of the template lacks.
What is asked for grows with the effort: phases of every plan, context and a test strategy or scenarios from effort `M`, risks from effort `L`.
Where no effort is written, a plan with three phases counts as `M`; a plan with one phase always counts as small.
Plans in other dialects are not judged.

## Why it matters

A large change that nobody thought about how to test, or what could go wrong with, is where plans fail.
A small change must stay small on paper, so little is asked of it.

## Example

```plan,fail
---
date: 2026-03-01
feature: price-alerts
status: approved
estimated_effort: M
confidence: High
---

# Technical Implementation Plan: Price Alerts

## Implementation Phases

### Phase 1: Store the alerts

**Purpose**: Remember what a user waits for.

**Success Criteria**:
- [ ] An alert survives a restart

### Phase 2: Send the messages

**Purpose**: Tell the user that the price fell.

**Success Criteria**:
- [ ] One message is sent
```

## Use instead

```plan,pass
---
date: 2026-03-01
feature: price-alerts
status: approved
estimated_effort: M
confidence: High
---

# Technical Implementation Plan: Price Alerts

## Domain Context

Key concepts: an alert belongs to one user and one product.

## Implementation Phases

### Phase 1: Store the alerts

**Purpose**: Remember what a user waits for.

**Success Criteria**:
- [ ] An alert survives a restart

### Phase 2: Send the messages

**Purpose**: Tell the user that the price fell.

**Success Criteria**:
- [ ] One message is sent

## Key Test Scenarios

### Scenario 1: Happy path
**Given**: An alert at 10
**When**: The price falls to 9
**Then**: One message is sent
```
",
    scope: Scope::Plan(check),
};

/// A section of the template that a plan should have.
struct Part {
    /// What the section is about; the template tells its heading.
    meaning: Meaning,
    /// The least effort from which it is asked for.
    from: Size,
    /// What else satisfies it.
    others: &'static [Meaning],
    /// Whether it may stand in the phases as well.
    in_phases: bool,
}

const PARTS: &[Part] = &[
    Part {
        meaning: Meaning::Phases,
        from: Size::Xs,
        others: &[Meaning::Tasks],
        in_phases: false,
    },
    Part {
        meaning: Meaning::Context,
        from: Size::M,
        others: &[
            Meaning::Overview,
            Meaning::Purpose,
            Meaning::CurrentState,
            Meaning::DomainDocs,
        ],
        in_phases: false,
    },
    Part {
        meaning: Meaning::Scenarios,
        from: Size::M,
        others: &[
            Meaning::TestStrategy,
            Meaning::UnitTests,
            Meaning::IntegrationTests,
            Meaning::TddFocus,
        ],
        in_phases: true,
    },
    Part {
        meaning: Meaning::Risks,
        from: Size::L,
        others: &[
            Meaning::HighRisk,
            Meaning::MediumRisk,
            Meaning::LowRisk,
            Meaning::Risk,
        ],
        in_phases: true,
    },
];

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let plan = ctx.plan;
    if plan.dialect != DialectId::Tip {
        return;
    }
    let (size, reason) = told_size_of(ctx.doc, plan);
    for part in PARTS.iter().filter(|part| part.from <= size) {
        let Some(section) = ctx.schema.section_of(part.meaning) else {
            continue;
        };
        let mut siblings = ctx.siblings.iter().map(|it| it.plan);
        if holds(plan, part) || siblings.any(|it| holds(it, part)) {
            continue;
        }
        let title = &section.title;
        let finding = Finding::new(
            RULE.name,
            place(ctx),
            format!("the section `{title}` is missing"),
        )
        .label("expected in this plan");
        out.push(match part.from {
            Size::Xs => finding
                .note("without phases nobody can tell what comes first and when a part is done")
                .help(format!("add `## {title}` with a `### Phase 1: …`")),
            from => finding
                .note(format!(
                    "{reason}, and this is asked for from `{}`",
                    from.word()
                ))
                .help(format!("add a section `## {title}`")),
        });
    }
}

fn holds(plan: &Plan, part: &Part) -> bool {
    let satisfies = |meaning: Option<Meaning>, unit: Option<UnitId>| {
        meaning.is_some_and(|it| it == part.meaning || part.others.contains(&it))
            && (part.in_phases || unit.is_none())
    };
    plan.sections
        .iter()
        .any(|it| satisfies(it.meaning, it.unit))
        || plan.fields.iter().any(|it| satisfies(it.meaning, it.unit))
        || (part.meaning == Meaning::Phases && plan.phases().next().is_some())
}

fn place(ctx: &PlanContext<'_>) -> Span {
    match &ctx.plan.title {
        Some(title) => title.span,
        None => ctx.doc.source().line_span(1),
    }
}
