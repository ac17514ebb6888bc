//! Bytes that are no text.

use tip_syntax::{Finding, Label};

use crate::quote::counted;
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "invalid-utf8",
    code: "TIP012",
    category: Category::Form,
    levels: Levels::form(Level::Warning, Level::Hint),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "the file holds bytes that are no UTF-8",
    docs: r"## What it does

Finds bytes that are no UTF-8: the file was written in another encoding, or damaged.
All of them make one finding.

## Why it matters

Each program shows other characters there, and some refuse the file.

## Example

`\xE9` stands for one byte: an `é` in Latin-1.

```plan,fail,bytes
# Plan: Caf\xE9 alerts

## Phase 1: Store the alerts
```

## Use instead

```plan,pass
# Plan: Café alerts

## Phase 1: Store the alerts
```
",
    scope: Scope::Plan(check),
};

/// The most places that one finding shows beside the first.
const SHOWN: usize = 3;

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let invalid = ctx.doc.source().invalid();
    let Some((first, more)) = invalid.split_first() else {
        return;
    };
    let mut finding = Finding::new(RULE.name, *first, "the file holds bytes that are no UTF-8")
        .label("no UTF-8")
        .help("save the file as UTF-8");
    for &span in more.iter().take(SHOWN) {
        finding = finding.also(Label::new(span, "and here"));
    }
    if more.len() > SHOWN {
        let rest = counted(more.len() - SHOWN, "more place", "more places");
        finding = finding.note(format!("there are {rest}"));
    }
    out.push(finding);
}
