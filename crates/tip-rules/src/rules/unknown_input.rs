//! Inputs of criteria that are no files.

use tip_plan::Annotation;
use tip_syntax::{Finding, Spanned};

use crate::quote::quoted;
use crate::{Category, FixAvailability, Level, Levels, PatternAnswer, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "unknown-input",
    code: "TIP133",
    category: Category::Criteria,
    levels: Levels::until_over(Level::Warning),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a criterion is said to depend on files that are not there",
    docs: r"## What it does

Finds patterns in `<!-- tip: inputs(…) -->` that no file fits, or that cannot be read, and such words that speak of no criterion.

## Why it matters

Evidence of a criterion is fresh while its inputs are as they were.
A pattern with a slip in it watches nothing, and a change that matters goes by.
Where no pattern of a criterion fits a file, all files count.

## Example

In a repository that holds

```world
src/alerts/store.rs 120
```

```plan,fail
# Plan: Price alerts

## Phase 1: Store the alerts

**Success Criteria**:
- [ ] An alert survives a restart: `cargo test -p alerts` <!-- tip: inputs(scr/alerts/**) -->
```

## Use instead

```plan,pass
# Plan: Price alerts

## Phase 1: Store the alerts

**Success Criteria**:
- [ ] An alert survives a restart: `cargo test -p alerts` <!-- tip: inputs(src/alerts/**) -->
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let (doc, plan) = (ctx.doc, ctx.plan);
    if plan.input_annotations().next().is_none() {
        return;
    }
    let boxes = plan.boxes.iter();
    let used: Vec<&Spanned<String>> = boxes.flat_map(|it| plan.inputs_of(doc, it)).collect();
    for said in plan.input_annotations() {
        out.extend(idle(said, &used));
        for pattern in &said.arguments {
            out.extend(unknown(ctx, pattern));
        }
    }
}

/// Finds an annotation from which no criterion takes anything.
fn idle(said: &Annotation, used: &[&Spanned<String>]) -> Option<Finding> {
    if said.arguments.is_empty() {
        let finding = Finding::new(RULE.name, said.span, "the inputs are not named");
        return Some(finding.help("write patterns in parentheses: `inputs(src/**, Cargo.toml)`"));
    }
    let taken = |it: &Spanned<String>| used.iter().any(|used| used.span == it.span);
    if said.arguments.iter().any(taken) {
        return None;
    }
    let finding = Finding::new(
        RULE.name,
        said.span,
        "these inputs are those of no criterion",
    );
    Some(
        finding
            .label("of what?")
            .help("write it at the end of the line of a criterion, or of the heading of a phase"),
    )
}

fn unknown(ctx: &PlanContext<'_>, pattern: &Spanned<String>) -> Option<Finding> {
    let message = match ctx.answers.patterns.get(&pattern.value)? {
        PatternAnswer::Files(0) => format!("no file fits the input {}", quoted(&pattern.value)),
        PatternAnswer::Files(_) => return None,
        PatternAnswer::Broken(why) => {
            format!("the input {} is no pattern: {why}", quoted(&pattern.value))
        }
    };
    let finding = Finding::new(RULE.name, pattern.span, message);
    Some(finding.help(
        "`src/**` is all below a folder, `*.rs` all files of that name at any depth; ignored files and plans are no inputs",
    ))
}
