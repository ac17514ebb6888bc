//! A gap between phase numbers.

use rustc_hash::FxHashMap;
use tip_plan::{Unit, UnitKind};
use tip_syntax::{Finding, Label, Span};

use crate::series::{SeriesKey, is_ticked_off, series_of};
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "skipped-phase-number",
    code: "TIP014",
    category: Category::Phases,
    levels: Levels::until_over(Level::Hint),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a number between two phases is missing",
    docs: r#"## What it does

Finds a gap in the numbers of phases that follow one another.
A series of which every second step skips is left alone: somebody counts in tens.

## Why it matters

A phase may have been lost while editing, and what others say about "phase 3" may mean the one that is now phase 4.

## Example

```plan,fail
# Plan: Price alerts

## Phase 1: Store the alerts

- [ ] An alert survives a restart

## Phase 2: Send the messages

- [ ] One message is sent

## Phase 4: Show them

- [ ] The list shows an alert
```

## Use instead

```plan,pass
# Plan: Price alerts

## Phase 1: Store the alerts

- [ ] An alert survives a restart

## Phase 2: Send the messages

- [ ] One message is sent

## Phase 3: Show them

- [ ] The list shows an alert
```
"#,
    scope: Scope::Plan(check),
};

/// The first and the last whole number of a phase (`2-3` covers two), and where they stand.
struct Numbered {
    first: u32,
    last: u32,
    span: Span,
}

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    // A phase that a code block swallowed is not skipped.
    if ctx.doubtful_from().is_some() {
        return;
    }
    let mut positions: FxHashMap<SeriesKey, usize> = FxHashMap::default();
    let mut series: Vec<Vec<Numbered>> = Vec::new();
    for (_, phase) in ctx.plan.phases() {
        let Some(numbered) = numbered(phase) else {
            continue;
        };
        let at = *positions
            .entry(series_of(ctx.plan, phase))
            .or_insert_with(|| {
                series.push(Vec::new());
                series.len() - 1
            });
        series[at].push(numbered);
    }
    for numbers in &series {
        check_series(ctx, numbers, out);
    }
}

fn check_series(ctx: &PlanContext<'_>, numbers: &[Numbered], out: &mut Vec<Finding>) {
    let ascending = numbers.windows(2).all(|pair| pair[0].last <= pair[1].first);
    let gaps: Vec<&[Numbered]> = numbers
        .windows(2)
        .filter(|pair| pair[1].first > pair[0].last + 1)
        .collect();
    if !ascending || gaps.len() * 2 >= numbers.len() {
        return;
    }
    for pair in gaps {
        let (from, to) = (pair[0].last + 1, pair[1].first - 1);
        if is_ticked_off(ctx, UnitKind::Phase, &from.to_string()) {
            continue;
        }
        let message = if from == to {
            format!("there is no phase `{from}`")
        } else {
            format!("there are no phases `{from}` to `{to}`")
        };
        out.push(
            Finding::new(RULE.name, pair[1].span, message)
                .label(format!("expected `{from}`"))
                .also(Label::new(pair[0].span, "after this one"))
                .help("number the phases anew, or say what became of the missing one"),
        );
    }
}

/// Reads `2`, `2a` as 2 and `2-3` as both; anything else is no whole number.
fn numbered(phase: &Unit) -> Option<Numbered> {
    let number = phase.number.as_ref()?;
    let text = number.value.as_str();
    let (first, last) = text.split_once(['-', '–']).unwrap_or((text, text));
    let whole = |text: &str| {
        let digits = text
            .trim()
            .trim_end_matches(|c: char| c.is_ascii_alphabetic());
        // A larger number is a year or an identifier.
        digits.parse::<u32>().ok().filter(|number| *number < 1000)
    };
    Some(Numbered {
        first: whole(first)?,
        last: whole(last)?,
        span: number.span,
    })
}
