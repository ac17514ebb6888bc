//! A plan that is longer than the team allows.

use tip_syntax::Finding;

use crate::quote::counted;
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "plan-too-long",
    code: "TIP040",
    category: Category::Form,
    levels: Levels::until_over(Level::Warning),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "the plan has more lines than tip.toml allows",
    docs: r"## What it does

Finds plans with more lines than `lines` under `[limits]` in `tip.toml` allows.
Without that key a plan may have any length.

## Why it matters

Nobody reads a plan that is longer than the code.
What must be read before work starts should fit into the reader's head.

## Example

In a repository whose `tip.toml` says `lines = 12` under `[limits]`

```limits
lines 12
```

```plan,fail
# Technical Implementation Plan: Price Alerts

## Implementation Phases

### Phase 1: Store the alerts

**Purpose**: Remember what a user waits for.

**Success Criteria**:
- [ ] An alert survives a restart

- [ ] Detail 1
- [ ] Detail 2
- [ ] Detail 3
- [ ] Detail 4
- [ ] Detail 5
- [ ] Detail 6
```

## Use instead

```plan,pass
# Plan: Price alerts

## Phase 1: Store the alerts

- [ ] An alert survives a restart
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let Some(most) = ctx.limits.lines else {
        return;
    };
    let source = ctx.doc.source();
    let lines = source.line_of(source.text().trim_end().len() as u32);
    if lines <= most {
        return;
    }
    let span = match &ctx.plan.title {
        Some(title) => title.span,
        None => source.line_span(1),
    };
    out.push(
        Finding::new(
            RULE.name,
            span,
            format!(
                "the plan has {}, {} more than allowed",
                counted(lines as usize, "line", "lines"),
                lines - most
            ),
        )
        .label(format!("at most {most} are allowed"))
        .help("leave out what the code will say, or make two plans of it"),
    );
}
