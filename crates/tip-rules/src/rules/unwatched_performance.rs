//! Performance that nobody watches.

use tip_plan::{Field, Meaning, Size};
use tip_syntax::{Finding, Span, scan};

use crate::demand::asks;
use crate::nothing::{body, field_says};
use crate::quote::quoted;
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "unwatched-performance",
    code: "TIP069",
    category: Category::Domain,
    levels: Levels::until_over(Level::Hint),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "performance is expected to suffer and nothing watches it, or a limit that no criterion checks",
    docs: r"## What it does

Finds plans in the form of the template, from effort `M`, that expect an impact on performance without saying what is watched, and limits in numbers, such as 200 ms, that no criterion and no gate speaks of.

## Why it matters

A promise about speed that nothing measures is broken without anybody noticing.

## Example

```plan,fail
---
feature: price-alerts
estimated_effort: M
---

# Technical Implementation Plan: Price Alerts

## Context

An alert belongs to one user.

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

## Performance Considerations

**Expected Impact**:
- Every price change reads all alerts of the product
```

## Use instead

```plan,pass
---
feature: price-alerts
estimated_effort: M
---

# Technical Implementation Plan: Price Alerts

## Context

An alert belongs to one user.

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

## Performance Considerations

**Expected Impact**:
- Every price change reads all alerts of the product

**Monitoring**:
- The time of a price change
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let plan = ctx.plan;
    if !asks(plan, Size::M) {
        return;
    }
    let Some(section) = plan.section_of(Meaning::Performance) else {
        return;
    };
    let within = |it: &&Field| section.span.contains(it.span);
    let of = |meaning: Meaning| {
        let fields = plan.fields.iter().filter(within);
        fields.filter(move |it| it.meaning == Some(meaning) && field_says(ctx.doc, it))
    };
    let Some(impact) = of(Meaning::ExpectedImpact).next() else {
        return;
    };
    let text = body(ctx.doc, section);
    let minor = [
        "negligible",
        "minimal",
        "no impact",
        "none",
        "not a concern",
        "trivial",
    ];
    let watched = of(Meaning::Monitoring).next().is_some()
        || [
            "monitor",
            "measur",
            "benchmark",
            "track",
            "profil",
            "metric",
        ]
        .iter()
        .any(|it| scan::find_ignore_case(text, it).is_some());
    if minor
        .iter()
        .any(|it| scan::find_ignore_case(ctx.doc.text(impact.span), it).is_some())
    {
        return;
    }
    if !watched {
        out.push(
            Finding::new(
                RULE.name,
                impact.label.span,
                "an impact on performance is expected, and nothing watches it",
            )
            .label("who will notice?")
            .help("add `**Monitoring**:`"),
        );
        return;
    }
    let Some(limit) = limit_in(text) else {
        return;
    };
    let gated = plan.boxes.iter().any(|it| {
        let says = ctx.doc.text(it.text);
        limit_in(says).is_some()
            || ["perform", "latency", "fast", "slow", "benchmark", "time"]
                .iter()
                .any(|word| scan::find_ignore_case(says, word).is_some())
    });
    if !gated {
        let start = ctx.doc.block(section.block).span.end() + limit.start();
        let span = Span::new(start, start + limit.len());
        out.push(
            Finding::new(
                RULE.name,
                span,
                format!(
                    "{} is a limit that no criterion and no gate checks",
                    quoted(ctx.doc.text(span))
                ),
            )
            .label("promised here")
            .help("add a gate that measures it"),
        );
    }
}

/// Units in which limits are given.
const UNITS: &[&str] = &[
    "ms",
    "s",
    "sec",
    "seconds",
    "second",
    "milliseconds",
    "mb",
    "gb",
    "%",
    "rps",
    "qps",
];

/// Returns where a number with a unit stands: `200 ms`, `<2s`.
fn limit_in(text: &str) -> Option<Span> {
    let mut at = 0;
    while let Some(found) = text[at..].find(|c: char| c.is_ascii_digit()) {
        let start = at + found;
        let digits = text[start..]
            .find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ','))
            .unwrap_or(text.len() - start);
        let after = &text[start + digits..];
        let gap = after.len() - after.trim_start_matches([' ', '-']).len();
        let unit = after[gap..]
            .find(|c: char| !(c.is_ascii_alphabetic() || c == '%'))
            .map_or(&after[gap..], |end| &after[gap..gap + end]);
        if UNITS.contains(&unit.to_ascii_lowercase().as_str()) {
            return Some(Span::new(start, start + digits + gap + unit.len()));
        }
        at = start + digits;
    }
    None
}
