//! Changes to the domain without a design, and a design without changes.

use tip_plan::{Meaning, Size};
use tip_syntax::{Finding, Span};

use crate::concept::domain_docs;
use crate::demand::asks;
use crate::nothing::{field_says, says_nothing};
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "undesigned-change",
    code: "TIP061",
    category: Category::Domain,
    levels: Levels::until_over(Level::Hint),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "the plan changes the domain without a design, or names a design and changes nothing",
    docs: r"## What it does

Finds plans in the form of the template that list changes to the domain but name no design of the domain: neither in the front matter, nor among the references, nor in the changes themselves.
It also finds plans that name a design, which is none of the documents of the domain as it is, and list no change.
Plans of effort below `M` are not judged.

## Why it matters

What a word of the domain means has to be agreed on before code says it.

## Example

```plan,fail
---
feature: price-alerts
estimated_effort: M
---

# Technical Implementation Plan: Price Alerts

## Domain Context

**Domain Changes Required**:
- An alert belongs to one user and one product

## Implementation Phases

### Phase 1: Store the alerts

**Purpose**: Remember what a user waits for.

**Success Criteria**:
- [ ] An alert survives a restart

### Phase 2: Send the messages

**Purpose**: Tell the user.

**Success Criteria**:
- [ ] One message is sent

## Test Strategy

Unit tests.
```

## Use instead

```plan,pass
---
feature: price-alerts
estimated_effort: M
related_domain_design: docs/design/alerts.md
---

# Technical Implementation Plan: Price Alerts

## Domain Context

**Domain Changes Required**:
- An alert belongs to one user and one product

## Implementation Phases

### Phase 1: Store the alerts

**Purpose**: Remember what a user waits for.

**Success Criteria**:
- [ ] An alert survives a restart

### Phase 2: Send the messages

**Purpose**: Tell the user.

**Success Criteria**:
- [ ] One message is sent

## Test Strategy

Unit tests.
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let plan = ctx.plan;
    if !asks(plan, Size::M) {
        return;
    }
    let mut fields = plan.fields.iter();
    let changes =
        fields.find(|it| it.meaning == Some(Meaning::DomainChanges) && field_says(ctx.doc, it));
    let in_front = design_in_front(ctx);
    let design = in_front.or_else(|| {
        let mut fields = plan.fields.iter();
        let field = fields
            .find(|it| it.meaning == Some(Meaning::DomainDesign) && field_says(ctx.doc, it))?;
        Some(field.value)
    });
    match (changes, design) {
        (Some(field), None) => {
            // The changes may link to the design themselves.
            let links = plan
                .references
                .iter()
                .any(|it| field.span.contains(it.span));
            if !links {
                out.push(
                    Finding::new(
                        RULE.name,
                        field.label.span,
                        "the domain changes, but no design is named",
                    )
                    .label("where was this agreed on?")
                    .help("name the design under `related_domain_design`, or link to it here"),
                );
            }
        }
        (None, Some(span)) => {
            let has_label = plan
                .fields
                .iter()
                .any(|it| it.meaning == Some(Meaning::DomainChanges));
            if !has_label && !is_model(ctx, span) {
                out.push(
                    Finding::new(
                        RULE.name,
                        span,
                        "a design of the domain is named, but no change of it",
                    )
                    .label("which part of it is built here?")
                    .help(
                        "add `**Domain Changes Required**:`, with `None` if the model holds it all",
                    ),
                );
            }
        }
        _ => {}
    }
}

fn design_in_front(ctx: &PlanContext<'_>) -> Option<Span> {
    let value = &ctx.doc.front_matter()?.get("related_domain_design")?.value;
    let text = value.as_str()?;
    (!says_nothing(text)).then_some(value.span)
}

/// Returns whether the design is one of the documents of the domain as it is.
fn is_model(ctx: &PlanContext<'_>, span: Span) -> bool {
    let docs = domain_docs(ctx.plan);
    let mut named = ctx
        .plan
        .references
        .iter()
        .filter(|it| span.contains(it.span));
    named.any(|it| docs.contains(&it.path.as_str()))
}
