//! A ticked criterion whose test is not there.

use tip_plan::Command;
use tip_syntax::{Finding, Label, Span, scan};

use crate::claim::is_made_up;
use crate::nearest::plausible;
use crate::query::is_ticked;
use crate::script::{TestName, tests};
use crate::test_filter::{FilterAnswer, TestFilter, filters_in};
use crate::{Category, FixAvailability, Level, Levels, PathAnswer, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "unknown-test",
    code: "TIP076",
    category: Category::Criteria,
    levels: Levels::until_over(Level::Warning),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a box is ticked, but the test that its command names does not exist",
    docs: r"## What it does

Finds boxes that are ticked although the test file in their command does not exist, or holds no test of the name behind `::`.
What a command picks tests by is compared too: `cargo test NAME`, `go test -run NAME`, `pytest -k NAME`, `vitest run FILE`, `jest -t NAME`.
It is told only where no test of the repository holds the name, nor its words one behind the other.

An open box may name a test that is still to be written.

## Why it matters

The command was never run, or the test was renamed and the plan points at nothing.

## Example

In a repository that holds

```world
tests/test_store.py 40 # test restart
```

```plan,fail
# Plan: Price alerts

## Phase 1: Store the alerts

**Success Criteria**:
- [x] Tests pass: `pytest tests/test_alerts.py`
- [ ] An alert can be deleted
```

## Use instead

```plan,pass
# Plan: Price alerts

## Phase 1: Store the alerts

**Success Criteria**:
- [x] Tests pass: `pytest tests/test_store.py::test_restart`
- [ ] An alert can be deleted
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let plan = ctx.plan;
    let mut told: Vec<TestName<'_>> = Vec::new();
    let mut told_filters: Vec<TestFilter> = Vec::new();
    for command in &plan.commands {
        if !is_ticked(plan, command) {
            continue;
        }
        for filter in filters_in(plan, command) {
            if ctx.answers.filters.get(&filter) != Some(&FilterAnswer::Missing)
                || told_filters.contains(&filter)
            {
                continue;
            }
            let what = if filter.is_path {
                "no test file has a path with"
            } else {
                "no test is called"
            };
            let message = format!(
                "the box is ticked, but {what} `{}`",
                filter.any.join("` or `")
            );
            let help = "name a test that is there, or untick the box";
            out.push(finding(
                ctx,
                command,
                &filter.any[0],
                message,
                help.to_owned(),
            ));
            told_filters.push(filter);
        }
        for test in tests(command) {
            if told.contains(&test) {
                continue;
            }
            let Some((message, help)) = fault(ctx, test) else {
                continue;
            };
            told.push(test);
            let words = test.name.unwrap_or(test.path);
            out.push(finding(ctx, command, words, message, help));
        }
    }
}

/// Makes the finding about words in the command of a ticked box.
fn finding(
    ctx: &PlanContext<'_>,
    command: &Command,
    words: &str,
    message: String,
    help: String,
) -> Finding {
    let text = ctx.doc.text(command.span);
    let span = match text.rfind(words) {
        Some(at) => {
            let start = command.span.start() + at;
            Span::new(start, start + words.len())
        }
        None => command.span,
    };
    let it = command
        .in_box
        .and_then(|at| ctx.plan.boxes.get(at as usize));
    let mark = it.map_or(command.span, |it| it.mark);
    let finding = Finding::new(RULE.name, span, message).label("no such test");
    finding.also(Label::new(mark, "ticked")).help(help)
}

/// Returns what is wrong with a test, and what to do.
fn fault(ctx: &PlanContext<'_>, test: TestName<'_>) -> Option<(String, String)> {
    let TestName { path, name } = test;
    match ctx.answers.path(path)? {
        PathAnswer::Missing { nearest, .. } if !is_made_up(path) => {
            let help = match plausible(path, nearest.as_deref()) {
                Some(nearest) => format!("did you mean `{nearest}`?"),
                None => "name the file that holds the test, or untick the box".to_owned(),
            };
            Some((
                format!("the box is ticked, but `{path}` does not exist"),
                help,
            ))
        }
        PathAnswer::File(_) | PathAnswer::Suffix(_) => {
            let name = name?;
            let lacking = ctx.answers.lacking.get(path)?;
            let help = "name the test as the file does, or untick the box".to_owned();
            lacking.contains(&scan::normalized(name)).then(|| {
                (
                    format!("the box is ticked, but `{path}` holds no `{name}`"),
                    help,
                )
            })
        }
        _ => None,
    }
}
