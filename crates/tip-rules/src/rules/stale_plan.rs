//! A plan that was begun long ago.

use tip_plan::Stage;
use tip_syntax::{Document, Finding, Label, Span, scan};

use crate::quote::quoted;
use crate::{Category, Day, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "stale-plan",
    code: "TIP071",
    category: Category::Status,
    levels: Levels::until_over(Level::Hint),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "the plan says that it is in progress, but no date in it is recent",
    docs: r"## What it does

Finds plans whose status says that they are in progress while the latest date in their text lies more than 90 days back, or what `stale-days` under `[limits]` in `tip.toml` says.

## Why it matters

Everybody believes that somebody works on it.

## Example

On 2026-08-01

```world
today 2026-08-01
```

```plan,fail
---
feature: price-alerts
date: 2026-03-01
status: in_progress
---

# Plan: Price alerts

## Phase 1: Store the alerts

- [x] An alert survives a restart
- [ ] An alert can be deleted
```

## Use instead

```plan,pass
---
feature: price-alerts
date: 2026-07-15
status: in_progress
---

# Plan: Price alerts

## Phase 1: Store the alerts

- [x] An alert survives a restart
- [ ] An alert can be deleted
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let plan = ctx.plan;
    let (Some(today), Some(written)) = (ctx.answers.today, &plan.status.written) else {
        return;
    };
    if !plan.status.says(Stage::InProgress) || !says_so(&written.value) {
        return;
    }
    let Some((latest, span)) = latest_day(ctx.doc, today) else {
        return;
    };
    let days = today.days_since(latest).unwrap_or(0);
    if days <= ctx.limits.stale_days {
        return;
    }
    out.push(
        Finding::new(
            RULE.name,
            written.span,
            format!(
                "the status is {}, but the latest date is {days} days old",
                quoted(&written.value)
            ),
        )
        .label("is it still?")
        .also(Label::new(span, "the latest date"))
        .help("say what became of it: correct the status, or note what was done last"),
    );
}

/// The most words of a status that says that somebody is at work; more are a story.
const MOST_WORDS: usize = 5;

/// Returns whether a status says in few words that somebody is at work, or waits for something.
fn says_so(words: &str) -> bool {
    let folded = scan::normalized(words);
    let of_writing = ["design", "analysis", "research", "planning"];
    folded.split(' ').count() <= MOST_WORDS && !of_writing.iter().any(|it| folded.contains(it))
}

/// Returns the latest day in a text that is not after today, and where it stands.
fn latest_day(doc: &Document, today: Day) -> Option<(Day, Span)> {
    let text = doc.source().text();
    let days = text.match_indices("20").filter_map(|(at, _)| {
        let before = text[..at].bytes().next_back();
        let day = Day::parse(&text[at..]).filter(|day| *day <= today)?;
        let apart = before.is_none_or(|byte| !byte.is_ascii_alphanumeric());
        apart.then(|| (day, Span::new(at, at + 10)))
    });
    days.max_by_key(|it| (it.0, std::cmp::Reverse(it.1)))
}
