//! A command that names a script, a target, a recipe or a package that nothing defines.

use tip_plan::Reference;
use tip_syntax::{Finding, Span};

use crate::claim::is_over;
use crate::runnable::runnables_of;
use crate::{
    Category, FixAvailability, Level, Levels, PlanContext, Rule, Runnable, RunnableAnswer, Scope,
};

pub(crate) static RULE: Rule = Rule {
    name: "unknown-target",
    code: "TIP050",
    category: Category::Criteria,
    levels: Levels::until_over(Level::Warning),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a command names a script, target, recipe or package that nothing defines",
    docs: r"## What it does

Looks up what the commands of a plan name: scripts of a `package.json`, targets of a makefile, recipes of a justfile, and packages, tests, programs and examples of Cargo.
Without a folder in the command, the name may be defined anywhere in the repository.
Nothing is said of files that cannot be understood without running them, of plans that change the defining file or name the new one, and of phases that are over.

## Why it matters

A criterion whose command cannot start can never be shown to hold.

## Example

In a repository whose makefile defines `lint` and `test`

```world
Makefile 20
defines make lint test
```

```plan,fail
# Plan: Price alerts

## Phase 1: Store the alerts

- [ ] Tests pass: `make tests`
```

## Use instead

```plan,pass
# Plan: Price alerts

## Phase 1: Store the alerts

- [ ] Tests pass: `make test`
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let plan = ctx.plan;
    let progress = plan.progress();
    if progress.total > 0 && progress.done == progress.total {
        return;
    }
    let mut told: Vec<Runnable> = Vec::new();
    for command in &plan.commands {
        if is_over(plan, command.unit) || names_folder(ctx, command.span) {
            continue;
        }
        for runnable in runnables_of(command) {
            let answer = ctx.answers.runnables.get(&runnable);
            let Some(RunnableAnswer::Missing { nearest }) = answer else {
                continue;
            };
            if told.contains(&runnable) || is_planned(ctx, &runnable) {
                continue;
            }
            let noun = runnable.kind.noun();
            let name = &runnable.name;
            let place = match runnable.folder.as_str() {
                "" => String::new(),
                folder => format!(" in `{folder}`"),
            };
            let finding = Finding::new(
                RULE.name,
                place_of(ctx, command.span, name),
                format!("there is no {noun} `{name}`{place}"),
            )
            .label("nothing defines it");
            out.push(match nearest {
                Some(nearest) => finding.help(format!("did you mean `{nearest}`?")),
                None => finding.help(format!(
                    "name a {noun} that is there, or let the plan say where it is made"
                )),
            });
            told.push(runnable);
        }
    }
}

/// Returns whether the line of a command names a folder, in which it may be meant to run.
fn names_folder(ctx: &PlanContext<'_>, command: Span) -> bool {
    let source = ctx.doc.source();
    let line = source.line_span(source.line_of(command.start));
    // References stand in the order of the text, those of front matter first.
    let references = &ctx.plan.references;
    let from = references.partition_point(|it| it.span.start < line.start);
    references[from..]
        .iter()
        .take_while(|it| it.span.start < line.end)
        .any(|it| it.is_folder() && !command.contains(it.span))
}

/// Returns whether the plan changes a file that could define it, or names a file or folder of its name.
fn is_planned(ctx: &PlanContext<'_>, runnable: &Runnable) -> bool {
    let files = runnable.kind.files();
    let speaks = |reference: &Reference| {
        let mut parts = reference.path.trim_end_matches('/').rsplit('/');
        let is_part = |part: &str| {
            let stem = part.split('.').next().unwrap_or(part);
            stem == runnable.name || files.contains(&part.to_ascii_lowercase().as_str())
        };
        parts.any(is_part)
    };
    ctx.plan.references.iter().any(speaks)
}

/// Returns where the name stands in the command, or the command.
fn place_of(ctx: &PlanContext<'_>, command: Span, name: &str) -> Span {
    let text = ctx.doc.text(command);
    let ends = |at: usize| {
        let after = text[at + name.len()..].chars().next();
        let before = text[..at].chars().next_back();
        let apart = |c: Option<char>| c.is_none_or(|c| !(c.is_alphanumeric() || "-_:".contains(c)));
        apart(before) && apart(after)
    };
    match text.match_indices(name).map(|it| it.0).find(|at| ends(*at)) {
        Some(at) => Span::new(command.start() + at, command.start() + at + name.len()),
        None => command,
    }
}
