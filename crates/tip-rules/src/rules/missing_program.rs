//! A command whose program is not installed.

use tip_plan::{Command, WhyNot, defined_function, programs};
use tip_syntax::{Finding, Span};

use crate::claim::is_over;
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "missing-program",
    code: "TIP122",
    category: Category::Criteria,
    levels: Levels::until_over(Level::Warning),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a command starts a program that is not installed here",
    docs: r"## What it does

Finds commands of boxes that start a program which is not found along `PATH`.
It speaks where somebody asks what this machine has, with `tip check --programs`, and before `tip verify` runs something: what `tip check` finds else is the same on every machine.
Paths, words of the shell and programs whose names are put together are not looked for.

## Why it matters

A criterion whose program is not there fails for a reason that says nothing about the work.

## Example

On a machine that has

```world
program cargo
```

```plan,fail
# Plan: Price alerts

## Phase 1: Store the alerts

**Success Criteria**:
- [ ] Tests pass: `pytest tests`
```

## Use instead

```world
program cargo
```

```plan,pass
# Plan: Price alerts

## Phase 1: Store the alerts

**Success Criteria**:
- [ ] Tests pass: `cargo test`
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    if ctx.answers.programs.is_empty() {
        return;
    }
    let mut told: Vec<&str> = Vec::new();
    // A block of a box may define the functions that its lines call.
    let functions: Vec<(Option<u32>, &str)> = (ctx.plan.commands.iter())
        .filter_map(|it| Some((it.in_box, defined_function(&it.text)?)))
        .collect();
    for command in &ctx.plan.commands {
        if is_over(ctx.plan, command.unit) {
            continue;
        }
        for program in programs_of(command) {
            let missing = ctx.answers.programs.get(program) == Some(&false);
            let defined = functions.contains(&(command.in_box, program));
            if !missing || defined || told.contains(&program) {
                continue;
            }
            told.push(program);
            let text = ctx.doc.text(command.span);
            let span = text.find(program).map_or(command.span, |at| {
                let start = command.span.start() + at;
                Span::new(start, start + program.len())
            });
            out.push(
                Finding::new(
                    RULE.name,
                    span,
                    format!("the program `{program}` is not installed here"),
                )
                .label("not found along PATH")
                .help("install it, or run this where it is"),
            );
        }
    }
}

/// Returns the programs of a command that a box holds and that is complete.
pub(crate) fn programs_of(command: &Command) -> Vec<&str> {
    match command.why_not {
        Some(WhyNot::Placeholder | WhyNot::Ellipsis | WhyNot::Unbalanced) => Vec::new(),
        _ if command.in_box.is_none() => Vec::new(),
        _ => programs(&command.text),
    }
}
