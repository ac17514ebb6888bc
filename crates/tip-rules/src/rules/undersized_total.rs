//! A total that its own phases exceed.

use tip_plan::{Effort, Meaning, Size, Unit};
use tip_syntax::{Document, Finding, Label, Span, Spanned};

use crate::quote::counted;
use crate::size_words::size_words;
use crate::unit_name::unit_name;
use crate::{Category, FixAvailability, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "undersized-total",
    code: "TIP055",
    category: Category::Estimates,
    levels: Levels::once_agreed(),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "the total effort is smaller than that of a phase, or far from the sum",
    docs: r"## What it does

Compares the total effort of the plan with the efforts of its phases.
A total in sizes must be no smaller than the largest phase, and not two sizes or more below what the phases come to, where each size counts twice the one before.
A total in hours or days must reach the sum of the least efforts, and exceed twice the sum of the greatest by no more than reserves explain, where every phase has one.

## Why it matters

The total is what was promised; the phases are what was thought about.

## Example

```plan,fail
# Technical Implementation Plan: Price Alerts

## Implementation Phases

### Phase 1: Store the alerts

**Purpose**: Remember what a user waits for.

**Success Criteria**:
- [ ] An alert survives a restart

**Estimated Effort**: S

### Phase 2: Send the messages

**Purpose**: Remember what a user waits for.

**Success Criteria**:
- [ ] One message is sent

**Estimated Effort**: L

## Total Effort Estimate

**Total**: M

**Justification**: The store is known.
```

## Use instead

```plan,pass
# Technical Implementation Plan: Price Alerts

## Implementation Phases

### Phase 1: Store the alerts

**Purpose**: Remember what a user waits for.

**Success Criteria**:
- [ ] An alert survives a restart

**Estimated Effort**: S

### Phase 2: Send the messages

**Purpose**: Remember what a user waits for.

**Success Criteria**:
- [ ] One message is sent

**Estimated Effort**: L

## Total Effort Estimate

**Total**: L

**Justification**: The store is known.
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let plan = ctx.plan;
    let efforts: Vec<(&Unit, &Spanned<Effort>)> = plan
        .phases()
        .filter_map(|(_, phase)| Some((phase, phase.effort.as_ref()?)))
        .collect();
    if efforts.len() < 2 {
        return;
    }
    let all = efforts.len() == plan.phases().count();
    for (total, span) in totals(ctx) {
        let finding = match total.size {
            Some(size) => by_size(ctx.doc, size, span, &efforts),
            None if all => by_time(total, span, &efforts),
            None => None,
        };
        if let Some(finding) = finding {
            out.push(finding);
            return;
        }
    }
}

/// Returns the totals that the front matter and the text state.
fn totals(ctx: &PlanContext<'_>) -> Vec<(Effort, Span)> {
    let front = ctx.plan.effort.as_ref().map(|it| (it.value, it.span));
    let fields = ctx.plan.fields_of(Meaning::TotalEffort, None);
    let body = fields.filter_map(|field| {
        let span = ctx.doc.source().trim(field.value);
        Some((Effort::parse(ctx.doc.text(span))?, span))
    });
    front.into_iter().chain(body).collect()
}

fn by_size(
    doc: &Document,
    total: Size,
    span: Span,
    efforts: &[(&Unit, &Spanned<Effort>)],
) -> Option<Finding> {
    let sizes = efforts
        .iter()
        .filter_map(|(unit, it)| Some((*unit, it.value.size?, it.span)));
    let sizes: Vec<(&Unit, Size, Span)> = sizes.collect();
    let (unit, size, place) = sizes.iter().max_by_key(|it| it.1)?;
    if *size > total {
        return Some(
            Finding::new(
                RULE.name,
                span,
                format!(
                    "the total is {}, but {} alone is {}",
                    size_words(doc, total, span),
                    unit_name(unit),
                    size_words(doc, *size, *place)
                ),
            )
            .label("smaller than a part of it")
            .also(Label::new(*place, "larger than the whole"))
            .help("correct the total, or the effort of the phase"),
        );
    }
    let sum: u32 = sizes.iter().map(|it| points(it.1)).sum();
    let come_to = Size::ALL
        .into_iter()
        .rfind(|it| points(*it) <= sum)
        .unwrap_or(Size::Xs);
    (points(come_to) >= points(total) * 4).then(|| {
        Finding::new(
            RULE.name,
            span,
            format!(
                "the total is {}, but {} come to `{}`",
                size_words(doc, total, span),
                counted(sizes.len(), "phase", "phases"),
                come_to.word()
            ),
        )
        .label("far from the sum")
        .note("each size counts twice the one before")
        .help("correct the total, or say why the phases overlap")
    })
}

fn by_time(total: Effort, span: Span, efforts: &[(&Unit, &Spanned<Effort>)]) -> Option<Finding> {
    let (total_least, total_most) = total.minutes?;
    let times: Option<Vec<(u32, u32)>> = efforts.iter().map(|it| it.1.value.minutes).collect();
    let times = times?;
    let least: u32 = times.iter().map(|it| it.0).fold(0, u32::saturating_add);
    let most: u32 = times.iter().map(|it| it.1).fold(0, u32::saturating_add);
    let sum = Effort {
        size: None,
        minutes: Some((least, most)),
    };
    let too_small = total_most < least;
    let too_large = total_least / 2 > most;
    (too_small || too_large).then(|| {
        Finding::new(
            RULE.name,
            span,
            format!(
                "the total is `{}`, but the phases add up to `{}`",
                total.short(),
                sum.short()
            ),
        )
        .label(if too_small {
            "less than the sum"
        } else {
            "more than twice the sum"
        })
        .help("correct the total, or the efforts of the phases")
    })
}

fn points(size: Size) -> u32 {
    match size {
        Size::Xs => 1,
        Size::S => 2,
        Size::M => 4,
        Size::L => 8,
        Size::Xl => 16,
    }
}
