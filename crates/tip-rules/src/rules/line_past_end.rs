//! A line that a file does not have.

use tip_plan::Reference;
use tip_syntax::{Finding, Label};

use crate::claim::claims;
use crate::drifted::fate;
use crate::nearest::is_common;
use crate::quote::counted;
use crate::together::and_more;
use crate::{Category, FixAvailability, Level, Levels, PathAnswer, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "line-past-end",
    code: "TIP028",
    category: Category::References,
    levels: Levels::until_over(Level::Warning),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a reference names a line past the end of the file",
    docs: r"## What it does

Finds references to a line, or to a range of lines, that the file does not have.

## Why it matters

The file has changed since the plan was written, or another file is meant.
The line certainly is not what it was.

## Example

In a repository that holds

```world
src/alerts/store.rs 120
```

```plan,fail
# Plan: Price alerts

## Phase 1: Store the alerts

**Code Changes**:
- `src/alerts/store.rs:418` - Keep alerts in the database

- [ ] An alert survives a restart
```

## Use instead

```plan,pass
# Plan: Price alerts

## Phase 1: Store the alerts

**Code Changes**:
- `src/alerts/store.rs:118` - Keep alerts in the database

- [ ] An alert survives a restart
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    for claim in claims(ctx, |it| {
        matches!(it, PathAnswer::File(_) | PathAnswer::Suffix(_))
    }) {
        let Some(facts) = ctx.answers.facts(claim.path) else {
            continue;
        };
        // A name that many files bear, found once here, may be that of another program's file.
        if matches!(claim.answer, PathAnswer::Suffix(_)) && is_common(claim.path) {
            continue;
        }
        let past = claim.references.iter().copied().filter_map(|reference| {
            let line = reference.line.max(reference.end_line)?;
            // What the history tells of it says more.
            let is_past = line > facts.lines && fate(ctx, reference).is_none();
            is_past.then_some((reference, line))
        });
        let past: Vec<(&Reference, u32)> = past.collect();
        let Some(((first, line), others)) = past.split_first() else {
            continue;
        };
        let lines = counted(facts.lines as usize, "line", "lines");
        let finding = Finding::new(
            RULE.name,
            first.line_span.unwrap_or(first.span),
            format!("line `{line}` is past the end of `{}`", claim.path),
        )
        .label(format!("the file has {lines}"))
        .help("look up where that code is, or name a symbol, which moves with it");
        // A file that shrank has one cause, however many places speak of it.
        let labels = others.iter().map(|(reference, line)| {
            let at = reference.line_span.unwrap_or(reference.span);
            Label::new(at, format!("line {line} is past it too"))
        });
        let places = ("more place is", "more places are");
        let finding = and_more(finding, labels, places.0, places.1, "past the end of it");
        out.push(finding);
    }
}
