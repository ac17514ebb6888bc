//! High confidence in something that is large or risky.

use tip_plan::{Confidence, Meaning, Size, Unit, UnitKind};
use tip_syntax::{Finding, Label, Span};

use crate::quote::counted;
use crate::risk::{RiskLevel, level_among, risk_levels};
use crate::size_words::size_words;
use crate::unit_name::unit_place;
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "overconfident-estimate",
    code: "TIP056",
    category: Category::Estimates,
    levels: Levels::until_over(Level::Hint),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "the confidence is high although the effort is XL or a high risk is open",
    docs: r"## What it does

Finds plans whose confidence is `High` although their effort is `XL` or they list a high risk.

## Why it matters

Nobody is sure of the effort of something so large.
Whoever plans with the estimate trusts the word and not the list of risks.

## Example

```plan,fail
---
feature: price-alerts
estimated_effort: S
confidence: High
---

# Technical Implementation Plan: Price Alerts

## Implementation Phases

### Phase 1: Store the alerts

**Purpose**: Remember what a user waits for.

**Success Criteria**:
- [ ] An alert survives a restart

**Estimated Effort**: S

## Risk Assessment

### High Risk
- **Risk**: Prices are late
- **Mitigation**: Prices carry their time
- **Contingency**: Alerts are sent by hand
```

## Use instead

```plan,pass
---
feature: price-alerts
estimated_effort: S
confidence: Medium
---

# Technical Implementation Plan: Price Alerts

## Implementation Phases

### Phase 1: Store the alerts

**Purpose**: Remember what a user waits for.

**Success Criteria**:
- [ ] An alert survives a restart

**Estimated Effort**: S

## Risk Assessment

### High Risk
- **Risk**: Prices are late
- **Mitigation**: Prices carry their time
- **Contingency**: Alerts are sent by hand
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let plan = ctx.plan;
    let Some(span) = high_confidence(ctx) else {
        return;
    };
    let finding = |reason: &str| {
        Finding::new(
            RULE.name,
            span,
            format!("the confidence is `High`, but {reason}"),
        )
        .label("how can one be so sure?")
        .help("lower the confidence, or say in the justification why it is high all the same")
    };
    if let Some(effort) = plan
        .effort
        .as_ref()
        .filter(|it| it.value.size == Some(Size::Xl))
    {
        let words = size_words(ctx.doc, Size::Xl, effort.span);
        out.push(
            finding(&format!("the effort is {words}")).also(Label::new(effort.span, "the effort")),
        );
        return;
    }
    let risks = plan.units_of(UnitKind::Risk).map(|it| it.1);
    let levels = risk_levels(plan);
    let high = risks.filter(|it| level_among(&levels, it) == Some(RiskLevel::High));
    let is_real = |it: &&Unit| !it.state.value.is_over() && !it.title.value.starts_with('[');
    let high: Vec<&Unit> = high.filter(is_real).collect();
    if let Some(first) = high.first() {
        let count = counted(high.len(), "high risk is", "high risks are");
        out.push(
            finding(&format!("{count} listed")).also(Label::new(unit_place(first), "a high risk")),
        );
    }
}

/// Returns where the plan says that its confidence is high.
fn high_confidence(ctx: &PlanContext<'_>) -> Option<Span> {
    if let Some(front) = &ctx.plan.confidence {
        return (front.value == Confidence::High).then_some(front.span);
    }
    let mut fields = ctx.plan.fields_of(Meaning::Confidence, None);
    fields.find_map(|field| {
        let span = ctx.doc.source().trim(field.value);
        let text = ctx.doc.text(span);
        // `[High/Medium/Low]` is what the template asks.
        let says = !text.starts_with('[') && Confidence::parse(text) == Some(Confidence::High);
        says.then_some(span)
    })
}
