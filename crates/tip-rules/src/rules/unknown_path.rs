//! A path that is only named and leads nowhere.

use tip_plan::{BoxState, Reference};
use tip_syntax::{Finding, Span};

use crate::claim::{
    Ends, Weight, box_at, claims, has_folder, is_explained, is_foreign, is_made_up,
};
use crate::nearest::plausible;
use crate::{Category, FixAvailability, Level, Levels, PathAnswer, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "unknown-path",
    code: "TIP025",
    category: Category::References,
    levels: Levels::until_over(Level::Hint),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a path that the plan only names leads nowhere",
    docs: r"## What it does

Finds paths that a plan names without saying that it changes, deletes or cites them, and that lead to nothing.
What the plan creates, tests that it plans, what an open box names where nothing here has nearly that name, bare names, imports of code, patterns, and phases that are done are not judged.
Neither is a path that begins in a folder which the repository has nowhere, unless the plan changes the file: it is another repository's, or made by a program.
For files that the plan builds on see `missing-file`.

## Why it matters

It may be a file that is still to be made, an example, or another repository's: nothing is wrong then.
Or it is a slip, or the file has moved.

## Example

In a repository that holds

```world
src/alerts/store.rs 120
```

```plan,fail
# Plan: Price alerts

## Phase 1: Store the alerts

The store in `src/alert/store.rs` keeps them in memory.

- [ ] An alert survives a restart
```

## Use instead

```plan,pass
# Plan: Price alerts

## Phase 1: Store the alerts

The store in `src/alerts/store.rs` keeps them in memory.

- [ ] An alert survives a restart
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let claims = claims(ctx, |it| matches!(it, PathAnswer::Missing { .. }));
    if claims.is_empty() {
        return;
    }
    let weight = Weight::new(ctx.plan);
    let planned = ctx.planned();
    let ends = Ends::new(claims.iter().map(|it| it.path));
    for claim in claims {
        let PathAnswer::Missing {
            nearest,
            begins_here,
        } = claim.answer
        else {
            continue;
        };
        let near = plausible(claim.path, nearest.as_deref());
        // Where only the end of a path is here, the path is another repository's.
        let depth = |path: &str| path.trim_end_matches('/').split('/').count();
        let is_copied = !begins_here && near.is_some_and(|it| depth(it) != depth(claim.path));
        let is_foreign = is_foreign(claim);
        let is_firm = claim.references.iter().any(|it| weight.is_firm(it));
        // Of what the plan builds on `missing-file` speaks, where it can have been meant here; of the rest nobody can tell.
        if is_firm != is_foreign || (is_copied && !is_firm) {
            continue;
        }
        // What is still to be done may be to make the file, unless one that is here bears nearly that name.
        let to_do = |it: &&Reference| {
            let held = box_at(ctx.plan, it.span);
            near.is_none() && held.is_some_and(|it| it.state == BoxState::Open)
        };
        let excused = |it: &&Reference| {
            weight.is_planned_test(it) || to_do(it) || is_headline(ctx, it) || is_explained(ctx, it)
        };
        if !has_folder(claim.path)
            || is_made_up(claim.path)
            || ends.hold(claim.path)
            || planned.explains(claim.path)
            || claim.references.iter().any(excused)
        {
            continue;
        }
        let finding = Finding::new(
            RULE.name,
            claim.references[0].path_span,
            format!("`{}` leads nowhere", claim.path),
        );
        out.push(match (near, claim.path.split_once('/')) {
            (Some(near), _) => finding
                .label("nothing stands at this path")
                .help(format!("did you mean `{near}`?")),
            (None, Some((first, _))) if is_foreign => {
                finding.label(format!("this repository has no folder `{first}`"))
            }
            (None, _) => finding.label("nothing stands at this path"),
        });
    }
}

/// Returns whether a path is all of a heading or of a line in bold: what follows is what shall stand there.
fn is_headline(ctx: &PlanContext<'_>, reference: &Reference) -> bool {
    let source = ctx.doc.source();
    let line = source.line_span(source.line_of(reference.span.start));
    let before = ctx
        .doc
        .text(Span::new(line.start(), reference.span.start()));
    let end = line.end().max(reference.span.end());
    let after = ctx.doc.text(Span::new(reference.span.end(), end));
    let marked = before.trim_start().starts_with(['#', '*']) && !before.starts_with("* ");
    let bare = |text: &str| !text.contains(|c: char| c.is_alphabetic());
    marked && bare(before) && bare(after)
}
