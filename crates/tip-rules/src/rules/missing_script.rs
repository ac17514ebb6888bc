//! A command that runs a script that is not there.

use tip_plan::{Plan, Reference};
use tip_syntax::{Finding, Span};

use crate::claim::{is_made_up, is_over};
use crate::nearest::plausible;
use crate::script::scripts;
use crate::{Category, FixAvailability, Level, Levels, PathAnswer, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "missing-script",
    code: "TIP051",
    category: Category::Criteria,
    levels: Levels::until_over(Level::Warning),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a command runs a script that does not exist",
    docs: r"## What it does

Finds commands that run a file of the repository, by its path or through an interpreter such as `bash`, `python` or `node`, where no such file exists.
What the plan creates or names elsewhere as its own, made-up paths, and phases that are over are not judged.

## Why it matters

A criterion whose command cannot start can never be shown to hold.

## Example

In a repository that holds

```world
scripts/check.sh 40
```

```plan,fail
# Plan: Price alerts

## Phase 1: Store the alerts

**Success Criteria**:
- [ ] All is well: `scripts/verify.sh --all`
```

## Use instead

```plan,pass
# Plan: Price alerts

## Phase 1: Store the alerts

**Success Criteria**:
- [ ] All is well: `scripts/check.sh --all`
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
    let mut told: Vec<&str> = Vec::new();
    for command in &plan.commands {
        if is_over(plan, command.unit) || command.in_box.is_none() {
            continue;
        }
        for path in scripts(command) {
            let Some(PathAnswer::Missing { nearest, .. }) = ctx.answers.path(path) else {
                continue;
            };
            if told.contains(&path)
                || ctx.planned().explains(path)
                || is_made_up(path)
                || !is_alone(plan, path)
            {
                continue;
            }
            told.push(path);
            let text = ctx.doc.text(command.span);
            let span = match text.find(path) {
                Some(at) => Span::new(
                    command.span.start() + at,
                    command.span.start() + at + path.len(),
                ),
                None => command.span,
            };
            let finding = Finding::new(
                RULE.name,
                span,
                format!("the script `{path}` does not exist"),
            )
            .label("cannot be run");
            out.push(match plausible(path, nearest.as_deref()) {
                Some(nearest) => finding.help(format!("did you mean `{nearest}`?")),
                None => finding.help("write its path from the root of the repository, or list it under `Create` if the plan makes it"),
            });
        }
    }
}

/// Returns whether only commands name the path: a plan that names it elsewhere says what it is.
fn is_alone(plan: &Plan, path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let in_command = |it: &Reference| {
        plan.commands
            .iter()
            .any(|command| command.span.contains(it.span))
    };
    let mut named = plan.references.iter().filter(|it| it.path.ends_with(name));
    named.all(in_command)
}
