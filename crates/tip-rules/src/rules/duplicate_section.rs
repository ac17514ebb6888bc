//! Two sections with one heading.

use rustc_hash::FxHashMap;
use tip_plan::{Meaning, SectionId};
use tip_syntax::{Finding, Label, Span, scan};

use crate::quote::quoted;
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "duplicate-section",
    code: "TIP002",
    category: Category::Form,
    levels: Levels::until_over(Level::Warning),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a section stands twice in one place",
    docs: r"## What it does

Finds a section whose heading stands a second time in the same place: under the same heading, on the same level.
Only sections with a known meaning are compared; logs and notes may come as often as they like.

## Why it matters

Two sections on one subject drift apart, and a reader who found the first does not look for the second.

## Example

```plan,fail
# Plan: Price alerts

## Phase 1: Store the alerts

- [ ] An alert survives a restart

## Risk Assessment

- Duplicate messages

## Risk Assessment

- Slow queries
```

## Use instead

```plan,pass
# Plan: Price alerts

## Phase 1: Store the alerts

- [ ] An alert survives a restart

## Risk Assessment

- Duplicate messages
- Slow queries
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let mut seen: FxHashMap<(Option<SectionId>, u8, String), Span> = FxHashMap::default();
    for section in &ctx.plan.sections {
        let Some(meaning) = section.meaning else {
            continue;
        };
        if may_repeat(meaning) {
            continue;
        }
        let title = scan::normalized(&section.title.value);
        let key = (section.parent, section.level, title);
        let Some(first) = seen.get(&key) else {
            seen.insert(key, section.title.span);
            continue;
        };
        out.push(
            Finding::new(
                RULE.name,
                section.title.span,
                format!("the section {} stands twice", quoted(&section.title.value)),
            )
            .label("and again here")
            .also(Label::new(*first, "first here"))
            .help("join the two, or give one another heading"),
        );
    }
}

/// Returns whether sections of this meaning are entries of a series.
fn may_repeat(meaning: Meaning) -> bool {
    matches!(
        meaning,
        Meaning::Log | Meaning::Notes | Meaning::Progress | Meaning::File | Meaning::Risk
    )
}
