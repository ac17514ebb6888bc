//! A phase number twice.

use rustc_hash::FxHashMap;
use tip_syntax::{Finding, Label, Span};

use crate::quote::quoted;
use crate::series::{SeriesKey, series_of};
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "duplicate-phase-number",
    code: "TIP013",
    category: Category::Phases,
    levels: Levels::until_over(Level::Warning),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "two phases bear the same number",
    docs: r#"## What it does

Finds two phases with one number in one series: of the same form, under the same heading.

## Why it matters

`Depends on: Phase 2` means two things then, and so does everybody who speaks of "phase 2".

## Example

```plan,fail
# Plan: Price alerts

## Phase 1: Store the alerts

- [ ] An alert survives a restart

## Phase 2: Send the messages

- [ ] One message is sent

## Phase 2: Show them

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

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let mut seen: FxHashMap<(SeriesKey, String), Span> = FxHashMap::default();
    let spilled = ctx.spilled();
    for (_, phase) in ctx.plan.phases() {
        if spilled.hold(phase.span) {
            continue;
        }
        let Some(number) = &phase.number else {
            continue;
        };
        let bare = number.value.trim_start_matches('0').to_ascii_lowercase();
        let key = (series_of(ctx.plan, phase), bare);
        let Some(first) = seen.get(&key) else {
            seen.insert(key, number.span);
            continue;
        };
        out.push(
            Finding::new(
                RULE.name,
                number.span,
                format!("two phases bear the number {}", quoted(&number.value)),
            )
            .label("and again here")
            .also(Label::new(*first, "first here"))
            .help("`tip renumber` numbers them in the order of the text, and lets what names them follow"),
        );
    }
}
