//! A box that says what another one says.

use tip_plan::{BoxKind, CheckBox, Plan};
use tip_syntax::{Finding, Label, Span};

use crate::claim::is_over;
use crate::quote::quoted;
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "duplicate-box",
    code: "TIP054",
    category: Category::Criteria,
    levels: Levels::until_over(Level::Hint),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "two boxes of one list say the same",
    docs: r"## What it does

Finds criteria and gates that stand near each other under the same heading and label with the same words.
Steps may be repeated, and so may what is said of two things in a long list.
Neither case nor punctuation matters, and what belongs to a unit that is over is not judged.

## Why it matters

One of them was meant to say something else, or is ticked while its twin stays open.

## Example

```plan,fail
# Plan: Price alerts

## Phase 1: Store the alerts

**Success Criteria**:
- [ ] An alert survives a restart
- [ ] An alert can be deleted
- [ ] An alert survives a restart
```

## Use instead

```plan,pass
# Plan: Price alerts

## Phase 1: Store the alerts

**Success Criteria**:
- [ ] An alert survives a restart
- [ ] An alert can be deleted
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let plan = ctx.plan;
    // The boxes that another one by mistake may repeat, and where they are among all.
    let mut near: Vec<(usize, &CheckBox)> = Vec::new();
    for (at, it) in plan.boxes.iter().enumerate() {
        let judged = matches!(it.kind, BoxKind::Criterion | BoxKind::Gate);
        if !judged || it.in_table || it.is_unit.is_some() {
            continue;
        }
        let text = ctx.doc.text(it.text);
        // What the template left is told by another rule.
        let from = plan
            .placeholders
            .partition_point(|left| left.span.start < it.text.start);
        let next = plan.placeholders.get(from);
        if next.is_some_and(|left| it.text.contains(left.span)) {
            continue;
        }
        // A code block or a list under a box may tell it from another one.
        if text.trim_end().ends_with([':', '：']) || !text.contains(char::is_alphanumeric) {
            continue;
        }
        near.retain(|(before, _)| at - before <= NEAR);
        let is_same = |before: &&(usize, &CheckBox)| {
            let (_, before) = before;
            before.unit == it.unit
                && say_the_same(ctx.doc.text(before.text), text)
                && place(plan, before) == place(plan, it)
        };
        let first = near.iter().rev().find(is_same).map(|(_, first)| *first);
        near.push((at, it));
        let Some(first) = first else {
            continue;
        };
        if is_over(plan, it.unit) || parent_differs(ctx, first, it) {
            continue;
        }
        out.push(
            Finding::new(
                RULE.name,
                it.text,
                format!("{} is said twice", quoted(text)),
            )
            .label("again")
            .also(Label::new(first.text, "here first"))
            .help("delete one, or say what was meant"),
        );
    }
}

/// Returns whether two texts have the same words, case and a mark at the end aside.
fn say_the_same(one: &str, other: &str) -> bool {
    let words = |text| -> std::str::SplitWhitespace<'_> {
        let ends = |c: char| c.is_whitespace() || matches!(c, '.' | ';' | ',');
        str::trim_end_matches(text, ends).split_whitespace()
    };
    let is_same = |one: &str, other: &str| {
        one.eq_ignore_ascii_case(other)
            || (!(one.is_ascii() && other.is_ascii()) && one.to_lowercase() == other.to_lowercase())
    };
    let (mut one, mut other) = (words(one), words(other));
    loop {
        match (one.next(), other.next()) {
            (None, None) => return true,
            (Some(one), Some(other)) if is_same(one, other) => {}
            _ => return false,
        }
    }
}

/// The most boxes that lie between two that say the same by mistake.
const NEAR: usize = 3;

/// Returns where the heading or the label stands that a box stands under.
fn place(plan: &Plan, it: &CheckBox) -> u32 {
    let at = it.mark.start;
    let sections = plan
        .sections
        .partition_point(|section| section.title.span.start <= at);
    let fields = plan
        .fields
        .partition_point(|field| field.label.span.start <= at);
    let section = sections
        .checked_sub(1)
        .map(|i| plan.sections[i].title.span.start);
    let field = fields
        .checked_sub(1)
        .map(|i| plan.fields[i].label.span.start);
    section.max(field).unwrap_or(0)
}

/// Returns whether something stands between two boxes that is no box: they belong to different lists.
fn parent_differs(ctx: &PlanContext<'_>, first: &CheckBox, second: &CheckBox) -> bool {
    let between = ctx
        .doc
        .text(Span::new(first.text.end(), second.mark.start()));
    let indent = |it: &CheckBox| {
        let line = ctx.doc.source().line_span(ctx.doc.line(it.mark));
        it.mark.start() - line.start()
    };
    let is_item = |line: &str| {
        let line = line.trim_start();
        line.is_empty() || line.starts_with(['-', '*', '+']) || line.starts_with("  ")
    };
    indent(first) != indent(second) || indent(first) > 2 || !between.lines().skip(1).all(is_item)
}
