//! A criterion whose command cannot be run as it stands.

use tip_plan::{BoxKind, BoxState, Command, CommandForm, Meaning, Plan, WhyNot};
use tip_syntax::{Finding, Span};

use crate::claim::is_over;
use crate::quote::quoted;
use crate::region::Regions;
use crate::{Category, FixAvailability, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "command-placeholder",
    code: "TIP031",
    category: Category::Criteria,
    levels: Levels::once_agreed(),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "the command of a criterion holds a placeholder or an ellipsis",
    docs: r"## What it does

Finds commands in open criteria that cannot be run as they stand: they hold a placeholder (`<name>`, `[file]`, `path/to/x`), or are cut short by `...`.
Commands that the text only speaks of, and checks that are left to a person, are not judged.

## Why it matters

A criterion that nobody can run is a criterion that nobody runs.

## Example

```plan,fail
# Plan: Price alerts

## Phase 1: Store the alerts

**Success Criteria**:
- [ ] Tests pass: `cargo test <alert tests>`
```

## Use instead

```plan,pass
# Plan: Price alerts

## Phase 1: Store the alerts

**Success Criteria**:
- [ ] Tests pass: `cargo test alerts::`
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let plan = ctx.plan;
    let criteria = Regions::of_meanings(plan, Meaning::is_criteria);
    let placeholders = Regions::new(plan.placeholders.iter().map(|it| it.span).collect());
    for command in &plan.commands {
        let label = match command.why_not {
            Some(WhyNot::Placeholder) => "holds a placeholder",
            Some(WhyNot::Ellipsis) => "is cut short",
            _ => continue,
        };
        if !is_open_criterion(plan, command, &criteria)
            || !is_to_be_run(ctx, command)
            || placeholders.hold(command.span)
        {
            continue;
        }
        out.push(
            Finding::new(
                RULE.name,
                command.span,
                format!("{} cannot be run as it stands", quoted(&command.text)),
            )
            .label(label)
            .help("write the command as somebody would type it"),
        );
    }
}

fn is_open_criterion(plan: &Plan, command: &Command, criteria: &Regions) -> bool {
    if is_over(plan, command.unit) {
        return false;
    }
    let it = command.in_box.and_then(|at| plan.boxes.get(at as usize));
    match it {
        Some(it) => {
            let is_criterion = matches!(it.kind, BoxKind::Criterion | BoxKind::Gate);
            it.state != BoxState::Done
                && !it.deferred
                && !it.manual
                && (is_criterion || criteria.hold(command.span))
        }
        None => criteria.hold(command.span),
    }
}

/// Returns whether a command is the check itself, and not a form that the text speaks of.
///
/// It is one after `Run:` or another colon, or as the only text of a box.
fn is_to_be_run(ctx: &PlanContext<'_>, command: &Command) -> bool {
    if command.form != CommandForm::Span {
        return true;
    }
    let source = ctx.doc.source();
    let line = source.line_span(source.line_of(command.span.start));
    let (start, end) = (command.span.start(), command.span.end());
    let marks = ['`', '*', ' '];
    let before = source
        .slice(Span::new(line.start(), start))
        .trim_end_matches(marks);
    let after = source
        .slice(Span::new(end, line.end().max(end)))
        .trim_matches(marks);
    before.ends_with(':') || (before.ends_with(']') && after.trim().is_empty())
}
