//! A file that stands where plans stand and holds nothing that a plan has.

use tip_syntax::{Finding, Span};

use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "unreadable-plan",
    code: "TIP033",
    category: Category::Form,
    levels: Levels::always(Level::Error),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "nothing in the file reads like a plan",
    docs: r"## What it does

Finds a file that was taken for a plan, by its place or because it was named, and that holds nothing a plan has: no heading, no front matter, no labelled field, no box.

## Why it matters

Such a file would count as a plan without phases, and nobody would notice that nothing in it was read.

## Example

```plan,fail
remember to call the harbor master
```

## Use instead

```plan,pass
# Plan: Berth alerts

## Phase 1: Call the harbor master

- [ ] The harbor master agrees
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let plan = ctx.plan;
    let keys = ctx
        .doc
        .front_matter()
        .is_some_and(|front| !front.entries.is_empty());
    if keys || !(plan.sections.is_empty() && plan.fields.is_empty() && plan.boxes.is_empty()) {
        return;
    }
    let source = ctx.doc.source();
    let empty = source.text().trim().is_empty();
    let first = (1..=source.lines().len() as u32)
        .map(|line| source.line_span(line))
        .find(|&span| !source.slice(span).trim().is_empty())
        .unwrap_or(Span::empty(0));
    let message = if empty {
        "the plan is empty"
    } else {
        "nothing in the file reads like a plan"
    };
    out.push(
        Finding::new(RULE.name, first, message)
            .label("no heading, no front matter, no field and no box")
            .note("it is taken for a plan by its place, or because it was named")
            .help("begin with `# Technical Implementation Plan: …`, or leave the file out by `plans.exclude` in tip.toml"),
    );
}
