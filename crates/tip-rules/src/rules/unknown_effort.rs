//! An effort that is none.

use tip_plan::{DialectId, Effort, Meaning, Size};
use tip_syntax::{Finding, Span, scan};

use crate::nearest::nearest;
use crate::quote::{quoted, quoted_list};
use crate::region::Regions;
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "unknown-effort",
    code: "TIP010",
    category: Category::Estimates,
    levels: Levels::until_over(Level::Warning),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "an effort is neither a size nor a time",
    docs: r"## What it does

Finds an estimated effort that is neither a size (`XS` to `XL`, `small`, `medium`, …) nor a time (`2-3 hours`, `1 day`).
The front matter is judged in every plan, the phases in plans in the form of the template, and there only values of one or two words.

## Why it matters

What cannot be read cannot be added up, compared with what it took, or used to judge how much a plan should hold.

## Example

```plan,fail
---
feature: price-alerts
status: draft
estimated_effort: Midium
---

# Plan: Price alerts

## Phase 1: Store the alerts
```

## Use instead

```plan,pass
---
feature: price-alerts
status: draft
estimated_effort: M
---

# Plan: Price alerts

## Phase 1: Store the alerts
```
",
    scope: Scope::Plan(check),
};

/// Words that an effort may be a slip of.
const WORDS: &[&str] = &["small", "medium", "large", "trivial", "moderate", "complex"];

/// Words that say that nobody knows, which is an answer too.
const OPEN: &[&str] = &["tbd", "todo", "unknown", "none", "n a", "na", "varies"];

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let is_tip = ctx.plan.dialect == DialectId::Tip;
    if let Some(front_matter) = ctx.doc.front_matter() {
        let entry = front_matter
            .get("estimated_effort")
            .or_else(|| front_matter.get("effort"));
        if let Some(value) = entry.map(|it| &it.value)
            && let Some(text) = value.as_str()
            // A bare number may be points.
            && (is_tip || !text.contains(|c: char| c.is_ascii_digit()))
        {
            out.extend(judged(text, value.span));
        }
    }
    if !is_tip {
        return;
    }
    let placeholders = Regions::new(ctx.plan.placeholders.iter().map(|it| it.span).collect());
    for field in &ctx.plan.fields {
        if !matches!(field.meaning, Some(Meaning::Effort | Meaning::TotalEffort)) {
            continue;
        }
        let span = ctx.doc.source().trim(field.value);
        let text = ctx.doc.text(span).trim_matches(['*', '_', '`']);
        let words = text.split_whitespace().count();
        let is_number = text.contains(|c: char| c.is_ascii_digit());
        if (1..=2).contains(&words) && !is_number && !placeholders.hold(span) {
            out.extend(judged(text, span));
        }
    }
}

fn judged(text: &str, span: Span) -> Option<Finding> {
    let folded = scan::normalized(text);
    if folded.is_empty() || OPEN.contains(&folded.as_str()) || text.contains(['[', '/', '|']) {
        return None;
    }
    if Effort::parse(text).is_some() {
        return None;
    }
    let finding = Finding::new(RULE.name, span, format!("unknown effort {}", quoted(text)))
        .label("neither a size nor a time");
    let sizes = || quoted_list(Size::ALL.map(Size::word), "or");
    Some(match nearest(text, WORDS.iter().copied()) {
        Some(word) => finding.help(format!("did you mean `{word}`?")),
        None => finding.help(format!("write {}, or a time such as `2-3 hours`", sizes())),
    })
}
