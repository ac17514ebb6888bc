//! A path that several files fit.

use tip_plan::Reference;
use tip_syntax::Finding;

use crate::claim::{Weight, claims, shorthands};
use crate::{Category, FixAvailability, Level, Levels, PathAnswer, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "ambiguous-path",
    code: "TIP027",
    category: Category::References,
    levels: Levels::until_over(Level::Hint),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a path fits several files",
    docs: r"## What it does

Finds a path that leads nowhere as written, while several paths of the repository end with it, where the plan builds on the file: it changes, deletes or cites it.
A bare file name without a line is left alone, and so is one that is short for a path that the plan names in full.

## Why it matters

Whoever carries out the plan may change the wrong one.

## Example

In a repository that holds

```world
backend/src/alerts.rs 120
worker/src/alerts.rs 80
```

```plan,fail
# Plan: Price alerts

## Phase 1: Store the alerts

**Code Changes**:
- Modify: `src/alerts.rs`

- [ ] An alert survives a restart
```

## Use instead

```plan,pass
# Plan: Price alerts

## Phase 1: Store the alerts

**Code Changes**:
- Modify: `backend/src/alerts.rs`

- [ ] An alert survives a restart
```
",
    scope: Scope::Plan(check),
};

/// The most paths that a finding names.
const NAMED: usize = 4;

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let claims = claims(ctx, |it| matches!(it, PathAnswer::Ambiguous(_)));
    if claims.is_empty() {
        return;
    }
    let weight = Weight::new(ctx.plan);
    let shorthands = shorthands(ctx);
    for claim in claims {
        let PathAnswer::Ambiguous(candidates) = claim.answer else {
            continue;
        };
        if shorthands.hold(claim.path) {
            continue;
        }
        let is_firm = |it: &&&Reference| weight.is_firm(it);
        let Some(first) = claim.references.iter().find(is_firm) else {
            continue;
        };
        let named: Vec<String> = candidates
            .iter()
            .take(NAMED)
            .map(|it| format!("`{it}`"))
            .collect();
        let finding = Finding::new(
            RULE.name,
            first.path_span,
            format!("`{}` fits several paths", claim.path),
        )
        .note(format!("it fits {}", named.join(", ")));
        out.push(match meant(ctx, first) {
            Some(meant) => finding
                .label("only the history tells which one is meant")
                .help(format!(
                    "write `{meant}`, which it meant when it was written"
                )),
            None => finding
                .label("which one is meant?")
                .help("write the path from the root of the repository"),
        });
    }
}

/// Returns the file that a reference means, where the history knows it.
fn meant<'a>(ctx: &PlanContext<'a>, reference: &Reference) -> Option<&'a str> {
    let mut references = ctx.plan.references.iter();
    let at = references.position(|it| it.span == reference.span)?;
    ctx.answers.meant.get(&at).map(String::as_str)
}
