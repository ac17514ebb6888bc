//! A section that stands elsewhere than in the template.

use std::collections::BTreeMap;

use tip_plan::{DialectId, Section};
use tip_syntax::{Finding, Label};

use crate::quote::quoted;
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "misplaced-section",
    code: "TIP035",
    category: Category::Form,
    levels: Levels::until_over(Level::Hint),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a section stands elsewhere than in the template",
    docs: r"## What it does

Finds sections of the template that stand in another order than there.
As few sections as possible are told of: those that would have to move.
Plans in other dialects are not judged.

## Why it matters

Who reads many plans looks for the risks where the risks always stand.

## Example

```plan,fail
# Technical Implementation Plan: Price Alerts

## Risk Assessment

### Medium Risk
- **Risk**: A price is late
- **Mitigation**: Prices carry their time

## Domain Context

Key concepts: an alert belongs to one user.

## Implementation Phases

### Phase 1: Store the alerts

**Purpose**: Remember what a user waits for.

**Success Criteria**:
- [ ] An alert survives a restart
```

## Use instead

```plan,pass
# Technical Implementation Plan: Price Alerts

## Implementation Phases

### Phase 1: Store the alerts

**Purpose**: Remember what a user waits for.

**Success Criteria**:
- [ ] An alert survives a restart

## Risk Assessment

### Medium Risk
- **Risk**: A price is late
- **Mitigation**: Prices carry their time
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    if ctx.plan.dialect != DialectId::Tip {
        return;
    }
    let found = known_sections(ctx);
    let orders: Vec<u32> = found.iter().map(|it| it.1).collect();
    let mut staying = longest_ascent(&orders);
    staying.reverse();
    for (at, (section, order)) in found.iter().enumerate() {
        let Err(next) = staying.binary_search(&at) else {
            continue;
        };
        // The nearest of those that stay tells where it belongs.
        let (before, after) = staying.split_at(next);
        let mut before = before.iter().rev().map(|it| found[*it]);
        let before = before.find(|it| it.1 > *order);
        let mut after = after.iter().map(|it| found[*it]);
        let after = after.find(|it| it.1 < *order);
        let (word, other) = match (before, after) {
            (Some((other, _)), _) => ("after", other),
            (None, Some((other, _))) => ("before", other),
            (None, None) => continue,
        };
        let title = quoted(&section.title.value);
        let other_title = quoted(&other.title.value);
        let opposite = if word == "after" { "before" } else { "after" };
        out.push(
            Finding::new(
                RULE.name,
                section.title.span,
                format!("the section {title} stands {word} {other_title}, not {opposite} it"),
            )
            .label(format!("the template has it {opposite}"))
            .also(Label::new(other.title.span, "this one")),
        );
    }
}

/// Returns the sections of the plan that the template has at the outermost level, each with its position there.
fn known_sections<'a>(ctx: &PlanContext<'a>) -> Vec<(&'a Section, u32)> {
    let order = |section: &Section| {
        let meaning = section.meaning?;
        let mut specs = ctx.schema.sections.iter();
        let spec = specs.find(|it| it.meaning == Some(meaning) && it.repeated.is_none())?;
        (spec.level == section.level && section.unit.is_none()).then_some(spec.order)
    };
    let sections = ctx.plan.sections.iter();
    sections.filter_map(|it| Some((it, order(it)?))).collect()
}

/// Returns the positions of a longest ascending part, the last first.
fn longest_ascent(orders: &[u32]) -> Vec<usize> {
    let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(orders.len());
    // By order, where the first of the longest parts ends: there are no more orders than the template has sections.
    let mut ends: BTreeMap<u32, usize> = BTreeMap::new();
    for (at, order) in orders.iter().enumerate() {
        let before = ends.range(..=order).map(|(_, it)| *it);
        let before = before.max_by_key(|&it| (best[it].0, usize::MAX - it));
        let length = before.map_or(1, |it| best[it].0 + 1);
        best.push((length, before));
        let end = ends.entry(*order).or_insert(at);
        if best[*end].0 < length {
            *end = at;
        }
    }
    let mut at = (0..best.len()).max_by_key(|&it| (best[it].0, usize::MAX - it));
    let mut found = Vec::new();
    while let Some(position) = at {
        found.push(position);
        at = best[position].1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_few_as_possible_move() {
        let check = |orders: &[u32], expected: &[usize]| {
            let mut found = longest_ascent(orders);
            found.sort_unstable();
            assert_eq!(found, expected, "{orders:?}");
        };
        check(&[], &[]);
        check(&[1, 2, 3], &[0, 1, 2]);
        check(&[3, 1, 2], &[1, 2]);
        check(&[1, 3, 2, 4], &[0, 1, 3]);
    }
}
