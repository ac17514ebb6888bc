//! A suppression that does not say why.

use tip_plan::Annotation;
use tip_syntax::Finding;

use crate::{Category, FixAvailability, Level, Levels, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "allow-without-reason",
    code: "TIP101",
    category: Category::Form,
    levels: Levels::form(Level::Warning, Level::Hint),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a suppression does not say why",
    docs: r"## What it does

Finds an `allow` that gives no reason after its parentheses.

## Why it matters

A suppression is a person's word against the machine's.
Without its reason nobody can tell later whether it still holds.

## Example

```plan,fail
# Plan: Price alerts

## Phase 1: Store the alerts

## Phase 2: Read the prices

## Phase 4: Send the messages <!-- tip: allow(skipped-phase-number) -->
```

## Use instead

```plan,pass
# Plan: Price alerts

## Phase 1: Store the alerts

## Phase 2: Read the prices

## Phase 4: Send the messages <!-- tip: allow(skipped-phase-number) the third one moved to another plan -->
```
",
    scope: Scope::Suppressions,
};

pub(crate) fn finding(annotation: &Annotation) -> Finding {
    Finding::new(
        RULE.name,
        annotation.span,
        "the suppression does not say why",
    )
    .help("write the reason after the parentheses: `allow(rule) reason`")
}
